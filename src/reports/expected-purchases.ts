import { type DropoutParameters, type ModelName, pAlive, staysOf } from "./dropout-model.ts";
import {
  daysPerMonth,
  daysPerUnit,
  daysPerYear,
  type PurchaseStatistics,
  type PurchaseTable,
} from "./purchase-statistics.ts";

const mostTerms = 100_000;
const enough = 1e-15;

/**
 * Expected purchases in the `ahead` days after T of a customer that has not left; times P(alive) it is the conditional
 * expectation, and for x = t_x = T = 0 the E[X(t)] of a new customer. With A = r+x, c = a+b+j-1 (j as in `pAlive`),
 * z = t/(alpha+T+t): c/(a-1) * (1 - (1-z)^A * 2F1(A, b+j; c; z)).
 * Source: Fader, Hardie & Lee 2005, (10); Hoppe & Wagner 2007, (12).
 */
export function expectedWhileAlive(
  model: ModelName,
  parameters: DropoutParameters,
  { repeats, age, ahead }: Pick<PurchaseStatistics, "repeats" | "age"> & { readonly ahead: number },
): number {
  const { r, a, b } = parameters;
  const j = staysOf(model, repeats);
  const from = parameters.alpha + age / daysPerUnit.weeks;
  const t = ahead / daysPerUnit.weeks;
  const place = {
    a,
    A: r + repeats,
    c: a + b + j - 1,
    z: t / (from + t),
    logRest: -Math.log1p(t / from),
  };
  if (a <= 2 && place.c - place.A >= -1) return byEuler(place);
  // Between the two sides of a = 1, where the formula is 0/0.
  if (Math.abs(a - 1) < 1e-4)
    return (bySeries({ ...place, a: 1 - 1e-4 }) + bySeries({ ...place, a: 1 + 1e-4 })) / 2;
  return bySeries(place);
}

interface Place {
  readonly a: number;
  readonly A: number;
  readonly c: number;
  readonly z: number;
  /** ln(1-z) */
  readonly logRest: number;
}

/**
 * After Euler's transformation 2F1(A, b+j; c; z) = (1-z)^(a-1-A) 2F1(c-A, a-1; c; z) (DLMF 15.8.1) the factor a-1 and
 * the divisor c cancel, and the terms fall off fast even where z is close to 1.
 */
function byEuler({ a, A, c, z, logRest }: Place): number {
  const d = c - A;
  let term = d * z;
  let sum = term;
  for (let n = 1; n < mostTerms; n++) {
    term *= (((d + n) * (a + n - 1)) / ((c + n) * (n + 1))) * z;
    sum += term;
    if (Math.abs(term) <= enough * Math.abs(sum) * (1 - z)) break;
  }
  const first = a === 1 ? -logRest : -Math.expm1((a - 1) * logRest) / (a - 1);
  return c * first - Math.exp((a - 1) * logRest) * sum;
}

/**
 * The power series of 2F1 itself times c: c + sum over n >= 1 of (A)_n (b+j)_n / ((c+1)_(n-1) n!) z^n, whose terms are
 * all positive; scaled down on the way, where they grow large.
 */
function bySeries({ a, A, c, z, logRest }: Place): number {
  const large = 1e200;
  const b = c - a + 1;
  let [term, logScale] = [A * b * z, A * logRest];
  let sum = term;
  for (let n = 1; n < mostTerms; n++) {
    const growth = (((A + n) * (b + n)) / ((c + n) * (n + 1))) * z;
    term *= growth;
    sum += term;
    if (sum > large) {
      term /= large;
      sum /= large;
      logScale += Math.log(large);
    }
    if (growth < 1 && term <= enough * sum * (1 - z)) break;
  }
  return (-c * Math.expm1(A * logRest) - Math.exp(logScale + Math.log(sum))) / (a - 1);
}

/** Expected purchases of a customer that has not left: their number, and the same each discounted to today. */
export interface Ahead {
  readonly purchases: number;
  readonly discounted: number;
}

interface Horizon {
  readonly days: number;
  /** A year; 0.1 for 10 %. */
  readonly discount: number;
}

/**
 * `Ahead` by x and T, which alone decide it; worked out once for customers that share them. The purchases of each month
 * (365.25 / 12 days, the last one cut off at the horizon) count as made at its end: sum of (E(i) - E(i-1)) / (1+d)^i.
 * Source: CamDavidsonPilon/lifetimes `_customer_lifetime_value`, with the months' length right.
 */
export function makeAhead(
  model: ModelName,
  parameters: DropoutParameters,
  { days, discount }: Horizon,
): (customer: Pick<PurchaseStatistics, "repeats" | "age">) => Ahead {
  const known = new Map<number, Map<number, Ahead>>();
  return ({ repeats, age }) => {
    const ofAge = known.get(age) ?? new Map<number, Ahead>();
    known.set(age, ofAge);
    const found =
      ofAge.get(repeats) ??
      sumOfMonths((ahead) => expectedWhileAlive(model, parameters, { repeats, age, ahead }), {
        days,
        discount,
      });
    ofAge.set(repeats, found);
    return found;
  };
}

function sumOfMonths(expected: (days: number) => number, { days, discount }: Horizon): Ahead {
  if (discount === 0) {
    const purchases = expected(days);
    return { purchases, discounted: purchases };
  }
  let [purchases, discounted] = [0, 0];
  for (let month = 1; (month - 1) * daysPerMonth < days; month++) {
    const end = Math.min(days, month * daysPerMonth);
    const until = expected(end);
    discounted += (until - purchases) / (1 + discount) ** (end / daysPerYear);
    purchases = until;
  }
  return { purchases, discounted };
}

/** Purchases to be expected of all customers of the table in the days to come. */
export function expectedTotal(
  model: ModelName,
  parameters: DropoutParameters,
  { table, days }: { readonly table: PurchaseTable; readonly days: number },
): number {
  // By T, of the x that the rows have at the moment: they are sorted by it.
  const whileAlive = new Float64Array(table.maxAge + 1);
  let [total, last] = [0, -1];
  for (let i = 0; i < table.size; i++) {
    const repeats = table.repeats[i]!;
    const age = table.age[i]!;
    if (repeats !== last) whileAlive.fill(Number.NaN);
    last = repeats;
    if (Number.isNaN(whileAlive[age]))
      whileAlive[age] = expectedWhileAlive(model, parameters, { repeats, age, ahead: days });
    const alive = pAlive(model, parameters, { repeats, recency: table.recency[i]!, age });
    total += table.weight[i]! * alive * whileAlive[age]!;
  }
  return total;
}
