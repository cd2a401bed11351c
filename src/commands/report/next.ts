import type { Command } from "commander";
import type { App } from "../../app.ts";
import type { Column } from "../../field.ts";
import { nextReport } from "../../reports/next.ts";
import { examples } from "../options.ts";
import { type ReportOptions, reportOptions, scopeOf } from "./options.ts";

const columns: readonly Column[] = [
  { key: "id", header: "Id", type: "id" },
  { key: "noun", header: "Noun", type: "text", detail: true },
  { key: "customer", header: "Customer", type: "text" },
  { key: "purchases", header: "Purchases", type: "integer" },
  { key: "lastDate", header: "Last", type: "date" },
  { key: "medianGapDays", header: "Every (days)", type: "number" },
  { key: "expectedDate", header: "Expected", type: "date" },
  { key: "lateDays", header: "Days late", type: "integer" },
  { key: "gaps", header: "Gaps", type: "number" },
  { key: "status", header: "Status", type: "text" },
  { key: "averageMinor", header: "Average", type: "money" },
  { key: "currency", header: "Currency", type: "text" },
];

export function next(command: Command, app: App): void {
  examples(
    reportOptions(command).addHelpText("after", "\n--from and --to limit the expected days that are shown."),
    "crm report next",
    "crm report next --from today --to 'in 2 weeks'",
    "crm report next --where 'tag = vip' --format csv",
  ).action((options: ReportOptions) => show(app, options));
}

async function show(app: App, options: ReportOptions): Promise<void> {
  const db = app.read();
  const report = nextReport(db, await scopeOf(app, db, options));
  const { nextView } = await import("./next-view.ts");
  await app.report(columns, report, (look) => nextView(report, look));
}
