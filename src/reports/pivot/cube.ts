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
  /** Different customers; records of one come one behind the other. */
  customers: number;
  lastCustomer: number;
}

/** Levels with a dimension that follows from the record's day, those without one, or all. */
export type Levels = "timed" | "still" | "all";

/** One record, or several alike; whoever makes many may change and give the same object again. */
export interface Fact {
  /** The levels that it adds to: a customer's orders add one by one to some, and all at once to the others. */
  readonly to: Levels;
  /** By dimension, rows before columns: the numbers of its values, of a field of many values several. */
  readonly codes: readonly (readonly number[])[];
  readonly n: number;
  readonly amount: number;
  readonly valued: number;
  readonly weighted: number;
  readonly won: number;
  readonly lost: number;
  /** 0: none that counts. */
  readonly customer: number;
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
export function makeCube(levels: readonly (readonly boolean[])[], timed: readonly boolean[]) {
  const isTimed = levels.map((level) => level.some((isPart, i) => isPart && timed[i] === true));
  const all = [...levels.keys()];
  const addedTo: Readonly<Record<Levels, readonly number[]>> = {
    ...{ all, timed: all.filter((i) => isTimed[i]), still: all.filter((i) => !isTimed[i]) },
  };
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
      for (const i of addedTo[fact.to]) {
        if (isPlain) addSums(partOf(i, fact.codes), fact);
        else for (const codes of combinations(levels[i]!, fact.codes)) addSums(partOf(i, codes), fact);
      }
    },
    parts: (level: number): readonly Part[] => found[level]!,
  };
}

/** Whether each dimension has one value. Written out plainly: it runs for every record. */
function areSingle(codes: readonly (readonly number[])[]): boolean {
  for (let i = 0; i < codes.length; i++) if (codes[i]!.length !== 1) return false;
  return true;
}

/** Where the first value of each dimension of the level stands. Written out plainly: it runs for every record. */
function nodeOf(top: Node, level: readonly boolean[], codes: readonly (readonly number[])[]): Node {
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
  level: readonly boolean[],
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
  return { n: 0, amount: 0, valued: 0, weighted: 0, won: 0, lost: 0, customers: 0, lastCustomer: 0 };
}

function addSums({ sums }: Part, fact: Fact): void {
  sums.n += fact.n;
  sums.amount += fact.amount;
  sums.valued += fact.valued;
  sums.weighted += fact.weighted;
  sums.won += fact.won;
  sums.lost += fact.lost;
  if (fact.customer === 0 || fact.customer === sums.lastCustomer) return;
  sums.customers++;
  sums.lastCustomer = fact.customer;
}
