import { UserError } from "../errors.ts";
import { toInstant } from "./date.ts";
import { offsetAt } from "./zone.ts";

const dayMs = 86_400_000;

/** Monday first. */
const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/** Of a day counted from 1970-01-01, a Thursday: Monday is 0. */
export function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

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

/** Reads "mon-fri 9-17" or "tue-sat 8:30-12:00"; `name` is what an error calls it. */
export function parseBusinessHours(text: string, name = "--business-hours"): BusinessHours {
  const wrong = new UserError(
    "usage",
    name + ': "' + text + '" is not understood',
    "write days and hours, such as 'mon-fri 9-17'",
  );
  const [, first = "", last = first, fromHour, fromMinute, toHour, toMinute] = form.exec(text.trim()) ?? [];
  const at = (day: string) => weekdays.indexOf(day.toLowerCase());
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

/** The moment at which so many minutes of business have gone by; from outside the hours on, the next opening counts. */
export function afterBusiness(start: WallTime, minutes: number, hours: BusinessHours): WallTime {
  let { day, minute } = start;
  let left = minutes;
  for (;;) {
    const from = Math.max(minute, hours.from);
    if (hours.days[weekdayOf(day)] === true && from < hours.to) {
      if (left <= hours.to - from) return { day, minute: from + left };
      left -= hours.to - from;
    }
    day++;
    minute = 0;
  }
}

/** What the wall of the zone shows at an instant. */
export function wallTimeOf(at: string, zone: string): WallTime {
  const ms = Date.parse(at);
  const shown = ms + offsetAt(ms, zone);
  const day = Math.floor(shown / dayMs);
  return { day, minute: Math.floor((shown - day * dayMs) / 60_000) };
}

/** The instant of a moment on the wall of the zone; minute 1440 is midnight at the end of the day. */
export function instantOfWall({ day, minute }: WallTime, zone: string): string {
  const shown = new Date(day * dayMs + minute * 60_000).toISOString();
  return toInstant(shown.slice(0, 10), shown.slice(11, 16), zone);
}
