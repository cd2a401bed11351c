import type { App } from "../../app.ts";
import { UserError } from "../../errors.ts";
import { readDocument } from "../../import/document.ts";
import { jsonDocument } from "../../output/render.ts";
import { formatOf } from "../../print.ts";
import { inBulk } from "../../store/bulk.ts";
import { type Db, openDb } from "../../store/db.ts";
import type { CrmDocument } from "../../store/document.ts";
import { holds, isUntouched, loadDocument, refuseUnknown, rowCounts } from "../../store/document-load.ts";
import { noteImport } from "../../store/import/runs.ts";
import { thousands } from "../../values/thousands.ts";
import { bytesOf } from "../text-source.ts";
import { nameOf } from "./job.ts";

interface WholeDone {
  readonly file: string;
  readonly rows: number;
  readonly created: number;
  readonly unchanged: number;
  readonly dryRun: boolean;
}

/** Takes a whole database back in, as `crm export all` wrote it: into an empty one, in one step. */
export async function importAll(app: App, file: string): Promise<void> {
  const name = nameOf(file);
  const document = await readDocument(bytesOf(app, file), name);
  const db = app.writer();
  refuseUnknown(db, name, document);
  const rows = Object.values(document.tables).reduce((sum, each) => sum + each.length, 0);
  const done = { file, rows, dryRun: app.options.dryRun === true };
  if (holds(db, document)) {
    app.say(name + ": " + thousands(rows) + " rows · all of them are there · nothing to change");
    return answer(app, { ...done, created: 0, unchanged: rows });
  }
  if (!isUntouched(db, freshCounts())) {
    const hint = "name a new file: crm --db NEW.db import all " + file;
    throw new UserError("conflict", "the database " + db.path + " is not empty: " + wholeOnly, hint);
  }
  const made = app.made();
  await inBulk(made, { checks: true }, async () => load(app, made, { document, name, file, rows }));
  const line = name + ": " + thousands(rows) + " rows in " + thousands(filled(document)) + " tables";
  app.say(line + (done.dryRun ? " (dry run: nothing was written)" : " (undo: crm undo)"));
  answer(app, { ...done, created: rows, unchanged: 0 });
}

const wholeOnly = "a whole export is taken into an empty one, so that no number changes its meaning";

function freshCounts() {
  const fresh = openDb({ path: ":memory:", mode: "write", busyMs: 0 });
  const counts = rowCounts(fresh);
  fresh.close();
  return counts;
}

function filled({ tables }: CrmDocument): number {
  return Object.values(tables).filter((rows) => rows.length > 0).length;
}

function load(
  app: App,
  db: Db,
  { document, name, file, rows }: { document: CrmDocument; name: string; file: string; rows: number },
): void {
  const { writing } = app.beginWrite({ bulk: true });
  try {
    loadDocument(db, document, name);
    const none = { updated: 0, unchanged: 0, merged: 0, skipped: 0, rejected: 0 };
    noteImport(db, writing.entryId, { noun: "all", file, product: "crm", rows, created: rows, ...none });
    writing.commit("all " + file + ": " + thousands(rows) + " rows");
  } catch (error) {
    writing.rollback();
    throw error;
  }
}

function answer(app: App, done: WholeDone): void {
  if (formatOf(app) === "json") app.world.out(jsonDocument(done));
}
