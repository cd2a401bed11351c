import type { App } from "../app.ts";
import { UserError } from "../errors.ts";
import type { CsvInfo } from "../import/csv.ts";
import type { Refused } from "../import/drafts.ts";
import { type HeaderMap, mapHeaders, type Noun, refuseMissing } from "../import/headers.ts";
import { ownWidth, type Rejects, rejectsFile } from "../import/rejects.ts";
import { jsonDocument } from "../output/render.ts";
import { formatOf } from "../print.ts";
import type { Db } from "../store/db.ts";
import type { OnMatch, Outcome } from "../store/import-contacts.ts";
import type { MatchKey } from "../store/import-keys.ts";
import { answerOf, type Writing } from "../store/journal.ts";
import { toInstant } from "../values/date.ts";
import type { DateOrder } from "../values/date-column.ts";
import { type Intake, intakes, type Source } from "./import-intake.ts";
import { progress } from "./import-progress.ts";
import { type ImportDone, journalLine, summaryLines } from "./import-said.ts";

/** An import as it was asked for, every option checked. */
export interface Job {
  readonly noun: Noun;
  /** As it was named; "-" for standard input. */
  readonly file: string;
  readonly encoding: string | undefined;
  readonly delimiter: string | undefined;
  readonly rejects: string | undefined;
  readonly dateOrder: DateOrder | undefined;
  readonly match: readonly MatchKey[];
  readonly onMatch: OnMatch;
  readonly source: string;
  readonly currency: string;
  readonly country: string;
  readonly pipeline: string | undefined;
}

/** The file of a job, open. */
export interface OpenFile {
  readonly info: CsvInfo;
  readonly source: Source;
  /** How much of it has been read, from 0 to 1; undefined: nobody knows. */
  readonly share: () => number | undefined;
}

/** One run of one file. */
interface Run {
  readonly app: App;
  readonly job: Job;
  readonly file: OpenFile;
  /** Without the columns that a file of refused rows has at its end. */
  readonly header: readonly string[];
  readonly map: HeaderMap;
  readonly rejects: Rejects | undefined;
  readonly tally: Tally;
}

interface Tally extends Record<Outcome, number> {
  rejected: number;
  readonly reasons: Record<string, number>;
  /** The first refused rows, in words. */
  readonly refused: string[];
}

const refusedShown = 5;

export function nameOf(file: string): string {
  return file === "-" ? "standard input" : file;
}

/** Takes the rows of an open file in: one transaction and one entry of the journal, all of it or nothing. */
export async function runImport(app: App, job: Job, file: OpenFile): Promise<void> {
  const all = file.info.header;
  const header = all.slice(0, ownWidth(all));
  const map = mapHeaders(job.noun, header);
  refuseMissing(nameOf(job.file), map);
  const rejects =
    job.rejects === undefined ? undefined : rejectsFile(job.rejects, { path: job.file, header: all });
  try {
    await write({ app, job, file, header, map, rejects, tally: newTally() });
  } finally {
    rejects?.close();
  }
}

async function write(run: Run): Promise<void> {
  const { app, job } = run;
  const { db, at, writing } = app.beginWrite();
  try {
    const known = app.options.idem === undefined ? undefined : answerOf(db, app.options.idem);
    if (known !== undefined) {
      writing.rollback();
      return answer(app, JSON.parse(known) as ImportDone);
    }
    const intake = openIntake(run, { db, at, writing });
    await takeRows(run, intake);
    const done = doneOf(run, intake);
    writing.commit(journalLine(job.noun, done), done);
    sayAll(run, intake, done);
  } catch (error) {
    writing.rollback();
    throw error;
  }
}

function openIntake(run: Run, { db, at, writing }: { db: Db; at: string; writing: Writing }): Intake {
  const { app, job, file, header, tally } = run;
  const { source, match, onMatch, dateOrder, currency, country, pipeline } = job;
  writing.appendInBulk();
  return intakes[job.noun](db, file.source, {
    table: { file: nameOf(job.file), header, sample: file.info.sample },
    reader: {
      dateOrder,
      currency,
      country,
      toInstant: (date, time) => toInstant(date, time, app.zone()),
    },
    store: { at, today: app.today(), source, match, onMatch, writing },
    pipeline,
    done: (outcome) => {
      tally[outcome]++;
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

/** Without --rejects the first refused row ends the import. */
function refuse({ job, rejects, tally }: Run, { error, sort }: Refused): void {
  const place = "line " + error.line + (error.column === null ? "" : ", column " + error.column);
  const words = place + ": " + error.reason;
  if (rejects === undefined) {
    throw new UserError(
      "refused",
      nameOf(job.file) + " " + words + ". Nothing was imported.",
      "--rejects FILE goes on without such rows",
    );
  }
  rejects.add(error);
  tally.rejected++;
  tally.reasons[sort] = (tally.reasons[sort] ?? 0) + 1;
  if (tally.refused.length < refusedShown) tally.refused.push(words);
}

function newTally(): Tally {
  const none = { created: 0, updated: 0, unchanged: 0, merged: 0, skipped: 0, rejected: 0 };
  return { ...none, reasons: {}, refused: [] };
}

function rowsOf({ created, updated, unchanged, merged, skipped, rejected }: Tally): number {
  return created + updated + unchanged + merged + skipped + rejected;
}

function doneOf({ app, job, file, header, map, tally }: Run, intake: Intake): ImportDone {
  const { refused: _, ...counted } = tally;
  const { companiesCreated, contactsCreated } = intake.besides();
  return {
    file: job.file,
    encoding: file.info.encoding,
    delimiter: file.info.delimiter,
    rows: rowsOf(tally),
    ...counted,
    mapped: header.filter((name) => !map.unused.includes(name)),
    ignored: map.unused,
    companiesCreated,
    contactsCreated,
    dryRun: app.options.dryRun === true,
  };
}

function sayAll(run: Run, intake: Intake, done: ImportDone): void {
  const { app, job, file, tally } = run;
  const lines = summaryLines({
    noun: job.noun,
    done,
    info: file.info,
    dates: intake.dates,
    besides: intake.besides(),
    refused: tally.refused,
    rejects: job.rejects,
  });
  for (const line of lines) app.say(line);
  answer(app, done);
}

function answer(app: App, done: ImportDone): void {
  if (done.rejected > 0) app.exitCode = 5;
  if (formatOf(app) === "json") app.world.out(jsonDocument(done));
}
