import { UserError } from "../errors.ts";
import { weekdayOf } from "./calendar.ts";
import { indexByStart, weekdays } from "./date-words.ts";
import { noPeriod, type Period, parsePeriod, readPeriod } from "./period.ts";
import type { RepeatEnd, RepeatSpec } from "./repeat-words.ts";

const codes = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;
const workdays = [1, 2, 3, 4, 5];
const week: Period = { count: 1, unit: "week" };
const month: Period = { count: 1, unit: "month" };

const repeatExamples =
  "write one such as 2 weeks, 'week on mon and thu', 'month on the 31st', 'last friday' or year";

/** What a person types after --every: "2 weeks", "week on mon and thu", "month on the last friday", "monday", "15th". */
export function parseEvery(text: string): RepeatSpec {
  const said = text
    .trim()
    .toLowerCase()
    .replace(/\s+/g, " ")
    .replace(/^every /, "");
  if (/^(week|work)days?$/.test(said)) return { period: week, weekdays: workdays };
  const [, often, , days] = /^(.+?) on (the )?(.+)$/.exec(said) ?? [];
  if (often !== undefined && days !== undefined) return onDays(text, parsePeriod("--every", often), days);
  const period = readPeriod(said);
  if (period !== undefined) return { period: parsePeriod("--every", said) };
  const byWeek = weekdayList(said);
  if (byWeek !== undefined) return { period: week, weekdays: byWeek };
  const ofMonth = monthPart(said.replace(/^the /, ""));
  if (ofMonth !== undefined) return { period: month, ...ofMonth };
  const { message } = noPeriod("--every", text);
  throw new UserError("usage", message.replace(" is no period of days", " is no repetition"), repeatExamples);
}

function onDays(text: string, period: Period, days: string): RepeatSpec {
  const found =
    period.unit === "week" ? weekdayPart(days) : period.unit === "month" ? monthPart(days) : undefined;
  if (found !== undefined) return { period, ...found };
  const fits = { week: "days of the week", month: "a day of the month", day: "no days", year: "no days" }[
    period.unit
  ];
  const last = period.unit === "year" ? ": the due date says the day" : "";
  throw new UserError(
    "usage",
    '--every: "' + text + '": a repetition by ' + period.unit + "s takes " + fits + last,
    repeatExamples,
  );
}

function weekdayPart(text: string): Pick<RepeatSpec, "weekdays"> | undefined {
  const days = weekdayList(text);
  return days === undefined ? undefined : { weekdays: days };
}

/** "mon, wed and fri" in the order of the week; undefined: not only weekdays. */
function weekdayList(text: string): number[] | undefined {
  if (/^(week|work)days?$/.test(text)) return workdays;
  const words = text.split(/,? and |, ?| /).filter((word) => word !== "");
  const days = words.map((word) => indexByStart(weekdays, word.replace(/(?<=day)s$/, "")) + 1);
  return days.length === 0 || days.includes(0) ? undefined : [...new Set(days)].sort((a, b) => a - b);
}

const nths = ["first", "second", "third", "fourth", "fifth"];

/** "31st", "last day", "2nd tue", "last weekday". */
function monthPart(text: string): Pick<RepeatSpec, "monthDay" | "nth"> | undefined {
  if (text === "last day" || text === "last") return { monthDay: -1 };
  const day = Number(/^(\d{1,2})(?:st|nd|rd|th|\.)$/.exec(text)?.[1]);
  if (day >= 1 && day <= 31) return { monthDay: day };
  const [, word = "", name = ""] = /^(last|[a-z]+|[1-5](?:st|nd|rd|th)) ([a-z]+)$/.exec(text) ?? [];
  const which = word === "last" ? -1 : /^\d/.test(word) ? Number(word[0]) : nths.indexOf(word) + 1;
  const days = weekdayList(name);
  return which === 0 || days === undefined ? undefined : { nth: { which, weekdays: days } };
}

/** Whether the text itself says on which days, so that the first one can be found without a due date. */
export function namesDays({ weekdays: days, monthDay, nth }: RepeatSpec): boolean {
  return days !== undefined || monthDay !== undefined || nth !== undefined;
}

/** What the text leaves open is the first day's: its weekday, its day of the month, its day of the year. */
export function anchored(spec: RepeatSpec, start: string): RepeatSpec {
  if (namesDays(spec)) return spec;
  const day = Number(start.slice(8));
  switch (spec.period.unit) {
    case "day":
      return spec;
    case "week":
      return { ...spec, weekdays: [weekdayOf(start)] };
    case "month":
      return { ...spec, monthDay: day };
    case "year":
      return { ...spec, monthDay: day, month: Number(start.slice(5, 7)) };
  }
}

const freqs = { day: "DAILY", week: "WEEKLY", month: "MONTHLY", year: "YEARLY" } as const;

/** An RFC 5545 rule of a period alone. */
export function periodRule({ count, unit }: Period, end: RepeatEnd): string {
  return ["FREQ=" + freqs[unit], ...(count === 1 ? [] : ["INTERVAL=" + count]), ...endParts(end)].join(";");
}

/**
 * An RFC 5545 rule, without its start. A day that some months lack is the last of those that they have: of the 31st it
 * is BYMONTHDAY=28,29,30,31;BYSETPOS=-1, so that it comes back to the 31st whatever lies between.
 */
export function repeatRule(spec: RepeatSpec, end: RepeatEnd): string {
  const { weekdays: days, monthDay, nth, month: inMonth } = spec;
  const parts = [periodRule(spec.period, {})];
  if (inMonth !== undefined) parts.push("BYMONTH=" + inMonth);
  if (days !== undefined) parts.push("BYDAY=" + codesOf(days));
  if (monthDay !== undefined) parts.push(...monthDayParts(monthDay, inMonth));
  if (nth !== undefined) {
    parts.push(
      ...(nth.weekdays.length === 1
        ? ["BYDAY=" + nth.which + codesOf(nth.weekdays)]
        : ["BYDAY=" + codesOf(nth.weekdays), "BYSETPOS=" + nth.which]),
    );
  }
  return [...parts, ...endParts(end)].join(";");
}

function monthDayParts(day: number, inMonth: number | undefined): string[] {
  const mayLack = inMonth === undefined ? day > 28 : inMonth === 2 && day === 29;
  if (!mayLack) return ["BYMONTHDAY=" + day];
  const days = [28, 29, 30, 31].filter((each) => each <= day);
  return ["BYMONTHDAY=" + days.join(), "BYSETPOS=-1"];
}

function codesOf(days: readonly number[]): string {
  return days.map((day) => codes[day - 1] ?? "").join();
}

export function endParts({ until, times }: RepeatEnd): string[] {
  return [
    ...(times === undefined ? [] : ["COUNT=" + times]),
    ...(until === undefined ? [] : ["UNTIL=" + until.replaceAll("-", "")]),
  ];
}

/** The period of a rule that `periodRule` made, and its end. */
export function periodOfRule(rule: string): { readonly period: Period; readonly end: RepeatEnd } {
  const parts = new Map(rule.split(";").map((part) => part.split("=") as [string, string]));
  const units = Object.entries(freqs) as [Period["unit"], string][];
  const unit = units.find(([, freq]) => freq === parts.get("FREQ"))![0];
  const until = parts.get("UNTIL")?.replace(/^(\d{4})(\d{2})(\d{2}).*$/, "$1-$2-$3");
  const times = parts.has("COUNT") ? Number(parts.get("COUNT")) : undefined;
  return { period: { count: Number(parts.get("INTERVAL") ?? 1), unit }, end: { until, times } };
}
