import { UserError } from "../../errors.ts";
import type { Db, Value } from "../db.ts";
import type { JournalRange } from "../journal.ts";
import { manyRecords, removeRanges, restoreRanges } from "../range.ts";
import { journaled } from "../tables.ts";
import { columnsOf, rowAsJson } from "./triggers.ts";

/** The entry that is taken back. */
interface Reverted {
  readonly id: number;
  readonly commandLine: string;
}

interface Change {
  readonly id: number;
  readonly tableName: string;
  readonly before: string | null;
  readonly after: string | null;
}

type StoredRow = Readonly<Record<string, Value>>;

/** Changes are read so many at a time: an import can have made millions. */
const portion = 10_000;

/** Puts every row that the entry touched back to what it was before, last change first; `entryId` is the entry of that. */
export function revert(db: Db, entry: Reverted, entryId: number): void {
  db.run("PRAGMA defer_foreign_keys = ON");
  const sql = `
    SELECT id, table_name AS tableName, before, after
    FROM journal_change
    WHERE entry_id = ? AND id < ?
    ORDER BY id DESC
    LIMIT ?`;
  const reverters = new Map<string, RevertRow>();
  for (let below = Number.MAX_SAFE_INTEGER; ; ) {
    const changes = db.all<Change>(sql, [entry.id, below, portion]);
    for (const change of changes) {
      const known = reverters.get(change.tableName);
      const revertRow = known ?? rowReverter(db, change.tableName);
      if (known === undefined) reverters.set(change.tableName, revertRow);
      if (!revertRow(change)) throw changedSince(change, entry);
    }
    if (changes.length < portion) break;
    below = changes.at(-1)!.id;
  }
  revertRanges(db, entry.id, entryId);
}

/** False: the row is not as the change left it. */
type RevertRow = (change: Change) => boolean;

/** A row is found by the key it has now, which an update may have changed too (a position). */
function rowReverter(db: Db, table: string): RevertRow {
  const columns = columnsOf(db, table);
  const names = columns.map((column) => column.name);
  const keys = columns.filter((column) => column.pk > 0).map((column) => column.name);
  const where = " WHERE " + keys.map((name) => name + " = :key_" + name).join(" AND ");
  const assignments = names.map((name) => name + " = :" + name).join(", ");
  const select = "SELECT " + rowAsJson(columns, table) + " AS row FROM " + table + where;
  const update = "UPDATE " + table + " SET " + assignments + where;
  return (change) => {
    const before = change.before === null ? undefined : (JSON.parse(change.before) as StoredRow);
    if (change.after === null) {
      db.run(insertOf(table, Object.keys(before ?? {})), before);
      return true;
    }
    const after = JSON.parse(change.after) as StoredRow;
    const key = Object.fromEntries(keys.map((name) => ["key_" + name, after[name] ?? null]));
    const text = db.get<{ row: string }>(select, key)?.row;
    const present = text === undefined ? undefined : (JSON.parse(text) as StoredRow);
    if (present === undefined || (text !== change.after && !isSame(present, after))) return false;
    if (before === undefined) db.run("DELETE FROM " + table + where, key);
    else db.run(update, { ...present, ...before, ...key });
    return true;
  };
}

/** Of a row that is from before a schema with more columns, the columns that there were; the others get their default. */
function insertOf(table: string, names: readonly string[]): string {
  const values = names.map((name) => ":" + name).join(", ");
  return "INSERT INTO " + table + " (" + names.join(", ") + ") VALUES (" + values + ")";
}

/** In the columns that the journal knew when it noted the row. */
function isSame(present: StoredRow, noted: StoredRow): boolean {
  return Object.entries(noted).every(([name, value]) => present[name] === value);
}

/** Records that were appended are taken away; what an undo took away as a whole comes back. */
function revertRanges(db: Db, revertedId: number, entryId: number): void {
  const sql = `
    SELECT noun, first_id AS first, last_id AS last, is_removal AS isRemoval
    FROM journal_range
    WHERE entry_id = ?`;
  const ranges = db.all<JournalRange>(sql, [revertedId]);
  const removed = ranges.filter(({ isRemoval }) => isRemoval === 1);
  if (removed.length > 0) restoreRanges(db, removed, { removedBy: revertedId, entryId });
  const appended = ranges.filter(({ isRemoval }) => isRemoval === 0);
  const large = appended.filter(({ first, last }) => last - first >= manyRecords);
  for (const range of appended) if (!large.includes(range)) deleteRange(db, range);
  if (large.length > 0) removeRanges(db, large, entryId);
}

function changedSince(change: Change, entry: Reverted): UserError {
  return new UserError(
    "conflict",
    "cannot undo #" +
      entry.id +
      ' "' +
      entry.commandLine +
      '": a row of ' +
      change.tableName +
      " has changed since",
    "it was changed outside crm; see: crm history",
  );
}

function deleteRange(
  db: Db,
  range: { readonly noun: string; readonly first: number; readonly last: number },
): void {
  for (const [table, owner] of Object.entries(journaled)) {
    if (owner.noun === range.noun) {
      const sql = "DELETE FROM " + table + " WHERE " + owner.id + " BETWEEN ? AND ?";
      db.run(sql, [range.first, range.last]);
    } else if (owner.noun === null) {
      const sql = "DELETE FROM " + table + " WHERE noun = ? AND " + owner.id + " BETWEEN ? AND ?";
      db.run(sql, [range.noun, range.first, range.last]);
    }
  }
}
