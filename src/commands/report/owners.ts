import type { Command } from "commander";
import type { App } from "../../app.ts";
import type { Column } from "../../field.ts";
import { ownerReport } from "../../reports/owners.ts";
import { examples } from "../options.ts";
import { type DealReportOptions, dealOptions, dealScopeOf } from "./options.ts";
import { refuseAboutPeople } from "./people.ts";

const columns: readonly Column[] = [
  { key: "owner", header: "Owner", type: "text" },
  { key: "openDeals", header: "Open deals", type: "integer" },
  { key: "openMinor", header: "Open amount", type: "money" },
  { key: "weightedMinor", header: "Weighted", type: "money" },
  { key: "won", header: "Won", type: "integer" },
  { key: "wonMinor", header: "Won amount", type: "money" },
  { key: "lost", header: "Lost", type: "integer" },
  { key: "winRate", header: "Win rate", type: "percent" },
  { key: "activities", header: "Activities", type: "integer" },
  { key: "minutes", header: "Minutes", type: "integer" },
  { key: "followupsDone", header: "Follow-ups done", type: "integer" },
  { key: "followupsOpen", header: "Open", type: "integer" },
  { key: "followupsOverdue", header: "Overdue", type: "integer" },
  { key: "ticketsOpen", header: "Open tickets", type: "integer" },
  { key: "currency", header: "Currency", type: "text" },
];

export function owners(command: Command, app: App): void {
  examples(
    dealOptions(command).addHelpText(
      "after",
      "\nFigures about people fall under labour law in many places: crm config set reports.people off" +
        "\nswitches off this report and every grouping by owner.",
    ),
    "crm report owners",
    "crm report owners --from 2026-01-01 --json",
  ).action((options: DealReportOptions) => show(app, options));
}

async function show(app: App, options: DealReportOptions): Promise<void> {
  const db = app.read();
  refuseAboutPeople(db);
  const report = ownerReport(db, await dealScopeOf(app, db, options));
  const { ownersView } = await import("./owners-view.ts");
  await app.report(columns, report, (look) => ownersView(report, look));
}
