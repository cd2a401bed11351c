import { UserError } from "../errors.ts";
import type { CrmDocument, DocumentRow } from "../store/document.ts";

/** The longest text that can be one value in memory. */
const mostBytes = 500_000_000;

/** Reads what `crm export all` wrote. What is not such a document is refused, with the place that is wrong. */
export async function readDocument(chunks: AsyncIterable<Uint8Array>, name: string): Promise<CrmDocument> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const bytes of chunks) {
    size += bytes.length;
    if (size > mostBytes) {
      throw new UserError(
        "refused",
        name + " is larger than 500 MB",
        "crm backup and crm restore take any size",
      );
    }
    parts.push(bytes);
  }
  return documentOf(parsed(textOf(Buffer.concat(parts), name), name), name);
}

function textOf(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new UserError("refused", name + " is not UTF-8 text", notOurs);
  }
}

const notOurs = "crm import all takes what crm export all wrote";

function parsed(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UserError("refused", name + " is no whole JSON document: " + why, notOurs);
  }
}

function documentOf(value: unknown, name: string): CrmDocument {
  if (
    !isObject(value) ||
    value.crm !== "export" ||
    !isObject(value.tables) ||
    typeof value.schema !== "number"
  ) {
    throw new UserError("refused", name + " is no export of a whole database", notOurs);
  }
  const sequences = isObject(value.sequences) ? Object.entries(value.sequences) : [];
  return {
    schema: value.schema,
    sequences: Object.fromEntries(
      sequences.filter((entry): entry is [string, number] => Number.isInteger(entry[1])),
    ),
    tables: Object.fromEntries(
      Object.entries(value.tables).map(([table, rows]) => [table, rowsOf(table, rows, name)]),
    ),
  };
}

function rowsOf(table: string, rows: unknown, name: string): readonly DocumentRow[] {
  if (!Array.isArray(rows)) throw new UserError("refused", name + ": table " + table + " is no list of rows");
  const wrong = rows.findIndex((row) => !isRow(row));
  if (wrong < 0) return rows;
  throw new UserError(
    "refused",
    name + ", table " + table + ", row " + (wrong + 1) + " is no row of texts and numbers",
  );
}

function isRow(row: unknown): row is DocumentRow {
  if (!isObject(row)) return false;
  return Object.values(row).every(
    (value) => value === null || typeof value === "string" || typeof value === "number",
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
