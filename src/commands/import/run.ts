import type { App } from "../../app.ts";
import { UserError } from "../../errors.ts";
import { quote, type Table } from "../../import/columns.ts";
import type { Refused } from "../../import/drafts.ts";
import { readerOptions } from "../../import/ready.ts";
import type { Rejects } from "../../import/rejects.ts";
import { jsonDocument } from "../../output/render.ts";
import { formatOf } from "../../print.ts";
import type { Db } from "../../store/db.ts";
import type { Outcome } from "../../store/import/contacts.ts";
import { noteImport } from "../../store/import/runs.ts";
import { answerOf, type Writing } from "../../store/journal.ts";
import { localDate, toInstant } from "../../values/date.ts";
import { filterCompiler } from "../list.ts";
import { type Kept, keepColumns } from "./extras.ts";
import { intakes } from "./intake.ts";
import { type Job, nameOf } from "./job.ts";
import { saveMap } from "./map.ts";
import type { OpenFile } from "./open.ts";
import { progress } from "./progress.ts";
import { openRejects, type RowReport, reportFile } from "./report.ts";
import { type ImportDone, journalLine, type RefusedRow, refusedWords, summaryLines } from "./said.ts";
import type { Intake, RowDone } from "./take.ts";

/** One run of one file. */
interface Run {
  readonly app: App;
  readonly job: Job;
  readonly file: OpenFile;
  readonly rejects: Rejects | undefined;
  readonly report: RowReport | undefined;
  readonly tally: Tally;
}

interface Tally extends Record<Outcome, number> {
  rejected: number;
  readonly reasons: Record<string, number>;
  /** Rows that are no records at all, by what they are. */
  readonly leftOut: Record<string, number>;
  /** The first refused rows. */
  readonly refused: RefusedRow[];
}

const refusedKept = 100;

/** Takes the rows of an open file in: one transaction and one entry of the journal, all of it or nothing. */
export async function runImport(app: App, job: Job, file: OpenFile): Promise<void> {
  // A dry run leaves a file that is being mended as it is.
  const path = app.options.dryRun === true ? undefined : job.rejects;
  const rejects = path === undefined ? undefined : openRejects(path, job, file);
  const report = job.report === undefined ? undefined : reportFile(job.report, job.file);
  try {
    await write({ app, job, file, rejects, report, tally: newTally() });
  } finally {
    rejects?.close();
    report?.close();
  }
}

async function write(run: Run): Promise<void> {
  const { app, job } = run;
  const { db, at, writing } = app.beginWrite({ bulk: true });
  try {
    const known = answerOf(db, app.entry());
    if (known !== undefined) {
      writing.rollback();
      return answer(app, JSON.parse(known) as ImportDone);
    }
    const { understood, table, dateOrder } = run.file;
    const { noun } = job;
    const kept = keepColumns(db, { noun, table, extras: understood.extras, dateOrder, writing });
    const checkTarget = job.noun === "campaigns" ? await targetCheck(app, db) : () => {};
    const intake = openIntake(run, { db, at, writing, kept, checkTarget });
    await takeRows(run, intake);
    const done = doneOf(run, intake, kept);
    noteImport(db, writing.entryId, { noun: job.noun, ...done });
    // What was refused is written before the rest counts: else a full disk would lose it.
    run.rejects?.close();
    run.report?.close();
    saveMap(app, job, run.file);
    writing.commit(journalLine(job.noun, done), done);
    sayAll(run, intake, done);
  } catch (error) {
    writing.rollback();
    throw error;
  }
}

/** Whom a campaign is for: a filter that cannot work is refused now, not when it starts. */
async function targetCheck(app: App, db: Db): Promise<(text: string) => void> {
  const compile = await filterCompiler(app, db, "contact");
  return (text) => {
    try {
      compile(text, () => {});
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      // What points at the place of the fault takes lines of its own.
      throw new UserError(error.kind, quote(text) + ": " + error.message.split("\n")[0], error.hint);
    }
  };
}

/** Whose the ids of a file are. */
function sourceOf({ source, map }: Job, { understood: { layout } }: OpenFile): string {
  return source ?? map?.source ?? layout?.source ?? layout?.product ?? "csv";
}

interface Opening {
  readonly db: Db;
  readonly at: string;
  readonly writing: Writing;
  readonly kept: Kept | undefined;
  readonly checkTarget: (text: string) => void;
}

function openIntake(run: Run, { db, at, writing, kept, checkTarget }: Opening): Intake {
  const { app, job, file, tally } = run;
  const { match, onMatch, currency, country, pipeline } = job;
  const { understood, table, dateOrder } = file;
  const store = {
    at,
    today: app.today(),
    dayOf: (instant: string) => localDate(instant, app.zone()),
    source: sourceOf(job, file),
    match,
    onMatch,
    writing,
    extras: kept,
    ownIds: understood.layout?.product === "crm",
  };
  return intakes[job.noun](db, file.source, {
    table,
    map: understood,
    reader: {
      ...readerOptions(understood, job.file),
      dateOrder,
      currency,
      country,
      toInstant: (date, time) => toInstant(date, time, app.zone()),
    },
    store,
    pipeline,
    addStages: job.addStages ?? understood.layout !== null,
    zone: app.zoneName,
    checkTarget,
    done: ({ line, outcome, id }: RowDone) => {
      tally[outcome]++;
      run.report?.add({ line, outcome, id, reason: null });
    },
    refuse: (refused) => refuse(run, refused),
  });
}

async function takeRows({ app, file, tally }: Run, intake: Intake): Promise<void> {
  const shown = progress(app, file.share);
  try {
    await intake.run(() => shown.at(rowsOf(tally)));
  } finally {
    shown.clear();
  }
}

/** Without --rejects the first refused row ends the import; a dry run goes on to show them all. */
function refuse({ app, job, rejects, report, tally }: Run, { error, sort }: Refused): void {
  if (error.skipped === true) {
    tally.skipped++;
    tally.leftOut[error.reason] = (tally.leftOut[error.reason] ?? 0) + 1;
    report?.add({ line: error.line, outcome: "skipped", id: null, reason: error.reason });
    return;
  }
  const { line, column, value, reason } = error;
  const row: RefusedRow = { line, column, value, reason };
  const words = refusedWords(row);
  if (rejects === undefined && app.options.dryRun !== true) {
    throw new UserError(
      "refused",
      nameOf(job.file) + " " + words + ". Nothing was imported.",
      "--rejects FILE goes on without such rows",
    );
  }
  rejects?.add(error);
  report?.add({ line, outcome: "rejected", id: null, reason: words.replace(/^line \d+(, |: )/, "") });
  tally.rejected++;
  tally.reasons[sort] = (tally.reasons[sort] ?? 0) + 1;
  if (tally.refused.length < refusedKept) tally.refused.push(row);
}

function newTally(): Tally {
  const none = { created: 0, updated: 0, unchanged: 0, merged: 0, skipped: 0, rejected: 0 };
  return { ...none, reasons: {}, leftOut: {}, refused: [] };
}

function rowsOf({ created, updated, unchanged, merged, skipped, rejected }: Tally): number {
  return created + updated + unchanged + merged + skipped + rejected;
}

function doneOf({ app, job, file, tally }: Run, intake: Intake, kept: Kept | undefined): ImportDone {
  const { understood, table } = file;
  const { companiesCreated, contactsCreated } = intake.besides();
  return {
    file: job.name,
    product: understood.layout?.product ?? null,
    layout: understood.layout?.title ?? null,
    encoding: file.info.encoding,
    delimiter: file.info.delimiter,
    rows: rowsOf(tally),
    ...tally,
    mapped: table.header.filter((name) => !understood.unused.includes(name)),
    ignored: understood.unused,
    fieldsCreated: kept?.made.map(({ name }) => name) ?? [],
    companiesCreated,
    contactsCreated,
    saveMap: job.saveMap ?? null,
    dryRun: app.options.dryRun === true,
  };
}

function sayAll(run: Run, intake: Intake, done: ImportDone): void {
  const { app, job, file } = run;
  const lines = summaryLines({
    noun: job.noun,
    done,
    info: file.info,
    dates: intake.dates,
    besides: intake.besides(),
    unused: filledFirst(file.understood.unused, file.table),
    rejects: job.rejects,
    mapPath: job.mapPath,
  });
  for (const line of lines) app.say(line);
  answer(app, done);
  if (done.dryRun && done.rejected > 0 && job.rejects === undefined) app.exitCode = 1;
}

/** What is left out matters where there is something: the summary has room for the first few. */
function filledFirst(names: readonly string[], { header, sample }: Table): string[] {
  const filled = new Set(header.filter((_, at) => sample.some((cells) => (cells[at] ?? "").trim() !== "")));
  return [...names.filter((name) => filled.has(name)), ...names.filter((name) => !filled.has(name))];
}

function answer(app: App, done: ImportDone): void {
  if (done.rejected > 0) app.exitCode = 5;
  if (formatOf(app) === "json") app.world.out(jsonDocument(done));
}
