import type { Command } from "commander";
import type { App } from "../../app.ts";
import type { Column } from "../../field.ts";
import { sourceReport } from "../../reports/sources.ts";
import { examples } from "../options.ts";
import { type ReportOptions, reportOptions, scopeOf } from "./options.ts";

const columns: readonly Column[] = [
  { key: "source", header: "Source", type: "text" },
  { key: "contacts", header: "Contacts", type: "integer" },
  { key: "customers", header: "Customers", type: "integer" },
  { key: "conversion", header: "Conversion", type: "percent" },
  { key: "revenueMinor", header: "Revenue", type: "money" },
  { key: "share", header: "Share of revenue", type: "percent" },
  { key: "perContactMinor", header: "Per contact", type: "money" },
  { key: "deals", header: "Deals", type: "integer" },
  { key: "won", header: "Won", type: "integer" },
  { key: "lost", header: "Lost", type: "integer" },
  { key: "winRate", header: "Win rate", type: "percent" },
  { key: "low", header: "95 % from", type: "percent" },
  { key: "high", header: "95 % to", type: "percent" },
  { key: "wonMinor", header: "Won amount", type: "money" },
  { key: "medianCycleDays", header: "Median cycle", type: "number" },
  { key: "currency", header: "Currency", type: "text" },
];

export function sources(command: Command, app: App): void {
  examples(
    reportOptions(command).addHelpText("after", "\n--from and --to limit the day of creation."),
    "crm report sources",
    "crm report sources --from 2026-01-01",
    "crm report sources --where 'city = Berlin' --json",
  ).action((options: ReportOptions) => show(app, options));
}

async function show(app: App, options: ReportOptions): Promise<void> {
  const db = app.read();
  const report = sourceReport(db, await scopeOf(app, db, options));
  const { sourcesView } = await import("./sources-view.ts");
  await app.report(columns, report, (look) => sourcesView(report, look));
}
