import { UserError } from "../errors.ts";

/** A rule and the first day of its series. */
export interface Series {
  /** RFC 5545, without a start. */
  readonly rule: string;
  readonly start: string;
}

/** The days of rules. Days are counted on the calendar; what time of day it is there is not the rule's business. */
export interface RuleDays {
  /** The first day of the series that is `day` or lies after it; undefined: it has ended. */
  readonly from: (series: Series, day: string) => string | undefined;
  /** The first day of the series after a day. */
  readonly after: (series: Series, day: string) => string | undefined;
  /** The rule as English words. */
  readonly words: (series: Series) => string;
}

/** Loads the library of recurrence rules, which only follow-ups that repeat need. */
export async function loadRuleDays(): Promise<RuleDays> {
  const [{ RRuleTemporal }, { toText }] = await Promise.all([
    import("rrule-temporal"),
    import("rrule-temporal/totext"),
  ]);
  const made = ({ rule, start }: Series) =>
    new RRuleTemporal({ rruleString: "DTSTART:" + stamp(start) + "\nRRULE:" + untilAtMidnight(rule) });
  const next = (series: Series, day: string, inclusive: boolean) => {
    const found = asUsage(() => made(series).next(new Date(day + "T00:00:00Z"), inclusive));
    return found === null ? undefined : found.toString().slice(0, 10);
  };
  return {
    from: (series, day) => next(series, day, true),
    after: (series, day) => next(series, day, false),
    words: (series) => asUsage(() => toText(made(series))),
  };
}

/** Days stand as midnight in UTC, so that no zone moves them. */
function stamp(day: string): string {
  return day.replaceAll("-", "") + "T000000Z";
}

function untilAtMidnight(rule: string): string {
  return rule.replace(/UNTIL=(\d{8})(T\d{6}Z?)?/, "UNTIL=$1T000000Z");
}

/** The library refuses a rule with a plain Error; a rule without any day gives up after many tries. */
function asUsage<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const never = error.message.startsWith("Maximum iterations");
    throw new UserError("usage", "the rule " + (never ? "has no day" : "cannot be read: " + error.message));
  }
}

const numbers = (least: number, most: number) => (text: string) =>
  text.split(",").every((part) => /^[+-]?\d{1,3}$/.test(part) && within(Math.abs(Number(part)), least, most));

const within = (value: number, least: number, most: number): boolean => value >= least && value <= most;

/** What may stand in a rule that is typed, with what its value looks like: a follow-up repeats by days. */
const partsOfRule: Readonly<Record<string, (value: string) => boolean>> = {
  FREQ: (value) => /^(DAILY|WEEKLY|MONTHLY|YEARLY)$/.test(value),
  INTERVAL: (value) => /^[1-9]\d{0,3}$/.test(value),
  COUNT: (value) => /^[1-9]\d{0,5}$/.test(value),
  UNTIL: (value) => /^\d{8}(T\d{6}Z?)?$/.test(value),
  BYDAY: (value) => value.split(",").every((part) => /^([+-]?[1-5]?\d)?(MO|TU|WE|TH|FR|SA|SU)$/.test(part)),
  BYMONTHDAY: numbers(1, 31),
  BYMONTH: numbers(1, 12),
  BYYEARDAY: numbers(1, 366),
  BYWEEKNO: numbers(1, 53),
  BYSETPOS: numbers(1, 366),
  WKST: (value) => /^(MO|TU|WE|TH|FR|SA|SU)$/.test(value),
};

/** The rule of "RRULE:FREQ=...", each part of it checked; undefined: the text is no rule but words. */
export function readRule(text: string): string | undefined {
  const rule = text
    .trim()
    .toUpperCase()
    .replace(/^RRULE:/, "")
    .replace(/;$/, "");
  if (!/^RRULE:/i.test(text.trim()) && !rule.includes("FREQ=")) return undefined;
  const parts = rule.split(";").map((part) => part.split("="));
  const wrong = (why: string) =>
    new UserError("usage", '--every: "' + text + '" ' + why, "see RFC 5545, 3.3.10");
  for (const [key = "", value = "", ...more] of parts) {
    const check = Object.hasOwn(partsOfRule, key) ? partsOfRule[key] : undefined;
    if (check === undefined) {
      throw wrong(
        "holds " + (key || "an empty part") + "; a follow-up takes " + Object.keys(partsOfRule).join(", "),
      );
    }
    if (more.length > 0 || !check(value)) throw wrong("has a bad " + key + ': "' + value + '"');
  }
  const keys = parts.map(([key]) => key);
  if (!keys.includes("FREQ")) throw wrong("has no FREQ");
  if (new Set(keys).size < keys.length) throw wrong("says something twice");
  return rule;
}
