import { UserError } from "../errors.ts";
import { type DateOrder, orderOf, readDate, readDateTime, readSerial } from "../values/date-column.ts";
import { keptText } from "../values/kept-text.ts";
import { splitParts } from "../values/parts.ts";
import type { HeaderMap, Label, Target } from "./headers.ts";

/** A column that is read. */
export interface Col {
  /** Its place in a row, from 0. */
  readonly at: number;
  readonly name: string;
  readonly label: Label | null;
  readonly index: number;
  /** The column whose cell has the label; undefined: the label is the column's own. */
  readonly labelAt: number | undefined;
  /** A cell can hold several, with semicolons between them. */
  readonly several: boolean;
  /** An amount in minor units: cents. */
  readonly minor: boolean;
  /** Of our own export: tabs and line ends in a text of one line belong to it. */
  readonly asItIs: boolean;
}

/** What a cell has wrong, in words that go on from the column's name. */
export class BadCell extends Error {
  readonly column: string;
  readonly value: string;
  /** The same for all cells that have this wrong, for counting. */
  readonly sort: string;

  constructor(col: Col, value: string, message: string, sort: string = message) {
    super(message);
    this.column = col.name;
    this.value = value;
    this.sort = sort;
  }
}

/** What a whole row has wrong. */
export class BadRow extends Error {}

export interface Table {
  /** The order of dates that whoever wrote the file uses, where a column does not settle it. */
  readonly usualOrder?: DateOrder | undefined;
  /** What the file is called in messages. */
  readonly file: string;
  /** Our own export. */
  readonly ours?: boolean;
  readonly header: readonly string[];
  /** The first rows, by which a column is settled. */
  readonly sample: readonly (readonly string[])[];
}

/** How a column of dates was settled, for people. */
export interface DateNote {
  readonly order: DateOrder;
  /** Row below the header, from 1. */
  readonly row: number;
  readonly text: string;
}

/** The columns of one file by the field they are read into. */
export interface Columns<Field extends string> {
  all(field: Field): readonly Col[];
  first(field: Field): Col | undefined;
}

export function columnsOf<Field extends string>(
  { header, ours: asItIs = false }: Pick<Table, "header" | "ours">,
  map: Pick<HeaderMap<Field>, "columns">,
): Columns<Field> {
  const all = new Map<Field, Col[]>();
  map.columns.forEach((target: Target<Field> | null, at) => {
    if (target === null) return;
    const { label = null, index = 1, labelAt, several = false, minor = false } = target;
    const col = { at, name: header[at] ?? "", label, index, labelAt, several, minor, asItIs };
    all.set(target.field, [...(all.get(target.field) ?? []), col]);
  });
  return { all: (field) => all.get(field) ?? [], first: (field) => all.get(field)?.[0] };
}

const guarded = /^'+[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

/** The cell without blanks around it, and without the apostrophe that keeps a spreadsheet from running it. */
export function cellOf(cells: readonly string[], col: Col | undefined): string {
  return col === undefined ? "" : cellAt(cells, col.at);
}

/** The same, of a column that is read as it is. */
export function cellAt(cells: readonly string[], at: number): string {
  const text = (cells[at] ?? "").trim();
  return isGuarded(text) ? text.slice(1) : text;
}

/** An apostrophe before what a spreadsheet would run. */
export function isGuarded(text: string): boolean {
  return text.charCodeAt(0) === 39 && guarded.test(text);
}

/** The cell in one line, but as it is in our own export; null when it is empty. */
export function lineOf(cells: readonly string[], col: Col | undefined): string | null {
  const text = cellOf(cells, col);
  if (text === "" || col === undefined) return null;
  if (!/[\t\r\n]/.test(text)) return text;
  return col.asItIs ? textOf(cells, col) : text.replace(/\s+/g, " ");
}

/** The cell with its line ends; null when it is empty. */
export function textOf(cells: readonly string[], col: Col | undefined): string | null {
  const text = col === undefined ? "" : (cells[col.at] ?? "");
  return text === "" ? null : keptText(isGuarded(text) ? text.slice(1) : text);
}

/** The first of several that a cell can hold, and the others; without such a column nothing. */
export function severalOf(cells: readonly string[], col: Col | undefined): string[] {
  const text = lineOf(cells, col);
  if (text === null) return [];
  return col?.several === true ? splitParts(text) : [text];
}

/** Parts of a cell between commas and semicolons. */
export function listOf(cells: readonly string[], col: Col | undefined): string[] {
  const text = lineOf(cells, col);
  if (text === null) return [];
  if (!/[,;"]/.test(text)) return [text];
  return splitParts(text)
    .flatMap((part) => part.split(","))
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

const orderWords = { dmy: "day first", mdy: "month first", ymd: "year first" } as const;

export function orderWord(order: DateOrder): string {
  return orderWords[order];
}

/** Reads one column of dates; null for an empty cell. Its order is settled at once, or this throws. */
export interface DateColumn {
  readonly note: DateNote | null;
  date(cells: readonly string[]): string | null;
  /** The same as an instant: the day's beginning in the zone where no time is written. */
  instant(cells: readonly string[], toInstant: (date: string, time: string) => string): string | null;
}

export function dateColumn(table: Table, col: Col | undefined, asked: DateOrder | undefined): DateColumn {
  if (col === undefined) return { note: null, date: () => null, instant: () => null };
  const { order, note } = settle(table, col, asked);
  const serials = areSerials(table.sample.map((cells) => cellOf(cells, col)));
  const wrong = (text: string) => new BadCell(col, text, quote(text) + " is no date", "is no date");
  return {
    note,
    date(cells) {
      const text = cellOf(cells, col);
      if (text === "") return null;
      const date = serials ? readSerial(text) : readDate(text, order);
      if (date === undefined) throw wrong(text);
      return date;
    },
    instant(cells, toInstant) {
      const text = cellOf(cells, col);
      if (text === "") return null;
      const serial = serials ? readSerial(text) : undefined;
      const read = readDateTime(serial ?? text, order);
      if (read === undefined) throw wrong(text);
      if (read === null) return null;
      const { date, time, offset } = read;
      if (time === null || offset === null) return toInstant(date, time ?? "00:00");
      return new Date(date + "T" + time + offset).toISOString().slice(0, 19) + "Z";
    },
  };
}

/** Excel's numbers of days, from 1954 to 2064: a column of nothing else is one of dates that lost their look. */
function areSerials(texts: readonly string[]): boolean {
  const filled = texts.filter((text) => text !== "");
  return filled.length > 0 && filled.every((text) => /^[2-5]\d{4}(?:\.\d+)?$/.test(text));
}

function settle(table: Table, col: Col, asked: DateOrder | undefined) {
  if (asked !== undefined) return { order: asked, note: null };
  const samples = table.sample.map((cells) => cellOf(cells, col));
  const { order, ambiguous, why, against } = orderOf(samples);
  const where = table.file + ", column " + col.name + ": ";
  if (against !== undefined && why !== undefined) {
    throw new UserError(
      "refused",
      where +
        quote(why.text) +
        " and " +
        quote(against.text) +
        " do not have the same order of day and month",
      "say which one holds: --date-order dmy, mdy or ymd",
    );
  }
  if (ambiguous && table.usualOrder !== undefined) return { order: table.usualOrder, note: null };
  if (ambiguous) {
    throw new UserError(
      "refused",
      where + "is the day or the month first in " + quote(why?.text ?? "") + "?",
      "say it: --date-order dmy or mdy",
    );
  }
  if (order === undefined || why === undefined) return { order, note: null };
  return { order, note: { order, row: why.index + 1, text: why.text } };
}

/** Runs what reads a cell; what it has against the text is the cell's fault. */
export function inCell<T>(col: Col, text: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new BadCell(col, text, error.message.replace(/\.$/, ""), sortOf(error.message));
  }
}

interface CellReading<T> {
  /** What a text is or is not that cannot be read, in words that go on from it: "is no percentage". */
  readonly wrong: string;
  /** The same for all such cells, where `wrong` says more than that. */
  readonly sort?: string;
  /** Undefined: the text cannot be read. */
  readonly read: (text: string) => T | undefined;
}

/** What a cell of one line says; null when it is empty. A text that cannot be read is the cell's fault. */
export function readCell<T>(
  cells: readonly string[],
  col: Col | undefined,
  { wrong, sort = wrong, read }: CellReading<T>,
): T | null {
  const text = lineOf(cells, col);
  if (text === null || col === undefined) return null;
  const found = read(text);
  if (found !== undefined) return found;
  throw new BadCell(col, text, quote(text) + " " + wrong, sort);
}

/** A message without what differs from row to row. */
export function sortOf(message: string): string {
  const plain = message
    .replace(/"[^"]*"/g, "")
    .replace(/#?\d+[^,]*/g, "")
    .replace(/\s+/g, " ");
  return plain.replace(/^[\s,.:]+|[\s,.:]+$/g, "").replace(/:.*$/, "");
}

/** As it stands in a message: in quotes, at most 60 characters of it. */
export function quote(text: string): string {
  return '"' + (text.length > 60 ? text.slice(0, 60) + "..." : text) + '"';
}

/** A number with a point or a comma; undefined when it is none. */
export function numberOf(text: string): number | undefined {
  const plain = text.replace(/\s/g, "").replace(/^(\d+),(\d+)$/, "$1.$2");
  return /^-?\d{1,12}(\.\d{1,9})?$/.test(plain) ? Number(plain) : undefined;
}
