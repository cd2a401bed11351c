import { UserError, unknownWord } from "../errors.ts";
import type { Column } from "../field.ts";
import { clean } from "./clean.ts";

/**
 * The columns that `--fields a,b,c` names, in that order, each once; all of them without it. Case, `_`, `-` and
 * blanks do not count, the header is understood too. What was asked for by name is no detail any more.
 */
export function selectColumns(columns: readonly Column[], fields: string | undefined): readonly Column[] {
  if (fields === undefined) return columns;
  const words = fields.split(",").map((word) => word.trim());
  const picked = new Set(words.filter((word) => word !== "").map((word) => columnNamed(columns, word)));
  if (picked.size === 0) {
    throw new UserError("usage", "--fields names no field", `fields: ${keys(columns).join(", ")}`);
  }
  return [...picked].map((column) => ({ ...column, detail: false }));
}

function columnNamed(columns: readonly Column[], word: string): Column {
  const name = folded(word);
  const found =
    columns.find((column) => folded(column.key) === name) ??
    columns.find((column) => folded(plainKey(column)) === name) ??
    columns.find((column) => folded(column.header) === name);
  if (!found) throw unknownWord("usage", `no field "${word}"`, word, keys(columns));
  return found;
}

/** What `--fields help` answers: one line a field with its key, its type and its header. */
export function fieldHelp(columns: readonly Column[]): string {
  const shown = columns.map(({ key, type, header }) => ({ key: clean(key), type, header: clean(header) }));
  const width = Math.max(...shown.map(({ key }) => key.length));
  return shown
    .map(({ key, type, header }) => `${key.padEnd(width)}  ${type.padEnd(7)}  ${header}\n`)
    .join("");
}

/** What a column is called where its amounts are written out and are no minor units: "amount" for "amountMinor". */
export function plainKey({ key, type }: Column): string {
  return type === "money" ? key.replace(/Minor$/, "") : key;
}

/** What the columns of a table are called so; where two would be called the same, each has its own key. */
export function plainKeys(columns: readonly Column[]): string[] {
  const names = columns.map(plainKey);
  return columns.map(({ key }, at) =>
    names.indexOf(names[at]!) === names.lastIndexOf(names[at]!) ? names[at]! : key,
  );
}

/** The columns that people get unless they name others: all but the details. */
export function shownColumns(columns: readonly Column[]): readonly Column[] {
  const shown = columns.filter((column) => !column.detail);
  return shown.length > 0 ? shown : columns;
}

/** Numbers stand to the right, and are never cut. */
export function isNumeric({ type }: Column): boolean {
  return type === "id" || type === "integer" || type === "number" || type === "percent" || type === "money";
}

function keys(columns: readonly Column[]): string[] {
  return columns.map((column) => column.key);
}

function folded(word: string): string {
  return word.toLowerCase().replace(/[\s_-]/g, "");
}
