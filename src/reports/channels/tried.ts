import type { Db } from "../../store/db.ts";
import { eachActivity } from "../activity-rows.ts";
import { instantsOf, secondsOf } from "../local-time.ts";
import { wholeNumber } from "../packed.ts";
import { dayNumber } from "../periods.ts";
import type { ReportScope } from "../scope.ts";

/** Kinds of activities through which somebody is reached, in the order of their names. */
export const channels = ["call", "chat", "email", "letter", "meeting", "visit"] as const;

/**
 * What was tried on each channel with each contact, in one array of numbers: objects for hundreds of thousands of them
 * would take most of the memory of the report, and arrays of their own for each figure twice the time. Those of contact i
 * on channel k stand from `placeOf(i, k)` on, each at its place below.
 */
export type Tried = Float64Array;

/** Calls, emails and so on, those from the contact among them. */
export const attempts = 0;
export const responses = 1;
export const inbound = 2;
/** Attempts and responses, each weighed by its age. */
export const weightedAttempts = 3;
export const weightedResponses = 4;
/** Seconds since 1970; means nothing without a response. */
export const lastResponse = 5;
const figures = 6;

export function placeOf(contact: number, channel: number): number {
  return (contact * channels.length + channel) * figures;
}

interface Asked {
  /** Ids of the contacts that are asked for, in ascending order. */
  readonly ids: readonly number[];
  /** Days after which an activity weighs half. */
  readonly halfLifeDays: number;
}

/** "2026-03-02T09:00:00Z", then the digits of channel, from the contact, and answered, then the contact. */
const row =
  "activity.happened_at || CASE activity.kind " +
  channels.map((name, i) => "WHEN '" + name + "' THEN '" + i + "'").join(" ") +
  " END || coalesce(activity.direction = 'in', 0) " +
  "|| (activity.outcome IS NOT NULL AND lower(activity.outcome) <> 'no answer') || activity_contact.contact_id";

export function triedChannels(db: Db, scope: ReportScope, { ids, halfLifeDays }: Asked): Tried {
  const tried = new Float64Array(placeOf(ids.length, 0));
  const numbers = numbersOf(ids);
  const weightOf = weigher(scope.asOf, halfLifeDays);
  const rows = { row, ofContacts: true, notes: false, ...instantsOf(scope) };
  const add = (at: number, number: number) => {
    tried[at] = tried[at]! + number;
  };
  eachActivity(db, rows, (text, start, end) => {
    const number = numbers[wholeNumber(text, start + 23, end)] ?? -1;
    if (number === -1) return;
    const at = placeOf(number, digit(text, start + 20));
    const weight = weightOf(dayNumber(text, start));
    const isInbound = digit(text, start + 21);
    add(at + attempts, 1);
    add(at + weightedAttempts, weight);
    add(at + inbound, isInbound);
    if (isInbound === 0 && digit(text, start + 22) === 0) return;
    const seconds = secondsOf(text, start);
    const isLast = tried[at + responses] === 0 || seconds > tried[at + lastResponse]!;
    if (isLast) tried[at + lastResponse] = seconds;
    add(at + responses, 1);
    add(at + weightedResponses, weight);
  });
  return tried;
}

/** The place of each id in the list, by id; -1: it is not in it. */
function numbersOf(ids: readonly number[]): Int32Array {
  const numbers = new Int32Array((ids.at(-1) ?? 0) + 1).fill(-1);
  for (const [i, id] of ids.entries()) numbers[id] = i;
  return numbers;
}

/** What an activity of a day weighs. The age may be a day off, by the zone: it only weighs. */
function weigher(asOf: string, halfLifeDays: number): (day: number) => number {
  const today = dayNumber(asOf);
  const weights: number[] = [];
  return (day) => {
    const age = Math.max(0, today - day);
    const weight = weights[age] ?? 0.5 ** (age / halfLifeDays);
    weights[age] = weight;
    return weight;
  };
}

function digit(text: string, at: number): number {
  return text.charCodeAt(at) - 48;
}
