import type { Db, Value } from "../store/db.ts";
import type { Where } from "../store/list.ts";
import { isMarked, type Met, mark, noneMet, noteMarks, packedOrders, unpack } from "./packed-orders.ts";

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
export function* purchaseDays(
  db: Db,
  scope: PurchaseScope,
  met: Met = noneMet(),
): IterableIterator<Customer> {
  for (const noun of customerNouns(scope)) {
    for (const [id, packed] of customersWithOrders(db, scope, noun)) {
      const { days, values, orders } = unpack(String(packed), met);
      if (days.length > 0) yield { noun, id: Number(id), days, values, orders };
    }
  }
}

/** `purchaseDays`, and of the same pass what `leftOut` gives, and the refunds: known when all customers have been read. */
export function readPurchases(db: Db, scope: PurchaseScope) {
  const met = noneMet();
  return {
    customers: purchaseDays(db, scope, met),
    leftOut: () => leftOutOf(db, scope, met),
    /** By the day of the order, which can be one refunded in full; minor units. */
    refunds: met.refunds as ReadonlyMap<number, number>,
  };
}

/** The values of each customer's purchase days added up, by id: what `purchaseDays` gives in sum, in half the time. */
export function purchaseSums(
  db: Db,
  scope: PurchaseScope,
  noun: Customer["noun"],
  met: Met = noneMet(),
): Map<number, number> {
  const sql = [
    // An order refunded in full adds nothing.
    "SELECT " + noun + "_id, sum(amount_minor - refunded_minor) FILTER (WHERE currency = ?), count(*),",
    "  string_agg(" + mark + ", ' ') FILTER (WHERE " + isMarked + ")",
    "FROM sales_order",
    "WHERE",
    ...upTo(scope, noun),
    "GROUP BY " + noun + "_id",
  ].join("\n");
  const { currency } = scope;
  const sums = new Map<number, number>();
  for (const [id, value, n, marks] of db.values(sql, [currency, currency, ...countedParams(scope)]))
    if (noteMarks(marks as string | null, met) < Number(n)) sums.set(Number(id), Number(value));
  return sums;
}

/** `purchaseSums` by noun, and what `leftOut` gives in the same pass. */
export function readSums(db: Db, scope: PurchaseScope) {
  const met = noneMet();
  const contact = purchaseSums(db, scope, "contact", met);
  const company = seesContactsOnly(scope)
    ? new Map<number, number>()
    : purchaseSums(db, scope, "company", met);
  return { contact, company, leftOut: leftOutOf(db, scope, met) };
}

/**
 * The id of each customer and its orders (`packedOrders`): a row a customer crosses from SQLite, for a row an order would
 * take five times as long.
 */
function customersWithOrders(
  db: Db,
  scope: PurchaseScope,
  noun: Customer["noun"],
): IterableIterator<readonly unknown[]> {
  const sql = [
    "SELECT " + noun + "_id, " + packedOrders,
    "FROM sales_order",
    "WHERE",
    ...upTo(scope, noun),
    "GROUP BY " + noun + "_id",
    "ORDER BY " + noun + "_id",
  ].join("\n");
  return db.values(sql, countedParams(scope));
}

/** FROM and WHERE of the orders that count, credits among them; its values are `countedParams`. */
export function counted(scope: PurchaseScope, noun: Customer["noun"]): readonly string[] {
  return [
    "FROM sales_order",
    "WHERE currency = ? AND",
    ...upTo(scope, noun),
    "AND NOT (refunded_minor > 0 AND refunded_minor = amount_minor)",
  ];
}

/** Conditions over the orders of all currencies; their values are `countedParams` without the currency. */
function upTo({ where }: PurchaseScope, noun: Customer["noun"]): readonly string[] {
  return [
    "order_date <= ?",
    noun === "contact" ? "AND contact_id IS NOT NULL" : "AND contact_id IS NULL",
    where === undefined ? "" : "AND " + ofContacts("contact_id", where).sql,
  ];
}

export function countedParams(scope: PurchaseScope): readonly Value[] {
  return [scope.currency, scope.asOf, ...whereParams(scope)];
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
  ].join("\n");
  const rows = db.all<{ currency: string; n: number; credits: number }>(sql, [
    scope.currency,
    scope.asOf,
    ...whereParams(scope),
  ]);
  const met = noneMet();
  for (const { currency, n, credits } of rows) {
    if (currency !== scope.currency) met.otherCurrencies.set(currency, n);
    else [met.refundedInFull, met.credits] = [n - credits, credits];
  }
  return leftOutOf(db, scope, met);
}

/** Most frequent currencies first. */
export function leftOutOf(db: Db, scope: PurchaseScope, met: Met): LeftOut {
  const others = [...met.otherCurrencies].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  return {
    otherCurrencies: Object.fromEntries(others),
    refundedInFull: met.refundedInFull,
    ofCompaniesOnly: seesContactsOnly(scope) ? ordersOfCompanies(db, scope) : 0,
    credits: met.credits,
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
function seesContactsOnly(scope: PurchaseScope): boolean {
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
