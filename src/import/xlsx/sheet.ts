import { UserError } from "../../errors.ts";
import type { CsvRow } from "../records.ts";
import { type Archive, damaged, tooLarge } from "./archive.ts";
import { type Book, textCollector } from "./book.ts";
import { attribute, scanXml } from "./xml.ts";

/** No table has more columns: a cell beyond was hit by accident. */
const lastColumn = 2000;
/** What stands between two rows, or makes up one, in characters of XML. */
const longestRow = 16 * 1024 * 1024;

/** The rows of a sheet that hold anything, with their numbers, a few at a time. */
export async function* sheetRows(
  archive: Archive,
  book: Book,
  path: string,
): AsyncGenerator<CsvRow[], void, undefined> {
  let rows: CsvRow[] = [];
  const scan = scanXml(
    rowHandler(archive.name, book, (row) => {
      rows.push(row);
    }),
  );
  let since = 0;
  for await (const piece of archive.text(path)) {
    scan.take(piece);
    since = rows.length > 0 ? 0 : since + piece.length;
    if (since > longestRow) throw tooLarge(archive.name);
    if (rows.length === 0) continue;
    yield rows;
    rows = [];
  }
  if (!scan.end()) throw damaged(archive.name, path);
}

interface Cell {
  readonly at: number;
  readonly type: string;
  readonly style: number;
}

function rowHandler(file: string, book: Book, give: (row: CsvRow) => void) {
  let line = 0;
  let cells: string[] = [];
  let next = 0;
  let cell: Cell | undefined;
  let value = "";
  let isValue = false;
  const inline = textCollector();
  const begin = (attributes: string): Cell => {
    const place = /^([A-Z]{1,3})\d{1,7}$/.exec(attribute(attributes, "r") ?? "");
    const at = place === null ? next : columnNumber(place[1]!) - 1;
    if (at >= lastColumn) throw place === null ? tooLarge(file) : tooFar(file, place[0]);
    return { at, type: attribute(attributes, "t") ?? "n", style: Number(attribute(attributes, "s") ?? 0) };
  };
  const finish = (done: Cell): void => {
    const text = textOf(book, done, done.type === "inlineStr" ? inline.taken() : value);
    if (text === undefined) throw damaged(file, "row " + line);
    next = done.at + 1;
    if (text === "") return;
    while (cells.length < done.at) cells.push("");
    cells[done.at] = text;
  };
  return {
    open(name: string, attributes: string): void {
      if (name === "row") {
        line = Number(attribute(attributes, "r") ?? line + 1);
        [cells, next] = [[], 0];
      } else if (name === "c") {
        [cell, value] = [begin(attributes), ""];
        inline.taken();
      } else if (name === "v") isValue = true;
      else inline.open(name);
    },
    text(part: string): void {
      if (isValue) value += part;
      else inline.text(part);
    },
    close(name: string): void {
      if (name === "v") isValue = false;
      else if (name === "c" && cell !== undefined) {
        finish(cell);
        cell = undefined;
      } else if (name === "row") {
        if (cells.length > 0) give({ line, cells });
      } else inline.close(name);
    },
  };
}

function tooFar(file: string, where: string): UserError {
  const message = file + ": the cell " + where + " stands too far from the first for a workbook";
  return new UserError("refused", message, "delete what stands there, or save the sheet as CSV in UTF-8");
}

/** A is 1, Z is 26, AA is 27. */
function columnNumber(letters: string): number {
  return [...letters].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0);
}

/** What a cell says, as text; "" for nothing, and for a formula that has no result. Undefined: it is broken. */
function textOf({ texts, isDate, from1904 }: Book, { type, style }: Cell, value: string): string | undefined {
  if (type === "inlineStr" || type === "str") return value;
  const text = value.trim();
  if (text === "" || type === "e") return "";
  if (type === "s") return texts.at(Number(text));
  if (type === "b") return text === "1" ? "true" : "false";
  if (type === "d")
    return text
      .replace(/T00:00:00(?:\.0+)?Z?$/, "")
      .replace("T", " ")
      .slice(0, 19);
  const number = Number(text);
  if (!Number.isFinite(number)) return undefined;
  return isDate[style] === true ? dateText(number, from1904) : String(number);
}

const lastSerial = 2_958_466;
const daySeconds = 86_400;

/**
 * A number of days as "2026-03-04", with "14:30:00" behind it where it has a part of a day; below 1 it is a time of day.
 * What is no date (negative, after the year 9999) stays a number.
 */
export function dateText(serial: number, from1904: boolean): string {
  const seconds = Math.round(serial * daySeconds);
  const days = Math.floor(seconds / daySeconds) + (from1904 ? 1462 : 0);
  if (serial < 0 || days >= lastSerial) return String(serial);
  const time = new Date((seconds % daySeconds) * 1000).toISOString().slice(11, 19);
  if (days === 0) return time;
  // Excel has a 29 February 1900, which there was not: what lies before it is a day further.
  const since = days < 60 ? days + 1 : days;
  const date = new Date(Date.UTC(1899, 11, 30) + since * daySeconds * 1000).toISOString().slice(0, 10);
  return time === "00:00:00" ? date : date + " " + time;
}
