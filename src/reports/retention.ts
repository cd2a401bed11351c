import type { Db } from "../store/db.ts";
import {
  oncePerDay,
  type PeriodUnit,
  periodAt,
  periodEnd,
  periodKey,
  periodReader,
  periodsBetween,
} from "./periods.ts";
import { type Customer, readPurchases } from "./purchases.ts";
import { type Head, type ReportScope, ratio, type Seen, seenPeriods } from "./scope.ts";
import { wilson } from "./wilson.ts";

export interface RetentionScope extends ReportScope {
  readonly by: PeriodUnit;
  /** Days; active then means a purchase day in the last so many days, not in the period. */
  readonly window?: number | undefined;
}

export type RetentionRow = RetentionCounts & {
  readonly period: string;
  /** 95 % Wilson interval of the retention. */
  readonly low: number | null;
  readonly high: number | null;
  /** The period was still running on the day of --as-of. */
  readonly status: "ok" | "partial";
};

type RetentionCounts = {
  readonly startN: number;
  readonly retainedN: number;
  readonly lostN: number;
  readonly newN: number;
  readonly reactivatedN: number;
  readonly endN: number;
  /** Ratios, not percents; null where nobody, or no revenue, was there at the start. */
  readonly retention: number | null;
  readonly attrition: number | null;
  readonly grossRevenueRetention: number | null;
  readonly netRevenueRetention: number | null;
};

export type RetentionReport = Head & {
  readonly by: PeriodUnit;
  readonly window: number | null;
  readonly rows: readonly RetentionRow[];
  /** Complete periods that are shown; counts added up, rates from the sums. A customer counts once a period. */
  readonly total: Omit<RetentionCounts, "endN"> & { readonly periods: number };
};

/** Of one period; revenue in minor units, of the customers active at the start: then, now, and now at most as then. */
interface Tally {
  start: number;
  retained: number;
  new: number;
  reactivated: number;
  end: number;
  before: number;
  net: number;
  gross: number;
}

const noTally: Readonly<Tally> = {
  ...{ start: 0, retained: 0, new: 0, reactivated: 0, end: 0 },
  ...{ before: 0, net: 0, gross: 0 },
};

/**
 * Retention by sets. S = customers active at the start of a period, E = active at its end; retention = |S and E| / |S|,
 * attrition = 1 - retention, lost = |S| - |S and E|, new = in E with the first purchase in the period, reactivated = in
 * E, neither in S nor new: start - lost + new + reactivated = end. Active at the end of a period = a purchase day in
 * it (S: in the period before), or with `window` in the last `window` days up to its end. Net revenue retention =
 * revenue now / revenue before, of the customers in S; gross counts of each at most what it was before.
 */
export function retentionReport(db: Db, scope: RetentionScope): RetentionReport {
  const seen = seenPeriods(scope.by, scope);
  const purchases = readPurchases(db, scope);
  const tallies = tallyAll(purchases.customers, scope, seen);
  const periods = periodsBetween(Math.max(seen.from, tallies.first), seen.to);
  const isPartial = (period: number) => period === seen.last && seen.isLastPartial;
  const rows = periods.map((period) => ({
    period: periodKey(scope.by, period),
    ...retentionRow(tallies.of(period)),
    status: isPartial(period) ? ("partial" as const) : ("ok" as const),
  }));
  const complete = periods.filter((period) => !isPartial(period));
  const { endN: _, ...total } = counts(added(complete.map(tallies.of)));
  return {
    report: "retention",
    ...{ asOf: scope.asOf, zone: scope.zone, currency: scope.currency },
    definition: definition(scope),
    by: scope.by,
    window: scope.window ?? null,
    n: tallies.n,
    leftOut: purchases.leftOut(),
    rows,
    total: { periods: complete.length, ...total },
  };
}

function definition({ by, window }: RetentionScope): string {
  const active =
    window === undefined ? "a purchase in the " + by : "a purchase in the last " + window + " days";
  return (
    "active = " + active + "; retention = share of those active at the start that are active at the end too"
  );
}

/** A day counts for the periods from the first to the last; for none when the last lies before the first. */
interface Clock {
  readonly first: (day: number) => number;
  readonly last: (day: number) => number;
}

function clockOf({ by, window }: RetentionScope, seen: Seen): Clock {
  const first = periodReader(by);
  if (window === undefined) return { first, last: first };
  const last = oncePerDay((day) => {
    let period = periodAt(by, day) - 1;
    while (period < seen.last && endOf(period + 1, seen) < day + window) period++;
    return period;
  });
  return { first, last };
}

/** The day at whose end a period was looked at. */
function endOf(period: number, { unit, asOfDay }: Seen): number {
  return Math.min(periodEnd(unit, period), asOfDay);
}

interface Active {
  /** At the end of these the customer is active; ascending. */
  readonly periods: readonly number[];
  /** Revenue that makes it so, in minor units. */
  readonly values: readonly number[];
  readonly firstPurchase: number;
}

function activePeriods({ days, values }: Customer, clock: Clock): Active {
  const periods: number[] = [];
  const sums: number[] = [];
  let latest = -Infinity;
  for (let i = 0; i < days.length; i++) {
    const first = clock.first(days[i]!);
    const last = clock.last(days[i]!);
    for (let period = first; period <= last; period++) {
      if (period > latest) {
        latest = period;
        periods.push(period);
        sums.push(values[i]!);
      } else {
        // The days ascend, so what is there from `first` on has no gap.
        const at = sums.length - 1 - (latest - period);
        sums[at] = sums[at]! + values[i]!;
      }
    }
  }
  return { periods, values: sums, firstPurchase: clock.first(days[0]!) };
}

interface Tallies {
  readonly of: (period: number) => Tally;
  /** The first period with an active customer; Infinity when there is none. */
  readonly first: number;
  /** Customers. */
  readonly n: number;
}

function tallyAll(customers: Iterable<Customer>, scope: RetentionScope, seen: Seen): Tallies {
  // From the last period backwards: how far the purchases go back is not known before.
  const tallies: Tally[] = [];
  const of = (period: number) => {
    const at = seen.last + 1 - period;
    while (tallies.length <= at) tallies.push({ ...noTally });
    return tallies[at]!;
  };
  const clock = clockOf(scope, seen);
  let first = Infinity;
  let n = 0;
  for (const customer of customers) {
    const active = activePeriods(customer, clock);
    first = Math.min(first, active.periods[0] ?? Infinity);
    tallyCustomer(active, of);
    n++;
  }
  return { of, first, n };
}

function tallyCustomer({ periods, values, firstPurchase }: Active, of: (period: number) => Tally): void {
  for (let i = 0; i < periods.length; i++) {
    const period = periods[i]!;
    const value = values[i]!;
    const now = of(period);
    now.end++;
    if (periods[i - 1] === period - 1) {
      now.retained++;
      now.net += value;
      now.gross += Math.min(value, values[i - 1]!);
    } else if (period === firstPurchase) now.new++;
    else now.reactivated++;
    const next = of(period + 1);
    next.start++;
    next.before += value;
    if (periods[i + 1] !== period + 1) next.gross += Math.min(0, value);
  }
}

function retentionRow(tally: Tally): Omit<RetentionRow, "period" | "status"> {
  const interval = wilson(tally.retained, tally.start);
  return { ...counts(tally), low: interval?.low ?? null, high: interval?.high ?? null };
}

function counts(tally: Tally): RetentionCounts {
  return {
    startN: tally.start,
    retainedN: tally.retained,
    lostN: tally.start - tally.retained,
    newN: tally.new,
    reactivatedN: tally.reactivated,
    endN: tally.end,
    retention: ratio(tally.retained, tally.start),
    attrition: ratio(tally.start - tally.retained, tally.start),
    grossRevenueRetention: ratio(tally.gross, tally.before),
    netRevenueRetention: ratio(tally.net, tally.before),
  };
}

function added(tallies: readonly Tally[]): Tally {
  const sum: Tally = { ...noTally };
  for (const tally of tallies) {
    for (const key of Object.keys(noTally) as (keyof Tally)[]) sum[key] += tally[key];
  }
  return sum;
}
