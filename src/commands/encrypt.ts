import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Command } from "commander";
import type { App } from "../app.ts";
import { databasePath } from "../database-path.ts";
import { UserError } from "../errors.ts";
import type { Column } from "../field.ts";
import { secretFile } from "../remind/secret.ts";
import { cipherDriver, howToGive, isEncryptedFile } from "../store/encryption/cipher.ts";
import { heldKey, isRawKey, keyOf } from "../store/encryption/key.ts";
import { plainCopies } from "../store/encryption/plain-copies.ts";
import { recrypt } from "../store/encryption/recrypt.ts";
import { answerRecord } from "./backup.ts";
import { examples } from "./options.ts";
import { confirm } from "./pick.ts";
import { cipherPlaces, givenSecret } from "./unlock.ts";

const columns: readonly Column[] = [
  { key: "database", header: "Database", type: "text" },
  { key: "encrypted", header: "Encrypted", type: "flag" },
  { key: "key", header: "Key", type: "text" },
  { key: "kept", header: "Kept", type: "text" },
  { key: "plainCopies", header: "Plain copies", type: "list" },
];

/** A shorter passphrase is tried out in days by who has the file. */
const enoughLetters = 12;

/** Makes the database unreadable without a passphrase. */
export function encrypt(command: Command, app: App): void {
  examples(
    command.option(
      "--keep <file>",
      "keep a plain copy in this file; without it the plain file is overwritten",
    ),
    "crm encrypt",
    "crm encrypt --config passphrase.command='pass show crm'",
  ).action(async ({ keep }: { keep?: string }) => {
    const path = plainDatabase(app);
    cipherDriver(cipherPlaces(app));
    const given = await givenSecret(app);
    const secret = given ?? (await askTwice(app, "Passphrase for " + path));
    sayWeak(app, secret);
    const kept = keep === undefined ? null : resolve(keep);
    if (kept !== null && existsSync(kept)) throw new UserError("refused", kept + " exists already");
    if (app.options.dryRun === true) return dry(app, "encrypt " + path);
    await change(app, { to: keyOf(secret), keep: kept ?? undefined });
    app.say("Encrypted " + path + " with " + kindOf(secret) + "; without it nobody can read the data again");
    if (given === undefined) app.say("crm asks for it from now on; for scripts and cron: " + howToGive);
    await answer(app, { encrypted: 1, key: kindOf(secret), kept });
  });
}

/** Makes it readable again. */
export function decrypt(command: Command, app: App): void {
  examples(command, "crm decrypt", "crm decrypt --yes").action(async () => {
    const path = encryptedDatabase(app);
    if (app.options.dryRun === true) return dry(app, "decrypt " + path);
    await confirm(app, "Make " + path + " readable without a passphrase");
    await change(app, { to: null, keep: undefined });
    app.say("Decrypted " + path + "; its earlier backups keep their passphrase");
    await answer(app, { encrypted: 0, key: null, kept: null });
  });
}

/** Gives another passphrase. */
export function rekey(command: Command, app: App): void {
  examples(
    command.option("--file <file>", "a file with the new passphrase or key; else it is asked for"),
    "crm rekey",
    "crm rekey --file ~/.config/crm/new-key",
  ).action(async ({ file }: { file?: string }) => {
    const path = encryptedDatabase(app);
    const secret =
      file === undefined
        ? await askTwice(app, "New passphrase for " + path)
        : secretFile("--file", resolve(file));
    sayWeak(app, secret);
    if (app.options.dryRun === true) return dry(app, "give " + path + " another key");
    await change(app, { to: keyOf(secret), keep: undefined });
    app.say("Changed the key of " + path + " to " + kindOf(secret) + "; earlier backups keep the old one");
    await sayOld(app, secret);
    await answer(app, { encrypted: 1, key: kindOf(secret), kept: null });
  });
}

function plainDatabase(app: App): string {
  const path = fileOf(app);
  if (!isEncryptedFile(path)) return path;
  throw new UserError("refused", path + " is encrypted already", "crm rekey gives it another passphrase");
}

/** Opened once, so that a wrong passphrase is told before anything is asked. */
function encryptedDatabase(app: App): string {
  const path = fileOf(app);
  if (!isEncryptedFile(path)) throw new UserError("refused", path + " is not encrypted", "crm encrypt");
  app.read().get("SELECT 1 FROM setting");
  return path;
}

function fileOf(app: App): string {
  const path = databasePath(app);
  if (path === ":memory:") throw new UserError("refused", "a database in memory is in no file");
  return path;
}

async function change(
  app: App,
  { to, keep }: { to: Buffer | null; keep: string | undefined },
): Promise<void> {
  app.letGo();
  const db = app.world.open(databasePath(app), "write");
  try {
    await recrypt(db, { to, keep, places: heldKey()?.places ?? cipherPlaces(app) });
  } finally {
    db.close();
  }
}

interface Done {
  readonly encrypted: 0 | 1;
  readonly key: string | null;
  readonly kept: string | null;
}

async function answer(app: App, done: Done): Promise<void> {
  const copies = done.encrypted === 1 ? plainCopies(app.read()) : [];
  if (copies.length > 0) app.say("not encrypted are these copies: " + copies.join(", "));
  await answerRecord(app, columns, { database: databasePath(app), ...done, plainCopies: copies });
}

function dry(app: App, what: string): void {
  app.say("would " + what + " (dry run: nothing was written)");
}

function kindOf(secret: string): string {
  return isRawKey(secret) ? "a raw key" : "a passphrase";
}

function sayWeak(app: App, secret: string): void {
  if (isRawKey(secret) || secret.length >= enoughLetters) return;
  app.say(
    "warning: a passphrase of fewer than " + enoughLetters + " letters can be tried out; take some words",
  );
}

/** Where the next command would look for the key is still the old one. */
async function sayOld(app: App, secret: string): Promise<void> {
  const given = await givenSecret(app);
  if (given === undefined || keyOf(given).equals(keyOf(secret))) return;
  app.say("the next command needs the new one: change it in " + howToGive);
}

/** Typed twice, for what is mistyped once locks its owner out. */
async function askTwice(app: App, question: string): Promise<string> {
  if (!app.canAsk()) throw new UserError("usage", question + " is needed", howToGive);
  const ask = await app.world.ask();
  const first = await ask.secret(question);
  if (first === "") throw new UserError("cancelled", "no passphrase: nothing was changed");
  if ((await ask.secret("The same again")) === first) return first;
  throw new UserError("cancelled", "these were not the same: nothing was changed");
}
