import { UserError } from "../errors.ts";
import type { Field } from "../field.ts";
import { forgetRecord } from "./belongings.ts";
import { contactNameSql } from "./contact/name.ts";
import type { Db } from "./db.ts";
import { listRows, type Where } from "./list.ts";
import { insertRow, type RecordTable } from "./row.ts";

const paymentTable = {
  table: "payment",
  columns: { invoiceId: "invoice_id", paidDate: "paid_date", amountMinor: "amount_minor", note: "note" },
} as const satisfies RecordTable<string>;

export interface PaymentDraft {
  readonly invoiceId: number;
  readonly paidDate: string;
  /** In the invoice's currency; below 0 what was paid back. */
  readonly amountMinor: number;
  readonly note: string | null;
}

/** What a list of payments shows. */
export const paymentFields: readonly Field[] = [
  { key: "id", header: "Id", type: "id", sql: "payment.id" },
  { key: "paidDate", header: "Paid", type: "date", aliases: ["date", "paid"], sql: "payment.paid_date" },
  {
    key: "invoice",
    header: "Invoice",
    type: "text",
    sql: "(SELECT number FROM invoice WHERE invoice.id = payment.invoice_id)",
  },
  {
    key: "contact",
    header: "Contact",
    type: "text",
    sql:
      "(SELECT " +
      contactNameSql +
      " FROM invoice JOIN contact ON contact.id = invoice.contact_id WHERE invoice.id = payment.invoice_id)",
  },
  {
    key: "company",
    header: "Company",
    type: "text",
    sql: `(SELECT company.name
      FROM invoice JOIN company ON company.id = invoice.company_id WHERE invoice.id = payment.invoice_id)`,
  },
  {
    key: "amountMinor",
    header: "Amount",
    type: "money",
    aliases: ["amount"],
    currencyKey: "currency",
    sql: "payment.amount_minor",
  },
  {
    key: "currency",
    header: "Currency",
    type: "text",
    sql: "(SELECT currency FROM invoice WHERE invoice.id = payment.invoice_id)",
    detail: true,
  },
  { key: "note", header: "Note", type: "text", sql: "payment.note", detail: true },
  { key: "invoiceId", header: "Invoice id", type: "id", sql: "payment.invoice_id", detail: true },
];

/** Payments that fit, the oldest first. */
export function listPayments(db: Db, where?: Where) {
  const keys = paymentFields.map((field) => field.key);
  const sort = [{ field: paymentFields[1]!, descending: false }];
  return listRows(db, { table: "payment", fields: paymentFields, keys, where, sort });
}

export function getPayment(db: Db, id: number) {
  const [found] = listPayments(db, { sql: "payment.id = ?", params: [id] });
  if (found === undefined) throw new UserError("not_found", "no payment " + id, "see: crm payment list");
  return found;
}

/** Notes a payment; one before its invoice was issued is refused. */
export function addPayment(db: Db, draft: PaymentDraft, at: string): number {
  const sql = 'SELECT number, issued_date AS "issuedDate" FROM invoice WHERE id = ?';
  const { number, issuedDate } = db.get<{ number: string; issuedDate: string }>(sql, [draft.invoiceId])!;
  if (draft.paidDate < issuedDate) {
    throw new UserError(
      "refused",
      "invoice " + number + " was issued on " + issuedDate + ", after that payment (" + draft.paidDate + ")",
      "mend the date of one of them",
    );
  }
  return insertRow(db, paymentTable, { draft: { ...draft }, at });
}

export function deletePayment(db: Db, id: number): void {
  forgetRecord(db, "payment", id);
  db.run("DELETE FROM payment WHERE id = ?", [id]);
}

/** Payments that are there, of which each stands for one of the same invoice, day and amount: its id, once. */
export function samePayments(db: Db): { readonly take: (draft: PaymentDraft) => number | undefined } {
  const left = new Map<string, number[]>();
  const keyOf = ({ invoiceId, paidDate, amountMinor }: PaymentDraft) =>
    [invoiceId, paidDate, amountMinor].join(" ");
  const sql = `
    SELECT id, invoice_id AS "invoiceId", paid_date AS "paidDate", amount_minor AS "amountMinor", note
    FROM payment
    ORDER BY id DESC`;
  for (const payment of db.all<PaymentDraft & { id: number }>(sql)) {
    const ids = left.get(keyOf(payment));
    if (ids === undefined) left.set(keyOf(payment), [payment.id]);
    else ids.push(payment.id);
  }
  return { take: (draft) => left.get(keyOf(draft))?.pop() };
}
