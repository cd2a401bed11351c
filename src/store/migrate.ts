import { UserError } from "../errors.ts";
import { copyDatabase } from "./backup/copy.ts";
import type { Db } from "./db.ts";
import { applicationId, type Migration, migrations } from "./migrations.ts";
import { takeTurn } from "./turn.ts";

/** The version of the schema in the file; 0 is an empty file. */
export function schemaVersion(db: Db): number {
  return db.get<{ user_version: number }>("PRAGMA user_version")?.user_version ?? 0;
}

/** Tables without a version that is one: no step may be tried on them. */
function refuseUnversioned(db: Db, version: number): void {
  if (version > 0 || (version === 0 && db.get("SELECT 1 FROM sqlite_schema") === undefined)) return;
  throw new UserError(
    "refused",
    db.path + " is damaged: its schema has no version (" + version + ")",
    "restore a backup",
  );
}

/** Throws when the file is of a newer program: this one could only damage it. */
export function isUpToDate(db: Db, steps: readonly Migration[] = migrations): boolean {
  const version = schemaVersion(db);
  refuseUnversioned(db, version);
  if (version > steps.length) {
    throw new UserError(
      "refused",
      db.path + " was written by a newer crm (schema " + version + ", this one knows " + steps.length + ")",
      "install the newer crm",
    );
  }
  return version === steps.length;
}

/** Of a new file: larger ones make an import of a million contacts a tenth faster, and a file of a few contacts larger. */
const pageBytes = 8192;

/**
 * Applies the missing steps, each in one transaction, of a new file all in one. A second process that wants the same waits and finds them done.
 * Before the first step that changes existing data a copy is kept beside the file. Foreign keys are off meanwhile
 * (a rebuilt parent table would take its children along) and checked before each commit.
 */
export function bringUpToDate(db: Db, steps: readonly Migration[] = migrations): Db {
  db.run("PRAGMA foreign_keys = OFF");
  try {
    if (schemaVersion(db) === 0) {
      db.run("PRAGMA page_size = " + pageBytes);
      applySteps(db, steps, steps.length);
    }
    let copied = false;
    for (const [index, step] of steps.entries()) {
      const version = index + 1;
      if (schemaVersion(db) >= version) continue;
      if (step.changesData && !copied) {
        keepCopy(db);
        copied = true;
      }
      applySteps(db, steps, version);
    }
  } finally {
    db.run("PRAGMA foreign_keys = ON");
  }
  if (db.path !== ":memory:") db.get("PRAGMA journal_mode = WAL");
  return db;
}

function keepCopy(db: Db): void {
  if (db.path === ":memory:") return;
  const stamp = db.get<{ stamp: string }>("SELECT strftime('%Y%m%d-%H%M%S-%f', 'now') AS stamp")!.stamp;
  copyDatabase(db, db.path + ".before-schema-" + (schemaVersion(db) + 1) + "-" + stamp);
}

/** The steps that the file lacks up to a version. */
function applySteps(db: Db, steps: readonly Migration[], last: number): void {
  takeTurn(db);
  try {
    for (let version = schemaVersion(db) + 1; version <= last; version++) {
      db.script(steps[version - 1]!.sql);
      const broken = db.all("PRAGMA foreign_key_check");
      if (broken.length > 0)
        throw new Error("migration " + version + " leaves " + broken.length + " broken references");
      db.script("PRAGMA application_id = " + applicationId + "; PRAGMA user_version = " + version);
    }
    db.script("COMMIT");
  } catch (error) {
    db.script("ROLLBACK");
    throw error;
  }
}
