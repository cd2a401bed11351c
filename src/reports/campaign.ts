import type { Db } from "../store/db.ts";
import { type CampaignFacts, campaignFacts } from "./campaign/facts.ts";
import { noSplit, type Split, splitOf } from "./campaign/split.ts";
import { addUp, merged, type Sums, type TouchRule } from "./campaign/sums.ts";
import type { LeftOut } from "./purchases.ts";
import { type Head, type ReportScope, ratio } from "./scope.ts";
import { wilson } from "./wilson.ts";
import { windowText } from "./window.ts";

export type CampaignBy = "campaign" | "purpose";

export interface CampaignScope extends ReportScope, TouchRule {
  readonly by: CampaignBy;
  /** Only this one. */
  readonly campaignId?: number | undefined;
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

export type CampaignReport = Omit<Head, "leftOut"> &
  Split & {
    readonly by: CampaignBy;
    readonly touchDays: number;
    readonly touches: "answers" | "answers and mails";
    readonly leftOut: LeftOut & { readonly costsInOtherCurrencies: number };
    readonly rows: readonly CampaignRow[];
    readonly total: CampaignFigures;
  };

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
  const split = scope.campaignId === undefined || only === undefined ? noSplit : splitOf(facts, only.id);
  const { currency } = scope;
  return {
    report: "campaigns",
    ...{ asOf: scope.asOf, zone: scope.zone, currency, n: shown.length, by: scope.by },
    definition: definition(scope),
    touchDays: scope.touchDays,
    touches: scope.countsSent ? "answers and mails" : "answers",
    leftOut: {
      ...facts.leftOut,
      costsInOtherCurrencies: shown.filter((one) => one.currency !== currency && one.costMinor > 0).length,
    },
    rows,
    total: figures(merged(shown, sums, currency), currency),
    ...split,
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
