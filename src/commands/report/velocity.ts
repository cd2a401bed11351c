import type { Command } from "commander";
import type { App } from "../../app.ts";
import { UserError } from "../../errors.ts";
import type { Column } from "../../field.ts";
import { velocityReport } from "../../reports/velocity.ts";
import { examples } from "../options.ts";
import { type DealReportOptions, dealOptions, dealScopeOf } from "./options.ts";

const columns: readonly Column[] = [
  { key: "pipeline", header: "Pipeline", type: "text" },
  { key: "stage", header: "Stage", type: "text" },
  { key: "deals", header: "Deals", type: "integer" },
  { key: "medianDays", header: "Median days", type: "number" },
  { key: "meanDays", header: "Mean days", type: "number" },
  { key: "longestDays", header: "Longest", type: "integer" },
  { key: "share", header: "Share of the days", type: "percent" },
];

export function velocity(command: Command, app: App): void {
  examples(
    dealOptions(command).addHelpText(
      "after",
      "\n--from and --to limit the day on which a deal was closed; without --from the last 365 days.",
    ),
    "crm report velocity",
    "crm report velocity --from 2026-01-01 --to 2026-06-30",
    "crm report velocity --pipeline sales --json",
  ).action((options: DealReportOptions) => show(app, options));
}

async function show(app: App, options: DealReportOptions): Promise<void> {
  const db = app.read();
  const scope = await dealScopeOf(app, db, options);
  if (scope.from !== undefined && scope.from > scope.asOf)
    throw new UserError("usage", "--from " + scope.from + " lies after " + scope.asOf);
  const report = velocityReport(db, scope);
  const { velocityView } = await import("./velocity-view.ts");
  await app.report(columns, report, (look) => velocityView(report, look));
}
