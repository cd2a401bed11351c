/** Two-sided 95 % quantile of the normal distribution. */
const z = 1.959963984540054;

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * The Wilson score interval (95 %, no continuity correction) of a proportion; null without trials.
 * Source: Newcombe 1998, Statistics in Medicine 17:857, method 3.
 */
export function wilson(successes: number, trials: number): Interval | null {
  if (trials === 0) return null;
  const failures = trials - successes;
  const middle = 2 * successes + z * z;
  const spread = z * Math.sqrt(z * z + (4 * successes * failures) / trials);
  const whole = 2 * (trials + z * z);
  return {
    low: successes === 0 ? 0 : Math.max(0, (middle - spread) / whole),
    high: failures === 0 ? 1 : Math.min(1, (middle + spread) / whole),
  };
}
