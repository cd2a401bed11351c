import { idSet } from "./bulk.ts";
import type { Db } from "./db.ts";
import type { ImportOptions, Taken } from "./import-contacts.ts";
import { difference } from "./import-difference.ts";
import { nameColumns, type ProductRow, productTable, skuColumns } from "./product.ts";
import { insertRow, updateRow } from "./row.ts";

/** A product as a file has it; a null or absent value: the file does not say. */
export interface ImportedProduct {
  readonly externalId: string | null;
  readonly name: string;
  readonly sku: string | null;
  /** All but name and sku. */
  readonly row: ProductRow;
  /** Of a new product without any price. */
  readonly currency: string;
}

/** Takes products of an import in: known by sku, else by the id of the file, else by name where one side has no sku. */
export function productSink(db: Db, options: ImportOptions): { take(product: ImportedProduct): Taken } {
  const { at, source, onMatch } = options;
  const before = db.get<{ id: number | null }>("SELECT max(id) AS id FROM product")?.id ?? 0;
  const touched = idSet();
  const keep = (id: number, key: string | null) => {
    const sql =
      "INSERT INTO external_id (noun, source, key, record_id) VALUES ('product', ?, ?, ?) ON CONFLICT DO NOTHING";
    if (key !== null) db.run(sql, [source, key, id]);
  };
  const change = (id: number, product: ImportedProduct): Taken => {
    const isNew = id > before;
    const isAgain = isNew || touched.has(id);
    touched.add(id);
    if (onMatch === "skip" && !isNew) return { id, outcome: "skipped" };
    const mode = isAgain || onMatch === "skip" ? "fill" : onMatch;
    const { patch } = difference(db, productTable, { id, row: rowOf(product), mode });
    keep(id, product.externalId);
    const isChanged = Object.keys(patch).length > 0;
    if (isChanged) updateRow(db, productTable, { id, patch, at });
    return { id, outcome: isAgain ? "merged" : isChanged ? "updated" : "unchanged" };
  };
  return {
    take(product) {
      const found = identify(db, product, source);
      if (found !== undefined) return change(found, product);
      const { externalId, currency } = product;
      const row = rowOf(product);
      const id = insertRow(db, productTable, { draft: { ...row, currency: row.currency ?? currency }, at });
      keep(id, externalId);
      return { id, outcome: "created" };
    },
  };
}

const keyedSql = "SELECT record_id AS id FROM external_id WHERE noun = 'product' AND source = ? AND key = ?";
const nameSql = `
  SELECT id
  FROM product
  WHERE name_key = :nameKey AND (:skuKey IS NULL OR sku_key IS NULL)
  ORDER BY id
  LIMIT 1`;

function rowOf({ name, sku, row }: ImportedProduct): ProductRow {
  return { ...row, ...nameColumns(name), ...(sku === null ? {} : skuColumns(sku)) };
}

function identify(db: Db, product: ImportedProduct, source: string): number | undefined {
  const { externalId } = product;
  const { skuKey = null, nameKey = null } = rowOf(product);
  const bySku =
    skuKey === null
      ? undefined
      : db.get<{ id: number }>("SELECT id FROM product WHERE sku_key = ?", [skuKey]);
  const byKey = externalId === null ? undefined : db.get<{ id: number }>(keyedSql, [source, externalId]);
  return (bySku ?? byKey ?? db.get<{ id: number }>(nameSql, { nameKey, skuKey }))?.id;
}
