import { closeSync, existsSync, openSync, readSync, statSync } from "node:fs";
import { UserError } from "../errors.ts";
import type { Db } from "./db.ts";
import { isEncryptedHead, needKey } from "./encryption/cipher.ts";
import { applicationId } from "./migrations.ts";

const hint = "choose another file with --db";

/** What the first bytes of well-known kinds of file are, and what to do with such a file. */
const kinds: readonly (readonly [RegExp, string, string])[] = [
  [/^PK\x03\x04/, "is a ZIP or spreadsheet file, no CRM database", "crm import takes spreadsheets"],
  [/^\x1f\x8b/, "is a gzip file, no CRM database", "unpack it first: gunzip"],
  [/^(BEGIN:|\[|\{|<)/, "is a text file, no CRM database", "crm import takes files of other programs"],
];

/**
 * Looks at the first bytes before SQLite does, so that a file that is not ours stays as it is, to the byte. An empty
 * file is a new database.
 */
export function refuseForeign(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  // To open a pipe would wait for somebody who writes into it.
  if (found !== undefined && !found.isFile() && !found.isDirectory())
    throw new UserError("refused", path + " is a device or pipe, no file", hint);
  const head = firstBytes(path);
  if (head.length === 0) return;
  if (isEncryptedHead(head)) {
    needKey(path);
    return;
  }
  if (isCutOffAtBirth(path, head)) return;
  const text = head.toString("latin1");
  if (!text.startsWith("SQLite format 3\0")) {
    const [, what, next] = kinds.find(([pattern]) => pattern.test(text)) ?? [
      null,
      "is not a CRM database",
      hint,
    ];
    throw new UserError("refused", path + " " + what, next);
  }
  if (head.length < 100)
    throw new UserError("refused", path + " is damaged: it is cut off", "restore a backup");
  if (head.readUInt32BE(68) !== applicationId) {
    throw new UserError("refused", path + " is an SQLite database of another program", hint);
  }
}

/** The power went while the file was made: its first page is not there, and SQLite will take the others back. */
function isCutOffAtBirth(path: string, head: Buffer): boolean {
  const journal = path + "-journal";
  if (head.some((byte) => byte !== 0) || !existsSync(journal)) return false;
  return firstBytes(journal).subarray(0, 8).toString("hex") === "d9d505f920a163d7";
}

/** The schema has none: what was put into a file by somebody else would run with each write, and change what nobody sees. */
export function refuseTriggers(db: Db, path: string): void {
  const [name] = triggersIn(db);
  if (name === undefined) return;
  db.close();
  throw new UserError(
    "refused",
    path + ' has a trigger that crm did not make: "' + name + '" would run with every write',
    "take a file that you trust, or drop the trigger with another program",
  );
}

export function triggersIn(db: Db): string[] {
  const sql = "SELECT name FROM main.sqlite_schema WHERE type = 'trigger' ORDER BY name";
  return db.all<{ name: string }>(sql).map(({ name }) => name);
}

function firstBytes(path: string): Buffer {
  const head = Buffer.alloc(100);
  try {
    const file = openSync(path, "r");
    try {
      return head.subarray(0, readSync(file, head, 0, 100, 0));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw new UserError("refused", "cannot read " + path + ": " + reasonOf(error), hint);
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: "no permission",
  EPERM: "no permission",
  EISDIR: "it is a directory",
  ENOTDIR: "a part of the path is not a directory",
  ENOENT: "there is no such file or directory",
  EROFS: "the disk is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "the quota of the disk is used up",
  EIO: "the disk failed",
  EMFILE: "too many files are open",
};

/** Why the system refused a file, in words. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return reasons[code] ?? (error instanceof Error ? error.message : String(error));
}

/** A refusal of the system that a user can mend (full, read-only, not allowed); undefined for everything else. */
export function asFileError(error: unknown): UserError | undefined {
  if (!(error instanceof Error) || !("syscall" in error) || !("code" in error)) return undefined;
  const code = String(error.code);
  if (reasons[code] === undefined) return undefined;
  const path = "path" in error && typeof error.path === "string" ? error.path : "";
  const kind = code === "ENOSPC" || code === "EDQUOT" || code === "EIO" ? "disk" : "refused";
  const what = path === "" ? "writing or reading failed" : "cannot use " + path;
  return new UserError(
    kind,
    what + ": " + reasonOf(error),
    kind === "disk" ? "nothing else was changed" : undefined,
  );
}
