import { UserError } from "../../errors.ts";
import type { Column, Row } from "../../field.ts";
import { type CampaignHead, campaignHead } from "../campaign.ts";
import { recordConsent, refuses, usualPurpose } from "../consent.ts";
import { contactNameSql } from "../contact/name.ts";
import type { Db } from "../db.ts";
import { markMembers } from "./member.ts";

const responseKinds = ["reply", "click", "visit", "signup", "order", "unsubscribe"] as const;
/** A mail that came back is no answer of the person. */
export const returnKinds = [...responseKinds, "bounce"] as const;

export interface ResponseDraft {
  readonly campaignId: number;
  readonly contactId: number;
  readonly kind: (typeof returnKinds)[number];
  /** The local day. */
  readonly date: string;
  readonly note: string | null;
}

/** What became of a response: it was known already, or it is new, and what followed from it. */
export interface Noted {
  readonly isNew: boolean;
  readonly isMember: boolean;
  /** The person said not to be reached this way any more, and that was not known yet. */
  readonly hasWithdrawn: boolean;
}

/**
 * Notes a response. The same kind by the same person on the same day is one response. "unsubscribe" withdraws consent
 * for the campaign's channel, "bounce" marks the member.
 */
export function noteResponse(db: Db, draft: ResponseDraft, at: string): Noted {
  const { campaignId, contactId, kind, date } = draft;
  const campaign = campaignHead(db, campaignId);
  refuseBefore(campaign, date);
  const member = db.get<{ bouncedAt: string | null }>(
    "SELECT bounced_at AS bouncedAt FROM campaign_member WHERE campaign_id = ? AND contact_id = ?",
    [campaignId, contactId],
  );
  const isMember = member !== undefined;
  if (kind === "bounce") {
    if (!isMember) {
      throw new UserError("refused", "contact " + contactId + " is no member of campaign " + campaign.name);
    }
    const isNew = member.bouncedAt === null;
    if (isNew) markMembers(db, campaignId, { contactIds: [contactId], as: "bounced", at });
    return { isNew, isMember, hasWithdrawn: false };
  }
  const isNew = insertResponse(db, draft);
  const hasWithdrawn = isNew && kind === "unsubscribe" && !refuses(db, contactId, campaign.channel);
  if (hasWithdrawn) withdraw(db, contactId, { campaign, at });
  return { isNew, isMember, hasWithdrawn };
}

/** False where it is known already. */
function insertResponse(db: Db, { campaignId, contactId, kind, date, note }: ResponseDraft): boolean {
  const same = `
    SELECT 1
    FROM campaign_response
    WHERE campaign_id = ? AND contact_id = ? AND kind = ? AND responded_date = ?`;
  if (db.get(same, [campaignId, contactId, kind, date]) !== undefined) return false;
  const sql = `
    INSERT INTO campaign_response (campaign_id, contact_id, kind, responded_date, note)
    VALUES (?, ?, ?, ?, ?)`;
  db.run(sql, [campaignId, contactId, kind, date, note]);
  return true;
}

function withdraw(
  db: Db,
  contactId: number,
  { campaign: { name, channel }, at }: { campaign: CampaignHead; at: string },
): void {
  const said = { contactId, channel, purpose: usualPurpose, state: "withdrawn", statedAt: at } as const;
  recordConsent(db, { ...said, source: "campaign " + name, wording: null }, at);
}

function refuseBefore(campaign: CampaignHead, date: string): void {
  if (campaign.status === "planned") {
    const hint = "crm campaign start " + campaign.id;
    throw new UserError("refused", "campaign " + campaign.name + " has not started yet", hint);
  }
  if (campaign.startDate !== null && date < campaign.startDate) {
    const message = "a response on " + date + " lies before campaign " + campaign.name + " began";
    throw new UserError("refused", message, "it began on " + campaign.startDate);
  }
}

export const responseColumns: readonly Column[] = [
  { key: "id", header: "Id", type: "id" },
  { key: "contactId", header: "Contact", type: "id" },
  { key: "name", header: "Name", type: "text" },
  { key: "kind", header: "Kind", type: "text" },
  { key: "date", header: "Date", type: "date" },
  { key: "note", header: "Note", type: "text" },
];

/** What came back of a campaign, the latest first. */
export function listResponses(db: Db, campaignId: number): Row[] {
  const sql =
    "SELECT campaign_response.id, contact.id AS contactId, " +
    contactNameSql +
    ` AS name, campaign_response.kind, campaign_response.responded_date AS date, campaign_response.note
    FROM campaign_response
    JOIN contact ON contact.id = campaign_response.contact_id
    WHERE campaign_response.campaign_id = ?
    ORDER BY campaign_response.responded_date DESC, campaign_response.id DESC`;
  return db.all<Row>(sql, [campaignId]);
}
