import { UserError } from "../errors.ts";
import { loadPhones, type Phones } from "../values/phone.ts";
import { BadCell, BadRow, type DateNote, sortOf } from "./columns.ts";
import type { OpenCsv } from "./csv.ts";
import type { CsvRow } from "./records.ts";
import type { Batch, RowError } from "./table.ts";

export const needsPhones = Symbol("needs the library of phone numbers");
export type NeedsPhones = typeof needsPhones;

/** Reads the rows of one file; what a row has wrong is thrown as BadCell or BadRow. */
export interface Reader<Draft> {
  read(cells: readonly string[]): Draft | NeedsPhones;
  /** Reading needs the library of phone numbers: hand it in, and read the row again. */
  usePhones?(phones: Phones): void;
  readonly dates: readonly DateNote[];
}

/** A row that is not taken in. */
export interface Refused {
  readonly error: RowError;
  /** The same for all rows that have this wrong, for counting. */
  readonly sort: string;
}

export type Read<Draft> = { readonly row: CsvRow; readonly draft: Draft } | Refused;

/** What the rows of a file say, in their order. */
export interface Drafts<Draft> {
  readonly dates: readonly DateNote[];
  readonly batches: AsyncGenerator<Read<Draft>[], void, undefined>;
}

export function draftsOf<Draft>(csv: OpenCsv, reader: Reader<Draft>): Drafts<Draft> {
  return { dates: reader.dates, batches: readBatches(csv.batches, reader) };
}

async function* readBatches<Draft>(
  batches: OpenCsv["batches"],
  reader: Reader<Draft>,
): AsyncGenerator<Read<Draft>[], void, undefined> {
  for await (const batch of batches) {
    let reads = readBatch(batch, reader);
    if (reads === needsPhones) {
      reader.usePhones?.(await loadPhones());
      reads = readBatch(batch, reader);
      if (reads === needsPhones) throw new Error("the library of phone numbers was not enough");
    }
    // While the next piece is waited for, this frame and those below it would keep all of them alive.
    batch.rows.length = 0;
    yield reads;
  }
}

/** Rows and what could not be read as a row, by their lines. */
function readBatch<Draft>({ rows, errors }: Batch, reader: Reader<Draft>): Read<Draft>[] | NeedsPhones {
  const reads: Read<Draft>[] = [];
  let next = 0;
  for (const row of rows) {
    for (let error = errors[next]; error !== undefined && error.line < row.line; error = errors[++next]) {
      reads.push({ error, sort: sortOf(error.reason) });
    }
    const read = readRow(row, reader);
    if (read === needsPhones) return needsPhones;
    reads.push(read);
  }
  for (const error of errors.slice(next)) reads.push({ error, sort: sortOf(error.reason) });
  return reads;
}

function readRow<Draft>(row: CsvRow, reader: Reader<Draft>): Read<Draft> | NeedsPhones {
  try {
    const draft = reader.read(row.cells);
    return draft === needsPhones ? needsPhones : { row, draft };
  } catch (error) {
    return refusalOf(row, error);
  }
}

/** What a row has wrong; anything but a fault of the row is thrown again. */
export function refusalOf({ line, cells }: CsvRow, error: unknown): Refused {
  if (!isRowsFault(error)) throw error;
  const row = { line, column: null, value: null, raw: cells, reason: error.message };
  if (error instanceof BadCell) {
    const { column, value, sort } = error;
    return { error: { ...row, column, value }, sort: column + " " + sort };
  }
  if (error instanceof BadRow) return { error: row, sort: sortOf(error.message) };
  const hint = error.hint?.replace(/^see: /, "see ").replace(/\.$/, "");
  const reason = error.message.replace(/\.$/, "") + (hint === undefined ? "" : ": " + hint);
  return { error: { ...row, reason }, sort: sortOf(error.message) || "contradicts what is there" };
}

export function isRowsFault(error: unknown): error is BadCell | BadRow | UserError {
  return error instanceof BadCell || error instanceof BadRow || error instanceof UserError;
}
