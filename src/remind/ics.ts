import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { UserError } from "../errors.ts";
import { clean } from "../output/clean.ts";
import { removeFile } from "../remove-file.ts";
import type { DueItem } from "../store/due.ts";
import { addDays, localDate } from "../values/date.ts";
import type { Lead } from "./lead.ts";
import { linesOf, type Reader, whatOf } from "./message.ts";

/** What a calendar is to show. */
export interface Feed {
  readonly items: readonly DueItem[];
  readonly leads: readonly Lead[];
  readonly ownLeads: ReadonlyMap<number, readonly Lead[]>;
  /** Tells this database from others in the same calendar. */
  readonly uid: string;
  readonly reader: Reader;
}

/** How long an event with a time lasts in the calendar: we know when it begins, not how long it takes. */
const eventMs = 30 * 60_000;

/** Hours after midnight at which a calendar alarms of what is due all day. */
const alarmHour = 9;

/** A calendar in iCalendar's format; times in UTC, so that it needs no table of time zones. */
export async function feedText(feed: Feed): Promise<string> {
  const library = await import("ical-generator");
  const calendar = library.default({
    name: "crm",
    prodId: { company: "crm", product: "crm", language: "EN" },
    ttl: 3600,
  });
  for (const item of feed.items) addEvent({ calendar, library }, item, feed);
  return calendar.toString() + "\r\n";
}

type Library = typeof import("ical-generator");

interface Target {
  readonly calendar: ReturnType<Library["default"]>;
  readonly library: Library;
}

function addEvent(
  { calendar, library }: Target,
  item: DueItem,
  { leads, ownLeads, uid, reader }: Feed,
): void {
  const { dueAt, dueDate } = item;
  const today = localDate(reader.now, reader.zone);
  const { context } = linesOf(item, today, reader);
  const note = item.note === null ? [] : [clean(item.note)];
  const command = item.id === null ? [] : ["crm followup done " + item.id];
  const start = new Date(dueAt ?? dueDate + "T00:00:00Z");
  const event = calendar.createEvent({
    id: item.key.replace(/[^\w:.-]/g, "_") + "@" + uid.replace(/\W/g, "") + ".crm",
    start,
    end: dueAt === null ? new Date(addDays(dueDate, 1) + "T00:00:00Z") : new Date(start.getTime() + eventMs),
    allDay: dueAt === null,
    stamp: reader.now,
    timezone: "UTC",
    summary: whatOf(item),
    description: [...note, ...context, ...command].join("\n"),
    // It reminds, but leaves the time free for whoever looks when one is.
    transparency: library.ICalEventTransparency.TRANSPARENT,
  });
  for (const lead of ownLeads.get(item.id ?? 0) ?? leads) {
    event.createAlarm({
      type: library.ICalAlarmType.display,
      trigger: secondsBefore(lead, dueAt === null),
      description: whatOf(item),
    });
  }
}

/** Seconds from the alarm to the start; below 0: after it. */
function secondsBefore({ days, minutes }: Lead, isAllDay: boolean): number {
  return days * 86_400 + (isAllDay ? -alarmHour * 3600 : minutes * 60);
}

/** Puts the feed in its place at once, readable by its owner only; false when it says what is there already. */
export function writeFeed(path: string, text: string): boolean {
  if (unstamped(readIfThere(path)) === unstamped(text)) return false;
  const temporary = path + ".new";
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    // Left there by a run that died.
    removeFile(temporary);
    writeFileSync(temporary, text, { mode: 0o600, flag: "wx" });
    chmodSync(temporary, 0o600);
    renameSync(temporary, path);
    return true;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new UserError("refused", "remind.ics.file: cannot write " + path + " (" + code + ")");
  }
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** Without the moments at which its events were written. */
function unstamped(text: string): string {
  return text.replace(/^DTSTAMP:.*\r\n/gm, "");
}
