import type { App } from "../../app.ts";
import { UserError } from "../../errors.ts";
import type { Row } from "../../field.ts";
import type { Db } from "../../store/db.ts";
import { employerOf } from "../../store/employer.ts";
import { invoiceFields, invoiceFieldsAt } from "../../store/fields/invoice.ts";
import { addNewInvoices, getInvoice, invoiceFinder } from "../../store/invoice.ts";
import { findOrder } from "../../store/order.ts";
import {
  addPayment,
  getPayment,
  type PaymentDraft,
  paymentFields,
  samePayments,
} from "../../store/payment.ts";
import { resolve } from "../../store/reference.ts";
import { addDays } from "../../values/date.ts";
import { orderOf, readDate } from "../../values/date-column.ts";
import { withCsvRows } from "../import/csv-rows.ts";
import { amountOption, currencyOption } from "../options/money.ts";

const invoiceColumns = {
  number: ["invoice", "invoice number", "invoice no", "rechnungsnummer", "nummer"],
  email: ["mail", "e-mail", "email address"],
  contact: ["contact id", "customer", "name", "kunde"],
  company: ["organisation", "organization", "firma"],
  issued: ["issued date", "date", "invoice date", "datum", "rechnungsdatum"],
  due: ["due date", "faellig", "fällig"],
  amount: ["total", "gross", "betrag", "summe"],
  currency: ["währung", "currency code"],
  order: ["order number", "order id"],
  note: ["comment", "notiz"],
} as const;

const paymentColumns = {
  invoice: ["number", "invoice number", "invoice no", "rechnungsnummer"],
  date: ["paid", "paid date", "payment date", "datum"],
  amount: ["amount paid", "total", "betrag"],
  note: ["reference", "comment", "notiz", "verwendungszweck"],
} as const;

/** How many days a customer has when the file does not say. */
export const usualDays = 30;

export interface TakeOptions {
  /** Where rows go that cannot be taken in; undefined: the first of them ends the import. */
  readonly rejects?: string;
}

/** Takes invoices in from a CSV file; a number that is there already is left as it is. */
export async function importInvoices(app: App, file: string, { rejects }: TakeOptions): Promise<void> {
  const needed = [["number"], ["email", "contact", "company"], ["amount"], ["issued"]] as const;
  const task = { file, rejects, columns: invoiceColumns, needed };
  await withCsvRows(app, task, async ({ records, each }) => {
    const issuedOf = dateReader(records.map(({ cells }) => cells.issued));
    const dueOf = dateReader(records.map(({ cells }) => cells.due));
    const drafts = each(records, ({ cells }) => invoiceOf(app, cells, { issuedOf, dueOf }));
    const added = app.write((db, at) =>
      addNewInvoices(db, drafts, at).map((id) => getInvoice(db, id, app.today())),
    );
    const fields = [...invoiceFields, ...invoiceFieldsAt(app.today())];
    await app.wrote(saidOf("invoice", added.length, drafts.length), fields, added);
  });
}

type DateReader = ReturnType<typeof dateReader>;

function invoiceOf(
  app: App,
  cells: Readonly<Record<keyof typeof invoiceColumns, string>>,
  { issuedOf, dueOf }: { issuedOf: DateReader; dueOf: DateReader },
) {
  const { number, amount, currency, order, note } = cells;
  if (number === "") throw new UserError("refused", "the invoice has no number");
  const own = app.currency();
  const code = currency === "" ? undefined : currencyOption(currency, own);
  const money = amountOption({ option: "amount", text: amount, own, currency: code });
  const issuedDate = issuedOf(cells.issued, "the day it was issued");
  const dueDate = cells.due === "" ? addDays(issuedDate, usualDays) : dueOf(cells.due, "the day it is due");
  if (dueDate < issuedDate) {
    throw new UserError("refused", "it is due on " + dueDate + ", before it was issued (" + issuedDate + ")");
  }
  const orderId = order === "" ? null : findOrder(app.writer(), order);
  return {
    ...{ number, issuedDate, dueDate, amountMinor: money.minor, currency: money.currency, orderId },
    ...{ ...customerOf(app.writer(), cells), note: note || null },
  };
}

function customerOf(
  db: Db,
  { email, contact, company }: { email: string; contact: string; company: string },
) {
  const who = email || contact;
  if (who === "") return { contactId: null, companyId: resolve(db, "company", company).id };
  const contactId = resolve(db, "contact", who).id;
  return {
    contactId,
    companyId: company === "" ? employerOf(db, contactId) : resolve(db, "company", company).id,
  };
}

/** Takes payments in from a CSV file; what is there already is not taken in twice. */
export async function importPayments(app: App, file: string, { rejects }: TakeOptions): Promise<void> {
  const needed = [["invoice"], ["amount"], ["date"]] as const;
  const task = { file, rejects, columns: paymentColumns, needed };
  await withCsvRows(app, task, async ({ records, each }) => {
    const dateOf = dateReader(records.map(({ cells }) => cells.date));
    const invoiceOf = invoiceFinder(app.writer());
    const drafts = each(records, ({ place, row, cells }) => {
      const { id: invoiceId, currency } = invoiceOf(cells.invoice);
      const { minor } = amountOption({ option: "amount", text: cells.amount, own: currency, currency });
      if (minor === 0) throw new UserError("refused", "a payment of nothing");
      const paidDate = dateOf(cells.date, "the day it was paid");
      const draft: PaymentDraft = { invoiceId, paidDate, amountMinor: minor, note: cells.note || null };
      return { place, row, draft };
    });
    const { added, known } = app.write((db, at) => {
      const left = samePayments(db);
      const fresh = drafts.filter(({ draft }) => !left.take(draft));
      const ids = each(fresh, ({ draft }) => addPayment(db, draft, at));
      return { added: ids.map((id): Row => getPayment(db, id)), known: drafts.length - fresh.length };
    });
    await app.wrote(saidOf("payment", added.length, added.length + known), paymentFields, added);
  });
}

/** Reads the dates of one column, whose order of day and month the whole column settles. */
function dateReader(cells: readonly string[]): (text: string, what: string) => string {
  const { order } = orderOf(cells.filter((cell) => cell !== ""));
  return (text, what) => {
    const date = readDate(text, order);
    if (typeof date === "string") return date;
    throw new UserError("refused", what + ': "' + text + '" is no date that can be told', "write YYYY-MM-DD");
  };
}

function saidOf(what: string, added: number, read: number): string {
  const known = read - added;
  const many = added + " " + what + (added === 1 ? "" : "s");
  return "Took in " + many + (known === 0 ? "" : ", " + known + " known already");
}
