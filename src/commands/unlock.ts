import type { App } from "../app.ts";
import { databasePath } from "../database-path.ts";
import { UserError } from "../errors.ts";
import { ownSetting } from "../own-setting.ts";
import { atHome } from "../remind/home.ts";
import { commandSecret, secretFile } from "../remind/secret.ts";
import { cipherDriver, howToGive } from "../store/encryption/cipher.ts";
import { holdKey, keyOf } from "../store/encryption/key.ts";

/** A password store may ask a person first. */
const timeoutMs = 60_000;

/** These never open the database, so nobody is asked for its passphrase. */
const withoutDatabase = ["completion", "config path", "demo"];

/**
 * Finds the key of the encrypted file `path` and holds it for this run: of the environment, of a file, of a command, or
 * of the person. What is wrong with them is said when the file is opened, for a command may not need it.
 */
export async function unlock(app: App, path: string = databasePath(app)): Promise<void> {
  if (withoutDatabase.includes(app.command.name)) return;
  await hold(app, async () => (await givenSecret(app)) ?? (await askOnce(app, path)), path);
}

/** The same without asking anybody, and without a program that might: while a shell completes a line. */
export async function unlockUnasked(app: App): Promise<void> {
  await hold(app, async () => app.world.passphrase?.() ?? fileSecret(app), databasePath(app));
}

async function hold(app: App, find: () => Promise<string | undefined>, path: string): Promise<void> {
  const places = cipherPlaces(app);
  try {
    cipherDriver(places);
    const secret = await find();
    if (secret === undefined) throw noSecret(path);
    holdKey({ key: keyOf(secret), places });
  } catch (error) {
    if (!(error instanceof UserError) || error.kind === "cancelled") throw error;
    holdKey({ fault: withPath(error, path), places });
  }
}

function noSecret(path: string): UserError {
  return new UserError("locked", path + " is encrypted, and there is no passphrase", howToGive);
}

/** What is missing says of which file. */
function withPath(error: UserError, path: string): UserError {
  if (error.message.includes(path)) return error;
  return new UserError(error.kind, path + " is encrypted: " + error.message, error.hint);
}

async function askOnce(app: App, path: string): Promise<string | undefined> {
  if (!app.canAsk()) return undefined;
  const typed = await (await app.world.ask()).secret("Passphrase of " + path);
  return typed === "" ? undefined : typed;
}

/** CRM_PASSPHRASE, else the file, else what the command prints; undefined when none is named. */
export async function givenSecret(app: App): Promise<string | undefined> {
  const given = app.world.passphrase?.() ?? fileSecret(app);
  if (given !== undefined) return given;
  const command = ownSetting(app, "passphrase.command");
  if (command === "") return undefined;
  return commandSecret("passphrase.command", command, { env: app.world.env, timeoutMs });
}

function fileSecret(app: App): string | undefined {
  const path = ownSetting(app, "passphrase.file");
  return path === "" ? undefined : secretFile("passphrase.file", atHome(path, app.world.env));
}

/** Where the package for encrypted files is looked for, the place that the user names first. */
export function cipherPlaces(app: App): string[] {
  const named = ownSetting(app, "sqlite");
  const own = named === "" ? [] : [atHome(named, app.world.env)];
  return [...own, ...(app.world.modules ?? [])];
}
