import { nearest, UserError } from "../errors.ts";

export type Period = "week" | "month" | "quarter" | "year";

export const dateExamples = "2026-12-15, 31/12/2026, tomorrow 9am, fri, next tue 10:00, in 2 weeks, +3d, eom";

export const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
export const months = [
  ...["january", "february", "march", "april", "may", "june"],
  ...["july", "august", "september", "october", "november", "december"],
];
export const counts = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
export const periods: readonly Period[] = ["week", "month", "quarter", "year"];
export const dayWords: ReadonlyMap<string, number> = new Map(
  Object.entries({
    "day before yesterday": -2,
    yesterday: -1,
    today: 0,
    tomorrow: 1,
    "day after tomorrow": 2,
  }),
);
const glue = "in ago next last this end start of the at on now noon am pm after before eow eom eoq eoy";

/** Days and months in one unit. "m" is a month: minutes are "min". */
export const dayUnits: ReadonlyMap<string, readonly [days: number, months: number]> = new Map(
  Object.entries<readonly [number, number]>({
    d: [1, 0],
    day: [1, 0],
    w: [7, 0],
    week: [7, 0],
    fortnight: [14, 0],
    m: [0, 1],
    month: [0, 1],
    q: [0, 3],
    quarter: [0, 3],
    y: [0, 12],
    year: [0, 12],
  }),
);
export const minuteUnits: ReadonlyMap<string, number> = new Map(
  Object.entries({ h: 60, hr: 60, hour: 60, min: 1, minute: 1 }),
);

/** Where a name stands that begins with the word: three letters are enough ("tue", "tues", "sept"). */
export function indexByStart(names: readonly string[], word: string): number {
  return word.length < 3 ? -1 : names.findIndex((name) => name.startsWith(word));
}

/** Names the first word that no date holds. */
export function notUnderstood(text: string, said: string): UserError {
  const known = [...glue.split(" "), ...weekdays, ...months, ...counts];
  known.push(...dayUnits.keys(), ...minuteUnits.keys(), ...dayWords.keys());
  const bare = said.split(/[ ,]+/).map((word) => word.replace(/^[-+]?[\d.:/]*/, ""));
  const isKnown = (word: string) =>
    word === "" ||
    known.includes(word.replace(/s$/, "")) ||
    indexByStart([...weekdays, ...months], word) >= 0;
  const strange = bare.find((word) => !isKnown(word));
  const guess = strange === undefined ? undefined : nearest(strange, known);
  const what = strange === undefined || strange === said ? "" : `: "${strange}" is not understood`;
  const meant = guess === undefined ? "" : ` Did you mean "${guess}"?`;
  return new UserError("usage", `"${text}" is no date${what}.${meant}`, `Dates: ${dateExamples}`);
}
