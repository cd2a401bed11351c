import { UserError } from "../../errors.ts";
import { fold } from "../../values/fold.ts";
import type { Db } from "../db.ts";
import { withEmployer } from "../employer.ts";
import { type Pricing, pricedLine, type TypedLine } from "../quote/pricing.ts";
import type { QuoteLine } from "../quote/total.ts";
import type { QuoteOffer } from "../quote/version.ts";
import {
  checkOffer,
  editQuote,
  getQuote,
  insertQuote,
  type QuoteDetail,
  type QuoteRow,
  type QuoteStatus,
  quoteTable,
} from "../quote.ts";
import { updateRow } from "../row.ts";
import type { ImportOptions, Taken } from "./contacts.ts";
import { difference } from "./difference.ts";
import { readExtras, takeExtras } from "./extras.ts";
import { byNumber, recordsMet, refuseLate } from "./known.ts";
import { type NamedParties, type Parties, parties } from "./parties.ts";

export type { QuoteStatus } from "../quote.ts";

/** A quote as a file has it. Null: the file does not say. */
export interface ImportedQuote extends NamedParties {
  readonly number: string;
  readonly status: QuoteStatus | null;
  readonly currency: string;
  readonly lines: readonly TypedLine[];
  readonly discountBp: number | null;
  readonly validUntilDate: string | null;
  readonly terms: string | null;
  readonly perks: string | null;
  readonly sentAt: string | null;
  readonly decidedDate: string | null;
  readonly createdAt: string | null;
  readonly declineReason: string | null;
  readonly owner: string | null;
  readonly note: string | null;
  /** Values of the custom fields that the import keeps, in their order. */
  readonly extras: readonly string[];
}

export interface QuoteSink {
  take(quote: ImportedQuote): Taken;
  end(): void;
  readonly parties: Parties;
  /** Accepted quotes that were made; they recorded no purchase. */
  accepted(): number;
}

/**
 * Takes quotes of an import in, known by their number. What is offered otherwise than here is a new version where the
 * quote had been sent; an accepted one cannot change. A status only moves on: an older file takes nothing back. An
 * accepted quote records no purchase and wins no deal: those have files of their own.
 */
export function quoteSink(db: Db, options: ImportOptions): QuoteSink {
  const { at, today, onMatch, writing } = options;
  const who = parties(db, options);
  const met = recordsMet(db, "quote", writing);
  const numbers = byNumber(db, "quote");
  let accepted = 0;

  const create = (quote: ImportedQuote, said: Partial<QuoteOffer>): Taken => {
    const { number, currency, createdAt, sentAt } = quote;
    const offer = { ...emptyOffer, ...said };
    if (offer.lines.length === 0) throw new UserError("usage", "there is no line: no product and no amount");
    checkOffer(offer);
    const row = rowOf(quote, who);
    const state = stateOf(quote, offer, today);
    const started = createdAt ?? (sentAt !== null && sentAt < at ? sentAt : at);
    const whole = { ...withEmployer(db, row), number, currency, ...state };
    const id = insertQuote(db, { row: whole, offer }, started);
    numbers.set(fold(number), id);
    const went = sentAt ?? (state.status === "sent" ? at : null);
    if (went !== null) noteSent(db, { id, version: 1, sentAt: went });
    takeExtras(db, options.extras, { id, cells: quote.extras, mode: "fill" });
    if (state.status === "accepted") accepted++;
    return { id, outcome: "created" };
  };
  const change = (id: number, quote: ImportedQuote, said: Partial<QuoteOffer>): Taken =>
    met.bring(id, onMatch, (mode) => {
      const before = getQuote(db, id, today);
      const offer = mode === "fill" ? undefined : otherOffer(before, quote, said);
      if (offer !== undefined && before.status === "accepted") throw kept(before);
      const { patch } = difference(db, quoteTable, { id, row: rowOf(quote, who), mode });
      const isOther = offer !== undefined || Object.keys(patch).length > 0;
      if (isOther && before.status !== "accepted") editQuote(db, before, { row: patch, offer, at });
      else if (isOther) updateRow(db, quoteTable, { id, patch, at });
      const now = isOther ? getQuote(db, id, today) : before;
      const hasMoved = moveOn(db, now, { quote, at, today });
      return takeExtras(db, options.extras, { id, cells: quote.extras, mode }) || isOther || hasMoved;
    });
  return {
    parties: who,
    accepted: () => accepted,
    take(quote) {
      // Refuses a row before anything of it is written.
      readExtras(options.extras, quote.extras);
      const said = offerOf(db, quote);
      const found = numbers.get(fold(quote.number));
      if (found === undefined) return create(quote, said);
      if (!met.has(found)) return change(found, quote, said);
      return refuseLate("quote", quote.number);
    },
    end: () => who.customers.end(),
  };
}

const emptyOffer: QuoteOffer = { lines: [], discountBp: 0, validUntilDate: null, terms: null, perks: null };

function rowOf(quote: ImportedQuote, who: Parties): QuoteRow {
  const { contacts, company, companyKey, owner, note } = quote;
  if (contacts.length > 1)
    throw new UserError("usage", "a quote is for one contact", "write a quote for each");
  const { contactIds, dealId } = who.of(quote);
  const contactId = contactIds[0] ?? null;
  const companyId = who.customers.companyOf(company, companyKey);
  if (contactId === null && companyId === null && dealId === null) {
    throw new UserError("usage", "there is no contact, no company and no deal that is known");
  }
  return { contactId, companyId, dealId, owner, note };
}

/** What the file says of the offer; what it does not say is left out. */
function offerOf(db: Db, quote: ImportedQuote): Partial<QuoteOffer> {
  const { lines, currency, discountBp, validUntilDate, terms, perks } = quote;
  const pricing: Pricing = { currency, taxBp: undefined, agreements: [] };
  return {
    ...(lines.length === 0 ? {} : { lines: lines.map((line) => pricedLine(db, line, pricing)) }),
    ...(discountBp === null ? {} : { discountBp }),
    ...(validUntilDate === null ? {} : { validUntilDate }),
    ...(terms === null ? {} : { terms }),
    ...(perks === null ? {} : { perks }),
  };
}

/** The offer as the file has it, where that is another one than the quote has; undefined: it is the same. */
function otherOffer(
  before: QuoteDetail,
  { currency }: ImportedQuote,
  said: Partial<QuoteOffer>,
): QuoteOffer | undefined {
  if (said.lines !== undefined && currency !== before.currency)
    throw new UserError("conflict", "it is in " + before.currency + ", the file says " + currency);
  const { lines, discountBp, validUntilDate, terms, perks } = before;
  const held = { lines, discountBp, validUntilDate, terms, perks };
  const isSame = offerText({ ...held, ...said }) === offerText(held);
  return isSame ? undefined : { ...held, ...said };
}

/** What of an offer a file can say: by what a line is told to be another one. */
function offerText({ lines, ...rest }: QuoteOffer): string {
  const told = ({ sku, title, quantityMilli, unitMinor, discountBp, taxBp }: QuoteLine) => [
    ...[sku ?? title, quantityMilli, unitMinor, discountBp, taxBp],
  ];
  return JSON.stringify([lines.map(told), rest.discountBp, rest.validUntilDate, rest.terms, rest.perks]);
}

function kept({ number }: QuoteDetail): UserError {
  return new UserError("conflict", "quote " + number + " is accepted with another offer here");
}

type State = Pick<QuoteRow, "status" | "decidedDate" | "declineReason">;

/** A quote that was sent and has run out since is one that was sent: the day tells the rest. */
function stateOf(
  { status, decidedDate, declineReason, sentAt }: ImportedQuote,
  { validUntilDate }: Pick<QuoteOffer, "validUntilDate">,
  today: string,
): State {
  const said = status ?? (sentAt === null ? "draft" : "sent");
  const ranOut = validUntilDate !== null && validUntilDate < today;
  if (said === "expired" && decidedDate === null && ranOut) return { status: "sent" };
  if (said === "draft" || said === "sent") return { status: said };
  return {
    status: said,
    decidedDate: decidedDate ?? today,
    ...(said === "declined" ? { declineReason } : {}),
  };
}

const order: readonly QuoteStatus[] = ["draft", "sent", "expired", "declined", "accepted"];

/** Takes the status of the file where that is further on; true when it was. */
function moveOn(
  db: Db,
  { id, status, version, validUntilDate, sentAt }: QuoteDetail,
  { quote, at, today }: { quote: ImportedQuote; at: string; today: string },
): boolean {
  const state = stateOf(quote, { validUntilDate }, today);
  const to = state.status as QuoteStatus;
  if (order.indexOf(to) <= order.indexOf(status)) return false;
  updateRow(db, quoteTable, { id, patch: state, at });
  const went = quote.sentAt ?? (to === "sent" ? at : null);
  if (sentAt === null && went !== null) noteSent(db, { id, version, sentAt: went });
  return true;
}

function noteSent(db: Db, { id, version, sentAt }: { id: number; version: number; sentAt: string }): void {
  db.run("UPDATE quote_version SET sent_at = ? WHERE quote_id = ? AND version = ?", [sentAt, id, version]);
}
