import { soundOf } from "../../values/latin.ts";
import { nameFamilies } from "../../values/nicknames.ts";
import type { Person } from "./people.ts";

/** What two people must have in common to be looked at together. Each gives the person's keys of that kind. */
export type KeysOf = (person: Person) => readonly string[];

/** Addresses that are an office's, not a person's. */
const shared = new Set(
  (
    "info office mail email contact kontakt hello hallo sales support service admin webmaster team buero post " +
    "accounting buchhaltung rechnung invoice billing jobs hr marketing noreply no-reply anfrage verwaltung " +
    "reception empfang secretary sekretariat"
  ).split(" "),
);

export function isSharedLocal(local: string): boolean {
  return shared.has(local);
}

const none: readonly string[] = [];

function byLocal({ emails }: Person): readonly string[] {
  if (emails.length === 0) return none;
  return emails.map(({ local }) => local).filter((local) => local.length >= 4 && !shared.has(local));
}

/** The address of one firm, misspelt in what stands before the @. */
function byEmailSound({ emails }: Person): readonly string[] {
  return emails.map(({ local, domain }) => soundOf(local) + "@" + domain);
}

function byNickname({ first, last }: Person): readonly string[] {
  return last === "" ? none : nameFamilies(first).map((family) => family + " " + last);
}

function byInitial({ first, last }: Person): readonly string[] {
  return last === "" || first === "" ? none : [last + " " + first[0]];
}

/** "Roe, Jane" with the names in the wrong fields, and slips in the letters that are not heard. */
function bySound({ whole }: Person): readonly string[] {
  return whole === "" ? none : [whole.split(" ").map(soundOf).sort().join(" ")];
}

/** A slip in the last name leaves its beginning or its end as it is. */
function byLastBegin({ first, last }: Person): readonly string[] {
  return first === "" || last.length < 3 ? none : [first + " " + last.slice(0, 3)];
}

function byLastEnd({ first, last }: Person): readonly string[] {
  return first === "" || last.length < 4 ? none : [first + " " + last.slice(-3)];
}

function byBirthday({ birthday, first, last }: Person): readonly string[] {
  if (birthday === null) return none;
  const day = birthday.slice(-5);
  return [first, last].filter((name) => name !== "").map((name) => day + name[0]);
}

/** Somebody who is only a last name, or only a first one. */
function byWord({ whole, companies }: Person): readonly string[] {
  if (whole === "") return none;
  return companies.flatMap((company) => whole.split(" ").map((word) => company + " " + word));
}

export const kinds: readonly KeysOf[] = [
  ({ emails }) => emails.map(({ email }) => email),
  ({ phones }) => phones,
  ({ links }) => links,
  bySound,
  byInitial,
  byNickname,
  byLastBegin,
  byLastEnd,
  byLocal,
  byEmailSound,
  byBirthday,
  byWord,
];

/** Above this size the members of a block are put in order, and each is compared only with those next to it. */
const largest = 6;
const neighbours = 2;

export interface Blocking<Item> {
  readonly kinds: readonly ((item: Item) => readonly string[])[];
  /** By what the members of a large block are put in order. */
  readonly order: (item: Item) => string;
}

/**
 * Gives the pairs that are worth looking at, each once, by their places in the list. Not all pairs: only those with a key
 * in common, and in large blocks only neighbours in the order of name, city and company; so the number of pairs grows
 * with the number of people.
 */
export function eachPair<Item>(
  items: readonly Item[],
  { kinds, order }: Blocking<Item>,
  look: (a: number, b: number) => void,
): void {
  const seen = pairSet(items.length);
  const offer = (a: number, b: number) => {
    if (a !== b && seen.add(Math.min(a, b), Math.max(a, b))) look(Math.min(a, b), Math.max(a, b));
  };
  for (const keysOf of kinds) {
    for (const block of blocksOf(items, keysOf)) {
      const ordered = block.length > largest ? inOrder(items, block, order) : block;
      const reach = block.length > largest ? neighbours : block.length;
      for (let at = 0; at < ordered.length; at++) {
        const end = Math.min(ordered.length, at + reach + 1);
        for (let other = at + 1; other < end; other++) offer(ordered[at]!, ordered[other]!);
      }
    }
  }
}

/** The places of the items of each key that more than one has. */
function* blocksOf<Item>(
  items: readonly Item[],
  keysOf: (item: Item) => readonly string[],
): Generator<readonly number[], void, undefined> {
  const first = new Map<string, number>();
  const blocks = new Map<string, number[]>();
  for (let place = 0; place < items.length; place++) {
    for (const key of keysOf(items[place]!)) {
      const before = first.get(key);
      if (before === undefined) first.set(key, place);
      else {
        const block = blocks.get(key);
        if (block === undefined) blocks.set(key, [before, place]);
        else block.push(place);
      }
    }
  }
  yield* blocks.values();
}

function inOrder<Item>(
  items: readonly Item[],
  block: readonly number[],
  order: (item: Item) => string,
): readonly number[] {
  const keyed = block.map((place) => ({ place, key: order(items[place]!) }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.place - b.place));
  return keyed.map(({ place }) => place);
}

/** A set of pairs of places: a hash table of numbers, for the millions of them would be too large for a Set. */
function pairSet(count: number): { add(a: number, b: number): boolean } {
  let slots = new Float64Array(1 << 16);
  let taken = 0;
  const placeOf = (pair: number, size: number) => {
    const mixed = Math.imul(
      (pair % 4294967296) ^ Math.imul(Math.floor(pair / 4294967296), 40503),
      2654435761,
    );
    return (mixed ^ (mixed >>> 15)) & (size - 1);
  };
  const put = (into: Float64Array, pair: number): boolean => {
    let at = placeOf(pair, into.length);
    while (into[at] !== 0) {
      if (into[at] === pair) return false;
      at = (at + 1) & (into.length - 1);
    }
    into[at] = pair;
    return true;
  };
  return {
    add(a, b) {
      // 0 is an empty slot.
      if (!put(slots, a * count + b + 1)) return false;
      taken++;
      if (taken * 2 > slots.length) {
        const larger = new Float64Array(slots.length * 2);
        for (const pair of slots) if (pair !== 0) put(larger, pair);
        slots = larger;
      }
      return true;
    },
  };
}
