import { sumOf } from "../window.ts";

export const abcClasses = ["A", "B", "C", "none"] as const;
/** none: a value of zero or below, which is no part of the total. */
export type AbcClass = (typeof abcClasses)[number];

/** Percent of the total: A while the share before an item is below `a`, B while below `b`, else C. */
export interface FixedLimits {
  readonly a: number;
  readonly b: number;
}

export const standardLimits: FixedLimits = { a: 80, b: 95 };

/** A point of the curve: the share of the items (largest first), its effort, and the share of the total that they hold. */
export interface CurvePoint {
  readonly effort: number;
  readonly yield: number;
}

export interface ComputedLimits {
  /** Nearest to "all of the total from none of the items". */
  readonly pareto: CurvePoint;
  /** The last item that is not below the average. */
  readonly breakEven: CurvePoint;
  /** Behind it more items bring next to nothing: nearest to "all of the total" at the later of the two points above. */
  readonly submarginal: CurvePoint;
}

export const tieRules = ["same", "split"] as const;

/** same: equal values have the class of the first of them. split: the limit goes between them, in order of id. */
export type TieRule = (typeof tieRules)[number];

/** The classes of values in descending order. */
export function classesOf(
  sorted: readonly number[],
  limits: FixedLimits,
  ties: TieRule = "same",
): AbcClass[] {
  const total = positiveSum(sorted);
  let before = 0;
  const classes = sorted.map((value): AbcClass => {
    if (value <= 0) return "none";
    // Multiplied, not divided: a share of exactly 80 % is no longer below 80 %.
    const share = before * 100;
    before += value;
    return share < limits.a * total ? "A" : share < limits.b * total ? "B" : "C";
  });
  return ties === "same" ? joinTies(sorted, classes) : classes;
}

/**
 * Classes without limits set by anyone (computed ABC analysis; Ultsch and Lötsch 2015, PLoS ONE 10(6): e0129767): A up
 * to the Pareto or the break-even point, whichever comes first, B up to the submarginal point. On the points of the
 * curve itself; the R package ABCanalysis takes the nearest points of a spline through them.
 */
export function computedClasses(sorted: readonly number[], ties: TieRule = "same"): AbcClass[] {
  const { a, b } = computedItems(sorted);
  const classes = sorted.map((value, i): AbcClass => (value <= 0 ? "none" : i < a ? "A" : i < b ? "B" : "C"));
  return ties === "same" ? joinTies(sorted, classes) : classes;
}

/** null without a value above zero. */
export function computedLimits(sorted: readonly number[]): ComputedLimits | null {
  const { yields, pareto, breakEven, b } = computedItems(sorted);
  const n = yields.length - 1;
  if (n < 1) return null;
  const point = (items: number): CurvePoint => ({ effort: items / n, yield: yields[items]! });
  return { pareto: point(pareto), breakEven: point(breakEven), submarginal: point(b) };
}

/** Counts of items at the points; `a` and `b` are the last items of A and B. */
function computedItems(sorted: readonly number[]) {
  const yields = curve(sorted);
  const pareto = nearest(yields, 0);
  const n = yields.length - 1;
  const mean = n < 1 ? 0 : positiveSum(sorted) / n;
  const breakEven = sorted.findLastIndex((value) => value > 0 && value >= mean) + 1;
  const b = nearest(yields, n < 1 ? 0 : Math.max(pareto, breakEven) / n);
  return { yields, pareto, breakEven, a: Math.min(pareto, breakEven), b };
}

/** The share of the total that each number of items holds, from none to all that are above zero. */
function curve(sorted: readonly number[]): Float64Array {
  const positive = sorted.filter((value) => value > 0);
  const total = positiveSum(sorted);
  const yields = new Float64Array(positive.length + 1);
  let sum = 0;
  for (const [i, value] of positive.entries()) {
    sum += value;
    yields[i + 1] = sum / total;
  }
  return yields;
}

/** The number of items whose point is nearest to the whole total at that effort, one at least; the first of several. */
function nearest(yields: Float64Array, effort: number): number {
  const n = yields.length - 1;
  let [best, least] = [0, Infinity];
  for (let i = 1; i <= n; i++) {
    const distance = (i / n - effort) ** 2 + (1 - yields[i]!) ** 2;
    if (distance < least) [best, least] = [i, distance];
  }
  return best;
}

/** Equal values get the class of the first of them. */
function joinTies(sorted: readonly number[], classes: readonly AbcClass[]): AbcClass[] {
  const joined = [...classes];
  for (let i = 1; i < sorted.length; i++) if (sorted[i] === sorted[i - 1]) joined[i] = joined[i - 1]!;
  return joined;
}

export function positiveSum(values: readonly number[]): number {
  return sumOf(values.filter((value) => value > 0));
}
