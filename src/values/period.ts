import { nearest, UserError } from "../errors.ts";
import { addDays, addMonths } from "./date.ts";
import { counts, dayUnits } from "./date-words.ts";

export type PeriodUnit = "day" | "week" | "month" | "year";

/** A whole number of calendar units, at least one. */
export interface Period {
  readonly count: number;
  readonly unit: PeriodUnit;
}

const adverbs: Readonly<Record<string, Period>> = {
  daily: { count: 1, unit: "day" },
  weekly: { count: 1, unit: "week" },
  fortnightly: { count: 2, unit: "week" },
  monthly: { count: 1, unit: "month" },
  quarterly: { count: 3, unit: "month" },
  yearly: { count: 1, unit: "year" },
  annually: { count: 1, unit: "year" },
};

/** Four digits: longer ones mean nothing that a person will see. */
const pattern = /^(?:(\d{1,5}|[a-z]+)[ -]?)??([a-z]+)$/;

/** "6 weeks", "week", "other week", "3d", "quarterly", "every two months"; undefined: it is no period of days. */
export function readPeriod(text: string): Period | undefined {
  const said = text
    .trim()
    .toLowerCase()
    .replace(/\s+/g, " ")
    .replace(/^every /, "");
  const adverb = adverbs[said];
  if (adverb !== undefined) return adverb;
  const [, many, word = ""] = pattern.exec(said) ?? [];
  const [days, months] = dayUnits.get(word.length > 2 ? word.replace(/s$/, "") : word) ?? [];
  const count = countOf(many);
  if (days === undefined || months === undefined || count === undefined) return undefined;
  if (days > 0) return days % 7 === 0 ? { count: (count * days) / 7, unit: "week" } : { count, unit: "day" };
  return months % 12 === 0 ? { count, unit: "year" } : { count: count * months, unit: "month" };
}

function countOf(said: string | undefined): number | undefined {
  if (said === undefined || said === "a" || said === "an" || said === "one") return 1;
  if (said === "other") return 2;
  if (/^\d+$/.test(said)) return Number(said);
  const known = counts.indexOf(said);
  return known < 0 ? undefined : known;
}

/** The longest period that is taken, in years: what lies further away is a slip of the hand. */
const mostYears = 100;

/** A period typed after an option; throws a usage error that names the option. */
export function parsePeriod(option: string, text: string): Period {
  const period = readPeriod(text);
  if (period === undefined) throw noPeriod(option, text);
  if (period.count === 0) {
    throw new UserError("usage", option + ': "' + text + '" is no time at all', "write 1 day or more");
  }
  if (isLived(period)) return period;
  throw new UserError("usage", option + ': "' + text + '" is more than ' + mostYears + " years");
}

/** Whether a period is some time, and not longer than people live. */
export function isLived({ count, unit }: Period): boolean {
  return count > 0 && count / { day: 365, week: 52, month: 12, year: 1 }[unit] <= mostYears;
}

export function noPeriod(option: string, text: string): UserError {
  const words = ["day", "week", "month", "quarter", "year", "fortnight", ...Object.keys(adverbs)];
  const last = text.trim().toLowerCase().split(/\s+/).at(-1) ?? "";
  const guess = words.includes(last) ? undefined : nearest(last.replace(/s$/, ""), words);
  const meant = guess === undefined ? "" : '. Did you mean "' + guess + '"?';
  const hours = /^(h|hr|hour|min|minute|sec|second)s?$/.test(last) ? ": days are the smallest unit" : "";
  return new UserError(
    "usage",
    option + ': "' + text + '" is no period of days' + hours + meant,
    "write one such as 10 days, 6 weeks, 3 months, quarter or year",
  );
}

/** The day so much later; a month added to the 31st ends on the last day of a shorter one. */
export function addPeriod(date: string, { count, unit }: Period): string {
  if (unit === "day") return addDays(date, count);
  if (unit === "week") return addDays(date, count * 7);
  return addMonths(date, unit === "month" ? count : count * 12);
}

/** About how many days it lasts, to tell which of two is shorter. */
export function periodDays({ count, unit }: Period): number {
  return count * { day: 1, week: 7, month: 30.4, year: 365 }[unit];
}
