import { symmetric } from "./cholesky.ts";
import { type DropoutParameters, type ModelName, staysOf } from "./dropout-model.ts";
import type { Curve } from "./minimise.ts";
import { daysPerUnit, type PurchaseTable } from "./purchase-statistics.ts";

export type NbdParameters = Pick<DropoutParameters, "r" | "alpha">;

/**
 * The log-likelihood with time in weeks, its gradient and its second derivatives by the logarithms of r, alpha, a, b. Each
 * customer has what it has in the NBD model, times B(a,b+j)/B(a,b), times 1 + odds of having left, j and odds as in
 * `pAlive`.
 * Source: as in `pAlive`; Fader, Hardie & Lee 2005, "Implementing the BG/NBD model ... in Excel". Derivatives our own.
 */
export function dropoutLikelihood(
  model: ModelName,
  parameters: DropoutParameters,
  table: PurchaseTable,
): Curve {
  const days = byDay(parameters.alpha, table);
  const counts = customersByRepeats(table);
  const nbd = nbdPart(parameters, table, { days, counts });
  const stayed = stayedPart(model, parameters, counts);
  const left = leftPart(parameters.r, { table, days, leaving: byRepeats(model, parameters, table) });
  const at = (row: number, column: number) =>
    (nbd.hessian[row]?.[column] ?? 0) +
    (stayed.hessian[row - 2]?.[column - 2] ?? 0) +
    left.hessian[row]![column]!;
  return {
    value: nbd.value + stayed.value + left.value,
    gradient: [...nbd.gradient, ...stayed.gradient].map((slope, i) => slope + left.gradient[i]!),
    hessian: left.hessian.map((row, i) => row.map((_, k) => at(i, k))),
  };
}

/**
 * The same by the logarithms of r and alpha alone in the NBD model, in which nobody ever leaves: what the others come to
 * as a -> 0. Each customer has G(r+x)/G(r) alpha^r (alpha+T)^-(r+x).
 * Source: Ehrenberg 1959, as a timing model in Fader & Hardie 2005.
 */
export function nbdLikelihood(parameters: NbdParameters, table: PurchaseTable): Curve {
  const prepared = { days: byDay(parameters.alpha, table), counts: customersByRepeats(table) };
  return nbdPart(parameters, table, prepared);
}

function nbdPart(
  { r, alpha }: NbdParameters,
  table: PurchaseTable,
  { days, counts }: { readonly days: Days; readonly counts: Float64Array },
): Curve {
  const logAlpha = Math.log(alpha);
  const gamma = gammaPart(r, counts);
  let [value, logShares, byAlpha, byRAlpha, byAlphaAlpha] = [gamma.value, 0, 0, 0, 0];
  for (let i = 0; i < table.size; i++) {
    const weight = table.weight[i]!;
    const shape = r + table.repeats[i]!;
    const share = days.shares[table.age[i]!]!;
    const logShare = logAlpha - days.logs[table.age[i]!]!;
    value += weight * (shape * logShare - table.repeats[i]! * logAlpha);
    logShares += weight * logShare;
    byAlpha += weight * (r - shape * share);
    byRAlpha += weight * r * (1 - share);
    byAlphaAlpha -= weight * shape * share * (1 - share);
  }
  const hessian = symmetric([[gamma.byRR + r * logShares], [byRAlpha, byAlphaAlpha]]);
  return { value, gradient: [gamma.byR + r * logShares, byAlpha], hessian };
}

/** How many customers have x repeat purchases, at x. */
function customersByRepeats({ size, repeats, weight, maxRepeats }: PurchaseTable): Float64Array {
  const counts = new Float64Array(maxRepeats + 1);
  for (let i = 0; i < size; i++) counts[repeats[i]!]! += weight[i]!;
  return counts;
}

/** ln(alpha+t) and alpha/(alpha+t) for every day t that a table can hold: there are far fewer days than customers. */
interface Days {
  readonly logs: Float64Array;
  readonly shares: Float64Array;
}

function byDay(alpha: number, { maxAge }: PurchaseTable): Days {
  const [logs, shares] = [new Float64Array(maxAge + 1), new Float64Array(maxAge + 1)];
  for (let day = 0; day <= maxAge; day++) {
    const whole = alpha + day / daysPerUnit.weeks;
    logs[day] = Math.log(whole);
    shares[day] = alpha / whole;
  }
  return { logs, shares };
}

/**
 * ln G(r+x)/G(r), and its derivatives by ln r: x is a whole number, so that sums over k < x stand for the gamma function,
 * whose differences would be rounding where r is large.
 */
function gammaPart(r: number, counts: Float64Array) {
  let [value, byR, byRR] = [0, 0, 0];
  let [log, once, twice] = [0, 0, 0];
  for (let x = 0; x < counts.length; x++) {
    value += counts[x]! * log;
    byR += counts[x]! * once;
    byRR += counts[x]! * twice;
    const share = r / (r + x);
    log += Math.log(r + x);
    once += share;
    twice += share * (1 - share);
  }
  return { value, byR, byRR };
}

/** ln B(a,b+j)/B(a,b) likewise, by ln a and ln b. */
function stayedPart(model: ModelName, { a, b }: DropoutParameters, counts: Float64Array): Curve {
  let [value, byA, byB, byAA, byAB, byBB] = [0, 0, 0, 0, 0, 0];
  let [log, onceA, onceB, twiceA, mixed, twiceB] = [0, 0, 0, 0, 0, 0];
  const extra = staysOf(model, 0);
  for (let j = 0; j < counts.length + extra; j++) {
    const count = counts[j - extra] ?? 0;
    value += count * log;
    byA += count * onceA;
    byB += count * onceB;
    byAA += count * twiceA;
    byAB += count * mixed;
    byBB += count * twiceB;
    const whole = a + b + j;
    const shareA = a / whole;
    const shareB = b / whole;
    const own = b / (b + j);
    log += Math.log((b + j) / whole);
    onceA -= shareA;
    onceB += own - shareB;
    twiceA -= shareA * (1 - shareA);
    mixed += shareA * shareB;
    twiceB += own * (1 - own) - shareB * (1 - shareB);
  }
  const hessian = symmetric([[byAA], [byAB, byBB]]);
  return { value, gradient: [byA, byB], hessian };
}

/** For every x that a table can hold, what x gives to ln odds, and its slope by ln b. */
interface Leaving {
  readonly logs: Float64Array;
  readonly slopes: Float64Array;
}

function byRepeats(model: ModelName, { a, b }: DropoutParameters, { maxRepeats }: PurchaseTable): Leaving {
  const [logs, slopes] = [new Float64Array(maxRepeats + 1), new Float64Array(maxRepeats + 1)];
  for (let x = 0; x <= maxRepeats; x++) {
    const j = staysOf(model, x);
    // Nobody has left who never could.
    logs[x] = j === 0 ? -Infinity : Math.log(a / (b + j - 1));
    slopes[x] = j === 0 ? 0 : -b / (b + j - 1);
  }
  return { logs, slopes };
}

interface Left {
  readonly table: PurchaseTable;
  readonly days: Days;
  readonly leaving: Leaving;
}

/**
 * ln(1 + odds) of all rows. With o = ln odds, its slopes o' and p the probability of having left, the slopes are p o' and
 * the second derivatives p o'' + p (1-p) o' o'.
 */
function leftPart(r: number, { table, days, leaving }: Left): Curve {
  const { logs, shares } = days;
  let [value, byR, byAlpha, byA, byB] = [0, 0, 0, 0, 0];
  let [rr, rAlpha, rA, rB, alphaAlpha, alphaA, alphaB, aa, ab, bb] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (let i = 0; i < table.size; i++) {
    const x = table.repeats[i]!;
    const t = table.recency[i]!;
    const T = table.age[i]!;
    const logRatio = logs[T]! - logs[t]!;
    const odds = leaving.logs[x]! + (r + x) * logRatio;
    const small = Math.exp(-Math.abs(odds));
    const p = (odds > 0 ? 1 : small) / (1 + small);
    const gone = table.weight[i]! * p;
    const unsure = gone * (1 - p);
    const byShare = shares[T]! - shares[t]!;
    const oR = r * logRatio;
    const oAlpha = (r + x) * byShare;
    const oB = leaving.slopes[x]!;
    value += table.weight[i]! * (Math.max(odds, 0) + Math.log(1 + small));
    byR += gone * oR;
    byAlpha += gone * oAlpha;
    byA += gone;
    byB += gone * oB;
    rr += gone * oR + unsure * oR * oR;
    rAlpha += gone * r * byShare + unsure * oR * oAlpha;
    rA += unsure * oR;
    rB += unsure * oR * oB;
    alphaAlpha += gone * oAlpha * (1 - shares[T]! - shares[t]!) + unsure * oAlpha * oAlpha;
    alphaA += unsure * oAlpha;
    alphaB += unsure * oAlpha * oB;
    aa += unsure;
    ab += unsure * oB;
    bb += gone * oB * (1 + oB) + unsure * oB * oB;
  }
  const hessian = symmetric([[rr], [rAlpha, alphaAlpha], [rA, alphaA, aa], [rB, alphaB, ab, bb]]);
  return { value, gradient: [byR, byAlpha, byA, byB], hessian };
}
