import type { Command } from "commander";
import type { App } from "../../app.ts";
import type { Column } from "../../field.ts";
import { kpiReport } from "../../reports/kpi.ts";
import { unitIn } from "../../reports/scope.ts";
import { examples } from "../options.ts";
import { type ByPeriod, byPeriod, type ReportOptions, reportOptions, scopeOf } from "./options.ts";

/** Values are raw, as `unit` says: money in minor units, shares as ratios. */
const columns: readonly Column[] = [
  { key: "kpi", header: "Number", type: "text" },
  { key: "unit", header: "Unit", type: "text" },
  { key: "value", header: "Value", type: "number" },
  { key: "previous", header: "Before", type: "number" },
  { key: "change", header: "Change", type: "number" },
  { key: "n", header: "Rests on", type: "integer" },
  { key: "trend", header: "Last 12", type: "list" },
  { key: "currency", header: "Currency", type: "text" },
  { key: "about", header: "What it is", type: "text" },
];

export function kpi(command: Command, app: App): void {
  examples(
    byPeriod(reportOptions(command), "").addHelpText(
      "after",
      "\nThe period is that of --as-of; --from and --to change nothing. --where is a filter of contacts.",
    ),
    "crm report kpi",
    "crm report kpi --by quarter --as-of 2026-09-30",
    "crm report kpi --where 'city = Berlin' --json",
  ).action((options: ReportOptions & ByPeriod) => show(app, options));
}

async function show(app: App, options: ReportOptions & ByPeriod): Promise<void> {
  const db = app.read();
  const scope = await scopeOf(app, db, options);
  const report = kpiReport(db, { ...scope, by: unitIn(scope, options.by) });
  const { kpiView } = await import("./kpi-view.ts");
  await app.report(columns, report, (look) => kpiView(report, look));
}
