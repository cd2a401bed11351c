import type { Db } from "../store/db.ts";
import { type AbcClass, computedLimits, positiveSum } from "./abc/classes.ts";
import {
  type AbcClassRow,
  type AbcMove,
  type AbcScope,
  classRows,
  classText,
  moves,
  withClasses,
} from "./abc.ts";
import { type Product, productValues } from "./product-values.ts";
import { leftOut } from "./purchases.ts";
import { type Head, ratio } from "./scope.ts";
import { seenUntil, sumOf, windowText } from "./window.ts";

export type ProductClassRow = Omit<AbcClassRow, "customers"> & { readonly products: number };

export type ProductRow = {
  readonly rank: number;
  readonly product: string;
  readonly sku: string | null;
  readonly quantity: number;
  readonly valueMinor: number;
  readonly currency: string;
  /** Of the sum of the values above zero; null for a value that is not. */
  readonly share: number | null;
  readonly cumulativeShare: number | null;
  readonly class: AbcClass;
  /** With `since`: the class then; new: not sold yet. */
  readonly before?: AbcClass | "new";
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
  const total = around.total.valueMinor;
  let sum = 0;
  const rows = found.map((item, i): ProductRow => {
    const isCounted = item.class !== "none";
    if (isCounted) sum += item.value;
    return {
      ...{ rank: i + 1, product: item.product, sku: item.sku, quantity: item.quantity },
      ...{ valueMinor: item.value, currency: scope.currency },
      share: isCounted ? ratio(item.value, total) : null,
      cumulativeShare: isCounted ? ratio(sum, total) : null,
      class: item.class,
      ...(item.before === undefined ? {} : { before: item.before }),
    };
  });
  return { ...around, rows };
}

type Found = Product & { readonly class: AbcClass; readonly before?: AbcClass | "new" };

function classified(
  db: Db,
  scope: AbcScope,
): { readonly found: readonly Found[]; readonly around: ProductAbc } {
  const { products, linesWithoutAmount } = productValues(db, scope);
  const now = withClasses(products, scope);
  const { since, asOf, zone, currency, limits } = scope;
  const then =
    since === undefined
      ? undefined
      : new Map(
          withClasses(productValues(db, { ...scope, asOf: since }).products, scope).map((item) => [
            item.key,
            item.class,
          ]),
        );
  const found = now.map(
    (item): Found => (then === undefined ? item : { ...item, before: then.get(item.key) ?? "new" }),
  );
  const values = products.map(({ value }) => value);
  const valueMinor = positiveSum(values);
  const best = values.slice(0, Math.round(values.filter((value) => value > 0).length / 5));
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
      then === undefined
        ? []
        : moves(found).map(({ customers, ...move }) => ({ ...move, products: customers })),
    linesWithoutAmount,
    total: { products: found.length, valueMinor, currency, topFifthShare: ratio(sumOf(best), valueMinor) },
  };
  return { found, around };
}
