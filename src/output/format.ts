import type { Column, Row } from "../field.ts";
import { currencyDigits } from "../values/currency.ts";
import { grouped } from "../values/thousands.ts";
import { clean, cleanLines } from "./clean.ts";
import type { Style } from "./style.ts";

/** How output is to look; everything about the reader and the stream is handed in. */
export interface Look {
  /** BCP 47, decides the marks in numbers. */
  readonly locale: string;
  /** IANA name, "UTC", or "local" for the zone of the process, which is ten milliseconds cheaper to load. */
  readonly zone: string;
  readonly tty: boolean;
  /** Of money whose row names no currency. */
  readonly currency: string;
  /** Columns of the terminal, for the table only; 80 when unknown. */
  readonly width?: number | undefined;
  readonly noHeader?: boolean | undefined;
  /** csv and tsv: cells that a spreadsheet would take for a formula stay as they are. */
  readonly raw?: boolean | undefined;
  /** No character beyond ASCII of our own (a locale that is not UTF-8). */
  readonly ascii?: boolean | undefined;
  readonly style?: Style | undefined;
  /** Whether a person wants to be told what can be done next. */
  readonly hints?: boolean | undefined;
  /** A table may leave out columns for which there is no room, and says which. Without it none is left out. */
  readonly leaveOut?: ((columns: readonly Column[]) => void) | undefined;
}

/** How the value of a cell reads for a person, on one line and unable to act on a terminal. */
export function formatCell(column: Column, row: Row, look: Look): string {
  return clean(readable(column, row, look));
}

/** As `formatCell`, but the line breaks of a text stay. */
export function formatLines(column: Column, row: Row, look: Look): string {
  return cleanLines(readable(column, row, look));
}

/** A missing value is "", a missing ratio "–": there was nothing to divide by. */
function readable(column: Column, row: Row, look: Look): string {
  const value = row[column.key];
  const isRatio = column.type === "percent" || column.type === "number";
  if (value === null || value === undefined || Number.isNaN(value)) {
    return !isRatio ? "" : look.ascii ? "-" : "–";
  }
  if (column.type === "flag") return value ? "yes" : "no";
  if (typeof value === "number") return readableNumber(value, column, row, look);
  if (column.type === "instant") return formatInstant(String(value), look.zone);
  if (Array.isArray(value)) return value.join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function readableNumber(value: number, column: Column, row: Row, look: Look): string {
  switch (column.type) {
    case "money":
      return formatMoney(value, String(row[column.currencyKey ?? "currency"] ?? look.currency), look.locale);
    case "percent":
      return `${decimal((value * 100).toFixed(1), look.locale)} %`;
    case "integer":
      // Four digits stay together, so that a year reads as one; off a terminal a script reads the number.
      return look.tty && Math.abs(value) >= 10_000 ? decimal(String(value), look.locale) : String(value);
    case "number":
      return Number.isInteger(value) ? String(value) : decimal(value.toFixed(2), look.locale, look.tty);
    default:
      return String(value);
  }
}

/**
 * Minor units as grouped decimals with the code: 500000 EUR is "5,000.00 EUR", 5000 JPY "5,000 JPY". A fraction of
 * a minor unit (an average) is rounded half away from zero.
 */
export function formatMoney(minor: number, currency: string, locale = "en"): string {
  const digits = currencyDigits(currency);
  const units = String(Math.round(Math.abs(minor))).padStart(digits + 1, "0");
  const split = units.length - digits;
  const { point, group } = marks(locale);
  const whole = grouped(units.slice(0, split), group);
  const sign = minor <= -0.5 ? "-" : "";
  return digits === 0
    ? `${sign}${whole} ${currency}`
    : `${sign}${whole}${point}${units.slice(split)} ${currency}`;
}

// Intl takes 10 to 20 ms on its first use, so what nearly every run asks stands here (a test compares with Intl).
const marksOf = new Map([
  ["en", { point: ".", group: "," }],
  ["en-US", { point: ".", group: "," }],
  ["en-GB", { point: ".", group: "," }],
  ["de", { point: ",", group: "." }],
  ["de-DE", { point: ",", group: "." }],
]);

/** "-1234567.50" with the marks of the locale; for a script without those that group. */
function decimal(plain: string, locale: string, groups = true): string {
  const { point, group } = marks(locale);
  const [whole = "", fraction] = plain.split(".");
  const shown = groups ? grouped(whole, group) : whole;
  return fraction === undefined ? shown : shown + point + fraction;
}

function marks(locale: string): { point: string; group: string } {
  const known = marksOf.get(locale);
  if (known) return known;
  const parts = new Intl.NumberFormat(locale, { numberingSystem: "latn" }).formatToParts(1_234_567.5);
  const mark = (type: string) => parts.find((part) => part.type === type)?.value ?? "";
  const found = { point: mark("decimal"), group: mark("group") };
  marksOf.set(locale, found);
  return found;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** An instant as a wall clock in the zone shows it, "2026-11-21 10:00"; what is no instant stays as it is. */
export function formatInstant(at: string, zone: string): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return at;
  if (zone === "UTC") return date.toISOString().slice(0, 16).replace("T", " ");
  if (zone === "local") return localClock(date);
  let clock = clocks.get(zone);
  if (!clock) {
    // Swedish writes dates as ISO 8601 does.
    clock = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" });
    clocks.set(zone, clock);
  }
  return clock.format(date);
}

function localClock(date: Date): string {
  const two = (part: number) => (part < 10 ? `0${part}` : part);
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
