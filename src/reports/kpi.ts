import type { Db } from "../store/db.ts";
import { type OrderFigures, orderFigures } from "./kpi/orders.ts";
import { coursePeriods, present, previous, windowsOf } from "./kpi/windows.ts";
import { type DealFigures, dealFigures, type WorkFigures, workFigures } from "./kpi/work.ts";
import { dayText, type PeriodUnit } from "./periods.ts";
import { type Head, type ReportScope, ratio, rounded } from "./scope.ts";

export interface KpiScope extends ReportScope {
  readonly by: PeriodUnit;
}

export type KpiUnit = "count" | "moneyMinor" | "ratio" | "days" | "number";

export type KpiRow = {
  readonly kpi: string;
  readonly about: string;
  readonly unit: KpiUnit;
  /** In whole minor units where the unit is money; null where there is nothing to divide by. */
  readonly value: number | null;
  /** Of the same number of days of the period before. */
  readonly previous: number | null;
  /** Part by which it grew, before rounding; of a ratio the difference. null without a value before, or one of 0. */
  readonly change: number | null;
  /** What it rests on. */
  readonly n: number;
  /** Twelve periods, the present one last, as far as it has come; what is no money to four decimals. */
  readonly trend: readonly (number | null)[];
  readonly currency: string;
};

export type KpiReport = Head & {
  readonly by: PeriodUnit;
  readonly period: string;
  readonly isPartial: boolean;
  /** The days that the present period, and the one before, are looked at. */
  readonly from: string;
  readonly to: string;
  readonly previousFrom: string;
  readonly previousTo: string;
  readonly periods: readonly string[];
  readonly rows: readonly KpiRow[];
};

/**
 * The dashboard: each number of the period of --as-of so far, beside that of the same days of the period before, and its
 * course over twelve periods. Ratios are recomputed from the sums of each window. Purchases as in the other reports; the
 * open pipeline of earlier days is by stage history, with the amounts that deals have at --as-of.
 */
export function kpiReport(db: Db, scope: KpiScope): KpiReport {
  const windows = windowsOf(scope.by, scope.asOf);
  const orders = orderFigures(db, scope, windows);
  const figures = {
    orders: orders.figures,
    deals: dealFigures(db, scope, windows),
    work: workFigures(db, scope, windows),
  };
  const [now, then] = [windows.all[present]!, windows.all[previous]!];
  return {
    report: "kpi",
    ...{
      asOf: scope.asOf,
      zone: scope.zone,
      currency: scope.currency,
      n: figures.orders.customers[present]!,
    },
    definition:
      "each number of the " + scope.by + " so far, against the same days of the " + scope.by + " before",
    leftOut: orders.leftOut,
    ...{ by: scope.by, period: windows.keys[present]!, isPartial: windows.isPartial },
    ...{ from: dayText(now.first), to: dayText(now.last) },
    ...{ previousFrom: dayText(then.first), previousTo: dayText(then.last), periods: windows.keys },
    rows: kpis.map((kpi) => rowOf(kpi, figures, scope.currency)),
  };
}

interface Figures {
  readonly orders: OrderFigures;
  readonly deals: DealFigures;
  readonly work: WorkFigures;
}

interface Kpi {
  readonly key: string;
  readonly about: string;
  readonly unit: KpiUnit;
  /** In the window of that number. */
  readonly value: (figures: Figures, at: number) => number | null;
  readonly n?: (figures: Figures, at: number) => number;
}

function rowOf({ key, about, unit, value, n }: Kpi, figures: Figures, currency: string): KpiRow {
  const [now, then] = [value(figures, present), value(figures, previous)];
  const isComparable = now !== null && then !== null;
  const given = unit === "moneyMinor" ? rounded : (number: number | null) => number;
  const inCourse = unit === "moneyMinor" ? rounded : toTenThousandths;
  const growth = isComparable && then !== 0 ? (now - then) / Math.abs(then) : null;
  return {
    ...{ kpi: key, about, unit, value: given(now), previous: given(then) },
    change: unit === "ratio" ? (isComparable ? now - then : null) : growth,
    n: n === undefined ? (now ?? 0) : n(figures, present),
    trend: Array.from({ length: coursePeriods }, (_, i) => inCourse(value(figures, i))),
    currency,
  };
}

function toTenThousandths(number: number | null): number | null {
  return number === null ? null : Math.round(number * 10_000) / 10_000;
}

/** null where there is nothing to divide by. */
function divided(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

const kpis: readonly Kpi[] = [
  {
    ...{ key: "newContacts", about: "new contacts", unit: "count" },
    value: ({ work }, i) => work.newContacts[i]!,
  },
  {
    ...{ key: "newCustomers", about: "new customers: first purchase", unit: "count" },
    value: ({ orders }, i) => orders.new[i]!,
  },
  {
    ...{ key: "activeCustomers", about: "customers with a purchase", unit: "count" },
    value: ({ orders }, i) => orders.active[i]!,
  },
  {
    ...{ key: "orders", about: "orders, not refunded in full", unit: "count" },
    value: ({ orders }, i) => orders.orders[i]!,
  },
  {
    ...{ key: "grossRevenue", about: "revenue as sold", unit: "moneyMinor" },
    value: ({ orders }, i) => orders.gross[i]!,
    n: ({ orders }, i) => orders.orders[i]!,
  },
  {
    ...{ key: "netRevenue", about: "revenue net of refunds", unit: "moneyMinor" },
    value: ({ orders }, i) => orders.net[i]!,
    n: ({ orders }, i) => orders.orders[i]!,
  },
  {
    ...{ key: "averageOrder", about: "net revenue / orders", unit: "moneyMinor" },
    value: ({ orders }, i) => divided(orders.net[i]!, orders.orders[i]!),
    n: ({ orders }, i) => orders.orders[i]!,
  },
  {
    ...{ key: "ordersPerCustomer", about: "orders / customers with a purchase", unit: "number" },
    value: ({ orders }, i) => divided(orders.orders[i]!, orders.active[i]!),
    n: ({ orders }, i) => orders.active[i]!,
  },
  {
    ...{ key: "repeatRate", about: "customers so far with two purchase days or more", unit: "ratio" },
    value: ({ orders }, i) => ratio(orders.repeat[i]!, orders.customers[i]!),
    n: ({ orders }, i) => orders.customers[i]!,
  },
  {
    ...{ key: "retention", about: "bought in the period before, and again", unit: "ratio" },
    value: ({ orders }, i) => ratio(orders.retained[i]!, orders.before[i]!),
    n: ({ orders }, i) => orders.before[i]!,
  },
  {
    ...{ key: "attrition", about: "bought in the period before, and not (yet) again", unit: "ratio" },
    value: ({ orders }, i) => ratio(orders.before[i]! - orders.retained[i]!, orders.before[i]!),
    n: ({ orders }, i) => orders.before[i]!,
  },
  {
    ...{ key: "valuePerCustomer", about: "net revenue so far / customers so far", unit: "moneyMinor" },
    value: ({ orders }, i) => divided(orders.revenueSoFar[i]!, orders.customers[i]!),
    n: ({ orders }, i) => orders.customers[i]!,
  },
  {
    ...{ key: "newDeals", about: "deals created", unit: "count" },
    value: ({ deals }, i) => deals.created[i]!,
  },
  {
    ...{ key: "wonAmount", about: "amount of the deals won", unit: "moneyMinor" },
    value: ({ deals }, i) => deals.wonMinor[i]!,
    n: ({ deals }, i) => deals.won[i]!,
  },
  {
    ...{ key: "winRate", about: "won / (won + lost) of the deals closed", unit: "ratio" },
    value: ({ deals }, i) => ratio(deals.won[i]!, deals.won[i]! + deals.lost[i]!),
    n: ({ deals }, i) => deals.won[i]! + deals.lost[i]!,
  },
  {
    ...{ key: "salesCycle", about: "median days from creation to winning", unit: "days" },
    value: ({ deals }, i) => deals.cycleDays[i]!,
    n: ({ deals }, i) => deals.won[i]!,
  },
  {
    ...{ key: "openPipeline", about: "amount of the deals open at the end", unit: "moneyMinor" },
    value: ({ deals }, i) => deals.openMinor[i]!,
    n: ({ deals }, i) => deals.open[i]!,
  },
  {
    ...{ key: "weightedPipeline", about: "the same times probability", unit: "moneyMinor" },
    value: ({ deals }, i) => deals.weightedMinor[i]!,
    n: ({ deals }, i) => deals.open[i]!,
  },
  {
    ...{ key: "velocity", about: "sales velocity a day, over 365 days", unit: "moneyMinor" },
    value: ({ deals }, i) => deals.velocityMinor[i]!,
    n: ({ deals }, i) => deals.open[i]!,
  },
  {
    ...{ key: "activities", about: "activities logged, notes aside", unit: "count" },
    value: ({ work }, i) => work.activities[i]!,
  },
  {
    ...{ key: "followupsKept", about: "follow-ups due that were done by their day", unit: "ratio" },
    value: ({ work }, i) => ratio(work.kept[i]!, work.due[i]!),
    n: ({ work }, i) => work.due[i]!,
  },
  {
    ...{ key: "overdue", about: "follow-ups overdue at the end", unit: "count" },
    value: ({ work }, i) => work.overdue[i]!,
  },
];
