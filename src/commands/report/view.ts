import { clean } from "../../output/clean.ts";
import type { Look } from "../../output/format.ts";
import { plainStyle } from "../../output/style.ts";
import { textWidth, wrap } from "../../output/width.ts";
import type { Head } from "../../reports/scope.ts";
import { currencyDigits } from "../../values/currency.ts";
import { shortMonth } from "../../values/day-name.ts";

const narrow = 80;

/** "Retention by month · as of 30 Jun 1998 · Europe/Berlin · EUR · 2357 customers", and the definition below it. */
export function heading(title: string, report: Headed, { counted, look }: Heading): string {
  const style = look.style ?? plainStyle;
  const name = clean(title);
  const facts = [
    ...["as of " + dayInWords(report.asOf), report.zone],
    ...(report.currency === undefined ? [] : [report.currency]),
    report.n + " " + (report.n === 1 ? counted.replace(/s$/, "") : counted),
  ];
  const mark = look.ascii ? " - " : " · ";
  const width = look.width ?? narrow;
  const definition = wrap(report.definition, width).map(style.dim);
  const fits = textWidth([name, ...facts].join(mark)) <= width;
  return [style.bold(name) + (fits ? mark : "\n") + facts.join(mark), ...definition].join("\n") + "\n";
}

/** A report without money has no currency. */
type Headed = Pick<Head, "asOf" | "zone" | "definition" | "n"> & { readonly currency?: string };

interface Heading {
  /** What `n` counts: "customers". */
  readonly counted: string;
  readonly look: Look;
}

/** "30 Jun 1998" */
export function dayInWords(date: string): string {
  return Number(date.slice(8)) + " " + shortMonth(date) + " " + date.slice(0, 4);
}

type Noted = Pick<Head, "leftOut" | "currency">;

/** What the report did not count, and what else is to be known, one thing a line; nothing when there is nothing. */
export function notes(report: Noted, more: readonly string[], look: Look): string {
  return noteLines([...more, ...leftOutTexts(report)], look);
}

/** What the report did not count. */
export function leftOutTexts({ leftOut, currency }: Noted): string[] {
  const others = Object.entries(leftOut.otherCurrencies).map(([code, n]) => orders(n) + " in " + code);
  return [
    others.length === 0 ? "" : "left out: " + others.join(", ") + " (--currency counts them)",
    leftOut.refundedInFull === 0 ? "" : "left out: " + orders(leftOut.refundedInFull) + " refunded in full",
    leftOut.ofCompaniesOnly === 0
      ? ""
      : "left out: " +
        orders(leftOut.ofCompaniesOnly) +
        " in " +
        currency +
        " of companies without a contact",
    leftOut.credits === 0
      ? ""
      : orders(leftOut.credits) + " below zero taken off the purchase before, not counted as purchases",
  ].filter((line) => line !== "");
}

/** Dim lines below a report, wrapped; empty ones are none. */
export function noteLines(lines: readonly string[], look: Look): string {
  const style = look.style ?? plainStyle;
  return lines
    .filter((line) => line !== "")
    .flatMap((line) => wrap(clean(line), look.width ?? narrow))
    .map((line) => style.dim(line) + "\n")
    .join("");
}

function orders(n: number): string {
  return n === 1 ? "1 order" : n + " orders";
}

/** A whole number, grouped where it is long; "1,234,918". */
export function whole(number: number, look: Look): string {
  const rounded = Math.round(number);
  return Math.abs(rounded) < 10_000 ? String(rounded) : rounded.toLocaleString(look.locale);
}

/** Money in whole units of the currency, which the heading names; nothing for null. */
export function units(minor: number | null, currency: string, look: Look): string {
  return minor === null ? "" : whole(minor / 10 ** currencyDigits(currency), look);
}

/** Percent with one decimal and no sign; "–" where there was nothing to divide by. */
export function percent(ratio: number | null, look: Look, digits = 1): string {
  if (ratio === null) return look.ascii ? "-" : "–";
  return (ratio * 100).toFixed(digits);
}

interface Room {
  readonly width?: number | undefined;
  /** Columns to do without where the lines are too long, in this order. */
  readonly spare: readonly number[];
}

/** Lines of cells without control characters: the first column to the left, numbers to the right. */
export function aligned(rows: readonly (readonly string[])[], { width = narrow, spare }: Room): string[] {
  const widths = (rows[0] ?? []).map((_, x) => Math.max(...rows.map((row) => textWidth(row[x] ?? ""))));
  const needed = (gap: number) => widths.reduce((sum, each) => sum + each + gap, -gap);
  const [first, ...others] = spare;
  if (needed(1) > width && first !== undefined) {
    const shorter = rows.map((row) => row.filter((_, x) => x !== first));
    return aligned(shorter, { width, spare: others.map((x) => (x > first ? x - 1 : x)) });
  }
  const gap = " ".repeat(needed(2) <= width ? 2 : 1);
  return rows.map((row) =>
    row
      .map((cell, x) => {
        const blanks = " ".repeat(Math.max(0, (widths[x] ?? 0) - textWidth(cell)));
        return x === 0 ? cell + blanks : blanks + cell;
      })
      .join(gap)
      .trimEnd(),
  );
}
