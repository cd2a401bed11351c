import type { Db } from "../store/db.ts";
import { type AbcClass, computedLimits, positiveSum } from "./abc/classes.ts";
import {
  type AbcClassRow,
  type AbcMove,
  type Classed,
  classRows,
  classText,
  moves,
  type Standing,
  standingsOf,
  topFifthShare,
  withClasses,
} from "./abc/summary.ts";
import type { AbcScope } from "./abc.ts";
import { type Product, productValues } from "./product-values.ts";
import { leftOut } from "./purchases.ts";
import type { Head } from "./scope.ts";
import { seenUntil, windowText } from "./window.ts";

export type ProductClassRow = Omit<AbcClassRow, "customers"> & { readonly products: number };

export type ProductRow = Standing & {
  readonly rank: number;
  readonly product: string;
  readonly sku: string | null;
  readonly quantity: number;
  readonly valueMinor: number;
  readonly currency: string;
};

type ProductAbc = Head & {
  readonly of: "products";
  readonly since: string | null;
  readonly limits: AbcScope["limits"] | ReturnType<typeof computedLimits>;
  readonly moves: readonly (Omit<AbcMove, "customers"> & { readonly products: number })[];
  readonly linesWithoutAmount: number;
  readonly total: {
    readonly products: number;
    readonly valueMinor: number;
    readonly currency: string;
    readonly topFifthShare: number | null;
  };
};

export type ProductClassReport = ProductAbc & { readonly rows: readonly ProductClassRow[] };
export type ProductReport = ProductAbc & { readonly rows: readonly ProductRow[] };

/** Products by what their lines brought, in the classes of `abcReport`; a refund is spread over the lines of its order. */
export function productAbc(db: Db, scope: AbcScope): ProductClassReport {
  const { found, around } = classified(db, scope);
  const rows = classRows(found, scope.currency).map(({ customers, ...row }) => ({
    ...row,
    products: customers,
  }));
  return { ...around, rows };
}

/** The same with a row a product, the largest value first. */
export function productList(db: Db, scope: AbcScope): ProductReport {
  const { found, around } = classified(db, scope);
  const standing = standingsOf(found);
  const rows = found.map(
    (item, i): ProductRow => ({
      ...{ rank: i + 1, product: item.product, sku: item.sku, quantity: item.quantity },
      ...{ valueMinor: item.value, currency: scope.currency },
      ...standing(item),
    }),
  );
  return { ...around, rows };
}

type Found = Product & Classed;

function classified(
  db: Db,
  scope: AbcScope,
): { readonly found: readonly Found[]; readonly around: ProductAbc } {
  const { products, linesWithoutAmount } = productValues(db, scope);
  const now = withClasses(products, scope);
  const then = classesThen(db, scope);
  const found =
    then === undefined ? now : now.map((item) => ({ ...item, before: then.get(item.key) ?? "new" }));
  const { since, asOf, zone, currency, limits } = scope;
  const values = products.map(({ value }) => value);
  const around = {
    report: "abc",
    ...{ asOf, zone, currency, n: found.length, of: "products" as const, since: since ?? null },
    definition:
      "products by revenue of their order lines, net of refunds" +
      windowText(scope) +
      "; " +
      classText(scope, "product"),
    leftOut: leftOut(db, seenUntil(scope)),
    limits: limits === "computed" ? computedLimits(values) : limits,
    moves:
      since === undefined
        ? []
        : moves(found).map(({ customers, ...move }) => ({ ...move, products: customers })),
    linesWithoutAmount,
    total: {
      ...{ products: found.length, valueMinor: positiveSum(values), currency },
      topFifthShare: topFifthShare(values),
    },
  };
  return { found, around };
}

/** By the key of the product; undefined: nobody asks. */
function classesThen(db: Db, scope: AbcScope): ReadonlyMap<string, AbcClass> | undefined {
  const { since } = scope;
  if (since === undefined) return undefined;
  const { products } = productValues(db, { ...scope, asOf: since });
  return new Map(withClasses(products, scope).map(({ key, class: name }) => [key, name]));
}
