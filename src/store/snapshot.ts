import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UserError } from "../errors.ts";
import { type Db, openDb } from "./db.ts";
import { refuseForeign } from "./foreign.ts";

/**
 * A private copy of the file with its log, to read from: SQLite wants to write beside a file even to read it, which a
 * read-only disk refuses. The copy has no name any more once it is open, so that nothing of it stays.
 */
export function openSnapshot(path: string, mode: "read" | "write"): Db {
  if (mode === "write")
    throw new UserError("usage", "--snapshot only reads: it is a copy", "leave out --snapshot to write");
  if (!existsSync(path)) throw new UserError("not_found", "no file " + path);
  refuseForeign(path);
  const directory = mkdtempSync(join(tmpdir(), "crm-"));
  try {
    const copy = join(directory, "crm.db");
    copyFileSync(path, copy);
    if (existsSync(path + "-wal")) copyFileSync(path + "-wal", copy + "-wal");
    const db = openDb({ path: copy, mode: "read", busyMs: 1000 });
    db.get("SELECT count(*) AS n FROM contact");
    return db;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
