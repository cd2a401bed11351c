import { existsSync, readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Db } from "../db.ts";
import { refuseForeign } from "../foreign.ts";
import { isEncryptedFile } from "./cipher.ts";

/** Every database file in a directory that a backup was ever written to, or beside the database; not the database. */
export function copiesOf(db: Db): string[] {
  if (db.path === ":memory:") return [];
  const places = db
    .all<{ directory: string }>("SELECT directory FROM backup_place")
    .map((row) => row.directory);
  const own = resolve(dirname(db.path));
  const files = [...new Set([...places, own, join(own, "backups")])].flatMap(databasesIn);
  return files.filter((file) => file !== resolve(db.path));
}

function databasesIn(directory: string): string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((name) => /\.db(\.|$)/.test(name) && !/-(wal|shm|journal)$/.test(name))
    .map((name) => join(directory, name));
}

/** Copies of the database that anybody with the disk can read; not what is of other programs. */
export function plainCopies(db: Db): string[] {
  return copiesOf(db).filter((file) => !isEncryptedFile(file) && isOurs(file));
}

function isOurs(file: string): boolean {
  try {
    refuseForeign(file);
    return true;
  } catch {
    return false;
  }
}
