import { UserError } from "../errors.ts";
import type { Row } from "../field.ts";
import { customValuesOf } from "./custom-values.ts";
import type { Db } from "./db.ts";
import { quoteFieldsOn } from "./fields/quote.ts";
import { listRows } from "./list.ts";
import type { Moment } from "./order.ts";
import { deleteQuotes } from "./quote/delete.ts";
import { quoteTotals } from "./quote/total.ts";
import { type QuoteOffer, type QuoteVersion, quoteVersion, writeVersion } from "./quote/version.ts";
import { insertRow, type Patch, type RecordTable, updateRow } from "./row.ts";

export const quoteTable = {
  table: "quote",
  columns: {
    number: "number",
    dealId: "deal_id",
    contactId: "contact_id",
    companyId: "company_id",
    status: "status",
    version: "version",
    currency: "currency",
    decidedDate: "decided_date",
    declineReason: "decline_reason",
    orderId: "order_id",
    owner: "owner",
    note: "note",
  },
} as const satisfies RecordTable<string>;

export type QuoteRow = Patch<keyof (typeof quoteTable)["columns"]>;

export type QuoteStatus = "draft" | "sent" | "accepted" | "declined" | "expired";

interface QuoteFlat extends Row {
  readonly id: number;
  readonly number: string;
  /** "expired" also for one that was sent and not answered in time. */
  readonly status: QuoteStatus;
  readonly contact: string | null;
  readonly company: string | null;
  readonly deal: string | null;
  readonly contactId: number | null;
  readonly companyId: number | null;
  readonly dealId: number | null;
  readonly orderId: number | null;
  readonly currency: string;
  readonly declineReason: string | null;
  readonly decidedDate: string | null;
  readonly owner: string | null;
  readonly note: string | null;
}

/** A quote as it holds now. */
export interface QuoteDetail extends QuoteFlat, QuoteVersion {
  /** Values of custom fields by their name. */
  readonly fields: Readonly<Record<string, string>>;
  /** Every version, the first one first. */
  readonly versions: readonly {
    version: number;
    createdAt: string;
    sentAt: string | null;
    totalMinor: number;
  }[];
}

/** A quote with the lines and totals of the version that holds. `today` decides whether it has expired. */
export function getQuote(db: Db, id: number, today: string): QuoteDetail {
  const fields = quoteFieldsOn(today);
  const where = { sql: "quote.id = ?", params: [id] };
  const keys = fields.map((field) => field.key);
  const [flat] = listRows(db, { table: "quote", fields, keys, where });
  if (flat === undefined) throw new UserError("not_found", "no quote " + id, "see: crm quote list");
  const held = quoteVersion(db, id, Number(flat.version))!;
  const versions = `
    SELECT version, created_at AS createdAt, sent_at AS sentAt, net_minor + tax_minor AS totalMinor
    FROM quote_version
    WHERE quote_id = ?
    ORDER BY version`;
  return {
    ...(flat as QuoteFlat),
    ...held,
    createdAt: String(flat.createdAt),
    fields: customValuesOf(db, "quote", id),
    versions: db.all<QuoteDetail["versions"][number]>(versions, [id]),
  };
}

export interface QuoteDraft {
  readonly row: QuoteRow;
  readonly offer: QuoteOffer;
}

/** Writes a new quote as a draft, numbered by the year of `today`. */
export function addQuote(db: Db, { row, offer }: QuoteDraft, { at, today }: Moment): number {
  return insertQuote(db, { row: { ...row, number: nextNumber(db, today.slice(0, 4)) }, offer }, at);
}

/** Writes a new quote that has its number, and its offer as the first version. */
export function insertQuote(db: Db, { row, offer }: QuoteDraft, at: string): number {
  checkOffer(offer);
  const id = insertRow(db, quoteTable, { draft: row, at });
  writeVersion(db, { quoteId: id, version: 1 }, { offer, at });
  return id;
}

/** "Q-2026-0001": one above the highest of the year. */
function nextNumber(db: Db, year: string): string {
  const sql = `
    SELECT max(CAST(substr(number, 8) AS INTEGER)) AS last
    FROM quote
    WHERE number LIKE ?`;
  const last = db.get<{ last: number | null }>(sql, ["Q-" + year + "-%"])?.last ?? 0;
  return "Q-" + year + "-" + String(last + 1).padStart(4, "0");
}

/** Refuses an offer of nothing, or of less. */
export function checkOffer({ lines, discountBp }: QuoteOffer): void {
  if (lines.length === 0) throw new UserError("usage", "a quote needs a line", '--line "WS1 x 3"');
  if (quoteTotals(lines, discountBp).netMinor >= 0) return;
  throw new UserError("usage", "the quote comes to less than nothing", "mend its lines");
}

interface QuoteEdit {
  readonly row: QuoteRow;
  /** Undefined: what is offered stays as it is. */
  readonly offer: QuoteOffer | undefined;
}

/**
 * Changes a quote. What was sent stays as it was sent: another offer after that is a new version, a draft again until it
 * is sent. Gives the version that holds now.
 */
export function editQuote(
  db: Db,
  quote: QuoteDetail,
  { row, offer, at }: QuoteEdit & { at: string },
): number {
  if (quote.status === "accepted") {
    throw new UserError(
      "refused",
      "quote " + quote.number + " is accepted",
      "make another one: crm quote add; or crm undo",
    );
  }
  if (offer === undefined) {
    updateRow(db, quoteTable, { id: quote.id, patch: row, at });
    return quote.version;
  }
  checkOffer(offer);
  const version = quote.sentAt === null && quote.status === "draft" ? quote.version : quote.version + 1;
  const patch = { ...row, version, status: "draft", decidedDate: null, declineReason: null };
  updateRow(db, quoteTable, { id: quote.id, patch, at });
  writeVersion(db, { quoteId: quote.id, version }, { offer, at });
  return version;
}

/** Deletes a quote that nobody has seen. */
export function deleteQuote(db: Db, { id, number, status, versions }: QuoteDetail): void {
  if (versions.some(({ sentAt }) => sentAt !== null)) {
    const hint = status === "draft" || status === "sent" ? "crm quote expire " + id : undefined;
    throw new UserError("refused", "quote " + number + " was sent: it stays", hint);
  }
  deleteQuotes(db, "quote", id);
}

/** A quote as the card of its deal has it. */
export interface DealQuote {
  readonly id: number;
  readonly number: string;
  readonly status: QuoteStatus;
  readonly version: number;
  readonly netMinor: number;
  readonly totalMinor: number;
  readonly currency: string;
  readonly validUntilDate: string | null;
  readonly decidedDate: string | null;
  readonly sentAt: string | null;
  readonly declineReason: string | null;
}

/** The quotes of a deal, the oldest first. */
export function quotesOfDeal(db: Db, dealId: number, today: string): DealQuote[] {
  const keys = [
    ...["id", "number", "status", "version", "netMinor", "totalMinor", "currency"],
    ...["validUntilDate", "decidedDate", "sentAt", "declineReason"],
  ];
  const where = { sql: "quote.deal_id = ?", params: [dealId] };
  const rows = listRows(db, { table: "quote", fields: quoteFieldsOn(today), keys, where });
  return [...rows].map((row) => row as unknown as DealQuote);
}
