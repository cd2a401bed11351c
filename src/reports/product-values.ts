import type { Db } from "../store/db.ts";
import { fold } from "../values/fold.ts";
import { packedLines } from "./order-lines.ts";
import { partEnd, rowEnd } from "./packed.ts";
import { customerNouns } from "./purchases.ts";
import type { ReportScope } from "./scope.ts";

export interface Product {
  /** Its SKU, else its name; letter case aside. */
  readonly key: string;
  readonly product: string;
  readonly sku: string | null;
  /** What its lines brought, in minor units. */
  readonly value: number;
  readonly quantity: number;
  readonly lines: number;
}

export interface ProductValues {
  /** The largest value first, equal ones by key. */
  readonly products: readonly Product[];
  /** Lines that say no amount and no price: they count with the value 0. */
  readonly linesWithoutAmount: number;
}

type Sums = { -readonly [key in keyof Product]: Product[key] };

/** "value quantity sku name"; a value that is not known is empty. A refund is spread over the lines of its order. */
const line =
  "coalesce(CAST(round(coalesce(order_line.amount_minor, order_line.unit_minor * order_line.quantity) * " +
  "CASE WHEN refunded_minor = 0 THEN 1.0 " +
  "ELSE (sales_order.amount_minor - refunded_minor) * 1.0 / sales_order.amount_minor END) AS INTEGER), '') || '" +
  partEnd +
  "' || order_line.quantity || '" +
  partEnd +
  "' || coalesce(order_line.sku, '') || '" +
  partEnd +
  "' || order_line.product";

/** What each product brought: the lines of counted orders, net of refunds and credits, each rounded to the minor unit. */
export function productValues(db: Db, scope: ReportScope): ProductValues {
  const found = new Map<string, Sums>();
  let linesWithoutAmount = 0;
  for (const packed of packedOf(db, scope)) {
    for (const text of packed.split(rowEnd)) {
      const first = text.indexOf(partEnd);
      const second = text.indexOf(partEnd, first + 1);
      const sums = sumsFor(found, text.slice(second + 1));
      if (first === 0) linesWithoutAmount++;
      else sums.value += Number(text.slice(0, first));
      sums.quantity += Number(text.slice(first + 1, second));
      sums.lines++;
    }
  }
  const products = [...new Set(found.values())];
  products.sort((a, b) => b.value - a.value || (a.key < b.key ? -1 : 1));
  return { products, linesWithoutAmount };
}

function* packedOf(db: Db, scope: ReportScope): IterableIterator<string> {
  for (const noun of customerNouns(scope)) yield* packedLines(db, scope, { noun, line, credits: true });
}

/** Found by its text, "sku name", as it is written; that is folded once. */
function sumsFor(found: Map<string, Sums>, text: string): Sums {
  const known = found.get(text);
  if (known !== undefined) return known;
  const [sku = "", product = ""] = text.split(partEnd);
  const key = sku === "" ? "n" + fold(product) : "s" + fold(sku);
  const sums = found.get(key) ?? { key, product, sku: sku || null, value: 0, quantity: 0, lines: 0 };
  found.set(key, sums);
  found.set(text, sums);
  return sums;
}
