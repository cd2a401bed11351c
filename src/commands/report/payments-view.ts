import type { Look } from "../../output/format.ts";
import type { PaymentReport } from "../../reports/payments.ts";
import { counted, type Figure, figureTable } from "./figures.ts";
import { heading, noteLines } from "./view.ts";

const columns: readonly Figure[] = [
  { key: "customer", header: "Customer", type: "text" },
  { key: "invoices", header: "Inv.", type: "integer" },
  { key: "billedMinor", header: "Billed", type: "units" },
  { key: "openMinor", header: "Open", type: "units" },
  { key: "overdueMinor", header: "Overdue", type: "units" },
  { key: "longestDaysLate", header: "Days", type: "integer" },
  { key: "medianDaysLate", header: "Late by", type: "number" },
  { key: "lateShare", header: "Paid late", type: "percent" },
];

/** Who owes most first. */
export function paymentsView(report: PaymentReport, look: Look): string {
  const { rows, total, currency } = report;
  const top = heading("Payments by customer", report, { counted: "invoices", look });
  if (rows.length === 0) return top + "\nno invoices\n";
  const table = figureTable({ columns, rows, total: { ...total, customer: "total" }, currency }, look);
  const more = [
    "days = the longest overdue; late by = median days, of invoices paid in whole",
    ...invoicesLeftOut(report),
  ];
  return top + "\n" + table + "\n" + noteLines(more, look);
}

export function invoicesLeftOut({ leftOut }: PaymentReport): string[] {
  const others = Object.entries(leftOut).map(([code, n]) => counted(n, "invoice") + " in " + code);
  return others.length === 0 ? [] : ["left out: " + others.join(", ") + " (--currency counts them)"];
}
