import { isCopyNeeded } from "./attachment.ts";
import { asUserError, type Db } from "./db.ts";
import { markOfIdem, noteErased } from "./erase/ledger.ts";
import { hideIdemKeys, namesOf, scrubJournal, scrubTexts } from "./erase/traces.ts";
import { columnsOf } from "./journal/triggers.ts";
import type { Entry } from "./journal.ts";
import { answerOf, beginWrite, keepAnswer } from "./journal.ts";
import { emptyLog } from "./log.ts";
import { activitySteps, needContact, personalTables } from "./person.ts";
import { rebuildSearch } from "./search/rebuild.ts";

/** What an erasure did. */
export interface Erased {
  readonly id: number;
  /** Rows of each table that were deleted or emptied. */
  readonly tables: Readonly<Record<string, number>>;
  /** Entries of the journal that no longer say what they did. */
  readonly journalEntries: number;
  /** Places where the person was mentioned in the words of other records, and is not any more. */
  readonly scrubbed: readonly string[];
  /** Names of companies, groups and the like that hold the person's name, which only a person can judge. */
  readonly stillNamed: readonly string[];
  /** Copies of attached files, relative to the database's directory, that are to be removed. */
  readonly files: readonly string[];
}

const sealedBy = "a person was erased by it, which cannot be undone, nor can what was done before";

/**
 * Erases persons in one transaction: rows, words, journal and search index. What remains of each is a number without a
 * name where reports count with it. Then `sweep` has to clean the file itself.
 */
export function eraseContacts(
  db: Db,
  entry: Entry,
  { ids, today }: { ids: readonly number[]; today: string },
): Erased[] {
  const writing = beginWrite(db, entry);
  try {
    const before = erasedBefore(db, entry);
    if (before !== undefined) {
      writing.rollback();
      return before;
    }
    const erased = ids.map((id) => eraseOne(db, id, today));
    leaveOneTrace(db, writing.entryId, ids);
    rebuildSearch(db);
    db.run("UPDATE erase_secret SET must_sweep = 1");
    if (entry.idem !== undefined) {
      // As a hash: a key may be made of the name that is to be forgotten.
      keepAnswer(db, writing.entryId, markOfIdem(db, entry.idem)!, { erased: erased.map(withoutNames) });
    }
    writing.commit();
    return erased;
  } catch (error) {
    writing.rollback();
    throw error;
  }
}

/** What an erasure with the entry's key of --idem did; undefined: there was none. */
export function erasedBefore(db: Db, entry: Entry): Erased[] | undefined {
  const answer = answerOf(db, entry);
  return answer === undefined ? undefined : (JSON.parse(answer) as { readonly erased: Erased[] }).erased;
}

/** Of places and files an erasure keeps no names. */
function withoutNames(erased: Erased): Erased {
  return { ...erased, scrubbed: [], stillNamed: [], files: [] };
}

/** The triggers have just noted everything that was deleted: of that the journal keeps that it was done, not what. */
function leaveOneTrace(db: Db, entryId: number, ids: readonly number[]): void {
  db.run("DELETE FROM journal_change WHERE entry_id = ?", [entryId]);
  const sql = `
    INSERT INTO journal_change (entry_id, table_name, noun, record_id, before, after)
    VALUES (?, 'contact', 'contact', ?, '{}', NULL)`;
  for (const id of ids) db.run(sql, [entryId, id]);
  const line = "crm contact erase " + ids.map((id) => "#" + id).join(" ");
  const seal = "UPDATE journal_entry SET sealed = ?, command_line = ? WHERE id = ?";
  db.run(seal, [sealedBy, line, entryId]);
}

function eraseOne(db: Db, id: number, today: string): Erased {
  const names = namesOf(db, id);
  noteErased(db, id, today);
  const copies = copiesOf(db, id);
  const journalEntries = scrubJournal(db, id);
  const tables: Record<string, number> = {};
  for (const step of activitySteps) db.run(step, { id });
  for (const [table, { where, erase }] of Object.entries(personalTables)) {
    const changes = erase === "shell" ? eraseContact(db, id) : eraseRows(db, { table, where, erase, id });
    if (changes > 0) tables[table] = changes;
  }
  const { scrubbed, stillNamed } = scrubTexts(db, id, names);
  hideIdemKeys(db, names);
  return {
    id,
    tables,
    journalEntries,
    scrubbed,
    stillNamed,
    files: copies.filter((path) => !isCopyNeeded(db, path)),
  };
}

/** Copies of documents that are attached, or were: what was taken off its record stays for undo, which ends here. */
function copiesOf(db: Db, id: number): string[] {
  const own = "(" + personalTables.attachment!.where + ")";
  const present = db.all<{ path: string }>("SELECT path FROM attachment WHERE is_copy = 1 AND " + own, {
    id,
  });
  const past = db.all<{ path: string }>(
    "SELECT before ->> 'path' AS path FROM journal_change WHERE table_name = 'attachment'" +
      " AND before IS NOT NULL AND before ->> 'is_copy' = 1 AND " +
      own,
    { id },
  );
  return [...new Set([...present, ...past].map(({ path }) => path))];
}

interface Rows {
  readonly table: string;
  readonly where: string;
  readonly erase: "delete" | Readonly<Record<string, string>>;
  readonly id: number;
}

function eraseRows(db: Db, { table, where, erase, id }: Rows): number {
  if (erase === "delete") return db.run("DELETE FROM " + table + " WHERE " + where, { id }).changes;
  const sets = Object.entries(erase).map(([column, value]) => column + " = " + value);
  if (sets.length === 0) return 0;
  return db.run("UPDATE " + table + " SET " + sets.join(", ") + " WHERE " + where, { id }).changes;
}

/** Nothing stays of the contact but, where others refer to it, its number, its stage of life and the month it came. */
function eraseContact(db: Db, id: number): number {
  const isNeeded = needContact.some(
    (table) => db.get("SELECT 1 FROM " + table + " WHERE contact_id = ? LIMIT 1", [id]) !== undefined,
  );
  if (!isNeeded) {
    db.run("DELETE FROM lifecycle_change WHERE contact_id = ?", [id]);
    return db.run("DELETE FROM contact WHERE id = ?", [id]).changes;
  }
  const kept = ["id", "lifecycle", "created_at", "updated_at"];
  const emptied = columnsOf(db, "contact")
    .map(({ name }) => name)
    .filter((name) => !kept.includes(name) && name !== "name" && name !== "name_key")
    .map((name) => name + " = NULL");
  const sql =
    "UPDATE contact SET name = :name, name_key = :name, created_at = substr(created_at, 1, 8) || '01T00:00:00Z', " +
    emptied.join(", ") +
    " WHERE id = :id";
  return db.run(sql, { id, name: "erased #" + id }).changes;
}

/**
 * Cleans the file after an erasure: writes it anew without its free pages, and empties the log. False: it could not
 * be done yet, for somebody else uses the file or the disk is full.
 */
export function sweep(db: Db): boolean {
  try {
    return cleanFile(db);
  } catch (error) {
    // What was erased is gone from the tables; that the file could not be cleaned yet is noted in it.
    if (asUserError(error, db.path) === undefined) throw error;
    return false;
  }
}

function cleanFile(db: Db): boolean {
  db.script("VACUUM");
  if (!emptyLog(db)) return false;
  db.run("UPDATE erase_secret SET must_sweep = 0");
  return emptyLog(db);
}

/** Whether an erasure was cut off before the file was clean. */
export function mustSweep(db: Db): boolean {
  return db.get("SELECT 1 FROM erase_secret WHERE must_sweep = 1") !== undefined;
}
