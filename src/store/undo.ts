import { UserError } from "../errors.ts";
import type { Db, Value } from "./db.ts";
import { addEntry, type Entry, write } from "./journal.ts";
import { journaled } from "./tables.ts";
import { columnsOf, rowAsJson } from "./triggers.ts";

/** A command that has been taken back, or done again. */
export interface Undone {
  readonly id: number;
  readonly at: string;
  readonly commandLine: string;
  readonly summary: string | null;
}

interface Change {
  readonly tableName: string;
  readonly before: string | null;
  readonly after: string | null;
}

type StoredRow = Readonly<Record<string, Value>>;

/** Takes back the newest `count` commands that still stand, newest first: all in one transaction, an entry each. */
export function undo(db: Db, entry: Entry, count: number): Undone[] {
  const sql = `
    SELECT id, at, command_line AS commandLine, summary
    FROM journal_entry
    WHERE undoes IS NULL AND undone_by IS NULL AND id < :below
    ORDER BY id DESC
    LIMIT 1`;
  return write(db, entry, (_, entryId) =>
    takeEach(count, "there is nothing to undo", (step) => {
      const target = db.get<Undone>(sql, { below: entryId });
      if (target === undefined) return undefined;
      const undoId = step === 0 ? entryId : addEntry(db, entry);
      revert(db, target);
      db.run("UPDATE journal_entry SET undone_by = ? WHERE id = ?", [undoId, target.id]);
      db.run("UPDATE journal_entry SET undoes = ? WHERE id = ?", [target.id, undoId]);
      return target;
    }),
  );
}

/** Does again what the newest undos took back, as long as no other command has come after them. */
export function redo(db: Db, entry: Entry, count: number): Undone[] {
  const sql = `
    SELECT undo.id AS undoId, done.id, done.at, done.command_line AS commandLine, done.summary
    FROM journal_entry AS undo
    JOIN journal_entry AS done ON done.undone_by = undo.id
    WHERE done.undoes IS NULL AND NOT EXISTS (
      SELECT 1 FROM journal_entry AS later WHERE later.id > undo.id AND later.undoes IS NULL AND later.id < :below
    )
    ORDER BY undo.id DESC
    LIMIT 1`;
  return write(db, entry, (_, entryId) =>
    takeEach(count, "there is nothing to do again", (step) => {
      const target = db.get<Undone & { undoId: number }>(sql, { below: entryId });
      if (target === undefined) return undefined;
      const redoId = step === 0 ? entryId : addEntry(db, entry);
      const { undoId, ...done } = target;
      revert(db, { ...done, id: undoId });
      db.run("UPDATE journal_entry SET undone_by = NULL WHERE id = ?", [done.id]);
      db.run("UPDATE journal_entry SET undone_by = ? WHERE id = ?", [redoId, undoId]);
      db.run("UPDATE journal_entry SET undoes = ? WHERE id = ?", [undoId, redoId]);
      return done;
    }),
  );
}

function takeEach(count: number, none: string, take: (step: number) => Undone | undefined): Undone[] {
  const taken: Undone[] = [];
  for (let step = 0; step < count; step++) {
    const target = take(step);
    if (target === undefined) break;
    taken.push(target);
  }
  if (taken.length === 0) throw new UserError("refused", none, "see what was done: crm history");
  return taken;
}

/** Puts every row that the entry touched back to what it was before, last change first. */
function revert(db: Db, entry: Undone): void {
  db.run("PRAGMA defer_foreign_keys = ON");
  const sql = `
    SELECT table_name AS tableName, before, after
    FROM journal_change
    WHERE entry_id = ?
    ORDER BY id DESC`;
  for (const change of db.all<Change>(sql, [entry.id])) revertRow(db, change, entry);
  const ranges = "SELECT noun, first_id AS first, last_id AS last FROM journal_range WHERE entry_id = ?";
  for (const range of db.all<{ noun: string; first: number; last: number }>(ranges, [entry.id])) {
    deleteRange(db, range);
  }
}

/** A row is found by the key it has now, which an update may have changed too (a position). */
function revertRow(db: Db, change: Change, entry: Undone): void {
  const { tableName: table } = change;
  const columns = columnsOf(db, table);
  const keys = columns.filter((column) => column.pk > 0).map((column) => column.name);
  const before = change.before === null ? undefined : (JSON.parse(change.before) as StoredRow);
  const after = change.after === null ? undefined : (JSON.parse(change.after) as StoredRow);
  const names = columns.map((column) => column.name);
  if (after === undefined) {
    const values = names.map((name) => ":" + name).join(", ");
    db.run("INSERT INTO " + table + " (" + names.join(", ") + ") VALUES (" + values + ")", before);
    return;
  }
  const where = " WHERE " + keys.map((name) => name + " = :key_" + name).join(" AND ");
  const key = Object.fromEntries(keys.map((name) => ["key_" + name, after[name] ?? null]));
  const sql = "SELECT " + rowAsJson(columns, table) + " AS row FROM " + table + where;
  if (db.get<{ row: string }>(sql, key)?.row !== change.after) throw changedSince(change, entry);
  if (before === undefined) {
    db.run("DELETE FROM " + table + where, key);
    return;
  }
  const assignments = names.map((name) => name + " = :" + name).join(", ");
  db.run("UPDATE " + table + " SET " + assignments + where, { ...before, ...key });
}

function changedSince(change: Change, entry: Undone): UserError {
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
