import { UserError } from "../errors.ts";
import type { CsvInfo, OpenCsv } from "./csv.ts";
import type { CsvRow } from "./records.ts";
import { dataAmong, findHeader } from "./sniff.ts";
import { type Batch, headerOf, tableRows, titleNote } from "./table.ts";
import { type Archive, openArchive } from "./xlsx/archive.ts";
import { type Book, readBook } from "./xlsx/book.ts";
import { sheetRows } from "./xlsx/sheet.ts";

interface XlsxOptions {
  readonly name: string;
  /** Undefined: the first. */
  readonly sheet?: string | undefined;
  readonly known: (name: string) => boolean;
}

/** Rows by which the header is found and the columns are settled. */
const sampleRows = 500;

/**
 * Opens one sheet of an Excel workbook as a table. Dates come as YYYY-MM-DD, numbers as they are stored. The packed file
 * and its texts are held in memory, the rows are not: they are unpacked as they are taken.
 */
export async function openXlsx(source: AsyncIterable<Uint8Array>, options: XlsxOptions): Promise<OpenCsv> {
  const { name, known } = options;
  const archive = await openArchive(source, name);
  if (!archive.paths.some((path) => path.startsWith("xl/worksheets/"))) throw noWorkbook(name);
  const book = await readBook(archive);
  const { title, path } = sheetOf(book, archive, options.sheet);
  const pieces = sheetRows(archive, book, path);
  const first = await firstRows(pieces);
  const top = widened(first, Math.max(0, ...first.map(({ cells }) => cells.length)));
  const at = findHeader(top, known);
  const names = top[at];
  if (names === undefined) throw new UserError("refused", name + " has no rows in sheet " + title);
  refuseData(name, names, known);
  const below = top.slice(at + 1);
  const header = headerOf(names.cells, below, name);
  const width = header.names.length;
  const info: CsvInfo = {
    format: "Excel, sheet " + title,
    encoding: "",
    delimiter: "",
    header: header.names,
    headerLine: names.line,
    notes: [...(at === 0 ? [] : [titleNote(top.slice(0, at), names.line)]), ...header.notes],
    sample: tableRows({ rows: below.slice(0, sampleRows), flawed: [] }, header).rows.map(
      ({ cells }) => cells,
    ),
  };
  async function* batches(): AsyncGenerator<Batch, void, undefined> {
    yield tableRows({ rows: below.splice(0), flawed: [] }, header);
    for await (const rows of pieces) yield tableRows({ rows: widened(rows, width), flawed: [] }, header);
  }
  const close = async () => {
    await pieces.return();
  };
  return { info, batches: batches(), close };
}

async function firstRows(pieces: AsyncGenerator<CsvRow[], void, undefined>): Promise<CsvRow[]> {
  const rows: CsvRow[] = [];
  while (rows.length <= sampleRows) {
    const next = await pieces.next();
    if (next.done) break;
    rows.push(...next.value);
  }
  return rows;
}

/** A row ends with its last cell that holds something; the others are there all the same. */
function widened(rows: readonly CsvRow[], width: number): CsvRow[] {
  return rows.map(({ line, cells }) => ({
    line,
    cells: [...cells, ...Array<string>(Math.max(0, width - cells.length)).fill("")],
  }));
}

function refuseData(file: string, { line, cells }: CsvRow, known: (name: string) => boolean): void {
  const value = dataAmong(cells, known);
  if (value === null) return;
  const message = file + " line " + line + ' holds data ("' + value + '") where the column names should be';
  throw new UserError("refused", message, "put a first line with the names of the columns above it");
}

function noWorkbook(name: string): UserError {
  return new UserError(
    "refused",
    name + " is a ZIP file, but no Excel workbook",
    "unpack it, and name a file of it",
  );
}

function sheetOf({ sheets }: Book, { name }: Archive, asked: string | undefined) {
  const found =
    asked === undefined ? sheets[0] : sheets.find(({ title }) => title.toLowerCase() === asked.toLowerCase());
  if (found !== undefined) return found;
  if (asked === undefined) throw noWorkbook(name);
  const titles = sheets.map(({ title }) => title).join(", ");
  throw new UserError("usage", name + " has no sheet " + asked, "its sheets: " + titles);
}
