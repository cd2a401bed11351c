import { accessSync, constants, existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Command } from "commander";
import type { App } from "../app.ts";
import { databasePath } from "../database-path.ts";
import { UserError } from "../errors.ts";
import type { Column } from "../field.ts";
import { backUpBefore, stampOf, stemOf } from "../store/backup.ts";
import type { Db } from "../store/db.ts";
import { copyDocuments } from "../store/documents.ts";
import { isEncryptedFile } from "../store/encryption/cipher.ts";
import { heldKey } from "../store/encryption/key.ts";
import { aloneWith, endAlone, replaceBy, withLog } from "../store/replace.ts";
import {
  canPour,
  type Holding,
  inspectBackup,
  pourInto,
  prepareRestore,
  removePrepared,
  takePlaceOf,
} from "../store/restore.ts";
import { instant } from "../values/date.ts";
import { answerRecord } from "./backup.ts";
import { examples } from "./options.ts";
import { confirm } from "./pick.ts";
import { unlock } from "./unlock.ts";

const columns: readonly Column[] = [
  { key: "restored", header: "Restored", type: "text" },
  { key: "contacts", header: "Contacts", type: "integer" },
  { key: "companies", header: "Companies", type: "integer" },
  { key: "deals", header: "Deals", type: "integer" },
  { key: "orders", header: "Orders", type: "integer" },
  { key: "lastAt", header: "Last written", type: "instant" },
  { key: "aside", header: "Kept aside", type: "text" },
  { key: "erasedAgain", header: "Erased again", type: "integer" },
];

/** Puts a backup in the database's place; what is there is kept. */
export function restore(command: Command, app: App): void {
  examples(
    command.argument("<file>", "a backup"),
    "crm restore before-the-move.db",
    "crm restore backups/crm-20261121-090000.db --dry-run",
  ).action((file: string) => run(app, resolve(file)));
}

async function run(app: App, file: string): Promise<void> {
  const target = databasePath(app);
  if (target === ":memory:") throw new UserError("refused", "a database in memory cannot be restored");
  if (file === resolve(target)) throw new UserError("usage", file + " is the database itself");
  if (isEncryptedFile(file) && heldKey() === undefined) await unlock(app, file);
  const holding = inspectBackup(file);
  app.say(holds(holding));
  if (app.options.dryRun === true) return app.say("(dry run: nothing was written)");
  await confirm(app, "Put it in place of " + target);
  const pour = canPour(file, target);
  const live = openLive(app, target);
  const done =
    live === undefined
      ? inPlaceOf(app, target, { holding, pour })
      : pour
        ? await into(app, live, holding)
        : await exchange(app, holding);
  app.say("Restored " + file + (done.aside === undefined ? "" : " (back: crm restore " + done.aside + ")"));
  const documents = copyDocuments(app.read(), { from: file, to: target });
  if (documents > 0) app.say(documents + (documents === 1 ? " document" : " documents") + " put back");
  if (done.erasedAgain > 0)
    app.say("erased again, for they were erased since that backup: " + done.erasedAgain);
  const { contacts, companies, deals, orders, lastAt } = holding;
  const row = { restored: file, contacts, companies, deals, orders, lastAt, ...done };
  await answerRecord(app, columns, row);
}

function holds({ file, contacts, companies, deals, orders, lastAt, lastCommand }: Holding): string {
  const last = lastAt === null ? "" : "; last written " + lastAt + " by " + (lastCommand ?? "").slice(0, 60);
  const counts = [contacts + " contacts", companies + " companies", deals + " deals", orders + " orders"];
  return file + " is whole: " + counts.join(", ") + last;
}

/** The present database; undefined when it is not there or so damaged that it cannot be opened. */
function openLive(app: App, target: string): Db | undefined {
  if (!existsSync(target)) return undefined;
  try {
    const db = app.writer();
    db.get("SELECT count(*) AS n FROM contact");
    return db;
  } catch (error) {
    if (!isDamage(error) || !isReadable(target)) throw error;
    app.say(
      "the present database cannot be read: " + (error instanceof Error ? error.message : String(error)),
    );
    return undefined;
  }
}

/** Not: that others keep it busy, that its key is missing, or that the disk fails. Then it must not be put aside. */
function isDamage(error: unknown): boolean {
  if (error instanceof UserError) return error.kind === "refused";
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return /^SQLITE_(CORRUPT|NOTADB|ERROR)/.test(code);
}

function isReadable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

/** How long others may keep the database busy. */
const waitMs = 30_000;

interface Done {
  readonly aside: string | undefined;
  readonly erasedAgain: number;
}

/** Until the copy of the present database is of its very last state, so that nothing written meanwhile is lost. */
async function into(app: App, live: Db, holding: Holding): Promise<Done> {
  const target = databasePath(app);
  const {
    file: prepared,
    token,
    erasedAgain,
  } = prepareRestore(holding, { target, live, entry: app.entry(), pour: true });
  try {
    const version = () => live.get<{ data_version: number }>("PRAGMA data_version")?.data_version;
    let aside: string | undefined;
    for (let seen: number | undefined = -1; seen !== version(); ) {
      seen = version();
      aside = backUpBefore(live, "restore", instant(app.now()));
    }
    await pourInto(live, { file: prepared, token }, waitMs);
    return { aside, erasedAgain };
  } finally {
    removePrepared(prepared);
  }
}

/** The same for an encrypted file, which cannot be poured: nobody else may have the database open. */
async function exchange(app: App, holding: Holding): Promise<Done> {
  const [target, entry] = [databasePath(app), app.entry()];
  app.letGo();
  const live = app.world.open(target, "write");
  await aloneWith(live);
  try {
    const { file, erasedAgain } = prepareRestore(holding, { target, live, entry, pour: false });
    const aside = backUpBefore(live, "restore", instant(app.now()));
    replaceBy(live, file, false);
    return { aside, erasedAgain };
  } catch (error) {
    removePrepared(target + ".restoring");
    endAlone(live);
    throw error;
  } finally {
    live.close();
  }
}

/** In place of a file that cannot be opened any more; without `pour` the new one is encrypted as that was. */
function inPlaceOf(app: App, target: string, { holding, pour }: { holding: Holding; pour: boolean }): Done {
  // Who the user is stands in the settings of the database that cannot be read.
  const entry = {
    at: instant(app.now()),
    user: app.world.user(),
    command: "restore",
    commandLine: app.command.line,
  };
  const { file: prepared } = prepareRestore(holding, { target, live: undefined, entry, pour });
  withLog(prepared);
  const name = stemOf(target) + "-damaged-" + stampOf(entry.at) + ".db";
  const aside = existsSync(target) ? join(dirname(target), name) : undefined;
  takePlaceOf(target, prepared, aside ?? target + ".none");
  return { aside, erasedAgain: 0 };
}
