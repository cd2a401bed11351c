/**
 * Calendar periods as whole numbers: a day is the count of days since 1970-01-01, a period the count of its unit since
 * the one that 1970-01-01 lies in (months, quarters and years since year 0), so that the next period is one more.
 */
export const periodUnits = ["day", "week", "month", "quarter", "year"] as const;
/** Weeks of ISO 8601, from Monday, or those of the CDC (MMWR weeks), from Sunday: `week.start` says which, nobody types it. */
export type WeekUnit = "week" | "Sunday week";
export type PeriodUnit = (typeof periodUnits)[number] | WeekUnit;

const dayMs = 86_400_000;

/** The day of the YYYY-MM-DD that stands at `at` in the text; plain arithmetic, because reports read millions. */
export function dayNumber(text: string, at = 0): number {
  const year = twoDigits(text, at) * 100 + twoDigits(text, at + 2);
  const month = twoDigits(text, at + 5);
  const known = knownMonths[year * 13 + month] ?? 0;
  return (known !== 0 ? known : noteMonth(year, month)) + twoDigits(text, at + 8);
}

/** The day before the first of each month from year 0 to 9999, at year * 13 + month; 0: not worked out yet. */
const knownMonths = new Int32Array(130_000);

function noteMonth(year: number, month: number): number {
  // The year is taken from March on, so that the leap day is its last (proleptic Gregorian calendar).
  const years = month > 2 ? year : year - 1;
  const leaps = Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400);
  const months = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5);
  const before = 365 * years + leaps + months - 719_469;
  // What is no month would stand in the place of another one.
  if (month <= 12) knownMonths[year * 13 + month] = before;
  return before;
}

/** 48 is the code of "0". */
function twoDigits(text: string, at: number): number {
  return text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 528;
}

export function dayText(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

/** The period that the day lies in. */
export function periodAt(unit: PeriodUnit, day: number): number {
  if (unit === "day") return day;
  if (unit === "week") return Math.floor((day + 3) / 7);
  if (unit === "Sunday week") return Math.floor((day + 4) / 7);
  const text = dayText(day);
  const months = Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7)) - 1;
  return Math.floor(months / monthsOf[unit]);
}

/** `periodAt` for millions of days. */
export function periodReader(unit: PeriodUnit): (day: number) => number {
  return oncePerDay((day) => periodAt(unit, day));
}

/** The same function of a day, worked out once for each day from 1970 to 2106. */
export function oncePerDay(read: (day: number) => number): (day: number) => number {
  const unknown = -0x80000000;
  const known = new Int32Array(50_000).fill(unknown);
  return (day) => {
    const found = known[day] ?? unknown;
    if (found !== unknown) return found;
    const answer = read(day);
    if (day >= 0) known[day] = answer;
    return answer;
  };
}

const monthsOf = { month: 1, quarter: 3, year: 12 } as const;

export function periodStart(unit: PeriodUnit, period: number): number {
  if (unit === "day") return period;
  if (unit === "week") return period * 7 - 3;
  if (unit === "Sunday week") return period * 7 - 4;
  const months = period * monthsOf[unit];
  const year = String(Math.floor(months / 12)).padStart(4, "0");
  return dayNumber(year + "-" + String((months % 12) + 1).padStart(2, "0") + "-01");
}

/** The last day of the period. */
export function periodEnd(unit: PeriodUnit, period: number): number {
  return periodStart(unit, period + 1) - 1;
}

/** Whether all of the period has been seen at the end of the day `asOf`. */
export function isComplete(unit: PeriodUnit, period: number, asOf: number): boolean {
  return periodEnd(unit, period) <= asOf;
}

/** 2026-11-21, 2020-W53 (a week with the year of most of its days), 2026-11, 2026-Q4, 2026. */
export function periodKey(unit: PeriodUnit, period: number): string {
  const start = dayText(periodStart(unit, period));
  const year = start.slice(0, 4);
  switch (unit) {
    case "day":
      return start;
    case "week":
    case "Sunday week":
      return weekKey(periodStart(unit, period) + 3);
    case "month":
      return start.slice(0, 7);
    case "quarter":
      return year + "-Q" + ((period % 4) + 1);
    case "year":
      return year;
  }
}

/** A week belongs to the year that its day in the middle lies in: Thursday, or Wednesday where it begins on Sunday. */
function weekKey(middle: number): string {
  const year = dayText(middle).slice(0, 4);
  const number = Math.floor((middle - dayNumber(year + "-01-01")) / 7) + 1;
  return year + "-W" + String(number).padStart(2, "0");
}

/** Every period from the first to the last, both included; none when the last lies before the first. */
export function periodsBetween(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
}
