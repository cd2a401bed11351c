import { isoDate, monthLength, twoDigits } from "./calendar.ts";
import { addDays } from "./date.ts";
import { indexByStart, months } from "./date-words.ts";

export const dateOrders = ["dmy", "mdy", "ymd"] as const;
export type DateOrder = (typeof dateOrders)[number];

/** One cell of a column; `index` counts from 0 within the samples. */
export interface Sample {
  readonly text: string;
  readonly index: number;
}

export interface ColumnOrder {
  /** undefined: nothing settles it, or nothing needs it (ISO dates, month names). */
  readonly order: DateOrder | undefined;
  /** Some cells need an order and no cell settles it. */
  readonly ambiguous: boolean;
  /** The cell that settled the order; the first ambiguous one when none did. */
  readonly why: Sample | undefined;
  /** A cell that says the opposite of `why`: the column then has no order. */
  readonly against: Sample | undefined;
}

export interface ColumnDate {
  readonly date: string;
  /** HH:MM:SS as written; null: no time was written. */
  readonly time: string | null;
  /** "Z" or ±HH:MM; null: the text names no zone. */
  readonly offset: string | null;
}

/** What most files hold, without the groups that cost time; 0000-00-00 is left to the rest. */
const plain = /^[1-9]\d{3}-\d\d-\d\d(?:[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?Z?)?$/;
const numeric = /^(\d{1,4})([-./])(\d{1,2})\2(\d{1,4})(?!\d)/;
const compact = /^(\d{4})(\d{2})(\d{2})(?!\d)/;
const weekday = "(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? )?";
const year = "(\\d{4}|\\d{2})(?!\\d)";
const dayFirst = new RegExp(
  `^${weekday}(\\d{1,2})(?:st|nd|rd|th|\\.)?[- ]([a-z]{3,9})\\.?[-, ]+${year}`,
  "i",
);
const monthFirst = new RegExp(`^${weekday}([a-z]{3,9})\\.? (\\d{1,2})(?:st|nd|rd|th)?[, ]+${year}`, "i");
const clock =
  /^[T ,]+(\d{1,2}):([0-5]\d)(?::([0-5]\d)(?:[.,]\d+)?)?\s*(?:([ap])\.?m\.?)?\s*(?:(Z|UTC|GMT)|([+-](?:0\d|1[0-4])):?([0-5]\d))?$/i;
const nothing = /^(?:0{1,4}[-./]0{1,2}[-./]0{1,4}(?:[T ]00:00(?::00)?)?)?$/;

/** Settles for one column whether the day or the month comes first: a part above 12 can only be a day. */
export function orderOf(samples: readonly string[]): ColumnOrder {
  let settled: { order: DateOrder; why: Sample } | undefined;
  let open: Sample | undefined;
  for (const [index, text] of samples.entries()) {
    const order = orderIn(text.trim());
    const sample = { text, index };
    if (order === "open") open ??= sample;
    else if (order !== undefined && settled === undefined) settled = { order, why: sample };
    else if (order !== undefined && settled?.order !== order) {
      return { order: undefined, ambiguous: false, why: settled?.why, against: sample };
    }
  }
  if (settled === undefined)
    return { order: undefined, ambiguous: open !== undefined, why: open, against: undefined };
  return { ...settled, ambiguous: false, against: undefined };
}

/** "open": either order would do; undefined: the text needs no order, or is no date in any. */
function orderIn(text: string): DateOrder | "open" | undefined {
  const found = numeric.exec(text);
  if (found === null || found[1]?.length === 4 || nothing.test(text)) return undefined;
  const first = Number(found[1]);
  const second = Number(found[3]);
  if (first > 31) return "ymd";
  if (first > 12) return second > 12 ? undefined : "dmy";
  if (second > 12) return second > 31 ? undefined : "mdy";
  return first === second ? undefined : "open";
}

/**
 * The calendar date as it is written, whatever time or zone follows. null: the cell says that there is no date
 * (empty, 0000-00-00, 0/0/00); undefined: it cannot be read, its order is open or is not that of the column.
 */
export function readDate(text: string, order?: DateOrder): string | null | undefined {
  if (plain.test(text)) return checked(text.slice(0, 4), text.slice(5, 7), text.slice(8, 10));
  const read = readDateTime(text, order);
  return read ? read.date : read;
}

/** The same with the time and zone that are written. Years of two digits: 00-68 are 20xx, 69-99 are 19xx. */
export function readDateTime(text: string, order?: DateOrder): ColumnDate | null | undefined {
  const cell = text.trim();
  const first = cell.charCodeAt(0);
  if (cell.length > 60) return undefined;
  if (!(first > 48) && nothing.test(cell)) return null;
  const found = first <= 57 ? numeric.exec(cell) : null;
  if (found !== null) return withClock(inOrder(found, order), cell.slice(found[0].length));
  const words =
    first <= 57
      ? (dayFirst.exec(cell) ?? compact.exec(cell))
      : (monthFirst.exec(cell) ?? dayFirst.exec(cell));
  return words === null ? undefined : withClock(inWords(words), cell.slice(words[0].length));
}

/** Excel's number of a day, 1900 system: 45631 is 2024-12-05; from March 1900 on, when its calendar is right. */
export function readSerial(text: string): string | undefined {
  const found = /^(\d{2,7})(?:\.\d+)?$/.exec(text.trim());
  const days = Number(found?.[1]);
  return days >= 61 && days <= 2_958_465 ? addDays("1899-12-30", days) : undefined;
}

function inOrder([, first = "", , second = "", third = ""]: string[], order: DateOrder | undefined) {
  if (first.length === 4) return third.length <= 2 ? checked(first, second, third) : undefined;
  if (order === "ymd")
    return first.length === 2 && third.length <= 2 ? checked(first, second, third) : undefined;
  const settled =
    order ?? (Number(first) > 12 || first === second ? "dmy" : Number(second) > 12 ? "mdy" : undefined);
  if (settled === undefined) return undefined;
  return settled === "dmy" ? checked(third, second, first) : checked(third, first, second);
}

/** "15 Mar 2024", "Mar 15, 2024", or eight digits without marks. */
function inWords([, one = "", two = "", three = ""]: string[]): string | undefined {
  if (one.length === 4 && two.length === 2) return checked(one, two, three);
  const [day, name] = /^\d/.test(one) ? [one, two] : [two, one];
  const month = indexByStart(months, name.toLowerCase());
  return month < 0 ? undefined : checked(three, String(month + 1), day);
}

function checked(year: string, month: string, day: string): string | undefined {
  if (year.length !== 2 && year.length !== 4) return undefined;
  const y = year.length === 4 ? Number(year) : Number(year) + (Number(year) > 68 ? 1900 : 2000);
  const m = Number(month);
  const d = Number(day);
  return y >= 1000 && m >= 1 && m <= 12 && d >= 1 && d <= monthLength(y, m) ? isoDate(y, m, d) : undefined;
}

function withClock(date: string | undefined, rest: string): ColumnDate | undefined {
  if (date === undefined) return undefined;
  if (rest === "") return { date, time: null, offset: null };
  const found = clock.exec(rest);
  if (found === null) return undefined;
  const [, hour = "", minute = "", second = "00", half, utc, hours, minutes] = found;
  const h = half === undefined ? Number(hour) : (Number(hour) % 12) + (half.toLowerCase() === "p" ? 12 : 0);
  if (h > 23 || (half !== undefined && (Number(hour) > 12 || hour === "0" || hour === "00")))
    return undefined;
  const offset = utc !== undefined ? "Z" : hours !== undefined ? `${hours}:${minutes}` : null;
  return { date, time: `${twoDigits(h)}:${minute}:${second}`, offset };
}
