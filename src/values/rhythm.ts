/** Purchase days before a customer has a rhythm: two gaps. */
export const enoughPurchases = 3;

/**
 * The median of the days between neighbouring purchase days (day numbers in ascending order, each once); an even number
 * of gaps can give a half. undefined with fewer than three purchase days: there is no rhythm yet.
 */
export function usualGap(days: readonly number[]): number | undefined {
  if (days.length < enoughPurchases) return undefined;
  const gaps = new Int32Array(days.length - 1);
  for (let i = 0; i < gaps.length; i++) gaps[i] = days[i + 1]! - days[i]!;
  if (gaps.length > few) gaps.sort();
  else sortFew(gaps);
  const half = gaps.length >> 1;
  return gaps.length % 2 === 1 ? gaps[half] : (gaps[half - 1]! + gaps[half]!) / 2;
}

/** Up to so many numbers insertion is the fastest way to sort them, and reports sort the gaps of 100,000 customers. */
const few = 50;

function sortFew(numbers: Int32Array): void {
  for (let i = 1; i < numbers.length; i++) {
    const number = numbers[i]!;
    let at = i;
    for (; at > 0 && numbers[at - 1]! > number; at--) numbers[at] = numbers[at - 1]!;
    numbers[at] = number;
  }
}
