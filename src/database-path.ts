import { existsSync } from "node:fs";
import type { App } from "./app.ts";
import { UserError } from "./errors.ts";
import { ownSetting } from "./own-setting.ts";

/** --db, CRM_DB, db of the user's file, or crm/crm.db in the XDG data directory. */
export function databasePath(app: App): string {
  const { env } = app.world;
  const named = app.options.db ?? ownSetting(app, "db");
  if (isSet(named)) return named.startsWith("~/") && isSet(env.HOME) ? env.HOME + named.slice(1) : named;
  const data = isSet(env.XDG_DATA_HOME) ? env.XDG_DATA_HOME : (env.HOME ?? ".") + "/.local/share";
  return data + "/crm/crm.db";
}

/** Nobody has made the database yet. */
export function isNew(app: App): boolean {
  const path = databasePath(app);
  return app.world.look !== undefined && path !== ":memory:" && !existsSync(path);
}

/** The database is not where crm keeps it by itself, but where somebody has said, who may have mistyped it. */
export function isNamed(app: App): boolean {
  return isSet(app.options.db ?? ownSetting(app, "db"));
}

/** Nobody has made it yet where somebody has said. */
export function isMissing(app: App): boolean {
  return isNamed(app) && isNew(app);
}

/** What is said of a database that is not there. */
export function noDatabase(path: string): { readonly message: string; readonly hint: string } {
  return { message: "there is no database at " + path + " yet", hint: "crm init makes it" };
}

/** For what is about the file itself, or needs what was written before: one that was mistyped is not made for it. */
export function refuseAbsent(app: App): void {
  if (!isMissing(app)) return;
  const { message, hint } = noDatabase(databasePath(app));
  throw new UserError("not_found", message, hint);
}

export function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== "";
}
