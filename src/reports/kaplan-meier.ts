/** How long one of them was seen, and whether what is waited for happened then (else it was seen no longer). */
export interface Duration {
  readonly time: number;
  readonly isEvent: boolean;
}

export type SurvivalRow = {
  readonly time: number;
  /** Seen for at least this long. */
  readonly atRisk: number;
  readonly events: number;
  readonly censored: number;
  /** Share to whom it has not happened up to and including this time, and its 95 % interval. */
  readonly survival: number;
  readonly low: number;
  readonly high: number;
  /** Of `survival`, by Greenwood's formula. */
  readonly standardError: number;
};

export interface Median {
  readonly time: number | null;
  /** null: the limit of the curve does not come down to one half. */
  readonly low: number | null;
  readonly high: number | null;
}

/** Two-sided 95 % quantile of the normal distribution. */
const z = 1.959963984540054;

/** One half, and what a product of fractions that is exactly one half can lie above it. */
const half = 0.5 + 1e-12;

/**
 * The Kaplan-Meier estimate, a row for each time at which something happened or somebody was seen no longer: the
 * product of 1 - events / atRisk. Interval: log-log with Greenwood's variance.
 * Source: Kaplan & Meier 1958; Kalbfleisch & Prentice 2002, (1.12); CamDavidsonPilon/lifelines `KaplanMeierFitter`.
 */
export function kaplanMeier(durations: readonly Duration[]): SurvivalRow[] {
  const counts = new Map<number, { events: number; censored: number }>();
  for (const { time, isEvent } of durations) {
    const count = counts.get(time) ?? { events: 0, censored: 0 };
    counts.set(time, count);
    if (isEvent) count.events++;
    else count.censored++;
  }
  let [atRisk, survival, greenwood] = [durations.length, 1, 0];
  return [...counts]
    .sort((a, b) => a[0] - b[0])
    .map(([time, { events, censored }]) => {
      const row = { time, atRisk, events, censored };
      survival *= 1 - events / atRisk;
      greenwood += events === atRisk ? 0 : events / (atRisk * (atRisk - events));
      atRisk -= events + censored;
      const standardError = survival * Math.sqrt(greenwood);
      return { ...row, survival, ...logLog(survival, greenwood), standardError };
    });
}

function logLog(survival: number, greenwood: number): { low: number; high: number } {
  if (survival <= 0 || survival >= 1) return { low: survival, high: survival };
  const spread = (z * Math.sqrt(greenwood)) / Math.abs(Math.log(survival));
  return { low: survival ** Math.exp(spread), high: survival ** Math.exp(-spread) };
}

/** The survival at a time between the rows: that of the last row before. */
export function survivalAt(rows: readonly SurvivalRow[], time: number): SurvivalRow | undefined {
  return rows.findLast((row) => row.time <= time);
}

/**
 * The first time at which the curve, and each limit of its interval, is at one half or below. The limits are those of
 * the logarithm (S exp(-+ z se / S)), as R's `survfit` has them, which differ little from log-log on large samples.
 */
export function medianOf(rows: readonly SurvivalRow[]): Median {
  const firstHalf = (side: number) =>
    rows.find(({ survival, standardError }) => {
      if (survival <= 0) return true;
      return survival * Math.exp((side * z * standardError) / survival) <= half;
    })?.time ?? null;
  return { time: firstHalf(0), low: firstHalf(-1), high: firstHalf(1) };
}
