import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readSync, rmSync, statSync } from "node:fs";
import { basename, dirname, extname, join, resolve } from "node:path";
import { type Copy, copyDatabase, partial } from "./backup/copy.ts";
import { contentHash } from "./content-hash.ts";
import { type Db, inspectDb } from "./db.ts";
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
    mkdirSync(dirname(resolve(plan.file)), { recursive: true, mode: 0o700 });
    return { ...copyDatabase(db, plan.file), unchanged: false, removed: [] };
  }
  mkdirSync(plan.directory, { recursive: true, mode: 0o700 });
  const stem = stemOf(db.path);
  const newest = backupsIn(plan.directory, stem).at(-1);
  const copy = copyDatabase(db, freeName(plan.directory, stem, plan.at));
  if (plan.ifChanged && newest !== undefined && isSame(newest, copy.file)) {
    rmSync(copy.file);
    return { ...copy, file: newest, unchanged: true, removed: [] };
  }
  return { ...copy, unchanged: false, removed: rotate(plan.directory, stem, plan.keep) };
}

/** A copy before something that is hard to take back, such as a restore; ten of each kind stay. */
export function backUpBefore(db: Db, what: string, at: string): string | undefined {
  if (db.path === ":memory:") return undefined;
  const directory = backupDirectory(db.path);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  notePlace(db, directory, at);
  const stem = stemOf(db.path) + "-before-" + what;
  const { file } = copyDatabase(db, freeName(directory, stem, at));
  rotate(directory, stem, 10);
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
  const order = (name: string) => name.slice(stem.length).replace(/^(-\d{8}-\d{6})\.db$/, "$1-1.db");
  const number = (name: string) => Number(/-(\d+)\.db$/.exec(order(name))?.[1]);
  const moment = (name: string) => order(name).slice(0, 16);
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter(isOurs)
    .sort((a, b) => moment(a).localeCompare(moment(b)) || number(a) - number(b))
    .map((name) => join(directory, name));
}

/** An instant as it stands in the names of files: "20261121-090000". */
export function stampOf(at: string): string {
  return at.replace(/[-:Z]/g, "").replace("T", "-");
}

function freeName(directory: string, stem: string, at: string): string {
  const stamp = stampOf(at);
  for (let count = 1; ; count++) {
    const file = join(directory, stem + "-" + stamp + (count === 1 ? "" : "-" + count) + ".db");
    if (!existsSync(file)) return file;
  }
}

function rotate(directory: string, stem: string, keep: number): string[] {
  const old = backupsIn(directory, stem).slice(0, -keep);
  for (const file of old) rmSync(file);
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
