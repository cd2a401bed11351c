import { type Command, Option } from "commander";
import type { App } from "../../app.ts";
import type { Column } from "../../field.ts";
import { type TicketKey, ticketKeys, ticketReport } from "../../reports/tickets.ts";
import { setting } from "../../store/setting.ts";
import { parseBusinessHours } from "../../values/business-hours.ts";
import { examples } from "../options.ts";
import { capital, scopeOf, type WorkOptions, workOptions } from "./options.ts";

type TicketOptions = WorkOptions & { readonly by: TicketKey };

const figures: readonly Column[] = [
  { key: "tickets", header: "Tickets", type: "integer" },
  { key: "complaints", header: "Complaints", type: "integer" },
  { key: "solved", header: "Solved", type: "integer" },
  { key: "open", header: "Open", type: "integer" },
  { key: "answerHours", header: "Answer hours", type: "number" },
  { key: "solveHours", header: "Solution hours", type: "number" },
  { key: "late", header: "Late", type: "integer" },
  { key: "lateShare", header: "Late share", type: "percent" },
  { key: "reopened", header: "Reopened", type: "integer" },
];

export function tickets(command: Command, app: App): void {
  const by = new Option("--by <key>", "a line for each; bought: each product of the order").choices(
    ticketKeys,
  );
  examples(
    workOptions(command, "tickets")
      .addOption(by.default("kind"))
      .addHelpText("after", "\nHours are those of business, by the setting ticket.hours."),
    "crm report tickets",
    "crm report tickets --by product --from 2026-01-01",
    "crm report tickets --by month --where 'type = complaint' --json",
  ).action((options: TicketOptions) => show(app, options));
}

async function show(app: App, options: TicketOptions): Promise<void> {
  const db = app.read();
  const { by } = options;
  const scope = await scopeOf(app, db, options, "ticket");
  const hours = parseBusinessHours(setting(db, "ticket.hours"), "ticket.hours");
  const report = ticketReport(db, { ...scope, by, hours });
  const key: Column = { key: by, header: capital(by), type: "text" };
  const { ticketsView } = await import("./tickets-view.ts");
  await app.report([key, ...figures], report, (look) => ticketsView(report, key, look));
}
