import { addDays } from "../values/date.ts";
import type { Db } from "./db.ts";

/** So many days before its end a quote without an answer is due. */
export const quoteWarningDays = 3;

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
): { rows: readonly EndingQuote[]; count: number } {
  const sql =
    `SELECT quote.id AS quoteId, quote.number, quote.version, quote.contact_id AS contactId,
    quote.company_id AS companyId, quote.deal_id AS dealId, held.valid_until_date AS validUntilDate, quote.owner` +
    isEnding +
    "\n  ORDER BY held.valid_until_date DESC, quote.id";
  const params = { first, last };
  const rows = db.all<EndingQuote>(limit === undefined ? sql : sql + "\n  LIMIT :limit", {
    ...params,
    ...(limit === undefined ? {} : { limit }),
  });
  if (rows.length !== limit) return { rows, count: rows.length };
  return { rows, count: db.get<{ n: number }>("SELECT count(*) AS n" + isEnding, params)!.n };
}

/** The last end that is due today. */
export function lastDueEnd(today: string): string {
  return addDays(today, quoteWarningDays);
}
