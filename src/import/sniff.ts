import { UserError } from "../errors.ts";
import { type CsvRow, recordReader } from "./records.ts";

/** In the order of preference when two fit equally: commas stand in texts and amounts, tabs hardly anywhere. */
const delimiters = ["\t", ";", "|", ","] as const;
const delimiterWords: Record<string, string> = {
  tab: "\t",
  "\\t": "\t",
  comma: ",",
  semicolon: ";",
  pipe: "|",
};
const delimiterNames: Record<string, string> = { "\t": "tab", ",": "comma", ";": "semicolon", "|": "pipe" };

/** The character that `--delimiter` means: itself, or a word for it. */
export function delimiterOf(option: string): string {
  const delimiter = delimiterWords[option.toLowerCase()] ?? option;
  if (delimiter.length === 1 && !/["\r\n\0]/.test(delimiter)) return delimiter;
  throw new UserError(
    "usage",
    `--delimiter: "${option}" is not one character (or tab, comma, semicolon, pipe)`,
  );
}

export function delimiterName(delimiter: string): string {
  return delimiterNames[delimiter] ?? `"${delimiter}"`;
}

/** The delimiter that Excel's first line `sep=;` names; null without such a line. */
export function sepLine(head: string): string | null {
  return /^"?sep=([^"\r\n])"?[\r\n]/i.exec(head)?.[1] ?? null;
}

/**
 * The delimiter that cuts the first lines most evenly. One that already cuts the first line into as many cells as
 * most others goes before one that does not; then counts how many lines agree, and how many cells they have.
 */
export function sniffDelimiter(head: string): string {
  const fits = delimiters.map((delimiter) => fitOf(delimiter, head)).filter((fit) => fit.width > 1);
  fits.sort((a, b) => Number(b.first) - Number(a.first) || b.score - a.score);
  return fits[0]?.delimiter ?? ",";
}

interface Fit {
  readonly delimiter: string;
  /** Cells that most rows have. */
  readonly width: number;
  /** The first row has as many. */
  readonly first: boolean;
  readonly score: number;
}

function fitOf(delimiter: string, head: string): Fit {
  const reader = recordReader(delimiter);
  const whole = reader.push(head, false).rows;
  const rows = (whole.length > 0 ? whole : reader.push("", true).rows).slice(0, 200);
  const { width, agreeing } = usualWidth(rows);
  const share = agreeing / Math.max(1, rows.length);
  return { delimiter, width, first: rows[0]?.cells.length === width, score: share * share * (width - 1) };
}

/** How many cells most rows have; where two widths are equally frequent, the larger. */
function usualWidth(rows: readonly CsvRow[]): { width: number; agreeing: number } {
  const counts = new Map<number, number>();
  for (const { cells } of rows) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  const [width, agreeing] = [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [0, 0];
  return { width, agreeing };
}

/** Rows among which the row of column names is looked for. */
const titleRows = 50;

/**
 * The index of the row of column names, -1 without rows: the one with most names that are known, if those are two or
 * more; else the first that is not followed by a row as wide as most are with twice as many filled cells.
 */
export function findHeader(rows: readonly CsvRow[], known: (name: string) => boolean): number {
  const top = rows.slice(0, titleRows);
  const knownNames = top.map(({ cells }) => cells.filter((cell) => known(cell)).length);
  const most = Math.max(0, ...knownNames);
  if (most >= 2) return knownNames.indexOf(most);
  const { width } = usualWidth(rows);
  const filled = top.map(({ cells }) => cells.filter((cell) => cell.trim() !== "").length);
  const fullest = top.map(({ cells }, at) => (cells.length === width ? (filled[at] ?? 0) : 0));
  return filled.findIndex(
    (count, at) => count > 0 && fullest.slice(at + 1).every((later) => later < count * 2),
  );
}

const email = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const figure = /^[-+(]?\d[\d\s.,:/()-]*$/;

/**
 * A cell that shows a row to be data and not column names, null when there is none: an email address anywhere, or
 * figures in half of the filled cells, unless one of them is a column name that is known.
 */
export function dataAmong(cells: readonly string[], known: (name: string) => boolean): string | null {
  const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== "");
  const address = filled.find((cell) => email.test(cell));
  if (address !== undefined) return address;
  const figures = filled.filter((cell) => figure.test(cell));
  if (figures.length * 2 < filled.length || filled.some(known)) return null;
  return figures[0] ?? null;
}
