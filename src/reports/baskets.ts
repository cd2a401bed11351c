import type { Db } from "../store/db.ts";
import { fold } from "../values/fold.ts";
import { lineEnd, packedLines, partEnd } from "./order-lines.ts";
import { type Customer, customerNouns } from "./purchases.ts";
import type { ReportScope } from "./scope.ts";

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

/**
 * The products of each counted order with lines (from `from` to `to`, else all). A product with a line below zero, of
 * no quantity or of a negative amount has left its order.
 */
export function readBaskets(db: Db, scope: ReportScope, { kind, writer }: BasketOptions): Baskets {
  const itemOf = itemReader(writer);
  for (const noun of customerNouns(scope)) {
    if (kind === "order")
      for (const { lines } of orders(db, scope, { noun, itemOf })) writer.add(bought(lines));
    else for (const all of ofCustomers(orders(db, scope, { noun, itemOf }))) writer.add(all);
  }
  return writer.baskets();
}

interface BasketOptions {
  readonly kind: BasketKind;
  /** Numbers the products; asked afterwards, it knows those of the baskets. */
  readonly writer: BasketWriter;
}

interface Read {
  readonly noun: Customer["noun"];
  readonly itemOf: (text: string) => number;
}

interface Order {
  readonly customerId: number;
  readonly lines: Lines;
}

/** Products of the lines with a quantity above zero, and of those that were sent back. */
interface Lines {
  readonly items: number[];
  readonly gone: number[];
}

/** The counted orders with lines, each once. */
function* orders(db: Db, scope: ReportScope, { noun, itemOf }: Read): IterableIterator<Order> {
  const sign =
    "CASE WHEN order_line.quantity > 0 AND coalesce(order_line.amount_minor, 0) >= 0 THEN '+' ELSE '-' END";
  const ids = "sales_order.id || ' ' || sales_order." + noun + "_id || ";
  const line = ids + sign + " || coalesce(order_line.sku, '') || '" + partEnd + "' || order_line.product";
  for (const packed of packedLines(db, scope, { noun, line })) {
    const found = new Map<string, Order>();
    for (const text of packed.split(lineEnd)) {
      const at = signAt(text);
      const ids = text.slice(0, at);
      let order = found.get(ids);
      if (order === undefined) {
        order = { customerId: Number(ids.slice(ids.indexOf(" ") + 1)), lines: { items: [], gone: [] } };
        found.set(ids, order);
      }
      const { items, gone } = order.lines;
      (text.charCodeAt(at) === 43 ? items : gone).push(itemOf(text.slice(at + 1)));
    }
    yield* found.values();
  }
}

/** The place of the first "+" or "-": what stands before are digits and a blank. */
function signAt(text: string): number {
  let at = 0;
  for (let code = text.charCodeAt(at); code !== 43 && code !== 45; code = text.charCodeAt(at)) at++;
  return at;
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

function bought({ items, gone }: Lines): readonly number[] {
  return gone.length === 0 ? items : items.filter((item) => !gone.includes(item));
}

function ofCustomers(all: Iterable<Order>): Iterable<Set<number>> {
  const customers = new Map<number, Set<number>>();
  for (const { customerId, lines } of all) {
    const items = customers.get(customerId) ?? new Set<number>();
    customers.set(customerId, items);
    for (const item of bought(lines)) items.add(item);
  }
  return customers.values();
}
