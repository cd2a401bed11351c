import { dayNumber, dayText } from "./periods.ts";
import { countUntil, type PurchaseStatistics } from "./purchase-statistics.ts";
import type { Customer } from "./purchases.ts";
import type { ReportScope } from "./scope.ts";

/** A customer as the purchase models and their plain stand-ins see it; money in minor units, times in days. */
export interface Buyer extends PurchaseStatistics {
  readonly noun: Customer["noun"];
  readonly id: number;
  readonly firstDay: number;
  /** null without one. */
  readonly secondDay: number | null;
  readonly lastDay: number;
  readonly revenue: number;
  /** Mean value of the purchase days after the first; 0 where there are none. */
  readonly repeatMean: number;
  /** Purchase days after the observation, up to the day that is asked for, and their net value. */
  readonly nextPurchases: number;
  readonly nextRevenue: number;
}

export interface Observed {
  /** Last day of what is observed. */
  readonly until: number;
  /** Last day of the hold-out; left out without one. */
  readonly holdoutUntil?: number;
}

/**
 * Of `purchaseDays` every customer whose first purchase day lies from `from` to `to`, and not after the observation.
 * `note` sees each with all its purchase days up to --as-of, for what a report needs besides.
 */
export function buyers(
  customers: Iterable<Customer>,
  scope: ReportScope,
  { until, holdoutUntil = until }: Observed,
  note: (customer: Customer) => void = () => undefined,
): Buyer[] {
  const from = scope.from === undefined ? -Infinity : dayNumber(scope.from);
  const to = Math.min(until, scope.to === undefined ? until : dayNumber(scope.to));
  const found: Buyer[] = [];
  for (const customer of customers) {
    const first = customer.days[0]!;
    if (first < from || first > to) continue;
    found.push(buyerOf(customer, until, holdoutUntil));
    note(customer);
  }
  return found;
}

/** Written out plainly: it runs once for each of a hundred thousand customers. */
function buyerOf({ noun, id, days, values }: Customer, until: number, holdoutUntil: number): Buyer {
  const seen = countUntil(days, until);
  const end = countUntil(days, holdoutUntil);
  const [firstDay, lastDay] = [days[0]!, days[seen - 1]!];
  const revenue = sumBetween(values, 0, seen);
  return {
    noun,
    id,
    repeats: seen - 1,
    recency: lastDay - firstDay,
    age: until - firstDay,
    firstDay,
    secondDay: seen > 1 ? days[1]! : null,
    lastDay,
    revenue,
    repeatMean: seen > 1 ? (revenue - values[0]!) / (seen - 1) : 0,
    nextPurchases: end - seen,
    nextRevenue: sumBetween(values, seen, end),
  };
}

function sumBetween(values: readonly number[], start: number, end: number): number {
  let sum = 0;
  for (let i = start; i < end; i++) sum += values[i]!;
  return sum;
}

/** `dayText` for the days of many customers: each is written once. */
export function daysAsText(): (day: number) => string {
  const known = new Map<number, string>();
  return (day) => {
    const text = known.get(day) ?? dayText(day);
    known.set(day, text);
    return text;
  };
}
