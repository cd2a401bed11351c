import type { Db, Value } from "../store/db.ts";
import type { Where } from "../store/list.ts";
import { wholeNumber } from "./packed.ts";
import { dayNumber } from "./periods.ts";

/** What every purchase report is asked for. */
export interface PurchaseScope {
  /** YYYY-MM-DD; orders after this day are not seen. */
  readonly asOf: string;
  /** Only orders in this currency count. */
  readonly currency: string;
  /** A condition over table contact; only orders of the contacts that fit are seen, none of companies alone. */
  readonly where?: Where | undefined;
  /** Orders that name no contact are left out, as with `where`. */
  readonly contactsOnly?: boolean | undefined;
}

/** One customer with the days on which it bought: at least one, each once, in order. */
export interface Customer {
  /** The company where an order names no contact. */
  readonly noun: "contact" | "company";
  readonly id: number;
  /** Days since 1970-01-01. */
  readonly days: readonly number[];
  /** Net sum of each of these days in minor units. */
  readonly values: readonly number[];
  /** Number of orders on each of these days, at least one; credits not counted. */
  readonly orders: readonly number[];
}

/** Orders up to the day that no purchase report counts, and the credits, which count in another way. */
export type LeftOut = {
  /** Orders in other currencies, by currency. */
  readonly otherCurrencies: Readonly<Record<string, number>>;
  readonly refundedInFull: number;
  /** Orders that name a company and no contact, where only contacts are looked at; otherwise 0. */
  readonly ofCompaniesOnly: number;
  /** Orders below zero: each lowers the value of the purchase day before it and is no purchase. */
  readonly credits: number;
};

/**
 * The one view of purchase days that all purchase reports start from, one customer after another. A purchase day is one
 * customer on one local day with at least one order that is not below zero and not refunded in full (a free order
 * is one); its value is the day's sum net of refunds. An order below zero (a credit) is taken off the customer's last
 * purchase day up to then, or off the first when there is none before; a customer with credits alone is none.
 */
export function* purchaseDays(db: Db, scope: PurchaseScope): IterableIterator<Customer> {
  for (const noun of customerNouns(scope)) yield* unpacked(db, scope, noun);
}

/** The values of each customer's purchase days added up, by id: what `purchaseDays` gives in sum, in half the time. */
export function purchaseSums(db: Db, scope: PurchaseScope, noun: Customer["noun"]): Map<number, number> {
  const sql = [
    "SELECT " + noun + "_id AS id, sum(amount_minor - refunded_minor) AS value",
    ...counted(scope, noun),
    "GROUP BY " + noun + "_id",
    "HAVING max(amount_minor) >= 0",
  ].join("\n");
  const sums = new Map<number, number>();
  for (const [id, value] of db.values(sql, countedParams(scope))) sums.set(Number(id), Number(value));
  return sums;
}

/** One row a customer crosses from SQLite, its orders packed into one text: a row an order would take five times as long. */
function* unpacked(db: Db, scope: PurchaseScope, noun: Customer["noun"]): IterableIterator<Customer> {
  const sql = [
    "SELECT " + noun + "_id AS id, string_agg(order_date || (amount_minor - refunded_minor), ' ') AS packed",
    ...counted(scope, noun),
    "GROUP BY " + noun + "_id",
    "ORDER BY " + noun + "_id",
  ].join("\n");
  for (const [id, packed] of db.values(sql, countedParams(scope))) {
    const { days, values, orders } = unpack(String(packed));
    if (days.length > 0) yield { noun, id: Number(id), days, values, orders };
  }
}

/** FROM and WHERE of the orders that count, credits among them. */
export function counted(scope: PurchaseScope, noun: Customer["noun"]): readonly string[] {
  return [...inScope(scope, noun), "AND NOT (refunded_minor > 0 AND refunded_minor = amount_minor)"];
}

/** The same with those refunded in full; the values of both are `countedParams`. */
export function inScope(scope: PurchaseScope, noun: Customer["noun"]): readonly string[] {
  return [
    "FROM sales_order",
    "WHERE currency = ? AND order_date <= ?",
    noun === "contact" ? "AND contact_id IS NOT NULL" : "AND contact_id IS NULL",
    contactPart(scope),
  ];
}

export function countedParams(scope: PurchaseScope): readonly Value[] {
  return [scope.currency, scope.asOf, ...whereParams(scope)];
}

interface Purchases {
  readonly days: number[];
  readonly values: number[];
  readonly orders: number[];
}

/** "1997-01-012933 1997-01-182973": a date of ten characters with the net amount behind it, in any order. */
function unpack(packed: string): Purchases {
  const days: number[] = [];
  const values: number[] = [];
  const credits: [number, number][] = [];
  const orders: number[] = [];
  let isSorted = true;
  for (let at = 0; at < packed.length; ) {
    const blank = packed.indexOf(" ", at + 10);
    const end = blank === -1 ? packed.length : blank;
    const day = dayNumber(packed, at);
    const value = wholeNumber(packed, at + 10, end);
    const last = days.length - 1;
    if (value < 0) credits.push([day, value]);
    else if (days[last] === day) {
      values[last] = values[last]! + value;
      orders[last] = orders[last]! + 1;
    } else {
      if (last >= 0 && days[last]! > day) isSorted = false;
      days.push(day);
      values.push(value);
      orders.push(1);
    }
    at = end + 1;
  }
  const purchases = isSorted ? { days, values, orders } : inOrder({ days, values, orders });
  if (credits.length > 0) takeOff(credits, purchases);
  return purchases;
}

/** SQL promises no order inside an aggregate. */
function inOrder(unsorted: Purchases): Purchases {
  const at = unsorted.days.map((_, i) => i).sort((a, b) => unsorted.days[a]! - unsorted.days[b]!);
  const sorted: Purchases = { days: [], values: [], orders: [] };
  for (const i of at) {
    const last = sorted.days.length - 1;
    if (sorted.days[last] === unsorted.days[i]) {
      sorted.values[last] = sorted.values[last]! + unsorted.values[i]!;
      sorted.orders[last] = sorted.orders[last]! + unsorted.orders[i]!;
    } else {
      sorted.days.push(unsorted.days[i]!);
      sorted.values.push(unsorted.values[i]!);
      sorted.orders.push(unsorted.orders[i]!);
    }
  }
  return sorted;
}

function takeOff(credits: readonly (readonly [number, number])[], { days, values }: Purchases): void {
  if (days.length === 0) return;
  for (const [day, value] of credits) {
    const at = Math.max(
      0,
      days.findLastIndex((bought) => bought <= day),
    );
    values[at] = values[at]! + value;
  }
}

/** Counts what the reports of this scope do not count, so that each can say so. */
export function leftOut(db: Db, scope: PurchaseScope): LeftOut {
  const sql = [
    "SELECT currency, count(*) AS n,",
    "  count(*) FILTER (WHERE amount_minor < 0) AS credits",
    "FROM sales_order",
    "WHERE (amount_minor < 0 OR (refunded_minor > 0 AND refunded_minor = amount_minor) OR currency <> ?)",
    "AND order_date <= ?",
    contactPart(scope),
    "GROUP BY currency",
    "ORDER BY n DESC, currency",
  ].join("\n");
  const rows = db.all<{ currency: string; n: number; credits: number }>(sql, [
    scope.currency,
    scope.asOf,
    ...whereParams(scope),
  ]);
  const own = rows.find((row) => row.currency === scope.currency) ?? { n: 0, credits: 0 };
  const others = rows.filter((row) => row.currency !== scope.currency);
  return {
    otherCurrencies: Object.fromEntries(others.map((row) => [row.currency, row.n])),
    refundedInFull: own.n - own.credits,
    ofCompaniesOnly: seesContactsOnly(scope) ? ordersOfCompanies(db, scope) : 0,
    credits: own.credits,
  };
}

function ordersOfCompanies(db: Db, { asOf, currency }: PurchaseScope): number {
  const sql = `
    SELECT count(*) AS n
    FROM sales_order
    WHERE contact_id IS NULL AND order_date <= ? AND currency = ?`;
  return db.get<{ n: number }>(sql, [asOf, currency])!.n;
}

/** Whether orders of companies alone are left out. */
export function seesContactsOnly(scope: PurchaseScope): boolean {
  return scope.contactsOnly === true || scope.where !== undefined;
}

/** Whose orders are seen: contacts come first. */
export function customerNouns(scope: PurchaseScope): readonly Customer["noun"][] {
  return seesContactsOnly(scope) ? ["contact"] : ["contact", "company"];
}

/** The condition over table contact as one over a column with ids of contacts. */
export function ofContacts(column: string, where: Where): Where {
  return {
    sql: column + " IN (SELECT contact.id FROM contact WHERE " + where.sql + ")",
    params: where.params,
  };
}

function contactPart(scope: PurchaseScope): string {
  if (scope.where !== undefined) return "AND " + ofContacts("contact_id", scope.where).sql;
  return scope.contactsOnly === true ? "AND contact_id IS NOT NULL" : "";
}

function whereParams(scope: PurchaseScope): readonly Value[] {
  return scope.where?.params ?? [];
}
