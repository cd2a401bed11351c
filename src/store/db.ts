import { chmodSync, closeSync, existsSync, openSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type Sqlite from "better-sqlite3";
import { UserError } from "../errors.ts";
import { fold } from "../values/fold.ts";
import { makeDirectory } from "./durable.ts";
import { isEncryptedFile, openSqlite, replacedMeanwhile } from "./encryption/cipher.ts";
import { heldKey } from "./encryption/key.ts";
import { asFileError, reasonOf, refuseForeign, refuseTriggers } from "./foreign.ts";
import { bringUpToDate, isUpToDate } from "./migrate.ts";
import { diskOf, freeBytes } from "./place.ts";
import { isSafeSqlite } from "./sqlite-version.ts";

export type Value = string | number | null;
export type Params = readonly (Value | Uint8Array)[] | Readonly<Record<string, Value>>;

/** One prepared statement. Rows are what the SELECT names; the caller states their type. */
export interface Statement {
  get<R>(params?: Params): R | undefined;
  all<R>(params?: Params): R[];
  iterate<R>(params?: Params): IterableIterator<R>;
  /** `named` are values beside positional ones: each stands for all places of its name. */
  run(
    params?: Params,
    named?: Readonly<Record<string, Value>>,
  ): { readonly changes: number; readonly id: number };
}

/** The seam to the database: synchronous, one connection, statements prepared once. */
export interface Db {
  readonly path: string;
  prepare(sql: string): Statement;
  get<R>(sql: string, params?: Params): R | undefined;
  all<R>(sql: string, params?: Params): R[];
  /** The rows as lists of values, in the order of the columns: for wide rows a third faster than as objects. */
  values(sql: string, params: Params): IterableIterator<readonly unknown[]>;
  /** The first row alone, in the same way. */
  row(sql: string, params: Params): readonly unknown[] | undefined;
  run(sql: string, params?: Params): { readonly changes: number; readonly id: number };
  /** Several statements at once, without parameters. */
  script(sql: string): void;
  inTransaction(): boolean;
  close(): void;
}

export interface OpenOptions {
  readonly path: string;
  readonly mode: "read" | "write";
  /** How long to wait for another writer, in milliseconds. */
  readonly busyMs: number;
}

/** Opens the file, makes it (and its directory) on first use, and brings its schema up to date. */
export function openDb(options: OpenOptions): Db {
  const isNew = options.path === ":memory:" || makeFile(options.path);
  if (!isNew) refuseForeign(options.path);
  const db = connectWhole(options);
  const isCurrent = isUpToDate(db);
  if (options.mode === "write" || !isCurrent) refuseTriggers(db, options.path);
  if (isCurrent) return db;
  if (options.mode === "write") return bringUpToDate(db);
  db.close();
  const writer = bringUpToDate(connect({ ...options, mode: "write" }));
  if (options.path === ":memory:") return writer;
  writer.close();
  return connect(options);
}

/** What an encryption that was cut off has left half done is taken back first, which a reading connection cannot do. */
function connectWhole(options: OpenOptions): Db {
  try {
    const db = connect(options);
    db.get("PRAGMA user_version");
    return db;
  } catch (error) {
    if (!isCode(error, "SQLITE_READONLY_ROLLBACK")) throw error;
    const writer = connect({ ...options, mode: "write" });
    writer.get("PRAGMA user_version");
    writer.close();
    return connect(options);
  }
}

/** True when the file was not there and has been made, readable by its owner only. */
function makeFile(path: string): boolean {
  if (existsSync(path)) {
    closeToOthers(path);
    return false;
  }
  try {
    makeDirectory(dirname(path));
    closeSync(openSync(path, "wx", 0o600));
    return true;
  } catch (error) {
    if (isCode(error, "EEXIST") && existsSync(path)) return false;
    throw new UserError(
      "refused",
      "cannot make " + path + ": " + reasonOf(error),
      "choose another file with --db",
    );
  }
}

/** An empty file is about to be a database. */
function closeToOthers(path: string): void {
  const found = statSync(path);
  if (found.isFile() && found.size === 0 && (found.mode & 0o077) !== 0) chmodSync(path, 0o600);
}

/** Opens a file that may not be ours, or not whole, to look at it: nothing is written, nothing in it is trusted. */
export function inspectDb(path: string): Db {
  refuseForeign(path);
  const db = connect({ path, mode: "read", busyMs: 5000 });
  db.script("PRAGMA cell_size_check = ON");
  return db;
}

function connect(options: OpenOptions): Db {
  const readonly = options.mode === "read" && options.path !== ":memory:";
  const connection = openSqlite(options.path, { readonly, timeout: options.busyMs });
  connection.pragma("trusted_schema = OFF");
  if (!readonly) refuseUnsafe(connection);
  if (!readonly) {
    connection.pragma("synchronous = FULL");
    connection.pragma("foreign_keys = ON");
    connection.pragma("secure_delete = FAST");
  }
  connection.function("fold", { deterministic: true, directOnly: true }, (text: unknown) =>
    typeof text === "string" ? fold(text) : text,
  );
  return seam(options.path, connection);
}

/** The driver brings its own SQLite; one that was built against another may not write. */
function refuseUnsafe(connection: Sqlite.Database): void {
  const version = String(connection.prepare("SELECT sqlite_version()").pluck().get());
  if (isSafeSqlite(version)) return;
  connection.close();
  throw new UserError(
    "refused",
    "SQLite " + version + " can lose rows when two programs write",
    "install better-sqlite3 12.11.1 or later",
  );
}

function seam(path: string, connection: Sqlite.Database): Db {
  const statements = new Map<string, Statement>();
  const wide = new Map<string, Sqlite.Statement>();
  const prepare = (sql: string): Statement => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const made = statement(connection.prepare(sql));
    statements.set(sql, made);
    return made;
  };
  const asValues = (sql: string): Sqlite.Statement => {
    const made = wide.get(sql) ?? connection.prepare(sql).raw();
    wide.set(sql, made);
    return made;
  };
  return {
    path,
    prepare,
    get: (sql, params) => prepare(sql).get(params),
    all: (sql, params) => prepare(sql).all(params),
    values: (sql, params) => asValues(sql).iterate(params) as IterableIterator<readonly unknown[]>,
    row: (sql, params) => asValues(sql).get(params) as readonly unknown[] | undefined,
    run: (sql, params) => prepare(sql).run(params),
    script: (sql) => void connection.exec(sql),
    inTransaction: () => connection.inTransaction,
    close: () => void connection.close(),
  };
}

function statement(raw: Sqlite.Statement): Statement {
  return {
    get: <R>(params: Params = []) => raw.get(params) as R | undefined,
    all: <R>(params: Params = []) => raw.all(params) as R[],
    iterate: <R>(params: Params = []) => raw.iterate(params) as IterableIterator<R>,
    run: (params: Params = [], named?: Readonly<Record<string, Value>>) => {
      const { changes, lastInsertRowid } = named === undefined ? raw.run(params) : raw.run(params, named);
      return { changes, id: Number(lastInsertRowid) };
    },
  };
}

const sqliteReasons: Readonly<Record<string, readonly [UserError["kind"], string, string]>> = {
  SQLITE_BUSY: ["busy", "the database is busy: another crm is writing", "try again"],
  SQLITE_LOCKED: ["busy", "the database is busy: another crm is writing", "try again"],
  SQLITE_READONLY: [
    "refused",
    "the database cannot be written",
    "check the rights of the file and its directory",
  ],
  SQLITE_CANTOPEN: [
    "refused",
    "the database cannot be opened",
    "check the path and the rights of its directory; on a read-only disk: --snapshot",
  ],
  SQLITE_FULL: ["disk", "the disk is full; nothing was written", "free some space and try again"],
  SQLITE_NOTADB: ["refused", "the file is not a CRM database", "choose another file with --db"],
  SQLITE_CORRUPT: ["refused", "the database file is damaged", "restore a backup"],
  SQLITE_IOERR: [
    "disk",
    "reading or writing the disk failed; nothing was written",
    "check the disk and try again",
  ],
  SQLITE_PROTOCOL: ["disk", "the disk does not let the database be locked", "see: crm doctor"],
  SQLITE_NOMEM: [
    "refused",
    "there is not enough memory; nothing was written",
    "end other programs and try again",
  ],
  SQLITE_TOOBIG: ["refused", "a text is too long to be stored", "shorten it"],
  SQLITE_PERM: ["refused", "the database may not be opened", "check the rights of the file"],
};

/** With less room than this a disk is full: what SQLite needs beside the file at the least. */
const leastBytes = 64 * 1024;

/** A failure of SQLite or of the disk that the user can cause and mend, as a UserError; undefined for everything else (a bug). */
export function asUserError(error: unknown, path: string): UserError | undefined {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (!code.startsWith("SQLITE_")) return asFileError(error);
  const found = Object.entries(sqliteReasons).find(([prefix]) => code.startsWith(prefix));
  if (found === undefined) return undefined;
  if (code === "SQLITE_READONLY_DBMOVED" || (found[0] === "SQLITE_NOTADB" && isReplaced(path)))
    return replacedMeanwhile(path);
  // Not even the small file beside it, by which readers and writers find each other, could be made.
  const isFull = code.startsWith("SQLITE_IOERR") && (freeBytes(path) ?? Infinity) < leastBytes;
  const [kind, message, hint] = isFull ? sqliteReasons.SQLITE_FULL! : found[1];
  const disk = kind === "disk" ? diskOf(path) : undefined;
  return new UserError(kind, message + " (" + path + (disk === undefined ? "" : ", on " + disk) + ")", hint);
}

/** The file that was opened has been replaced by one with another key than this run has. */
function isReplaced(path: string): boolean {
  return isEncryptedFile(path) !== (heldKey()?.key !== undefined);
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
