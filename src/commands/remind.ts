import { type Command, InvalidArgumentError } from "commander";
import type { App } from "../app.ts";
import { exitCodes, UserError } from "../errors.ts";
import { atHome } from "../remind/home.ts";
import { type Lead, parseLead, whenDue } from "../remind/lead.ts";
import { missingSetting } from "../remind/missing.ts";
import type { Rules } from "../remind/plan.ts";
import { dueWords, isMeant } from "../store/due/words.ts";
import { type DueFound, withContext } from "../store/due.ts";
import { feedUid, ownLeadTexts, reminderChannels } from "../store/reminder.ts";
import { setting } from "../store/setting.ts";
import { parsePositiveSpan } from "../values/span.ts";
import { dueNow, wholeDays } from "./due/query.ts";
import { collect, collectWhole, examples, oneOf } from "./options.ts";
import { readerOf, type Told, tell } from "./remind-channels.ts";

interface RemindOptions {
  readonly to?: readonly string[];
  readonly remind?: readonly string[];
  readonly repeat?: string;
  readonly each?: boolean;
  readonly only?: readonly string[];
  readonly owner?: string;
  readonly days: number;
  readonly timeout: number;
  readonly exitCode?: boolean;
}

const places = [...reminderChannels, "ics"] as const;

const spans: Readonly<Record<string, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
};

/** Sends what is due, once: for cron. */
export function remind(command: Command, app: App): void {
  examples(
    command
      .summary("Send what is due: by mail, desktop, webhook, command or as a calendar")
      .description(
        "Send what is due, each item once per channel and lead time; silent when there is nothing. " +
          "A delivery that fails is tried again by the next run. For cron: crm cron install",
      )
      .option("--to <channels>", places.join(", ") + "; stdout when none is named", collect)
      .option(
        "--remind <lead>",
        'how long before: "1 day", "1 hour", "0 minutes" (when due); can be repeated',
        collectWhole,
      )
      .option("--repeat <span>", 'again after "2 hours" while a due follow-up is neither done nor snoozed')
      .option("--each", "one message a reminder in place of one for all")
      .option("--only <what>", "only these: " + dueWords.join(", "), collect)
      .option("--owner <user>", "only what is this user's, or nobody's")
      .option("--days <n>", "how far the calendar of --to ics reaches", wholeDays, 366)
      .option("--timeout <seconds>", "how long to wait for the other side", timeout, 30)
      .option("--exit-code", "end with 10 when something was sent"),
    "crm remind",
    "crm remind --to desktop --each --remind '15 minutes' --remind '0 minutes'",
    "crm remind --to email --remind '1 day' --remind '1 hour' --repeat '2 hours' --dry-run",
  ).action((options: RemindOptions) => run(app, options));
}

/** Every delivery ends well before its claim expires. */
function timeout(value: string): number {
  if (/^\d{1,3}$/.test(value) && Number(value) >= 1 && Number(value) <= 120) return Number(value);
  throw new InvalidArgumentError("Write a number of seconds from 1 to 120.");
}

async function run(app: App, options: RemindOptions): Promise<void> {
  const asked = new Set((options.to ?? ["stdout"]).map((word) => oneOf("--to", word, places)));
  const leads = leadsOf("--remind", options.remind ?? []);
  const rules = rulesOf(app, leads, options.repeat);
  const channels = reminderChannels.filter((channel) => asked.has(channel));
  const days = daysAhead([...leads, ...[...rules.ownLeads.values()].flat()]);
  const items = channels.length === 0 ? [] : await itemsOf(app, options, days);
  const told = await tell(app, {
    channels,
    items,
    rules,
    each: options.each === true,
    timeoutMs: options.timeout * 1000,
  });
  // cron hears nothing; a person at a terminal would wonder.
  if (channels.length > 0 && told.sent + told.problems.length === 0 && app.world.isTty.err) {
    app.say("Nothing to send. What is due: crm today");
  }
  if (asked.has("ics")) told.problems.push(...(await writeCalendar(app, options, rules)));
  end(app, told, { isAlone: asked.size === 1, exitCode: options.exitCode === true });
}

/** The problem of a single channel is the command's own; of several, each is told and the others have had their turn. */
function end(app: App, { problems, sent }: Told, asked: { isAlone: boolean; exitCode: boolean }): void {
  const [first] = problems;
  if (first?.error instanceof UserError && asked.isAlone) throw first.error;
  for (const { channel, error } of problems) {
    const hint = error.hint === undefined ? "" : " (" + error.hint + ")";
    app.world.err("crm: " + channel + ": " + error.message.replace(/\s+/g, " ") + hint + "\n");
  }
  if (first !== undefined) app.exitCode = exitCodes.refused;
  else if (asked.exitCode && sent > 0) app.exitCode = exitCodes.due;
}

function leadsOf(option: string, texts: readonly string[]): Lead[] {
  const leads = texts.map((text) => parseLead(option, text));
  const unique = new Map(leads.map((lead) => [lead.key, lead]));
  return unique.size === 0 ? [whenDue] : [...unique.values()];
}

function rulesOf(app: App, leads: readonly Lead[], repeat: string | undefined): Rules {
  const span =
    repeat === undefined
      ? undefined
      : parsePositiveSpan("--repeat", repeat, ["minute", "hour", "day", "week"]);
  const own = ownLeadTexts(app.read()).map(
    ({ id, remind: text }) => [id, leadsOf("remind", text.split(","))] as const,
  );
  return {
    now: app.now(),
    clock: app.world.clock(),
    zone: app.zone(),
    leads,
    ownLeads: new Map(own),
    repeatMs: span === undefined ? undefined : span.count * (spans[span.unit] ?? 0),
  };
}

/** How many days on something can lie that is reminded of now; a day more for what the zones may shift. */
function daysAhead(leads: readonly Lead[]): number {
  const most = Math.max(...leads.map(({ days, minutes }) => days + minutes / 1440));
  return most === 0 ? 0 : Math.min(366, Math.ceil(most) + 1);
}

async function itemsOf(app: App, { only, owner }: RemindOptions, days: number): Promise<readonly DueFound[]> {
  const wanted = only?.map((word) => oneOf("--only", word, dueWords));
  const { items } = await dueNow(app, { days });
  return items
    .filter((item) => wanted === undefined || isMeant(wanted, item))
    .filter((item) => owner === undefined || item.owner === null || item.owner === owner);
}

/** A calendar is no message: it is written anew each time, and shows all that is due within the days. */
async function writeCalendar(
  app: App,
  options: RemindOptions,
  { leads, ownLeads }: Rules,
): Promise<Told["problems"]> {
  const { feedText, writeFeed } = await import("../remind/ics.ts");
  const db = app.read();
  const path = setting(db, "remind.ics.file");
  try {
    if (path === "") throw missingSetting("remind.ics.file", "~/crm.ics");
    const found = await itemsOf(app, options, options.days);
    const items = found.map(withContext(db));
    const text = await feedText({ items, leads, ownLeads, uid: feedUid(db), reader: readerOf(app) });
    if (app.options.dryRun === true) app.world.out(text);
    else {
      writeFeed(atHome(path, app.world.env), text);
      if (app.world.isTty.err)
        app.say(path + " shows " + items.length + (items.length === 1 ? " event" : " events"));
    }
    return [];
  } catch (error) {
    if (error instanceof UserError) return [{ channel: "ics", error }];
    throw error;
  }
}
