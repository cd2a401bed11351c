import { UserError } from "../errors.ts";
import type { Row } from "../field.ts";
import { fold } from "../values/fold.ts";
import { forgetRecord } from "./belongings.ts";
import { customValuesOf } from "./custom-values.ts";
import type { Db } from "./db.ts";
import { productFields } from "./fields/product.ts";
import { listRows } from "./list.ts";
import { linkProducts, type ProductLinks } from "./product-link.ts";
import { insertRow, type Patch, type RecordTable, updateRow } from "./row.ts";

export const productTable = {
  table: "product",
  columns: {
    sku: "sku",
    skuKey: "sku_key",
    name: "name",
    nameKey: "name_key",
    priceMinor: "price_minor",
    costMinor: "cost_minor",
    currency: "currency",
    unit: "unit",
    recurring: "recurring",
    taxBp: "tax_bp",
    isActive: "is_active",
    note: "note",
  },
} as const satisfies RecordTable<string>;

/** Tax in hundredths of a percent, 1900 is 19 %. */
export type ProductRow = Patch<keyof (typeof productTable)["columns"]>;

export const recurrences = ["week", "month", "quarter", "year"] as const;
export type Recurrence = (typeof recurrences)[number];

export interface ProductDraft {
  readonly row: ProductRow;
  readonly links: ProductLinks;
}

/** A product as a list has it; null: not known. */
export interface ProductDetail extends Row {
  readonly id: number;
  readonly sku: string | null;
  readonly name: string;
  readonly priceMinor: number | null;
  readonly costMinor: number | null;
  readonly currency: string;
  readonly unit: string | null;
  readonly recurring: Recurrence | null;
  /** A ratio: 0.19. */
  readonly tax: number | null;
  readonly isActive: number;
  readonly goesWith: readonly string[];
  readonly upgradeOf: readonly string[];
  readonly upgrades: readonly string[];
  readonly note: string | null;
  /** Values of custom fields by their name. */
  readonly fields: Readonly<Record<string, string>>;
}

export function getProduct(db: Db, id: number): ProductDetail {
  const where = { sql: "product.id = ?", params: [id] };
  const keys = productFields.map((field) => field.key);
  const [flat] = listRows(db, { table: "product", fields: productFields, keys, where });
  if (flat === undefined) throw new UserError("not_found", "no product " + id, "see: crm product list");
  return { ...(flat as ProductDetail), fields: customValuesOf(db, "product", id) };
}

/** The two columns of a name or sku: as it is shown, and as it is compared. */
export function skuColumns(sku: string): ProductRow {
  const text = sku.trim();
  return { sku: text || null, skuKey: text === "" ? null : fold(text) };
}

export function nameColumns(name: string): ProductRow {
  if (name.trim() === "") throw new UserError("usage", "the product's name is empty");
  return { name: name.trim(), nameKey: fold(name.trim()) };
}

export function addProduct(db: Db, { row, links }: ProductDraft, at: string): number {
  refuseTaken(db, row, null);
  const id = insertRow(db, productTable, { draft: row, at });
  linkProducts(db, id, links);
  return id;
}

/** Changes a product; what the draft leaves out stays. */
export function editProduct(db: Db, id: number, { draft, at }: { draft: ProductDraft; at: string }): void {
  refuseTaken(db, draft.row, id);
  updateRow(db, productTable, { id, patch: draft.row, at });
  linkProducts(db, id, draft.links);
}

function refuseTaken(db: Db, { skuKey }: ProductRow, own: number | null): void {
  if (skuKey === undefined || skuKey === null) return;
  const sql = "SELECT id, sku, name FROM product WHERE sku_key = ? AND id IS DISTINCT FROM ?";
  const other = db.get<{ id: number; sku: string; name: string }>(sql, [skuKey, own]);
  if (other === undefined) return;
  throw new UserError(
    "conflict",
    'sku "' + other.sku + '" is product ' + other.id + " " + other.name,
    "crm product edit " + other.id + " changes it",
  );
}

export interface NamedProduct {
  readonly id: number;
  readonly sku: string | null;
  readonly name: string;
}

/**
 * The product that a line of a quote or an order names: by its sku, else by its whole name, in any letter case.
 * Undefined: no product; of several of that name the sku has to be said.
 */
export function productNamed(db: Db, text: string): NamedProduct | undefined {
  const key = fold(text.trim());
  const bySku = db.get<NamedProduct>("SELECT id, sku, name FROM product WHERE sku_key = ?", [key]);
  if (bySku !== undefined) return bySku;
  const sql = "SELECT id, sku, name FROM product WHERE name_key = ? ORDER BY is_active DESC, id LIMIT 3";
  const [first, second] = db.all<NamedProduct>(sql, [key]);
  if (first === undefined || second === undefined) return first;
  const named = [first, second].map(({ id, sku }) => sku ?? "#" + id).join(" or ");
  throw new UserError("ambiguous", '"' + text.trim() + '" could be ' + named, "say the sku");
}

const uses = [
  ["SELECT count(DISTINCT quote_id) AS n FROM quote_line WHERE product_id = ?", "quote"],
  ["SELECT count(*) AS n FROM agreement WHERE product_id = ?", "agreement"],
  ["SELECT count(*) AS n FROM ticket WHERE product_id = ?", "ticket"],
] as const;

/** Deletes a product that nothing refers to; what was sold of it stays, by its name. */
export function deleteProduct(db: Db, id: number): void {
  for (const [sql, what] of uses) {
    const { n } = db.get<{ n: number }>(sql, [id])!;
    if (n === 0) continue;
    throw new UserError(
      "refused",
      "product " + id + " is named by " + n + " " + what + (n === 1 ? "" : "s"),
      "no longer sold? crm product edit " + id + " --active no",
    );
  }
  db.run("DELETE FROM product_link WHERE product_id = :id OR other_id = :id", { id });
  forgetRecord(db, "product", id);
  db.run("DELETE FROM product WHERE id = ?", [id]);
}
