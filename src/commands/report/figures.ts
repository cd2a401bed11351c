import type { Column, Row } from "../../field.ts";
import { bar } from "../../output/chart.ts";
import type { Look } from "../../output/format.ts";
import { plainStyle } from "../../output/style.ts";
import { tableLines } from "../../output/table.ts";
import { textWidth } from "../../output/width.ts";
import type { DealsLeftOut } from "../../reports/deals.ts";
import { currencyDigits } from "../../values/currency.ts";
import { noteLines } from "./view.ts";

/** A column of a report's table: money in whole units of the currency, which the heading names, is "units". */
export type Figure = Omit<Column, "type"> & { readonly type: Column["type"] | "units" };

export interface Figures {
  readonly columns: readonly Figure[];
  readonly rows: readonly Row[];
  /** The last line, in bold. */
  readonly total?: Row;
  readonly currency?: string;
  /** A ratio a row, drawn as a bar behind it where there is room. */
  readonly bars?: readonly (number | null)[];
  /** Draws a bar in so many terminal columns; from the left when left out. */
  readonly draw?: typeof bar;
}

/** Longest and shortest bar, in terminal columns. */
const [widest, narrowest] = [24, 5];

/** A table for a person, its bars included, ending in a newline; nothing without rows. */
export function figureTable({ columns, rows, total, currency, bars, draw }: Figures, look: Look): string {
  const all = (total === undefined ? rows : [...rows, total]).map((row) => inUnits(row, columns, currency));
  const shown = columns.map(
    (column): Column => ({ ...column, type: column.type === "units" ? "integer" : column.type }),
  );
  const lines = [...tableLines(shown, all, look)].join("").trimEnd().split("\n");
  const headers = look.noHeader === true ? 0 : 1;
  // Too narrow for a table, each row is a block of lines.
  const isTable = lines.length === all.length + headers;
  const drawn =
    bars !== undefined && isTable
      ? withBars(lines, [...Array<null>(headers).fill(null), ...bars], { look, draw })
      : lines;
  const style = look.style ?? plainStyle;
  if (total !== undefined && isTable) drawn.push(style.bold(drawn.pop() ?? ""));
  return drawn.join("\n") + "\n";
}

/** The lines with a bar behind each that has a ratio, if the terminal has room for bars. */
function withBars(
  lines: readonly string[],
  ratios: readonly (number | null)[],
  { look, draw = bar }: { readonly look: Look; readonly draw?: typeof bar | undefined },
): string[] {
  const width = Math.max(0, ...lines.map(textWidth));
  const room = Math.min(widest, (look.width ?? 80) - width - 2);
  return lines.map((line, i) => {
    const ratio = ratios[i] ?? null;
    if (room < narrowest || ratio === null) return line;
    const drawn = draw(ratio, room, look.ascii);
    return (line + " ".repeat(width - textWidth(line)) + "  " + drawn).trimEnd();
  });
}

/** Each of the values as a part of the largest one; below zero none. */
export function ofLargest(values: readonly (number | null)[]): (number | null)[] {
  const top = Math.max(0, ...values.map((value) => value ?? 0));
  return values.map((value) => (value === null || top === 0 ? null : Math.max(0, value) / top));
}

function inUnits(row: Row, columns: readonly Figure[], currency: string | undefined): Row {
  const changed: Record<string, unknown> = { ...row };
  for (const { key, type } of columns) {
    const value = row[key];
    if (type !== "units" || typeof value !== "number") continue;
    changed[key] = Math.round(value / 10 ** currencyDigits(String(row.currency ?? currency ?? "")));
  }
  return changed;
}

/** What a report about deals did not count, after what else is to be known. */
export function dealNotes(leftOut: DealsLeftOut, more: readonly string[], look: Look): string {
  return noteLines([...more, ...dealsLeftOutTexts(leftOut)], look);
}

/** What a report about deals did not count. */
export function dealsLeftOutTexts(leftOut: DealsLeftOut): string[] {
  const others = Object.entries(leftOut.otherCurrencies).map(
    ([code, n]) => counted(n, "deal") + " in " + code,
  );
  const without = leftOut.withoutAmount;
  return [
    others.length === 0 ? "" : "left out: " + others.join(", ") + " (--currency counts them)",
    without === 0 ? "" : counted(without, "deal") + " without an amount: counted, with the value 0",
  ].filter((line) => line !== "");
}

/** "1 deal", "12 deals" */
export function counted(n: number, what: string): string {
  return n + " " + what + (n === 1 ? "" : "s");
}
