import { type Command, InvalidArgumentError } from "commander";
import type { App } from "../app.ts";
import { exitCodes } from "../errors.ts";
import type { Column } from "../field.ts";
import { formatOf } from "../print.ts";
import { dueItems } from "../store/due.ts";
import { pipelineSums } from "../store/due-dates.ts";
import { examples } from "./options.ts";

interface TodayOptions {
  readonly days: number;
  readonly exitCode?: boolean;
}

const columns: readonly Column[] = [
  { key: "section", header: "Section", type: "text" },
  { key: "id", header: "Id", type: "id" },
  { key: "dueDate", header: "Due", type: "date" },
  { key: "dueAt", header: "At", type: "instant" },
  { key: "kind", header: "Kind", type: "text" },
  { key: "contact", header: "Contact", type: "text" },
  { key: "company", header: "Company", type: "text" },
  { key: "title", header: "Title", type: "text" },
  { key: "phone", header: "Phone", type: "text" },
  { key: "lastContactAt", header: "Last contact", type: "instant" },
  { key: "lastContactKind", header: "Last kind", type: "text", detail: true },
  { key: "lastContact", header: "Last said", type: "text" },
  { key: "deal", header: "Deal", type: "text" },
  { key: "amountMinor", header: "Amount", type: "money" },
  { key: "currency", header: "Currency", type: "text" },
  { key: "stage", header: "Stage", type: "text", detail: true },
  { key: "priority", header: "Priority", type: "text", detail: true },
  { key: "contactId", header: "Contact id", type: "id", detail: true },
  { key: "dealId", header: "Deal id", type: "id", detail: true },
];

/** What a section shows of a long list on a terminal. */
const shownOnTerminal = 20;

export function today(command: Command, app: App): void {
  examples(
    dueOptions(command.summary("What is overdue, due today and coming")).description(
      "What is overdue, due today and coming: follow-ups, birthdays, deals past their close date",
    ),
    "crm today",
    "crm today --days 14 --format csv",
  ).action((options: TodayOptions) => show(app, options, "sections"));
}

export function agenda(command: Command, app: App): void {
  examples(
    dueOptions(command.summary("What is due in the next days, day by day")).description(
      "What is due in the next days, day by day",
    ),
    "crm agenda --days 7",
    "crm agenda --days 30 --json",
  ).action((options: TodayOptions) => show(app, options, "days"));
}

function dueOptions(command: Command): Command {
  return command
    .option("--days <n>", "how many days to look ahead, at most 366", daysAhead, 7)
    .option("--exit-code", "end with 10 when something is overdue or due today");
}

function daysAhead(value: string): number {
  if (/^\d{1,3}$/.test(value) && Number(value) <= 366) return Number(value);
  throw new InvalidArgumentError("Write a number of days from 0 to 366.");
}

async function show(app: App, { days, exitCode }: TodayOptions, by: "sections" | "days"): Promise<void> {
  const db = app.read();
  const isTable = formatOf(app) === "table" && app.options.fields === undefined && app.options.quiet !== true;
  const query = { now: app.now(), zone: app.zone(), days, limit: isTable ? shownOnTerminal : undefined };
  const due = dueItems(db, query);
  const { items, counts } = due;
  if (isTable) {
    const { dueView } = await import("./today-view.ts");
    const frame = { today: app.today(), by, pipeline: pipelineSums(db, app.currency()) };
    await app.report(columns, { report: "today", rows: items }, (look) => dueView(due, { ...frame, look }));
  } else {
    // Only follow-ups have a number of their own.
    await app.print(columns, app.options.quiet === true ? items.filter(({ id }) => id !== null) : items);
  }
  if (items.length === 0)
    app.say("Nothing is due" + (days === 0 ? " today." : " today or in the next " + days + " days."));
  if (exitCode === true && counts.overdue + counts.today > 0) app.exitCode = exitCodes.due;
}
