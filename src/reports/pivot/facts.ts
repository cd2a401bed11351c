import type { Field } from "../../field.ts";
import type { Db, Value } from "../../store/db.ts";
import { type Credit, creditedDay } from "../credits.ts";
import { type DayWindow, dayWindow, isWithin } from "../deal-window.ts";
import type { DealsLeftOut } from "../deals.ts";
import { endOf, wallOf } from "../local-time.ts";
import { wholeNumber } from "../packed.ts";
import { dayNumber, oncePerDay, type PeriodUnit, periodAt, periodKey, periodUnits } from "../periods.ts";
import {
  type Customer,
  counted,
  countedParams,
  customerNouns,
  type LeftOut,
  leftOut,
  purchaseSums,
} from "../purchases.ts";
import { type ReportScope, unitIn } from "../scope.ts";
import { makeValueReader } from "../segment-groups.ts";
import { seenUntil } from "../window.ts";
import { type Coder, type Fact, makeCoder } from "./cube.ts";
import type { DealKey } from "./deal-facts.ts";

/** A side of the cube: a field of the contact, or something of the deal, or a period of the record's day. */
export interface Dimension {
  readonly key: string;
  readonly header: string;
  readonly from:
    | { readonly kind: "contact"; readonly field: Field }
    | { readonly kind: "deal"; readonly of: DealKey }
    | { readonly kind: "period"; readonly unit: PeriodUnit };
}

export const periodDimensions = periodUnits;

export interface FactScope extends ReportScope {
  readonly dimensions: readonly Dimension[];
}

/** Gives each fact to `add`: there can be millions, and a generator would hand each over for as long as it takes to add. */
export type EachFact = (add: (fact: Fact) => void) => void;

/** The facts, and for each dimension what its numbers stand for. */
export interface Facts {
  readonly facts: EachFact;
  readonly coders: readonly Coder[];
  readonly leftOut: LeftOut | DealsLeftOut;
}

export const noFact = {
  to: "all" as const,
  n: 0,
  amount: 0,
  valued: 0,
  weighted: 0,
  won: 0,
  lost: 0,
  customer: 0,
} as const;

/** Numbers of the values of the contact's fields, by contact; a company alone has none. */
export interface Known {
  readonly codesOf: (contactId: number | null) => readonly (readonly number[])[];
}

export function contactValues(db: Db, scope: FactScope, coders: readonly Coder[]): Known {
  const own = scope.dimensions.flatMap(({ from }, at) =>
    from.kind === "contact" ? [{ at, field: from.field }] : [],
  );
  const empty = scope.dimensions.map((_, i) => [coders[i]!.code(null)]);
  if (own.length === 0) return { codesOf: () => empty };
  const readers = own.map(({ field }) => makeValueReader(field, scope.zone));
  const sql = [
    "SELECT contact.id AS id, " + own.map(({ field }, i) => field.sql + " AS value" + i).join(", "),
    "FROM contact",
  ].join("\n");
  const params: Value[] = own.flatMap(({ field }) => field.params ?? []);
  const known = new Map<number, readonly (readonly number[])[]>();
  for (const row of db.prepare(sql).iterate<Record<string, unknown> & { id: number }>(params)) {
    const codes: (readonly number[])[] = [...empty];
    for (const [i, { at }] of own.entries()) {
      const texts = readers[i]!(row["value" + i]);
      codes[at] = texts.length === 0 ? empty[at]! : texts.map((text) => coders[at]!.code(text));
    }
    known.set(row.id, codes);
  }
  return { codesOf: (id) => (id === null ? empty : (known.get(id) ?? empty)) };
}

/** Numbers of the period that a day lies in, one array for each day. */
function periodCodes(unit: PeriodUnit, coder: Coder): (day: number) => readonly number[] {
  const code = oncePerDay((day) => coder.code(periodKey(unit, periodAt(unit, day))));
  const arrays: (readonly number[])[] = [];
  return (day) => {
    const number = code(day);
    arrays[number] ??= [number];
    return arrays[number];
  };
}

/** The parts of a fact's codes that follow from its day: in a copy, or in place. */
export function dayCodes(scope: FactScope, coders: readonly Coder[]) {
  const timed = scope.dimensions.flatMap(({ from }, at) =>
    from.kind === "period" ? [{ at, codes: periodCodes(unitIn(scope, from.unit), coders[at]!) }] : [],
  );
  return {
    codes: (known: readonly (readonly number[])[], day: number): readonly (readonly number[])[] => {
      const codes = [...known];
      for (const each of timed) codes[each.at] = each.codes(day);
      return codes;
    },
    put: (codes: (readonly number[])[], day: number): void => {
      for (const each of timed) codes[each.at] = each.codes(day);
    },
  };
}

/** Orders that are purchases, and credits with their amount alone, on the purchase day that they are taken off; by customer. */
export function orderFacts(db: Db, scope: FactScope): Facts {
  const coders = scope.dimensions.map(makeCoder);
  return {
    coders,
    facts: (add) => eachOrder(db, scope, { coders, add }),
    leftOut: leftOut(db, seenUntil(scope)),
  };
}

interface Adding {
  readonly coders: readonly Coder[];
  readonly add: (fact: Fact) => void;
}

/** To levels with a period an order at a time, to the others all of a customer at once. */
function eachOrder(db: Db, scope: FactScope, { coders, add }: Adding): void {
  const known = contactValues(db, scope, coders);
  const placed = dayCodes(scope, coders);
  const isTimed = scope.dimensions.some(({ from }) => from.kind === "period");
  const window = dayWindow(scope);
  let customer = 0;
  for (const noun of customerNouns(scope)) {
    for (const { id, packed } of packedOrders(db, scope, noun)) {
      customer++;
      // One object and one array a customer: there can be millions of orders.
      const codes = [...known.codesOf(noun === "contact" ? id : null)];
      const order = { ...noFact, to: "timed" as const, codes, n: 1, valued: 1, amount: 0, customer };
      const all = { ...order, to: "still" as const, n: 0 };
      const credits: Credit[] = [];
      for (let at = 0; at < packed.length; ) {
        const blank = packed.indexOf(" ", at + 10);
        const end = blank === -1 ? packed.length : blank;
        const day = dayNumber(packed, at);
        order.amount = wholeNumber(packed, at + 10, end);
        at = end + 1;
        if (day > window.last) continue;
        if (order.amount < 0) credits.push([day, order.amount]);
        if (order.amount < 0 || day < window.first) continue;
        all.amount += order.amount;
        all.n++;
        if (!isTimed) continue;
        placed.put(codes, day);
        add(order);
      }
      for (const [day, amount] of credits.length === 0 ? [] : creditsIn(window, packed, credits)) {
        all.amount += amount;
        if (!isTimed) continue;
        placed.put(codes, day);
        add({ ...order, n: 0, valued: 0, customer: 0, amount });
      }
      all.valued = all.n;
      if (all.n > 0) add(all);
    }
  }
}

/** The credits that are taken off a purchase day of the window, on that day. */
function creditsIn(window: DayWindow, packed: string, credits: readonly Credit[]): Credit[] {
  const days = packed
    .split(" ")
    .filter((order) => order[10] !== "-")
    .map((order) => dayNumber(order))
    .filter((day) => day <= window.last);
  return credits.flatMap(([day, amount]): Credit[] => {
    const bought = creditedDay(days, day);
    return bought === undefined || bought < window.first ? [] : [[bought, amount]];
  });
}

function packedOrders(
  db: Db,
  scope: ReportScope,
  noun: Customer["noun"],
): IterableIterator<{ readonly id: number; readonly packed: string }> {
  const sql = [
    "SELECT " + noun + "_id AS id, string_agg(order_date || (amount_minor - refunded_minor), ' ') AS packed",
    ...counted(scope, noun),
    "GROUP BY " + noun + "_id",
  ].join("\n");
  return db.prepare(sql).iterate(countedParams(scope));
}

/** Contacts created up to --as-of, each with what it bought up to then. */
export function contactFacts(db: Db, scope: FactScope): Facts {
  const coders = scope.dimensions.map(makeCoder);
  return {
    coders,
    facts: (add) => {
      for (const fact of contactsOf(db, scope, coders)) add(fact);
    },
    leftOut: leftOut(db, { ...scope, contactsOnly: true }),
  };
}

function* contactsOf(db: Db, scope: FactScope, coders: readonly Coder[]): IterableIterator<Fact> {
  const known = contactValues(db, scope, coders);
  const placed = dayCodes(scope, coders);
  const revenue = purchaseSums(db, { ...scope, contactsOnly: true }, "contact");
  const wall = wallOf(scope.zone);
  const window = dayWindow(scope);
  const { where } = scope;
  const sql = [
    "SELECT contact.id, contact.created_at AS at",
    "FROM contact",
    "WHERE contact.created_at < ?",
    where === undefined ? "" : "AND (" + where.sql + ")",
  ].join("\n");
  const rows = db.prepare(sql).iterate<{ id: number; at: string }>([endOf(scope), ...(where?.params ?? [])]);
  for (const { id, at } of rows) {
    const day = wall.day(at);
    if (!isWithin(day, window)) continue;
    const amount = revenue.get(id);
    const isCustomer = amount !== undefined;
    yield {
      ...{ ...noFact, codes: placed.codes(known.codesOf(id), day), n: 1, amount: amount ?? 0 },
      ...{ valued: isCustomer ? 1 : 0, customer: isCustomer ? id : 0 },
    };
  }
}
