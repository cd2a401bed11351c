import { digamma, lnGamma } from "./gamma.ts";
import { type Minimum, minimise, type Slope } from "./minimise.ts";

/** A customer's repeat purchases: how many, and their mean value. */
export interface Spending {
  readonly repeats: number;
  readonly mean: number;
}

/** Each purchase is gamma(p, nu), nu gamma(q, v) over customers; v in the unit of the values. */
export interface SpendParameters {
  readonly p: number;
  readonly q: number;
  readonly v: number;
}

export interface SpendModel extends SpendParameters {
  readonly logLikelihood: number;
  /** Customers that it was fitted to: those with a repeat purchase and a mean above 0. */
  readonly n: number;
  /** Between the number of repeat purchases and their mean, which the model takes for independent; null: no spread. */
  readonly correlation: number | null;
}

const bound = 10;
const starts: readonly SpendParameters[] = [
  { p: 2, q: 3, v: 1 },
  { p: 6, q: 4, v: 0.5 },
  { p: 1, q: 1.5, v: 0.5 },
];

/** Customers in columns, sorted by the number of purchases, so that those of one number lie together. */
interface SpendTable {
  readonly size: number;
  /** Number of purchases x mean value of each. */
  readonly sums: Float64Array;
  readonly groups: readonly { readonly x: number; readonly end: number; readonly logMeans: number }[];
}

/** Rows that are enough to find where the maximum lies. */
const sampled = 4000;

/**
 * The Gamma-Gamma model of the mean value of purchases by maximum likelihood; null with fewer than three customers that
 * have one. Values are divided by their mean first, so that the fit is the same in any currency. Of many customers a
 * sample picks the start.
 * Source: Fader & Hardie 2013, "The Gamma-Gamma Model of Monetary Value", (3).
 */
export function fitSpend(customers: readonly Spending[]): SpendModel | null {
  const counted = customers.filter(({ repeats, mean }) => repeats > 0 && mean > 0);
  const n = counted.length;
  if (n < 3) return null;
  const scale = counted.reduce((sum, { mean }) => sum + mean, 0) / n;
  const rows = counted
    .map(({ repeats, mean }) => ({ repeats, mean: mean / scale }))
    .sort((a, b) => a.repeats - b.repeats || a.mean - b.mean);
  const every = Math.ceil(n / sampled);
  const given = starts.map(({ p, q, v }) => [p, q, v].map(Math.log));
  const first = bestOf(spendTable(rows.filter((_, i) => i % every === every >> 1)), given);
  const best = every === 1 ? first : bestOf(spendTable(rows), [first.point]);
  const { p, q, v } = parametersAt(best.point);
  const logLikelihood = -best.value * n - n * Math.log(scale);
  return { p, q, v: v * scale, logLikelihood, n, correlation: correlation(counted) };
}

function bestOf(table: SpendTable, from: readonly (readonly number[])[]): Minimum {
  const objective = (point: readonly number[]) => {
    const { value, gradient } = spendLikelihood(parametersAt(point), table);
    return { value: -value / table.size, gradient: gradient.map((slope) => -slope / table.size) };
  };
  const found = from.map((start) => minimise(objective, start, bound));
  return found.reduce((best, each) => (each.value < best.value ? each : best));
}

function parametersAt([p = 0, q = 0, v = 0]: readonly number[]): SpendParameters {
  return { p: Math.exp(p), q: Math.exp(q), v: Math.exp(v) };
}

/** Of rows sorted by the number of purchases. */
export function spendTable(rows: readonly Spending[]): SpendTable {
  const groups: { x: number; end: number; logMeans: number }[] = [];
  for (const [i, { repeats, mean }] of rows.entries()) {
    const last = groups.at(-1);
    const group = last?.x === repeats ? last : { x: repeats, end: 0, logMeans: 0 };
    if (group !== last) groups.push(group);
    group.end = i + 1;
    group.logMeans += Math.log(mean);
  }
  return { size: rows.length, sums: Float64Array.from(rows, ({ repeats, mean }) => repeats * mean), groups };
}

/** The log-likelihood and its gradient by the logarithms of p, q, v. Only ln(x m + v) differs from row to row. */
export function spendLikelihood({ p, q, v }: SpendParameters, { groups, sums }: SpendTable): Slope {
  const [logV, lnGammaQ, digammaQ] = [Math.log(v), lnGamma(q), digamma(q)];
  let [value, byP, byQ, byV, start] = [0, 0, 0, 0, 0];
  for (const { x, end, logMeans } of groups) {
    const [px, n, logX] = [p * x, end - start, Math.log(x)];
    let [logs, inverses] = [0, 0];
    for (; start < end; start++) {
      const whole = sums[start]! + v;
      logs += Math.log(whole);
      inverses += 1 / whole;
    }
    const digammaSum = digamma(px + q);
    value += n * (lnGamma(px + q) - lnGamma(px) - lnGammaQ + q * logV + px * logX);
    value += (px - 1) * logMeans - (px + q) * logs;
    byP += x * (n * (digammaSum - digamma(px) + logX) + logMeans - logs);
    byQ += n * (digammaSum - digammaQ + logV) - logs;
    byV += (n * q) / v - (px + q) * inverses;
  }
  return { value, gradient: [byP * p, byQ * q, byV * v] };
}

/**
 * The mean value of a customer's purchases to be expected: between the own mean and that of the population,
 * p*v/(q-1), which alone stands for customers without a repeat purchase; null where that has no finite mean (q <= 1).
 * Source: Fader & Hardie 2013, (5).
 */
export function expectedSpend({ p, q, v }: SpendParameters, { repeats, mean }: Spending): number | null {
  const counts = repeats > 0 && mean > 0;
  const x = counts ? repeats : 0;
  const divisor = p * x + q - 1;
  return divisor > 0 ? (p * (v + x * (counts ? mean : 0))) / divisor : null;
}

/** Pearson's, of the number of repeat purchases and their mean. */
function correlation(rows: readonly Spending[]): number | null {
  const meanX = rows.reduce((sum, { repeats }) => sum + repeats, 0) / rows.length;
  const meanM = rows.reduce((sum, { mean }) => sum + mean, 0) / rows.length;
  let [xx, mm, xm] = [0, 0, 0];
  for (const { repeats, mean } of rows) {
    xx += (repeats - meanX) ** 2;
    mm += (mean - meanM) ** 2;
    xm += (repeats - meanX) * (mean - meanM);
  }
  return xx > 0 && mm > 0 ? xm / Math.sqrt(xx * mm) : null;
}
