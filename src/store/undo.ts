import { UserError } from "../errors.ts";
import { localDate } from "../values/date.ts";
import { setUpBulk } from "./bulk.ts";
import type { Db } from "./db.ts";
import { revert } from "./journal/revert.ts";
import { lastTrim } from "./journal/trim.ts";
import { addEntry, type Entry, write } from "./journal.ts";
import { emptyLog } from "./log.ts";
import { manyRecords } from "./range.ts";

/** A command that has been taken back, or done again. */
export interface Undone {
  readonly id: number;
  readonly at: string;
  readonly commandLine: string;
  readonly summary: string | null;
}

/**
 * Takes back the newest `count` commands that still stand, newest first: all in one transaction, an entry each. `zone`: in
 * which a day is named.
 */
export function undo(db: Db, entry: Entry, { count, zone }: { count: number; zone: string }): Undone[] {
  const sql = `
    SELECT id, at, command_line AS commandLine, summary, sealed
    FROM journal_entry
    WHERE undoes IS NULL AND undone_by IS NULL AND id < :below
    ORDER BY id DESC
    LIMIT 1`;
  return writeReverts(db, { entry, next: nextUndone, count }, (entryId) =>
    takeEach(count, "there is nothing to undo" + trimmed(db, zone), (step) => {
      const found = db.get<Undone & { sealed: string | null }>(sql, { below: entryId });
      if (found === undefined) return undefined;
      const { sealed, ...target } = found;
      if (sealed !== null) throw isSealed(target, sealed);
      const undoId = step === 0 ? entryId : addEntry(db, entry);
      revert(db, target, undoId);
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
  return writeReverts(db, { entry, next: nextRedone, count }, (entryId) =>
    takeEach(count, "there is nothing to do again", (step) => {
      const target = db.get<Undone & { undoId: number }>(sql, { below: entryId });
      if (target === undefined) return undefined;
      const redoId = step === 0 ? entryId : addEntry(db, entry);
      const { undoId, ...done } = target;
      revert(db, { ...done, id: undoId }, redoId);
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

const nextUndone = `
  SELECT id
  FROM journal_entry
  WHERE undoes IS NULL AND undone_by IS NULL
  ORDER BY id DESC
  LIMIT :count`;
const nextRedone = `
  SELECT undone_by
  FROM journal_entry
  WHERE undoes IS NULL AND undone_by IS NOT NULL
  ORDER BY undone_by DESC
  LIMIT :count`;

interface Reverts {
  readonly entry: Entry;
  /** SQL of the entries that will be reverted. */
  readonly next: string;
  readonly count: number;
}

/** Where a large import is among them, no foreign key is looked up row by row: range.ts looks for all at once. */
function writeReverts(
  db: Db,
  { entry, next, count }: Reverts,
  work: (entryId: number) => Undone[],
): Undone[] {
  const sql = "SELECT 1 FROM journal_range WHERE last_id - first_id >= :many AND entry_id IN (" + next + ")";
  const isBulk = db.get(sql, { many: manyRecords, count }) !== undefined;
  if (!isBulk) return write(db, entry, (_, entryId) => work(entryId));
  const setBack = setUpBulk(db, { checks: false });
  try {
    const done = write(db, entry, (_, entryId) => work(entryId));
    emptyLog(db);
    return done;
  } finally {
    setBack();
  }
}

function isSealed(entry: Undone, why: string): UserError {
  return new UserError("refused", "cannot undo #" + entry.id + ' "' + entry.commandLine + '": ' + why);
}

function trimmed(db: Db, zone: string): string {
  const trim = lastTrim(db);
  if (trim === undefined) return "";
  const when = localDate(trim.trimmedAt, zone);
  return ": what was done earlier was cut off the journal by " + trim.user + " on " + when;
}

/** The number of the last entry of the journal; 0 when there is none. */
export function newestEntry(db: Db): number {
  return db.get<{ id: number | null }>("SELECT max(id) AS id FROM journal_entry")?.id ?? 0;
}
