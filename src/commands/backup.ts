import { resolve } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { type App, databasePath } from "../app.ts";
import { UserError } from "../errors.ts";
import type { Column } from "../field.ts";
import { type Backup, backUp, backUpBefore, backupDirectory, notePlace } from "../store/backup.ts";
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
  const directory = resolve(options.to ?? backupDirectory(databasePath(app)));
  if (app.options.dryRun === true) {
    return app.say("would write " + (file ?? "a backup in " + directory) + " (dry run: nothing was written)");
  }
  const at = instant(app.now());
  const db = app.writer();
  notePlace(db, file === undefined ? directory : resolve(file, ".."), at);
  const done = backUp(db, {
    file: file === undefined ? undefined : resolve(file),
    directory,
    at,
    keep: options.keep,
    ifChanged: options.ifChanged === true,
  });
  app.say(said(done));
  await app.printUnlessTable(columns, [{ ...done, unchanged: done.unchanged ? 1 : 0 }]);
}

function said({ file, bytes, rows, unchanged, removed }: Backup): string {
  if (unchanged) return "Nothing has changed since " + file;
  const gone = removed.length === 0 ? "" : "; " + removed.length + " old removed";
  return "Backed up to " + file + " (" + size(bytes) + ", " + rows + " rows, checked" + gone + ")";
}

/** Bytes in words, with one decimal. */
export function size(bytes: number): string {
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
