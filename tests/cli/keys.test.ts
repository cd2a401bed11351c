import { expect, it } from "vitest";
import { fieldsOf } from "../../src/store/fields.ts";
import type { Noun } from "../../src/store/tables.ts";
import { setupCrm } from "../support/crm.ts";

/** What scripts read by name. More may come; none of these may go or be called otherwise. */
const contract: Readonly<Record<string, string>> = {
  contact:
    "id name email phone company city tags lifecycle owner firstName lastName role industry " +
    "street postalCode region country birthday dates cadence language preferredChannel source " +
    "note createdAt updatedAt lastContactAt openDeals nextFollowupDate orders firstOrderDate " +
    "lastOrderDate spentMinor spentIn consentEmail consentCall consentLetter consentChat " +
    "campaigns responded nps qualified ",
  company:
    "id name domain industry city contacts tags website employees phone email street " +
    "postalCode region country owner note createdAt updatedAt openDeals spentMinor spentIn ",
  deal:
    "id title contact company stage amountMinor closeDate status pipeline currency " +
    "probability weightedMinor closedDate stageSinceAt lostReason competitor source owner " +
    "tags note contactId companyId createdAt updatedAt ",
  order:
    "id number orderDate contact company amountMinor products refundedMinor netMinor " +
    "costMinor currency quantity source owner note contactId companyId dealId createdAt " +
    "updatedAt ",
  activity:
    "id happenedAt kind direction contacts minutes outcome body contactIds company companyId " +
    "deal dealId owner createdAt updatedAt ",
  followup:
    "id dueDate dueAt kind title contact priority company deal status doneAt repeats " +
    "repeatRule repeatNumber owner note playbook remind dueZone contactId companyId dealId " +
    "createdAt updatedAt ",
  product:
    "id sku name priceMinor unit recurring tax isActive costMinor marginMinor currency " +
    "goesWith upgradeOf upgrades note createdAt updatedAt ",
  quote:
    "id number status contact company deal netMinor totalMinor validUntilDate version " +
    "currency products offered discount taxMinor sentAt decidedDate declineReason perks terms " +
    "owner note dealId contactId companyId orderId createdAt updatedAt ",
  agreement:
    "id whose product priceMinor discount perk fromDate untilDate currency note contactId " +
    "companyId segmentId productId createdAt updatedAt ",
  campaign:
    "id name purpose channel status startDate endDate costMinor members sent bounced " +
    "responded unsubscribed currency target exclusion template consent startedAt owner note " +
    "createdAt updatedAt ",
  survey: "id name kind question answers lastAnswerDate note createdAt updatedAt ",
  ticket:
    "id title kind severity contact company status openedAt firstReplyAt solvedAt replyDueAt " +
    "solveDueAt channel product order reopened owner note contactId companyId productId " +
    "orderId createdAt updatedAt ",
  invoice:
    "id number contact company issuedDate dueDate amountMinor paidMinor openMinor currency " +
    "lastPaidDate order note contactId companyId orderId createdAt updatedAt ",
};

it.each(Object.entries(contract))("json of %s keeps the keys that scripts read", (noun, keys) => {
  const { fields } = fieldsOf(setupCrm().db, noun as Noun);
  expect(fields.map(({ key }) => key)).toEqual(expect.arrayContaining(keys.trim().split(" ")));
});
