import type { Slope } from "./minimise.ts";
import { daysPerUnit, type PurchaseStatistics, type PurchaseTable } from "./purchase-statistics.ts";

export const modelNames = ["mbg-nbd", "bg-nbd"] as const;
export type ModelName = (typeof modelNames)[number];

/**
 * Purchases at a rate that is gamma distributed over customers (shape r, rate alpha in weeks), and after each purchase
 * (MBG/NBD: after the first one too) the customer leaves for good with a probability that is beta distributed (a, b).
 */
export interface DropoutParameters {
  readonly r: number;
  /** In weeks. */
  readonly alpha: number;
  readonly a: number;
  readonly b: number;
}

const week = daysPerUnit.weeks;

/** How often a customer with so many repeat purchases has stayed when it could have left. */
export function staysOf(model: ModelName, repeats: number): number {
  return model === "mbg-nbd" ? repeats + 1 : repeats;
}

/**
 * The probability that the customer has not left: 1 / (1 + odds of having left), where
 * odds = a/(b+j-1) * ((alpha+T)/(alpha+t_x))^(r+x), j = x+1 (MBG/NBD) or x (BG/NBD, whose one-time buyers never left).
 * Source: Hoppe & Wagner 2007, Marketing JRM 3:75, (9); Fader, Hardie & Lee 2005, Marketing Science 24:275.
 */
export function pAlive(
  model: ModelName,
  parameters: DropoutParameters,
  customer: PurchaseStatistics,
): number {
  const { r, alpha, a, b } = parameters;
  const j = staysOf(model, customer.repeats);
  if (j === 0) return 1;
  const logRatio = Math.log((alpha + customer.age / week) / (alpha + customer.recency / week));
  return 1 / (1 + Math.exp(Math.log(a / (b + j - 1)) + (r + customer.repeats) * logRatio));
}

/** Sums over k below a whole number, up to the largest that is asked for. */
interface PrefixSums {
  /** ln G(r+x) - ln G(r), and its derivative by r. */
  readonly gamma: Float64Array;
  readonly gammaByR: Float64Array;
  /** ln B(a,b+j)/B(a,b), and its derivatives. */
  readonly beta: Float64Array;
  readonly betaByA: Float64Array;
  readonly betaByB: Float64Array;
}

function prefixSums({ r, a, b }: DropoutParameters, size: number): PrefixSums {
  const [gamma, gammaByR] = [new Float64Array(size), new Float64Array(size)];
  const [beta, betaByA, betaByB] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  for (let k = 0; k + 1 < size; k++) {
    gamma[k + 1] = gamma[k]! + Math.log(r + k);
    gammaByR[k + 1] = gammaByR[k]! + 1 / (r + k);
    beta[k + 1] = beta[k]! + Math.log((b + k) / (a + b + k));
    betaByA[k + 1] = betaByA[k]! - 1 / (a + b + k);
    betaByB[k + 1] = betaByB[k]! + a / ((b + k) * (a + b + k));
  }
  return { gamma, gammaByR, beta, betaByA, betaByB };
}

/** ln(alpha + t) for every day that a table can hold: there are far fewer days than customers. */
function logsByDay(alpha: number, { maxAge }: PurchaseTable): Float64Array {
  return Float64Array.from({ length: maxAge + 1 }, (_, day) => Math.log(alpha + day / week));
}

/**
 * The log-likelihood with time in weeks and its gradient by the logarithms of r, alpha, a, b. Each customer has
 * G(r+x)/G(r) alpha^r B(a,b+j)/B(a,b) (alpha+T)^-(r+x) (1 + odds of having left), j and odds as in `pAlive`.
 * Gamma and beta functions only differ by whole numbers here, so that sums of logarithms stand for them.
 * Source: as in `pAlive`; Fader, Hardie & Lee 2005, "Implementing the BG/NBD model ... in Excel".
 */
export function dropoutLikelihood(
  model: ModelName,
  parameters: DropoutParameters,
  table: PurchaseTable,
): Slope {
  const { r, alpha, a, b } = parameters;
  const sums = prefixSums(parameters, table.maxRepeats + 2);
  const logs = logsByDay(alpha, table);
  const extra = staysOf(model, 0);
  const [logA, logAlpha] = [Math.log(a), Math.log(alpha)];
  const leaving = Float64Array.from(sums.beta, (_, j) => (j === 0 ? -Infinity : logA - Math.log(b + j - 1)));
  let [value, byR, byAlpha, byA, byB] = [0, 0, 0, 0, 0];
  for (let i = 0; i < table.size; i++) {
    const x = table.repeats[i]!;
    const j = x + extra;
    const weight = table.weight[i]!;
    const logAge = logs[table.age[i]!]!;
    const logRatio = logAge - logs[table.recency[i]!]!;
    const odds = leaving[j]! + (r + x) * logRatio;
    const small = Math.exp(-Math.abs(odds));
    const gone = odds > 0 ? 1 / (1 + small) : small / (1 + small);
    const toAge = 1 / (alpha + table.age[i]! / week);
    const toLast = 1 / (alpha + table.recency[i]! / week);
    const log1pOdds = Math.max(odds, 0) + Math.log1p(small);
    value += weight * (sums.gamma[x]! + sums.beta[j]! + r * logAlpha - (r + x) * logAge + log1pOdds);
    byR += weight * (sums.gammaByR[x]! + logAlpha - logAge + gone * logRatio);
    byAlpha += weight * (r / alpha - (r + x) * (toAge + gone * (toLast - toAge)));
    byA += weight * (sums.betaByA[j]! + gone / a);
    byB += weight * (sums.betaByB[j]! - (j === 0 ? 0 : gone / (b + j - 1)));
  }
  return { value, gradient: [byR * r, byAlpha * alpha, byA * a, byB * b] };
}

/**
 * The same of the NBD model, in which nobody ever leaves: what the others come to as a -> 0.
 * Source: Ehrenberg 1959, as a timing model in Fader & Hardie 2005.
 */
export function nbdLikelihood({ r, alpha }: NbdParameters, table: PurchaseTable): Slope {
  const sums = prefixSums({ r, alpha, a: 1, b: 1 }, table.maxRepeats + 1);
  const logs = logsByDay(alpha, table);
  const logAlpha = Math.log(alpha);
  let [value, byR, byAlpha] = [0, 0, 0];
  for (let i = 0; i < table.size; i++) {
    const x = table.repeats[i]!;
    const weight = table.weight[i]!;
    const logAge = logs[table.age[i]!]!;
    value += weight * (sums.gamma[x]! + r * logAlpha - (r + x) * logAge);
    byR += weight * (sums.gammaByR[x]! + logAlpha - logAge);
    byAlpha += weight * (r / alpha - (r + x) / (alpha + table.age[i]! / week));
  }
  return { value, gradient: [byR * r, byAlpha * alpha] };
}

export type NbdParameters = Pick<DropoutParameters, "r" | "alpha">;
