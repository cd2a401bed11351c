import type { Command } from "commander";
import type { App } from "../../app.ts";
import type { Column } from "../../field.ts";
import { churnReport } from "../../reports/churn.ts";
import { examples, wholeNumber } from "../options.ts";
import { type ModelOptions, modelOptions } from "./model-options.ts";
import { type ReportOptions, reportOptions, scopeOf } from "./options.ts";

type ChurnOptions = ReportOptions & ModelOptions & { readonly limit?: number };

const columns: readonly Column[] = [
  { key: "id", header: "Id", type: "id" },
  { key: "noun", header: "Noun", type: "text", detail: true },
  { key: "customer", header: "Customer", type: "text" },
  { key: "purchases", header: "Purchases", type: "integer" },
  { key: "lastDate", header: "Last purchase", type: "date" },
  { key: "daysSince", header: "Days since", type: "integer" },
  { key: "medianGapDays", header: "Median gap", type: "number" },
  { key: "gaps", header: "Gaps", type: "number" },
  { key: "pAlive", header: "P(alive)", type: "number" },
  { key: "yearMinor", header: "A year", type: "money" },
  { key: "atRiskMinor", header: "At risk", type: "money" },
  { key: "openComplaints", header: "Complaints", type: "integer" },
  { key: "currency", header: "Currency", type: "text" },
];

export function churn(command: Command, app: App): void {
  examples(
    modelOptions(reportOptions(command)).option(
      "--limit <n>",
      "the first so many customers only",
      wholeNumber,
    ),
    "crm report churn",
    "crm report churn --limit 10 --json",
    "crm report churn --model bg-nbd --where 'city = Berlin'",
  ).action((options: ChurnOptions) => show(app, options));
}

async function show(app: App, options: ChurnOptions): Promise<void> {
  const db = app.read();
  const { model = "mbg-nbd", unit, limit } = options;
  const whole = churnReport(db, { ...(await scopeOf(app, db, options)), model, unit });
  const report = limit === undefined ? whole : { ...whole, rows: whole.rows.slice(0, limit) };
  const { churnView } = await import("./churn-view.ts");
  await app.report(columns, report, (look) => churnView(report, look));
}
