import { dayNumber, isComplete, type PeriodUnit, periodAt, type WeekUnit } from "./periods.ts";
import type { LeftOut, PurchaseScope } from "./purchases.ts";

/** What a report is asked for, besides what is its own. */
export interface ReportScope extends PurchaseScope {
  /** IANA name of the zone in which days are told; orders carry their local day already. */
  readonly zone: string;
  /** Limits what is shown, not what is known before: YYYY-MM-DD, both included. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** On which day weeks begin; left out: Monday. */
  readonly week?: WeekUnit | undefined;
}

/** What every report value begins with. */
export type Head = {
  readonly report: string;
  readonly asOf: string;
  readonly zone: string;
  readonly currency: string;
  readonly definition: string;
  /** Customers with a purchase day, or what the report says it counts. */
  readonly n: number;
  readonly leftOut: LeftOut;
};

/** The unit that a key means where weeks begin as the scope says. */
export function unitIn({ week }: Pick<ReportScope, "week">, unit: PeriodUnit): PeriodUnit {
  return unit === "week" ? (week ?? unit) : unit;
}

/** The periods that a report can see, as numbers of its unit. */
export interface Seen {
  readonly unit: PeriodUnit;
  /** The day of --as-of, since 1970-01-01. */
  readonly asOfDay: number;
  /** The period that the day of --as-of lies in: the last one seen. */
  readonly last: number;
  /** Its last day is still to come. */
  readonly isLastPartial: boolean;
  /** What --from and --to leave to be shown. */
  readonly from: number;
  readonly to: number;
}

export function seenPeriods(unit: PeriodUnit, scope: ReportScope): Seen {
  const asOfDay = dayNumber(scope.asOf);
  const last = periodAt(unit, asOfDay);
  return {
    unit,
    asOfDay,
    last,
    isLastPartial: !isComplete(unit, last, asOfDay),
    from: scope.from === undefined ? -Infinity : periodAt(unit, dayNumber(scope.from)),
    to: scope.to === undefined ? last : Math.min(last, periodAt(unit, dayNumber(scope.to))),
  };
}

/** Money in whole minor units; null stays null. */
export function rounded(minor: number | null): number | null {
  return minor === null ? null : Math.round(minor);
}

/** null without a divisor above zero. */
export function ratio(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}
