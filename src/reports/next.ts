import type { Db } from "../store/db.ts";
import { enoughPurchases, usualGap } from "../values/rhythm.ts";
import { namesOf } from "./customer-names.ts";
import { dayNumber, dayText } from "./periods.ts";
import { type Customer, readPurchases } from "./purchases.ts";
import type { Head, ReportScope } from "./scope.ts";
import { sumOf } from "./window.ts";

/** A customer silent for more than so many of its own gaps is quiet, no longer late. */
const quietGaps = 3;

export const nextStatuses = ["late", "expected", "quiet"] as const;
export type NextStatus = (typeof nextStatuses)[number];

export type NextRow = {
  readonly id: number;
  readonly noun: Customer["noun"];
  readonly customer: string;
  readonly purchases: number;
  readonly lastDate: string;
  /** Median of the days between neighbouring purchase days; an even number of gaps can give a half. */
  readonly medianGapDays: number;
  /** The last purchase day and the median gap, a half day rounded up. */
  readonly expectedDate: string;
  /** Days from the expected day to the day of --as-of; below zero: still to come. */
  readonly lateDays: number;
  /** Days since the last purchase as a multiple of the median gap. */
  readonly gaps: number;
  readonly status: NextStatus;
  /** Mean value of a purchase day, rounded to the minor unit. */
  readonly averageMinor: number;
  readonly currency: string;
};

export type NextReport = Head & {
  readonly rows: readonly NextRow[];
  /** Customers with fewer purchase days than it takes. */
  readonly tooFew: number;
  /** Of the rows. */
  readonly total: Readonly<Record<NextStatus, number>> & { readonly customers: number };
};

/**
 * When each customer with three purchase days or more is expected again: the last one and the median of its own gaps.
 * Late ones first, then the expected, then those silent for more than three gaps; within each by expected day. `from`
 * and `to` limit the expected days that are shown. A plain rule: it knows of no season and no contract.
 */
export function nextReport(db: Db, scope: ReportScope): NextReport {
  const { asOf, zone, currency, from = "", to = "9999-12-31" } = scope;
  const found: Unnamed[] = [];
  const dateOf = dateWriter();
  let [n, tooFew] = [0, 0];
  const purchases = readPurchases(db, scope);
  for (const customer of purchases.customers) {
    if (customer.days.length < enoughPurchases) tooFew++;
    else {
      n++;
      const row = nextRow(customer, scope, dateOf);
      if (row.expectedDate >= from && row.expectedDate <= to) found.push(row);
    }
  }
  const nameOf = namesOf(db, found);
  for (const row of found) row.customer = nameOf(row);
  const rows: readonly NextRow[] = found;
  const count = (status: NextStatus) => sumOf(rows.map((row) => (row.status === status ? 1 : 0)));
  return {
    report: "next",
    ...{ asOf, zone, currency, definition, n, leftOut: purchases.leftOut() },
    ...{ rows: inOrder(rows), tooFew },
    total: {
      customers: rows.length,
      late: count("late"),
      expected: count("expected"),
      quiet: count("quiet"),
    },
  };
}

const definition =
  "expected = last purchase day + median of the customer's own gaps, from " +
  enoughPurchases +
  " purchase days on; quiet = silent for more than " +
  quietGaps +
  " gaps";

/** Many customers share their days: each is written once. */
function dateWriter(): (day: number) => string {
  const known = new Map<number, string>();
  return (day) => {
    const text = known.get(day) ?? dayText(day);
    known.set(day, text);
    return text;
  };
}

function nextRow(
  { noun, id, days, values }: Customer,
  { asOf, currency }: ReportScope,
  dateOf: (day: number) => string,
): Unnamed {
  const last = days.at(-1) ?? 0;
  // Two purchase days are never the same day: no gap is below one.
  const gap = usualGap(days) ?? 1;
  const expected = Math.round(last + gap);
  const today = dayNumber(asOf);
  const gaps = (today - last) / gap;
  return {
    id,
    noun,
    customer: "",
    purchases: days.length,
    lastDate: dateOf(last),
    medianGapDays: gap,
    expectedDate: dateOf(expected),
    lateDays: today - expected,
    gaps,
    status: gaps > quietGaps ? "quiet" : today > expected ? "late" : "expected",
    averageMinor: Math.round(sumOf(values) / values.length),
    currency,
  };
}

/** A row whose customer is filled in when all are known: names are read many at once. */
type Unnamed = Omit<NextRow, "customer"> & { customer: string };

/** By status, then by expected day, then as they came: by customer. There are few days, and many customers to sort. */
function inOrder(rows: readonly NextRow[]): NextRow[] {
  return nextStatuses.flatMap((status) => {
    const days = new Map<string, NextRow[]>();
    for (const row of rows) {
      if (row.status !== status) continue;
      const others = days.get(row.expectedDate);
      if (others === undefined) days.set(row.expectedDate, [row]);
      else others.push(row);
    }
    return [...days.keys()].sort().flatMap((day) => days.get(day) ?? []);
  });
}
