export type Matrix = readonly (readonly number[])[];

/** The matrix with this lower triangle, row by row. */
export function symmetric(lower: Matrix): Matrix {
  return lower.map((_, i) => lower.map((_row, k) => lower[Math.max(i, k)]![Math.min(i, k)]!));
}

/**
 * The lower triangle L with L LT = matrix, which is symmetric; null where it is not positive definite, or by less than
 * the share `least` of its diagonal. Source: Golub & Van Loan, Matrix Computations, 4th ed., algorithm 4.2.1.
 */
export function cholesky(matrix: Matrix, least: number): Matrix | null {
  const factor = matrix.map((row) => row.map(() => 0));
  for (let i = 0; i < matrix.length; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i]![j]!;
      for (let k = 0; k < j; k++) rest -= factor[i]![k]! * factor[j]![k]!;
      if (i === j && !(rest > least * matrix[i]![i]!)) return null;
      factor[i]![j] = i === j ? Math.sqrt(rest) : rest / factor[j]![j]!;
    }
  }
  return factor;
}

/** The x with L LT x = right, for the L of `cholesky`. */
export function solved(factor: Matrix, right: readonly number[]): number[] {
  const x = [...right];
  for (let i = 0; i < x.length; i++) {
    for (let k = 0; k < i; k++) x[i]! -= factor[i]![k]! * x[k]!;
    x[i]! /= factor[i]![i]!;
  }
  for (let i = x.length - 1; i >= 0; i--) {
    for (let k = i + 1; k < x.length; k++) x[i]! -= factor[k]![i]! * x[k]!;
    x[i]! /= factor[i]![i]!;
  }
  return x;
}
