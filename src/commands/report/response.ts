import { type Command, Option } from "commander";
import type { App } from "../../app.ts";
import type { Column } from "../../field.ts";
import { type ResponseKey, responseKeys, responseReport } from "../../reports/response.ts";
import { parseBusinessHours } from "../../values/business-hours.ts";
import { examples } from "../options.ts";
import { capital, scopeOf, type WorkOptions, workOptions } from "./options.ts";
import { refuseAboutPeople } from "./people.ts";

type ResponseOptions = WorkOptions & { readonly by: ResponseKey; readonly businessHours?: string };

const figures: readonly Column[] = [
  { key: "asked", header: "Asked", type: "integer" },
  { key: "answered", header: "Answered", type: "integer" },
  { key: "waiting", header: "Waiting", type: "integer" },
  { key: "medianMinutes", header: "Median minutes", type: "number" },
  { key: "meanMinutes", header: "Mean", type: "number" },
  { key: "p90Minutes", header: "90 % within", type: "number" },
  { key: "withinHour", header: "Within 1 h", type: "percent" },
  { key: "withinDay", header: "Within 24 h", type: "percent" },
  { key: "longestWaitMinutes", header: "Longest wait", type: "number" },
];

export function response(command: Command, app: App): void {
  const by = new Option("--by <key>", "a line for each").choices(responseKeys).default("kind");
  examples(
    workOptions(command, "contacts")
      .addOption(by)
      .option("--business-hours <hours>", "count these only, such as 'mon-fri 9-17'"),
    "crm report response",
    "crm report response --business-hours 'mon-fri 9-17' --by month",
    "crm report response --where 'tag = vip' --json",
  ).action((options: ResponseOptions) => show(app, options));
}

async function show(app: App, options: ResponseOptions): Promise<void> {
  const db = app.read();
  const { by, businessHours } = options;
  if (by === "owner") refuseAboutPeople(db);
  const report = responseReport(db, {
    ...{ ...(await scopeOf(app, db, options, "contact")), by },
    hours: businessHours === undefined ? undefined : parseBusinessHours(businessHours),
  });
  const key: Column = { key: by, header: capital(by), type: "text" };
  const { responseView } = await import("./response-view.ts");
  await app.report([key, ...figures], report, (look) => responseView(report, key, look));
}
