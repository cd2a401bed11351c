import { chmodSync, existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { removeFile } from "../../remove-file.ts";
import { partial } from "../backup/copy.ts";
import { backupDirectory, backupsIn, stemOf, unfinishedIn } from "../backup.ts";
import { lostDocuments, unfinishedDocuments } from "../documents.ts";
import { heldKey } from "../encryption/key.ts";
import { plainCopies } from "../encryption/plain-copies.ts";
import { emptyLog } from "../log.ts";
import { freeBytes, placeWarning } from "../place.ts";
import { journalMode } from "../replace.ts";
import { type Check, fixed, listed, ok, problem, warning } from "./finding.ts";

/** The database, its logs, its backups: for their owner only. */
const modes: Check = ({ db, fix }) => {
  const files = filesOf(db.path).filter((file) => (statSync(file).mode & 0o077) !== 0);
  if (files.length === 0) return ok("modes", "only you can read the files");
  if (!fix)
    return problem("modes", "others can read " + listed(files), "crm doctor --fix, or chmod go= the files");
  for (const file of files) chmodSync(file, statSync(file).isDirectory() ? 0o700 : 0o600);
  return fixed("modes", "taken from others: " + listed(files));
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
  return fixed("mode", "the write-ahead log is on again");
};

const log: Check = ({ db, fix }) => {
  const file = db.path + "-wal";
  const bytes = existsSync(file) ? statSync(file).size : 0;
  if (bytes < 64 * 1024 ** 2) return ok("log", "the log beside the file is small");
  const found =
    "the log beside the file has " + Math.round(bytes / 1024 ** 2) + " MB: a program reads without end";
  if (!fix) return warning("log", found, "crm doctor --fix");
  return emptyLog(db) ? fixed("log", found) : warning("log", found, "end that program");
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
  for (const file of files) removeFile(file);
  return fixed("leftovers", "removed " + listed(files));
};

/** A backup older than so many days is worth a word. */
const backupDays = 7;

const backup: Check = ({ db, at }) => {
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

/** The file of a database, its disk and what lies around it; by the name that the finding bears. */
export const fileChecks: Readonly<Record<string, Check>> = {
  modes,
  place,
  encryption,
  space,
  mode,
  log,
  leftovers,
  documents,
  backup,
};
