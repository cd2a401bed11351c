import type { Db } from "../store/db.ts";
import { amountOf, type Deal, type DealHead, type DealScope, dealsThen, leftOutOf } from "./deals.ts";
import { dayNumber, type PeriodUnit, periodAt, periodEnd, periodKey, periodsBetween } from "./periods.ts";
import { greatest } from "./quantiles.ts";
import { type Weight, weigher } from "./weighting.ts";
import { sumOf } from "./window.ts";

/** Deals from this probability on are counted on. */
const commitFrom = 0.8;
/** And from this one on if all goes well. */
const bestCaseFrom = 0.5;
/** Two-sided 95 % quantile of the normal distribution. */
const z = 1.959963984540054;
/** Periods shown at least, the present one among them. */
const fewest = 3;
/** Periods shown beyond the present one; what is expected later is one line. */
const farthest = 12;

export interface ForecastScope extends DealScope {
  readonly currency: string;
  readonly by: PeriodUnit;
  /** Minor units, for every period. */
  readonly target?: number | undefined;
  /** Minor units by the key of a period ("2026-11"); for this period it comes before `target`. */
  readonly targets?: Readonly<Record<string, number>> | undefined;
}

type ForecastSums = {
  readonly openN: number;
  readonly openMinor: number;
  readonly weightedMinor: number;
};

export type ForecastRow = ForecastSums & {
  /** "2026-11"; overdue, undated, or later than what is shown. */
  readonly period: string;
  readonly wonN: number;
  readonly wonMinor: number;
  /** Won and weighted. */
  readonly forecastMinor: number;
  /** Its 95 % interval, were the deals independent: the variance is the sum of p (1 - p) amount^2. */
  readonly lowMinor: number;
  readonly highMinor: number;
  /** Won and the open deals from 80 % on, and from 50 % on. */
  readonly commitMinor: number;
  readonly bestCaseMinor: number;
  /** null: none was named. */
  readonly targetMinor: number | null;
  /** Target less won, at least 0; null without a target. */
  readonly gapMinor: number | null;
  /** Open / gap; null where there is no gap. */
  readonly coverage: number | null;
  readonly currency: string;
  readonly status: "past" | "running" | "coming" | "overdue" | "undated" | "later";
};

export type ForecastReport = DealHead & {
  readonly by: PeriodUnit;
  readonly rows: readonly ForecastRow[];
  /** Of the periods shown; overdue, undated and later are no part of it. */
  readonly total: Omit<ForecastRow, "period" | "status">;
};

/**
 * What is expected to be won by period of the expected close date: amount x probability of the open deals, beside what
 * has been won in the period. Lost deals are in nothing. Open deals whose date is past are "overdue", those without a
 * date "undated": lines of their own in no period and in no total. A deal expected on the day of --as-of is not overdue.
 */
export function forecastReport(db: Db, scope: ForecastScope): ForecastReport {
  const all = dealsThen(db, scope);
  const weigh = weigher(all.deals);
  const seen = all.deals.filter(({ stage }) => stage.kind !== "lost");
  const lines = linesOf(seen, scope);
  const rowFrom = (line: Line) => ({ ...forecastRow(line, weigh, scope), ...line.head });
  const shown = lines.filter(({ isPeriod }) => isPeriod);
  const whole = { open: shown.flatMap((line) => line.open), won: shown.flatMap((line) => line.won) };
  const targets = shown.map((line) => line.target).filter((target) => target !== null);
  const counted = lines.flatMap(({ open, won }) => [...open, ...won]);
  return {
    report: "forecast",
    ...{ asOf: scope.asOf, zone: scope.zone, currency: scope.currency, definition },
    ...{ n: counted.length, leftOut: leftOutOf(all, counted), by: scope.by },
    rows: lines.map(rowFrom),
    total: forecastRow({ ...whole, target: targets.length === 0 ? null : sumOf(targets) }, weigh, scope),
  };
}

const definition =
  "forecast = won + weighted; weighted = amount x probability of open deals by expected close (the deal's own " +
  "probability, else its stage's, else the rate won so far); lost deals never count; overdue and undated apart";

interface Part {
  readonly open: readonly Deal[];
  readonly won: readonly Deal[];
  readonly target: number | null;
}

type Line = Part & { readonly head: Pick<ForecastRow, "period" | "status">; readonly isPeriod: boolean };

function linesOf(deals: readonly Deal[], scope: ForecastScope): Line[] {
  const { by, asOf } = scope;
  const at = (date: string) => periodAt(by, dayNumber(date));
  const open = deals.filter(({ closedDay }) => closedDay === null);
  const dated = open.filter(({ closeDate }) => closeDate !== null && closeDate >= asOf);
  const now = at(asOf);
  const targeted = periodsBetween(now, now + farthest).filter(
    (period) => scope.targets?.[periodKey(by, period)] !== undefined,
  );
  const expected = greatest(dated.map(({ closeDate }) => at(closeDate!))) ?? now;
  const last = Math.max(now + fewest - 1, expected, ...targeted);
  const from = scope.from === undefined ? now : at(scope.from);
  const to = scope.to === undefined ? Math.min(last, now + farthest) : at(scope.to);
  const periods = periodsBetween(from, to).map((period): Line => {
    const key = periodKey(by, period);
    return {
      open: dated.filter(({ closeDate }) => at(closeDate!) === period),
      won: deals.filter(({ closedDay }) => closedDay !== null && periodAt(by, closedDay) === period),
      target: scope.targets?.[key] ?? scope.target ?? null,
      head: { period: key, status: statusOf(by, period, dayNumber(asOf)) },
      isPeriod: true,
    };
  });
  const apart = (status: "later" | "overdue" | "undated", own: readonly Deal[]): Line[] =>
    own.length === 0
      ? []
      : [{ open: own, won: [], target: null, head: { period: status, status }, isPeriod: false }];
  return [
    ...periods,
    ...(scope.to === undefined
      ? apart(
          "later",
          dated.filter(({ closeDate }) => at(closeDate!) > to),
        )
      : []),
    ...apart(
      "overdue",
      open.filter(({ closeDate }) => closeDate !== null && closeDate < asOf),
    ),
    ...apart(
      "undated",
      open.filter(({ closeDate }) => closeDate === null),
    ),
  ];
}

function statusOf(by: PeriodUnit, period: number, asOf: number): "past" | "running" | "coming" {
  if (periodEnd(by, period) < asOf) return "past";
  return periodAt(by, asOf) === period ? "running" : "coming";
}

function forecastRow(
  { open, won, target }: Part,
  weigh: (deal: Deal) => Weight,
  { currency }: ForecastScope,
): Omit<ForecastRow, "period" | "status"> {
  const weights = open.map((deal) => ({ deal, ...weigh(deal) }));
  const [wonMinor, openMinor] = [amountOf(won), amountOf(open)];
  const weightedMinor = sumOf(weights.map(({ weighted }) => weighted));
  const above = (least: number) =>
    amountOf(weights.filter(({ probability }) => (probability ?? 0) >= least).map(({ deal }) => deal));
  const variance = sumOf(
    weights.map(({ deal, probability }) => {
      const p = probability ?? 0;
      return p * (1 - p) * (deal.amount ?? 0) ** 2;
    }),
  );
  const spread = Math.round(z * Math.sqrt(variance));
  const gap = target === null ? null : Math.max(0, target - wonMinor);
  return {
    ...{ openN: open.length, openMinor, weightedMinor, wonN: won.length, wonMinor },
    forecastMinor: wonMinor + weightedMinor,
    lowMinor: wonMinor + Math.max(Math.min(0, openMinor), weightedMinor - spread),
    highMinor: wonMinor + Math.min(Math.max(0, openMinor), weightedMinor + spread),
    commitMinor: wonMinor + above(commitFrom),
    bestCaseMinor: wonMinor + above(bestCaseFrom),
    ...{ targetMinor: target, gapMinor: gap, coverage: gap === null || gap === 0 ? null : openMinor / gap },
    currency,
  };
}
