import type { Command } from "commander";
import type { App } from "../../app.ts";
import type { Column } from "../../field.ts";
import { paymentReport } from "../../reports/payments.ts";
import { examples } from "../options.ts";
import { type ReportOptions, reportOptions, scopeOf } from "./options.ts";

const columns: readonly Column[] = [
  { key: "id", header: "Id", type: "id" },
  { key: "noun", header: "Noun", type: "text", detail: true },
  { key: "customer", header: "Customer", type: "text" },
  { key: "invoices", header: "Invoices", type: "integer" },
  { key: "billedMinor", header: "Billed", type: "money" },
  { key: "paidMinor", header: "Paid", type: "money" },
  { key: "openMinor", header: "Open", type: "money" },
  { key: "overdueMinor", header: "Overdue", type: "money" },
  { key: "overpaidMinor", header: "Too much", type: "money" },
  { key: "medianDaysLate", header: "Days late", type: "number" },
  { key: "lateShare", header: "Late share", type: "percent" },
  { key: "longestDaysLate", header: "Longest overdue", type: "integer" },
  { key: "currency", header: "Currency", type: "text" },
];

export function payments(command: Command, app: App): void {
  examples(
    reportOptions(command).addHelpText("after", "\n--where and --segment are filters of invoices."),
    "crm report payments",
    "crm report payments --where 'status = overdue' --json",
  ).action(async (options: ReportOptions) => {
    const db = app.read();
    const report = paymentReport(db, await scopeOf(app, db, options, "invoice"));
    const { paymentsView } = await import("./payments-view.ts");
    await app.report(columns, report, (look) => paymentsView(report, look));
  });
}
