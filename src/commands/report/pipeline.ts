import type { Command } from "commander";
import type { App } from "../../app.ts";
import type { Column } from "../../field.ts";
import { pipelineReport } from "../../reports/pipeline.ts";
import { examples } from "../options.ts";
import { type DealReportOptions, dealOptions, dealScopeOf } from "./options.ts";

const columns: readonly Column[] = [
  { key: "pipeline", header: "Pipeline", type: "text" },
  { key: "stage", header: "Stage", type: "text" },
  { key: "probability", header: "Probability", type: "percent" },
  { key: "deals", header: "Deals", type: "integer" },
  { key: "amountMinor", header: "Amount", type: "money" },
  { key: "weightedMinor", header: "Weighted", type: "money" },
  { key: "currency", header: "Currency", type: "text" },
  { key: "share", header: "Share", type: "percent" },
  { key: "withoutAmount", header: "Without amount", type: "integer" },
  { key: "medianDays", header: "Median days in stage", type: "number" },
  { key: "oldestDays", header: "Oldest", type: "integer" },
  { key: "rotDays", header: "Limit", type: "integer" },
  { key: "rotting", header: "Beyond it", type: "integer" },
];

export function pipeline(command: Command, app: App): void {
  examples(
    dealOptions(command).addHelpText("after", "\n--from and --to limit the expected close date."),
    "crm report pipeline",
    "crm report pipeline --as-of 'last fri' --where 'amount > 1000'",
    "crm report pipeline --pipeline sales --json",
  ).action((options: DealReportOptions) => show(app, options));
}

/** Amounts of each currency stand apart, unless one is asked for. */
async function show(app: App, options: DealReportOptions): Promise<void> {
  const db = app.read();
  const scope = await dealScopeOf(app, db, options);
  const asked = options.currency === undefined ? { ...scope, currency: undefined } : scope;
  const report = pipelineReport(db, asked);
  const { pipelineView } = await import("./pipeline-view.ts");
  await app.report(columns, report, (look) => pipelineView(report, look));
}
