import { noValue } from "../segment-groups.ts";

/** What every measure can be worked out from, of any part of the cube; money in minor units. */
export interface Sums {
  n: number;
  amount: number;
  /** Records with an amount. */
  valued: number;
  weighted: number;
  won: number;
  lost: number;
  /** Different ones. */
  customers: number;
}

/** Which of the dimensions a level of the cube has; across the others it goes. */
export type Level = readonly boolean[];

/** One record, or several alike. */
export interface Fact {
  /** Adds only to the levels of these (`timesOf`); left out: to all. */
  readonly times?: number;
  /** By dimension, rows before columns: the numbers of its values, of a field of many values several. */
  readonly codes: readonly (readonly number[])[];
  readonly n: number;
  readonly amount: number;
  readonly valued: number;
  readonly weighted: number;
  readonly won: number;
  readonly lost: number;
  /** Who are in no other fact of the same level. */
  readonly customers: number;
}

/** Numbers for the texts of one dimension. */
export interface Coder {
  readonly code: (text: string | null) => number;
  readonly text: (code: number) => string;
}

export function makeCoder(): Coder {
  const codes = new Map<string, number>();
  const texts: string[] = [];
  return {
    code: (text) => {
      const label = text ?? noValue;
      const known = codes.get(label);
      if (known !== undefined) return known;
      codes.set(label, texts.length);
      return texts.push(label) - 1;
    },
    text: (code) => texts[code] ?? noValue,
  };
}

/** A part of the cube: the numbers of its values, -1 for a dimension that it goes across. */
export interface Part {
  readonly codes: readonly number[];
  readonly sums: Sums;
}

/** The parts of a level by the numbers of their values, one dimension below the other; 0 stands for all of one. */
interface Node {
  readonly below: (Node | undefined)[];
  part: Part | undefined;
}

/**
 * The cube with every level that is shown: each set of dimensions in `levels` has sums of its own, to which a record adds
 * once, so that distinct counts and ratios of a total are those of its records and never of its cells.
 */
export function makeCube(levels: readonly Level[], isTimed: readonly boolean[]) {
  const times = levels.map((level) => timesOf(level, isTimed));
  const tops = levels.map((): Node => ({ below: [], part: undefined }));
  const found = levels.map((): Part[] => []);
  const partOf = (i: number, codes: readonly (readonly number[])[]): Part => {
    const node = nodeOf(tops[i]!, levels[i]!, codes);
    if (node.part !== undefined) return node.part;
    const part = {
      codes: codes.map((some, at) => (levels[i]![at] === true ? some[0]! : -1)),
      sums: noSums(),
    };
    node.part = part;
    found[i]!.push(part);
    return part;
  };
  return {
    add: (fact: Fact) => {
      const isPlain = areSingle(fact.codes);
      for (let i = 0; i < levels.length; i++) {
        if (fact.times !== undefined && fact.times !== times[i]) continue;
        if (isPlain) addSums(partOf(i, fact.codes), fact);
        else for (const codes of combinations(levels[i]!, fact.codes)) addSums(partOf(i, codes), fact);
      }
    },
    parts: (level: number): readonly Part[] => found[level]!,
  };
}

/** The dimensions of a level that follow from a record's day, as bits. */
export function timesOf(level: Level, isTimed: readonly boolean[]): number {
  return level.reduce((bits, isPart, i) => (isPart && isTimed[i] === true ? bits | (1 << i) : bits), 0);
}

/** Whether each dimension has one value. Written out plainly: it runs for every record. */
function areSingle(codes: readonly (readonly number[])[]): boolean {
  for (let i = 0; i < codes.length; i++) if (codes[i]!.length !== 1) return false;
  return true;
}

/** Where the first value of each dimension of the level stands. Written out plainly: it runs for every record. */
function nodeOf(top: Node, level: Level, codes: readonly (readonly number[])[]): Node {
  let node = top;
  for (let i = 0; i < level.length; i++) {
    const at = level[i] === true ? codes[i]![0]! + 1 : 0;
    let next = node.below[at];
    if (next === undefined) {
      next = { below: [], part: undefined };
      node.below[at] = next;
    }
    node = next;
  }
  return node;
}

/** One value of each dimension of the level, in every combination; of the others the first. */
function combinations(
  level: Level,
  codes: readonly (readonly number[])[],
): readonly (readonly (readonly number[])[])[] {
  return codes.reduce<readonly (readonly (readonly number[])[])[]>(
    (before, some, i) =>
      before.flatMap((part) =>
        (level[i] === true ? some : some.slice(0, 1)).map((code) => [...part, [code]]),
      ),
    [[]],
  );
}

export function noSums(): Sums {
  return { n: 0, amount: 0, valued: 0, weighted: 0, won: 0, lost: 0, customers: 0 };
}

function addSums({ sums }: Part, fact: Fact): void {
  sums.n += fact.n;
  sums.amount += fact.amount;
  sums.valued += fact.valued;
  sums.weighted += fact.weighted;
  sums.won += fact.won;
  sums.lost += fact.lost;
  sums.customers += fact.customers;
}
