import { weekdayOf } from "./calendar.ts";
import { daysBetween } from "./date.ts";
import { months, weekdays } from "./date-words.ts";

/** "Tue" for 2026-11-24. */
export function shortDay(date: string): string {
  return capital(weekdays[weekdayOf(date) - 1] ?? "").slice(0, 3);
}

/** "Nov" for 2026-11-24. */
export function shortMonth(date: string): string {
  return monthOf(date).slice(0, 3);
}

/** "Tuesday 24 November 2026". */
export function longDate(date: string): string {
  const day = capital(weekdays[weekdayOf(date) - 1] ?? "");
  return [day, Number(date.slice(8)), monthOf(date), date.slice(0, 4)].join(" ");
}

/** "November" for 11. */
export function longMonth(month: number): string {
  return capital(months[month - 1] ?? "");
}

/** "today", "yesterday", "12 days ago"; what is still to come is of today. */
export function agoText(date: string, today: string): string {
  const days = daysBetween(date, today);
  return days <= 0 ? "today" : days === 1 ? "yesterday" : days + " days ago";
}

function monthOf(date: string): string {
  return longMonth(Number(date.slice(5, 7)));
}

export function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
