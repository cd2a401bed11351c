import { closeSync, fstatSync, fsyncSync, openSync, realpathSync, renameSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { UserError } from "../errors.ts";
import { type Db, openDb } from "./db.ts";
import { syncToDisk } from "./durable.ts";

/**
 * Waits until nobody else has the file open and keeps everybody out from then on, readers too: for what SQLite cannot
 * do as a transaction. `endAlone`, or closing the connection, lets them in again. Waits as long as the connection does
 * for a writer, then it is busy.
 */
export async function aloneWith(db: Db): Promise<void> {
  const waitMs = db.get<{ timeout: number }>("PRAGMA busy_timeout")?.timeout ?? 0;
  for (let waited = 0; !isAlone(db); waited += 100) {
    endAlone(db);
    if (waited >= waitMs)
      throw new UserError("busy", "another program has the database open", "end it and try again");
    await new Promise((resume) => setTimeout(resume, 100));
  }
}

/** Leaving the log is only possible for a connection that is the only one. */
function isAlone(db: Db): boolean {
  try {
    db.script("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE");
    if (journalMode(db) !== "delete") return false;
    db.script("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT");
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && String(error.code).startsWith("SQLITE_BUSY"))
      return false;
    throw error;
  }
}

/** "wal" when others can read while one writes, as it has to be. */
export function journalMode(db: Db): string {
  return db.get<{ journal_mode: string }>("PRAGMA journal_mode")?.journal_mode ?? "";
}

export function endAlone(db: Db): void {
  try {
    db.script("PRAGMA locking_mode = NORMAL; PRAGMA journal_mode = WAL");
  } catch (error) {
    // Who is in the way has opened the file, which does not hinder the log for ever: doctor says when it is still off.
    if (!(error instanceof Error && "code" in error && String(error.code).startsWith("SQLITE_BUSY")))
      throw error;
  }
}

/** A copy that is about to become the database: with a log, and on the disk. */
export function withLog(file: string): void {
  const db = openDb({ path: file, mode: "write", busyMs: 5000 });
  try {
    db.script("PRAGMA journal_mode = WAL");
  } finally {
    db.close();
  }
  syncToDisk(file);
}

/**
 * Gives the database's name to another file, in one step. `db` has to be alone with the old one and is closed. Whoever
 * waits still has the old one: SQLite would let it read that, though not write, as long as it has no log. So its first page
 * is made unreadable, or, with `shred`, all of it.
 */
export function replaceBy(db: Db, file: string, shred: boolean): void {
  withLog(file);
  const path = realpathSync(db.path);
  const old = openSync(path, "r+");
  try {
    renameSync(file, path);
    syncToDisk(dirname(path));
    overwrite(old, shred ? fstatSync(old).size : 512);
    db.close();
  } finally {
    // Not before the connection: closing a descriptor gives up the locks of the whole process on its file.
    closeSync(old);
  }
}

function overwrite(file: number, bytes: number): void {
  const zeros = Buffer.alloc(Math.min(bytes, 1 << 20));
  for (let done = 0; done < bytes; )
    done += writeSync(file, zeros, 0, Math.min(zeros.length, bytes - done), done);
  fsyncSync(file);
}
