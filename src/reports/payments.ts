import type { Db } from "../store/db.ts";
import type { Where } from "../store/list.ts";
import { namesOf } from "./customer-names.ts";
import { dayNumber } from "./periods.ts";
import { greatest, median } from "./quantiles.ts";
import { type ReportScope, ratio } from "./scope.ts";
import { windowText } from "./window.ts";

export interface PaymentScope extends Pick<ReportScope, "asOf" | "zone" | "from" | "to" | "currency"> {
  /** A condition over table invoice. */
  readonly where?: Where | undefined;
}

type PaymentSums = {
  readonly invoices: number;
  readonly billedMinor: number;
  /** Of what was billed, up to --as-of. */
  readonly paidMinor: number;
  /** Still to be paid; what was paid too much of one invoice is not taken off another. */
  readonly openMinor: number;
  /** Of that, past the day it was due. */
  readonly overdueMinor: number;
  /** Paid too much. */
  readonly overpaidMinor: number;
  /** From the due day to the last payment, of invoices paid in whole; in time is 0; null without any. */
  readonly medianDaysLate: number | null;
  /** Paid after they were due / paid in whole; null without any. */
  readonly lateShare: number | null;
  /** The oldest of the overdue ones; null without any. */
  readonly longestDaysLate: number | null;
  readonly currency: string;
};

export type PaymentReportRow = PaymentSums & {
  readonly id: number;
  readonly noun: "contact" | "company";
  readonly customer: string;
};

export interface PaymentReport {
  readonly report: "payments";
  readonly asOf: string;
  readonly zone: string;
  readonly currency: string;
  readonly definition: string;
  /** Invoices. */
  readonly n: number;
  /** Invoices in other currencies, by code. */
  readonly leftOut: Readonly<Record<string, number>>;
  readonly rows: readonly PaymentReportRow[];
  readonly total: PaymentSums;
}

interface Invoice {
  readonly contactId: number | null;
  readonly companyId: number | null;
  readonly currency: string;
  readonly dueDate: string;
  readonly amountMinor: number;
  readonly paidMinor: number;
  readonly lastPaidDate: string | null;
}

const select = `
  SELECT
    invoice.contact_id AS "contactId", invoice.company_id AS "companyId", invoice.currency,
    invoice.due_date AS "dueDate", invoice.amount_minor AS "amountMinor",
    (SELECT coalesce(sum(amount_minor), 0) FROM payment WHERE invoice_id = invoice.id AND paid_date <= ?) AS "paidMinor",
    (SELECT max(paid_date) FROM payment WHERE invoice_id = invoice.id AND paid_date <= ?) AS "lastPaidDate"
  FROM invoice
  WHERE invoice.issued_date <= ? AND invoice.issued_date >= ? AND invoice.issued_date <= ?`;

/**
 * What customers owe and how late they pay: the invoices issued from `from` to `to`, with the payments up to --as-of. A
 * customer is the company of the invoice, else its contact. Most overdue first, then most open.
 */
export function paymentReport(db: Db, scope: PaymentScope): PaymentReport {
  const { asOf, from = "0001-01-01", to = "9999-12-31", where, currency } = scope;
  const sql = select + (where === undefined ? "" : " AND (" + where.sql + ")") + " ORDER BY invoice.id";
  const all = db.all<Invoice>(sql, [asOf, asOf, asOf, from, to, ...(where?.params ?? [])]);
  const counted = all.filter((invoice) => invoice.currency === currency);
  const groups = new Map<string, Invoice[]>();
  for (const invoice of counted) {
    const { contactId, companyId } = invoice;
    const key = companyId === null ? "contact " + contactId : "company " + companyId;
    groups.set(key, [...(groups.get(key) ?? []), invoice]);
  }
  const people = [...groups].map(([key, invoices]) => {
    const [noun, id] = key.split(" ");
    return {
      noun: noun === "contact" ? ("contact" as const) : ("company" as const),
      id: Number(id),
      invoices,
    };
  });
  const nameOf = namesOf(db, people);
  const rows = people.map(({ invoices, ...who }) => ({
    ...{ ...who, customer: nameOf(who), ...sumsOf(invoices, scope) },
  }));
  const leftOut: Record<string, number> = {};
  for (const other of all) {
    if (other.currency !== currency) leftOut[other.currency] = (leftOut[other.currency] ?? 0) + 1;
  }
  return {
    report: "payments",
    ...{ asOf, zone: scope.zone, currency, n: counted.length, leftOut },
    definition:
      "invoices" +
      (windowText(scope) || " so far") +
      " and their payments; days late = from the due day to the last payment, median of those paid in whole",
    rows: rows.sort((a, b) => b.overdueMinor - a.overdueMinor || b.openMinor - a.openMinor || a.id - b.id),
    total: sumsOf(counted, scope),
  };
}

function sumsOf(invoices: readonly Invoice[], { asOf, currency }: PaymentScope): PaymentSums {
  const sum = (value: (invoice: Invoice) => number) =>
    invoices.reduce((total, each) => total + value(each), 0);
  const restOf = ({ amountMinor, paidMinor }: Invoice) => amountMinor - paidMinor;
  const overdue = invoices.filter((invoice) => restOf(invoice) > 0 && invoice.dueDate < asOf);
  const late = invoices
    .filter((invoice) => restOf(invoice) <= 0 && invoice.lastPaidDate !== null)
    .map(({ dueDate, lastPaidDate }) => Math.max(0, dayNumber(lastPaidDate ?? dueDate) - dayNumber(dueDate)));
  const waits = overdue.map(({ dueDate }) => dayNumber(asOf) - dayNumber(dueDate));
  return {
    invoices: invoices.length,
    billedMinor: sum(({ amountMinor }) => amountMinor),
    paidMinor: sum(({ paidMinor }) => paidMinor),
    openMinor: sum((invoice) => Math.max(0, restOf(invoice))),
    overdueMinor: overdue.reduce((total, invoice) => total + restOf(invoice), 0),
    overpaidMinor: sum((invoice) => (invoice.amountMinor > 0 ? Math.max(0, -restOf(invoice)) : 0)),
    medianDaysLate: median(late),
    lateShare: ratio(late.filter((days) => days > 0).length, late.length),
    longestDaysLate: greatest(waits),
    currency,
  };
}
