import type { Command } from "commander";
import type { App } from "../../app.ts";
import type { Column } from "../../field.ts";
import { activityKeys, activityReport } from "../../reports/activity.ts";
import { collect, examples } from "../options.ts";
import { capital, keysOption, scopeOf, type WorkOptions, workOptions } from "./options.ts";
import { refuseAboutPeople } from "./people.ts";

type ActivityOptions = WorkOptions & { readonly by?: readonly string[] };

const figures: readonly Column[] = [
  { key: "activities", header: "Activities", type: "integer" },
  { key: "share", header: "Share", type: "percent" },
  { key: "inbound", header: "In", type: "integer" },
  { key: "outbound", header: "Out", type: "integer" },
  { key: "answered", header: "Answered", type: "integer" },
  { key: "minutes", header: "Minutes", type: "integer" },
  { key: "trend", header: "Last 12 weeks", type: "list" },
];

export function activity(command: Command, app: App): void {
  examples(
    workOptions(command, "activities").option(
      "--by <keys>",
      "one of " + activityKeys.join(", ") + "; or two (default: kind)",
      collect,
    ),
    "crm report activity",
    "crm report activity --by weekday,channel --from 2026-01-01",
    "crm report activity --by hour --where 'kind = call' --tz America/New_York",
  ).action((options: ActivityOptions) => show(app, options));
}

async function show(app: App, options: ActivityOptions): Promise<void> {
  const db = app.read();
  const by = keysOption(options.by, activityKeys, "kind");
  if (by.includes("owner")) refuseAboutPeople(db);
  const report = activityReport(db, { ...(await scopeOf(app, db, options, "activity")), by });
  const keys = by.map((key): Column => ({ key, header: capital(key), type: "text" }));
  const { activityView } = await import("./activity-view.ts");
  await app.report([...keys, ...figures], report, (look) => activityView(report, keys, look));
}
