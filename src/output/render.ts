import type { Column, FieldType, Row, Rows } from "../field.ts";
import { joinParts } from "../values/parts.ts";
import { actingChars, clean, cleanJson, cleanLines } from "./clean.ts";
import { isNumeric, plainKey, plainKeys, shownColumns } from "./columns.ts";
import { formatCell, formatLines, type Look } from "./format.ts";

export type { Look } from "./format.ts";

export const formats = ["table", "plain", "csv", "tsv", "json", "ndjson", "md"] as const;
export type Format = (typeof formats)[number];

type Writer = (
  columns: readonly Column[],
  rows: Rows,
  look: Look,
) => Iterable<string> | Promise<Iterable<string>>;

const writers: Readonly<Record<Format, Writer>> = {
  table: async (columns, rows, look) => {
    const { tableLines } = await import("./table.ts");
    return tableLines(shownColumns(columns), rows, look);
  },
  plain: (columns, rows, look) => plainLines(shownColumns(columns), rows, look),
  csv: (columns, rows, look) => separated(columns, rows, { delimiter: ",", look }),
  tsv: (columns, rows, look) => separated(columns, rows, { delimiter: "\t", look }),
  json: jsonLines,
  ndjson: ndjsonLines,
  md: (columns, rows, look) => mdLines(shownColumns(columns), rows, look),
};

/** What is written at once, in characters. */
export const chunkSize = 32 * 1024;

/**
 * The rows as text in the format, in chunks of at least 32,768 characters (the last is what remains), while the
 * rows are read. Ends in a newline; no rows give `[]`, the header line, or in a table and in ndjson nothing.
 */
export async function* render(
  format: Format,
  columns: readonly Column[],
  rows: Rows,
  look: Look,
): AsyncIterable<string> {
  let chunk = "";
  for (const lines of await writers[format](columns, rows, look)) {
    chunk += lines;
    if (chunk.length >= chunkSize) {
      yield chunk;
      chunk = "";
    }
  }
  if (chunk !== "") yield chunk;
}

/**
 * One record: json and ndjson give one object with all its keys, nested values too; table and plain give a line for
 * each value; the others are a list of one.
 */
export async function renderRecord(
  format: Format,
  columns: readonly Column[],
  record: Row,
  look: Look,
): Promise<string> {
  if (format === "table") {
    const { recordLines } = await import("./table.ts");
    return recordLines(columns, record, look);
  }
  if (format === "plain") return plainRecord(columns, record, look);
  if (format === "json" || format === "ndjson") {
    const flags = columns.filter((column) => column.type === "flag" && column.key in record);
    const whole = {
      ...record,
      ...Object.fromEntries(flags.map((flag) => [flag.key, rawValue(flag, record)])),
    };
    return jsonDocument(whole, format === "json" ? 2 : 0);
  }
  let text = "";
  for await (const chunk of render(format, columns, [record], look)) text += chunk;
  return text;
}

/**
 * "key<TAB>value" for every value that is there; a part that a record has several of gives a line for each, its values
 * separated by tabs.
 */
function plainRecord(columns: readonly Column[], record: Row, look: Look): string {
  const keys = new Set(columns.map((column) => column.key));
  const own = columns
    .map((column) => [clean(plainKey(column)), formatCell(column, record, look)] as const)
    .filter(([, value]) => value !== "")
    .map(([key, value]) => key + "\t" + value);
  const inCurrency = { ...look, currency: String(record.currency ?? look.currency) };
  const parts = Object.entries(record)
    .filter(([key]) => !keys.has(key))
    .flatMap(([key, value]) =>
      Array.isArray(value) ? value.map((part) => clean(key) + "\t" + partText(key, part, inCurrency)) : [],
    );
  return [...own, ...parts].map((line) => line + "\n").join("");
}

/** Each value as it would read in a column; an amount without a currency beside it has the record's. */
function partText(key: string, part: unknown, look: Look): string {
  if (typeof part !== "object" || part === null) return partCell(key.replace(/s$/, ""), part, { look });
  const row: Row = { ...part };
  return Object.entries(row)
    .map(([name, value]) => partCell(name, value, { row, look }))
    .join("\t");
}

function partCell(key: string, value: unknown, { row, look }: { row?: Row; look: Look }): string {
  const given = partValue(key, value);
  return formatCell({ key, header: key, type: given.type }, { ...row, [key]: given.value }, look);
}

/** Parts have no columns: how their values are called and written says what they are. */
function partValue(key: string, value: unknown): { readonly type: FieldType; readonly value: unknown } {
  if (/^(is|has)[A-Z]/.test(key)) return { type: "flag", value };
  if (typeof value === "string") return { type: instant.test(value) ? "instant" : "text", value };
  if (typeof value !== "number") return { type: "text", value };
  if (key.endsWith("Minor")) return { type: "money", value };
  if (key.endsWith("Bp")) return { type: "percent", value: value / 10_000 };
  return { type: "text", value: key.endsWith("Milli") ? value / 1000 : value };
}

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** Any value, a report for example, as one JSON document that cannot act on a terminal. */
export function jsonDocument(value: unknown, indent = 2): string {
  return cleanJson(JSON.stringify(value, null, indent)) + "\n";
}

function* plainLines(columns: readonly Column[], rows: Iterable<Row>, look: Look): Iterable<string> {
  if (!look.noHeader) yield plainKeys(columns).map(clean).join("\t") + "\n";
  for (const row of rows) yield columns.map((column) => formatCell(column, row, look)).join("\t") + "\n";
}

function* jsonLines(columns: readonly Column[], rows: Rows): Iterable<string> {
  let isEmpty = true;
  for (const objects of jsonObjects(columns, rows, ",\n")) {
    yield (isEmpty ? "[\n" : ",\n") + objects;
    isEmpty = false;
  }
  yield isEmpty ? "[]\n" : "\n]\n";
}

function* ndjsonLines(columns: readonly Column[], rows: Rows): Iterable<string> {
  for (const objects of jsonObjects(columns, rows, "\n")) yield objects + "\n";
}

/** As many objects as are written at once, with the mark between them: to hand on each by itself takes longer. */
function* jsonObjects(columns: readonly Column[], rows: Rows, mark: string): Iterable<string> {
  const ready = rows.objects?.([...new Set(columns.map((column) => column.key))]);
  const object = jsonObject(columns);
  let text = "";
  for (const row of ready ?? rows) {
    if (text !== "") text += mark;
    text += typeof row === "string" ? cleanJson(row) : object(row);
    if (text.length < chunkSize) continue;
    yield text;
    text = "";
  }
  if (text !== "") yield text;
}

/** Writes a row as an object of one line: as JSON.stringify would, in a third of the time (a test compares the two). */
function jsonObject(columns: readonly Column[]): (row: Row) => string {
  const byKey = new Map(columns.map((column) => [column.key, column]));
  const members = [...byKey.values()].map((column, index) => ({
    column,
    name: (index === 0 ? "" : ",") + cleanJson(JSON.stringify(column.key)) + ":",
  }));
  return (row) => {
    let text = "{";
    for (const { column, name } of members) text += name + jsonValue(rawValue(column, row));
    return text + "}";
  };
}

/** What JSON or `cleanJson` may write in another way: quotes, backslashes, acting characters, halves of surrogate pairs. */
const needsEscape = new RegExp('["\\\\' + actingChars + "\\ud800-\\udfff]");

function jsonValue(value: unknown): string {
  if (value === null) return "null";
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "null";
  if (typeof value === "string" && !needsEscape.test(value)) return '"' + value + '"';
  return cleanJson(JSON.stringify(value));
}

/** The stored value; missing is null, and a flag, which SQLite keeps as 0 or 1, is a boolean. */
function rawValue(column: Column, row: Row): unknown {
  const value = row[column.key] ?? null;
  return column.type === "flag" && value !== null ? Boolean(value) : value;
}

/**
 * RFC 4180 with `\n`, written here because csv-stringify takes three times as long (a test compares the two). On a
 * terminal the cells are cleaned too; into a file or a pipe they go as they are.
 */
function* separated(
  columns: readonly Column[],
  rows: Iterable<Row>,
  { delimiter, look }: { delimiter: string; look: Look },
): Iterable<string> {
  const special = new RegExp(`["\r\n${delimiter}]`);
  const cell = (value: string | number) => {
    if (typeof value === "number") return value;
    const text = look.tty ? cleanLines(value) : value;
    const guarded = !look.raw && formula.test(text) ? `'${text}` : text;
    return special.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
  };
  if (!look.noHeader) yield columns.map((column) => cell(column.key)).join(delimiter) + "\n";
  for (const row of rows) {
    yield columns.map((column) => cell(rawCell(column, row))).join(delimiter) + "\n";
  }
}

/**
 * What makes a spreadsheet take a cell for a formula, the full-width signs included. A cell that has a guard of its own
 * gets another one, so that taking one off gives what was there.
 */
const formula = /^'*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

/** A raw value as one cell: numbers stay numbers (and so are no formulas), lists are joined, missing is empty. */
function rawCell(column: Column, row: Row): string | number {
  const value = rawValue(column, row);
  if (value === null) return "";
  if (typeof value === "string" || typeof value === "number") return value;
  if (Array.isArray(value)) return joinParts(value);
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function* mdLines(columns: readonly Column[], rows: Iterable<Row>, look: Look): Iterable<string> {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |\n`;
  if (!look.noHeader) {
    yield line(columns.map((column) => mdCell(clean(column.header))));
    yield line(columns.map((column) => (isNumeric(column) ? "---:" : "---")));
  }
  for (const row of rows) yield line(columns.map((column) => mdCell(formatLines(column, row, look))));
}

function mdCell(text: string): string {
  return /[\\|\n]/.test(text) ? text.replace(/[\\|]/g, "\\$&").replaceAll("\n", "<br>") : text;
}
