import { UserError } from "../errors.ts";
import type { Row } from "../field.ts";
import { fold } from "../values/fold.ts";
import { forgetRecord } from "./belongings.ts";
import { customValuesOf } from "./custom-values.ts";
import type { Db } from "./db.ts";
import { invoiceFields, invoiceFieldsAt } from "./fields/invoice.ts";
import { listRows } from "./list.ts";
import { insertRow, type Patch, type RecordTable, updateRow } from "./row.ts";

/** How many days a customer has when nobody says. */
export const usualDays = 30;

export const invoiceTable = {
  table: "invoice",
  columns: {
    number: "number",
    contactId: "contact_id",
    companyId: "company_id",
    orderId: "order_id",
    issuedDate: "issued_date",
    dueDate: "due_date",
    amountMinor: "amount_minor",
    currency: "currency",
    note: "note",
  },
} as const satisfies RecordTable<string>;

export type InvoiceRow = Patch<keyof (typeof invoiceTable)["columns"]>;

export interface Payment {
  readonly id: number;
  readonly paidDate: string;
  readonly amountMinor: number;
  readonly note: string | null;
}

/** An invoice as a list has it, with its payments; amounts in its own currency. */
export interface InvoiceDetail extends Row {
  readonly id: number;
  readonly number: string;
  readonly contact: string | null;
  readonly company: string | null;
  readonly contactId: number | null;
  readonly companyId: number | null;
  readonly orderId: number | null;
  readonly order: string | null;
  readonly issuedDate: string;
  readonly dueDate: string;
  readonly amountMinor: number;
  readonly paidMinor: number;
  /** Below 0: so much was paid too much. */
  readonly openMinor: number;
  readonly currency: string;
  readonly status: "open" | "overdue" | "paid" | "overpaid" | "credit";
  readonly daysLate: number;
  readonly note: string | null;
  readonly payments: readonly Payment[];
  /** Values of custom fields by their name. */
  readonly fields: Readonly<Record<string, string>>;
}

/** One invoice with its payments, as of a local day. */
export function getInvoice(db: Db, id: number, today: string): InvoiceDetail {
  const fields = [...invoiceFields, ...invoiceFieldsAt(today)];
  const where = { sql: "invoice.id = ?", params: [id] };
  const [flat] = listRows(db, { table: "invoice", fields, keys: fields.map((field) => field.key), where });
  if (flat === undefined) throw new UserError("not_found", "no invoice " + id, "see: crm invoice list");
  const payments = `
    SELECT id, paid_date AS "paidDate", amount_minor AS "amountMinor", note
    FROM payment
    WHERE invoice_id = ?
    ORDER BY paid_date, id`;
  const custom = customValuesOf(db, "invoice", id);
  return { ...(flat as InvoiceDetail), payments: db.all<Payment>(payments, [id]), fields: custom };
}

export interface InvoiceHead {
  readonly id: number;
  readonly number: string;
  readonly currency: string;
}

/**
 * The invoices that a file names: by their numbers in any letter case, else by id. All are read once, for no index knows
 * numbers in any letter case.
 */
export function invoiceFinder(db: Db): (text: string) => InvoiceHead {
  const all = db.all<InvoiceHead>("SELECT id, number, currency FROM invoice ORDER BY id DESC");
  const byId = new Map(all.map((one) => [String(one.id), one]));
  const byNumber = new Map(all.map((one) => [fold(one.number), one]));
  return (text) => {
    const word = text.trim().replace(/^#(?=\d+$)/, "");
    const known =
      byNumber.get(fold(text.trim())) ?? byNumber.get(fold(word)) ?? byId.get(word.replace(/^0+/, ""));
    if (known !== undefined) return known;
    throw new UserError("not_found", 'no invoice "' + text + '"', "see: crm invoice list");
  };
}

export function addInvoice(db: Db, draft: InvoiceRow, at: string): number {
  refuseTaken(db, draft, null);
  return insertRow(db, invoiceTable, { draft, at });
}

/** Changes an invoice; what the patch leaves out stays. */
export function editInvoice(db: Db, id: number, { patch, at }: { patch: InvoiceRow; at: string }): void {
  refuseTaken(db, patch, id);
  updateRow(db, invoiceTable, { id, patch, at });
}

function refuseTaken(db: Db, { number }: InvoiceRow, own: number | null): void {
  if (number === undefined) return;
  const sql = "SELECT id FROM invoice WHERE fold(number) = ? AND id IS DISTINCT FROM ?";
  const other = db.get<{ id: number }>(sql, [fold(String(number)), own]);
  if (other === undefined) return;
  throw new UserError(
    "conflict",
    "invoice " + number + " is there already",
    "crm invoice edit " + number + " changes it",
  );
}

/** Deletes an invoice without payments. */
export function deleteInvoice(db: Db, id: number): void {
  const { n } = db.get<{ n: number }>("SELECT count(*) AS n FROM payment WHERE invoice_id = ?", [id])!;
  if (n > 0) {
    const many = n === 1 ? "1 payment" : n + " payments";
    throw new UserError(
      "refused",
      "invoice " + id + " has " + many,
      "crm payment list --invoice " + id + "; delete them first",
    );
  }
  forgetRecord(db, "invoice", id);
  db.run("DELETE FROM invoice WHERE id = ?", [id]);
}
