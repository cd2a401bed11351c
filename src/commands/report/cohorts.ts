import { type Command, Option } from "commander";
import type { App } from "../../app.ts";
import type { Column } from "../../field.ts";
import { formatOf } from "../../print.ts";
import { type CohortVariant, cohortReport, cohortVariants, longForm } from "../../reports/cohorts.ts";
import { unitIn } from "../../reports/scope.ts";
import { examples } from "../options.ts";
import { type ByPeriod, byPeriod, type ReportOptions, reportOptions, scopeOf } from "./options.ts";

type CohortOptions = ReportOptions & ByPeriod & { readonly variant: CohortVariant };

const columns: readonly Column[] = [
  { key: "cohort", header: "Cohort", type: "text" },
  { key: "size", header: "Size", type: "integer" },
  { key: "k", header: "k", type: "integer" },
  { key: "period", header: "Period", type: "text" },
  { key: "active", header: "Active", type: "integer" },
  { key: "rate", header: "Rate", type: "percent" },
  { key: "status", header: "Status", type: "text" },
];

const revenueColumns: readonly Column[] = [
  { key: "revenueMinor", header: "Revenue", type: "money" },
  { key: "currency", header: "Currency", type: "text" },
];

export function cohorts(command: Command, app: App): void {
  const variant = new Option("--variant <name>", "bought in period k, in k or later, or revenue in k");
  examples(
    byPeriod(reportOptions(command)).addOption(variant.choices(cohortVariants).default("classic")),
    "crm report cohorts --by month",
    "crm report cohorts --by quarter --variant revenue",
    "crm report cohorts --by month --as-of 2026-06-30 --format csv",
  ).action((options: CohortOptions) => show(app, options));
}

/** json and a page have a row a cohort, csv and its like a row a cell, a person the triangle. */
async function show(app: App, options: CohortOptions): Promise<void> {
  const db = app.read();
  const { by, variant, html } = options;
  const scope = await scopeOf(app, db, options);
  const report = cohortReport(db, { ...scope, by: unitIn(scope, by), variant });
  const isDocument = html !== undefined || (formatOf(app) === "json" && app.options.fields === undefined);
  const shown = isDocument ? report : { report: report.report, rows: longForm(report) };
  const { cohortView } = await import("./cohorts-view.ts");
  await app.report(variant === "revenue" ? [...columns, ...revenueColumns] : columns, shown, (look) =>
    cohortView(report, look),
  );
}
