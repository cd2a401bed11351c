import type { Db } from "../store/db.ts";
import {
  type AbcClass,
  abcClasses,
  type ComputedLimits,
  classesOf,
  computedClasses,
  computedLimits,
  type FixedLimits,
  positiveSum,
  type TieRule,
} from "./abc/classes.ts";
import { type AbcMeasure, customerValues, ordersWithoutCost, type Valued } from "./abc/values.ts";
import { namesOf } from "./customer-names.ts";
import { type Customer, leftOut } from "./purchases.ts";
import { greatest } from "./quantiles.ts";
import { type Head, type ReportScope, ratio } from "./scope.ts";
import { seenUntil, sumOf, windowText } from "./window.ts";

export interface AbcScope extends ReportScope {
  readonly measure: AbcMeasure;
  readonly limits: FixedLimits | "computed";
  readonly ties: TieRule;
  /** YYYY-MM-DD: also tell who was in which class at the end of this day. */
  readonly since?: string | undefined;
}

export type AbcClassRow = {
  readonly class: AbcClass;
  readonly customers: number;
  /** Of all customers; null without any. */
  readonly share: number | null;
  readonly valueMinor: number;
  /** Of the sum of the values above zero; null for class none and where there is no such sum. */
  readonly valueShare: number | null;
  /** The smallest value of the class; null without customers. */
  readonly fromMinor: number | null;
  readonly currency: string;
};

export type AbcCustomerRow = {
  readonly rank: number;
  readonly id: number;
  readonly noun: Customer["noun"];
  readonly customer: string;
  readonly valueMinor: number;
  readonly currency: string;
  /** Of the sum of the values above zero; null for a value that is not. */
  readonly share: number | null;
  /** The customer's own share included. */
  readonly cumulativeShare: number | null;
  readonly class: AbcClass;
  /** With `since`: the class then; new: no customer yet. */
  readonly before?: AbcClass | "new";
};

/** How many customers went from one class to another, or stayed in theirs. */
export type AbcMove = {
  readonly from: AbcClass | "new";
  readonly to: AbcClass;
  readonly customers: number;
  /** What they are worth now. */
  readonly valueMinor: number;
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
  const found = classified(db, scope);
  return {
    ...around(db, scope, found),
    rows: classRows(found, scope.currency),
  };
}

/** The same with a row a customer, the largest value first. */
export function abcCustomers(db: Db, scope: AbcScope): AbcCustomers {
  const found = classified(db, scope);
  return { ...around(db, scope, found), rows: customerRows(db, scope, found) };
}

/** A customer with its class, in descending order of value. */
export interface Classified extends Valued {
  readonly class: AbcClass;
  readonly before?: AbcClass | "new";
}

/** The classes alone, for whoever needs no report. */
export function classified(db: Db, scope: AbcScope): Classified[] {
  if (scope.since === undefined) return withClasses(customerValues(db, scope), scope);
  const then = classesThen(db, { ...scope, asOf: scope.since });
  const now = customerValues(db, scope);
  const classes = classNames(now, scope);
  // Written out: there can be a hundred thousand, and spreading takes ten times as long.
  return now.map(({ noun, id, value }, i) => ({
    noun,
    id,
    value,
    class: classes[i] ?? "none",
    before: then[noun][id] ?? "new",
  }));
}

/** By noun and id. */
function classesThen(
  db: Db,
  scope: AbcScope,
): Readonly<Record<Customer["noun"], readonly (AbcClass | undefined)[]>> {
  const valued = customerValues(db, scope);
  const classes = classNames(valued, scope);
  const found: Record<Customer["noun"], (AbcClass | undefined)[]> = { contact: [], company: [] };
  const last = (noun: Customer["noun"]) =>
    greatest(valued.map((who) => (who.noun === noun ? who.id : 0))) ?? 0;
  for (const noun of ["contact", "company"] as const) found[noun].length = last(noun) + 1;
  for (const [i, { noun, id }] of valued.entries()) found[noun][id] = classes[i];
  return found;
}

/** Gives each of the items, which come in descending order of value, its class. */
export function withClasses<V extends { readonly value: number }>(
  valued: readonly V[],
  { limits, ties }: Pick<AbcScope, "limits" | "ties">,
): (V & { readonly class: AbcClass })[] {
  const classes = classNames(valued, { limits, ties });
  return valued.map((item, i) => ({ ...item, class: classes[i] ?? "none" }));
}

function classNames(
  valued: readonly { readonly value: number }[],
  { limits, ties }: Pick<AbcScope, "limits" | "ties">,
): AbcClass[] {
  const sorted = valued.map(({ value }) => value);
  return limits === "computed" ? computedClasses(sorted, ties) : classesOf(sorted, limits, ties);
}

function around(db: Db, scope: AbcScope, found: readonly Classified[]): Abc {
  const { asOf, zone, currency, measure, limits, since } = scope;
  const values = found.map(({ value }) => value);
  const total = positiveSum(values);
  const positive = values.filter((value) => value > 0).length;
  return {
    report: "abc",
    ...{ asOf, zone, currency, definition: definition(scope), n: found.length },
    leftOut: leftOut(db, seenUntil(scope)),
    measure,
    limits: limits === "computed" ? computedLimits(values) : limits,
    ties: scope.ties,
    since: since ?? null,
    moves: since === undefined ? [] : moves(found),
    ordersWithoutCost: measure === "profit" ? ordersWithoutCost(db, scope) : 0,
    total: {
      ...{ customers: found.length, valueMinor: total, currency },
      topFifthShare: ratio(sumOf(values.slice(0, Math.round(positive / 5))), total),
    },
  };
}

function definition(scope: AbcScope): string {
  const value = scope.measure === "profit" ? "net revenue less cost" : "net revenue";
  return "customers by " + value + windowText(scope) + "; " + classText(scope, "customer");
}

/** How items get their classes, in words. */
export function classText({ limits, ties }: Pick<AbcScope, "limits" | "ties">, item: string): string {
  const classes =
    limits === "computed"
      ? "A to the Pareto (or break-even) point of the curve, B to the submarginal point, else C"
      : "A while the share before the " +
        item +
        " is below " +
        limits.a +
        " %, B below " +
        limits.b +
        " %, else C";
  return (
    classes + (ties === "same" ? ", equal values together" : "") + "; none = zero or below, not in the total"
  );
}

/** A row a class, those of nobody too; the items come in descending order of value. */
export function classRows(
  found: readonly Pick<Classified, "class" | "value">[],
  currency: string,
): AbcClassRow[] {
  const total = positiveSum(found.map(({ value }) => value));
  return abcClasses.map((name) => {
    const values = found.filter((who) => who.class === name).map(({ value }) => value);
    const sum = sumOf(values);
    return {
      ...{
        class: name,
        customers: values.length,
        share: ratio(values.length, found.length),
        valueMinor: sum,
      },
      valueShare: name === "none" ? null : ratio(sum, total),
      fromMinor: values.at(-1) ?? null,
      currency,
    };
  });
}

function customerRows(db: Db, { currency }: AbcScope, found: readonly Classified[]): AbcCustomerRow[] {
  const nameOf = namesOf(db, found);
  const total = positiveSum(found.map(({ value }) => value));
  let sum = 0;
  return found.map((who, i) => {
    const isCounted = who.class !== "none";
    if (isCounted) sum += who.value;
    return {
      ...{
        rank: i + 1,
        id: who.id,
        noun: who.noun,
        customer: nameOf(who),
        valueMinor: who.value,
        currency,
      },
      share: isCounted ? ratio(who.value, total) : null,
      cumulativeShare: isCounted ? ratio(sum, total) : null,
      class: who.class,
      ...(who.before === undefined ? {} : { before: who.before }),
    };
  });
}

export function moves(found: readonly Pick<Classified, "class" | "before" | "value">[]): AbcMove[] {
  const sums = [...abcClasses, "new" as const].map((from) =>
    abcClasses.map((to) => ({ from, to, customers: 0, valueMinor: 0 })),
  );
  for (const who of found) {
    const from = who.before === "new" ? abcClasses.length : abcClasses.indexOf(who.before ?? "none");
    const sum = sums[from]![abcClasses.indexOf(who.class)]!;
    sum.customers++;
    sum.valueMinor += who.value;
  }
  return sums.flat();
}
