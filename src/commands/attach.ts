import { spawn } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { basename, extname } from "node:path";
import type { Command } from "commander";
import type { App } from "../app.ts";
import { databasePath } from "../database-path.ts";
import { UserError } from "../errors.ts";
import type { Column } from "../field.ts";
import { findProgram } from "../find-program.ts";
import {
  type Attached,
  type AttachedNoun,
  addAttachment,
  attachedNouns,
  attachmentsOf,
  deleteAttachment,
  getAttachment,
  listAttachments,
} from "../store/attachment.ts";
import type { Db } from "../store/db.ts";
import { fingerprint, keepCopy, placeOf, stateOf } from "../store/documents.ts";
import { describeRecord } from "../store/find.ts";
import { anyRecord } from "./any-record.ts";
import { examples, wholeNumber } from "./options.ts";
import { confirm } from "./pick.ts";

const columns: readonly Column[] = [
  { key: "id", header: "Id", type: "id" },
  { key: "name", header: "Name", type: "text" },
  { key: "record", header: "Of", type: "text" },
  { key: "bytes", header: "Bytes", type: "integer" },
  { key: "state", header: "State", type: "text" },
  { key: "createdAt", header: "Attached", type: "instant" },
  { key: "note", header: "Note", type: "text" },
  { key: "noun", header: "Noun", type: "text", detail: true },
  { key: "recordId", header: "Record id", type: "id", detail: true },
  { key: "isCopy", header: "Copied", type: "flag", detail: true },
  { key: "path", header: "Path", type: "text", detail: true },
  { key: "sha256", header: "SHA-256", type: "text", detail: true },
];

interface AttachOptions {
  readonly copy?: boolean;
  readonly name?: string;
  readonly note?: string;
}

/** `crm attach jane contract.pdf`, and what is done with documents. */
export function attach(command: Command, app: App): void {
  examples(
    command
      .argument("<record>", "whose it is: jane, company:acme, deal:3, ticket:7")
      .argument("<file>", "the document")
      .option("--copy", "keep a copy beside the database; else only where it is and what it holds is noted")
      .option("--name <name>", "what to call it, if not as the file")
      .option("--note <text>", "a remark"),
    "crm attach jane contract.pdf",
    "crm attach deal:website offer.pdf --copy --note 'signed'",
  ).action((ref: string, file: string, options: AttachOptions) => add(app, { ref, file }, options));

  examples(
    command
      .command("list [record]")
      .description("List documents, all or those of one record, and whether they are still there"),
    "crm attach list",
    "crm attach list jane --json",
  ).action((ref: string | undefined) => list(app, ref));

  examples(
    command.command("open <id>").description("Open a document with the program of your system"),
    "crm attach open 1 --dry-run",
    "crm attach open '#1' --dry-run",
  ).action((id: string) => open(app, numberOf(id)));

  examples(
    command
      .command("remove <id>")
      .description("Take a document off its record; the file stays, a copy too, for undo"),
    "crm attach remove 1 --yes",
    "crm attach remove 1 --dry-run",
  ).action((id: string) => remove(app, numberOf(id)));
}

function numberOf(text: string): number {
  return wholeNumber(text.replace(/^#/, ""));
}

async function add(
  app: App,
  { ref, file }: { ref: string; file: string },
  { copy, name, note }: AttachOptions,
): Promise<void> {
  const db = app.writer();
  const { noun, id } = await anyRecord(app, db, ref, attachedNouns);
  if (!existsSync(file)) throw new UserError("not_found", "no file " + file);
  if (copy === true && db.path === ":memory:") {
    throw new UserError("usage", "a database in memory has no folder for copies", "leave --copy out");
  }
  const isCopied = copy === true && app.options.dryRun !== true;
  const kept = isCopied
    ? { ...keepCopy(databasePath(app), realpathSync(file)), isCopy: 1 }
    : { ...fingerprint(file), path: realpathSync(file), isCopy: 0 };
  const draft = {
    ...{ ...kept, noun: noun as AttachedNoun, recordId: id },
    ...{ name: name?.trim() || basename(file), note: note?.trim() || null },
  };
  const added = app.write((write, at) => getAttachment(write, addAttachment(write, draft, at)));
  const record = describeRecord(app.writer(), noun, id).name;
  const how = copy === true ? ", copied" : "";
  await app.wrote("Attached " + added.id + " " + added.name + " to " + record + how, columns, {
    ...added,
    record,
  });
}

async function list(app: App, ref: string | undefined): Promise<void> {
  const db = app.read();
  const of = ref === undefined ? undefined : await anyRecord(app, db, ref, attachedNouns);
  const found = of === undefined ? listAttachments(db) : attachmentsOf(db, of.noun, of.id);
  await app.print(
    columns,
    found.map((document) => ({ ...shown(db, document), state: stateOf(db.path, document) })),
  );
}

function shown(db: Db, document: Attached) {
  return { ...document, record: describeRecord(db, document.noun, document.recordId).name };
}

/** What a file manager would run instead of showing. */
const runs = new Set(
  ".desktop .exe .bat .cmd .com .msi .ps1 .sh .bash .js .vbs .jar .app .command .scr .lnk .py".split(" "),
);

/** Never through a shell, and only what is still what was attached. */
async function open(app: App, id: number): Promise<void> {
  const db = app.read();
  const document = getAttachment(db, id);
  const place = placeOf(db.path, document);
  const state = stateOf(db.path, document);
  if (state === "missing") throw new UserError("not_found", place + " is not there any more", "crm doctor");
  if (state !== "ok")
    throw new UserError("refused", place + " is not what was attached any more", "crm attach list");
  if (runs.has(extname(place).toLowerCase())) {
    throw new UserError(
      "refused",
      place + " is a program: opening it would run it",
      "open it yourself if you trust it",
    );
  }
  if (app.options.dryRun === true) return app.say("would open " + place);
  const program = ["xdg-open", "open", "explorer.exe"]
    .map((name) => findProgram(name, app.world.env))
    .find((found) => found !== undefined);
  if (program === undefined)
    throw new UserError("refused", "no program here opens documents", "it is " + place);
  app.say("Opening " + place);
  const child = spawn(program, [place], { detached: true, stdio: "ignore" });
  child.on("error", () => app.say(program + " cannot be started; the document is " + place));
  child.unref();
}

async function remove(app: App, id: number): Promise<void> {
  const gone = shown(app.writer(), getAttachment(app.writer(), id));
  await confirm(app, "Take " + gone.name + " off " + gone.record);
  app.write((db) => {
    deleteAttachment(db, id);
    return gone;
  });
  await app.wrote("Took " + gone.name + " off " + gone.record, columns, gone);
}
