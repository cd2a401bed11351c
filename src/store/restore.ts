import { randomBytes } from "node:crypto";
import { existsSync, realpathSync, renameSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { UserError } from "../errors.ts";
import { removeFile } from "../remove-file.ts";
import { copyDatabase } from "./backup/copy.ts";
import { asUserError, type Db, inspectDb, openDb } from "./db.ts";
import { giveName, syncToDisk } from "./durable.ts";
import { isEncryptedFile, openSqlite, rekeyFile } from "./encryption/cipher.ts";
import { heldKey } from "./encryption/key.ts";
import { carryErasures } from "./erase/again.ts";
import { refuseTriggers } from "./foreign.ts";
import type { Entry } from "./journal.ts";
import { emptyLog } from "./log.ts";
import { schemaVersion } from "./migrate.ts";
import { migrations } from "./migrations.ts";

/** What a file that is to be restored holds. */
export interface Holding {
  readonly file: string;
  readonly schema: number;
  readonly contacts: number;
  readonly companies: number;
  readonly deals: number;
  readonly orders: number;
  /** The last thing that was done in it, and when; null: nothing. */
  readonly lastAt: string | null;
  readonly lastCommand: string | null;
}

/** Looks a file through before anything is done with it: whose it is, whether it is whole, what it holds. */
export function inspectBackup(file: string): Holding {
  if (!existsSync(file)) throw new UserError("not_found", "no file " + file);
  if (statSync(file).isFile() && statSync(file).size === 0)
    throw new UserError("refused", file + " is empty");
  try {
    return inspect(file);
  } catch (error) {
    throw asUserError(error, file) ?? error;
  }
}

function inspect(file: string): Holding {
  const db = inspectDb(file);
  try {
    const schema = schemaVersion(db);
    if (schema > migrations.length) throw newer(file, schema);
    if (schema < 1)
      throw new UserError(
        "refused",
        file + " is damaged: its schema has no version",
        "restore another backup",
      );
    refuseTriggers(db, file);
    const faults = faultsOf(db);
    if (faults.length > 0)
      throw new UserError("refused", file + " is damaged: " + faults[0], "restore another backup");
    return { file, schema, ...db.get<Omit<Holding, "file" | "schema">>(holdingSql)! };
  } finally {
    db.close();
  }
}

function newer(file: string, schema: number): UserError {
  const message =
    file + " was written by a newer crm (schema " + schema + ", this one knows " + migrations.length + ")";
  return new UserError("refused", message, "install the newer crm");
}

const holdingSql = `
  SELECT
    (SELECT count(*) FROM contact) AS contacts,
    (SELECT count(*) FROM company) AS companies,
    (SELECT count(*) FROM deal) AS deals,
    (SELECT count(*) FROM sales_order) AS orders,
    (SELECT at FROM journal_entry ORDER BY id DESC LIMIT 1) AS lastAt,
    (SELECT command_line FROM journal_entry ORDER BY id DESC LIMIT 1) AS lastCommand`;

/** What SQLite finds wrong in a file, at most twenty faults; none when it is whole. */
export function faultsOf(db: Db): string[] {
  const said = db
    .all<{ integrity_check: string }>("PRAGMA integrity_check(20)")
    .map((row) => row.integrity_check);
  const broken = db.all<{ table: string; parent: string }>("PRAGMA foreign_key_check");
  const faults = said.filter((line) => line !== "ok");
  if (broken.length === 0) return faults;
  const tables = [...new Set(broken.map(({ table, parent }) => table + " to " + parent))].join(", ");
  return [...faults, broken.length + " references lead nowhere (" + tables + ")"];
}

/**
 * Makes the file that will take the database's place, beside it: the backup, brought up to the schema of today, without
 * the persons who have been erased since, and with an entry that says where it came from. `live` is the present
 * database, undefined when there is none. Gives its path, and a word by which it can be known.
 */
export function prepareRestore(
  holding: Holding,
  { target, live, entry, pour }: { target: string; live: Db | undefined; entry: Entry; pour: boolean },
): { readonly file: string; readonly token: string; readonly erasedAgain: number } {
  const file = target + ".restoring";
  removePrepared(file);
  const source = inspectDb(holding.file);
  try {
    // A file can only be poured into one with pages of the same size.
    if (live !== undefined && pour) source.script("PRAGMA page_size = " + pageSizeOf(live));
    copyDatabase(source, file);
  } finally {
    source.close();
  }
  if (!pour) encryptAsLive(file);
  const db = openDb({ path: file, mode: "write", busyMs: 5000 });
  try {
    const erasedAgain = live === undefined ? 0 : carryErasures(live, db, entry);
    const token = "restore-" + randomBytes(12).toString("hex");
    db.run(entrySql, { ...entryValues(entry), summary: "from " + holding.file, token });
    emptyLog(db);
    return { file, token, erasedAgain };
  } finally {
    db.close();
    syncToDisk(file);
  }
}

/**
 * SQLite pours plain files only; what is encrypted has to take the place of the other as a file. To be asked before a
 * connection to one of them is open: looking at a file gives up the locks of the whole process on it.
 */
export function canPour(file: string, target: string): boolean {
  return !isEncryptedFile(file) && !isEncryptedFile(target);
}

/** A plain backup of a database that is encrypted now gets its key: what was encrypted stays so. */
function encryptAsLive(file: string): void {
  const held = heldKey();
  if (held?.key !== undefined && !isEncryptedFile(file)) rekeyFile(file, held.key, held.places);
}

function pageSizeOf(db: Db): number {
  return db.get<{ page_size: number }>("PRAGMA page_size")?.page_size ?? 4096;
}

const entrySql = `
  INSERT INTO journal_entry (at, user, command, command_line, reason, summary, idem_key, answer, sealed)
  VALUES (
    :at, :user, :command, :commandLine, :reason, :summary, :token, 'null',
    'a restore is taken back by restoring the copy that was kept of the database before it'
  )`;

function entryValues({ at, user, command, commandLine, reason }: Entry) {
  return { at, user, command, commandLine, reason: reason ?? null };
}

/**
 * Pours the prepared file into the database, as one transaction of SQLite's own: who reads goes on reading what was
 * there, and sees the new state with the next command. The driver says nothing when another writer is in the way, so
 * the token tells whether it has been done; it is tried again until `waitMs` are over. `live` is asked for it: to look
 * at the file in another way would give up the lock that it holds.
 */
export async function pourInto(
  live: Db,
  from: { file: string; token: string },
  waitMs: number,
): Promise<void> {
  const source = openSqlite(from.file, { readonly: true });
  try {
    for (let waited = 0; ; waited += 100) {
      await source.backup(live.path, { progress: () => 0x7fffffff });
      if (hasToken(live, from.token)) return;
      if (waited >= waitMs)
        throw new UserError("busy", "the database is busy: another crm is writing", "try again");
      await new Promise((resume) => setTimeout(resume, 100));
    }
  } finally {
    source.close();
    removePrepared(from.file);
  }
}

export function removePrepared(file: string): void {
  for (const end of ["", "-wal", "-shm", "-journal"]) removeFile(file + end);
}

function hasToken(live: Db, token: string): boolean {
  if (live.get("SELECT 1 FROM journal_entry WHERE idem_key = ?", [token]) === undefined) return false;
  // Not TRUNCATE: that would wait for whoever is reading. Beside a reader it may do nothing at all, not even sync.
  live.get("PRAGMA wal_checkpoint(PASSIVE)");
  const log = realpathSync(live.path) + "-wal";
  if (existsSync(log)) syncToDisk(log);
  return true;
}

/** In place of a file that cannot be opened any more: it is kept aside as it is, with its log. Gives its new name. */
export function takePlaceOf(target: string, prepared: string, aside: string): void {
  for (const end of ["", "-wal", "-shm"]) {
    if (existsSync(target + end)) renameSync(target + end, aside + end);
  }
  giveName(prepared, target);
  syncToDisk(dirname(target));
  removePrepared(prepared);
}
