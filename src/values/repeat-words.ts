import { weekdays } from "./date-words.ts";
import { capital, longMonth } from "./day-name.ts";
import type { Period } from "./period.ts";
import { spanText } from "./span.ts";

/** When a follow-up comes back: every so often, on days that are named or left to its first day. */
export interface RepeatSpec {
  readonly period: Period;
  /** 1 is Monday. */
  readonly weekdays?: readonly number[];
  /** 1 to 31; -1 is the last day of the month. */
  readonly monthDay?: number;
  /** The which-th weekday of the month; -1 is the last one. */
  readonly nth?: { readonly which: number; readonly weekdays: readonly number[] };
  /** Only of a yearly one. */
  readonly month?: number;
}

export interface RepeatEnd {
  /** The last day on which it may fall. */
  readonly until?: string | undefined;
  /** How many there are in all. */
  readonly times?: number | undefined;
}

/** "every 2 weeks on Monday, 5 times". */
export function repeatWords(spec: RepeatSpec, end: RepeatEnd): string {
  return everyWords(spec.period, isWorkweek(spec)) + onWords(spec) + endWords(end);
}

/** "2 weeks after it is done, until 2027-06-30". */
export function afterWords(period: Period, end: RepeatEnd): string {
  return spanText(period) + " after it is done" + endWords(end);
}

const endWords = ({ until, times }: RepeatEnd): string =>
  (times === undefined ? "" : ", " + times + (times === 1 ? " time" : " times")) +
  (until === undefined ? "" : ", until " + until);

function everyWords(period: Period, isWork: boolean): string {
  if (isWork) return "every weekday";
  return "every " + (period.count === 1 ? period.unit : spanText(period));
}

function isWorkweek({ period, weekdays: days = [] }: RepeatSpec): boolean {
  return period.unit === "week" && period.count === 1 && days.join() === "1,2,3,4,5";
}

function onWords(spec: RepeatSpec): string {
  const { weekdays: days, monthDay, nth, month } = spec;
  if (days !== undefined) return isWorkweek(spec) ? "" : " on " + listed(days.map(weekdayName));
  if (nth !== undefined) {
    const day = nth.weekdays.length > 1 ? "weekday" : nth.weekdays.map(weekdayName).join("");
    return " on the " + (nth.which < 0 ? "last" : ordinal(nth.which)) + " " + day;
  }
  if (monthDay === undefined) return "";
  if (month !== undefined) {
    return (
      " on " + monthDay + " " + longMonth(month) + (month === 2 && monthDay === 29 ? " (or the 28th)" : "")
    );
  }
  if (monthDay < 0) return " on the last day";
  return " on the " + ordinal(monthDay) + (monthDay > 28 ? " (or the last day)" : "");
}

function weekdayName(day: number): string {
  return capital(weekdays[day - 1] ?? "");
}

function ordinal(count: number): string {
  const isTeen = count > 10 && count < 14;
  const ending = isTeen ? "th" : (["th", "st", "nd", "rd"][count % 10] ?? "th");
  return count + ending;
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : names.slice(0, -1).join(", ") + " and " + names.at(-1);
}
