import type { Db } from "../db.ts";
import { columnsOf } from "../journal/triggers.ts";
import { journaled } from "../tables.ts";

/** Nouns of which two records can be made one. */
export type Mergeable = "contact" | "company";

/** A column that holds the id of a record; `nounColumn` says of which noun where it can be one of several. */
export interface Reference {
  readonly table: string;
  readonly column: string;
  readonly nounColumn: string | null;
}

/**
 * Every column that refers to records of a noun, found in the schema itself, so that a table which comes later cannot be
 * forgotten: its foreign keys, and the pairs of noun and id (`noun` with `record_id`, `from_noun` with `from_id`).
 */
export function referencesTo(db: Db, noun: Mergeable): Reference[] {
  return Object.keys(journaled)
    .filter((table) => table !== "merged_record")
    .flatMap((table) => [...foreignKeys(db, table, noun), ...nounPairs(db, table)]);
}

function foreignKeys(db: Db, table: string, noun: Mergeable): Reference[] {
  const sql = `SELECT "from" AS "column" FROM pragma_foreign_key_list(?) WHERE "table" = ? ORDER BY seq`;
  const found = db.all<{ column: string }>(sql, [table, noun]);
  return found.map(({ column }) => ({ table, column, nounColumn: null }));
}

function nounPairs(db: Db, table: string): Reference[] {
  const names = columnsOf(db, table).map(({ name }) => name);
  return names
    .filter((name) => name === "noun" || name.endsWith("_noun"))
    .map((nounColumn) => ({
      table,
      nounColumn,
      column: nounColumn === "noun" ? "record_id" : nounColumn.replace(/noun$/, "id"),
    }))
    .filter(({ column }) => names.includes(column));
}
