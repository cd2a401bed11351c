import { type Flaw, lineEndLength, type OpenRecord, type Scan, scanRecord } from "./cells.ts";
import { countLineEnds } from "./position.ts";

/** A cell of more characters than this is refused, and not kept while its end is looked for. */
const maxCellLength = 1024 * 1024;
/** The same for a whole row. */
const maxRowLength = 4 * maxCellLength;

/** Cells are slices of a larger text: one that is kept for long keeps all of that alive, unless it is copied. */
export interface CsvRow {
  /** The first line of the row in the file, counted from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface FlawedRow {
  readonly line: number;
  /** The last line that went into it. */
  readonly lastLine: number;
  /** Null when it was too long to be kept. */
  readonly cells: readonly string[] | null;
  readonly flaw: Flaw;
}

export interface Records {
  readonly rows: CsvRow[];
  readonly flawed: FlawedRow[];
}

export interface RecordReader {
  /** The records that `text` completes; `last` closes the one that is still open. Empty lines are left out. */
  push(text: string, last: boolean): Records;
}

interface State {
  /** The text of the record that is not complete yet. */
  rest: string;
  /** The line in which that record begins. */
  line: number;
  /** Set while the beginning of that record has been thrown away because it is too long. */
  dropped: { readonly flaw: Flaw; readonly lines: number } | null;
}

/**
 * Text in pieces to records, with the line each begins in. CRLF, LF and CR end a line, mixed too; within quotes they
 * belong to the cell. A line without a quote is split as it stands, the others are scanned: a third of the time that
 * csv-parse takes, which cannot tell the line of a record cheaply either. The tests hold both against each other.
 */
export function recordReader(delimiter: string): RecordReader {
  const state: State = { rest: "", line: 1, dropped: null };
  return { push: (piece, last) => readText(state, state.rest + piece, { delimiter, last }) };
}

function readText(
  state: State,
  text: string,
  { delimiter, last }: { delimiter: string; last: boolean },
): Records {
  const records: Records = { rows: [], flawed: [] };
  let start = 0;
  let open: OpenRecord | null = null;
  // The next of each from `start` on; looked for again only when it has been passed.
  let lf = -1;
  let cr = -1;
  let quote = -1;
  while (start < text.length) {
    if (lf < start) lf = indexOrEnd(text, "\n", start);
    if (cr < start) cr = indexOrEnd(text, "\r", start);
    if (quote < start) quote = indexOrEnd(text, '"', start);
    const end = Math.min(lf, cr);
    if (quote < end) {
      const line = state.line + (state.dropped?.lines ?? 0);
      const scan = scanRecord(text, start, { delimiter, last, line, lineEnd: end });
      if ("pending" in scan) {
        open = { ...scan, from: scan.from - start, pending: scan.pending - start };
        break;
      }
      addRecord(state, records, scan, scan.next - start);
      start = scan.next;
    } else {
      if (!last && (end === text.length || (end === cr && end + 1 === text.length))) break;
      const cells = end === start ? [] : text.slice(start, end).split(delimiter);
      addRecord(state, records, { cells, lines: 1, flaw: null }, end - start);
      start = end + lineEndLength(text, end);
    }
  }
  keepOpen(state, text.slice(start), open, delimiter);
  return records;
}

function indexOrEnd(text: string, what: string, from: number): number {
  const index = text.indexOf(what, from);
  return index === -1 ? text.length : index;
}

/** An empty line is no record, but it counts as a line. */
function addRecord(state: State, to: Records, found: Omit<Scan, "next">, length: number): void {
  const { line, dropped } = state;
  const { cells, lines } = found;
  state.line += lines + (dropped?.lines ?? 0);
  state.dropped = null;
  const flaw = dropped?.flaw ?? found.flaw ?? (length > maxCellLength ? longCell(cells, line) : null);
  if (flaw !== null) {
    const kind = found.flaw?.kind === "unclosed" ? "unclosed" : flaw.kind;
    const kept = dropped === null && kind !== "long";
    to.flawed.push({ line, lastLine: state.line - 1, cells: kept ? cells : null, flaw: { ...flaw, kind } });
  } else if (cells.length > 0) {
    to.rows.push({ line, cells });
  }
}

function longCell(cells: readonly string[], line: number): Flaw | null {
  const cell = cells.findIndex((text) => text.length > maxCellLength);
  return cell === -1 ? null : { kind: "long", cell, line };
}

/**
 * Keeps the text of a record that is not complete. Once a cell or the row is too long, only as much stays as finding
 * its end takes: the quote or the delimiter before the cell, or any character to stand for the beginning of a cell.
 */
function keepOpen(state: State, text: string, open: OpenRecord | null, delimiter: string): void {
  state.rest = text;
  if (text.length <= maxCellLength) return;
  const from = open?.from ?? text.lastIndexOf(delimiter) + 1;
  const quoted = open?.quoted ?? false;
  const pending = open?.pending ?? text.length;
  const long = pending - from - (quoted ? 1 : 0) > maxCellLength;
  if (!long && text.length <= maxRowLength) return;

  let cut = long || quoted ? pending : from;
  if (cut === text.length && text.endsWith("\r")) cut--;
  const flaw: Flaw = state.dropped?.flaw ?? {
    kind: "long",
    cell: long ? (open?.cell ?? text.split(delimiter).length - 1) : null,
    line: state.line + countLineEnds(text.slice(0, from)),
  };
  state.dropped = { flaw, lines: (state.dropped?.lines ?? 0) + countLineEnds(text.slice(0, cut)) };
  state.rest = (quoted ? '"' : long ? "x" : delimiter) + text.slice(cut);
}
