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

type Columns = Pick<PurchaseTable, "repeats" | "recency" | "age" | "weight">;

/** Sorted by (x, t_x, T), so that sums over it do not depend on the order of the customers. */
export function purchaseTable(customers: readonly PurchaseStatistics[]): PurchaseTable {
  const base = 1 + customers.reduce((oldest, { age }) => Math.max(oldest, age), 0);
  const keys = new Float64Array(customers.length);
  for (const [i, { repeats, recency, age }] of customers.entries())
    keys[i] = (repeats * base + recency) * base + age;
  return tableOf(counted(keys.sort(), base));
}

/** Every table comes from here: the fit runs over them, and slows down where they are built in different ways. */
function tableOf({ repeats, recency, age, weight }: Columns): PurchaseTable {
  let [customers, totalRepeats, totalAge, maxRepeats, maxAge] = [0, 0, 0, 0, 0];
  for (let i = 0; i < weight.length; i++) {
    customers += weight[i]!;
    totalRepeats += weight[i]! * repeats[i]!;
    totalAge += weight[i]! * age[i]!;
    maxRepeats = Math.max(maxRepeats, repeats[i]!);
    maxAge = Math.max(maxAge, age[i]!);
  }
  const size = weight.length;
  return { size, repeats, recency, age, weight, customers, totalRepeats, totalAge, maxRepeats, maxAge };
}

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
    repeats: Int32Array.from(keys, (key) => Math.floor(key / (base * base))),
    recency: Int32Array.from(keys, (key) => Math.floor(key / base) % base),
    age: Int32Array.from(keys, (key) => key % base),
    weight: Float64Array.from(weights),
  };
}

/** Every nth row with its weight, from the middle of the first n; the table itself for n = 1. */
export function everyNth(table: PurchaseTable, n: number): PurchaseTable {
  if (n <= 1) return table;
  const isPicked = (_: number, row: number) => row % n === n >> 1;
  return tableOf({
    repeats: table.repeats.filter(isPicked),
    recency: table.recency.filter(isPicked),
    age: table.age.filter(isPicked),
    weight: table.weight.filter(isPicked),
  });
}
