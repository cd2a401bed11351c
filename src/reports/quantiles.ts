/** The quantile k/parts (type 7, as R, NumPy and spreadsheets give it) of numbers in ascending order, at least one. */
export function quantile(sorted: ArrayLike<number>, k: number, parts: number): number {
  // In whole numbers: as a fraction the place of a quantile that is a value can fall a hair beside it.
  const place = (sorted.length - 1) * k;
  const below = Math.floor(place / parts);
  const low = sorted[below] ?? 0;
  const high = sorted[below + 1] ?? low;
  return low + ((place % parts) / parts) * (high - low);
}

/** null without numbers. */
export function median(numbers: readonly number[]): number | null {
  return numbers.length === 0 ? null : quantile(sortedCopy(numbers), 1, 2);
}

/** The largest; null without numbers. Their number has no limit, unlike that of what Math.max can be given. */
export function greatest(numbers: readonly number[]): number | null {
  return numbers.length === 0 ? null : numbers.reduce((most, each) => (each > most ? each : most));
}

/** A copy in ascending order. */
export function ascending(numbers: readonly number[]): number[] {
  return Array.from(sortedCopy(numbers));
}

/** The same for whoever reads places alone: many are not copied once more. */
export function sortedCopy(numbers: readonly number[]): ArrayLike<number> {
  // A typed array sorts many numbers several times as fast, and few at half the speed.
  return numbers.length < 100 ? [...numbers].sort((a, b) => a - b) : new Float64Array(numbers).sort();
}
