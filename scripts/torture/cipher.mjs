// Databases that are encrypted, where CRM_TEST_SQLITE names the directory with better-sqlite3-multiple-ciphers.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import Database from "better-sqlite3";

export const cipherDirectory = process.env.CRM_TEST_SQLITE;

/** A key itself: a passphrase would cost each command the time to derive one. */
export const rawKey = "0f".repeat(32);
const keys = [rawKey, rawKey.replaceAll("0f", "1e")];

/** What a command finds in its environment when its home has a passphrase. */
export function cipherEnvironment(home) {
  const file = join(home, "pass");
  return existsSync(file) ? { CRM_SQLITE: cipherDirectory, CRM_PASSPHRASE_FILE: file } : {};
}

export function isPlain(file) {
  return readFileSync(file).subarray(0, 15).toString("latin1") === "SQLite format 3";
}

/** A connection to a file, encrypted or not. */
export function connect(file, options = {}) {
  if (cipherDirectory === undefined || isPlain(file)) return new Database(file, options);
  const Cipher = createRequire(join(cipherDirectory, "package.json"))("better-sqlite3-multiple-ciphers");
  for (const key of keys) {
    const db = new Cipher(file, options);
    db.pragma("cipher = 'chacha20'");
    db.key(Buffer.from(`raw:${key}`));
    try {
      db.pragma("user_version");
      return db;
    } catch {
      db.close();
    }
  }
  throw new Error(`no key opens ${file}`);
}
