import { UserError } from "../errors.ts";

/**
 * A whole number divided by a positive one, rounded half away from zero (2.5 is 3, -2.5 is -3), exactly: nothing of it
 * passes through a fraction. Throws a UserError for more than a number can hold.
 */
export function divideRounded(dividend: bigint, divisor: bigint): number {
  const size = dividend < 0n ? -dividend : dividend;
  const rounded = (2n * size + divisor) / (2n * divisor);
  const result = Number(dividend < 0n ? -rounded : rounded);
  if (Number.isSafeInteger(result)) return result;
  throw new UserError(
    "usage",
    "the amount is too large",
    "at most " + Number.MAX_SAFE_INTEGER + " minor units are kept",
  );
}

/**
 * A total of minor units divided among parts by their weights, which may be below zero, so that the parts add up to it:
 * each is what the rounded sum up to it grows by. Weights that add up to nothing get nothing.
 */
export function apportion(total: number, weights: readonly number[]): number[] {
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  if (all === 0) return weights.map(() => 0);
  let sum = 0;
  let given = 0;
  return weights.map((weight) => {
    sum += weight;
    const upToHere = divideRounded(
      BigInt(total) * BigInt(sum) * BigInt(Math.sign(all)),
      BigInt(Math.abs(all)),
    );
    const part = upToHere - given;
    given = upToHere;
    return part;
  });
}
