import { inflateRawSync } from "node:zlib";
import { UserError } from "../errors.ts";
import type { CsvInfo, OpenCsv } from "./csv.ts";
import type { CsvRow } from "./records.ts";
import { dataAmong, findHeader } from "./sniff.ts";
import { type Batch, headerOf, tableRows } from "./table.ts";

interface XlsxOptions {
  readonly name: string;
  /** Undefined: the first. */
  readonly sheet?: string | undefined;
  readonly known: (name: string) => boolean;
}

/** A workbook is read as a whole: so much of it, packed and unpacked, is held in memory. */
const maxPacked = 16 * 1024 * 1024;
const maxUnpacked = 24 * 1024 * 1024;
const maxCells = 3_000_000;
const sampleRows = 500;
const batchRows = 500;

/** Opens one sheet of an Excel workbook as a table. Dates come as YYYY-MM-DD, numbers as they are stored. */
export async function openXlsx(source: AsyncIterable<Uint8Array>, options: XlsxOptions): Promise<OpenCsv> {
  const { name, known } = options;
  const bytes = await bytesOf(source, name);
  checkArchive(bytes, name);
  const { title, rows } = await sheetOf(bytes, options);
  const at = findHeader(rows, known);
  const top = rows[at];
  if (top === undefined) throw new UserError("refused", name + " has no rows in sheet " + title);
  const value = dataAmong(top.cells, known);
  if (value !== null) {
    const message =
      name + " line " + top.line + ' holds data ("' + value + '") where the column names should be';
    throw new UserError("refused", message, "put a first line with the names of the columns above it");
  }
  const below = rows.slice(at + 1);
  const header = headerOf(top.cells, below, name);
  const info: CsvInfo = {
    format: "Excel, sheet " + title,
    encoding: "",
    delimiter: "",
    header: header.names,
    headerLine: top.line,
    notes: header.notes,
    sample: tableRows({ rows: below.slice(0, sampleRows), flawed: [] }, header).rows.map(
      ({ cells }) => cells,
    ),
  };
  async function* batches(): AsyncGenerator<Batch, void, undefined> {
    for (let from = 0; from < below.length; from += batchRows) {
      yield tableRows({ rows: below.slice(from, from + batchRows), flawed: [] }, header);
    }
  }
  return { info, batches: batches(), close: async () => {} };
}

async function bytesOf(source: AsyncIterable<Uint8Array>, name: string): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of source) {
    pieces.push(piece);
    length += piece.length;
    if (length > maxPacked) throw tooLarge(name);
  }
  return Buffer.concat(pieces);
}

function tooLarge(name: string): UserError {
  return new UserError(
    "refused",
    name + " is too large for a workbook",
    "save the sheet as CSV in UTF-8: that may be of any size",
  );
}

function noWorkbook(name: string): UserError {
  return new UserError(
    "refused",
    name + " is a ZIP file, but no Excel workbook",
    "unpack it, and name a file of it",
  );
}

/**
 * Unpacks what a workbook consists of, once, to see how much it is: the sizes that an archive states about itself can
 * be wrong, and a few kilobytes can unpack to gigabytes.
 */
function checkArchive(bytes: Buffer, name: string): void {
  let left = maxUnpacked;
  let hasSheet = false;
  if (bytes.lastIndexOf("PK\x05\x06", undefined, "latin1") === -1) {
    throw new UserError(
      "refused",
      name + " is no whole ZIP archive or Excel workbook",
      "save it anew, or as CSV in UTF-8",
    );
  }
  for (const { path, method, from, packed } of entriesOf(bytes, name)) {
    hasSheet ||= path.startsWith("xl/worksheets/");
    if (!/\.(xml|rels)$/.test(path)) continue;
    const xml = unpacked({ path, method, data: bytes.subarray(from, from + packed) }, left, name);
    left -= xml.length;
    if (left < 0) throw tooLarge(name);
    if (path.startsWith("xl/worksheets/")) checkArea(xml, name);
  }
  if (!hasSheet) throw noWorkbook(name);
}

function unpacked(
  { path, method, data }: { path: string; method: number; data: Buffer },
  limit: number,
  name: string,
): Buffer {
  try {
    return method === 8 ? inflateRawSync(data, { maxOutputLength: Math.max(1, limit) }) : data;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ERR_BUFFER_TOO_LARGE") throw tooLarge(name);
    throw new UserError("refused", name + " is a damaged workbook (" + path + ")", "save it anew");
  }
}

/** A sheet is held with all cells up to its last row and column: one far away would take the whole memory. */
function checkArea(xml: Buffer, name: string): void {
  let [lastRow, lastColumn] = [0, 0];
  for (const [, column = "", row] of xml
    .toString("latin1")
    .matchAll(/<c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"/g)) {
    lastRow = Math.max(lastRow, Number(row));
    lastColumn = Math.max(lastColumn, columnNumber(column));
    if (lastRow * lastColumn <= maxCells) continue;
    const message = name + ": the cell " + column + row + " stands too far from the first for a workbook";
    throw new UserError("refused", message, "delete what stands there, or save the sheet as CSV in UTF-8");
  }
}

/** A is 1, Z is 26, AA is 27. */
function columnNumber(letters: string): number {
  return [...letters].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0);
}

interface Entry {
  readonly path: string;
  /** 8: deflated; 0: stored. */
  readonly method: number;
  readonly from: number;
  readonly packed: number;
}

/** The files of a ZIP archive, from the list at its end. */
function* entriesOf(bytes: Buffer, name: string): Generator<Entry> {
  const end = bytes.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  if (end === -1 || end + 22 > bytes.length)
    throw new UserError("refused", name + " is a damaged workbook", "save it anew");
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  for (let n = 0; n < count; n++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50) {
      throw new UserError("refused", name + " is a damaged workbook", "save it anew");
    }
    const [method, packed] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20)];
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ];
    const local = bytes.readUInt32LE(at + 42);
    const path = bytes.toString("utf8", at + 46, at + 46 + nameLength);
    const isWhole = local + 30 <= bytes.length;
    const from = isWhole
      ? local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
      : bytes.length;
    yield { path, method, from, packed };
    at += 46 + nameLength + extra + comment;
  }
}

async function sheetOf(
  bytes: Buffer,
  { name, sheet }: XlsxOptions,
): Promise<{ title: string; rows: CsvRow[] }> {
  const { default: readWorkbook } = await import("read-excel-file/node");
  const sheets = await readWorkbook(bytes).catch((error: unknown) => {
    throw new UserError(
      "refused",
      name + " cannot be read as a workbook: " + String(error),
      "save it anew, or as CSV in UTF-8",
    );
  });
  const found =
    sheet === undefined ? sheets[0] : sheets.find((one) => one.sheet.toLowerCase() === sheet.toLowerCase());
  if (found === undefined) {
    const names = sheets.map((one) => one.sheet).join(", ");
    throw new UserError("usage", name + " has no sheet " + (sheet ?? ""), "its sheets: " + names);
  }
  const rows = found.data.map((cells, at) => ({ line: at + 1, cells: cells.map(textOf) }));
  return { title: found.sheet, rows: rows.filter(({ cells }) => cells.some((cell) => cell !== "")) };
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (!(value instanceof Date)) return String(value);
  const text = value.toISOString();
  return text.endsWith("T00:00:00.000Z") ? text.slice(0, 10) : text.slice(0, 19).replace("T", " ");
}
