import { addDays, addMonths, toInstant } from "../values/date.ts";

const agePattern = /^(\d{1,5}) ?(d|days?|w|weeks?|m|months?|y|years?)$/i;

/**
 * The day so long before today, for an age like `90d`, `3w`, `6m`, `2 years`; undefined for any other text.
 * Months and years go by the calendar: 1m before 31 March is the last of February. Nothing is older than 1000.
 */
export function dayOfAge(age: string, today: string): string | undefined {
  const match = agePattern.exec(age);
  if (match === null) return undefined;
  const count = Number(match[1]);
  const unit = match[2]?.charAt(0).toLowerCase();
  const day =
    unit === "d" || unit === "w"
      ? addDays(today, unit === "d" ? -count : -7 * count)
      : addMonths(today, unit === "m" ? -count : -12 * count);
  // A year before 1000 begins with 0 or a minus sign.
  return day < "1000" ? "1000-01-01" : day;
}

/**
 * The first and the last second of a local day, as instants. Before there were zones, and where a zone could lead
 * out of the years with four digits, a day is a UTC day.
 */
export function secondsOf(day: string, zone: string): { readonly first: string; readonly last: string } {
  if (day < "1800" || day >= "9999") return { first: day + "T00:00:00Z", last: day + "T23:59:59Z" };
  const next = toInstant(addDays(day, 1), "00:00", zone);
  const last = new Date(Date.parse(next) - 1000).toISOString().slice(0, 19) + "Z";
  return { first: toInstant(day, "00:00", zone), last };
}
