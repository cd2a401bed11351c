import { type DropoutParameters, dropoutLikelihood } from "./dropout-model.ts";
import { logarithms, type PurchaseFit, parametersAt } from "./purchase-fit.ts";
import type { PurchaseTable } from "./purchase-statistics.ts";
import type { Interval } from "./wilson.ts";

/** Two-sided 95 % quantile of the normal distribution. */
const z = 1.959963984540054;
const small = 1e-4;

/** Of the logarithms of r, alpha, a, b. */
export type Covariance = readonly (readonly number[])[];

/**
 * The inverse of the observed information, from differences of the gradient; null where the data do not determine every
 * parameter (one is on its bound, or the likelihood is flat in some direction).
 */
export function covarianceOf(fit: PurchaseFit, table: PurchaseTable): Covariance | null {
  if (fit.atBound.length > 0) return null;
  const at = logarithms(fit.parameters);
  const gradientAt = (i: number, by: number) =>
    dropoutLikelihood(fit.model, parametersAt(moved(at, i, by)), table).gradient;
  const information = at.map((_, i) => {
    const [up, down] = [gradientAt(i, small), gradientAt(i, -small)];
    return up.map((slope, j) => -(slope - down[j]!) / (2 * small));
  });
  const symmetric = information.map((row, i) => row.map((value, j) => (value + information[j]![i]!) / 2));
  return inverted(symmetric);
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

/** Through Cholesky's factor, which a matrix that is not positive definite has not: then null. */
function inverted(matrix: readonly (readonly number[])[]): Covariance | null {
  const n = matrix.length;
  const factor = matrix.map((row) => row.map(() => 0));
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i]![j]!;
      for (let k = 0; k < j; k++) rest -= factor[i]![k]! * factor[j]![k]!;
      if (i === j && !(rest > 1e-9 * matrix[i]![i]!)) return null;
      factor[i]![j] = i === j ? Math.sqrt(rest) : rest / factor[j]![j]!;
    }
  }
  const columns = matrix.map((_, at) => solved(factor, at));
  return matrix.map((_, i) => matrix.map((_row, j) => columns[j]![i]!));
}

/** The column `at` of the inverse: factor * factorT * column = unit vector. */
function solved(factor: readonly (readonly number[])[], at: number): number[] {
  const n = factor.length;
  const column = factor.map((_, i) => (i === at ? 1 : 0));
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) column[i]! -= factor[i]![k]! * column[k]!;
    column[i]! /= factor[i]![i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) column[i]! -= factor[k]![i]! * column[k]!;
    column[i]! /= factor[i]![i]!;
  }
  return column;
}
