import { UserError } from "../errors.ts";
import type { Db } from "./db.ts";
import { followWatch } from "./due/touched.ts";
import { markOfIdem } from "./erase/ledger.ts";
import {
  type Bulk,
  currentMarks,
  isWatched,
  unwatchInserts,
  unwatchTables,
  watchInserts,
  watchTables,
} from "./journal/triggers.ts";
import { changesText, reindex, reindexRange, unindexRange } from "./search/indexing.ts";
import { type Noun, nouns, tableOf } from "./tables.ts";
import { takeTurn } from "./turn.ts";

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
  /** New records are journaled as ranges, not row by row; for imports. */
  readonly bulk?: boolean;
  /** Called with all of it written but not committed, where an error rolls it back, and again when it is committed. */
  readonly hooks?: { before(db: Db, entryId: number): void; after(): void } | undefined;
}

/** A write under way: everything between begin and commit or rollback is one transaction and one journal entry. */
export interface Writing {
  readonly entryId: number;
  /**
   * While a bulk writes nothing but new records, it need not be watched at all; before it changes an older record,
   * or gives one a new part, it has to be watched again, which it is at first.
   */
  watchInserts(on: boolean): void;
  /** The bulk has put this noun's new records into the search index itself. */
  hasIndexed(noun: Noun): void;
  /** With an idem key `answer` is kept, to be given again when the key comes again. */
  commit(summary?: string, answer?: unknown): void;
  rollback(): void;
}

/** Begins a write. The only way in: outside it nothing is journaled, so a test forbids BEGIN elsewhere. */
export function beginWrite(db: Db, entry: Entry): Writing {
  if (entry.bulk !== true && !isWatched(db)) watchTables(db);
  takeTurn(db);
  const entryId = addEntry(db, entry);
  const indexed = new Set<Noun>();
  const bulk = entry.bulk === true ? { entryId, marks: currentMarks(db) } : undefined;
  if (bulk !== undefined) watchTables(db, bulk);
  let watching = true;
  return {
    entryId,
    watchInserts: (on) => {
      if (on === watching || bulk === undefined) return;
      watching = on;
      if (on) watchInserts(db, bulk);
      else unwatchInserts(db);
    },
    hasIndexed: (noun) => void indexed.add(noun),
    commit: (summary, answer) => {
      if (bulk !== undefined) noteRanges(db, bulk);
      const changed = touched(db, entryId);
      if (!changed || entry.dryRun === true) return rollback(db);
      if (summary !== undefined) {
        db.run("UPDATE journal_entry SET summary = ? WHERE id = ?", [summary, entryId]);
      }
      if (answer !== undefined && entry.idem !== undefined) keepAnswer(db, entryId, entry.idem, answer);
      indexTouched(db, entryId, indexed);
      followWatch(db, entryId);
      if (bulk !== undefined) unwatchTables(db);
      entry.hooks?.before(db, entryId);
      db.script("COMMIT");
      entry.hooks?.after();
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
  const known = answerOf(db, entry);
  if (known !== undefined) return JSON.parse(known) as T;
  const writing = beginWrite(db, entry);
  try {
    const again = answerOf(db, entry);
    if (again !== undefined) {
      writing.rollback();
      return JSON.parse(again) as T;
    }
    const answer = work(db, writing.entryId);
    writing.commit(undefined, answer ?? null);
    return answer;
  } catch (error) {
    writing.rollback();
    throw error;
  }
}

/**
 * Runs `work` as one transaction that leaves no entry: for tables that the journal does not watch (`unwatched`), whose
 * rows no undo may take back.
 */
export function keepUnjournaled<T>(db: Db, work: () => T): T {
  takeTurn(db);
  try {
    const answer = work();
    db.script("COMMIT");
    return answer;
  } catch (error) {
    rollback(db);
    throw error;
  }
}

export function keepAnswer(db: Db, entryId: number, idem: string, answer: unknown): void {
  const sql = "UPDATE journal_entry SET idem_key = ?, answer = ? WHERE id = ?";
  db.run(sql, [idem, JSON.stringify(answer), entryId]);
}

/** What was answered, as JSON, when the key came before. The key of another command is refused: its answer is no answer. */
export function answerOf(
  db: Db,
  { idem: key, command }: Pick<Entry, "idem" | "command">,
): string | undefined {
  if (key === undefined) return undefined;
  const sql = "SELECT answer, command FROM journal_entry WHERE idem_key IN (?, ?)";
  const before = db.get<{ answer: string; command: string }>(sql, [key, markOfIdem(db, key) ?? null]);
  if (before === undefined) return undefined;
  if (before.command !== command) {
    const message = "--idem " + key + " was the key of crm " + before.command + ": nothing was done";
    throw new UserError("conflict", message, "take another key");
  }
  if (before.answer === "erased")
    throw new UserError("conflict", "what --idem " + key + " wrote has been erased since");
  return before.answer;
}

/** Whether what the key wrote was undone since. It is not written again: its answer is given as before. */
export function isAnswerUndone(db: Db, key: string): boolean {
  return (
    db.get("SELECT 1 FROM journal_entry WHERE idem_key = ? AND undone_by IS NOT NULL", [key]) !== undefined
  );
}

/** Adds the entry that the triggers of this connection write to from now on. */
export function addEntry(db: Db, entry: Entry): number {
  const sql = `
    INSERT INTO journal_entry (at, user, command, command_line, reason, undoes)
    VALUES (:at, :user, :command, :commandLine, :reason, :undoes)`;
  const { at, user, command, commandLine, reason = null, undoes = null } = entry;
  return db.run(sql, { at, user, command, commandLine, reason, undoes }).id;
}

function noteRanges(db: Db, { entryId, marks }: Bulk): void {
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

/** Records that were appended in bulk, or such that an undo has taken away again. */
export interface JournalRange {
  readonly noun: Noun;
  readonly first: number;
  readonly last: number;
  readonly isRemoval: 0 | 1;
}

/** The ranges of the entry and of those after it. */
function rangesOf(db: Db, entryId: number): JournalRange[] {
  const sql = `
    SELECT noun, first_id AS first, last_id AS last, is_removal AS isRemoval
    FROM journal_range
    WHERE entry_id >= ?`;
  return db.all(sql, [entryId]);
}

/** Brings the search index up to what the entry changed, whichever command that was, undo included. */
function indexTouched(db: Db, entryId: number, indexed: ReadonlySet<Noun>): void {
  const first = db.get<{ id: number | null }>(
    "SELECT min(id) AS id FROM journal_change WHERE entry_id >= ?",
    [entryId],
  )?.id;
  for (let next = first ?? Number.MAX_SAFE_INTEGER; ; ) {
    const changes = db.all<{ id: number; noun: string; recordId: number }>(nextChanges, [next]);
    const last = changes.at(-1);
    if (last === undefined) break;
    indexChanges(db, changes);
    next = last.id + 1;
  }
  for (const range of rangesOf(db, entryId)) {
    if (range.isRemoval === 1) unindexRange(db, range.noun, range);
    else if (!indexed.has(range.noun)) reindexRange(db, range.noun, range);
  }
}

/** The entry is the newest one: what follows its first change is all its own. In portions, for it can be millions. */
const nextChanges =
  `
  SELECT id, noun, record_id AS recordId
  FROM journal_change
  WHERE id >= ? AND ` +
  changesText +
  `
  ORDER BY id
  LIMIT 10000`;

function indexChanges(db: Db, changes: readonly { noun: string; recordId: number }[]): void {
  for (const noun of nouns) {
    const ids = changes.filter((change) => change.noun === noun).map((change) => change.recordId);
    if (ids.length > 0) reindex(db, noun, [...new Set(ids)]);
  }
}
