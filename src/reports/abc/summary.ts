import { ratio } from "../scope.ts";
import { sumOf } from "../window.ts";
import {
  type AbcClass,
  abcClasses,
  classesOf,
  computedClasses,
  type FixedLimits,
  positiveSum,
  type TieRule,
} from "./classes.ts";

/** How classes are given, to customers and to products. */
export interface ClassRule {
  readonly limits: FixedLimits | "computed";
  readonly ties: TieRule;
}

/** What has a class; all come in descending order of value. */
export interface Classed {
  readonly value: number;
  readonly class: AbcClass;
  /** The class at an earlier day; new: it was not there yet. */
  readonly before?: AbcClass | "new";
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

/** How many customers went from one class to another, or stayed in theirs. */
export type AbcMove = {
  readonly from: AbcClass | "new";
  readonly to: AbcClass;
  readonly customers: number;
  /** What they are worth now. */
  readonly valueMinor: number;
};

/** Gives each of the items, which come in descending order of value, its class. */
export function withClasses<V extends { readonly value: number }>(
  valued: readonly V[],
  rule: ClassRule,
): (V & { readonly class: AbcClass })[] {
  const classes = classNames(valued, rule);
  return valued.map((item, i) => ({ ...item, class: classes[i] ?? "none" }));
}

/** The classes alone, in the order of the items. */
export function classNames(
  valued: readonly { readonly value: number }[],
  { limits, ties }: ClassRule,
): AbcClass[] {
  const sorted = valued.map(({ value }) => value);
  return limits === "computed" ? computedClasses(sorted, ties) : classesOf(sorted, limits, ties);
}

/** How items get their classes, in words. */
export function classText({ limits, ties }: ClassRule, item: string): string {
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

/** A row a class, those of nobody too. */
export function classRows(found: readonly Classed[], currency: string): AbcClassRow[] {
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

/** From each class, and "new", to each class, zeros included. */
export function moves(found: readonly Classed[]): AbcMove[] {
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

/** What the best fifth of the values above zero holds of their sum (a whole number of them, rounded); null without. */
export function topFifthShare(sorted: readonly number[]): number | null {
  const positive = sorted.filter((value) => value > 0);
  return ratio(sumOf(positive.slice(0, Math.round(positive.length / 5))), sumOf(positive));
}

/** How a row of its own ends. */
export type Standing = {
  /** Of the sum of the values above zero; null for a value that is not. */
  readonly share: number | null;
  /** The item's own share included. */
  readonly cumulativeShare: number | null;
  readonly class: AbcClass;
  /** With `since`: the class then; new: it was not there yet. */
  readonly before?: AbcClass | "new";
};

/** Reads the items one after another, from the first on: the shares add up. */
export function standingsOf(found: readonly Classed[]): (item: Classed) => Standing {
  const total = positiveSum(found.map(({ value }) => value));
  let sum = 0;
  return (item) => {
    const isCounted = item.class !== "none";
    if (isCounted) sum += item.value;
    return {
      share: isCounted ? ratio(item.value, total) : null,
      cumulativeShare: isCounted ? ratio(sum, total) : null,
      class: item.class,
      ...(item.before === undefined ? {} : { before: item.before }),
    };
  };
}
