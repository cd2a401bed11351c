import { UserError } from "../../errors.ts";
import { apportion, divideRounded } from "../../values/exact.ts";
import type { Db } from "../db.ts";
import { getDeal } from "../deal.ts";
import { winDeal } from "../deal-stage.ts";
import { addOrder, editOrder, type Moment, type OrderDraft } from "../order.ts";
import { type PurchaseOutcome, saleOf } from "../purchase.ts";
import { type QuoteDetail, type QuoteRow, quoteTable } from "../quote.ts";
import { updateRow } from "../row.ts";

/** Notes that a quote has gone out. */
export function sendQuote(db: Db, quote: QuoteDetail, { at, today }: Moment): void {
  if (quote.status !== "draft") throw refused(quote, "is " + quote.status + " already");
  const { id, version, validUntilDate } = quote;
  if (validUntilDate !== null && validUntilDate < today) {
    throw refused(quote, "was valid until " + validUntilDate, "crm quote edit " + id + " --valid-until eom");
  }
  db.run("UPDATE quote_version SET sent_at = ? WHERE quote_id = ? AND version = ?", [at, id, version]);
  patch(db, quote, { status: "sent" }, at);
}

export interface Acceptance extends Moment {
  /** The day on which it was accepted; undefined: today. */
  readonly date: string | undefined;
  /** Also when it has expired or was declined. */
  readonly force: boolean;
}

/**
 * Accepts a quote: wins its deal for the net amount, and records the order with its lines. Revenue is without tax, so
 * order and deal are worth the net amount; the quote's own discount is divided among the lines.
 */
export function acceptQuote(db: Db, quote: QuoteDetail, acceptance: Acceptance): PurchaseOutcome {
  const { at, today, force } = acceptance;
  const date = acceptance.date ?? today;
  if (quote.status === "accepted") throw refused(quote, "is accepted already");
  const why = whyNot(quote, date);
  if (why !== undefined && !force) throw refused(quote, why, "--force accepts it all the same");
  const purchase = sell(db, quote, { at, today, date });
  const orderId = "orderId" in purchase && !isTaken(db, purchase.orderId) ? purchase.orderId : null;
  patch(db, quote, { status: "accepted", decidedDate: date, declineReason: null, orderId }, at);
  return purchase;
}

function whyNot(
  { status, validUntilDate, declineReason, decidedDate }: QuoteDetail,
  date: string,
): string | undefined {
  if (status === "declined") return "was declined: " + declineReason;
  if (validUntilDate !== null && validUntilDate < date)
    return "expired: it was valid until " + validUntilDate;
  return decidedDate === null ? undefined : "expired on " + decidedDate;
}

export function declineQuote(
  db: Db,
  quote: QuoteDetail,
  { at, today, reason }: Moment & { reason: string },
): void {
  if (quote.status === "accepted" || quote.status === "declined") {
    throw refused(quote, "is " + quote.status + " already");
  }
  patch(db, quote, { status: "declined", decidedDate: today, declineReason: reason }, at);
}

/** Ends a quote that holds no longer, whatever day it names. */
export function expireQuote(db: Db, quote: QuoteDetail, { at, today }: Moment): void {
  if (quote.status === "accepted" || quote.status === "declined") {
    throw refused(quote, "is " + quote.status + " already");
  }
  if (quote.decidedDate !== null) throw refused(quote, "is expired already");
  patch(db, quote, { status: "expired", decidedDate: today }, at);
}

function patch(db: Db, { id }: QuoteDetail, row: QuoteRow, at: string): void {
  updateRow(db, quoteTable, { id, patch: row, at });
}

function refused({ number }: QuoteDetail, why: string, hint?: string): UserError {
  return new UserError("refused", "quote " + number + " " + why, hint);
}

function isTaken(db: Db, orderId: number): boolean {
  return db.get("SELECT 1 FROM quote WHERE order_id = ?", [orderId]) !== undefined;
}

type Sale = Moment & { readonly date: string };

/** Wins the deal, which records the purchase; without a deal the purchase is recorded alone. */
function sell(db: Db, quote: QuoteDetail, sale: Sale): PurchaseOutcome {
  const { dealId, netMinor, currency } = quote;
  if (dealId === null) return record(db, quote, sale);
  if (getDeal(db, dealId).status === "won") {
    const { orderId } = saleOf(db, dealId);
    return orderId === null ? record(db, quote, sale) : { kind: "exists", orderId };
  }
  const amount = { minor: netMinor, currency };
  const { purchase } = winDeal(db, dealId, { ...sale, amount });
  if (purchase.kind === "noCustomer") return record(db, quote, sale);
  if (purchase.kind === "recorded") {
    editOrder(db, purchase.orderId, { draft: orderDraft(db, quote), at: sale.at, today: sale.today });
  }
  return purchase;
}

function record(db: Db, quote: QuoteDetail, { date, ...moment }: Sale): PurchaseOutcome {
  const { contactId, companyId, dealId, netMinor, currency } = quote;
  if (contactId === null && companyId === null) return { kind: "noCustomer" };
  const draft = orderDraft(db, quote);
  const customer = { contactId, companyId, dealId };
  const amount = { orderDate: date, amountMinor: netMinor, currency, source: "quote" };
  const orderId = addOrder(db, { ...draft, row: { ...draft.row, ...customer, ...amount } }, moment);
  return { kind: "recorded", orderId };
}

/** What the order holds beside customer, day and amount: its lines, how many, and what they cost where that is known. */
function orderDraft(db: Db, quote: QuoteDetail): OrderDraft {
  const { lines, lineMinors, number } = quote;
  const amounts = netLines(quote);
  const quantity = lines.reduce((sum, line) => sum + line.quantityMilli, 0) / 1000;
  return {
    row: { quantity, costMinor: costOf(db, quote), note: "quote " + number },
    lines: lines.map(({ sku, title, quantityMilli, unitMinor }, at) => ({
      product: sku ?? title,
      quantity: quantityMilli / 1000,
      unitMinor,
      amountMinor: amounts[at] ?? lineMinors[at] ?? null,
    })),
    custom: {},
  };
}

/** The lines less their share of the quote's discount; they add up to the net amount. */
function netLines({ lines, lineMinors, taxes }: QuoteDetail): number[] {
  const net = [...lineMinors];
  for (const { taxBp, baseMinor } of taxes) {
    const places = lines.flatMap((line, at) => (line.taxBp === taxBp ? [at] : []));
    const parts = apportion(
      baseMinor,
      places.map((at) => lineMinors[at] ?? 0),
    );
    for (const [index, at] of places.entries()) net[at] = parts[index] ?? 0;
  }
  return net;
}

/** null: of some line it is not known what it costs. */
function costOf(db: Db, { lines, currency }: QuoteDetail): number | null {
  const sql = "SELECT cost_minor AS cost FROM product WHERE id = ? AND currency = ?";
  let sum = 0n;
  for (const { productId, quantityMilli } of lines) {
    const cost =
      productId === null ? null : (db.get<{ cost: number | null }>(sql, [productId, currency])?.cost ?? null);
    if (cost === null) return null;
    sum += BigInt(cost) * BigInt(quantityMilli);
  }
  return divideRounded(sum, 1000n);
}
