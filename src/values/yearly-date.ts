import { UserError } from "../errors.ts";
import { isoDate, monthLength, twoDigits } from "./calendar.ts";
import { isIsoDate } from "./date.ts";
import { readSpoken } from "./spoken-date.ts";

/** A day that comes back each year, YYYY-MM-DD or --MM-DD, from what a person types: "4 May", "2019-05-04", "--02-29". */
export function parseYearly(option: string, text: string): string {
  const found = readYearly(text);
  if (found !== undefined) return found;
  throw new UserError("usage", option + ': "' + text + '" is no date', "write YYYY-MM-DD, --MM-DD or 4 May");
}

/** The same; undefined for what is no such day. */
export function readYearly(text: string): string | undefined {
  const said = text.trim();
  const [, month, day] = /^--(\d{2})-?(\d{2})$/.exec(said) ?? [];
  const found =
    month === undefined || day === undefined
      ? spoken(said)
      : { year: undefined, month: Number(month), day: Number(day) };
  if (found === undefined) return undefined;
  const { year, month: inMonth, day: onDay } = found;
  // Any leap year: without a year 29 February is a day.
  const date = isoDate(year ?? 2000, inMonth, onDay);
  if (!isIsoDate(date)) return undefined;
  return year === undefined ? "--" + date.slice(5) : date;
}

function spoken(text: string) {
  if (isIsoDate(text)) {
    return {
      year: Number(text.slice(0, 4)),
      month: Number(text.slice(5, 7)),
      day: Number(text.slice(8)),
    };
  }
  try {
    const { day, clock } = readSpoken(text);
    return day?.kind === "date" && clock === undefined ? day : undefined;
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** The day on which it is kept in a year: 29 February on the 28th where there is none. */
export function yearlyIn(year: number, yearly: string): string {
  const month = Number(yearly.slice(-5, -3));
  const day = Math.min(Number(yearly.slice(-2)), monthLength(year, month));
  return year + "-" + twoDigits(month) + "-" + twoDigits(day);
}
