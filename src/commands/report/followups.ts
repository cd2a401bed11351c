import { type Command, Option } from "commander";
import type { App } from "../../app.ts";
import type { Column } from "../../field.ts";
import { type FollowupKey, followupKeys, followupReport } from "../../reports/followups.ts";
import { examples } from "../options.ts";
import { capital, scopeOf, type WorkOptions, workOptions } from "./options.ts";
import { refuseAboutPeople } from "./people.ts";

type FollowupOptions = WorkOptions & { readonly by: FollowupKey };

const figures: readonly Column[] = [
  { key: "due", header: "Due", type: "integer" },
  { key: "kept", header: "Kept", type: "integer" },
  { key: "late", header: "Late", type: "integer" },
  { key: "overdue", header: "Overdue", type: "integer" },
  { key: "open", header: "Coming", type: "integer" },
  { key: "keptRate", header: "Kept rate", type: "percent" },
  { key: "low", header: "95 % from", type: "percent" },
  { key: "high", header: "95 % to", type: "percent" },
  { key: "medianLateDays", header: "Median days late", type: "number" },
  { key: "longestOverdueDays", header: "Longest overdue", type: "integer" },
];

export function followups(command: Command, app: App): void {
  const by = new Option("--by <key>", "a line for each").choices(followupKeys).default("month");
  examples(
    workOptions(command, "follow-ups").addOption(by),
    "crm report followups",
    "crm report followups --by kind --from 2026-01-01",
    "crm report followups --as-of 'last fri' --json",
  ).action((options: FollowupOptions) => show(app, options));
}

async function show(app: App, options: FollowupOptions): Promise<void> {
  const db = app.read();
  const { by } = options;
  if (by === "owner") refuseAboutPeople(db);
  const report = followupReport(db, { ...(await scopeOf(app, db, options, "followup")), by });
  const key: Column = { key: by, header: capital(by), type: "text" };
  const { followupsView } = await import("./followups-view.ts");
  await app.report([key, ...figures], report, (look) => followupsView(report, key, look));
}
