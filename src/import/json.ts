import { UserError } from "../errors.ts";
import { joinParts } from "../values/parts.ts";
import { isGuarded } from "./columns.ts";
import type { CsvInfo, OpenCsv } from "./csv.ts";
import { decode } from "./decode.ts";
import { countLineEnds } from "./position.ts";
import type { CsvRow } from "./records.ts";
import { type Batch, headerOf, type RowError } from "./table.ts";

/** Records of which the keys make the columns; one that only later ones have would be lost, and is an error. */
const sampleRecords = 500;
const batchRecords = 500;
/** A longer record is no record of ours. */
const maxLength = 4 * 1024 * 1024;
const maxDepth = 50;

type Value = Readonly<Record<string, unknown>>;

interface Found {
  readonly line: number;
  readonly record: Value;
}

/**
 * Opens a JSON array of objects, or objects one after the other (NDJSON), as a table: each key is a column, an object
 * within gives columns such as "address.city", a list of several values one cell with semicolons. Read in pieces. An empty
 * array, an export of nothing, is a table without columns and rows.
 */
export async function openJson(
  source: AsyncIterable<Uint8Array>,
  { name, encoding }: { name: string; encoding?: string | undefined },
): Promise<OpenCsv> {
  const { encoding: title, notes, text } = await decode(source, { name, encoding });
  const records = recordsOf(text, name);
  const first: Found[] = [];
  try {
    while (first.length < sampleRecords) {
      const next = await records.next();
      if (next.done) break;
      first.push(next.value);
    }
  } catch (error) {
    await records.return();
    throw error;
  }
  refuseOneObject(first, name);
  const keys = [...new Set(first.flatMap(({ record }) => Object.keys(record)))];
  const header = headerOf(keys, [], name);
  const rows = first.map((found) => rowOf(found, keys));
  const info: CsvInfo = {
    format: "JSON",
    encoding: title,
    delimiter: "",
    header: header.names,
    headerLine: 0,
    notes: [...notes, ...header.notes],
    sample: rows.flatMap((row) => ("cells" in row ? [row.cells] : [])),
  };
  const close = () => records.return().then(() => undefined);
  return { info, batches: batchesOf(rows, records, keys), close };
}

/** A document around the records is not one of them. */
function refuseOneObject([only, ...others]: readonly Found[], name: string): void {
  if (only === undefined || others.length > 0) return;
  const lists = Object.entries(only.record).filter(
    ([, value]) =>
      Array.isArray(value) &&
      value.length > 0 &&
      value.every((one) => typeof one === "object" && one !== null),
  );
  if (lists.length === 0 || lists.length < Object.keys(only.record).length) return;
  const keys = lists.map(([key]) => key).join(", ");
  throw new UserError(
    "refused",
    name + " is one object with lists in it: " + keys,
    "hand in one list, an array or an object a line; crm export all comes back with crm import all",
  );
}

async function* batchesOf(
  first: readonly (CsvRow | RowError)[],
  records: AsyncGenerator<Found, void, undefined>,
  keys: readonly string[],
): AsyncGenerator<Batch, void, undefined> {
  try {
    let batch = emptyBatch();
    for (const row of first) add(batch, row);
    yield batch;
    batch = emptyBatch();
    for await (const found of records) {
      add(batch, rowOf(found, keys));
      if (batch.rows.length + batch.errors.length < batchRecords) continue;
      yield batch;
      batch = emptyBatch();
    }
    yield batch;
  } finally {
    await records.return();
  }
}

function emptyBatch(): Batch {
  return { rows: [], errors: [] };
}

function add(batch: Batch, row: CsvRow | RowError): void {
  if ("cells" in row) batch.rows.push(row);
  else batch.errors.push(row);
}

/** A NUL, or half of a character that takes two: JSON can spell them, no text can hold them. */
const unspeakable = /\0|[\ud800-\udfff]/u;

function rowOf({ line, record }: Found, keys: readonly string[]): CsvRow | RowError {
  const cells = keys.map((key) => kept(/labels$/i.test(key) ? labelsOf(record[key]) : cellOf(record[key])));
  const wrong = cells.findIndex((cell) => unspeakable.test(cell));
  if (wrong >= 0) {
    const what = cells[wrong]!.includes("\0") ? "a NUL" : "half a character";
    const raw = cells.map((cell) => cell.replace(/\0|[\ud800-\udfff]/gu, "\ufffd"));
    return { line, column: keys[wrong]!, value: raw[wrong]!, raw, reason: "holds " + what };
  }
  const surplus = Object.keys(record).find((key) => !keys.includes(key) && cellOf(record[key]) !== "");
  if (surplus === undefined) return { line, cells };
  const reason = 'has "' + surplus + '", which none of the first ' + sampleRecords + " records has";
  return { line, column: null, value: cellOf(record[surplus]), raw: cells, reason };
}

/**
 * No program guards texts in JSON against a spreadsheet: an apostrophe before a formula belongs to the text. Behind the
 * indentation of several lines nobody looks for one.
 */
function kept(text: string): string {
  const isIndented = /^\s/.test(text) && text.includes("\n");
  return !isIndented && isGuarded(text.trim()) ? "'" + text.trim() : text;
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  return Array.isArray(value) ? joinParts(value.map(partOf).filter((part) => part !== "")) : String(value);
}

/** Labels have the places of what they are of: one that is empty keeps its own. */
function labelsOf(value: unknown): string {
  return Array.isArray(value) && value.every((one) => typeof one === "string")
    ? joinParts(value)
    : cellOf(value);
}

/** Of an object in a list what it is called by. */
function partOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return cellOf(value);
  const fields = value as Value;
  const main = ["email", "phone", "url", "name", "value"].find((key) => typeof fields[key] === "string");
  return cellOf(
    main === undefined ? Object.values(fields).find((one) => typeof one === "string") : fields[main],
  );
}

/** Objects within become columns of their own: "address.city". */
function flat(record: Value, before = ""): Value {
  const parts = Object.entries(record).map(([key, value]) => {
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? flat(value as Value, before + key + ".") : { [before + key]: value };
  });
  return Object.assign({}, ...parts) as Value;
}

/** The objects of the text, one after the other; brackets and commas between them are passed over. */
async function* recordsOf(text: AsyncIterable<string>, name: string): AsyncGenerator<Found, void, undefined> {
  const scanner = objectScanner();
  let rest = "";
  let line = 1;
  const broken = (why: string) =>
    new UserError("refused", name + " line " + line + ": " + why, "mend it, or save it anew");
  for await (const piece of text) {
    rest += piece;
    for (;;) {
      const found = scanner.next(rest);
      if (found === "more") break;
      if (typeof found === "string") {
        line += countLineEnds(rest.slice(0, scanner.at()));
        throw broken(found);
      }
      line += countLineEnds(rest.slice(0, found.start));
      yield { line, record: flat(parsed(rest.slice(found.start, found.end), broken)) };
      line += countLineEnds(rest.slice(found.start, found.end));
      rest = rest.slice(found.end);
    }
    if (rest.length > maxLength) throw broken("a record is longer than 4 MB");
  }
  if (/[^\s,[\]]/.test(rest)) throw broken("the record that begins here does not end");
  if (scanner.open() > 0) throw broken("the list of records does not end: the file is cut off");
}

function parsed(text: string, broken: (why: string) => UserError): Value {
  try {
    return JSON.parse(text) as Value;
  } catch (error) {
    throw broken("no JSON: " + (error instanceof Error ? error.message : String(error)));
  }
}

/** Finds the next object of a text that grows: what has been looked at is not looked at again. */
function objectScanner() {
  let at = 0;
  let start = -1;
  let depth = 0;
  let inText = false;
  let lists = 0;
  const again = () => {
    at = 0;
    start = -1;
    depth = 0;
    inText = false;
  };
  return {
    at: () => at,
    /** How many lists around the records have not ended. */
    open: () => lists,
    next(text: string): { start: number; end: number } | "more" | string {
      for (; at < text.length; at++) {
        const one = text.charCodeAt(at);
        if (inText) {
          if (one === 92) {
            if (at + 1 === text.length) return "more";
            at++;
          } else if (one === 34) inText = false;
        } else if (start === -1) {
          if (one === 123) {
            start = at;
            depth = 1;
          } else if (one === 91) lists++;
          else if (one === 93) lists--;
          else if (!/[\s,]/.test(text[at]!))
            return 'a record begins with "{", not with "' + text.slice(at, at + 20) + '"';
        } else if (one === 34) inText = true;
        else if (one === 123 || one === 91) {
          if (++depth > maxDepth) return "a record is nested deeper than " + maxDepth + " levels";
        } else if ((one === 125 || one === 93) && --depth === 0) {
          const found = { start, end: at + 1 };
          again();
          return found;
        }
      }
      return "more";
    },
  };
}
