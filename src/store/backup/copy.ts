import { closeSync, existsSync, openSync, statSync } from "node:fs";
import type Sqlite from "better-sqlite3";
import { UserError } from "../../errors.ts";
import { removeFile } from "../../remove-file.ts";
import type { Db } from "../db.ts";
import { giveName } from "../durable.ts";
import { openSqlite } from "../encryption/cipher.ts";
import { quoted } from "../quoted.ts";

/** A copy that has been read again and found whole. */
export interface Copy {
  readonly file: string;
  readonly bytes: number;
  /** In all tables. */
  readonly rows: number;
}

type Counts = ReadonlyMap<string, number>;

/** While it is written a copy has this at the end of its name. */
export const partial = ".partial";

/**
 * Copies the database as it is at one moment, while others read and write. The copy gets its name only when it has
 * been checked and is on the disk: what bears a backup's name is a backup. Readable by its owner only.
 */
export function copyDatabase(db: Db, to: string): Copy {
  const unfinished = to + partial;
  removeFile(unfinished);
  if (existsSync(to)) throw new UserError("refused", to + " exists already", "choose another name");
  closeSync(openSync(unfinished, "wx", 0o600));
  try {
    const before = countRows(db);
    // So that copies of the same content are the same to the byte, whichever connection makes them.
    db.get("PRAGMA secure_delete = FAST");
    db.run("VACUUM INTO ?", [unfinished]);
    const rows = checkCopy(unfinished, before, () => countRows(db));
    giveName(unfinished, to);
    return { file: to, bytes: statSync(to).size, rows };
  } catch (error) {
    removeFile(unfinished);
    throw error;
  }
}

/** Others may have written meanwhile: each table's rows lie between what there was before and what there is after. */
function checkCopy(path: string, before: Counts, after: () => Counts): number {
  const copy = openSqlite(path, { readonly: true });
  try {
    const said = copy.pragma("quick_check(1)", { simple: true });
    if (said !== "ok") throw bad(path, String(said));
    const counts = countRows(asSource(copy));
    const differing = [...before].filter(([table, rows]) => counts.get(table) !== rows);
    const now = differing.length === 0 ? before : after();
    for (const [table, rows] of differing) {
      const found = counts.get(table) ?? -1;
      const later = now.get(table) ?? 0;
      if (found < Math.min(rows, later) || found > Math.max(rows, later)) {
        throw bad(path, table + " has " + found + " rows in place of " + rows);
      }
    }
    return [...counts.values()].reduce((sum, rows) => sum + rows, 0);
  } finally {
    copy.close();
  }
}

function bad(path: string, what: string): UserError {
  const hint = "crm doctor says more; the earlier backups are untouched";
  return new UserError("refused", "the copy " + path.replace(partial, "") + " is not good: " + what, hint);
}

type Source = Pick<Db, "all">;

function asSource(connection: Sqlite.Database): Source {
  return { all: <R>(sql: string) => connection.prepare(sql).all() as R[] };
}

export function tablesOf(db: Source): string[] {
  const sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'";
  return db.all<{ name: string }>(sql).map(({ name }) => name);
}

/** The rows of every table but the search index, whose own tables count for it. */
export function countRows(db: Source): Counts {
  return new Map(
    tablesOf(db).map((table) => [
      table,
      db.all<{ n: number }>("SELECT count(*) AS n FROM " + quoted(table))[0]?.n ?? 0,
    ]),
  );
}
