import type { Command } from "commander";
import type { App } from "../app.ts";
import { exitCodes } from "../errors.ts";
import type { Column } from "../field.ts";
import { formatOf } from "../print.ts";
import { pipelineSums } from "../store/due/dates.ts";
import { type DueSection, dueSections, dueWords, isShown } from "../store/due/words.ts";
import { type Due, type DueFound, withContext } from "../store/due.ts";
import { dueNow, wholeDays } from "./due/query.ts";
import { collect, examples, oneOf } from "./options.ts";

interface TodayOptions {
  readonly days: number;
  readonly exitCode?: boolean;
  readonly only?: readonly string[];
}

/** What can be shown of something that is due. */
export const dueColumns: readonly Column[] = [
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
  { key: "owner", header: "Owner", type: "text", detail: true },
  { key: "note", header: "Note", type: "text", detail: true },
  { key: "repeats", header: "Repeats", type: "text", detail: true },
  { key: "sinceDate", header: "Since", type: "date", detail: true },
  { key: "orders", header: "Orders", type: "integer", detail: true },
  { key: "spentMinor", header: "Spent", type: "money", currencyKey: "", detail: true },
  { key: "spentIn", header: "Spent in", type: "list", detail: true },
  { key: "stageSinceAt", header: "Stage since", type: "instant", detail: true },
  { key: "rotDays", header: "Rot days", type: "integer", detail: true },
  { key: "contactId", header: "Contact id", type: "id", detail: true },
  { key: "companyId", header: "Company id", type: "id", detail: true },
  { key: "dealId", header: "Deal id", type: "id", detail: true },
  { key: "type", header: "Type", type: "text", detail: true },
  { key: "key", header: "Key", type: "text", detail: true },
];

/** What a section shows of a long list on a terminal; fewer of what is there every day until something is done about it. */
const onTerminal = { limit: 20, standingLimit: 5 } as const;

export function today(command: Command, app: App): void {
  examples(
    dueOptions(command.summary("What is overdue, due today and coming")).description(
      "What is overdue, due today and coming: follow-ups, birthdays and other dates, who to be in touch with, " +
        "deals that rot or are past their close date, tickets that wait, invoices that are late, quotes about to end, " +
        "customers who went quiet",
    ),
    "crm today",
    "crm today --days 14 --format csv",
    "crm today --only overdue,quiet --exit-code",
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
    .option("--days <n>", "how many days to look ahead, at most 366", wholeDays, 7)
    .option("--only <what>", "only these: " + dueWords.join(", "), collect)
    .option("--exit-code", "end with 10 when something is due, not only coming");
}

async function show(app: App, options: TodayOptions, by: "sections" | "days"): Promise<void> {
  const { days, exitCode, only } = options;
  const isTable = formatOf(app) === "table" && app.options.fields === undefined && app.options.quiet !== true;
  const limits = isTable && only === undefined ? onTerminal : {};
  const found = onlyThese(await dueNow(app, { days, ...limits }), only);
  const items = found.items.map(withContext(app.read()));
  const due = { ...found, items };
  if (isTable) {
    const { dueView } = await import("./today-view.ts");
    const frame = { today: app.today(), by, pipeline: pipelineSums(app.read(), app.currency()) };
    await app.report(dueColumns, { report: "today", rows: items }, (look) =>
      dueView(due, { ...frame, look }),
    );
  } else {
    // Only follow-ups have a number of their own.
    await app.print(dueColumns, app.options.quiet === true ? items.filter(({ id }) => id !== null) : items);
  }
  if (items.length === 0)
    app.say("Nothing is due" + (days === 0 ? " today." : " today or in the next " + days + " days."));
  if (exitCode === true && isAnyDue(due)) app.exitCode = exitCodes.due;
}

function onlyThese(due: Due<DueFound>, only: readonly string[] | undefined): Due<DueFound> {
  if (only === undefined) return due;
  const wanted = only.map((word) => oneOf("--only", word, dueWords));
  // With --only nothing is cut off, so that the items are all there are.
  const items = due.items.filter((item) => isShown(wanted, item));
  const counts = dueSections.map((name) => [name, items.filter(({ section }) => section === name).length]);
  return {
    items,
    counts: Object.fromEntries(counts) as Record<DueSection, number>,
  };
}

function isAnyDue({ counts }: Due): boolean {
  return dueSections.some((section) => section !== "coming" && counts[section] > 0);
}
