import type { Command } from "commander";
import type { App } from "../../app.ts";
import type { Column } from "../../field.ts";
import { funnelReport } from "../../reports/funnel.ts";
import { pipelineNamed } from "../../store/pipeline.ts";
import { examples } from "../options.ts";
import { type DealReportOptions, dealOptions, dealScopeOf } from "./options.ts";

const columns: readonly Column[] = [
  { key: "stage", header: "Stage", type: "text" },
  { key: "entered", header: "Entered", type: "integer" },
  { key: "touched", header: "Stood in it", type: "integer" },
  { key: "advanced", header: "Advanced", type: "integer" },
  { key: "lostHere", header: "Lost here", type: "integer" },
  { key: "stillHere", header: "Still here", type: "integer" },
  { key: "movedBack", header: "Moved back", type: "integer" },
  { key: "conversion", header: "Next step", type: "percent" },
  { key: "low", header: "95 % from", type: "percent" },
  { key: "high", header: "95 % to", type: "percent" },
  { key: "ofPrevious", header: "Of previous", type: "percent" },
  { key: "ofFirst", header: "Of first", type: "percent" },
  { key: "medianDays", header: "Median days", type: "number" },
  { key: "amountMinor", header: "Amount", type: "money" },
  { key: "currency", header: "Currency", type: "text" },
];

export function funnel(command: Command, app: App): void {
  examples(
    dealOptions(command).addHelpText(
      "after",
      "\n--from and --to limit the day on which a deal was created. Without --pipeline: the default one.",
    ),
    "crm report funnel",
    "crm report funnel --from 2026-01-01 --where 'source = web'",
    "crm report funnel --pipeline sales --json",
  ).action((options: DealReportOptions) => show(app, options));
}

async function show(app: App, options: DealReportOptions): Promise<void> {
  const db = app.read();
  const pipelineId = pipelineNamed(db, options.pipeline).id;
  const report = funnelReport(db, { ...(await dealScopeOf(app, db, options)), pipelineId });
  const { funnelView } = await import("./funnel-view.ts");
  await app.report(columns, report, (look) => funnelView(report, look));
}
