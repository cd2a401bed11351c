import { noValue } from "./segment-groups.ts";

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

/** One record, or several of one customer and the same values. */
export interface Fact {
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

/** More values than this in one dimension would run into the next. */
const radix = 2 ** 17;

/**
 * The cube with every level that is shown: each set of dimensions in `levels` has sums of its own, to which a record adds
 * once, so that distinct counts and ratios of a total are those of its records and never of its cells.
 */
export function makeCube(levels: readonly (readonly boolean[])[]) {
  const tables = levels.map(() => new Map<number, Part>());
  return {
    add: (fact: Fact) => {
      for (const [i, level] of levels.entries()) addTo(tables[i]!, level, fact);
    },
    parts: (level: number): Part[] => [...tables[level]!.values()],
  };
}

function addTo(table: Map<number, Part>, level: readonly boolean[], fact: Fact): void {
  for (const codes of combinations(level, fact.codes)) {
    let key = 0;
    for (const code of codes) key = key * radix + code + 1;
    let part = table.get(key);
    if (part === undefined) {
      part = { codes, sums: noSums() };
      table.set(key, part);
    }
    addSums(part.sums, fact);
  }
}

/** Nearly every record has one value in each dimension: then there is one combination. */
function combinations(level: readonly boolean[], codes: readonly (readonly number[])[]): number[][] {
  if (codes.every((some) => some.length === 1)) return [codes.map((some, i) => (level[i] ? some[0]! : -1))];
  return codes.reduce<number[][]>(
    (before, some, i) =>
      before.flatMap((part) => (level[i] ? some.map((code) => [...part, code]) : [[...part, -1]])),
    [[]],
  );
}

export function noSums(): Sums {
  return { n: 0, amount: 0, valued: 0, weighted: 0, won: 0, lost: 0, customers: 0, lastCustomer: 0 };
}

function addSums(sums: Sums, fact: Fact): void {
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
