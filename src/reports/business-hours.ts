import { UserError } from "../errors.ts";
import { weekdayOf, weekdays } from "./activity.ts";

/** When somebody is there to answer, on the wall of the zone. */
export interface BusinessHours {
  /** By weekday, Monday first. */
  readonly days: readonly boolean[];
  /** Minutes since midnight; the end is excluded. */
  readonly from: number;
  readonly to: number;
}

/** A moment on the wall of a zone: days since 1970-01-01, minutes since midnight. */
export interface WallTime {
  readonly day: number;
  readonly minute: number;
}

const form = /^([a-z]{3})(?:-([a-z]{3}))?\s+(\d{1,2})(?::(\d\d))?-(\d{1,2})(?::(\d\d))?$/i;

/** Reads "mon-fri 9-17" or "tue-sat 8:30-12:00". */
export function parseBusinessHours(text: string): BusinessHours {
  const wrong = new UserError(
    "usage",
    '--business-hours: "' + text + '" is not understood',
    "write days and hours, such as 'mon-fri 9-17'",
  );
  const [, first = "", last = first, fromHour, fromMinute, toHour, toMinute] = form.exec(text.trim()) ?? [];
  const at = (name: string) => weekdays.findIndex((day) => day.toLowerCase() === name.toLowerCase());
  const [start, end] = [at(first), at(last)];
  const from = minutes(fromHour, fromMinute);
  const to = minutes(toHour, toMinute);
  if (start === -1 || end === -1 || from >= to || to > 1440) throw wrong;
  const length = (end - start + 7) % 7;
  return { days: weekdays.map((_, i) => (i - start + 7) % 7 <= length), from, to };
}

function minutes(hour = "0", minute = "0"): number {
  return Number(hour) * 60 + Number(minute);
}

/** Minutes of business between two moments; without hours all minutes on the clock. */
export function businessMinutes(start: WallTime, end: WallTime, hours: BusinessHours): number {
  const within = ({ minute }: WallTime) => Math.min(Math.max(minute, hours.from), hours.to) - hours.from;
  const isOpen = (day: number) => hours.days[weekdayOf(day)] === true;
  if (end.day < start.day) return 0;
  const until = isOpen(end.day) ? within(end) : 0;
  const before = isOpen(start.day) ? within(start) : 0;
  return Math.max(0, openDays(start.day, end.day, hours) * (hours.to - hours.from) + until - before);
}

/** Days of business from the first on and before the last. */
function openDays(first: number, last: number, { days }: BusinessHours): number {
  const weeks = Math.floor((last - first) / 7);
  let open = weeks * days.filter((isOpen) => isOpen).length;
  for (let day = first + weeks * 7; day < last; day++) if (days[weekdayOf(day)] === true) open++;
  return open;
}
