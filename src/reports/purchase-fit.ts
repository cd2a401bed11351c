import { dropoutLikelihood, type NbdParameters, nbdLikelihood } from "./dropout-likelihood.ts";
import type { DropoutParameters, ModelName } from "./dropout-model.ts";
import { type Curve, enoughRows, lowest, type Minimum, meanLoss } from "./minimise.ts";
import { daysPerUnit, everyNth, type PurchaseTable, type TimeUnit } from "./purchase-statistics.ts";

/** Below either a fit says more about chance than about the customers (reached a bound in 23 % of samples of 100). */
export const fewestCustomers = 200;
export const fewestRepeats = 100;

export interface PurchaseFit {
  readonly model: ModelName;
  /** In weeks. */
  readonly parameters: DropoutParameters;
  readonly logLikelihood: number;
  /** Parameters that ended on the bound of e^-10 or e^10: the data do not determine them. */
  readonly atBound: readonly (keyof DropoutParameters)[];
  /** Of the NBD model, in which nobody leaves: where it is as good, the data show no sign of leaving. */
  readonly nbdLogLikelihood: number;
}

const bound = 10;
const names = ["r", "alpha", "a", "b"] as const;
/** Begins at these and the alpha that gives the mean rate of the data. */
const starts: readonly Omit<DropoutParameters, "alpha">[] = [
  { r: 0.5, a: 0.8, b: 2.5 },
  { r: 1, a: 0.2, b: 4 },
  { r: 2, a: 2, b: 2 },
];

export function canFit({ customers, totalRepeats }: PurchaseTable): boolean {
  return customers >= fewestCustomers && totalRepeats >= fewestRepeats;
}

/**
 * Maximum likelihood by Newton's method over the logarithms of the parameters, the best of three starts. Weeks whatever
 * the unit that is shown: the fit cannot depend on it. Of a large table a sample picks the start, which saves most of
 * the time.
 */
export function fitPurchases(model: ModelName, table: PurchaseTable): PurchaseFit {
  const pace = weeksPerPurchase(table);
  const best = climb(
    (point, rows) => dropoutLikelihood(model, parametersAt(point), rows),
    table,
    starts.map(({ r, a, b }) => logarithms({ r, alpha: r * pace, a, b })),
  );
  return {
    model,
    parameters: parametersAt(best.point),
    logLikelihood: -best.value * table.customers,
    atBound: best.atBound.map((at) => names[at]!),
    nbdLogLikelihood: fitNbd(table).logLikelihood,
  };
}

/** The NBD model by maximum likelihood; alpha in weeks. */
export function fitNbd(table: PurchaseTable): NbdParameters & { logLikelihood: number } {
  const likelihood = ([r = 0, alpha = 0]: readonly number[], rows: PurchaseTable) =>
    nbdLikelihood({ r: Math.exp(r), alpha: Math.exp(alpha) }, rows);
  const { point, value } = climb(likelihood, table, [[0, Math.log(weeksPerPurchase(table))]]);
  const [r = 0, alpha = 0] = point;
  return { r: Math.exp(r), alpha: Math.exp(alpha), logLikelihood: -value * table.customers };
}

function weeksPerPurchase({ totalAge, totalRepeats }: PurchaseTable): number {
  return Math.max(totalAge / daysPerUnit.weeks, 1) / Math.max(totalRepeats, 1);
}

type Likelihood = (point: readonly number[], rows: PurchaseTable) => Curve;

/** The highest point of the mean log-likelihood, its sign turned. */
function climb(likelihood: Likelihood, table: PurchaseTable, from: readonly (readonly number[])[]): Minimum {
  const loss = (rows: PurchaseTable) => (point: readonly number[]) =>
    meanLoss(likelihood(point, rows), rows.customers);
  const whole = loss(table);
  const sample = everyNth(table, Math.ceil(table.size / enoughRows));
  return lowest({ whole, sample: sample === table ? whole : loss(sample) }, from, bound);
}

export function logarithms({ r, alpha, a, b }: DropoutParameters): number[] {
  return [r, alpha, a, b].map(Math.log);
}

export function parametersAt([r = 0, alpha = 0, a = 0, b = 0]: readonly number[]): DropoutParameters {
  return {
    r: Math.exp(r),
    alpha: Math.exp(alpha),
    a: Math.exp(a),
    b: Math.exp(b),
  };
}

/** The fit as it is shown: alpha and the density of the purchase times in the unit. */
export function inUnit(
  { parameters, logLikelihood }: PurchaseFit,
  unit: TimeUnit,
  { totalRepeats }: PurchaseTable,
): { readonly parameters: DropoutParameters; readonly logLikelihood: number } {
  const perWeek = daysPerUnit.weeks / daysPerUnit[unit];
  return {
    parameters: { ...parameters, alpha: parameters.alpha * perWeek },
    logLikelihood: logLikelihood - totalRepeats * Math.log(perWeek),
  };
}
