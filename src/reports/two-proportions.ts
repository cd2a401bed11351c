import { wilson } from "./wilson.ts";

export interface Share {
  readonly successes: number;
  readonly trials: number;
}

export interface Comparison {
  /** Share of the first less that of the second. */
  readonly difference: number;
  /** 95 % interval of the difference. */
  readonly low: number;
  readonly high: number;
  readonly z: number | null;
  /** Two-sided; null where neither or all succeeded. */
  readonly p: number | null;
  /** A count of less than 5 is expected somewhere: p is rough, the interval holds. */
  readonly isSmall: boolean;
}

/**
 * The difference of two shares: its interval after Newcombe 1998 (Statistics in Medicine 17:873, method 10, from the two
 * Wilson intervals), and the two-proportion z test with the pooled share, without continuity correction. Null where one
 * of them has no trials.
 */
export function compareShares(a: Share, b: Share): Comparison | null {
  const [inA, inB] = [wilson(a.successes, a.trials), wilson(b.successes, b.trials)];
  if (inA === null || inB === null) return null;
  const [pA, pB] = [a.successes / a.trials, b.successes / b.trials];
  const difference = pA - pB;
  const pooled = (a.successes + b.successes) / (a.trials + b.trials);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / a.trials + 1 / b.trials));
  const z = error === 0 ? null : difference / error;
  return {
    difference,
    low: difference - Math.hypot(pA - inA.low, inB.high - pB),
    high: difference + Math.hypot(inA.high - pA, pB - inB.low),
    z,
    p: z === null ? null : twoSided(z),
    isSmall: Math.min(pooled, 1 - pooled) * Math.min(a.trials, b.trials) < 5,
  };
}

/**
 * The chance of a normal value at least so far from 0: erfc(|z| / sqrt 2), by the Chebyshev fit of Numerical Recipes
 * (section 6.2), right to 1.2e-7 of itself.
 */
function twoSided(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + x / 2);
  const terms = [
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587,
    -0.82215223, 0.17087277,
  ];
  const sum = terms.reduceRight((rest, term) => term + t * rest, 0);
  return Math.min(1, t * Math.exp(-x * x + sum));
}
