import { digamma, lnGamma } from "./gamma.ts";
import { minimise, type Slope } from "./minimise.ts";

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

/**
 * The Gamma-Gamma model of the mean value of purchases by maximum likelihood; null with fewer than three customers that
 * have one. Values are divided by their mean first, so that the fit is the same in any currency.
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
  const objective = (point: readonly number[]) => {
    const { value, gradient } = spendLikelihood(parametersAt(point), rows);
    return { value: -value / n, gradient: gradient.map((slope) => -slope / n) };
  };
  const [best] = starts
    .map(({ p, q, v }) => minimise(objective, [Math.log(p), Math.log(q), Math.log(v)], bound))
    .sort((a, b) => a.value - b.value);
  const { p, q, v } = parametersAt(best!.point);
  const logLikelihood = -best!.value * n - n * Math.log(scale);
  return {
    p,
    q,
    v: v * scale,
    logLikelihood,
    n,
    correlation: correlation(counted),
  };
}

function parametersAt([p = 0, q = 0, v = 0]: readonly number[]): SpendParameters {
  return { p: Math.exp(p), q: Math.exp(q), v: Math.exp(v) };
}

/** The log-likelihood of rows sorted by the number of purchases, and its gradient by the logarithms of p, q, v. */
export function spendLikelihood({ p, q, v }: SpendParameters, rows: readonly Spending[]): Slope {
  const [logV, lnGammaQ, digammaQ] = [Math.log(v), lnGamma(q), digamma(q)];
  let [value, byP, byQ, byV] = [0, 0, 0, 0];
  let [x, lnBeta, digammaSum, digammaX, logX] = [0, 0, 0, 0, 0];
  for (const { repeats, mean } of rows) {
    if (repeats !== x) {
      x = repeats;
      lnBeta = lnGamma(p * x + q) - lnGamma(p * x) - lnGammaQ;
      [digammaSum, digammaX, logX] = [digamma(p * x + q), digamma(p * x), Math.log(x)];
    }
    const [logMean, whole] = [Math.log(mean), x * mean + v];
    const logWhole = Math.log(whole);
    value += lnBeta + q * logV + (p * x - 1) * logMean + p * x * logX - (p * x + q) * logWhole;
    byP += x * (digammaSum - digammaX + logMean + logX - logWhole);
    byQ += digammaSum - digammaQ + logV - logWhole;
    byV += q / v - (p * x + q) / whole;
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
