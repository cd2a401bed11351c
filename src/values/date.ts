import { UserError } from "../errors.ts";
import { isoDate, monthLength, weekdayOf } from "./calendar.ts";
import { dateExamples, type Period } from "./date-words.ts";
import { readSpoken, type SpokenDay } from "./spoken-date.ts";
import { offsetAt, processZone } from "./zone.ts";

export interface When {
  /** YYYY-MM-DD on the wall of the zone. */
  readonly date: string;
  /** HH:MM on the wall of the zone; null: no time was given. */
  readonly time: string | null;
  /** The UTC instant; null: no time was given. */
  readonly at: string | null;
}

export interface WhenContext {
  readonly now: Date;
  readonly zone: string;
  /** The setting `country`, asked for only where 1/2/2027 stands, which is refused without one. */
  readonly country?: (() => string) | undefined;
  /** Where a weekday or a day without a year lies; default "future". */
  readonly toward?: "future" | "past" | undefined;
  /** The setting `week.start`, asked for only where a week is named; default "monday". */
  readonly weekStart?: (() => string) | undefined;
}

const dayMs = 86_400_000;

/** A calendar date YYYY-MM-DD that exists, years 1000 to 9999. */
export function isIsoDate(text: string): boolean {
  if (!/^[1-9]\d{3}-\d\d-\d\d$/.test(text)) return false;
  const month = Number(text.slice(5, 7));
  const day = Number(text.slice(8));
  return month >= 1 && month <= 12 && day >= 1 && day <= monthLength(Number(text.slice(0, 4)), month);
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10);
}

/** The same day some months on; on the last day of a month that is too short. */
export function addMonths(date: string, months: number): string {
  const count = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + months;
  const year = Math.floor(count / 12);
  const month = count - year * 12 + 1;
  return isoDate(year, month, Math.min(Number(date.slice(8)), monthLength(year, month)));
}

/** Calendar days from `from` to `to`; negative when `to` lies before. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / dayMs;
}

/** UTC in whole seconds; what is below a second is cut off. */
export function instant(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}

/** YYYY-MM-DD on the wall of the zone. */
export function localDate(at: Date | string, zone: string): string {
  return wall(at, zone).slice(0, 10);
}

/** HH:MM on the wall of the zone. */
export function localTime(at: Date | string, zone: string): string {
  return wall(at, zone).slice(11, 16);
}

/**
 * The instant of a wall time (HH:MM or HH:MM:SS). A time that daylight saving skips moves forward by the gap,
 * of a time that occurs twice it is the first.
 */
export function toInstant(date: string, time: string, zone: string): string {
  const shown = Date.parse(`${date}T${time}Z`);
  const before = offsetAt(shown - dayMs, zone);
  const after = offsetAt(shown + dayMs, zone);
  const first = shown - before;
  const fits = before === after || offsetAt(first, zone) === before;
  const second = shown - after;
  return instant(new Date(fits || offsetAt(second, zone) !== after ? first : second));
}

/** A zone of the IANA list ("Europe/Berlin", "UTC"), in any letter case. */
export function isZone(text: string): boolean {
  if (!/^[a-z]/i.test(text) || text === processZone) return false;
  try {
    return Number.isFinite(offsetAt(0, text));
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function wall(at: Date | string, zone: string): string {
  const ms = typeof at === "string" ? Date.parse(at) : at.getTime();
  return new Date(ms + offsetAt(ms, zone)).toISOString();
}

/**
 * Reads what a person types for a date. A weekday is the coming one, strictly after today ("last fri": strictly
 * before today); a day without a year is the coming one, today included; `next week` is seven days from today,
 * `next month` the same day a month on; weeks end on Sunday, or on Saturday where they begin on Sunday. A month added to the 31st ends on the last day of a
 * shorter month. A clock time that daylight saving skips moves forward, one that occurs twice is the first.
 */
export function parseWhen(text: string, context: WhenContext): When {
  if (isIsoDate(text)) return { date: text, time: null, at: null };
  const spoken = readSpoken(text);
  const { now, zone } = context;
  if (spoken.minutes !== undefined) return whenAt(instant(new Date(+now + spoken.minutes * 60_000)), zone);
  const today = localDate(now, zone);
  const date = spoken.day === undefined ? today : onCalendar(text, spoken.day, today, context);
  if (!isIsoDate(date))
    throw new UserError("usage", `"${text}" lies outside the years 1000 to 9999.`, `Dates: ${dateExamples}`);
  if (spoken.clock === undefined) return { date, time: null, at: null };
  if (spoken.offset === undefined) return whenAt(toInstant(date, spoken.clock, zone), zone);
  return whenAt(instant(new Date(`${date}T${spoken.clock}${spoken.offset}`)), zone);
}

function whenAt(at: string, zone: string): When {
  return { date: localDate(at, zone), time: localTime(at, zone), at };
}

function onCalendar(text: string, day: SpokenDay, today: string, context: WhenContext): string {
  const past = context.toward === "past";
  switch (day.kind) {
    case "shift":
      return day.months === 0 ? addDays(today, day.days) : addMonths(today, day.months);
    case "weekday":
      return weekdayFrom(today, day.weekday, day.side === undefined ? past : day.side === "last");
    case "edge":
      return edgeOf(today, day, context.weekStart?.() ?? "monday");
    case "numeric":
      return inOrder(text, day, context.country);
    case "date":
      return day.year === undefined ? withoutYear(text, day, today, past) : existing(text, day.year, day);
  }
}

function weekdayFrom(today: string, weekday: number, past: boolean): string {
  const ahead = (weekday - weekdayOf(today) + 7) % 7;
  return addDays(today, past ? ahead - 7 : ahead || 7);
}

function edgeOf(today: string, day: Extract<SpokenDay, { kind: "edge" }>, weekStart: string): string {
  const start = movePeriods(startOf(today, day.period, weekStart), day.period, day.count);
  return day.edge === "start" ? start : addDays(movePeriods(start, day.period, 1), -1);
}

function startOf(date: string, period: Period, weekStart: string): string {
  if (period === "week")
    return addDays(date, weekStart === "sunday" ? -(weekdayOf(date) % 7) : 1 - weekdayOf(date));
  if (period === "year") return `${date.slice(0, 4)}-01-01`;
  const month = Number(date.slice(5, 7));
  return isoDate(Number(date.slice(0, 4)), period === "month" ? month : month - ((month - 1) % 3), 1);
}

function movePeriods(start: string, period: Period, count: number): string {
  return period === "week"
    ? addDays(start, 7 * count)
    : addMonths(start, { month: 1, quarter: 3, year: 12 }[period] * count);
}

const withMonthFirst = new Set(["US", "AS", "GU", "MP", "UM", "VI"]);
/** Where both orders are usual, or the year goes first, so that the other two say nothing. */
const inBothOrders = new Set("CA FM KR KP CN HU JP LT MH MN PH PR PW TW".split(" "));

function inOrder(
  text: string,
  day: Extract<SpokenDay, { kind: "numeric" }>,
  country: (() => string) | undefined,
) {
  const { first, second, year } = day;
  const dayFirst = { month: second, day: first };
  const monthFirst = { month: first, day: second };
  if (first > 12 || (first === second && second <= 12)) return existing(text, year, dayFirst);
  if (second > 12) return existing(text, year, monthFirst);
  const at = country?.() ?? "";
  if (at !== "" && !inBothOrders.has(at))
    return existing(text, year, withMonthFirst.has(at) ? monthFirst : dayFirst);
  const [one, other] = [existing(text, year, dayFirst), existing(text, year, monthFirst)];
  throw new UserError("usage", `"${text}" can be ${one} or ${other}.`, `Write ${one} or ${other}.`);
}

/** The nearest year on the wanted side in which the day exists (29 Feb: up to eight years away). */
function withoutYear(
  text: string,
  day: { month: number; day: number },
  today: string,
  past: boolean,
): string {
  const year = Number(today.slice(0, 4));
  for (let away = 0; away <= 8; away++) {
    const date = isoDate(past ? year - away : year + away, day.month, day.day);
    if (isIsoDate(date) && (past ? date <= today : date >= today)) return date;
  }
  return existing(text, year, day);
}

function existing(text: string, year: number, { month, day }: { month: number; day: number }): string {
  const date = isoDate(year, month, day);
  if (isIsoDate(date)) return date;
  const length = monthLength(year, month);
  const inMonth = day > length ? `the month has ${length} days` : "years go from 1000 to 9999, days from 1";
  const why = month < 1 || month > 12 ? `there is no month ${month}` : inMonth;
  throw new UserError("usage", `"${text}" is no date: ${why}.`, `Dates: ${dateExamples}`);
}
