import type { Db } from "../db.ts";
import { type QuoteLine, type QuoteTotals, quoteTotals } from "./total.ts";

/** What one version of a quote offers. */
export interface QuoteOffer {
  readonly lines: readonly QuoteLine[];
  /** Off the whole quote, in hundredths of a percent. */
  readonly discountBp: number;
  /** The last day on which it holds; null: no end was said. */
  readonly validUntilDate: string | null;
  readonly terms: string | null;
  /** What was agreed in words besides, one a line. */
  readonly perks: string | null;
}

export interface QuoteVersion extends QuoteOffer, QuoteTotals {
  readonly version: number;
  readonly sentAt: string | null;
  readonly createdAt: string;
}

type Head = Omit<QuoteVersion, "lines" | keyof QuoteTotals>;

/** A version of a quote with its totals; undefined: there is no such version. */
export function quoteVersion(db: Db, quoteId: number, version: number): QuoteVersion | undefined {
  const head = db.get<Head>(headSql, [quoteId, version]);
  if (head === undefined) return undefined;
  const lines = db.all<QuoteLine>(linesSql, [quoteId, version]);
  return { ...head, lines, ...quoteTotals(lines, head.discountBp) };
}

const headSql = `
  SELECT
    version, valid_until_date AS validUntilDate, terms, perks, discount_bp AS discountBp, sent_at AS sentAt,
    created_at AS createdAt
  FROM quote_version
  WHERE quote_id = ? AND version = ?`;

const linesSql = `
  SELECT
    product_id AS productId, title, sku, unit, quantity_milli AS quantityMilli, unit_minor AS unitMinor,
    discount_bp AS discountBp, tax_bp AS taxBp, reason
  FROM quote_line
  WHERE quote_id = ? AND version = ?
  ORDER BY position`;

/** Writes a version, or writes one that was not sent yet anew. */
export function writeVersion(
  db: Db,
  { quoteId, version }: { quoteId: number; version: number },
  { offer, at }: { offer: QuoteOffer; at: string },
): void {
  const { lines, discountBp, validUntilDate, terms, perks } = offer;
  const { netMinor, taxMinor } = quoteTotals(lines, discountBp);
  const key = { quoteId, version };
  db.run(upsertSql, { ...key, validUntilDate, terms, perks, discountBp, netMinor, taxMinor, at });
  db.run("DELETE FROM quote_line WHERE quote_id = :quoteId AND version = :version", key);
  const insert = db.prepare(lineSql);
  for (const [index, line] of lines.entries()) insert.run([], { ...key, position: index + 1, ...line });
}

const upsertSql = `
  INSERT INTO quote_version
    (quote_id, version, valid_until_date, terms, perks, discount_bp, net_minor, tax_minor, created_at)
  VALUES (:quoteId, :version, :validUntilDate, :terms, :perks, :discountBp, :netMinor, :taxMinor, :at)
  ON CONFLICT (quote_id, version) DO UPDATE SET
    valid_until_date = excluded.valid_until_date,
    terms = excluded.terms,
    perks = excluded.perks,
    discount_bp = excluded.discount_bp,
    net_minor = excluded.net_minor,
    tax_minor = excluded.tax_minor`;

const lineSql = `
  INSERT INTO quote_line
    (quote_id, version, position, product_id, title, sku, unit, quantity_milli, unit_minor, discount_bp, tax_bp, reason)
  VALUES
    (:quoteId, :version, :position, :productId, :title, :sku, :unit, :quantityMilli, :unitMinor, :discountBp, :taxBp,
      :reason)`;
