import { chmodSync, existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { partial } from "./backup/copy.ts";
import { backupDirectory, backupsIn, stemOf, unfinishedIn } from "./backup.ts";
import type { Db } from "./db.ts";
import { lostDocuments, unfinishedDocuments } from "./documents.ts";
import { heldKey } from "./encryption/key.ts";
import { plainCopies } from "./encryption/plain-copies.ts";
import { mustSweep, sweep } from "./erase.ts";
import { journalFaults } from "./journal/check.ts";
import { emptyLog } from "./log.ts";
import { freeBytes, placeWarning } from "./place.ts";
import { journalMode } from "./replace.ts";
import { faultsOf } from "./restore.ts";
import { schemaFaults } from "./schema-check.ts";
import { searchFaults } from "./search/check.ts";
import { rebuildSearch } from "./search/rebuild.ts";
import { isSafeSqlite } from "./sqlite-version.ts";

export type Health = "ok" | "warning" | "problem" | "fixed";

/** What one examination found. */
export interface Finding {
  readonly check: string;
  readonly state: Health;
  readonly found: string;
  /** What to do; null: nothing. */
  readonly next: string | null;
}

export interface Examination {
  readonly db: Db;
  /** The present moment, an instant. */
  readonly at: string;
  /** Mends what can be mended without losing anything; `db` has then to be open for writing. */
  readonly fix: boolean;
  /** Runs a change of the database as a transaction that the journal does not see. */
  readonly transaction: (work: () => void) => void;
}

type Check = (examination: Examination) => Finding;

function ok(check: string, found: string): Finding {
  return { check, state: "ok", found, next: null };
}

function problem(check: string, found: string, next: string): Finding {
  return { check, state: "problem", found, next };
}

function warning(check: string, found: string, next: string): Finding {
  return { check, state: "warning", found, next };
}

function listed(faults: readonly string[]): string {
  return faults.slice(0, 3).join("; ") + (faults.length > 3 ? "; and " + (faults.length - 3) + " more" : "");
}

const integrity: Check = ({ db }) => {
  const faults = faultsOf(db);
  if (faults.length === 0) return ok("integrity", "every page, index and reference is whole");
  return problem("integrity", listed(faults), "stop writing and restore a backup: crm restore <file>");
};

const schema: Check = ({ db }) => {
  const faults = schemaFaults(db);
  if (faults.length === 0) return ok("schema", "every table is as crm makes it");
  return problem("schema", listed(faults), "stop writing and restore a backup: crm restore <file>");
};

const search: Check = ({ db, fix, transaction }) => {
  const faults = searchFaults(db);
  if (faults.length === 0) return ok("search", "the index agrees with the tables");
  if (!fix) return problem("search", listed(faults), "crm doctor --fix makes the index anew");
  transaction(() => rebuildSearch(db));
  return { check: "search", state: "fixed", found: "the index was made anew", next: null };
};

const journal: Check = ({ db }) => {
  const { faults, checked } = journalFaults(db);
  if (faults.length === 0) return ok("journal", "the last " + checked + " changes agree with the tables");
  const next = "another program wrote to the file, or it was damaged: undo will refuse these rows";
  return problem("journal", listed(faults), next);
};

const erasure: Check = ({ db, fix }) => {
  if (!mustSweep(db)) return ok("erasure", "no traces of erased persons are left in the file");
  if (!fix) return problem("erasure", "an erasure did not clean the file to its end", "crm doctor --fix");
  if (sweep(db)) return { check: "erasure", state: "fixed", found: "the file was cleaned", next: null };
  return problem(
    "erasure",
    "another program uses the file, or the disk is full",
    "end it, then crm doctor --fix",
  );
};

/** The database, its logs, its backups: for their owner only. */
const modes: Check = ({ db, fix }) => {
  const files = filesOf(db.path).filter((file) => (statSync(file).mode & 0o077) !== 0);
  if (files.length === 0) return ok("modes", "only you can read the files");
  if (!fix)
    return problem("modes", "others can read " + listed(files), "crm doctor --fix, or chmod go= the files");
  for (const file of files) chmodSync(file, statSync(file).isDirectory() ? 0o700 : 0o600);
  return { check: "modes", state: "fixed", found: "taken from others: " + listed(files), next: null };
};

function filesOf(path: string): string[] {
  const stem = stemOf(path);
  const backups = backupDirectory(path);
  const own = [path, path + "-wal", path + "-shm", backups].filter((file) => existsSync(file));
  const copies = existsSync(backups) ? readdirSync(backups).map((name) => join(backups, name)) : [];
  return [...own, ...copies.filter((file) => file.includes(stem))];
}

const place: Check = ({ db }) => {
  const why = placeWarning(db.path);
  return why === undefined
    ? ok("place", "on a local disk")
    : problem("place", why, "crm backup, then crm restore there");
};

const sqlite: Check = ({ db }) => {
  const version = db.get<{ version: string }>("SELECT sqlite_version() AS version")?.version ?? "";
  const rule = "other programs that write to the file need SQLite 3.51.3 (or 3.50.7, 3.44.6)";
  if (isSafeSqlite(version)) return ok("sqlite", "version " + version + "; " + rule);
  return problem(
    "sqlite",
    "version " + version + " can lose rows when two programs write",
    "npm install the newest crm",
  );
};

const space: Check = ({ db }) => {
  const free = freeBytes(db.path);
  if (free === undefined) return ok("space", "the system does not say how much is free");
  const size = statSync(db.path).size;
  const mega = (bytes: number) => Math.round(bytes / 1024 ** 2) + " MB";
  if (free > 3 * size + 50 * 1024 ** 2)
    return ok("space", mega(free) + " free, the database has " + mega(size));
  return problem(
    "space",
    "only " + mega(free) + " free for a database of " + mega(size),
    "free some space on the disk",
  );
};

/** Ten minutes: what clocks of machines that share a file may differ. */
const tolerance = 10 * 60 * 1000;

const clock: Check = ({ db, at }) => {
  const last = db.get<{ at: string | null }>("SELECT max(at) AS at FROM journal_entry")?.at ?? null;
  if (last === null || Date.parse(last) <= Date.parse(at) + tolerance)
    return ok("clock", "later than all that was done");
  return problem(
    "clock",
    "now is " + at + ", but something was done at " + last,
    "set the clock of the machine",
  );
};

/** Copies of an encrypted database that are plain give away what it hides. */
const encryption: Check = ({ db }) => {
  if (heldKey()?.key === undefined) return ok("encryption", "the file is plain: encrypt the disk");
  const copies = plainCopies(db);
  if (copies.length === 0) return ok("encryption", "the file and its copies are encrypted");
  return warning("encryption", "not encrypted: " + listed(copies), "crm backup, then remove them");
};

/** Off when an encryption or a restore was cut off: then who reads and who writes hinder each other. */
const mode: Check = ({ db, fix }) => {
  if (journalMode(db) === "wal") return ok("mode", "who reads does not hinder who writes");
  if (!fix) return warning("mode", "the write-ahead log is off", "crm doctor --fix");
  db.script("PRAGMA journal_mode = WAL");
  return { check: "mode", state: "fixed", found: "the write-ahead log is on again", next: null };
};

const log: Check = ({ db, fix }) => {
  const file = db.path + "-wal";
  const bytes = existsSync(file) ? statSync(file).size : 0;
  if (bytes < 64 * 1024 ** 2) return ok("log", "the log beside the file is small");
  const found =
    "the log beside the file has " + Math.round(bytes / 1024 ** 2) + " MB: a program reads without end";
  if (!fix) return warning("log", found, "crm doctor --fix");
  return emptyLog(db)
    ? { check: "log", state: "fixed", found, next: null }
    : warning("log", found, "end that program");
};

const leftovers: Check = ({ db, fix }) => {
  const own = resolve(dirname(db.path));
  const files = [
    ...unfinishedIn(own),
    ...unfinishedIn(backupDirectory(db.path)),
    ...unfinishedDocuments(db.path),
    ...[".restoring", ".recrypting"].flatMap((end) => [db.path + end, db.path + end + partial]),
  ].filter((file) => existsSync(file));
  if (files.length === 0) return ok("leftovers", "no unfinished copies");
  if (!fix)
    return warning("leftovers", "unfinished copies: " + listed(files), "crm doctor --fix removes them");
  for (const file of files) rmSync(file, { force: true });
  return { check: "leftovers", state: "fixed", found: "removed " + listed(files), next: null };
};

/** A backup older than so many days is worth a word. */
const backupDays = 7;

const backups: Check = ({ db, at }) => {
  const known = db
    .all<{ directory: string }>("SELECT directory FROM backup_place")
    .map((row) => row.directory);
  const places = [...new Set([...known, resolve(backupDirectory(db.path))])];
  const times = places
    .flatMap((directory) => backupsIn(directory, stemOf(db.path)))
    .map((file) => statSync(file).mtimeMs);
  if (times.length === 0)
    return warning("backup", "there is no backup", "crm backup, from cron: --if-changed --to <disk>");
  const days = Math.floor((Date.parse(at) - Math.max(...times)) / 86_400_000);
  if (days <= backupDays) return ok("backup", "the newest is " + Math.max(0, days) + " days old");
  return warning("backup", "the newest is " + days + " days old", "crm backup");
};

const documents: Check = ({ db }) => {
  const lost = lostDocuments(db);
  if (lost.length === 0) return ok("documents", "every attached document is what it was");
  const told = lost.map(({ id, name, state }) => "#" + id + " " + name + " is " + state);
  return problem(
    "documents",
    listed(told),
    "crm attach list says where they were; crm attach remove takes them off",
  );
};

const inEveryDatabase = { integrity, schema, search, journal, erasure, sqlite, clock };
const inFiles = { modes, place, encryption, space, mode, log, leftovers, documents, backup: backups };

/** Looks at everything, in an order in which a mend comes before what depends on it. */
export function examine(examination: Examination): Finding[] {
  const isFile = examination.db.path !== ":memory:";
  const checks: Readonly<Record<string, Check>> = { ...inEveryDatabase, ...(isFile ? inFiles : {}) };
  return Object.entries(checks).map(([name, check]) => orFault(name, () => check(examination)));
}

/** In a damaged file any question can fail, in any way: that is what was to be found. */
function orFault(check: string, look: () => Finding): Finding {
  try {
    return look();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return problem(check, "cannot be examined: " + why, "restore a backup: crm restore <file>");
  }
}
