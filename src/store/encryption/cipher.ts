import { closeSync, openSync, readSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type Sqlite from "better-sqlite3";
import { UserError } from "../../errors.ts";
import { sqliteDriver } from "../driver.ts";
import { applicationId } from "../migrations.ts";
import { heldKey, type Keyring } from "./key.ts";

const load = createRequire(import.meta.url);

/** The package that can read encrypted files; the user installs it. It has the interface of better-sqlite3. */
const flavour = "better-sqlite3-multiple-ciphers";

interface CipherDatabase extends Sqlite.Database {
  key(key: Buffer): number;
  rekey(key: Buffer): number;
}

type CipherDriver = new (path: string, options: Sqlite.Options) => CipherDatabase;

/**
 * Whether the first bytes are those of an encrypted SQLite file, whoever made it. Its first 16 are a salt and say
 * nothing, but the next eight stay readable, for SQLite has to know the size of a page: that size, two versions, the
 * bytes that each page keeps for the cipher, and three numbers that never change.
 */
export function isEncryptedHead(head: Uint8Array): boolean {
  if (head.length < 24 || Buffer.from(head.subarray(0, 15)).toString("latin1") === "SQLite format 3")
    return false;
  const [high = 0, low = 0, write = 0, read = 0, reserved = 0, ...fractions] = head.subarray(16, 24);
  const size = (high << 8) | low;
  const isSize = size === 1 || (size >= 512 && (size & (size - 1)) === 0);
  const isVersion = (version: number) => version === 1 || version === 2;
  return isSize && isVersion(write) && isVersion(read) && reserved >= 16 && String(fractions) === "64,32,32";
}

/** False of what is not there, cannot be read or is no file: opening a pipe would wait for who writes into it. */
export function isEncryptedFile(path: string): boolean {
  const head = Buffer.alloc(24);
  try {
    if (!statSync(path).isFile()) return false;
    const file = openSync(path, "r");
    try {
      return isEncryptedHead(head.subarray(0, readSync(file, head, 0, head.length, 0)));
    } finally {
      closeSync(file);
    }
  } catch {
    return false;
  }
}

/** A connection to a file, with the key of this run when the file is encrypted. */
export function openSqlite(path: string, options: Sqlite.Options): Sqlite.Database {
  const held = heldKey();
  // Without a key nothing encrypted gets this far, and the file need not be looked at again.
  if (held === undefined || !isEncryptedFile(path)) return sqliteDriver()(path, options);
  const key = keyOr(path, held);
  const file = statSync(path).ino;
  try {
    return unlock(new (cipherDriver(held.places))(path, options), { path, key });
  } catch (error) {
    if (!isNoDatabase(error)) throw error;
    throw statSync(path).ino === file ? wrongKey(path) : replacedMeanwhile(path);
  }
}

/** Refuses, before SQLite touches it, an encrypted file for which this run has no key. */
export function needKey(path: string): void {
  keyOr(path, heldKey());
}

function keyOr(path: string, held: Keyring | undefined): Buffer {
  if (held?.key !== undefined) return held.key;
  throw held?.fault ?? new UserError("locked", path + " is encrypted, and there is no passphrase", howToGive);
}

export const howToGive = "passphrase.file, passphrase.command or the variable CRM_PASSPHRASE";

/** The key is tried at once: SQLite itself takes any key and fails with the first page. */
function unlock(connection: CipherDatabase, { path, key }: { path: string; key: Buffer }): CipherDatabase {
  try {
    connection.pragma("cipher = 'chacha20'");
    connection.key(key);
    // What does not fit into memory while it is sorted would be written to a file in plain.
    connection.pragma("temp_store = MEMORY");
    const found = connection.pragma("application_id", { simple: true });
    if (found === applicationId) return connection;
    throw new UserError("refused", path + " is an encrypted SQLite database of another program");
  } catch (error) {
    connection.close();
    throw error;
  }
}

function isNoDatabase(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "SQLITE_NOTADB";
}

/** For a command that had the old file of the two. */
export function replacedMeanwhile(path: string): UserError {
  const message = "the database was encrypted, decrypted or restored meanwhile (" + path + ")";
  return new UserError("busy", message, "try again");
}

/** The cipher cannot tell a wrong key from a damaged first page or a file that only looks encrypted. */
function wrongKey(path: string): UserError {
  const message = "the passphrase does not open " + path + ": it is wrong, or the file is damaged";
  return new UserError("locked", message, "try again; a backup keeps the passphrase that it was made with");
}

/** Changes the key of a file that nobody else uses, in place; null is no encryption. Not safe against being cut off. */
export function rekeyFile(path: string, to: Buffer | null, places: readonly string[]): void {
  const isPlain = !isEncryptedFile(path);
  const connection = isPlain
    ? new (cipherDriver(places))(path, {})
    : (openSqlite(path, {}) as CipherDatabase);
  try {
    // A rollback journal would hold the plain pages.
    connection.pragma("journal_mode = OFF");
    connection.pragma("temp_store = MEMORY");
    connection.pragma("cipher = 'chacha20'");
    connection.rekey(to ?? Buffer.alloc(0));
  } finally {
    connection.close();
  }
}

/**
 * The installed package: in one of the directories, else as Node finds it from here, such as beside crm. Throws when it
 * is not there or does not fit this Node.
 */
export function cipherDriver(places: readonly string[]): CipherDriver {
  for (const place of candidates(places)) {
    const file = resolved(place);
    if (file === undefined) continue;
    try {
      return load(file) as CipherDriver;
    } catch (error) {
      const why = error instanceof Error ? error.message.split("\n")[0]! : String(error);
      throw new UserError("refused", file + " cannot be loaded: " + why, "npm rebuild " + flavour);
    }
  }
  const message = "reading encrypted databases needs the package " + flavour;
  throw new UserError(
    "refused",
    message,
    "npm install -g " + flavour + ", or name its directory: CRM_SQLITE",
  );
}

function candidates(places: readonly string[]): string[] {
  const below = (place: string) => [place, join(place, flavour), join(place, "node_modules", flavour)];
  return [...places.flatMap(below), flavour];
}

/** A directory counts only when it is that package. */
function resolved(place: string): string | undefined {
  try {
    if (place !== flavour) {
      const { name } = load(join(place, "package.json")) as { readonly name?: unknown };
      if (name !== flavour) return undefined;
    }
    return load.resolve(place);
  } catch {
    return undefined;
  }
}
