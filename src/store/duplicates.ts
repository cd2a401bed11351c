import type { Db } from "./db.ts";
import { knowsDistinct } from "./distinct.ts";
import { type Blocking, eachPair, kinds } from "./duplicates/blocks.ts";
import { type Evidence, frequencies } from "./duplicates/evidence.ts";
import { type Person, people } from "./duplicates/people.ts";
import { compare } from "./duplicates/score.ts";

/** Two records that are likely one. */
export interface Pair {
  readonly a: number;
  readonly b: number;
  /** Percent: how likely it is that the two are one. */
  readonly score: number;
  readonly reasons: readonly string[];
}

export interface Likely extends Pair {
  /** Pairs that hang together have the same number, from 1, the likeliest first. */
  readonly group: number;
}

export interface Search {
  /** The least score, percent. */
  readonly least: number;
  /** Only pairs with one of these. */
  readonly among?: ReadonlySet<number> | undefined;
}

/** Contacts that are likely one person. */
export function contactDuplicates(db: Db, search: Search): Likely[] {
  const all = people(db);
  const known = frequencies(all);
  const compareTwo = (a: Person, b: Person) => compare(a, b, known);
  const isDistinct = knowsDistinct(db, "contact");
  return likelyPairs(all, { kinds, order: orderOf, compare: compareTwo, isDistinct }, search);
}

function orderOf({ whole, city, companies }: Person): string {
  return whole + "|" + city + "|" + (companies[0] ?? "");
}

interface Comparison<Item> extends Blocking<Item> {
  readonly compare: (a: Item, b: Item) => Evidence;
  /** Whether somebody has said of two ids that they are not the same. */
  readonly isDistinct: (a: number, b: number) => boolean;
}

/** The pairs that are likely enough, of those that are worth looking at. */
export function likelyPairs<Item extends { readonly id: number }>(
  all: readonly Item[],
  { compare, isDistinct, ...blocking }: Comparison<Item>,
  { least, among }: Search,
): Likely[] {
  const pairs: Pair[] = [];
  eachPair(all, blocking, (one, other) => {
    const [a, b] = [all[one]!, all[other]!];
    if (among !== undefined && !among.has(a.id) && !among.has(b.id)) return;
    const { bits, reasons } = compare(a, b);
    const score = percentOf(bits);
    if (score >= least && !isDistinct(a.id, b.id)) pairs.push({ a: a.id, b: b.id, score, reasons });
  });
  return inGroups(pairs);
}

/** Odds as a power of two to percent, 99 at most: nobody can be sure. */
function percentOf(bits: number): number {
  return Math.min(99, Math.round(100 / (1 + 2 ** -bits)));
}

/** Pairs that share a record belong together. The groups with the likeliest pair come first. */
function inGroups(pairs: readonly Pair[]): Likely[] {
  const root = new Map<number, number>();
  const find = (id: number): number => {
    let at = id;
    for (let up = root.get(at); up !== undefined; up = root.get(at)) {
      const above = root.get(up);
      if (above !== undefined) root.set(at, above);
      at = up;
    }
    return at;
  };
  for (const { a, b } of pairs) {
    const [one, other] = [find(a), find(b)];
    if (one !== other) root.set(Math.max(one, other), Math.min(one, other));
  }
  const ordered = [...pairs].sort((x, y) => y.score - x.score || x.a - y.a || x.b - y.b);
  const groups = new Map<number, Pair[]>();
  for (const pair of ordered) {
    const group = groups.get(find(pair.a));
    if (group === undefined) groups.set(find(pair.a), [pair]);
    else group.push(pair);
  }
  return [...groups.values()].flatMap((group, at) => group.map((pair) => ({ ...pair, group: at + 1 })));
}
