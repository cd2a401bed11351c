import type { Row } from "../../field.ts";
import type { Look } from "../../output/format.ts";
import type { Bars, Heat, Lines, Picture, ValueText } from "../../output/html/picture.ts";
import { units } from "./view.ts";

/** Bars of more rows than this say nothing. */
const mostBars = 20;

interface BarsOf {
  readonly kind?: Bars["kind"];
  readonly title: string;
  readonly label: string | readonly string[];
  readonly value: string;
  readonly text: ValueText;
  readonly note?: (row: Row) => string;
}

/** The first rows as bars; nothing where no row has the value. */
export function barsOf(
  rows: readonly Row[],
  { kind = "bars", title, label, value, text, note }: BarsOf,
): Picture[] {
  const labels = typeof label === "string" ? [label] : label;
  const bars = rows.slice(0, mostBars).map((row) => ({
    label: labels.map((key) => String(row[key] ?? "")).join(", "),
    value: numberOf(row[value]),
    ...(note === undefined ? {} : { note: note(row) }),
  }));
  if (bars.every((bar) => bar.value === null)) return [];
  const more = rows.length > mostBars ? ", the first " + mostBars + " of " + rows.length : "";
  return [{ kind, title: title + more, text, bars }];
}

interface LinesOf {
  readonly title: string;
  readonly point: string;
  readonly text: ValueText;
  /** Name of the line by key of its values. */
  readonly lines: Readonly<Record<string, string>>;
  /** The points are numbers, and lie where these say. */
  readonly isScaled?: boolean;
  readonly isStep?: boolean;
}

/** A line for each key that has values; nothing for fewer than two points. */
export function linesOf(
  rows: readonly Row[],
  { title, point, text, lines, isScaled, isStep = false }: LinesOf,
): Picture[] {
  const series = Object.entries(lines)
    .map(([key, name]) => ({ name, values: rows.map((row) => numberOf(row[key])) }))
    .filter(({ values }) => values.some((value) => value !== null));
  if (rows.length < 2 || series.length === 0) return [];
  const points = rows.map((row) => String(row[point]));
  const at = isScaled === true ? { at: rows.map((row) => numberOf(row[point]) ?? 0) } : {};
  return [{ kind: "lines", title, text, points, ...at, isStep, series } satisfies Lines];
}

export function heatOf(map: Omit<Heat, "kind">): Picture[] {
  return map.rows.length === 0 ? [] : [{ kind: "heat", ...map }];
}

/** Minor units as "1,234 EUR". */
export function moneyText(currency: string, look: Look): ValueText {
  return (value) => (value === null ? "" : units(value, currency, look) + " " + currency);
}

export const countText: ValueText = (value) => (value === null ? "" : String(Math.round(value * 10) / 10));

export const percentText: ValueText = (value) =>
  value === null ? "–" : Math.round(value * 1000) / 10 + " %";

function numberOf(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}
