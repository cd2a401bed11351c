import { symmetric } from "./cholesky.ts";
import { digamma, lnGamma, trigamma } from "./gamma.ts";
import { byLogarithms, type Curve, enoughRows, lowest, meanLoss, type Objective } from "./minimise.ts";

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

/** Customers with a repeat purchase and a mean above 0, by their number of purchases, from the lowest mean on. */
interface SpendTable {
  readonly size: number;
  readonly groups: readonly SpendGroup[];
}

interface SpendGroup {
  readonly x: number;
  readonly means: Float64Array;
  readonly sumOfLogs: number;
}

/**
 * The Gamma-Gamma model of the mean value of purchases by maximum likelihood; null with fewer than three customers that
 * have one. Values are divided by their mean first, so that the fit is the same in any currency. Of many customers a
 * sample picks the start.
 * Source: Fader & Hardie 2013, "The Gamma-Gamma Model of Monetary Value", (3).
 */
export function fitSpend(customers: readonly Spending[]): SpendModel | null {
  const given = spendTable(customers);
  const n = given.size;
  if (n < 3) return null;
  const scale =
    given.groups.reduce((sum, { means }) => means.reduce((total, mean) => total + mean, sum), 0) / n;
  const table = changed(given, (means) => means.map((mean) => mean / scale));
  const from = starts.map(({ p, q, v }) => [p, q, v].map(Math.log));
  const whole = lossOf(table);
  const sample = n <= enoughRows ? whole : lossOf(everyNth(table, Math.ceil(n / enoughRows)));
  const best = lowest({ whole, sample }, from, bound);
  const { p, q, v } = parametersAt(best.point);
  const logLikelihood = -best.value * n - n * Math.log(scale);
  return { p, q, v: v * scale, logLikelihood, n, correlation: correlation(table) };
}

function lossOf(table: SpendTable): Objective {
  return (point) => meanLoss(spendLikelihood(parametersAt(point), table), table.size);
}

function parametersAt([p = 0, q = 0, v = 0]: readonly number[]): SpendParameters {
  return { p: Math.exp(p), q: Math.exp(q), v: Math.exp(v) };
}

export function spendTable(customers: readonly Spending[]): SpendTable {
  const byRepeats = new Map<number, number[]>();
  for (const { repeats, mean } of customers) {
    if (!(repeats > 0 && mean > 0)) continue;
    const means = byRepeats.get(repeats);
    if (means === undefined) byRepeats.set(repeats, [mean]);
    else means.push(mean);
  }
  const groups = [...byRepeats].sort(([a], [b]) => a - b);
  return tableOf(groups.map(([x, means]) => ({ x, means: Float64Array.from(means).sort() })));
}

function tableOf(groups: readonly Omit<SpendGroup, "sumOfLogs">[]): SpendTable {
  return {
    size: groups.reduce((sum, { means }) => sum + means.length, 0),
    groups: groups.map(({ x, means }) => ({
      ...{ x, means },
      sumOfLogs: means.reduce((sum, mean) => sum + Math.log(mean), 0),
    })),
  };
}

function changed({ groups }: SpendTable, change: (means: Float64Array) => Float64Array): SpendTable {
  return tableOf(groups.map(({ x, means }) => ({ x, means: change(means) })));
}

/** Every nth customer, from the middle of the first n. */
function everyNth(table: SpendTable, n: number): SpendTable {
  let row = 0;
  return changed(table, (means) => means.filter(() => row++ % n === n >> 1));
}

/**
 * The log-likelihood, its gradient and second derivatives by the logarithms of p, q, v. Only ln(x m + v) differs from
 * customer to customer of a group.
 */
export function spendLikelihood(parameters: SpendParameters, { groups }: SpendTable): Curve {
  const { p, q, v } = parameters;
  const [logV, lnGammaQ, digammaQ, trigammaQ] = [Math.log(v), lnGamma(q), digamma(q), trigamma(q)];
  let [value, byP, byQ, byV] = [0, 0, 0, 0];
  let [pp, pq, pv, qq, qv, vv] = [0, 0, 0, 0, 0, 0];
  for (const { x, means, sumOfLogs } of groups) {
    const [px, n, logX] = [p * x, means.length, Math.log(x)];
    let [logs, inverses, squares] = [0, 0, 0];
    for (let i = 0; i < n; i++) {
      const whole = x * means[i]! + v;
      const inverse = 1 / whole;
      logs += Math.log(whole);
      inverses += inverse;
      squares += inverse * inverse;
    }
    const [digammaSum, trigammaSum] = [digamma(px + q), trigamma(px + q)];
    value += n * (lnGamma(px + q) - lnGamma(px) - lnGammaQ + q * logV + px * logX);
    value += (px - 1) * sumOfLogs - (px + q) * logs;
    byP += x * (n * (digammaSum - digamma(px) + logX) + sumOfLogs - logs);
    byQ += n * (digammaSum - digammaQ + logV) - logs;
    byV += (n * q) / v - (px + q) * inverses;
    pp += x * x * n * (trigammaSum - trigamma(px));
    pq += x * n * trigammaSum;
    pv -= x * inverses;
    qq += n * (trigammaSum - trigammaQ);
    qv += n / v - inverses;
    vv += (px + q) * squares - (n * q) / (v * v);
  }
  const natural = {
    value,
    gradient: [byP, byQ, byV],
    hessian: symmetric([[pp], [pq, qq], [pv, qv, vv]]),
  };
  return byLogarithms(natural, [p, q, v]);
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
function correlation({ size, groups }: SpendTable): number | null {
  const sum = (term: (x: number, mean: number) => number) =>
    groups.reduce((total, { x, means }) => means.reduce((part, mean) => part + term(x, mean), total), 0);
  const [meanX, meanM] = [sum((x) => x) / size, sum((_, mean) => mean) / size];
  const xx = sum((x) => (x - meanX) ** 2);
  const mm = sum((_, mean) => (mean - meanM) ** 2);
  return xx > 0 && mm > 0 ? sum((x, mean) => (x - meanX) * (mean - meanM)) / Math.sqrt(xx * mm) : null;
}
