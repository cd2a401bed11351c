import type { Row } from "../field.ts";
import type { Db } from "../store/db.ts";
import { type PeriodUnit, periodKey, periodReader, periodsBetween } from "./periods.ts";
import { type Customer, readPurchases } from "./purchases.ts";
import { type Head, type ReportScope, ratio, type Seen, seenPeriods } from "./scope.ts";

export const cohortVariants = ["classic", "unbounded", "revenue"] as const;
export type CohortVariant = (typeof cohortVariants)[number];

export interface CohortScope extends ReportScope {
  readonly by: PeriodUnit;
  readonly variant: CohortVariant;
}

/** ok: all of the period was seen; partial: the day of --as-of lies inside; unobserved: the period is still to come. */
export type CellStatus = "ok" | "partial" | "unobserved";

/** One cohort; the lists run over k = 0, 1, ... periods after the first purchase and are of equal length in all rows. */
export type CohortRow = {
  readonly cohort: string;
  /** Customers whose first purchase day lies in the period. */
  readonly size: number;
  /** Customers active in period k (unbounded: in k or later); null: unobserved. */
  readonly counts: readonly (number | null)[];
  /** counts / size, in the revenue variant revenueMinor[k] / revenueMinor[0]; null: unobserved or no divisor. */
  readonly rates: readonly (number | null)[];
  readonly status: readonly CellStatus[];
  /** Net revenue in period k; only in the revenue variant. */
  readonly revenueMinor?: readonly (number | null)[];
};

export type CohortReport = Head & {
  readonly by: PeriodUnit;
  readonly variant: CohortVariant;
  readonly rows: readonly CohortRow[];
  /** What the cells stand for: cell k of row i is periods[i + k]. */
  readonly periods: readonly string[];
  /** For each k the sum of counts (revenue) over the sum of sizes (first revenue), of the cohorts whose cell is ok. */
  readonly average: readonly (number | null)[];
  readonly total: { readonly cohorts: number; readonly size: number };
};

interface Cells {
  size: number;
  readonly counts: number[];
  readonly revenue: number[];
}

/**
 * Retention by cohort: a row is the customers whose first purchase day lies in one period, cell k those of them with a
 * purchase day k periods later (classic), or k or more later up to --as-of (unbounded; the last columns of a young
 * cohort are low because its future is still to come), or their net revenue then (revenue). Cohorts without customers
 * between others stay as zeros. Source: the cell definitions of retentioneering and of dbt's cohort models, with zero,
 * unobserved and partial kept apart, and an average weighted by size.
 */
export function cohortReport(db: Db, scope: CohortScope): CohortReport {
  const seen = seenPeriods(scope.by, scope);
  const purchases = readPurchases(db, scope);
  const { cohorts, n } = collect(purchases.customers, scope, seen);
  const first = Math.min(...cohorts.keys());
  const firsts = periodsBetween(first, Math.max(...cohorts.keys()));
  const width = firsts.length === 0 ? 0 : seen.last - first + 1;
  const rows = firsts.map((period) => cohortRow(cohorts.get(period), { period, width, scope, seen }));
  return {
    report: "cohorts",
    ...{ asOf: scope.asOf, zone: scope.zone, currency: scope.currency },
    definition: definitions[scope.variant].replaceAll("PERIOD", scope.by),
    by: scope.by,
    variant: scope.variant,
    n,
    leftOut: purchases.leftOut(),
    rows,
    periods: periodsBetween(first, first + rows.length + width - 2).map((at) => periodKey(scope.by, at)),
    average: Array.from({ length: width }, (_, k) => average(rows, k)),
    total: { cohorts: rows.length, size: n },
  };
}

const definitions: Readonly<Record<CohortVariant, string>> = {
  classic:
    "cohort = PERIOD of the first purchase; cell k = share that bought in the PERIOD k PERIODs after it",
  unbounded:
    "cohort = PERIOD of the first purchase; cell k = share that bought in the PERIOD k PERIODs after it or later",
  revenue:
    "cohort = PERIOD of the first purchase; cell k = net revenue k PERIODs after it, as a share of the first PERIOD's",
};

interface Collected {
  readonly cohorts: ReadonlyMap<number, Cells>;
  /** Customers in the cohorts shown. */
  readonly n: number;
}

function collect(customers: Iterable<Customer>, scope: CohortScope, seen: Seen): Collected {
  const cohorts = new Map<number, Cells>();
  const periodOf = periodReader(scope.by);
  const isUnbounded = scope.variant === "unbounded";
  let n = 0;
  for (const customer of customers) {
    const first = periodOf(customer.days[0]!);
    if (first < seen.from || first > seen.to) continue;
    const cells = cohorts.get(first) ?? { size: 0, counts: [], revenue: [] };
    cohorts.set(first, cells);
    count(customer, cells, { periodOf, isUnbounded });
    n++;
  }
  if (isUnbounded) for (const { counts } of cohorts.values()) fromTheEnd(counts);
  return { cohorts, n };
}

/** Adds one customer to the cells of its cohort; `isUnbounded` counts only the last period, `fromTheEnd` the others. */
function count(
  { days, values }: Customer,
  cells: Cells,
  { periodOf, isUnbounded }: { periodOf: (day: number) => number; isUnbounded: boolean },
): void {
  const first = periodOf(days[0]!);
  let counted = -1;
  cells.size++;
  for (let i = 0; i < days.length; i++) {
    const k = periodOf(days[i]!) - first;
    cells.revenue[k] = (cells.revenue[k] ?? 0) + values[i]!;
    if (k === counted) continue;
    counted = k;
    if (!isUnbounded) cells.counts[k] = (cells.counts[k] ?? 0) + 1;
  }
  if (isUnbounded) cells.counts[counted] = (cells.counts[counted] ?? 0) + 1;
}

/** Turns the count of those last seen in k into the count of those seen in k or later. */
function fromTheEnd(counts: number[]): void {
  for (let k = counts.length - 2; k >= 0; k--) counts[k] = (counts[k] ?? 0) + counts[k + 1]!;
}

interface Place {
  readonly period: number;
  /** Cells in each row. */
  readonly width: number;
  readonly scope: CohortScope;
  readonly seen: Seen;
}

function cohortRow(cells: Cells | undefined, { period, width, scope, seen }: Place): CohortRow {
  const status = Array.from({ length: width }, (_, k) => statusOf(period + k, seen));
  const observed = (values: readonly number[] | undefined) =>
    status.map((state, k) => (state === "unobserved" ? null : (values?.[k] ?? 0)));
  const counts = observed(cells?.counts);
  const revenue = observed(cells?.revenue);
  const size = cells?.size ?? 0;
  const isRevenue = scope.variant === "revenue";
  const [values, whole] = isRevenue ? [revenue, revenue[0] ?? 0] : [counts, size];
  return {
    cohort: periodKey(scope.by, period),
    size,
    counts,
    rates: values.map((value) => (value === null ? null : ratio(value, whole))),
    status,
    ...(isRevenue ? { revenueMinor: revenue } : {}),
  };
}

function statusOf(period: number, seen: Seen): CellStatus {
  if (period > seen.last) return "unobserved";
  return period === seen.last && seen.isLastPartial ? "partial" : "ok";
}

function average(rows: readonly CohortRow[], k: number): number | null {
  let part = 0;
  let whole = 0;
  for (const row of rows) {
    if (row.status[k] !== "ok") continue;
    part += (row.revenueMinor ?? row.counts)[k] ?? 0;
    whole += row.revenueMinor?.[0] ?? row.size;
  }
  return ratio(part, whole);
}

/** One cell a row, for csv and the other formats of rows; unobserved cells included, with null. */
export function longForm({ rows, periods, currency }: CohortReport): Row[] {
  return rows.flatMap(({ cohort, size, counts, rates, status, revenueMinor }, i) =>
    counts.map((active, k) => ({
      ...{ cohort, size, k, period: periods[i + k], active, rate: rates[k], status: status[k] },
      ...(revenueMinor === undefined ? {} : { revenueMinor: revenueMinor[k], currency }),
    })),
  );
}
