import type { Field } from "../../field.ts";
import { contactNameSql } from "../contact/name.ts";
import { daySql } from "../day-sql.ts";
import { stampFields } from "./stamp.ts";

/** What was paid of an invoice so far, what was paid back taken off. */
export const paidSql =
  "(SELECT coalesce(sum(payment.amount_minor), 0) FROM payment WHERE payment.invoice_id = invoice.id)";
const openSql = "(invoice.amount_minor - " + paidSql + ")";
const lastPaidSql = "(SELECT max(payment.paid_date) FROM payment WHERE payment.invoice_id = invoice.id)";

/** What can be shown, filtered and sorted of an invoice. Amounts are in the invoice's own currency. */
export const invoiceFields: readonly Field[] = [
  { key: "id", header: "Id", type: "id", sql: "invoice.id" },
  { key: "number", header: "Number", type: "text", sql: "invoice.number" },
  {
    key: "contact",
    header: "Contact",
    type: "text",
    sql: "(SELECT " + contactNameSql + " FROM contact WHERE contact.id = invoice.contact_id)",
  },
  {
    key: "company",
    header: "Company",
    type: "text",
    room: "spare",
    sql: "(SELECT name FROM company WHERE company.id = invoice.company_id)",
  },
  {
    key: "issuedDate",
    header: "Issued",
    type: "date",
    room: "spare",
    aliases: ["issued", "date"],
    sql: "invoice.issued_date",
  },
  { key: "dueDate", header: "Due", type: "date", aliases: ["due"], sql: "invoice.due_date" },
  {
    key: "amountMinor",
    header: "Amount",
    type: "money",
    aliases: ["amount"],
    currencyKey: "currency",
    sql: "invoice.amount_minor",
  },
  {
    key: "paidMinor",
    header: "Paid",
    type: "money",
    aliases: ["paid"],
    currencyKey: "currency",
    sql: paidSql,
    detail: true,
  },
  {
    key: "openMinor",
    header: "Open",
    type: "money",
    aliases: ["open"],
    currencyKey: "currency",
    sql: openSql,
  },
  { key: "currency", header: "Currency", type: "text", sql: "invoice.currency", detail: true },
  { key: "lastPaidDate", header: "Last paid", type: "date", sql: lastPaidSql, detail: true },
  {
    key: "order",
    header: "Order",
    type: "text",
    sql: `(SELECT coalesce(sales_order.number, CAST(sales_order.id AS TEXT))
      FROM sales_order WHERE sales_order.id = invoice.order_id)`,
    detail: true,
  },
  { key: "note", header: "Note", type: "text", sql: "invoice.note", detail: true },
  { key: "contactId", header: "Contact id", type: "id", sql: "invoice.contact_id", detail: true },
  { key: "companyId", header: "Company id", type: "id", sql: "invoice.company_id", detail: true },
  { key: "orderId", header: "Order id", type: "id", sql: "invoice.order_id", detail: true },
  ...stampFields("invoice"),
];

/** What of an invoice depends on the local day on which one looks. */
export function invoiceFieldsAt(today: string): readonly Field[] {
  return [
    {
      key: "status",
      header: "Status",
      type: "text",
      words: () => ["open", "overdue", "paid", "overpaid", "credit"],
      sql:
        "(CASE WHEN " +
        openSql +
        " = 0 THEN 'paid' WHEN (invoice.amount_minor > 0) = (" +
        openSql +
        " < 0) THEN 'overpaid' WHEN invoice.amount_minor <= 0 THEN 'credit'" +
        " WHEN invoice.due_date < ? THEN 'overdue' ELSE 'open' END)",
      params: [today],
    },
    {
      key: "daysLate",
      header: "Days late",
      type: "integer",
      aliases: ["late"],
      // Of a settled one up to the last payment, else up to today.
      sql:
        "max(0, CASE WHEN " +
        openSql +
        " > 0 THEN " +
        daySql("?") +
        " WHEN invoice.amount_minor > 0 THEN coalesce(" +
        daySql(lastPaidSql) +
        ", 0) ELSE 0 END - " +
        daySql("invoice.due_date") +
        ")",
      params: Array<string>(daySql("?").split("?").length - 1).fill(today),
    },
  ];
}
