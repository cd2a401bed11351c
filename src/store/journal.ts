import type { Db } from "./db.ts";
import { reindex, reindexRange } from "./search.ts";
import { type Noun, nouns, tableOf } from "./tables.ts";
import { currentMarks, type Marks, watchTables } from "./triggers.ts";

/** Who writes what: one journal entry. */
export interface Entry {
  readonly at: string;
  readonly user: string;
  /** Noun and verb, such as "contact add". */
  readonly command: string;
  readonly commandLine: string;
  readonly reason?: string | undefined;
  /** Makes the write repeatable: the same key again changes nothing and answers as before. */
  readonly idem?: string | undefined;
  readonly dryRun?: boolean;
  readonly undoes?: number;
}

/** A write under way: everything between begin and commit or rollback is one transaction and one journal entry. */
export interface Writing {
  readonly entryId: number;
  /** New records are from now on journaled as ranges, not row by row; for imports. */
  appendInBulk(): void;
  commit(summary?: string): void;
  rollback(): void;
}

const watched = new WeakSet<Db>();

/** Begins a write. The only way in: outside it nothing is journaled, so a test forbids BEGIN elsewhere. */
export function beginWrite(db: Db, entry: Entry): Writing {
  if (!watched.has(db)) {
    watchTables(db);
    watched.add(db);
  }
  db.script("BEGIN IMMEDIATE");
  const entryId = addEntry(db, entry);
  let marks: Marks | undefined;
  return {
    entryId,
    appendInBulk: () => {
      marks = currentMarks(db);
      watchTables(db, marks);
    },
    commit: (summary) => {
      if (marks !== undefined) noteRanges(db, entryId, marks);
      const changed = touched(db, entryId);
      if (!changed || entry.dryRun === true) return rollback(db);
      if (summary !== undefined) {
        db.run("UPDATE journal_entry SET summary = ? WHERE id = ?", [summary, entryId]);
      }
      indexTouched(db, entryId);
      if (marks !== undefined) watchTables(db);
      db.script("COMMIT");
    },
    rollback: () => rollback(db),
  };
}

/** SQLite ends a transaction by itself when a disk error leaves it no choice; then there is nothing to roll back. */
function rollback(db: Db): void {
  if (db.inTransaction()) db.script("ROLLBACK");
}

/**
 * Runs `work` as one transaction and one journal entry. What it returns is the command's answer, plain data: with an
 * idem key it is kept, and given again without running `work` when the key comes again. Nothing changed: no entry.
 */
export function write<T>(db: Db, entry: Entry, work: (db: Db, entryId: number) => T): T {
  const known = entry.idem === undefined ? undefined : answerOf(db, entry.idem);
  if (known !== undefined) return JSON.parse(known) as T;
  const writing = beginWrite(db, entry);
  try {
    const again = entry.idem === undefined ? undefined : answerOf(db, entry.idem);
    if (again !== undefined) {
      writing.rollback();
      return JSON.parse(again) as T;
    }
    const answer = work(db, writing.entryId);
    if (entry.idem !== undefined) {
      const kept = JSON.stringify(answer ?? null);
      db.run("UPDATE journal_entry SET idem_key = ?, answer = ? WHERE id = ?", [
        entry.idem,
        kept,
        writing.entryId,
      ]);
    }
    writing.commit();
    return answer;
  } catch (error) {
    writing.rollback();
    throw error;
  }
}

function answerOf(db: Db, key: string): string | undefined {
  return db.get<{ answer: string }>("SELECT answer FROM journal_entry WHERE idem_key = ?", [key])?.answer;
}

/** Adds the entry that the triggers of this connection write to from now on. */
export function addEntry(db: Db, entry: Entry): number {
  const sql = `
    INSERT INTO journal_entry (at, user, command, command_line, reason, undoes)
    VALUES (:at, :user, :command, :commandLine, :reason, :undoes)`;
  const { at, user, command, commandLine, reason = null, undoes = null } = entry;
  return db.run(sql, { at, user, command, commandLine, reason, undoes }).id;
}

function noteRanges(db: Db, entryId: number, marks: Marks): void {
  const now = currentMarks(db);
  for (const noun of nouns) {
    if (now[noun] === marks[noun]) continue;
    db.run("INSERT INTO journal_range (entry_id, noun, first_id, last_id) VALUES (?, ?, ?, ?)", [
      entryId,
      noun,
      firstAfter(db, noun, marks[noun]),
      now[noun],
    ]);
  }
}

function firstAfter(db: Db, noun: Noun, id: number): number {
  const sql = "SELECT min(id) AS first FROM " + tableOf[noun] + " WHERE id > ?";
  return db.get<{ first: number }>(sql, [id])!.first;
}

function touched(db: Db, entryId: number): boolean {
  const sql = `
    SELECT 1
    FROM journal_change
    WHERE entry_id = :entryId
    UNION ALL
    SELECT 1
    FROM journal_range
    WHERE entry_id = :entryId
    LIMIT 1`;
  return db.get(sql, { entryId }) !== undefined;
}

/** Brings the search index up to what the entry changed, whichever command that was, undo included. */
function indexTouched(db: Db, entryId: number): void {
  const records = db.all<{ noun: string; id: number }>(
    "SELECT DISTINCT noun, record_id AS id FROM journal_change WHERE entry_id >= ?",
    [entryId],
  );
  for (const noun of nouns) {
    const ids = records.filter((record) => record.noun === noun).map((record) => record.id);
    if (ids.length > 0) reindex(db, noun, ids);
  }
  const sql = "SELECT noun, first_id AS first, last_id AS last FROM journal_range WHERE entry_id >= ?";
  for (const range of db.all<{ noun: Noun; first: number; last: number }>(sql, [entryId])) {
    reindexRange(db, range.noun, range);
  }
}
