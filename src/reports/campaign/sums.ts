import { type AllFacts, answeredOf, type CampaignFacts, keyOf } from "./facts.ts";

/** What is a touch, to which what is bought after it is credited. */
export interface TouchRule {
  /** How many days a touch counts for what is bought after it. */
  readonly touchDays: number;
  /** Whether reaching somebody is a touch as well, not only an answer. */
  readonly countsSent: boolean;
}

/** What a campaign, or several of them, reached and is credited with; money in minor units. */
export interface Sums {
  members: number;
  sent: number;
  bounced: number;
  readonly responded: Set<string>;
  reached: number;
  answered: number;
  readonly unsubscribed: Set<string>;
  readonly leads: Set<string>;
  deals: number;
  won: number;
  last: number;
  first: number;
  cost: number;
  /** Campaigns whose cost is in the report's currency. */
  costed: number;
}

const noSums = (): Sums => ({
  ...{ members: 0, sent: 0, bounced: 0, reached: 0, answered: 0, deals: 0, won: 0, last: 0, first: 0 },
  ...{ cost: 0, costed: 0, responded: new Set(), unsubscribed: new Set(), leads: new Set() },
});

/** People count once in each campaign. */
export function merged(
  campaigns: readonly CampaignFacts[],
  sums: ReadonlyMap<number, Sums>,
  currency: string,
): Sums {
  const whole = noSums();
  for (const { id, costMinor, currency: paidIn } of campaigns) {
    const part = sums.get(id) ?? noSums();
    for (const key of [
      "members",
      "sent",
      "bounced",
      "reached",
      "answered",
      "deals",
      "won",
      "last",
      "first",
    ] as const)
      whole[key] += part[key];
    for (const key of ["responded", "unsubscribed", "leads"] as const)
      for (const person of part[key]) whole[key].add(id + ":" + person);
    if (paidIn !== currency && costMinor > 0) continue;
    whole.cost += costMinor;
    whole.costed++;
  }
  return whole;
}

/** The sums of every campaign, by its id. */
export function addUp(facts: AllFacts, rule: TouchRule): ReadonlyMap<number, Sums> {
  const sums = new Map(facts.campaigns.map(({ id }) => [id, noSums()] as const));
  const answered = answeredOf(facts);
  for (const member of facts.members) {
    const sum = sums.get(member.campaignId);
    if (sum === undefined) continue;
    sum.members++;
    if (member.sentDay === null) continue;
    sum.sent++;
    if (member.hasBounced) sum.bounced++;
    else {
      sum.reached++;
      if (answered.has(keyOf(member))) sum.answered++;
    }
  }
  for (const { campaignId, contactId, isUnsubscribe, day } of facts.responses) {
    const sum = sums.get(campaignId);
    if (sum === undefined) continue;
    const person = String(contactId);
    (isUnsubscribe ? sum.unsubscribed : sum.responded).add(person);
    if (!isUnsubscribe && (facts.firstBought.get(contactId) ?? Infinity) >= day) sum.leads.add(person);
  }
  credit(facts, sums, rule);
  return sums;
}

function credit(facts: AllFacts, sums: ReadonlyMap<number, Sums>, rule: TouchRule): void {
  const touches = touchesOf(facts, rule);
  for (const { contactId, day, value, kind } of facts.gains) {
    const near = (touches.get(contactId) ?? []).filter(
      (touch) => touch.day <= day && touch.day >= day - rule.touchDays,
    );
    const [first, last] = [near[0], near.at(-1)];
    if (first === undefined || last === undefined) continue;
    const [toFirst, toLast] = [sums.get(first.campaignId), sums.get(last.campaignId)];
    if (toFirst !== undefined) toFirst.first += value;
    if (toLast === undefined) continue;
    toLast.last += value;
    if (kind !== "purchase") toLast.deals++;
    if (kind === "won") toLast.won++;
  }
}

interface Touch {
  readonly campaignId: number;
  readonly day: number;
}

/** Of each contact, oldest first; a mail comes before an answer of its day. */
function touchesOf(
  { responses, members }: AllFacts,
  { countsSent }: TouchRule,
): ReadonlyMap<number, readonly Touch[]> {
  const sent = (countsSent ? members : []).flatMap(({ campaignId, contactId, sentDay }) =>
    sentDay === null ? [] : [{ campaignId, contactId, day: sentDay }],
  );
  const all = [...sent, ...responses.filter(({ isUnsubscribe }) => !isUnsubscribe)].sort(
    (a, b) => a.day - b.day,
  );
  const touches = new Map<number, Touch[]>();
  for (const { contactId, campaignId, day } of all)
    touches.set(contactId, [...(touches.get(contactId) ?? []), { campaignId, day }]);
  return touches;
}
