import { existsSync, readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type Db, inspectDb } from "./db.ts";
import { marksOfContact } from "./erase-ledger.ts";

/**
 * Backups on this machine in which a contact still is, by its marks: in every directory that a backup was ever written
 * to, and copies beside the database itself. A file that cannot be looked into is named too.
 */
export function backupsHolding(db: Db, marks: readonly string[], id: number): string[] {
  if (db.path === ":memory:") return [];
  const places = db
    .all<{ directory: string }>("SELECT directory FROM backup_place")
    .map((row) => row.directory);
  const own = resolve(dirname(db.path));
  const files = [...new Set([...places, own, join(own, "backups")])].flatMap(databasesIn);
  return files.filter((file) => file !== resolve(db.path) && holds(file, marks, id));
}

function databasesIn(directory: string): string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((name) => /\.db(\.|$)/.test(name) && !/-(wal|shm|journal)$/.test(name))
    .map((name) => join(directory, name));
}

function holds(file: string, marks: readonly string[], id: number): boolean {
  let copy: Db;
  try {
    copy = inspectDb(file);
  } catch {
    return false;
  }
  try {
    const there = marksOfContact(copy, id);
    return there.some((mark) => marks.includes(mark)) || byEmail(copy, marks);
  } catch {
    return true;
  } finally {
    copy.close();
  }
}

function byEmail(copy: Db, marks: readonly string[]): boolean {
  const emails = marks.filter((mark) => mark.startsWith("email:")).map((mark) => mark.slice("email:".length));
  return emails.some(
    (email) => copy.get("SELECT 1 FROM contact_email WHERE email_key = ?", [email]) !== undefined,
  );
}
