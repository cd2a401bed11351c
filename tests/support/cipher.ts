import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { runBuilt, scratch } from "./built.ts";

/** The directory in which better-sqlite3-multiple-ciphers is installed, which takes minutes; .ci/run does it when asked. */
export const cipherDirectory = process.env.CRM_TEST_SQLITE;

/** As a title's end: why the tests that need it did not run. */
export const orWhyNot = cipherDirectory === undefined ? " (skipped: CRM_TEST_SQLITE names no package)" : "";

export const passphrase = "correct horse battery staple";

/** A home with a database that holds one contact, encrypted with the passphrase in the file `pass`. */
export function withEncrypted(secret: string = passphrase) {
  const home = scratch();
  const db = join(home, "crm.db");
  const file = join(home, "pass");
  writeFileSync(file, secret + "\n", { mode: 0o600 });
  const env = { CRM_SQLITE: cipherDirectory ?? "", CRM_PASSPHRASE_FILE: file, CRM_DB: db };
  const crm = (...argv: string[]) => runBuilt(argv, { home, env });
  const crmWith = (more: Readonly<Record<string, string>>, ...argv: string[]) =>
    runBuilt(argv, { home, env: { ...env, ...more } });
  crm("contact", "add", "Zebedee Marker", "--email", "zebedee@acme.example");
  const encrypted = crm("encrypt");
  if (encrypted.code !== 0) throw new Error(encrypted.err);
  return { home, db, file, env, crm, crmWith };
}
