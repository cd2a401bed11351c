import { countLineEnds } from "./position.ts";

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
  /** Where the cell begins that is not complete yet, with its quote if it has one. */
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
 * in a cell that does not begin with one is a character like others. Where anything follows the quote that closes a
 * cell, the row is flawed, and the cell goes on to the next delimiter, so that no other row is drawn into it.
 */
export function scanRecord(text: string, start: number, options: ScanOptions): Scan | OpenRecord {
  const delimiter = options.delimiter.charCodeAt(0);
  const cells: string[] = [];
  let lines = 0;
  let flaw: Flaw | null = null;
  for (let at = start; ; at++) {
    const cell = scanCell(text, at, delimiter);
    const { from, end, quoted, pending } = cell;
    if (end === text.length && !options.last) return { cell: cells.length, from, quoted, pending };
    if (cell.flaw !== null) flaw ??= { kind: cell.flaw, cell: cells.length, line: options.line + lines };
    cells.push(cell.value);
    if (end > options.lineEnd) lines += countLineEnds(text.slice(from, end));
    at = end;
    if (text.charCodeAt(at) === delimiter) continue;
    // A CR that ends the text may be the first half of a CRLF.
    if (!options.last && at + 1 === text.length && text.charCodeAt(at) === 13) {
      return { cell: cells.length - 1, from: at, quoted: false, pending: at };
    }
    return { cells, next: at + lineEndLength(text, at), lines: lines + 1, flaw };
  }
}

interface Cell {
  readonly value: string;
  readonly from: number;
  /** Where the delimiter or the line end stands that closes it; the length of the text when there is none. */
  readonly end: number;
  /** At `end` the text is still within quotes. */
  readonly quoted: boolean;
  /** From here on the cell cannot be understood if the text ends at `end`. */
  readonly pending: number;
  readonly flaw: Flaw["kind"] | null;
}

function scanCell(text: string, at: number, delimiter: number): Cell {
  const from = afterBlanks(text, at, delimiter);
  if (text.charCodeAt(from) === 34) return scanQuoted(text, from, delimiter);
  const end = plainEnd(text, at, delimiter);
  return { value: text.slice(at, end), from: at, end, quoted: false, pending: end, flaw: null };
}

function scanQuoted(text: string, from: number, delimiter: number): Cell {
  let close = text.indexOf('"', from + 1);
  let doubled = false;
  while (close !== -1 && text.charCodeAt(close + 1) === 34) {
    doubled = true;
    close = text.indexOf('"', close + 2);
  }
  if (close === -1) {
    const end = text.length;
    return { value: text.slice(from + 1), from, end, quoted: true, pending: end, flaw: "unclosed" };
  }
  const end = afterBlanks(text, close + 1, delimiter);
  if (end < text.length && !isEnd(text.charCodeAt(end), delimiter)) {
    const after = plainEnd(text, end, delimiter);
    return { value: text.slice(from, after), from, end: after, quoted: false, pending: after, flaw: "stray" };
  }
  const value = text.slice(from + 1, close);
  return {
    value: doubled ? value.replaceAll('""', '"') : value,
    from,
    end,
    quoted: true,
    pending: close,
    flaw: null,
  };
}

function plainEnd(text: string, from: number, delimiter: number): number {
  let end = from;
  while (end < text.length && !isEnd(text.charCodeAt(end), delimiter)) end++;
  return end;
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
