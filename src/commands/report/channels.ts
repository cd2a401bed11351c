import type { Command } from "commander";
import type { App } from "../../app.ts";
import type { Column } from "../../field.ts";
import { channelReport } from "../../reports/channels.ts";
import { examples } from "../options.ts";
import { scopeOf, type WorkOptions, workOptions } from "./options.ts";

const columns: readonly Column[] = [
  { key: "id", header: "Id", type: "id" },
  { key: "contact", header: "Contact", type: "text" },
  { key: "channel", header: "Channel", type: "text" },
  { key: "attempts", header: "Attempts", type: "integer" },
  { key: "responses", header: "Responses", type: "integer" },
  { key: "rate", header: "Rate", type: "percent" },
  { key: "score", header: "Score", type: "percent" },
  { key: "lastResponseDate", header: "Last response", type: "date" },
  { key: "inboundShare", header: "Share of inbound", type: "percent" },
  { key: "preferred", header: "Preferred", type: "flag" },
  { key: "reason", header: "Reason", type: "text" },
];

export function channels(command: Command, app: App): void {
  examples(
    workOptions(command, "contacts"),
    "crm report channels",
    "crm report channels --where 'lifecycle = client'",
    "crm report channels --from 2025-01-01 --format csv",
  ).action((options: WorkOptions) => show(app, options));
}

async function show(app: App, options: WorkOptions): Promise<void> {
  const db = app.read();
  const report = channelReport(db, await scopeOf(app, db, options));
  const { channelView } = await import("./channels-view.ts");
  await app.report(columns, report, (look) => channelView(report, look));
}
