import { idSet } from "./bulk.ts";
import type { Db } from "./db.ts";
import type { ImportOptions, Taken } from "./import-contacts.ts";
import { difference } from "./import-difference.ts";
import { type ProductRow, productTable } from "./product.ts";
import { insertRow, updateRow } from "./row.ts";

/** A product as a file has it; a null or absent value: the file does not say. */
export interface ImportedProduct {
  readonly externalId: string | null;
  readonly row: ProductRow & { readonly nameKey?: ProductRow["nameKey"] };
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
  const change = (id: number, { row, externalId }: ImportedProduct): Taken => {
    const isNew = id > before;
    const isAgain = isNew || touched.has(id);
    touched.add(id);
    if (onMatch === "skip" && !isNew) return { id, outcome: "skipped" };
    const mode = isAgain || onMatch === "skip" ? "fill" : onMatch;
    const { patch } = difference(db, productTable, { id, row, mode });
    keep(id, externalId);
    const isChanged = Object.keys(patch).length > 0;
    if (isChanged) updateRow(db, productTable, { id, patch, at });
    return { id, outcome: isAgain ? "merged" : isChanged ? "updated" : "unchanged" };
  };
  return {
    take(product) {
      const found = identify(db, product, source);
      if (found !== undefined) return change(found, product);
      const { row, externalId, currency } = product;
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

function identify(db: Db, { row, externalId }: ImportedProduct, source: string): number | undefined {
  const { skuKey = null, nameKey = null } = row;
  const bySku =
    skuKey === null
      ? undefined
      : db.get<{ id: number }>("SELECT id FROM product WHERE sku_key = ?", [skuKey]);
  const byKey = externalId === null ? undefined : db.get<{ id: number }>(keyedSql, [source, externalId]);
  return (bySku ?? byKey ?? db.get<{ id: number }>(nameSql, { nameKey, skuKey }))?.id;
}
