import type { Command } from "commander";
import type { App } from "../../app.ts";
import type { Column } from "../../field.ts";
import { retentionReport } from "../../reports/retention.ts";
import { unitIn } from "../../reports/scope.ts";
import { examples } from "../options.ts";
import {
  type ByPeriod,
  byPeriod,
  positiveDays,
  type ReportOptions,
  reportOptions,
  scopeOf,
} from "./options.ts";

type RetentionOptions = ReportOptions & ByPeriod & { readonly window?: number };

const columns: readonly Column[] = [
  { key: "period", header: "Period", type: "text" },
  { key: "startN", header: "Start", type: "integer" },
  { key: "retainedN", header: "Retained", type: "integer" },
  { key: "lostN", header: "Lost", type: "integer" },
  { key: "newN", header: "New", type: "integer" },
  { key: "reactivatedN", header: "Reactivated", type: "integer" },
  { key: "endN", header: "End", type: "integer" },
  { key: "retention", header: "Retention", type: "percent" },
  { key: "attrition", header: "Attrition", type: "percent" },
  { key: "low", header: "95 % from", type: "percent" },
  { key: "high", header: "95 % to", type: "percent" },
  { key: "grossRevenueRetention", header: "Gross revenue retention", type: "percent" },
  { key: "netRevenueRetention", header: "Net revenue retention", type: "percent" },
  { key: "status", header: "Status", type: "text" },
];

export function retention(command: Command, app: App): void {
  examples(
    byPeriod(reportOptions(command)).option(
      "--window <days>",
      "active = bought in the last so many days, instead of in the period",
      positiveDays,
    ),
    "crm report retention --by month",
    "crm report retention --by quarter --as-of 2026-06-30 --json",
    "crm report retention --by month --window 90 --where 'city = Berlin'",
  ).action((options: RetentionOptions) => show(app, options));
}

async function show(app: App, options: RetentionOptions): Promise<void> {
  const db = app.read();
  const { by, window } = options;
  const scope = await scopeOf(app, db, options);
  const report = retentionReport(db, { ...scope, by: unitIn(scope, by), window });
  const { retentionView } = await import("./retention-view.ts");
  await app.report(columns, report, (look) => retentionView(report, look));
}
