import { nearest, UserError } from "../../errors.ts";
import type { Agreement } from "../agreement.ts";
import type { Db } from "../db.ts";
import { productNamed } from "../product.ts";
import { lineMinor, type QuoteLine } from "./total.ts";

/** A line as it was typed: what is undefined was not said. */
export interface TypedLine {
  /** A sku or name of a product, or any title. */
  readonly what: string;
  /** In thousandths. */
  readonly quantityMilli: number;
  readonly unitMinor: number | undefined;
  readonly discountBp: number | undefined;
  readonly taxBp: number | undefined;
}

export interface Pricing {
  readonly currency: string;
  /** Of all lines that name no rate; undefined: the product's. */
  readonly taxBp: number | undefined;
  /** What was agreed with the customer and holds. */
  readonly agreements: readonly Agreement[];
}

interface Product {
  readonly id: number;
  readonly sku: string | null;
  readonly name: string;
  readonly unit: string | null;
  readonly priceMinor: number | null;
  readonly currency: string;
  readonly taxBp: number | null;
}

const productSql = `
  SELECT id, sku, name, unit, price_minor AS priceMinor, currency, tax_bp AS taxBp
  FROM product
  WHERE id = ?`;

/** The line that was meant: of a product at its price, or at the best one that was agreed, else as it was typed. */
export function pricedLine(db: Db, typed: TypedLine, pricing: Pricing): QuoteLine {
  const named = productNamed(db, typed.what);
  const product = named === undefined ? undefined : db.get<Product>(productSql, [named.id]);
  const unitMinor = typed.unitMinor ?? usualPrice(db, typed, { product, currency: pricing.currency });
  const usual: QuoteLine = {
    productId: product?.id ?? null,
    title: product?.name ?? typed.what,
    sku: product?.sku ?? null,
    unit: product?.unit ?? null,
    quantityMilli: typed.quantityMilli,
    unitMinor,
    discountBp: typed.discountBp ?? 0,
    taxBp: typed.taxBp ?? pricing.taxBp ?? product?.taxBp ?? 0,
    reason: null,
  };
  // A price or discount that was typed is meant as it is.
  if (typed.unitMinor !== undefined || typed.discountBp !== undefined) return usual;
  return bestLine(usual, pricing);
}

/** The line at the terms that make it cheapest; of equals, the usual ones and then the agreement made first. */
function bestLine(usual: QuoteLine, { agreements, currency }: Pricing): QuoteLine {
  const terms = agreements.flatMap((agreement): QuoteLine[] => {
    if (agreement.productId !== null && agreement.productId !== usual.productId) return [];
    const reason = agreementText(agreement);
    if (agreement.discountBp !== null) return [{ ...usual, discountBp: agreement.discountBp, reason }];
    if (agreement.priceMinor === null || agreement.currency !== currency) return [];
    return [{ ...usual, unitMinor: agreement.priceMinor, reason }];
  });
  return terms.reduce((best, line) => (lineMinor(line) < lineMinor(best) ? line : best), usual);
}

/** "agreement 3 with Acme, until 2026-12-31" */
function agreementText({ id, whose, untilDate }: Agreement): string {
  return "agreement " + id + " with " + whose + (untilDate === null ? "" : ", until " + untilDate);
}

function usualPrice(
  db: Db,
  { what }: TypedLine,
  { product, currency }: { product: Product | undefined; currency: string },
): number {
  if (product === undefined) {
    const names = db.all<{ name: string }>(
      "SELECT coalesce(sku, name) AS name FROM product UNION SELECT name FROM product LIMIT 1000",
    );
    const guess = nearest(
      what,
      names.map(({ name }) => name),
    );
    const meant = guess === undefined ? "" : '; did you mean "' + guess + '"?';
    throw new UserError(
      "usage",
      '"' + what + '" is no product' + meant,
      'name its price: "' + what + ' @ 100"',
    );
  }
  const called = product.sku ?? product.name;
  if (product.priceMinor === null) {
    throw new UserError("usage", called + " has no price", '"' + called + ' @ 100" names one');
  }
  if (product.currency === currency) return product.priceMinor;
  throw new UserError(
    "usage",
    "the price of " + called + " is in " + product.currency + ", not in " + currency,
    '"' + called + ' @ 100" names one in ' + currency,
  );
}
