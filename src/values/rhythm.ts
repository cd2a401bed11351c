/** Purchase days before a customer has a rhythm: two gaps. */
export const enoughPurchases = 3;

/** The middle of some numbers, or the mean of the two in the middle; undefined without numbers. */
function middle(numbers: readonly number[]): number | undefined {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const [low, high] = [sorted[sorted.length % 2 === 0 ? half - 1 : half], sorted[half]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}

/**
 * The median of the days between neighbouring purchase days (day numbers in ascending order, each once); an even number
 * of gaps can give a half. undefined with fewer than three purchase days: there is no rhythm yet.
 */
export function usualGap(days: readonly number[]): number | undefined {
  if (days.length < enoughPurchases) return undefined;
  return middle(days.slice(1).map((day, i) => day - (days[i] ?? day)));
}
