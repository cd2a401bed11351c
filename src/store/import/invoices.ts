import { UserError } from "../../errors.ts";
import { addDays } from "../../values/date.ts";
import { fold } from "../../values/fold.ts";
import type { Db } from "../db.ts";
import { withEmployer } from "../employer.ts";
import { type InvoiceRow, invoiceTable, usualDays } from "../invoice.ts";
import { insertRow, updateRow } from "../row.ts";
import type { ImportedContact, ImportOptions, Taken } from "./contacts.ts";
import { type Customers, customers } from "./customers.ts";
import { difference } from "./difference.ts";
import { readExtras, takeExtras } from "./extras.ts";
import { byNumber, recordsMet } from "./known.ts";
import { orderFinder } from "./order-finder.ts";
import { companies } from "./parts.ts";

/** An invoice as a file has it. Null: the file does not say. */
export interface ImportedInvoice {
  readonly number: string;
  readonly contact: ImportedContact | null;
  readonly company: string | null;
  readonly issuedDate: string | null;
  readonly dueDate: string | null;
  readonly amountMinor: number | null;
  readonly currency: string | null;
  readonly order: string | null;
  readonly note: string | null;
  /** Values of the custom fields that the import keeps, in their order. */
  readonly extras: readonly string[];
}

export interface InvoiceSink {
  take(invoice: ImportedInvoice): Taken;
  end(): void;
  readonly customers: Customers;
  /** Rows that named a purchase that is not there, or is another customer's. */
  lost(): number;
}

/** Takes invoices of an import in, known by their number in any letter case. */
export function invoiceSink(db: Db, options: ImportOptions): InvoiceSink {
  const { at, onMatch, writing } = options;
  const who = customers(db, options, companies(db, options));
  const met = recordsMet(db, "invoice", writing);
  const numbers = byNumber(db, "invoice");
  const orders = orderFinder(db, options);
  let lost = 0;
  const rowOf = (invoice: ImportedInvoice) => {
    const { order } = invoice;
    const row = partiesOf(invoice, who);
    const orderId = order === null ? null : (orders.of(order, row) ?? null);
    if (order !== null && orderId === null) lost++;
    return { ...row, orderId };
  };

  const create = (invoice: ImportedInvoice): Taken => {
    const { issuedDate, amountMinor } = invoice;
    if (issuedDate === null) throw new UserError("usage", "it does not say when it was issued");
    if (amountMinor === null) throw new UserError("usage", "there is no amount");
    const dueDate = invoice.dueDate ?? addDays(issuedDate, usualDays);
    refuseBackwards({ issuedDate, dueDate });
    const row = { ...rowOf(invoice), dueDate };
    if (row.contactId === null && row.companyId === null)
      throw new UserError("usage", "there is no contact and no company");
    const id = insertRow(db, invoiceTable, { draft: withEmployer(db, row), at });
    numbers.set(fold(invoice.number), id);
    takeExtras(db, options.extras, { id, cells: invoice.extras, mode: "fill" });
    return { id, outcome: "created" };
  };
  const change = (id: number, invoice: ImportedInvoice): Taken =>
    met.bring(id, onMatch, (mode) => {
      const { issuedDate, dueDate } = invoice;
      const days = difference(db, invoiceTable, { id, row: { issuedDate, dueDate }, mode });
      // Before anybody is looked for: who is not there yet is made.
      refuseBackwards({ ...days.was, ...days.patch });
      const { number: _, ...row } = rowOf(invoice);
      const { patch } = difference(db, invoiceTable, { id, row, mode });
      const isChanged = Object.keys(patch).length > 0;
      if (isChanged) updateRow(db, invoiceTable, { id, patch, at });
      return takeExtras(db, options.extras, { id, cells: invoice.extras, mode }) || isChanged;
    });
  return {
    customers: who,
    lost: () => lost,
    take(invoice) {
      // Refuses a row before anything of it is written.
      readExtras(options.extras, invoice.extras);
      const { order } = invoice;
      if (order !== null && options.ownIds !== true && !orders.has(order))
        throw new UserError("not_found", 'no order "' + order + '"', "see: crm order list");
      const found = numbers.get(fold(invoice.number));
      return found === undefined ? create(invoice) : change(found, invoice);
    },
    end: who.end,
  };
}

function refuseBackwards({ issuedDate, dueDate }: Pick<InvoiceRow, "issuedDate" | "dueDate">): void {
  if (String(dueDate) >= String(issuedDate)) return;
  throw new UserError("refused", "it is due on " + dueDate + ", before it was issued (" + issuedDate + ")");
}

function partiesOf(invoice: ImportedInvoice, who: Customers) {
  const { number, contact, company, issuedDate, dueDate, amountMinor, note } = invoice;
  const contactId = contact === null ? null : who.contactOf(contact);
  const companyId = who.companyOf(company, null);
  const money = { amountMinor, currency: amountMinor === null ? null : invoice.currency };
  return { number, contactId, companyId, issuedDate, dueDate, ...money, note };
}
