import { type Command, InvalidArgumentError, Option } from "commander";
import type { App } from "../../app.ts";
import { UserError } from "../../errors.ts";
import type { Due } from "../../store/followup.ts";
import { dueOn, type Repeat } from "../../store/followup-repeat.ts";
import { localTime } from "../../values/date.ts";
import type { RuleDays } from "../../values/occurrence.ts";
import { addPeriod, parsePeriod } from "../../values/period.ts";
import { anchored, endParts, namesDays, parseEvery, periodRule, repeatRule } from "../../values/repeat.ts";
import { afterWords, type RepeatEnd, repeatWords } from "../../values/repeat-words.ts";
import { naming } from "../options/money.ts";

export interface RepeatOptions {
  readonly every?: string;
  readonly after?: string;
  readonly until?: string;
  readonly times?: number;
  readonly keepMissed?: boolean;
}

export function repeatOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--every <days>",
        "it comes back by the calendar: '2 weeks', 'month on the 31st', 'mon, thu'",
      ).conflicts("after"),
    )
    .option("--after <period>", "it comes back so long after it is done, such as '2 weeks'")
    .option("--until <date>", "the last day on which it may come back")
    .option("--times <n>", "how many there are in all", timesOption)
    .option(
      "--keep-missed",
      "with --every: days that were missed come one after another, else they are passed over",
    );
}

function timesOption(value: string): number {
  if (/^[1-9]\d{0,4}$/.test(value)) return Number(value);
  throw new InvalidArgumentError("Write a whole number from 1 to 99999.");
}

/** What a repetition makes of a follow-up: when the first one is due, and how it goes on. */
export interface Repeating {
  readonly due: Due;
  readonly repeat: Repeat;
}

/** Refuses what says how a repetition ends where there is none. */
export function refuseLoneEnd(options: RepeatOptions): void {
  if (options.every !== undefined || options.after !== undefined) return;
  const lone = (["until", "times", "keepMissed"] as const).find((key) => options[key] !== undefined);
  if (lone === undefined) return;
  const name = lone === "keepMissed" ? "--keep-missed" : "--" + lone;
  throw new UserError(
    "usage",
    name + " goes with --every or --after",
    "say how it comes back, such as --every week",
  );
}

/**
 * Reads --every or --after; undefined: neither is given. `due` is when the first one is due; without it that is the first
 * of the named days from today on, or one period from today.
 */
export async function repeatingOf(
  app: App,
  options: RepeatOptions,
  due: Due | undefined,
): Promise<Repeating | undefined> {
  refuseLoneEnd(options);
  const { every, after, until } = options;
  if (every === undefined && after === undefined) return undefined;
  const zone = due?.dueZone ?? app.zoneName();
  const time = due?.dueAt == null ? null : localTime(due.dueAt, zone);
  const end = {
    times: options.times,
    until: until === undefined ? undefined : naming("--until", () => app.when(until).date),
  };
  const keepsMissed = options.keepMissed === true ? 1 : 0;
  const made =
    after === undefined
      ? await byCalendar(app, { text: every ?? "", end, first: due?.dueDate })
      : fromCompletion(app, { text: after, end, first: due?.dueDate });
  if (end.until !== undefined && made.startDate > end.until) {
    throw new UserError("usage", "--until: " + end.until + " lies before the first one, " + made.startDate);
  }
  const repeat: Repeat = { ...made, date: made.startDate, time, zone, number: 1, keepsMissed };
  return { due: dueOn(repeat.date, repeat), repeat };
}

interface Asked {
  readonly text: string;
  readonly end: RepeatEnd;
  /** When the first one is due; undefined: nobody says. */
  readonly first: string | undefined;
}

type Made = Pick<Repeat, "rule" | "words" | "basis" | "startDate">;

function fromCompletion(app: App, { text, end, first }: Asked): Made {
  const period = parsePeriod("--after", text);
  const startDate = first ?? addPeriod(app.today(), period);
  return { rule: periodRule(period, end), words: afterWords(period, end), basis: "completion", startDate };
}

async function byCalendar(app: App, asked: Asked): Promise<Made> {
  const { loadRuleDays, readRule } = await import("../../values/occurrence.ts");
  const given = readRule(asked.text);
  const days = await loadRuleDays();
  if (given !== undefined) return ofRule(days, given, { ...asked, first: asked.first ?? app.today() });
  const { text, end, first } = asked;
  const spec = parseEvery(text);
  const from = first ?? (namesDays(spec) ? app.today() : addPeriod(app.today(), spec.period));
  const whole = anchored(spec, from);
  const startDate = firstDay(days, repeatRule(whole, {}), from);
  return { rule: repeatRule(whole, end), words: repeatWords(whole, end), basis: "calendar", startDate };
}

function ofRule(
  days: RuleDays,
  given: string,
  { text, end, first }: Asked & { readonly first: string },
): Made {
  const isEnded = /COUNT=|UNTIL=/.test(given);
  if (isEnded && (end.times !== undefined || end.until !== undefined)) {
    throw new UserError(
      "usage",
      '--every: "' + text + '" says itself when it ends',
      "leave out --times and --until",
    );
  }
  const rule = [given, ...endParts(end)].join(";");
  const startDate = firstDay(days, given, first);
  return { rule, words: days.words({ rule, start: startDate }), basis: "calendar", startDate };
}

function firstDay(days: RuleDays, rule: string, from: string): string {
  const first = days.from({ rule, start: from }, from);
  if (first !== undefined) return first;
  throw new UserError("usage", "--every: there is no such day from " + from + " on");
}
