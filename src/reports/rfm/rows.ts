import type { Customer } from "../purchases.ts";
import { median } from "../quantiles.ts";
import { ratio } from "../scope.ts";
import { sumOf } from "../window.ts";
import { type Measures, others, type Scores, segmentRanges } from "./scores.ts";

/** One customer with its scores. */
export interface Scored extends Measures, Scores {
  readonly noun: Customer["noun"];
  readonly id: number;
  readonly orders: number;
  /** Net of refunds. */
  readonly revenue: number;
  readonly segment: string;
}

export type RfmSegmentRow = RfmTotal & {
  readonly segment: string;
  /** Of all customers; null without any. */
  readonly share: number | null;
  /** Of all revenue; null where that is not above zero. */
  readonly revenueShare: number | null;
  readonly medianRecencyDays: number | null;
  readonly medianTransactionCount: number | null;
  /** Rounded to the minor unit. */
  readonly medianAmountMinor: number | null;
};

export type RfmTotal = {
  readonly customers: number;
  readonly orders: number;
  readonly revenueMinor: number;
  /** Revenue per order, rounded to the minor unit; null without orders. */
  readonly aovMinor: number | null;
  readonly currency: string;
};

export type RfmCustomerRow = {
  readonly id: number;
  readonly noun: Customer["noun"];
  readonly customer: string;
  readonly recencyDays: number;
  /** F: purchase days or orders. */
  readonly transactionCount: number;
  /** M: sum or mean, rounded to the minor unit. */
  readonly amountMinor: number;
  readonly currency: string;
  readonly r: number;
  readonly f: number;
  readonly m: number;
  /** The three scores as one number: 543. */
  readonly rfmScore: number;
  readonly segment: string;
};

/** Customers with these two scores. */
export type GridCell = {
  readonly r: number;
  readonly f: number;
  readonly customers: number;
  /** Mean M, rounded to the minor unit; null without customers. */
  readonly averageMinor: number | null;
  /** Mean score of M; null without customers. */
  readonly averageM: number | null;
};

export function totalOf(scored: readonly Scored[], currency: string): RfmTotal {
  const revenue = sumOf(scored.map((who) => who.revenue));
  const orders = sumOf(scored.map((who) => who.orders));
  return {
    customers: scored.length,
    orders,
    revenueMinor: revenue,
    aovMinor: orders === 0 ? null : Math.round(revenue / orders),
    currency,
  };
}

/** A row a segment in the order of the ranges, without customers too, the others last. */
export function segmentRows(scored: readonly Scored[], currency: string): RfmSegmentRow[] {
  const total = totalOf(scored, currency);
  const members = new Map<string, Scored[]>();
  for (const { segment } of segmentRanges) members.set(segment, []);
  members.set(others, []);
  for (const who of scored) members.get(who.segment)?.push(who);
  return [...members].map(([segment, who]) => {
    const sums = totalOf(who, currency);
    const amount = median(who.map(({ monetary }) => monetary));
    return {
      segment,
      ...sums,
      share: ratio(who.length, scored.length),
      revenueShare: ratio(sums.revenueMinor, total.revenueMinor),
      medianRecencyDays: median(who.map(({ recency }) => recency)),
      medianTransactionCount: median(who.map(({ frequency }) => frequency)),
      medianAmountMinor: amount === null ? null : Math.round(amount),
    };
  });
}

export function customerRow(who: Scored, customer: string, currency: string): RfmCustomerRow {
  const { noun, id, recency, frequency, monetary, r, f, m, segment } = who;
  return {
    ...{
      id,
      noun,
      customer,
      recencyDays: recency,
      transactionCount: frequency,
    },
    ...{
      amountMinor: Math.round(monetary),
      currency,
      r,
      f,
      m,
      rfmScore: rfmScore(who),
      segment,
    },
  };
}

export function rfmScore({ r, f, m }: Scores): number {
  return r * 100 + f * 10 + m;
}

/** R from 5 to 1, in each F from 1 to 5. */
export function gridOf(scored: readonly Scored[]): GridCell[] {
  const members = new Map<number, Scored[]>();
  for (const r of [5, 4, 3, 2, 1]) for (const f of [1, 2, 3, 4, 5]) members.set(r * 10 + f, []);
  for (const who of scored) members.get(who.r * 10 + who.f)?.push(who);
  return [...members].map(([cell, who]) => {
    const average = meanOf(who.map(({ monetary }) => monetary));
    return {
      ...{ r: Math.floor(cell / 10), f: cell % 10, customers: who.length },
      averageMinor: average === null ? null : Math.round(average),
      averageM: meanOf(who.map(({ m }) => m)),
    };
  });
}

function meanOf(numbers: readonly number[]): number | null {
  return numbers.length === 0 ? null : sumOf(numbers) / numbers.length;
}
