import type { Field } from "../../field.ts";
import type { Db, Value } from "../../store/db.ts";
import { dayWindow, isWithin } from "../deal-window.ts";
import type { DealsLeftOut } from "../deals.ts";
import { endOf, wallOf } from "../local-time.ts";
import { oncePerDay, type PeriodUnit, periodAt, periodKey, periodUnits } from "../periods.ts";
import { type LeftOut, readSums } from "../purchases.ts";
import { type ReportScope, unitIn } from "../scope.ts";
import { makeValueReader } from "../segment-groups.ts";
import { type Coder, type Fact, type Level, makeCoder } from "./cube.ts";
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
  /** Those of the cube. */
  readonly levels: readonly Level[];
}

/** Gives each fact to `add`: a generator would hand each over for as long as it takes to add. */
export type EachFact = (add: (fact: Fact) => void) => void;

/** The facts, and for each dimension what its numbers stand for. */
export interface Facts {
  readonly facts: EachFact;
  readonly coders: readonly Coder[];
  readonly leftOut: LeftOut | DealsLeftOut;
}

export const noFact = {
  n: 0,
  amount: 0,
  valued: 0,
  weighted: 0,
  won: 0,
  lost: 0,
  customers: 0,
} as const;

/** Numbers of the values of the contact's fields, by contact, one list for all with the same values; a company alone has none. */
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
  const codesOf = onceByValues((values) => {
    const codes = [...empty];
    for (const [i, { at }] of own.entries()) {
      const texts = readers[i]!(values[i]);
      if (texts.length > 0) codes[at] = texts.map((text) => coders[at]!.code(text));
    }
    return codes;
  });
  const known = new Map<number, readonly (readonly number[])[]>();
  for (const [id, ...values] of db.values(sql, params)) known.set(Number(id), codesOf(values));
  return { codesOf: (id) => (id === null ? empty : (known.get(id) ?? empty)) };
}

interface Branch<T> {
  readonly below: Map<unknown, Branch<T>>;
  answer?: T;
}

/** The same answer for the same values in the same order, worked out once. */
function onceByValues<T>(read: (values: readonly unknown[]) => T): (values: readonly unknown[]) => T {
  const top: Branch<T> = { below: new Map() };
  return (values) => {
    let branch = top;
    for (const value of values) {
      const next = branch.below.get(value) ?? { below: new Map() };
      branch.below.set(value, next);
      branch = next;
    }
    branch.answer ??= read(values);
    return branch.answer;
  };
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

/** The codes with those that follow from the day. */
export function dayCodes(scope: FactScope, coders: readonly Coder[]) {
  const timed = scope.dimensions.flatMap(({ from }, at) =>
    from.kind === "period" ? [{ at, codes: periodCodes(unitIn(scope, from.unit), coders[at]!) }] : [],
  );
  return (known: readonly (readonly number[])[], day: number): readonly (readonly number[])[] => {
    const codes = [...known];
    for (const each of timed) codes[each.at] = each.codes(day);
    return codes;
  };
}

/** Contacts created up to --as-of, each with what it bought up to then. */
export function contactFacts(db: Db, scope: FactScope): Facts {
  const coders = scope.dimensions.map(makeCoder);
  const { contact: revenue, leftOut } = readSums(db, { ...scope, contactsOnly: true });
  return {
    coders,
    facts: (add) => {
      for (const fact of contactsOf(db, { ...scope, revenue }, coders)) add(fact);
    },
    leftOut,
  };
}

type Buying = FactScope & { readonly revenue: ReadonlyMap<number, number> };

function* contactsOf(db: Db, scope: Buying, coders: readonly Coder[]): IterableIterator<Fact> {
  const known = contactValues(db, scope, coders);
  const placed = dayCodes(scope, coders);
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
    const amount = scope.revenue.get(id);
    const isCustomer = amount !== undefined;
    yield {
      ...{ ...noFact, codes: placed(known.codesOf(id), day), n: 1, amount: amount ?? 0 },
      ...{ valued: isCustomer ? 1 : 0, customers: isCustomer ? 1 : 0 },
    };
  }
}
