import type { Db } from "../store/db.ts";
import { currencyDigits } from "../values/currency.ts";
import { byCustomer, namesOf } from "./customer-names.ts";
import { dayNumber } from "./periods.ts";
import { type Customer, type LeftOut, readPurchases } from "./purchases.ts";
import {
  customerRow,
  type GridCell,
  gridOf,
  type RfmCustomerRow,
  type RfmSegmentRow,
  type RfmTotal,
  rfmScore,
  type Scored,
  segmentRows,
  totalOf,
} from "./rfm/rows.ts";
import {
  type Cuts,
  cutsOf,
  type SegmentRange,
  type Steps,
  scoresOf,
  segmentOf,
  segmentRanges,
} from "./rfm/scores.ts";
import type { Head, ReportScope } from "./scope.ts";
import { boughtSince, seenUntil, sumOf, windowText } from "./window.ts";

export const frequencies = ["days", "orders"] as const;
export const monetaries = ["sum", "mean"] as const;
export const cutRules = ["exact", "whole"] as const;

export interface RfmScope extends ReportScope {
  /** What F counts: purchase days, or orders. */
  readonly frequency: (typeof frequencies)[number];
  /** M: the net sum, or that sum divided by F. */
  readonly monetary: (typeof monetaries)[number];
  /**
   * exact: a value above a cut point has the next score. whole: one that is a whole day, purchase or unit of money
   * above it, as the R package rfm has it; both are the same where cut points and values are whole.
   */
  readonly cutRule: (typeof cutRules)[number];
}

type Rfm = Head &
  Pick<RfmScope, "frequency" | "monetary" | "cutRule"> & {
    readonly cuts: {
      readonly recencyDays: readonly number[];
      readonly transactionCount: readonly number[];
      /** Not rounded. */
      readonly amountMinor: readonly number[];
    };
    /** What the segments mean: the first whose ranges hold the scores; "Others" for the rest. */
    readonly segments: readonly SegmentRange[];
    readonly grid: readonly GridCell[];
    readonly total: RfmTotal;
  };

export type RfmReport = Rfm & { readonly rows: readonly RfmSegmentRow[] };
export type RfmCustomers = Rfm & { readonly rows: readonly RfmCustomerRow[] };

/**
 * Recency, frequency and monetary value of each customer with a purchase day (from `from` to `to`, else all), scored by
 * cut points at the quantiles .2 .4 .6 .8 (type 7), and the named segments that the scores fall into. Equal values have
 * equal scores; a segment without customers stays as zeros. Source: rsquaredacademy/rfm for ranges and columns.
 */
export function rfmReport(db: Db, scope: RfmScope): RfmReport {
  const scoring = rfmScores(db, scope);
  return { ...around(scope, scoring), rows: segmentRows(scoring.scored, scope.currency) };
}

/** The same with a row a customer, the best scores first, then the largest amounts. */
export function rfmCustomers(db: Db, scope: RfmScope): RfmCustomers {
  const scoring = rfmScores(db, scope);
  const nameOf = namesOf(db, scoring.scored);
  const sorted = [...scoring.scored].sort(
    (a, b) => rfmScore(b) - rfmScore(a) || b.monetary - a.monetary || byCustomer(a, b),
  );
  const rows = sorted.map((who) => customerRow(who, nameOf(who), scope.currency));
  return { ...around(scope, scoring), rows };
}

interface Scoring {
  readonly scored: readonly Scored[];
  readonly cuts: Cuts;
  readonly leftOut: LeftOut;
}

/** Every customer with its scores and segment, for whoever needs the classes alone. */
export function rfmScores(db: Db, scope: RfmScope): Scoring {
  const measured: ReturnType<typeof measure>[] = [];
  const purchases = readPurchases(db, seenUntil(scope));
  for (const customer of purchases.customers) {
    const bought = boughtSince(customer, scope.from);
    if (bought !== undefined) measured.push(measure(bought, scope));
  }
  const cuts = cutsOf(measured);
  const steps = stepsOf(scope);
  const segmentOf = segmentReader();
  const scored = measured.map((who) => {
    const { r, f, m } = scoresOf(who, cuts, steps);
    const { noun, id, orders, revenue, recency, frequency, monetary } = who;
    // Written out: there can be a hundred thousand, and spreading takes ten times as long.
    return { noun, id, orders, revenue, recency, frequency, monetary, r, f, m, segment: segmentOf(r, f, m) };
  });
  return { scored, cuts, leftOut: purchases.leftOut() };
}

function measure(customer: Customer, { asOf, frequency, monetary }: RfmScope) {
  const { noun, id, days, values } = customer;
  const orders = sumOf(customer.orders);
  const revenue = sumOf(values);
  const times = frequency === "days" ? days.length : orders;
  return {
    noun,
    id,
    orders,
    revenue,
    recency: dayNumber(asOf) - (days[days.length - 1] ?? 0),
    frequency: times,
    monetary: monetary === "sum" ? revenue : revenue / times,
  };
}

/** `segmentOf`, once for each triple of scores. */
function segmentReader(): (r: number, f: number, m: number) => string {
  const known: (string | undefined)[] = [];
  return (r, f, m) => {
    const place = r * 36 + f * 6 + m;
    const segment = known[place] ?? segmentOf({ r, f, m });
    known[place] = segment;
    return segment;
  };
}

function stepsOf({ cutRule, currency }: RfmScope): Steps {
  if (cutRule === "exact") return { recency: 0, frequency: 0, monetary: 0 };
  return { recency: 1, frequency: 1, monetary: 10 ** currencyDigits(currency) };
}

function around(scope: RfmScope, { scored, cuts, leftOut }: Scoring): Rfm {
  const { asOf, zone, currency, frequency, monetary, cutRule } = scope;
  return {
    report: "rfm",
    ...{
      asOf,
      zone,
      currency,
      definition: definition(scope),
      n: scored.length,
      leftOut,
    },
    ...{ frequency, monetary, cutRule },
    cuts: {
      recencyDays: cuts.recency,
      transactionCount: cuts.frequency,
      amountMinor: cuts.monetary,
    },
    segments: segmentRanges,
    grid: gridOf(scored),
    total: totalOf(scored, currency),
  };
}

function definition(scope: RfmScope): string {
  const times = scope.frequency === "days" ? "purchase days" : "orders";
  const step = scope.cutRule === "exact" ? "below the value" : "a whole unit or more below the value";
  return [
    "R = days since the last purchase, F = " + times + ", M = net " + scope.monetary + " of purchases",
    windowText(scope) + "; score = 1 + number of cut points (20, 40, 60, 80 % quantiles) " + step,
    ", R reversed; segment = the first whose ranges hold",
  ].join("");
}
