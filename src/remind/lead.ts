import { addDays, instant, localDate, localTime, toInstant } from "../values/date.ts";
import { parseSpan, spanText } from "../values/span.ts";

/** How long before it is due somebody is reminded: days of the calendar, or minutes. */
export interface Lead {
  readonly days: number;
  readonly minutes: number;
  /** One text for one lead, however it was typed: "7 days" for "1 week", "60 minutes" for "1 hour". */
  readonly key: string;
}

/** Reminded when it is due. */
export const whenDue: Lead = { days: 0, minutes: 0, key: "0 minutes" };

/** Reads "1 day", "2 hours" or "0 minutes"; an error names the option. */
export function parseLead(option: string, text: string): Lead {
  const { count, unit } = parseSpan(option, text, ["minute", "hour", "day", "week"]);
  if (count === 0) return whenDue;
  if (unit === "day" || unit === "week") {
    const days = unit === "week" ? count * 7 : count;
    return { days, minutes: 0, key: spanText({ count: days, unit: "day" }) };
  }
  const minutes = unit === "hour" ? count * 60 : count;
  return { days: 0, minutes, key: spanText({ count: minutes, unit: "minute" }) };
}

/** What an item's moment is made of. */
export interface DueMoment {
  readonly dueDate: string;
  /** null: all day. */
  readonly dueAt: string | null;
}

/**
 * The instant from which an item is reminded of with this lead. Days are counted on the calendar of the zone, so that
 * a day before 09:00 is 09:00 the day before, also when the clocks change in between. What is due all day is due from
 * the beginning of the day, and hours before that make no sense: for it a lead below a day is none.
 */
export function reminderAt({ dueDate, dueAt }: DueMoment, lead: Lead, zone: string): string {
  if (dueAt === null) return toInstant(addDays(dueDate, -lead.days), "00:00", zone);
  if (lead.days === 0) return instant(new Date(Date.parse(dueAt) - lead.minutes * 60_000));
  return toInstant(addDays(localDate(dueAt, zone), -lead.days), localTime(dueAt, zone), zone);
}
