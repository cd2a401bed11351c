import type { Db, Params } from "../db.ts";
import { nameColumns, type ProductRow, productTable, skuColumns } from "../product.ts";
import { insertRow, updateRow } from "../row.ts";
import type { ImportOptions, Taken } from "./contacts.ts";
import { difference } from "./difference.ts";
import { readExtras, takeExtras } from "./extras.ts";
import { externalIds, recordsMet } from "./known.ts";

/** A product as a file has it; a null or absent value: the file does not say. */
export interface ImportedProduct {
  readonly externalId: string | null;
  readonly name: string;
  readonly sku: string | null;
  /** All but name and sku. */
  readonly row: ProductRow;
  /** Of a new product without any price. */
  readonly currency: string;
  /** Values of the custom fields that the import keeps, in their order. */
  readonly extras: readonly string[];
}

/** Takes products of an import in: known by sku, else by the id of the file, else by name where one side has no sku. */
export function productSink(db: Db, options: ImportOptions): { take(product: ImportedProduct): Taken } {
  const { at, source, onMatch, writing } = options;
  const met = recordsMet(db, "product", writing);
  const ids = externalIds(db, "product", source);
  const change = (id: number, { externalId, extras: cells }: ImportedProduct, row: ProductRow): Taken =>
    met.bring(id, onMatch, (mode) => {
      const { patch } = difference(db, productTable, { id, row, mode });
      const isKept = ids.keep(id, externalId);
      const isChanged = Object.keys(patch).length > 0;
      if (isChanged) updateRow(db, productTable, { id, patch, at });
      return takeExtras(db, options.extras, { id, cells, mode }) || isChanged || isKept;
    });
  return {
    take(product) {
      const { externalId, currency, extras: cells } = product;
      // Refuses a row before anything of it is written.
      readExtras(options.extras, cells);
      const row = rowOf(product);
      const found = identify(db, row, ids.of(externalId));
      if (found !== undefined) return change(found, product, row);
      const id = insertRow(db, productTable, { draft: { ...row, currency: row.currency ?? currency }, at });
      ids.keep(id, externalId);
      takeExtras(db, options.extras, { id, cells, mode: "fill" });
      return { id, outcome: "created" };
    },
  };
}

const nameSql = `
  SELECT id
  FROM product
  WHERE name_key = :nameKey AND (:skuKey IS NULL OR sku_key IS NULL)
  ORDER BY id
  LIMIT 1`;

function rowOf({ name, sku, row }: ImportedProduct): ProductRow {
  return { ...row, ...nameColumns(name), ...(sku === null ? {} : skuColumns(sku)) };
}

function identify(db: Db, row: ProductRow, byKey: number | undefined): number | undefined {
  const { skuKey = null, nameKey = null } = row;
  const idOf = (sql: string, params: Params) => db.get<{ id: number }>(sql, params)?.id;
  const bySku = skuKey === null ? undefined : idOf("SELECT id FROM product WHERE sku_key = ?", [skuKey]);
  return bySku ?? byKey ?? idOf(nameSql, { nameKey, skuKey });
}
