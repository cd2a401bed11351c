import { weekdayOf } from "./calendar.ts";
import { addDays } from "./date.ts";

/** So many days from Monday to Friday later; holidays are not known. From a weekend Monday is the first. */
export function addBusinessDays(date: string, days: number): string {
  if (days === 0) return onBusinessDay(date);
  const weeks = Math.floor(days / 5);
  let end = addDays(isWeekend(date) ? fridayBefore(date) : date, weeks * 7);
  for (let left = days % 5; left > 0; left--) {
    end = addDays(end, 1);
    while (isWeekend(end)) end = addDays(end, 1);
  }
  return end;
}

/** The day itself, or the Monday after a weekend. */
export function onBusinessDay(date: string): string {
  const weekday = weekdayOf(date);
  return weekday > 5 ? addDays(date, 8 - weekday) : date;
}

function isWeekend(date: string): boolean {
  return weekdayOf(date) > 5;
}

function fridayBefore(date: string): string {
  return addDays(date, 5 - weekdayOf(date));
}
