import type { Db } from "../db.ts";
import { type InvoiceHead, invoiceFinder } from "../invoice.ts";
import { addPayment, samePayments } from "../payment.ts";
import type { ImportOptions, Taken } from "./contacts.ts";

/** A payment as a file has it. */
export interface ImportedPayment {
  /** Number or id of the invoice. */
  readonly invoice: string;
  readonly paidDate: string;
  /** In minor units of the invoice's currency; throws what the row has wrong. */
  readonly amountIn: (currency: string) => number;
  readonly note: string | null;
}

/**
 * Takes payments of an import in. One is known by its invoice, day and amount, and by being the first, second, ... such
 * in the file, so that a second run of the file finds them all, and two equal ones of a day are two.
 */
export function paymentSink(
  db: Db,
  { at, writing }: ImportOptions,
): { take(payment: ImportedPayment): Taken } {
  const invoiceOf = invoiceFinder(db);
  const left = samePayments(db);
  // What an older invoice gets is journaled only while inserts are watched.
  writing.watchInserts(true);
  return {
    take({ invoice, paidDate, amountIn, note }) {
      const { id: invoiceId, currency }: InvoiceHead = invoiceOf(invoice);
      const draft = { invoiceId, paidDate, amountMinor: amountIn(currency), note };
      const known = left.take(draft);
      if (known !== undefined) return { id: known, outcome: "unchanged" };
      return { id: addPayment(db, draft, at), outcome: "created" };
    },
  };
}
