import type { App } from "../app.ts";
import { formatMoney } from "../output/format.ts";
import type { Db } from "../store/db.ts";
import { findQuote, getQuote, type QuoteDetail } from "../store/quote.ts";

/** The quote that a reference means, as it holds today. */
export function quoteOf(app: App, db: Db, ref: string): QuoteDetail {
  return getQuote(db, findQuote(db, ref), app.today());
}

/** "Q-2026-0001, 4,200.00 EUR + 798.00 EUR tax" */
export function quoteText({ number, netMinor, taxMinor, currency }: QuoteDetail): string {
  const tax = taxMinor === 0 ? "" : " + " + formatMoney(taxMinor, currency) + " tax";
  return number + ", " + formatMoney(netMinor, currency) + tax;
}
