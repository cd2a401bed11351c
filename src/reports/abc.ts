import type { Db } from "../store/db.ts";
import {
  type AbcClass,
  type ComputedLimits,
  computedLimits,
  type FixedLimits,
  positiveSum,
  type TieRule,
} from "./abc/classes.ts";
import {
  type AbcClassRow,
  type AbcMove,
  type Classed,
  type ClassRule,
  classNames,
  classRows,
  classText,
  moves,
  type Standing,
  standingsOf,
  topFifthShare,
  withClasses,
} from "./abc/summary.ts";
import {
  type AbcMeasure,
  customerValues,
  ordersWithoutCost,
  type Valued,
  valuesSince,
} from "./abc/values.ts";
import { namesOf } from "./customer-names.ts";
import type { Customer, LeftOut } from "./purchases.ts";
import { greatest } from "./quantiles.ts";
import type { Head, ReportScope } from "./scope.ts";
import { windowText } from "./window.ts";

export interface AbcScope extends ReportScope, ClassRule {
  readonly measure: AbcMeasure;
  /** YYYY-MM-DD: also tell who was in which class at the end of this day. */
  readonly since?: string | undefined;
}

export type AbcCustomerRow = Standing & {
  readonly rank: number;
  readonly id: number;
  readonly noun: Customer["noun"];
  readonly customer: string;
  readonly valueMinor: number;
  readonly currency: string;
};

type Abc = Head & {
  readonly measure: AbcMeasure;
  readonly limits: FixedLimits | ComputedLimits | null;
  readonly ties: TieRule;
  readonly since: string | null;
  /** From each class, and "new", to each class, zeros included; none without `since`. */
  readonly moves: readonly AbcMove[];
  /** By profit: orders without a cost, which are not seen; by revenue 0. */
  readonly ordersWithoutCost: number;
  readonly total: {
    readonly customers: number;
    /** Sum of the values above zero. */
    readonly valueMinor: number;
    readonly currency: string;
    /** What the best fifth of the customers above zero holds of it (a whole number of them, rounded); null without. */
    readonly topFifthShare: number | null;
  };
};

export type AbcReport = Abc & { readonly rows: readonly AbcClassRow[] };
export type AbcCustomers = Abc & { readonly rows: readonly AbcCustomerRow[] };

/**
 * Customers by what they are worth (from `from` to `to`, else all): sorted by value, class A while the share before a
 * customer is below the first limit, B below the second, else C. So the customer that crosses a limit belongs to the
 * better class, and a lone one is A. Equal values are in one class unless `ties` splits them, values of zero or below in
 * none.
 */
export function abcReport(db: Db, scope: AbcScope): AbcReport {
  const all = allClassified(db, scope);
  return { ...around(db, scope, all), rows: classRows(all.found, scope.currency) };
}

/** The same with a row a customer, the largest value first. */
export function abcCustomers(db: Db, scope: AbcScope): AbcCustomers {
  const all = allClassified(db, scope);
  return { ...around(db, scope, all), rows: customerRows(db, scope, all.found) };
}

/** A customer with its class, in descending order of value. */
type Classified = Valued & Classed;

/** The classes alone, for whoever needs no report. */
export function classified(db: Db, scope: AbcScope): readonly Classified[] {
  return allClassified(db, scope).found;
}

interface AllClassified {
  readonly found: readonly Classified[];
  readonly leftOut: LeftOut;
}

function allClassified(db: Db, scope: AbcScope): AllClassified {
  if (scope.since === undefined) {
    const { values, leftOut } = customerValues(db, scope);
    return { found: withClasses(values, scope), leftOut };
  }
  const { values, earlier, leftOut } = valuesSince(db, scope, scope.since);
  const then = classesThen(earlier, scope);
  const classes = classNames(values, scope);
  // Written out: there can be a hundred thousand, and spreading takes ten times as long.
  const found = values.map(
    ({ noun, id, value }, i): Classified => ({
      noun,
      id,
      value,
      class: classes[i] ?? "none",
      before: then[noun][id] ?? "new",
    }),
  );
  return { found, leftOut };
}

/** By noun and id. */
function classesThen(
  valued: readonly Valued[],
  rule: ClassRule,
): Readonly<Record<Customer["noun"], readonly (AbcClass | undefined)[]>> {
  const classes = classNames(valued, rule);
  const found: Record<Customer["noun"], (AbcClass | undefined)[]> = { contact: [], company: [] };
  const last = (noun: Customer["noun"]) =>
    greatest(valued.map((who) => (who.noun === noun ? who.id : 0))) ?? 0;
  for (const noun of ["contact", "company"] as const) found[noun].length = last(noun) + 1;
  for (const [i, { noun, id }] of valued.entries()) found[noun][id] = classes[i];
  return found;
}

function around(db: Db, scope: AbcScope, { found, leftOut }: AllClassified): Abc {
  const { asOf, zone, currency, measure, limits, since } = scope;
  const values = found.map(({ value }) => value);
  return {
    report: "abc",
    ...{ asOf, zone, currency, definition: definition(scope), n: found.length },
    leftOut,
    measure,
    limits: limits === "computed" ? computedLimits(values) : limits,
    ties: scope.ties,
    since: since ?? null,
    moves: since === undefined ? [] : moves(found),
    ordersWithoutCost: measure === "profit" ? ordersWithoutCost(db, scope) : 0,
    total: {
      ...{ customers: found.length, valueMinor: positiveSum(values), currency },
      topFifthShare: topFifthShare(values),
    },
  };
}

function definition(scope: AbcScope): string {
  const value = scope.measure === "profit" ? "net revenue less cost" : "net revenue";
  return "customers by " + value + windowText(scope) + "; " + classText(scope, "customer");
}

function customerRows(db: Db, { currency }: AbcScope, found: readonly Classified[]): AbcCustomerRow[] {
  const nameOf = namesOf(db, found);
  const standing = standingsOf(found);
  return found.map((who, i) => ({
    ...{ rank: i + 1, id: who.id, noun: who.noun, customer: nameOf(who), valueMinor: who.value, currency },
    ...standing(who),
  }));
}
