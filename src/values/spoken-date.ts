import { UserError } from "../errors.ts";
import { twoDigits } from "./calendar.ts";
import {
  counts,
  dayUnits,
  dayWords,
  indexByStart,
  minuteUnits,
  months,
  notUnderstood,
  type Period,
  periods,
  weekdays,
} from "./date-words.ts";

/** A day as it was said, before the calendar is asked. */
export type SpokenDay =
  | { readonly kind: "date"; readonly year: number | undefined; readonly month: number; readonly day: number }
  /** Two numbers whose order (day or month first) is not said by the notation. */
  | { readonly kind: "numeric"; readonly first: number; readonly second: number; readonly year: number }
  /** 1 is Monday; `side` undefined: no "next" or "last" was said. */
  | { readonly kind: "weekday"; readonly weekday: number; readonly side: "next" | "last" | undefined }
  | { readonly kind: "shift"; readonly days: number; readonly months: number }
  /** First or last day of the period that lies `count` periods away from this one. */
  | {
      readonly kind: "edge";
      readonly edge: "start" | "end";
      readonly period: Period;
      readonly count: number;
    };

export interface Spoken {
  /** undefined: today (only a clock time was said). */
  readonly day?: SpokenDay | undefined;
  /** HH:MM:SS on the wall. */
  readonly clock?: string | undefined;
  /** "Z" or ±HH:MM, when the text carries its own zone. */
  readonly offset?: string | undefined;
  /** Elapsed minutes from now: "now", "in 2 hours". */
  readonly minutes?: number | undefined;
}

type Rule = readonly [RegExp, (...groups: string[]) => Spoken | undefined];

const rules: readonly Rule[] = [
  [/^(?:in |\+ ?)(\d{1,5}|[a-z]+) ?([a-z]+)$/, (count, unit) => shifted(1, count, unit)],
  [/^(\d{1,5}|[a-z]+) ?([a-z]+) ago$/, (count, unit) => shifted(-1, count, unit)],
  [/^- ?(\d{1,5}) ?([a-z]+)$/, (count, unit) => shifted(-1, count, unit)],
  [/^now$/, () => ({ minutes: 0 })],
  [/^(?:on )?(?:(next|last|this) )?([a-z]+)$/, weekdayOrPeriod],
  [/^(?:the )?(day (?:after|before) [a-z]+)$/, (words) => dayWord(words)],
  [/^([es])o([wmqy])$/, (edge, letter) => edgeOf(edge, letter)],
  [
    /^(end|start) of (?:the )?(?:(next|last|this) )?([a-z]+)$/,
    (edge, side, name) => edgeOf(edge, name, side),
  ],
  [/^(\d{1,2})(?:st|nd|rd|th|\.)?[ -](?:of )?([a-z]+)\.?(?:[ -](\d{4}))?$/, (d, m, y) => named(y, m, d)],
  [/^([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?$/, (m, d, y) => named(y, m, d)],
  [/^(\d{4})([-/])(\d{2})\2(\d{2})$/, (y, _, m, d) => dated(Number(y), Number(m), Number(d))],
  // With a dot behind each, as only where the day comes first.
  [/^(\d{1,2})\. ?(\d{1,2})\.$/, (d, m) => dated(undefined, Number(m), Number(d))],
  [/^(\d{1,2})([-./])(\d{1,2})\2(\d{4})$/, (a, _, b, y) => numeric(Number(a), Number(b), Number(y))],
];

const stamp =
  /^(\d{4}-\d{2}-\d{2})[t ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?: ?(?:(z|utc)|([+-](?:0\d|1[0-4])):?([0-5]\d)))?$/;
const clockText = String.raw`(?:at )?(\d{1,2})(?::(\d{2})(?::(\d{2}))?)? ?(am|pm)?`;
const clockLast = new RegExp(`^(?:(.+?),? )?${clockText}$`);
const clockFirst = new RegExp(`^${clockText},? (?:on )?(.+)$`);

/**
 * Reads the whole text as a date with or without a clock time; what the words mean on the calendar is the
 * caller's to work out. Throws a usage error that names the word that is not understood.
 */
export function readSpoken(text: string): Spoken {
  const lower = text.trim().toLowerCase().replace(/\s+/g, " ");
  const said = lower.replace("−", "-").replace(/\bnoon\b/, "12:00");
  if (said.length > 60) throw notUnderstood(text, said);
  const spoken = readStamp(said, text) ?? readDay(said) ?? readClocked(said, text);
  if (spoken === undefined) throw notUnderstood(text, said);
  return spoken;
}

function readStamp(said: string, text: string): Spoken | undefined {
  const found = stamp.exec(said);
  if (found === null) return undefined;
  const [, date = "", hour = "", minute = "", second, utc, hours, minutes] = found;
  const offset = utc !== undefined ? "Z" : hours !== undefined ? `${hours}:${minutes}` : undefined;
  return { ...readDay(date), clock: clockOf(text, { hour, minute, second }), offset };
}

function readDay(said: string): Spoken | undefined {
  for (const [pattern, build] of rules) {
    const found = pattern.exec(said);
    const spoken = found === null ? undefined : build(...found.slice(1));
    if (spoken !== undefined) return spoken;
  }
  return undefined;
}

/** A day with a clock time before or after it, or the time alone; a bare number is no time. */
function readClocked(said: string, text: string): Spoken | undefined {
  const last = clockLast.exec(said);
  const first = last === null ? clockFirst.exec(said) : null;
  const [hour, minute, second, half] = (last?.slice(2) ?? first?.slice(1, 5) ?? []) as (string | undefined)[];
  if (hour === undefined || (minute === undefined && half === undefined)) return undefined;
  const clock = clockOf(text, { hour, minute: minute ?? "00", second, half });
  const rest = last?.[1] ?? first?.[5];
  if (rest === undefined) return { clock };
  const spoken = readDay(rest);
  return spoken?.day === undefined ? undefined : { ...spoken, clock };
}

interface Clock {
  readonly hour: string;
  readonly minute: string;
  readonly second?: string | undefined;
  readonly half?: string | undefined;
}

function clockOf(text: string, { hour, minute, second = "00", half }: Clock): string {
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (half === "pm" ? 12 : 0);
  const hourFits = half === undefined ? Number(hour) < 24 : Number(hour) >= 1 && Number(hour) <= 12;
  if (hourFits && Number(minute) < 60 && Number(second) < 60) {
    return `${twoDigits(hours)}:${minute}:${second}`;
  }
  const hint = "Times go from 00:00 to 23:59, or 9am, 2:30pm.";
  throw new UserError("usage", `"${text}" has no such time of day.`, hint);
}

function shifted(sign: number, count = "", unit = ""): Spoken | undefined {
  const word = unit.length > 2 ? unit.replace(/s$/, "") : unit;
  const said = count === "a" || count === "an" ? 1 : counts.indexOf(count);
  const many = sign * (said >= 0 ? said : Number(count));
  const [days, inMonths] = dayUnits.get(word) ?? [];
  if (Number.isNaN(many)) return undefined;
  if (days !== undefined && inMonths !== undefined) {
    return { day: { kind: "shift", days: many * days, months: many * inMonths } };
  }
  const minutes = minuteUnits.get(word);
  return minutes === undefined ? undefined : { minutes: many * minutes };
}

function weekdayOrPeriod(side: string | undefined, word = ""): Spoken | undefined {
  const weekday = indexByStart(weekdays, word);
  const which = side === "next" || side === "last" ? side : undefined;
  if (weekday >= 0) return { day: { kind: "weekday", weekday: weekday + 1, side: which } };
  if (side === undefined) return dayWord(word);
  return which !== undefined && dayUnits.has(word) && word.length > 1
    ? shifted(which === "next" ? 1 : -1, "one", word)
    : undefined;
}

function dayWord(words = ""): Spoken | undefined {
  const days = dayWords.get(words);
  return days === undefined ? undefined : { day: { kind: "shift", days, months: 0 } };
}

function edgeOf(edge = "", word = "", side = "this"): Spoken | undefined {
  const period = periods.find((name) => name === word || name[0] === word);
  if (period === undefined) return undefined;
  const count = side === "next" ? 1 : side === "last" ? -1 : 0;
  return { day: { kind: "edge", edge: edge.startsWith("e") ? "end" : "start", period, count } };
}

function named(year: string | undefined, word = "", day = ""): Spoken | undefined {
  const month = indexByStart(months, word);
  return month < 0 ? undefined : dated(year === undefined ? undefined : Number(year), month + 1, Number(day));
}

function dated(year: number | undefined, month: number, day: number): Spoken {
  return { day: { kind: "date", year, month, day } };
}

function numeric(first: number, second: number, year: number): Spoken {
  return { day: { kind: "numeric", first, second, year } };
}
