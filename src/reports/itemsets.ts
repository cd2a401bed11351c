import { UserError } from "../errors.ts";
import type { Baskets } from "./baskets.ts";

/** Products that were bought together, by number, and in how many baskets. */
export interface ItemSet {
  /** In an order that is the same for all sets. */
  readonly items: readonly number[];
  readonly count: number;
}

export interface SetLimits {
  /** Baskets at least. */
  readonly minCount: number;
  /** Products in a set at most. */
  readonly maxItems: number;
}

const mostSets = 1_000_000;

/**
 * Every set of products that lie together in `minCount` baskets or more, by depth first: for each set the places behind
 * its last product in the baskets that hold it, rare products first, so that long lists are short-lived. The same sets
 * as Apriori (Agrawal and Srikant 1994) finds; the way is that of LCM (Uno et al. 2004).
 */
export function frequentSets(baskets: Baskets, { minCount, maxItems }: SetLimits): ItemSet[] {
  const { places, itemOf } = sortedBaskets(baskets, minCount);
  const sets: ItemSet[] = [];
  const extend = (prefix: readonly number[], from: Iterable<number>) => {
    const behind = new Map<number, number[]>();
    for (const start of from) {
      for (let at = start; places[at] !== -1; at++) {
        const rank = places[at]!;
        const list = behind.get(rank);
        if (list === undefined) behind.set(rank, [at + 1]);
        else list.push(at + 1);
      }
    }
    for (const [rank, found] of behind) {
      if (found.length < minCount) continue;
      const items = [...prefix, itemOf[rank]!];
      sets.push({ items, count: found.length });
      if (sets.length > mostSets) throw tooMany();
      if (items.length < maxItems) extend(items, found);
    }
  };
  for (const [rank, found] of placesBehind(places, itemOf.length).entries()) {
    const items = [itemOf[rank]!];
    sets.push({ items, count: found.length });
    if (sets.length > mostSets) throw tooMany();
    if (maxItems > 1) extend(items, found);
  }
  return sets;
}

/** The baskets with their frequent products alone, as ranks, each basket in ascending order and ended by -1. */
function sortedBaskets({ items, names }: Baskets, minCount: number) {
  const counts = new Int32Array(names.length);
  for (const item of items) if (item !== -1) counts[item] = counts[item]! + 1;
  const itemOf = [...counts.keys()].filter((item) => counts[item]! >= minCount);
  itemOf.sort((a, b) => counts[a]! - counts[b]! || a - b);
  const rankOf = new Int32Array(names.length).fill(-1);
  for (const [rank, item] of itemOf.entries()) rankOf[item] = rank;
  const places = new Int32Array(items.length);
  let [start, end] = [0, 0];
  for (const item of items) {
    if (item !== -1) {
      if (rankOf[item] !== -1) places[end++] = rankOf[item]!;
      continue;
    }
    places.subarray(start, end).sort();
    places[end++] = -1;
    start = end;
  }
  return { places: places.subarray(0, end), itemOf };
}

/** By rank, the places behind it, of all baskets: in one array, for there can be millions. */
function placesBehind(places: Int32Array, ranks: number): Int32Array[] {
  const ends = new Int32Array(ranks);
  for (const rank of places) if (rank !== -1) ends[rank] = ends[rank]! + 1;
  for (let rank = 1; rank < ranks; rank++) ends[rank] = ends[rank]! + ends[rank - 1]!;
  const all = new Int32Array(ends[ranks - 1] ?? 0);
  const starts = Int32Array.from(ends.keys(), (rank) => (rank === 0 ? 0 : ends[rank - 1]!));
  const next = starts.slice();
  for (const [at, rank] of places.entries()) {
    if (rank === -1) continue;
    all[next[rank]!] = at + 1;
    next[rank] = next[rank]! + 1;
  }
  return Array.from(starts, (start, rank) => all.subarray(start, ends[rank]!));
}

function tooMany(): UserError {
  return new UserError(
    "refused",
    "more than " + mostSets + " combinations of products are frequent enough",
    "raise --support or --min-count, or lower --max-items",
  );
}
