import { cholesky, type Matrix, solved } from "./cholesky.ts";
import { dropoutLikelihood } from "./dropout-likelihood.ts";
import type { DropoutParameters } from "./dropout-model.ts";
import { logarithms, type PurchaseFit, parametersAt } from "./purchase-fit.ts";
import type { PurchaseTable } from "./purchase-statistics.ts";
import type { Interval } from "./wilson.ts";

/** Two-sided 95 % quantile of the normal distribution. */
const z = 1.959963984540054;
const small = 1e-4;

/** Of the logarithms of r, alpha, a, b. */
export type Covariance = Matrix;

/**
 * The inverse of the observed information; null where the data do not determine every parameter (one is on its bound, or
 * the likelihood is flat in some direction).
 */
export function covarianceOf(fit: PurchaseFit, table: PurchaseTable): Covariance | null {
  if (fit.atBound.length > 0) return null;
  const { hessian } = dropoutLikelihood(fit.model, fit.parameters, table);
  const information = hessian.map((row) => row.map((second) => -second));
  const factor = cholesky(information, 1e-9);
  if (factor === null) return null;
  const unit = (i: number) => hessian.map((_, k) => Number(i === k));
  return hessian.map((_, i) => solved(factor, unit(i)));
}

/** 95 % intervals of the parameters, symmetric for their logarithms. */
export function parameterIntervals(
  { parameters }: PurchaseFit,
  covariance: Covariance,
): Readonly<Record<keyof DropoutParameters, Interval>> {
  const [r, alpha, a, b] = logarithms(parameters).map((log, i) => around(log, covariance[i]![i]!));
  return { r: r!, alpha: alpha!, a: a!, b: b! };
}

/**
 * The 95 % interval of a positive quantity that follows from the parameters, by the delta method for its logarithm: what
 * a fit to another sample of such customers could have given. Single customers vary more.
 */
export function intervalOf(
  quantity: (parameters: DropoutParameters) => number,
  { parameters }: PurchaseFit,
  covariance: Covariance,
): Interval | null {
  const at = logarithms(parameters);
  const value = quantity(parameters);
  if (!(value > 0)) return null;
  const slopes = at.map((_, i) => {
    const [up, down] = [
      quantity(parametersAt(moved(at, i, small))),
      quantity(parametersAt(moved(at, i, -small))),
    ];
    return (Math.log(up) - Math.log(down)) / (2 * small);
  });
  const variance = slopes.reduce(
    (sum, slope, i) =>
      sum + slope * slopes.reduce((inner, other, j) => inner + covariance[i]![j]! * other, 0),
    0,
  );
  return around(Math.log(value), variance);
}

function around(log: number, variance: number): Interval {
  const spread = z * Math.sqrt(Math.max(0, variance));
  return { low: Math.exp(log - spread), high: Math.exp(log + spread) };
}

function moved(point: readonly number[], i: number, by: number): number[] {
  return point.map((value, at) => (at === i ? value + by : value));
}
