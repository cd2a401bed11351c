import type { Db } from "../db.ts";
import { paidSql } from "../fields/invoice.ts";
import { type Page, pageOf } from "./page.ts";

/** An invoice that is past its day and not paid in whole. */
export interface LateInvoice {
  readonly invoiceId: number;
  readonly number: string;
  readonly contactId: number | null;
  readonly companyId: number | null;
  readonly dueDate: string;
  /** What is open of it, in minor units of its own currency. */
  readonly openMinor: number;
  readonly currency: string;
}

const isLate =
  `
  FROM (
    SELECT
      id AS invoiceId, number, contact_id AS contactId, company_id AS companyId, due_date AS dueDate,
      amount_minor - ` +
  paidSql +
  ` AS openMinor, currency
    FROM invoice
    WHERE due_date < :today AND amount_minor > 0) AS billed
  WHERE openMinor > 0`;

/** Invoices to ask about, the longest overdue first; `count` is of all, whatever the limit. */
export function lateInvoices(
  db: Db,
  { today, limit }: { readonly today: string; readonly limit: number | undefined },
): Page<LateInvoice> {
  const sql = { columns: "SELECT *", from: isLate, order: "\n  ORDER BY dueDate, invoiceId" };
  return pageOf<LateInvoice>(db, { sql, params: { today }, limit });
}
