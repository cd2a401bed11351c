import type { Db } from "../store/db.ts";
import { fold } from "../values/fold.ts";
import { type Customer, counted, countedParams, seesContactsOnly } from "./purchases.ts";
import type { ReportScope } from "./scope.ts";
import { seenUntil } from "./window.ts";

/** Baskets of distinct products, one behind the other in one array. */
export interface Baskets {
  readonly count: number;
  /** Numbers of products; each basket ends with -1. */
  readonly items: readonly number[];
  /** What the product of a number is called. */
  readonly names: readonly string[];
}

export interface BasketWriter {
  /** The number of a product: its SKU, else its name, letter case aside. */
  readonly item: (name: string, sku?: string) => number;
  /** Adds a basket; products that it names twice count once, an empty one counts as a basket. */
  readonly add: (items: Iterable<number>) => void;
  readonly baskets: () => Baskets;
}

export function basketWriter(): BasketWriter {
  const numbers = new Map<string, number>();
  const names: string[] = [];
  const items: number[] = [];
  let count = 0;
  return {
    item: (name, sku) => {
      const key = sku === undefined ? "n" + fold(name) : "s" + fold(sku);
      const known = numbers.get(key);
      if (known !== undefined) return known;
      numbers.set(key, names.length);
      return names.push(name) - 1;
    },
    add: (products) => {
      for (const item of new Set(products)) items.push(item);
      items.push(-1);
      count++;
    },
    baskets: () => ({ count, items, names }),
  };
}

/** What makes one basket: an order, or all orders of a customer. */
export const basketKinds = ["order", "customer"] as const;
export type BasketKind = (typeof basketKinds)[number];

/** Between the lines of an order, and between the sign, SKU and name of a line. */
const [lineEnd, partEnd] = ["\u001e", "\u001f"];

/**
 * The products of each counted order with lines (from `from` to `to`, else all). A product with a line below zero, of
 * no quantity or of a negative amount has left its order.
 */
export function readBaskets(db: Db, scope: ReportScope, { kind, writer }: BasketOptions): Baskets {
  const itemOf = itemReader(writer);
  for (const noun of seesContactsOnly(scope) ? (["contact"] as const) : (["contact", "company"] as const)) {
    if (kind === "order")
      for (const { packed } of packedOrders(db, scope, noun)) writer.add(bought(packed, itemOf));
    else for (const all of ofCustomers(packedOrders(db, scope, noun), itemOf)) writer.add(all);
  }
  return writer.baskets();
}

interface BasketOptions {
  readonly kind: BasketKind;
  /** Numbers the products; asked afterwards, it knows those of the baskets. */
  readonly writer: BasketWriter;
}

interface Packed {
  readonly customerId: number;
  readonly packed: string;
}

/** One row an order crosses from SQLite, its lines packed into one text: half the time of a row a line. */
function packedOrders(db: Db, scope: ReportScope, noun: Customer["noun"]): IterableIterator<Packed> {
  const seen = seenUntil(scope);
  const sign = "CASE WHEN quantity > 0 AND coalesce(amount_minor, 0) >= 0 THEN '+' ELSE '-' END";
  const sql = [
    "SELECT bought.customer_id AS customerId, lines.packed",
    "FROM (SELECT id, " + noun + "_id AS customer_id",
    ...counted(seen, noun),
    "AND amount_minor >= 0 AND order_date >= ?) AS bought",
    "JOIN (SELECT order_id, string_agg(" +
      sign +
      " || coalesce(sku, '') || '" +
      partEnd +
      "' || product, '" +
      lineEnd +
      "')",
    "  AS packed FROM order_line GROUP BY order_id) AS lines ON lines.order_id = bought.id",
  ].join("\n");
  return db.prepare(sql).iterate<Packed>([...countedParams(seen), scope.from ?? ""]);
}

/** The number of the product of a packed line without its sign, looked up by its text once. */
function itemReader(writer: BasketWriter): (text: string) => number {
  const known = new Map<string, number>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const at = text.indexOf(partEnd);
    const item = writer.item(text.slice(at + 1), at === 0 ? undefined : text.slice(0, at));
    known.set(text, item);
    return item;
  };
}

function bought(packed: string, itemOf: (text: string) => number): readonly number[] {
  const lines = packed.split(lineEnd);
  const items: number[] = [];
  const gone: number[] = [];
  for (const line of lines) (line.charCodeAt(0) === 43 ? items : gone).push(itemOf(line.slice(1)));
  return gone.length === 0 ? items : items.filter((item) => !gone.includes(item));
}

function ofCustomers(orders: Iterable<Packed>, itemOf: (text: string) => number): Iterable<Set<number>> {
  const customers = new Map<number, Set<number>>();
  for (const { customerId, packed } of orders) {
    const items = customers.get(customerId) ?? new Set<number>();
    customers.set(customerId, items);
    for (const item of bought(packed, itemOf)) items.add(item);
  }
  return customers.values();
}
