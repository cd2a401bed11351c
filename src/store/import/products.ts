import { UserError } from "../../errors.ts";
import type { Db, Params } from "../db.ts";
import { nameColumns, type ProductRow, productNamed, productTable, skuColumns } from "../product.ts";
import { linkProducts, type ProductLinks } from "../product-link.ts";
import { insertRow, updateRow } from "../row.ts";
import type { ImportOptions, Taken } from "./contacts.ts";
import { difference } from "./difference.ts";
import { readExtras, takeExtras } from "./extras.ts";
import { externalIds, type Met, recordsMet } from "./known.ts";

/** A product as a file has it; a null or absent value: the file does not say. */
export interface ImportedProduct {
  readonly externalId: string | null;
  /** Of our own export: whose it is where it is called so. */
  readonly ownId?: number | undefined;
  readonly name: string;
  readonly sku: string | null;
  /** All but name and sku. */
  readonly row: ProductRow;
  /** Of a new product without any price. */
  readonly currency: string;
  /** Other products by sku or name. */
  readonly goesWith: readonly string[];
  readonly upgradeOf: readonly string[];
  /** Values of the custom fields that the import keeps, in their order. */
  readonly extras: readonly string[];
}

export interface ProductSink {
  take(product: ImportedProduct): Taken;
  end(): void;
  /** The links that could not be made, in words. */
  notes(): string[];
}

const linkWords = { goesWith: "goes with", upgradeOf: "is an upgrade of" } as const;

/** A link to a product that is not there yet: it may stand further down. */
interface Awaited {
  readonly id: number;
  readonly link: keyof typeof linkWords;
  readonly name: string;
}

/** Takes products of an import in: known by sku, else by the id of the file, else by name where one side has no sku. */
export function productSink(db: Db, options: ImportOptions): ProductSink {
  const { at, source, onMatch, writing } = options;
  const met = recordsMet(db, "product", writing);
  const ids = externalIds(db, "product", source);
  const awaited: Awaited[] = [];
  const lost: string[] = [];
  const change = (id: number, product: ImportedProduct, { row, links }: Ready): Taken =>
    met.bring(id, onMatch, (mode) => {
      const isLinked = linkProducts(db, id, links);
      const { patch } = difference(db, productTable, { id, row, mode });
      const isKept = ids.keep(id, product.externalId);
      const isChanged = Object.keys(patch).length > 0;
      if (isChanged) updateRow(db, productTable, { id, patch, at });
      const hasExtras = takeExtras(db, options.extras, { id, cells: product.extras, mode });
      return hasExtras || isChanged || isKept || isLinked;
    });
  const create = ({ externalId, currency, extras: cells }: ImportedProduct, { row, links }: Ready): Taken => {
    const draft = { ...row, currency: row.currency ?? currency, isActive: row.isActive ?? 1 };
    const id = insertRow(db, productTable, { draft, at });
    linkProducts(db, id, links);
    ids.keep(id, externalId);
    takeExtras(db, options.extras, { id, cells, mode: "fill" });
    return { id, outcome: "created" };
  };
  return {
    take(product) {
      // Refuses a row before anything of it is written.
      readExtras(options.extras, product.extras);
      const row = rowOf(product);
      const { links, missing } = linksOf(db, product);
      const byKey = ids.of(product.externalId) ?? ownProduct(db, product, met);
      const found = identify(db, row, { byKey, isFree: (id) => product.ownId === undefined || !met.has(id) });
      const taken =
        found === undefined ? create(product, { row, links }) : change(found, product, { row, links });
      if (taken.outcome !== "skipped") awaited.push(...missing.map((one) => ({ id: taken.id, ...one })));
      return taken;
    },
    end() {
      for (const one of awaited) {
        const why = linkLate(db, one);
        if (why !== undefined) lost.push(why);
      }
    },
    notes: () => [
      ...lost.slice(0, lostShown).map((why) => why + ": left out"),
      ...(lost.length > lostShown ? ["and " + (lost.length - lostShown) + " more such links"] : []),
    ],
  };
}

const lostShown = 5;

interface Ready {
  readonly row: ProductRow;
  readonly links: ProductLinks;
}

/** The products that are linked, and the names of those that are not there. A name that two have is a UserError. */
function linksOf(db: Db, product: ImportedProduct) {
  const links = { goesWith: [] as number[], upgradeOf: [] as number[] };
  const missing: Omit<Awaited, "id">[] = [];
  for (const link of ["goesWith", "upgradeOf"] as const) {
    for (const name of product[link]) {
      const id = productNamed(db, name)?.id;
      if (id === undefined) missing.push({ link, name });
      else links[link].push(id);
    }
  }
  return { links, missing };
}

/** Makes a link when all rows have been taken in; gives why that cannot be. */
function linkLate(db: Db, { id, link, name }: Awaited): string | undefined {
  try {
    const other = productNamed(db, name)?.id;
    if (other !== undefined) {
      linkProducts(db, id, { goesWith: [], upgradeOf: [], [link]: [other] });
      return undefined;
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.message;
  }
  const own = "SELECT coalesce(sku, name) AS name FROM product WHERE id = ?";
  const called = db.get<{ name: string }>(own, [id])!.name;
  return called + " " + linkWords[link] + ' "' + name + '", which is no product';
}

const nameSql = `
  SELECT id
  FROM product
  WHERE name_key = :nameKey AND (:skuKey IS NULL OR sku_key IS NULL)
  ORDER BY id`;

function rowOf({ name, sku, row }: ImportedProduct): ProductRow {
  return { ...row, ...nameColumns(name), ...(sku === null ? {} : skuColumns(sku)) };
}

/** What came with this import has its number by chance. */
function ownProduct(db: Db, { ownId, name, sku }: ImportedProduct, met: Met): number | undefined {
  if (ownId === undefined || sku !== null || met.isMade(ownId)) return undefined;
  const sql = "SELECT id FROM product WHERE id = ? AND name = ? AND sku IS NULL";
  return db.get<{ id: number }>(sql, [ownId, name])?.id;
}

/** Rows of our own export are different products: what another one was about is not free. */
function identify(
  db: Db,
  row: ProductRow,
  { byKey, isFree }: { readonly byKey: number | undefined; readonly isFree: (id: number) => boolean },
): number | undefined {
  const { skuKey = null, nameKey = null } = row;
  const idsOf = (sql: string, params: Params) => db.all<{ id: number }>(sql, params).map(({ id }) => id);
  const [bySku] = skuKey === null ? [] : idsOf("SELECT id FROM product WHERE sku_key = ?", [skuKey]);
  return bySku ?? byKey ?? idsOf(nameSql, { nameKey, skuKey }).find(isFree);
}
