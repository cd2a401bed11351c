import { countLineEnds } from "./position.ts";

const quote = '"';

/** What is wrong with a record that could still be delimited. */
export interface Flaw {
  readonly kind: "stray" | "unclosed" | "long";
  /** Index of the cell, from 0; null when it is the whole row that is too long. */
  readonly cell: number | null;
  /** The line in which that cell begins, counted from 1. */
  readonly line: number;
}

export interface Scan {
  readonly cells: string[];
  /** Where the next record begins. */
  readonly next: number;
  /** Line ends gone past, those in quoted cells included. */
  readonly lines: number;
  readonly flaw: Flaw | null;
}

/** The text ends within a record: more of it has to be read first. */
export interface OpenRecord {
  readonly cell: number;
  /** Where the cell begins that is not complete yet (with its quote, if it has one). */
  readonly from: number;
  readonly quoted: boolean;
  /** From here on the text cannot be understood before more of it is there. */
  readonly pending: number;
}

export interface ScanOptions {
  readonly delimiter: string;
  /** No more text follows. */
  readonly last: boolean;
  /** The line in which the record begins, counted from 1. */
  readonly line: number;
  /** Where the first line end after `start` stands: a record that ends there has none in its cells. */
  readonly lineEnd: number;
}

/**
 * Takes one record that holds quotes apart, beginning at `start`. Blanks around a quoted cell do not count; a quote
 * in a cell that does not begin with one is a character like others. A quote in a quoted cell that is neither doubled
 * nor the end of the cell is kept as it stands, and the record is flawed: where the cell ends is a guess then.
 */
export function scanRecord(text: string, start: number, options: ScanOptions): Scan | OpenRecord {
  const delimiter = options.delimiter.charCodeAt(0);
  const cells: string[] = [];
  let lines = 0;
  let flaw: Flaw | null = null;
  for (let at = start; ; at++) {
    const from = afterBlanks(text, at, delimiter);
    const quoted = text.charCodeAt(from) === 34;
    const cell = quoted ? scanQuoted(text, from, options) : scanPlain(text, at, delimiter);
    const open = cell.end === text.length && !options.last;
    if (open) return { cell: cells.length, from: quoted ? from : at, quoted, pending: cell.pending };
    if (cell.flaw !== null) flaw ??= { kind: cell.flaw, cell: cells.length, line: options.line + lines };
    cells.push(cell.value);
    if (cell.end > options.lineEnd) lines += countLineEnds(text.slice(from, cell.end));
    at = cell.end;
    if (text.charCodeAt(at) === delimiter) continue;
    const next = at + lineEndLength(text, at);
    if (next === text.length && text.charCodeAt(at) === 13 && next - at === 1 && !options.last) {
      return { cell: cells.length - 1, from: at, quoted: false, pending: at };
    }
    return { cells, next, lines: lines + 1, flaw };
  }
}

interface Cell {
  readonly value: string;
  /** Where the delimiter or the line end stands that closes it; the length of the text when there is none. */
  readonly end: number;
  readonly pending: number;
  readonly flaw: Flaw["kind"] | null;
}

function scanPlain(text: string, from: number, delimiter: number): Cell {
  let end = from;
  while (end < text.length && !isEnd(text.charCodeAt(end), delimiter)) end++;
  return { value: text.slice(from, end), end, pending: end, flaw: null };
}

function scanQuoted(text: string, from: number, options: ScanOptions): Cell {
  const delimiter = options.delimiter.charCodeAt(0);
  let flaw: Flaw["kind"] | null = null;
  let doubled = false;
  for (let at = from + 1; ; ) {
    const close = text.indexOf('"', at);
    if (close === -1) {
      return { value: text.slice(from + 1), end: text.length, pending: text.length, flaw: "unclosed" };
    }
    if (text.charCodeAt(close + 1) === 34) {
      doubled = true;
      at = close + 2;
      continue;
    }
    const end = afterBlanks(text, close + 1, delimiter);
    if (end === text.length || isEnd(text.charCodeAt(end), delimiter)) {
      const value = text.slice(from + 1, close);
      return { value: doubled ? value.replaceAll('""', quote) : value, end, pending: close, flaw };
    }
    flaw = "stray";
    at = close + 1;
  }
}

function afterBlanks(text: string, from: number, delimiter: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if ((code !== 32 && code !== 9) || code === delimiter) return at;
    at++;
  }
}

function isEnd(code: number, delimiter: number): boolean {
  return code === delimiter || code === 10 || code === 13;
}

/** Characters of the line end at `at`: 2 for CRLF, 1 for LF or CR, 0 at the end of the text. */
export function lineEndLength(text: string, at: number): number {
  if (at >= text.length) return 0;
  return text.charCodeAt(at) === 13 && text.charCodeAt(at + 1) === 10 ? 2 : 1;
}
