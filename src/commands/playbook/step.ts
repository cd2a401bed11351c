import { UserError, unknownWord } from "../../errors.ts";
import { type ActivityKind, activityKinds } from "../../store/activity.ts";
import { type Priority, priorities } from "../../store/followup.ts";
import type { PlannedStep } from "../../store/playbook.ts";
import { addBusinessDays, onBusinessDay } from "../../values/business-days.ts";
import { toInstant } from "../../values/date.ts";
import { addPeriod } from "../../values/period.ts";
import { parseSpan, type Span, spanText } from "../../values/span.ts";

/** A step: what, and how long after the playbook is applied. */
export interface Step {
  readonly title: string;
  readonly kind: ActivityKind | null;
  readonly after: Span;
  /** HH:MM; null: all day. */
  readonly at: string | null;
  readonly priority: Priority;
  readonly note: string | null;
}

export const stepFault = 'write steps = ["call in 1 day", "email in 3 days at 10:00: send the brochure"]';

const units = ["day", "week", "month", "year"] as const;

const aliases: Readonly<Record<string, ActivityKind>> = { mail: "email", "e-mail": "email", phone: "call" };

/** A line such as "call in 7 days: ask how it looks", or a table of title, kind, in, at, priority and note. */
export function parseStep(step: unknown, place: string): Step {
  if (typeof step === "string") return fromLine(step, place);
  if (typeof step === "object" && step !== null)
    return fromTable(step as Readonly<Record<string, unknown>>, place);
  throw new UserError("usage", place + " is neither a text nor a table", stepFault);
}

function fromLine(line: string, place: string): Step {
  const found = /^\s*(.+?)\s+in\s+([\w ]+?)(?:\s+at\s+(\d{1,2}:\d{2}))?\s*(?::\s*(.+?)\s*)?$/.exec(line);
  if (found === null) throw new UserError("usage", place + ': "' + line + '" does not say when', stepFault);
  const [, what = "", span = "", at, title] = found;
  return {
    title: title ?? what,
    kind: kindOf(what.split(" ")[0] ?? ""),
    after: parseSpan(place, span, units),
    at: at === undefined ? null : clockOf(at, place),
    priority: "normal",
    note: null,
  };
}

const keys = ["title", "kind", "in", "at", "priority", "note"];

function fromTable(table: Readonly<Record<string, unknown>>, place: string): Step {
  const stray = Object.keys(table).find((key) => !keys.includes(key));
  if (stray !== undefined) throw unknownWord("usage", place + ': no key "' + stray + '"', stray, keys);
  const text = (key: string) => {
    const value = table[key];
    if (value === undefined || typeof value === "string") return value?.trim() || undefined;
    throw new UserError("usage", place + ": " + key + " is no text", stepFault);
  };
  const [title, span, kind, at, priority] = [
    text("title"),
    text("in"),
    text("kind"),
    text("at"),
    text("priority"),
  ];
  if (title === undefined || span === undefined)
    throw new UserError("usage", place + " needs a title and in", stepFault);
  if (kind !== undefined && kindOf(kind) === null)
    throw unknownWord("usage", place + ': no kind "' + kind + '"', kind, activityKinds);
  const known = priorities.find((each) => each === (priority ?? "normal"));
  if (known === undefined)
    throw unknownWord("usage", place + ': no priority "' + priority + '"', priority ?? "", priorities);
  return {
    ...{ title, kind: kind === undefined ? null : kindOf(kind), after: parseSpan(place, span, units) },
    ...{ at: at === undefined ? null : clockOf(at, place), priority: known, note: text("note") ?? null },
  };
}

function kindOf(word: string): ActivityKind | null {
  const low = word.toLowerCase();
  return aliases[low] ?? activityKinds.find((kind) => kind === low) ?? null;
}

function clockOf(text: string, place: string): string {
  const [hour = "", minute = ""] = text.split(":");
  if (Number(hour) < 24 && Number(minute) < 60) return hour.padStart(2, "0") + ":" + minute;
  throw new UserError("usage", place + ': "' + text + '" is no time of day', "write one such as 10:00");
}

/** "in 3 days at 10:00". */
export function whenText({ after, at }: Step): string {
  return "in " + spanText(after) + (at === null ? "" : " at " + at);
}

/** The step as a follow-up, counted from a day. With business days a step never falls on a weekend. */
export function planStep(
  { title, kind, after, at, priority, note }: Step,
  from: {
    readonly today: string;
    readonly zone: string;
    readonly zoneName: string;
    readonly businessDays: boolean;
  },
): PlannedStep {
  const dueDate = dateOf(after, from);
  const dueAt = at === null ? null : toInstant(dueDate, at, from.zone);
  return { title, kind, priority, note, dueDate, dueAt, dueZone: dueAt === null ? null : from.zoneName };
}

function dateOf(
  { count, unit }: Span,
  { today, businessDays }: { today: string; businessDays: boolean },
): string {
  if (businessDays && unit === "day") return addBusinessDays(today, count);
  const date = unit === "minute" || unit === "hour" ? today : addPeriod(today, { count, unit });
  return businessDays ? onBusinessDay(date) : date;
}
