import type { Command } from "commander";
import type { App } from "../../app.ts";
import type { Column } from "../../field.ts";
import { staleReport } from "../../reports/stale.ts";
import { examples } from "../options.ts";
import { type DealReportOptions, dealOptions, dealScopeOf, positiveDays } from "./options.ts";

type StaleOptions = DealReportOptions & { readonly days: number; readonly planned?: boolean };

const columns: readonly Column[] = [
  { key: "id", header: "Id", type: "id" },
  { key: "title", header: "Title", type: "text" },
  { key: "customer", header: "Customer", type: "text" },
  { key: "pipeline", header: "Pipeline", type: "text" },
  { key: "stage", header: "Stage", type: "text" },
  { key: "daysInStage", header: "Days in stage", type: "integer" },
  { key: "limitDays", header: "Limit", type: "integer" },
  { key: "overDays", header: "Over", type: "integer" },
  { key: "amountMinor", header: "Amount", type: "money" },
  { key: "weightedMinor", header: "Weighted", type: "money" },
  { key: "currency", header: "Currency", type: "text" },
  { key: "closeDate", header: "Close", type: "date" },
  { key: "lastActivityDate", header: "Last activity", type: "date" },
  { key: "nextFollowupDate", header: "Next follow-up", type: "date" },
];

export function stale(command: Command, app: App): void {
  examples(
    dealOptions(command)
      .option("--days <n>", "the limit of stages that have none of their own", positiveDays, 30)
      .option("--planned", "those with a planned follow-up, too"),
    "crm report stale",
    "crm report stale --days 14 --planned",
    "crm report stale --where 'amount > 5000' --fields id,title,overDays",
  ).action((options: StaleOptions) => show(app, options));
}

async function show(app: App, options: StaleOptions): Promise<void> {
  const db = app.read();
  const scope = await dealScopeOf(app, db, options);
  const report = staleReport(db, {
    ...{ ...scope, limitDays: options.days, planned: options.planned === true },
    currency: options.currency === undefined ? undefined : scope.currency,
  });
  const { staleView } = await import("./stale-view.ts");
  await app.report(columns, report, (look) => staleView(report, look));
}
