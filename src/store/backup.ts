import { closeSync, existsSync, openSync, readdirSync, readSync, statSync, unlinkSync } from "node:fs";
import { basename, dirname, extname, join, resolve } from "node:path";
import { type Copy, copyDatabase, partial } from "./backup/copy.ts";
import { contentHash } from "./content-hash.ts";
import { type Db, inspectDb } from "./db.ts";
import { makeDirectory } from "./durable.ts";
import { isEncryptedFile } from "./encryption/cipher.ts";

export interface BackupPlan {
  /** A file of its own; else one named by the moment in `directory`. */
  readonly file?: string | undefined;
  readonly directory: string;
  /** The moment, an instant. */
  readonly at: string;
  /** How many of the directory's stay, the new one included; only of those that bear a moment in their name. */
  readonly keep: number;
  /** Writes nothing when the newest one there is the same. */
  readonly ifChanged: boolean;
}

export interface Backup extends Copy {
  /** The newest one was the same already: `file` is that one. */
  readonly unchanged: boolean;
  /** Older ones that made room. */
  readonly removed: readonly string[];
}

/** Where backups go when no place is named: a directory beside the database. */
export function backupDirectory(database: string): string {
  return join(dirname(database), "backups");
}

/** Copies the database into a file or directory; old ones go only when the new one has been checked. */
export function backUp(db: Db, plan: BackupPlan): Backup {
  if (plan.file !== undefined) {
    makeDirectory(dirname(resolve(plan.file)));
    return { ...copyDatabase(db, plan.file), unchanged: false, removed: [] };
  }
  makeDirectory(plan.directory);
  const stem = stemOf(db.path);
  const newest = backupsIn(plan.directory, stem).at(-1);
  const copy = copyDatabase(db, nextName(plan.directory, stem, plan.at));
  if (plan.ifChanged && newest !== undefined && isSame(newest, copy.file)) {
    unlinkSync(copy.file);
    return { ...copy, file: newest, unchanged: true, removed: [] };
  }
  return {
    ...copy,
    unchanged: false,
    removed: rotate(plan.directory, stem, { keep: plan.keep, made: copy.file }),
  };
}

/** A copy before something that is hard to take back, such as a restore; ten of each kind stay. */
export function backUpBefore(db: Db, what: string, at: string): string | undefined {
  if (db.path === ":memory:") return undefined;
  const directory = backupDirectory(db.path);
  makeDirectory(directory);
  notePlace(db, directory, at);
  const stem = stemOf(db.path) + "-before-" + what;
  const { file } = copyDatabase(db, nextName(directory, stem, at));
  rotate(directory, stem, { keep: 10, made: file });
  return file;
}

/** Notes, outside any undo, that backups are written to this directory: an erased person may still be in them. */
export function notePlace(db: Db, directory: string, at: string): void {
  if (isKnownPlace(db, directory)) return;
  const sql = "INSERT INTO backup_place (directory, first_used_at) VALUES (?, ?) ON CONFLICT DO NOTHING";
  db.run(sql, [resolve(directory), at]);
}

export function isKnownPlace(db: Db, directory: string): boolean {
  return db.get("SELECT 1 FROM backup_place WHERE directory = ?", [resolve(directory)]) !== undefined;
}

/** The name of the database's file without its ending. */
export function stemOf(database: string): string {
  return basename(database, extname(database));
}

/** Backups of this stem in a directory, the oldest first; their names hold the moment they were made. */
export function backupsIn(directory: string, stem: string): string[] {
  const isOurs = (name: string) =>
    name.startsWith(stem) && /^-\d{8}-\d{6}(-\d+)?\.db$/.test(name.slice(stem.length));
  const moment = (name: string) => name.slice(stem.length).slice(0, 16);
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter(isOurs)
    .sort((a, b) => moment(a).localeCompare(moment(b)) || numberOf(a) - numberOf(b))
    .map((name) => join(directory, name));
}

/** The how manieth of its second a backup is: the first has no number in its name. */
function numberOf(name: string): number {
  return Number(/-\d{6}-(\d+)\.db$/.exec(name)?.[1] ?? 1);
}

/** An instant as it stands in the names of files: "20261121-090000". */
export function stampOf(at: string): string {
  return at.replace(/[-:Z]/g, "").replace("T", "-");
}

/** After those of the same second, also when the first of them are gone: the name tells which is newer. */
function nextName(directory: string, stem: string, at: string): string {
  const first = join(directory, stem + "-" + stampOf(at));
  const same = backupsIn(directory, stem).filter((file) => file.startsWith(first));
  const last = same.at(-1);
  return first + (last === undefined ? "" : "-" + (numberOf(last) + 1)) + ".db";
}

/** The one that was just made stays whatever its name says: the clock may have been set back. */
function rotate(directory: string, stem: string, { keep, made }: { keep: number; made: string }): string[] {
  const others = backupsIn(directory, stem).filter((file) => file !== made);
  const old = others.slice(0, Math.max(0, others.length - (keep - 1)));
  for (const file of old) unlinkSync(file);
  return old;
}

/** Plain copies made one after the other of the same content are the same to the byte; encrypted ones never are. */
function isSame(one: string, other: string): boolean {
  if (isEncryptedFile(one) !== isEncryptedFile(other)) return false;
  return isEncryptedFile(one) ? hasSameRows(one, other) : hasSameBytes(one, other);
}

function hasSameRows(one: string, other: string): boolean {
  const hashes = [one, other].map((file) => {
    const db = inspectDb(file);
    try {
      return contentHash(db);
    } finally {
      db.close();
    }
  });
  return hashes[0] === hashes[1];
}

function hasSameBytes(one: string, other: string): boolean {
  if (statSync(one).size !== statSync(other).size) return false;
  const files = [openSync(one, "r"), openSync(other, "r")] as const;
  const [left, right] = [Buffer.alloc(1 << 20), Buffer.alloc(1 << 20)];
  try {
    for (;;) {
      const read = readSync(files[0], left);
      if (read !== readSync(files[1], right)) return false;
      if (read === 0) return true;
      if (!left.subarray(0, read).equals(right.subarray(0, read))) return false;
    }
  } finally {
    for (const file of files) closeSync(file);
  }
}

/** What was left of copies that were cut off. */
export function unfinishedIn(directory: string): string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((name) => name.endsWith(".db" + partial))
    .map((name) => join(directory, name));
}
