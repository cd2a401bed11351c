import { resolve } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import type { App } from "../app.ts";
import { databasePath, refuseAbsent } from "../database-path.ts";
import { UserError } from "../errors.ts";
import type { Column, Row } from "../field.ts";
import { formatOf } from "../print.ts";
import {
  type Backup,
  backUp,
  backUpBefore,
  backupDirectory,
  isKnownPlace,
  notePlace,
} from "../store/backup.ts";
import { asUserError } from "../store/db.ts";
import { copyDocuments } from "../store/documents.ts";
import { instant } from "../values/date.ts";
import { examples } from "./options.ts";

const columns: readonly Column[] = [
  { key: "file", header: "File", type: "text" },
  { key: "bytes", header: "Bytes", type: "integer" },
  { key: "rows", header: "Rows", type: "integer" },
  { key: "unchanged", header: "Unchanged", type: "flag" },
  { key: "removed", header: "Removed", type: "list" },
];

interface BackupOptions {
  readonly to?: string;
  readonly keep: number;
  readonly ifChanged?: boolean;
}

/** Copies the database while it is in use, and checks the copy. */
export function backup(command: Command, app: App): void {
  examples(
    command
      .argument("[file]", "the file to write; else one named by the moment, in a directory")
      .option("--to <directory>", "the directory; backups beside the database when left out")
      .option("--keep <n>", "how many of the directory stay", atLeastOne, 14)
      .option("--if-changed", "nothing is written when the newest one there is the same"),
    "crm backup",
    "crm backup --to /media/disk/crm --keep 30 --if-changed",
    "crm backup before-the-move.db",
  ).action((file: string | undefined, options: BackupOptions) => run(app, file, options));
}

async function run(app: App, file: string | undefined, options: BackupOptions): Promise<void> {
  if (file !== undefined && options.to !== undefined)
    throw new UserError("usage", "name a file or --to a directory, not both");
  if (databasePath(app) === ":memory:" && file === undefined && options.to === undefined)
    throw new UserError(
      "usage",
      "a database in memory has no place of its own",
      "name a file, or --to a directory",
    );
  refuseAbsent(app);
  const directory = resolve(options.to ?? backupDirectory(databasePath(app)));
  if (app.options.dryRun === true) {
    return app.say("would write " + (file ?? "a backup in " + directory) + " (dry run: nothing was written)");
  }
  const at = instant(app.now());
  noteWhere(app, file === undefined ? directory : resolve(file, ".."), at);
  const done = backUp(app.read(), {
    file: file === undefined ? undefined : resolve(file),
    directory,
    at,
    keep: options.keep,
    ifChanged: options.ifChanged === true,
  });
  const documents = copyDocuments(app.read(), { from: databasePath(app), to: done.file });
  app.say(
    said(done) + (documents === 0 ? "" : "; " + documents + (documents === 1 ? " document" : " documents")),
  );
  await answerRecord(app, columns, { ...done, unchanged: done.unchanged ? 1 : 0 });
}

/** Of a database that can only be read the place is not noted. */
function noteWhere(app: App, directory: string, at: string): void {
  if (app.options.snapshot === true || isKnownPlace(app.read(), directory)) return;
  try {
    notePlace(app.writer(), directory, at);
  } catch (error) {
    const known = asUserError(error, databasePath(app));
    if (known === undefined || known.kind === "busy") throw error;
    app.say("the place is not noted, for the database can only be read: " + known.message);
  }
}

/** What was done, for a script: one record, which json gives as an object; nothing for a person at a terminal. */
export async function answerRecord(app: App, columns: readonly Column[], record: Row): Promise<void> {
  if (formatOf(app) === "json" && app.options.fields === undefined) return app.show(columns, record);
  await app.printUnlessTable(columns, [record]);
}

function said({ file, bytes, rows, unchanged, removed }: Backup): string {
  if (unchanged) return "Nothing has changed since " + file;
  const gone = removed.length === 0 ? "" : "; " + removed.length + " old removed";
  return "Backed up to " + file + " (" + size(bytes) + ", " + rows + " rows, checked" + gone + ")";
}

/** Bytes in words, with one decimal. */
function size(bytes: number): string {
  if (bytes < 1024 * 1024) return Math.ceil(bytes / 1024) + " KB";
  if (bytes < 1024 ** 3) return (bytes / 1024 ** 2).toFixed(1) + " MB";
  return (bytes / 1024 ** 3).toFixed(1) + " GB";
}

function atLeastOne(value: string): number {
  if (!/^[1-9]\d{0,4}$/.test(value)) throw new InvalidArgumentError("Write how many, at least 1.");
  return Number(value);
}

/** More records than this at once are worth a copy beforehand. */
const many = 10;

/** Keeps a copy before a command that deletes or merges many; `what` stands in its name. */
export function backUpBeforeMany(app: App, what: string, count: number): void {
  if (count <= many || app.options.dryRun === true) return;
  const file = backUpBefore(app.writer(), what, instant(app.now()));
  if (file !== undefined) app.say("kept a copy first: " + file);
}
