import type { Interval } from "./wilson.ts";

/** Two-sided 95 % quantile of the normal distribution. */
const z = 1.959963984540054;

export interface Votes {
  readonly promoters: number;
  readonly detractors: number;
  readonly n: number;
}

/** Share of promoters less share of detractors, from -100 to 100; null without answers. */
export function npsOf({ promoters, detractors, n }: Votes): number | null {
  return n === 0 ? null : (100 * (promoters - detractors)) / n;
}

/**
 * The 95 % interval of a net promoter score by the adjusted Wald method: 3/4 is added to promoters and detractors and 3
 * to n, then p - d is taken with the standard error sqrt((p + d - (p - d)^2) / n), so that a few equal answers have a
 * width as well. Source: Rocks 2016, The American Statistician 70:365; Lewis and Sauro 2021. Kept within -100 and 100,
 * and never so narrow that the score itself lies outside; null without answers.
 */
export function npsInterval({ promoters, detractors, n }: Votes): Interval | null {
  const score = npsOf({ promoters, detractors, n });
  if (score === null) return null;
  const [p, d] = [(promoters + 0.75) / (n + 3), (detractors + 0.75) / (n + 3)];
  const half = z * Math.sqrt((p + d - (p - d) ** 2) / (n + 3));
  return {
    low: Math.min(score, Math.max(-100, 100 * (p - d - half))),
    high: Math.max(score, Math.min(100, 100 * (p - d + half))),
  };
}
