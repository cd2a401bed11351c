/** A day since 1970-01-01, and what is taken off there: an order below zero, in minor units. */
export type Credit = readonly [day: number, amount: number];

/**
 * The purchase day that a credit is taken off: the last one up to its own day, the first one when there is none before;
 * undefined for who never bought. `days` in any order.
 */
export function creditedDay(days: readonly number[], credit: number): number | undefined {
  let before: number | undefined;
  let first: number | undefined;
  for (const day of days) {
    if (first === undefined || day < first) first = day;
    if (day <= credit && (before === undefined || day > before)) before = day;
  }
  return before ?? first;
}
