import type { Db } from "../store/db.ts";
import { fold } from "../values/fold.ts";
import { packedLines, partEnd } from "./order-lines.ts";
import { type Customer, seesContactsOnly } from "./purchases.ts";
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

/** "sku name value quantity"; a value that is not known is empty. A refund is spread over the lines of its order. */
const line =
  "coalesce(order_line.sku, '') || '" +
  partEnd +
  "' || order_line.product || '" +
  partEnd +
  "' || coalesce(CAST(round(coalesce(order_line.amount_minor, order_line.unit_minor * order_line.quantity) * " +
  "CASE WHEN refunded_minor = 0 THEN 1.0 " +
  "ELSE (sales_order.amount_minor - refunded_minor) * 1.0 / sales_order.amount_minor END) AS INTEGER), '') || '" +
  partEnd +
  "' || order_line.quantity";

/** What each product brought: the lines of counted orders net of refunds, each rounded to the minor unit. */
export function productValues(db: Db, scope: ReportScope): ProductValues {
  const found = new Map<string, Sums>();
  let linesWithoutAmount = 0;
  for (const text of linesOf(db, scope)) {
    const [sku = "", product = "", value = "", quantity = ""] = text.split(partEnd);
    const sums = sumsFor(found, product, sku);
    if (value === "") linesWithoutAmount++;
    sums.value += Number(value);
    sums.quantity += Number(quantity);
    sums.lines++;
  }
  const products = [...new Set(found.values())];
  products.sort((a, b) => b.value - a.value || (a.key < b.key ? -1 : 1));
  return { products, linesWithoutAmount };
}

function* linesOf(db: Db, scope: ReportScope): IterableIterator<string> {
  const nouns: readonly Customer["noun"][] = seesContactsOnly(scope) ? ["contact"] : ["contact", "company"];
  for (const noun of nouns)
    for (const packed of packedLines(db, scope, { noun, line })) yield* packed.split("\u001e");
}

/** Found by its text as it is first, which is folded once. */
function sumsFor(found: Map<string, Sums>, product: string, sku: string): Sums {
  const text = sku + partEnd + product;
  const known = found.get(text);
  if (known !== undefined) return known;
  const key = sku === "" ? "n" + fold(product) : "s" + fold(sku);
  const sums = found.get(key) ?? { key, product, sku: sku || null, value: 0, quantity: 0, lines: 0 };
  found.set(key, sums);
  found.set(text, sums);
  return sums;
}
