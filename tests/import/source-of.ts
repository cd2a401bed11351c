import { type CsvInfo, type CsvOptions, openCsv } from "../../src/import/csv.ts";
import type { CsvRow } from "../../src/import/records.ts";
import type { RowError } from "../../src/import/table.ts";

/** Text (as UTF-8) or bytes as a source, in pieces of `size` bytes. */
export async function* sourceOf(data: string | Uint8Array, size = Number.POSITIVE_INFINITY) {
  const bytes = typeof data === "string" ? Buffer.from(data) : data;
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

export interface ReadCsv {
  info: CsvInfo;
  rows: CsvRow[];
  errors: RowError[];
}

/** Reads all of it; the file is called people.csv unless the options say otherwise. */
export async function readCsv(
  source: string | Uint8Array | AsyncIterable<Uint8Array>,
  options: Partial<CsvOptions> = {},
): Promise<ReadCsv> {
  const bytes = typeof source === "string" || source instanceof Uint8Array ? sourceOf(source) : source;
  const { info, batches } = await openCsv(bytes, { name: "people.csv", ...options });
  const all: ReadCsv = { info, rows: [], errors: [] };
  for await (const { rows, errors } of batches) {
    all.rows.push(...rows);
    all.errors.push(...errors);
  }
  return all;
}

/** Only the cells, one array a row. */
export async function cellsOf(
  source: string | Uint8Array,
  options: Partial<CsvOptions> = {},
): Promise<string[][]> {
  const { rows, errors } = await readCsv(source, options);
  if (errors.length > 0) throw new Error(`line ${errors[0]?.line}: ${errors[0]?.reason}`);
  return rows.map(({ cells }) => [...cells]);
}

/** The message of the error that reading ends with. */
export async function refusal(
  source: string | Uint8Array | AsyncIterable<Uint8Array>,
  options: Partial<CsvOptions> = {},
): Promise<string> {
  try {
    await readCsv(source, options);
  } catch (error) {
    if (error instanceof Error && error.name === "UserError") return error.message;
    throw error;
  }
  throw new Error("it was read");
}
