import type { Db } from "../../store/db.ts";
import { dayNumber, oncePerDay } from "../periods.ts";
import { type Customer, readPurchases } from "../purchases.ts";
import { seenUntil } from "../window.ts";
import { type Coder, type Fact, makeCoder, timesOf } from "./cube.ts";
import { contactValues, dayCodes, type EachFact, type FactScope, type Facts, noFact } from "./facts.ts";

/** Orders of customers alike in one part of the time; net minor units. */
interface Cell {
  n: number;
  amount: number;
  /** Different ones; each comes with all its orders at once. */
  customers: number;
  lastCustomer: number;
}

type Codes = readonly (readonly number[])[];

/** One way to part the time: by the dimensions of it that some level of the cube has. */
interface Parting {
  readonly times: number;
  /** The number of the part that a day lies in, and a day of it. */
  readonly partOf: (day: number) => number;
  readonly days: readonly number[];
}

/**
 * Orders that are purchases, credits taken off the purchase day before them. There can be millions, and a cube has many
 * levels: so the orders of customers with the same values are added up by part of the time first, once for each set of
 * periods that a level has. A customer has one set of values: those of two such sums are never the same.
 */
export function orderFacts(db: Db, scope: FactScope): Facts {
  const coders = scope.dimensions.map(makeCoder);
  const partings = partingsOf(scope, coders);
  const purchases = readPurchases(db, seenUntil(scope));
  const known = contactValues(db, scope, coders);
  const found = addedUp(purchases.customers, {
    codesOf: ({ noun, id }) => known.codesOf(noun === "contact" ? id : null),
    first: scope.from === undefined ? -Infinity : dayNumber(scope.from),
    partings,
  });
  const placed = dayCodes(scope, coders);
  const facts: EachFact = (add) => {
    for (const [codes, parts] of found)
      for (const [i, { times, days }] of partings.entries())
        for (const [part, cell] of parts[i]!.entries())
          if (cell !== undefined) add(factOf(cell, times, placed(codes, days[part]!)));
  };
  return { coders, leftOut: purchases.leftOut(), facts };
}

interface Adding {
  readonly codesOf: (customer: Customer) => Codes;
  /** The first day that counts. */
  readonly first: number;
  readonly partings: readonly Parting[];
}

/** For each set of values the sums of each parting, by number of the part; undefined where nothing was bought. */
type Added = ReadonlyMap<Codes, readonly (readonly (Cell | undefined)[])[]>;

/** Written out plainly: there can be millions of purchase days. */
function addedUp(customers: Iterable<Customer>, { codesOf, first, partings }: Adding): Added {
  const found = new Map<Codes, Cell[][]>();
  let count = 0;
  for (const customer of customers) {
    count++;
    const { days, values, orders } = customer;
    const codes = codesOf(customer);
    const parts = found.get(codes) ?? partings.map((): Cell[] => []);
    found.set(codes, parts);
    for (let p = 0; p < partings.length; p++) {
      const { partOf } = partings[p]!;
      const cells = parts[p]!;
      for (let i = days.length - 1; i >= 0 && days[i]! >= first; i--) {
        const cell = cellAt(cells, partOf(days[i]!));
        cell.n += orders[i]!;
        cell.amount += values[i]!;
        if (cell.lastCustomer !== count) cell.customers++;
        cell.lastCustomer = count;
      }
    }
  }
  return found;
}

function cellAt(cells: Cell[], part: number): Cell {
  const known = cells[part];
  if (known !== undefined) return known;
  const cell = { n: 0, amount: 0, customers: 0, lastCustomer: 0 };
  cells[part] = cell;
  return cell;
}

function factOf({ n, amount, customers }: Cell, times: number, codes: Codes): Fact {
  return { ...noFact, times, codes, n, amount, valued: n, customers };
}

/** One for each set of dimensions of time that a level has. */
function partingsOf(scope: FactScope, coders: readonly Coder[]): Parting[] {
  const isTimed = scope.dimensions.map(({ from }) => from.kind === "period");
  const placed = dayCodes(scope, coders);
  const none = scope.dimensions.map(() => []);
  return [...new Set(scope.levels.map((level) => timesOf(level, isTimed)))].map((times) => {
    const days: number[] = [];
    const parts = new Map<string, number>();
    const partOf = oncePerDay((day) => {
      const key = placed(none, day)
        .filter((_, i) => (times & (1 << i)) !== 0)
        .join();
      const part = parts.get(key) ?? days.push(day) - 1;
      parts.set(key, part);
      return part;
    });
    return { times, partOf, days };
  });
}
