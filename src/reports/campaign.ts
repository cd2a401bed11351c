import type { Db } from "../store/db.ts";
import {
  type AllFacts,
  type CampaignFacts,
  campaignFacts,
  type Gain,
  type MemberFacts,
} from "./campaign-facts.ts";
import { type Head, type ReportScope, ratio } from "./scope.ts";
import { type Comparison, compareShares } from "./two-proportions.ts";
import { wilson } from "./wilson.ts";
import { windowText } from "./window.ts";

export type CampaignBy = "campaign" | "purpose";

export interface CampaignScope extends ReportScope {
  readonly by: CampaignBy;
  /** Only this one. */
  readonly campaignId?: number | undefined;
  /** How many days a touch counts for what is bought after it. */
  readonly touchDays: number;
  /** Whether reaching somebody is a touch as well, not only an answer. */
  readonly countsSent: boolean;
}

type CampaignFigures = {
  readonly members: number;
  readonly sent: number;
  readonly bounced: number;
  /** People with an answer other than "unsubscribe", members or not. */
  readonly responded: number;
  /** Reached members who answered / reached members; with its Wilson interval. Reached: sent, and not bounced. */
  readonly responseRate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly unsubscribed: number;
  /** Of those who responded, who had bought nothing before. */
  readonly leads: number;
  /** Deals made, and of these won; to the last touch. */
  readonly deals: number;
  readonly won: number;
  /** Orders net of refunds, to the last and to the first touch before each. */
  readonly revenueMinor: number;
  readonly revenueFirstMinor: number;
  /** null: in another currency. */
  readonly costMinor: number | null;
  readonly costPerSentMinor: number | null;
  readonly costPerResponseMinor: number | null;
  readonly costPerLeadMinor: number | null;
  readonly costPerDealMinor: number | null;
  /** (revenue - cost) / cost, by last and by first touch; null without a cost. */
  readonly roi: number | null;
  readonly roiFirst: number | null;
  readonly currency: string;
};

export type CampaignRow = CampaignFigures & {
  readonly campaign: string;
  readonly campaignId: number | null;
  readonly purpose: string;
  readonly channel: string | null;
  readonly startDate: string | null;
};

export type VariantRow = {
  readonly variant: string;
  /** Reached members; all members of the letter where nobody is marked as reached. */
  readonly n: number;
  readonly responded: number;
  readonly rate: number | null;
  readonly low: number | null;
  readonly high: number | null;
};

export type CampaignReport = Omit<Head, "leftOut"> & {
  readonly by: CampaignBy;
  readonly touchDays: number;
  readonly touches: "answers" | "answers and mails";
  readonly leftOut: { readonly costsInOtherCurrencies: number };
  readonly rows: readonly CampaignRow[];
  readonly total: CampaignFigures;
  /** Of a single campaign that is split; else empty. */
  readonly variants: readonly VariantRow[];
  /** Each letter against the first one. */
  readonly comparisons: readonly (Comparison & { readonly a: string; readonly b: string })[];
};

interface Sums {
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

/**
 * What campaigns cost and brought, those that began in the window. A touch is an answer (with `countsSent` also being
 * reached); an order or deal is credited to the first and to the last touch of its contact in the `touchDays` up to its
 * day, over all campaigns, so that no revenue counts twice. Costs are in the report's currency. `where` is a condition
 * over table contact.
 */
export function campaignReport(db: Db, scope: CampaignScope): CampaignReport {
  const facts = campaignFacts(db, scope);
  const shown = facts.campaigns.filter(
    ({ id, startDate }) =>
      (scope.campaignId === undefined || id === scope.campaignId) &&
      (scope.from === undefined || startDate >= scope.from) &&
      (scope.to === undefined || startDate <= scope.to),
  );
  const sums = addUp(facts, scope);
  const keyOf = (one: CampaignFacts) => (scope.by === "purpose" ? one.purpose : String(one.id));
  const keys = [...new Set(shown.map(keyOf))];
  const rows = keys.map((key) =>
    rowOf(
      shown.filter((one) => keyOf(one) === key),
      sums,
      scope,
    ),
  );
  const [only] = shown;
  const variants = scope.campaignId === undefined || only === undefined ? [] : variantsOf(facts, only.id);
  const { currency } = scope;
  return {
    report: "campaigns",
    ...{ asOf: scope.asOf, zone: scope.zone, currency, n: shown.length, by: scope.by },
    definition: definition(scope),
    touchDays: scope.touchDays,
    touches: scope.countsSent ? "answers and mails" : "answers",
    leftOut: {
      costsInOtherCurrencies: shown.filter((one) => one.currency !== currency && one.costMinor > 0).length,
    },
    rows,
    total: figures(merged(shown, sums, currency), currency),
    variants: variants.map(({ variant, n, responded }) => {
      const within = wilson(responded, n);
      return {
        variant,
        n,
        responded,
        rate: ratio(responded, n),
        low: within?.low ?? null,
        high: within?.high ?? null,
      };
    }),
    comparisons: comparisonsOf(variants),
  };
}

function definition(scope: CampaignScope): string {
  const touch = scope.countsSent ? "answer or mail" : "answer";
  return (
    "campaigns begun" +
    windowText(scope) +
    "; deals and revenue to the last " +
    touch +
    " of the person within " +
    scope.touchDays +
    " days before; leads = answered and had never bought"
  );
}

function rowOf(
  campaigns: readonly CampaignFacts[],
  sums: ReadonlyMap<number, Sums>,
  { by, currency }: CampaignScope,
): CampaignRow {
  const one = campaigns[0]!;
  const isOne = by === "campaign";
  return {
    campaign: isOne ? one.name : one.purpose,
    campaignId: isOne ? one.id : null,
    purpose: one.purpose,
    channel: isOne ? one.channel : null,
    startDate: isOne ? one.startDate : null,
    ...figures(merged(campaigns, sums, currency), currency),
  };
}

/** People count once in each campaign. */
function merged(
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

function figures(sums: Sums, currency: string): CampaignFigures {
  const { members, sent, bounced, reached, answered, deals, won, last, first, cost, costed } = sums;
  const within = wilson(answered, reached);
  const [responded, leads] = [sums.responded.size, sums.leads.size];
  const costMinor = costed === 0 ? null : cost;
  const per = (n: number) =>
    costMinor === null || costMinor === 0 || n === 0 ? null : Math.round(costMinor / n);
  const back = (revenue: number) => (costMinor === null ? null : ratio(revenue - costMinor, costMinor));
  return {
    ...{ members, sent, bounced, responded },
    responseRate: ratio(answered, reached),
    low: within?.low ?? null,
    high: within?.high ?? null,
    unsubscribed: sums.unsubscribed.size,
    ...{ leads, deals, won, revenueMinor: last, revenueFirstMinor: first, costMinor },
    costPerSentMinor: per(sent),
    costPerResponseMinor: per(responded),
    costPerLeadMinor: per(leads),
    costPerDealMinor: per(deals),
    roi: back(last),
    roiFirst: back(first),
    currency,
  };
}

function addUp(facts: AllFacts, scope: CampaignScope): ReadonlyMap<number, Sums> {
  const sums = new Map(facts.campaigns.map(({ id }) => [id, noSums()] as const));
  const answered = answeredOf(facts);
  const firstBought = firstPurchases(facts.gains);
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
    if (!isUnsubscribe && (firstBought.get(contactId) ?? Infinity) >= day) sum.leads.add(person);
  }
  credit(facts, sums, scope);
  return sums;
}

const keyOf = ({ campaignId, contactId }: { campaignId: number; contactId: number }) =>
  campaignId + ":" + contactId;

function answeredOf({ responses }: AllFacts): ReadonlySet<string> {
  return new Set(responses.filter(({ isUnsubscribe }) => !isUnsubscribe).map(keyOf));
}

function firstPurchases(gains: readonly Gain[]): ReadonlyMap<number, number> {
  const first = new Map<number, number>();
  for (const { kind, contactId, day } of gains)
    if (kind === "order") first.set(contactId, Math.min(day, first.get(contactId) ?? Infinity));
  return first;
}

function credit(facts: AllFacts, sums: ReadonlyMap<number, Sums>, scope: CampaignScope): void {
  const touches = touchesOf(facts, scope);
  for (const { contactId, day, value, kind } of facts.gains) {
    const near = (touches.get(contactId) ?? []).filter(
      (touch) => touch.day <= day && touch.day >= day - scope.touchDays,
    );
    const [first, last] = [near[0], near.at(-1)];
    if (first === undefined || last === undefined) continue;
    const [toFirst, toLast] = [sums.get(first.campaignId), sums.get(last.campaignId)];
    if (toFirst !== undefined) toFirst.first += value;
    if (toLast === undefined) continue;
    toLast.last += value;
    if (kind !== "order") toLast.deals++;
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
  { countsSent }: CampaignScope,
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

interface Variant {
  readonly variant: string;
  readonly n: number;
  readonly responded: number;
}

function variantsOf(facts: AllFacts, campaignId: number): Variant[] {
  const answered = answeredOf(facts);
  const all = facts.members.filter((member) => member.campaignId === campaignId && member.variant !== null);
  const isMarked = all.some(({ sentDay }) => sentDay !== null);
  const counts = ({ sentDay, hasBounced }: MemberFacts) => !isMarked || (sentDay !== null && !hasBounced);
  const letters = [...new Set(all.flatMap(({ variant }) => variant ?? []))].sort();
  return letters.map((variant) => {
    const base = all.filter((member) => member.variant === variant && counts(member));
    return {
      variant,
      n: base.length,
      responded: base.filter((member) => answered.has(keyOf(member))).length,
    };
  });
}

function comparisonsOf([first, ...others]: readonly Variant[]): CampaignReport["comparisons"] {
  if (first === undefined) return [];
  const share = ({ responded, n }: Variant) => ({ successes: responded, trials: n });
  return others.flatMap((other) => {
    const compared = compareShares(share(first), share(other));
    return compared === null ? [] : [{ a: first.variant, b: other.variant, ...compared }];
  });
}
