import { UserError } from "../errors.ts";
import { decode } from "./decode.ts";
import { type CsvRow, type RecordReader, type Records, recordReader } from "./records.ts";
import { dataAmong, delimiterOf, findHeader, sepLine, sniffDelimiter } from "./sniff.ts";
import { type Batch, flawError, type Header, headerOf, tableRows, titleNote } from "./table.ts";

export interface CsvOptions {
  /** What the file is called in messages; "-" for standard input. */
  readonly name: string;
  readonly delimiter?: string | undefined;
  readonly encoding?: string | undefined;
  /** Tells a column name that is understood, which finds the header under a title block. */
  readonly known?: ((name: string) => boolean) | undefined;
}

export interface CsvInfo {
  /** What kind of file it is in words, where it is no delimited text: "Excel, sheet People". */
  readonly format?: string;
  /** "UTF-8", "UTF-8 with BOM", "Windows-1252". */
  readonly encoding: string;
  readonly delimiter: string;
  /** Column names: trimmed, none empty, none twice. */
  readonly header: readonly string[];
  /** The line of the column names. */
  readonly headerLine: number;
  /** What was repaired or guessed, for people. */
  readonly notes: readonly string[];
  /** The first rows, up to 500, to settle what the columns hold. */
  readonly sample: readonly (readonly string[])[];
}

export interface OpenCsv {
  readonly info: CsvInfo;
  /** About as many rows at a time as 16 KiB hold; errors stand beside the rows. Read once. */
  readonly batches: AsyncGenerator<Batch, void, undefined>;
  /** Closes the source. Needed only when the batches are not read to their end. */
  close(): Promise<void>;
}

type Text = AsyncGenerator<string, void, undefined>;

const sniffedLength = 32 * 1024;
const sampleRows = 500;
/** Rows may be so long that 500 of them are too much to hold. */
const sampleLength = 8 * 1024 * 1024;

/**
 * Opens delimited text: settles encoding, delimiter and header from its beginning and gives the rows below the header
 * with their lines. What one row has wrong is an error beside the rows; what makes the whole file unreadable is a
 * UserError, thrown here or while the batches are read.
 */
export async function openCsv(source: AsyncIterable<Uint8Array>, options: CsvOptions): Promise<OpenCsv> {
  const { encoding, notes, text } = await decode(source, options);
  try {
    const head = await takeText(text, sniffedLength);
    const named = sepLine(head);
    const asked = options.delimiter === undefined ? undefined : delimiterOf(options.delimiter);
    const delimiter = asked ?? named ?? sniffDelimiter(head);
    const reader = recordReader(delimiter);
    const top = await readTop(head, text, reader);
    refuseSwallowed(top, options.name);
    if (named !== null) top.rows.shift();
    const layout = layOut(top, options);
    const { header } = layout;
    const first = tableRows({ rows: layout.rows, flawed: top.flawed }, header);
    const info: CsvInfo = {
      encoding,
      delimiter,
      header: header.names,
      headerLine: layout.line,
      notes: [...notes, ...layout.notes, ...header.notes],
      sample: first.rows.slice(0, sampleRows).map((row) => row.cells),
    };
    const batches = batchesOf(first, text, { reader, header, name: options.name });
    return { info, batches, close: () => text.return().then(() => undefined) };
  } catch (error) {
    await text.return();
    throw error;
  }
}

async function takeText(text: Text, wanted: number): Promise<string> {
  let taken = "";
  while (taken.length < wanted) {
    const next = await text.next();
    if (next.done) break;
    taken += next.value;
  }
  return taken;
}

interface Top extends Records {
  /** The text ends with them. */
  readonly ended: boolean;
}

/** The records of the first rows: enough to find the header and to settle what the columns hold. */
async function readTop(head: string, text: Text, reader: RecordReader): Promise<Top> {
  const { rows, flawed } = reader.push(head, false);
  let length = head.length;
  while (rows.length <= sampleRows && length < sampleLength) {
    const next = await text.next();
    const more = reader.push(next.done ? "" : next.value, next.done === true);
    rows.push(...more.rows);
    flawed.push(...more.flawed);
    if (next.done) return { rows, flawed, ended: true };
    length += next.value.length;
  }
  return { rows, flawed, ended: false };
}

interface Layout {
  readonly header: Header;
  readonly line: number;
  /** Those below the header. */
  readonly rows: CsvRow[];
  readonly notes: readonly string[];
}

function layOut({ rows, flawed, ended }: Top, options: CsvOptions): Layout {
  const known = options.known ?? (() => false);
  const at = findHeader(rows, known);
  const top = rows[at];
  const flaw = flawed[0];
  if (flaw !== undefined && (top === undefined || flaw.line < top.line)) {
    const { line, reason } = flawError(flaw, []);
    throw new UserError("refused", `${options.name} line ${line}: ${reason}`, "mend the top of the file");
  }
  if (top === undefined) {
    const why = ended ? "has no rows" : "is no table: its first row does not end within 8 MB";
    throw new UserError("refused", `${options.name} ${why}`);
  }
  const value = dataAmong(top.cells, known);
  if (value !== null) {
    throw new UserError(
      "refused",
      `${options.name} line ${top.line} holds data ("${value}") where the column names should be`,
      "put a first line with the names of the columns above it",
    );
  }
  const below = rows.slice(at + 1);
  const notes = at === 0 ? [] : [titleNote(rows.slice(0, at), top.line)];
  return { header: headerOf(top.cells, below, options.name), line: top.line, rows: below, notes };
}

async function* batchesOf(
  first: Batch,
  text: Text,
  { reader, header, name }: { reader: RecordReader; header: Header; name: string },
): AsyncGenerator<Batch, void, undefined> {
  const next = (piece: string, last: boolean) => {
    const records = reader.push(piece, last);
    refuseSwallowed(records, name);
    return tableRows(records, header);
  };
  try {
    yield first;
    for await (const piece of text) yield next(piece, false);
    yield next("", true);
  } finally {
    await text.return();
  }
}

/** A quote that swallows a megabyte and is still open at the end of the file has swallowed rows, not a text. */
function refuseSwallowed({ flawed }: Records, name: string): void {
  const swallowed = flawed.find(({ flaw, cells }) => flaw.kind === "unclosed" && cells === null);
  if (swallowed === undefined) return;
  const { flaw, lastLine } = swallowed;
  throw new UserError(
    "refused",
    `${name} line ${flaw.line}: the quote opened here is never closed (it took all lines up to ${lastLine})`,
    'close it, or double it if it belongs to the text ("")',
  );
}
