import { addDays } from "../../values/date.ts";
import type { Db } from "../db.ts";
import { type Page, pageOf } from "./page.ts";

/** So many days before its end a quote without an answer is due. */
const quoteWarningDays = 3;

export interface EndingQuote {
  readonly quoteId: number;
  readonly number: string;
  readonly version: number;
  readonly contactId: number | null;
  readonly companyId: number | null;
  readonly dealId: number | null;
  readonly validUntilDate: string;
  readonly owner: string | null;
}

const isEnding = `
  FROM quote
  JOIN quote_version AS held ON held.quote_id = quote.id AND held.version = quote.version
  WHERE quote.status = 'sent' AND held.valid_until_date BETWEEN :first AND :last`;

/**
 * Quotes that were sent, have no answer and end in these days, the next to end first; those that ended long ago come
 * last, however many there are. `count` is of all, whatever the limit.
 */
export function endingQuotes(
  db: Db,
  { first, last, limit }: { first: string; last: string; limit: number | undefined },
): Page<EndingQuote> {
  const columns = `SELECT quote.id AS quoteId, quote.number, quote.version, quote.contact_id AS contactId,
    quote.company_id AS companyId, quote.deal_id AS dealId, held.valid_until_date AS validUntilDate, quote.owner`;
  const sql = { columns, from: isEnding, order: "\n  ORDER BY held.valid_until_date DESC, quote.id" };
  return pageOf<EndingQuote>(db, { sql, params: { first, last }, limit });
}

/** The last end that is due today. */
export function lastDueEnd(today: string): string {
  return addDays(today, quoteWarningDays);
}
