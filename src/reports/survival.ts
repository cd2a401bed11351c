import type { Db } from "../store/db.ts";
import { type Buyer, buyers } from "./buyers.ts";
import { type Duration, kaplanMeier, type Median, medianOf, type SurvivalRow } from "./kaplan-meier.ts";
import { dayNumber } from "./periods.ts";
import { daysPerMonth } from "./purchase-statistics.ts";
import { readPurchases } from "./purchases.ts";
import { fitSbg, type Renewal, type SbgModel, sbgSurvival } from "./sbg.ts";
import type { Head, ReportScope } from "./scope.ts";

export const survivalKinds = ["second", "lifetime"] as const;
export type SurvivalKind = (typeof survivalKinds)[number];

export interface SurvivalScope extends ReportScope {
  readonly of: SurvivalKind;
  /** Lifetime: a customer without a purchase day in the last so many days counts as gone. */
  readonly window: number;
  /** Months after the first purchase up to which the curve is carried on by a model; undefined: not at all. */
  readonly project?: number | undefined;
}

export type SurvivalReport = Head & {
  readonly of: SurvivalKind;
  /** null where it has no meaning. */
  readonly windowDays: number | null;
  readonly events: number;
  readonly censored: number;
  readonly medianDays: Median;
  /** Time in days. */
  readonly rows: readonly SurvivalRow[];
  readonly projection: Projection | null;
};

/** The shifted beta-geometric model of the complete months, and the share that is left after each. */
type Projection = SbgModel & {
  readonly months: readonly { readonly month: number; readonly survival: number }[];
};

/**
 * Kaplan-Meier estimate in days from the first purchase day. second: until the second purchase day; who has not bought
 * again by --as-of is censored. lifetime: until the last purchase day of those silent for `window` days or more; the
 * others are censored at --as-of. Customers are those with a first purchase day from `from` to `to`.
 */
export function survivalReport(db: Db, scope: SurvivalScope): SurvivalReport {
  const until = dayNumber(scope.asOf);
  const purchases = readPurchases(db, scope);
  const customers = buyers(purchases.customers, scope, { until });
  const durations = customers.map((buyer) => durationOf(buyer, scope));
  const rows = kaplanMeier(durations);
  const events = durations.filter(({ isEvent }) => isEvent).length;
  return {
    report: "survival",
    ...{ asOf: scope.asOf, zone: scope.zone, currency: scope.currency },
    definition: definitions[scope.of].replace("WINDOW", String(scope.window)),
    ...{ n: customers.length, leftOut: purchases.leftOut() },
    of: scope.of,
    windowDays: scope.of === "lifetime" ? scope.window : null,
    ...{ events, censored: customers.length - events, medianDays: medianOf(rows), rows },
    projection: scope.project === undefined ? null : projectionOf(durations, scope.project),
  };
}

const definitions: Readonly<Record<SurvivalKind, string>> = {
  second:
    "Kaplan-Meier: share of customers without a second purchase so many days after the first; who has not bought again " +
    "is censored on the day of the report",
  lifetime:
    "Kaplan-Meier: share of customers still there so many days after the first purchase; gone = no purchase in the last " +
    "WINDOW days, on the day of the last one; the others are censored on the day of the report",
};

function durationOf(buyer: Buyer, { of, window }: SurvivalScope): Duration {
  const { firstDay, secondDay, recency, age } = buyer;
  if (of === "second")
    return secondDay === null ? { time: age, isEvent: false } : { time: secondDay - firstDay, isEvent: true };
  return age - recency >= window ? { time: recency, isEvent: true } : { time: age, isEvent: false };
}

/** A customer is at risk in the months that were seen to their end, or in which it happened. */
function projectionOf(durations: readonly Duration[], until: number): Projection | null {
  const periods: { atRisk: number; lost: number }[] = [];
  for (const { time, isEvent } of durations) {
    const complete = Math.floor(time / daysPerMonth);
    const months = isEvent ? complete + 1 : complete;
    for (let month = 0; month < months; month++) {
      const period = periods[month] ?? { atRisk: 0, lost: 0 };
      periods[month] = period;
      period.atRisk++;
      if (isEvent && month === complete) period.lost++;
    }
  }
  const model = fitSbg(periods satisfies readonly Renewal[]);
  if (model === null) return null;
  const months = Array.from({ length: until + 1 }, (_, month) => ({
    month,
    survival: sbgSurvival(model, month),
  }));
  return { ...model, months };
}
