import { UserError } from "../errors.ts";
import type { CsvRow, FlawedRow, Records } from "./records.ts";

/** What cannot be imported, and why. */
export interface RowError {
  /** The first line of the row in the file, counted from 1. */
  readonly line: number;
  /** The name of the column; null when it is about the row. */
  readonly column: string | null;
  readonly value: string | null;
  readonly reason: string;
  /** The cells as they were read; null when they were too long to be kept. */
  readonly raw: readonly string[] | null;
  /** It is no record at all, and nobody need mend it. */
  readonly skipped?: true;
}

export interface Batch {
  /** Each as wide as the header. */
  readonly rows: CsvRow[];
  /** By their lines; among them rows that are no records, which are `skipped`. */
  readonly errors: RowError[];
}

export interface Header {
  /** Trimmed, none empty, none twice. */
  readonly names: readonly string[];
  /** How many columns there are up to the last one with a name of its own; a row may leave out those after it. */
  readonly named: number;
  readonly notes: readonly string[];
}

const maxColumns = 2000;

/** Says that what stands above the column names was left out. */
export function titleNote(titles: readonly CsvRow[], headerLine: number): string {
  const text = titles[0]?.cells.find((cell) => cell.trim() !== "") ?? "";
  return `the column names are in line ${headerLine}; what is above is left out ("${text.trim().slice(0, 40)}")`;
}

/** The columns that a row of names stands for; unnamed ones at its end count only if one of `rows` fills them. */
export function headerOf(cells: readonly string[], rows: readonly CsvRow[], source: string): Header {
  const typed = cells.map((cell) => cell.trim().replace(/\s+/g, " "));
  const named = typed.findLastIndex((cell) => cell !== "") + 1;
  let width = named;
  for (const row of rows) width = Math.max(width, filledWidth(row.cells.slice(0, cells.length)));
  if (width > maxColumns) {
    throw new UserError("refused", `${source} has ${width} columns; at most ${maxColumns} can be read`);
  }
  return { ...uniqueNames(typed.slice(0, width)), named };
}

/** How many cells there are up to the last one that is not empty. */
function filledWidth(cells: readonly string[]): number {
  return cells.findLastIndex((cell) => cell.trim() !== "") + 1;
}

function uniqueNames(typed: readonly string[]): { names: string[]; notes: string[] } {
  const names: string[] = [];
  const notes: string[] = [];
  const taken = new Set(typed.map((name) => name.toLowerCase()));
  const used = new Set<string>();
  typed.forEach((name, at) => {
    let given = name === "" ? `column ${at + 1}` : name;
    for (
      let n = 2;
      used.has(given.toLowerCase()) || (given !== name && taken.has(given.toLowerCase()));
      n++
    ) {
      given = `${name === "" ? `column ${at + 1}` : name} (${n})`;
    }
    if (name === "") notes.push(`column ${at + 1} has no name and is called "${given}"`);
    else if (given !== name)
      notes.push(`"${name}" is the name of two columns: column ${at + 1} is called "${given}"`);
    used.add(given.toLowerCase());
    names.push(given);
  });
  return { names, notes };
}

/** Records of a table under its header: rows as wide as it, and an error for each that cannot be made so. */
export function tableRows(records: Records, header: Header): Batch {
  const batch: Batch = {
    rows: [],
    errors: records.flawed.map((row) => flawError(row, header.names)),
  };
  const width = header.names.length;
  for (const row of records.rows) {
    // A row that begins with a character beyond the blanks is not blank.
    if (row.cells.length === width && (row.cells[0] ?? "").charCodeAt(0) > 32) batch.rows.push(row);
    else addUneven(batch, row, header);
  }
  batch.errors.sort((a, b) => a.line - b.line);
  return batch;
}

function addUneven(batch: Batch, { line, cells }: CsvRow, header: Header): void {
  const width = header.names.length;
  const filled = filledWidth(cells);
  const row = { line, column: null, value: null, raw: cells };
  if (filled === 0) batch.errors.push({ ...row, reason: "a row without a value", skipped: true });
  else if (filled > width) {
    const surplus = cells.findIndex((cell, at) => at >= width && cell.trim() !== "");
    const reason = `has ${cells.length} of ${width} cells: cell ${surplus + 1} has no column`;
    batch.errors.push({ ...row, value: cells[surplus] ?? null, reason });
  } else if (cells.length >= width) batch.rows.push({ line, cells: cells.slice(0, width) });
  else if (cells.length < header.named) {
    batch.errors.push({ ...row, reason: `has ${cells.length} of ${width} cells` });
  } else {
    batch.rows.push({ line, cells: [...cells, ...Array<string>(width - cells.length).fill("")] });
  }
}

/** Says what is wrong with a record that could not be taken apart. */
export function flawError({ line, lastLine, cells, flaw }: FlawedRow, names: readonly string[]): RowError {
  const column = flaw.cell === null ? null : (names[flaw.cell] ?? null);
  const value = flaw.kind === "stray" && flaw.cell !== null ? (cells?.[flaw.cell] ?? null) : null;
  const between = flaw.line === lastLine ? "" : ` (lines ${flaw.line} to ${lastLine})`;
  const reasons = {
    stray: `a quote within a quoted cell is not doubled ("")${between}`,
    unclosed: `the quote opened in line ${flaw.line} is never closed, it took all lines up to ${lastLine}`,
    long: `the ${flaw.cell === null ? "row is longer than 4 MB" : "cell is longer than 1 MB"}${between}`,
  };
  return { line, column, value, reason: reasons[flaw.kind], raw: cells };
}
