import type { Db } from "../store/db.ts";
import type { Noun } from "../store/tables.ts";
import { tableOf } from "../store/tables.ts";

/** A row with the names of the table's columns. */
export type StoredRow = Readonly<Record<string, string | number | null>>;

/**
 * The records of a noun that were changed or deleted since an instant, as they were then, by id: what the first change
 * since then replaced, as the journal keeps it. A trimmed journal does not know; then what is there now holds.
 */
export function rowsThen(db: Db, noun: Noun, at: string): ReadonlyMap<number, StoredRow> {
  const sql = `
    SELECT journal_change.record_id AS id, journal_change.before
    FROM journal_entry
    JOIN journal_change ON journal_change.entry_id = journal_entry.id
    WHERE journal_entry.at >= ? AND journal_change.table_name = ?
    ORDER BY journal_change.id`;
  const rows = new Map<number, StoredRow>();
  const seen = new Set<number>();
  for (const { id, before } of db
    .prepare(sql)
    .iterate<{ id: number; before: string | null }>([at, tableOf[noun]])) {
    if (!seen.has(id) && before !== null) rows.set(id, JSON.parse(before) as StoredRow);
    seen.add(id);
  }
  return rows;
}
