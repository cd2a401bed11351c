import type { Db } from "../store/db.ts";
import { fold } from "../values/fold.ts";
import { ordersInText, packedLines } from "./order-lines.ts";
import { partEnd, rowEnd, wholeNumber } from "./packed.ts";
import { type Customer, customerNouns } from "./purchases.ts";
import type { ReportScope } from "./scope.ts";

/** Baskets of distinct products, one behind the other in one array. */
export interface Baskets {
  readonly count: number;
  /** Numbers of products; each basket ends with -1. */
  readonly items: Int32Array;
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
  // The basket that each product was last seen in, counted from 1.
  const seenIn: number[] = [];
  let items = new Int32Array(1_024);
  let [end, count] = [0, 0];
  const put = (item: number) => {
    if (end === items.length) {
      const more = new Int32Array(end * 2);
      more.set(items);
      items = more;
    }
    items[end++] = item;
  };
  return {
    item: (name, sku) => {
      const key = sku === undefined ? "n" + fold(name) : "s" + fold(sku);
      const known = numbers.get(key);
      if (known !== undefined) return known;
      numbers.set(key, names.length);
      return names.push(name) - 1;
    },
    add: (products) => {
      count++;
      for (const item of products) {
        if (seenIn[item] === count) continue;
        seenIn[item] = count;
        put(item);
      }
      put(-1);
    },
    baskets: () => ({ count, items: items.subarray(0, end), names }),
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
    const read = { noun, itemOf, kind };
    if (kind === "order") eachOrder(db, scope, read, (_, lines) => writer.add(bought(lines)));
    else for (const all of ofCustomers(db, scope, read)) writer.add(all);
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
  readonly kind: BasketKind;
}

/** Products of the lines with a quantity above zero, and of those that were sent back. */
interface Lines {
  readonly items: number[];
  readonly gone: number[];
}

type NoteOrder = (customerId: number, lines: Lines) => void;

/** The counted orders with lines, each once; the customer is 0 where baskets are orders. The lines are one object again and again. */
function eachOrder(db: Db, scope: ReportScope, { noun, itemOf, kind }: Read, note: NoteOrder): void {
  const sign =
    "CASE WHEN order_line.quantity > 0 AND coalesce(order_line.amount_minor, 0) >= 0 THEN '+' ELSE '-' END";
  const customer = kind === "order" ? "" : " || ' ' || sales_order." + noun + "_id";
  const product = "coalesce(order_line.sku, '') || '" + partEnd + "' || order_line.product";
  const line = "(sales_order.id % " + ordersInText + ")" + customer + " || " + sign + " || " + product;
  const lines: Lines = { items: [], gone: [] };
  for (const packed of packedLines(db, scope, { noun, line })) {
    let [order, customerId] = [-1, 0];
    for (let start = 0; start < packed.length; ) {
      const at = signAt(packed, start);
      const found = packed.indexOf(rowEnd, at);
      const end = found === -1 ? packed.length : found;
      const blank = kind === "order" ? at : packed.indexOf(" ", start);
      const id = wholeNumber(packed, start, blank);
      if (id !== order && order !== -1) hand(note, customerId, lines);
      order = id;
      if (kind !== "order") customerId = wholeNumber(packed, blank + 1, at);
      (packed.charCodeAt(at) === 43 ? lines.items : lines.gone).push(itemOf(packed.slice(at + 1, end)));
      start = end + 1;
    }
    hand(note, customerId, lines);
  }
}

function hand(note: NoteOrder, customerId: number, lines: Lines): void {
  note(customerId, lines);
  lines.items.length = 0;
  lines.gone.length = 0;
}

/** The place of the first "+" or "-" from there: what stands before are digits and a blank. */
function signAt(text: string, start: number): number {
  let at = start;
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

function ofCustomers(db: Db, scope: ReportScope, read: Read): Iterable<Set<number>> {
  const customers = new Map<number, Set<number>>();
  eachOrder(db, scope, read, (customerId, lines) => {
    const items = customers.get(customerId) ?? new Set<number>();
    customers.set(customerId, items);
    for (const item of bought(lines)) items.add(item);
  });
  return customers.values();
}
