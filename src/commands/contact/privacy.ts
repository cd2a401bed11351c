import type { Command } from "commander";
import type { App } from "../../app.ts";
import { databasePath } from "../../database-path.ts";
import { UserError } from "../../errors.ts";
import type { Column } from "../../field.ts";
import { cleanLines } from "../../output/clean.ts";
import { jsonDocument } from "../../output/render.ts";
import { formatOf } from "../../print.ts";
import { removeFile } from "../../remove-file.ts";
import { everythingAbout, type Held } from "../../store/access.ts";
import { backupsHolding } from "../../store/backup/holding.ts";
import { placeOf } from "../../store/documents.ts";
import { marksOfContact } from "../../store/erase/ledger.ts";
import { type Erased, eraseContacts, erasedBefore, sweep } from "../../store/erase.ts";
import type { Candidate } from "../../store/reference.ts";
import { answerRecord } from "../backup.ts";
import { examples } from "../options.ts";
import { pick } from "../pick.ts";

const columns: readonly Column[] = [
  { key: "id", header: "Id", type: "id" },
  { key: "rows", header: "Rows", type: "integer" },
  { key: "journalEntries", header: "Journal entries", type: "integer" },
  { key: "scrubbed", header: "Also in", type: "list" },
  { key: "stillNamed", header: "Still named in", type: "list" },
  { key: "files", header: "Files removed", type: "list" },
  { key: "backups", header: "Backups that hold it", type: "list" },
];

/** What a person has a right to: to see what is held about them, and to have it erased. */
export function declarePrivacy(noun: Command, app: App): void {
  examples(
    noun
      .command("access <contact>")
      .description("Everything held about a person, to be handed to them: as text, or with --json"),
    "crm contact access jane",
    "crm contact access jane --json",
  ).action((ref: string) => access(app, ref));

  examples(
    noun
      .command("erase <contact>")
      .description("Erase a person from every table, the journal and the file itself; this cannot be undone")
      .option("--confirm <name>", "the person's name or number, typed out, in place of the question"),
    'crm contact erase jane --confirm "Jane Roe"',
    "crm contact erase jane --dry-run",
  ).action((ref: string, { confirm }: { confirm?: string }) => erase(app, ref, confirm));
}

async function access(app: App, ref: string): Promise<void> {
  const db = app.read();
  const { id, name } = await pick(app, db, "contact", ref);
  const held = everythingAbout(db, id);
  if (formatOf(app) === "json") return app.world.out(jsonDocument(held));
  app.world.out(readable(held, name));
}

/** One paragraph a table, one line a value: for somebody who has never seen a database. */
function readable({ tables, journal, mentions }: Held, name: string): string {
  const parts = Object.entries(tables).map(([table, rows]) => {
    const lines = rows.map((row) => {
      const filled = Object.entries(row).filter(([, value]) => value !== null);
      return filled.map(([key, value]) => "  " + words(key) + ": " + oneLine(String(value))).join("\n");
    });
    return words(table).toUpperCase() + " (" + rows.length + ")\n" + lines.join("\n\n");
  });
  const done = journal.map(
    ({ at, user, commandLine }) => "  " + at + "  " + oneLine(user + ": " + commandLine),
  );
  const said = mentions.map(({ place, text }) => "  " + oneLine(place + ": " + text));
  const sections = [
    "Everything held about " + oneLine(name),
    ...parts,
    ...(said.length === 0 ? [] : ["MENTIONED ELSEWHERE (" + said.length + ")\n" + said.join("\n")]),
    ...(done.length === 0 ? [] : ["WHAT WAS DONE (" + done.length + ")\n" + done.join("\n")]),
  ];
  return sections.join("\n\n") + "\n";
}

function words(name: string): string {
  return name.replaceAll("_", " ");
}

function oneLine(text: string): string {
  return cleanLines(text).replaceAll("\n", " / ");
}

async function erase(app: App, ref: string, typed: string | undefined): Promise<void> {
  const db = app.writer();
  const before = erasedBefore(db, app.entry())?.[0];
  if (before !== undefined) {
    app.say("Erased before, with --idem " + app.options.idem);
    return answerRecord(app, columns, { ...before, rows: rowsOf(before), backups: [] });
  }
  const person = await pick(app, db, "contact", ref);
  await confirmErasure(app, person, typed);
  const marks = marksOfContact(db, person.id);
  const [erased] = eraseContacts(db, app.entry(), { ids: [person.id], today: app.today() });
  if (erased === undefined) return;
  const isDry = app.options.dryRun === true;
  const backups = backupsHolding(db, marks, person.id);
  if (!isDry) {
    removeFiles(app, erased.files);
    sayWhetherSwept(app, sweep(db));
  }
  sayErased(app, person, { erased, backups });
  await answerRecord(app, columns, { ...erased, rows: rowsOf(erased), backups });
}

function rowsOf({ tables }: Erased): number {
  return Object.values(tables).reduce((sum, count) => sum + count, 0);
}

/** --yes is not enough: the name has to be typed, for nothing brings the person back. */
async function confirmErasure(app: App, { id, name }: Candidate, typed: string | undefined): Promise<void> {
  if (app.options.dryRun === true) return;
  const question = "Erasing " + name + " (#" + id + ") cannot be undone. Type the name to go on";
  if (typed === undefined && !app.canAsk()) {
    throw new UserError(
      "usage",
      "erasing " + name + " cannot be undone: type the name",
      '--confirm "' + name + '"',
    );
  }
  const given = typed ?? (await (await app.world.ask()).text(cleanLines(question)));
  const isMeant =
    given.trim().toLowerCase() === name.toLowerCase() || given.trim().replace("#", "") === String(id);
  if (isMeant) return;
  const kind = typed === undefined ? "cancelled" : "usage";
  throw new UserError(kind, '"' + given + '" is not ' + name + " (#" + id + "): nothing was erased");
}

/** Copies of attached files. One that is said to lie elsewhere was never made by crm, and is not its to remove. */
export function removeFiles(app: App, files: readonly string[]): void {
  for (const path of files) {
    try {
      removeFile(placeOf(databasePath(app), { path, isCopy: 1, name: path }));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      app.say("not removed: " + error.message);
    }
  }
}

export function sayWhetherSwept(app: App, isSwept: boolean): void {
  if (isSwept) return;
  app.say(
    "another program uses the database, or the disk is full: traces stay in the file until crm doctor --fix has run",
  );
}

function sayErased(
  app: App,
  { id, name }: Candidate,
  { erased, backups }: { erased: Erased; backups: readonly string[] },
): void {
  const dry = app.options.dryRun === true;
  app.say(
    (dry ? "would erase " : "Erased ") +
      name +
      " (#" +
      id +
      ")" +
      (dry ? " (dry run: nothing was written)" : "; this cannot be undone"),
  );
  if (erased.scrubbed.length > 0) app.say("also taken out of: " + erased.scrubbed.join(", "));
  if (erased.stillNamed.length > 0)
    app.say("still named in, for you to judge: " + erased.stillNamed.join(", "));
  if (backups.length > 0) {
    app.say("still in these backups; delete them, or wait until they have made room:");
    for (const file of backups) app.say("  " + file);
  }
}
