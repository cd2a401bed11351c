import type { Command } from "commander";
import type { App } from "../../app.ts";
import type { Column } from "../../field.ts";
import type { Look } from "../../output/format.ts";
import { type ReferralReport, referralReport } from "../../reports/referrals.ts";
import { examples } from "../options.ts";
import { type Figure, figureTable } from "./figures.ts";
import { type ReportOptions, reportOptions, scopeOf } from "./options.ts";
import { heading, notes } from "./view.ts";

const columns: readonly Column[] = [
  { key: "id", header: "Id", type: "id" },
  { key: "noun", header: "Noun", type: "text", detail: true },
  { key: "customer", header: "Referred by", type: "text" },
  { key: "referred", header: "Referred", type: "integer" },
  { key: "bought", header: "Bought", type: "integer" },
  { key: "revenueMinor", header: "Revenue", type: "money" },
  { key: "currency", header: "Currency", type: "text" },
];

export function referrals(command: Command, app: App): void {
  examples(
    reportOptions(command),
    "crm report referrals",
    "crm report referrals --from 2026-01-01 --json",
  ).action(async (options: ReportOptions) => {
    const db = app.read();
    const report = referralReport(db, await scopeOf(app, db, options));
    await app.report(columns, { ...report, rows: report.rows }, (look) => view(report, look));
  });
}

function view(report: ReferralReport, look: Look): string {
  const top = heading("Referrals", report, { counted: "referred", look });
  if (report.rows.length === 0) return top + '\nnobody yet: crm relation add jane "referred by" tom\n';
  const shown = columns
    .filter(({ key }) => key !== "noun" && key !== "currency" && key !== "id")
    .map((column): Figure => (column.type === "money" ? { ...column, type: "units" } : column));
  const total = { ...report.total, customer: "total" };
  const table = figureTable({ columns: shown, rows: report.rows, total, currency: report.currency }, look);
  return top + "\n" + table + "\n" + notes(report, [], look);
}
