/** Time units of the purchase models, in days. */
export const daysPerUnit = { days: 1, weeks: 7 } as const;
export type TimeUnit = keyof typeof daysPerUnit;

export const daysPerYear = 365.25;
export const daysPerMonth = daysPerYear / 12;

/**
 * What the purchase models know of a customer up to a day; times in days. Orders of one day are one purchase.
 * Source: Fader, Hardie & Lee 2005; CamDavidsonPilon/lifetimes `summary_data_from_transaction_data`.
 */
export interface PurchaseStatistics {
  /** x: purchase days after the first. */
  readonly repeats: number;
  /** t_x: from the first purchase day to the last. */
  readonly recency: number;
  /** T: from the first purchase day to the end of what is observed. */
  readonly age: number;
}

/** How many of the days, which are in order, lie on or before `until`. */
export function countUntil(days: readonly number[], until: number): number {
  let count = days.length;
  while (count > 0 && days[count - 1]! > until) count--;
  return count;
}

/** Customers with equal statistics as one row with their number as its weight, in columns. */
export interface PurchaseTable {
  readonly size: number;
  readonly repeats: Int32Array;
  readonly recency: Int32Array;
  readonly age: Int32Array;
  readonly weight: Float64Array;
  readonly customers: number;
  /** Purchase days after the first, of all customers. */
  readonly totalRepeats: number;
  readonly totalAge: number;
  readonly maxRepeats: number;
  readonly maxAge: number;
}

/** Sorted by (x, t_x, T), so that sums over it do not depend on the order of the customers. */
export function purchaseTable(customers: readonly PurchaseStatistics[]): PurchaseTable {
  let [totalRepeats, totalAge, maxRepeats, maxAge] = [0, 0, 0, 0];
  for (const { repeats, age } of customers) {
    totalRepeats += repeats;
    totalAge += age;
    maxRepeats = Math.max(maxRepeats, repeats);
    maxAge = Math.max(maxAge, age);
  }
  const base = maxAge + 1;
  const keys = Float64Array.from(customers, (each) => (each.repeats * base + each.recency) * base + each.age);
  return {
    ...{
      customers: customers.length,
      totalRepeats,
      totalAge,
      maxRepeats,
      maxAge,
    },
    ...counted(keys.sort(), base),
  };
}

type Columns = Pick<PurchaseTable, "size" | "repeats" | "recency" | "age" | "weight">;

function counted(sortedKeys: Float64Array, base: number): Columns {
  const keys: number[] = [];
  const weights: number[] = [];
  for (const key of sortedKeys) {
    const last = keys.length - 1;
    if (keys[last] === key) weights[last] = weights[last]! + 1;
    else {
      keys.push(key);
      weights.push(1);
    }
  }
  return {
    size: keys.length,
    repeats: Int32Array.from(keys, (key) => Math.floor(key / (base * base))),
    recency: Int32Array.from(keys, (key) => Math.floor(key / base) % base),
    age: Int32Array.from(keys, (key) => key % base),
    weight: Float64Array.from(weights),
  };
}

/** Every nth row with its weight, from the middle of the first n; the table itself for n = 1. */
export function everyNth(table: PurchaseTable, n: number): PurchaseTable {
  if (n <= 1) return table;
  const isPicked = (_: number, row: number) => row % n === Math.floor(n / 2);
  const [repeats, recency, age] = [
    table.repeats.filter(isPicked),
    table.recency.filter(isPicked),
    table.age.filter(isPicked),
  ];
  const weight = table.weight.filter(isPicked);
  const sum = (column: Int32Array) => weight.reduce((total, times, row) => total + times * column[row]!, 0);
  return {
    ...table,
    ...{ size: weight.length, repeats, recency, age, weight },
    customers: weight.reduce((total, times) => total + times, 0),
    totalRepeats: sum(repeats),
    totalAge: sum(age),
  };
}
