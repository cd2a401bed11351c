import type { Db } from "../store/db.ts";
import { dayNumber } from "./periods.ts";
import { countUntil, type PurchaseStatistics, purchaseStatistics } from "./purchase-statistics.ts";
import { type Customer, purchaseDays } from "./purchases.ts";
import { median } from "./quantiles.ts";
import type { ReportScope } from "./scope.ts";
import { sumOf } from "./window.ts";

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
  /** Between purchase days; null with fewer than two. */
  readonly medianGap: number | null;
  /** Purchase days after the observation, up to the day that is asked for, and their net value. */
  readonly nextPurchases: number;
  readonly nextRevenue: number;
}

interface Observed {
  /** Last day of what is observed. */
  readonly until: number;
  /** Last day of the hold-out; `until` without one. */
  readonly holdoutUntil: number;
}

/** Every customer whose first purchase day lies from `from` to `to`, and not after the observation. */
export function buyers(db: Db, scope: ReportScope, { until, holdoutUntil }: Observed): Buyer[] {
  const from = scope.from === undefined ? -Infinity : dayNumber(scope.from);
  const to = scope.to === undefined ? Infinity : dayNumber(scope.to);
  const found: Buyer[] = [];
  for (const customer of purchaseDays(db, scope)) {
    const first = customer.days[0]!;
    const statistics = purchaseStatistics(customer.days, until);
    if (statistics === null || first < from || first > to) continue;
    found.push(buyerOf(customer, statistics, { until, holdoutUntil }));
  }
  return found;
}

function buyerOf(
  { noun, id, days, values }: Customer,
  statistics: PurchaseStatistics,
  { until, holdoutUntil }: Observed,
): Buyer {
  const seen = countUntil(days, until);
  const end = countUntil(days, holdoutUntil);
  const revenue = sumOf(values.slice(0, seen));
  const gaps = days.slice(1, seen).map((day, i) => day - days[i]!);
  return {
    ...{
      noun,
      id,
      ...statistics,
      firstDay: days[0]!,
      secondDay: seen > 1 ? days[1]! : null,
      lastDay: days[seen - 1]!,
      revenue,
    },
    repeatMean: seen > 1 ? (revenue - values[0]!) / (seen - 1) : 0,
    medianGap: median(gaps),
    nextPurchases: end - seen,
    nextRevenue: end > seen ? sumOf(values.slice(seen, end)) : 0,
  };
}
