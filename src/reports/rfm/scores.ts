import { quantile, sortedCopy } from "../quantiles.ts";

/** The three numbers that a customer is scored by. */
export interface Measures {
  /** Days from the last purchase to the day of --as-of. */
  readonly recency: number;
  readonly frequency: number;
  /** Minor units; not rounded. */
  readonly monetary: number;
}

/** Each 1 (worst) to 5 (best). */
export interface Scores {
  readonly r: number;
  readonly f: number;
  readonly m: number;
}

export type Measure = keyof Measures;

/** Four cut points for each measure, lowest first; none without customers. */
export type Cuts = Readonly<Record<Measure, readonly number[]>>;

/** How far above a cut point a value has to be for the next score; 0: the least bit. */
export type Steps = Readonly<Record<Measure, number>>;

export interface SegmentRange {
  readonly segment: string;
  /** Lowest and highest score, both included. */
  readonly r: readonly [number, number];
  readonly f: readonly [number, number];
  readonly m: readonly [number, number];
}

export const others = "Others";

/** In this order: a customer belongs to the first that fits, else to the others. Source: rsquaredacademy/rfm, README. */
export const segmentRanges: readonly SegmentRange[] = [
  { segment: "Champions", r: [5, 5], f: [5, 5], m: [5, 5] },
  { segment: "Potential Loyalist", r: [3, 5], f: [3, 5], m: [2, 5] },
  { segment: "Loyal Customers", r: [2, 4], f: [2, 4], m: [2, 4] },
  { segment: "Promising", r: [3, 4], f: [1, 3], m: [3, 5] },
  { segment: "New Customers", r: [4, 5], f: [1, 3], m: [1, 5] },
  { segment: "Can't Lose Them", r: [1, 2], f: [3, 4], m: [4, 5] },
  { segment: "At Risk", r: [1, 2], f: [2, 5], m: [4, 5] },
  { segment: "Need Attention", r: [1, 3], f: [3, 5], m: [3, 5] },
  { segment: "About To Sleep", r: [2, 3], f: [1, 3], m: [1, 4] },
  { segment: "Lost", r: [1, 1], f: [1, 5], m: [1, 5] },
];

/** The quintiles of each measure. */
export function cutsOf(customers: readonly Measures[]): Cuts {
  const cuts = (measure: Measure) => {
    const sorted = sortedCopy(customers.map((customer) => customer[measure]));
    return sorted.length === 0 ? [] : [1, 2, 3, 4].map((k) => quantile(sorted, k, 5));
  };
  return { recency: cuts("recency"), frequency: cuts("frequency"), monetary: cuts("monetary") };
}

/**
 * 1 + the number of cut points below the value; of recency 5 - that number, since fewer days are better. Equal values
 * have equal scores, and where many are equal a score can stay empty (NTILE would tear them apart).
 */
export function scoresOf(measures: Measures, cuts: Cuts, steps: Steps): Scores {
  return {
    r: 5 - below(measures.recency, cuts.recency, steps.recency),
    f: 1 + below(measures.frequency, cuts.frequency, steps.frequency),
    m: 1 + below(measures.monetary, cuts.monetary, steps.monetary),
  };
}

/** The number of cut points below the value. */
function below(value: number, cuts: readonly number[], step: number): number {
  let number = 0;
  for (const cut of cuts) if (step === 0 ? cut < value : cut + step <= value) number++;
  return number;
}

export function segmentOf({ r, f, m }: Scores): string {
  const fits = (score: number, [low, high]: readonly [number, number]) => score >= low && score <= high;
  const range = segmentRanges.find((known) => fits(r, known.r) && fits(f, known.f) && fits(m, known.m));
  return range?.segment ?? others;
}
