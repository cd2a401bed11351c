import type { App } from "../../app.ts";
import { UserError, unknownWord } from "../../errors.ts";
import { openCsv } from "../../import/csv.ts";
import { refusalOf } from "../../import/drafts.ts";
import type { CsvRow } from "../../import/records.ts";
import { ownWidth, rejectsFile } from "../../import/rejects.ts";
import type { RowError } from "../../import/table.ts";
import { fold } from "../../values/fold.ts";
import { naming } from "../options/money.ts";
import { bytesOf } from "../text-source.ts";
import { nameOf } from "./job.ts";

interface CsvRecord<K extends string> {
  /** "answers.csv line 3", for messages. */
  readonly place: string;
  /** The trimmed cell of each column, "" where the file has no such column. */
  readonly cells: Readonly<Record<K, string>>;
  readonly row: CsvRow;
}

/** What `read` makes of each row; what it throws as a UserError refuses the row, and with it the file unless there is --rejects. */
type EachRow<K extends string> = <To>(read: (record: CsvRecord<K>) => To) => To[];

interface CsvTask<K extends string> {
  /** "-" for standard input. */
  readonly file: string;
  /** Where refused rows are written; undefined: the first one ends the import. */
  readonly rejects: string | undefined;
  /** The names of each column besides its own. */
  readonly columns: Readonly<Record<K, readonly string[]>>;
  /** One of them must be there. */
  readonly needed: readonly NoInfer<K>[];
}

/**
 * Works on the rows of a small file with columns that are known by a few names each, for answers and responses. A file
 * without the columns that it must have is refused. Rows that are refused are said at the end.
 */
export async function withCsvRows<K extends string>(
  app: App,
  task: CsvTask<K>,
  work: (each: EachRow<K>) => Promise<void>,
): Promise<void> {
  const { records, flaws, header } = await readRows(app, task);
  const { file, rejects } = task;
  const isDry = app.options.dryRun === true;
  const out = rejects === undefined || isDry ? undefined : rejectsFile(rejects, { path: file, header });
  const refused: string[] = [];
  const refuse = (error: RowError) => {
    refused.push("line " + error.line + ": " + error.reason);
    out?.add(error);
  };
  const goesOn = out !== undefined || isDry;
  const [flaw] = flaws;
  try {
    if (flaw !== undefined && !goesOn) throw refusedWhole(placeOf(file, flaw.line), flaw.reason);
    for (const error of flaws) refuse(error);
    await work((read) =>
      records.flatMap((record) => {
        if (!goesOn) return [naming(record.place, () => read(record))];
        try {
          return [read(record)];
        } catch (error) {
          refuse(refusalOf(record.row, error).error);
          return [];
        }
      }),
    );
    sayRefused(app, refused, rejects);
  } finally {
    out?.close();
  }
}

function refusedWhole(place: string, reason: string): UserError {
  return new UserError("refused", place + ": " + reason, "nothing was imported; --rejects FILE goes on");
}

const shown = 5;

function sayRefused(app: App, refused: readonly string[], rejects: string | undefined): void {
  if (refused.length === 0) return;
  app.exitCode = rejects === undefined ? 1 : 5;
  const aside = app.options.dryRun === true ? "; without --dry-run they go into " : "; all of them are in ";
  const where = rejects === undefined ? "" : aside + rejects;
  const more = refused.length > shown ? ["and " + (refused.length - shown) + " more"] : [];
  app.say((refused.length === 1 ? "1 row refused" : refused.length + " rows refused") + where);
  for (const line of [...refused.slice(0, shown), ...more]) app.say("  " + line);
}

function placeOf(file: string, line: number): string {
  return nameOf(file) + " line " + line;
}

interface Read<K extends string> {
  readonly records: CsvRecord<K>[];
  /** Rows that are no rows. */
  readonly flaws: RowError[];
  readonly header: readonly string[];
}

async function readRows<K extends string>(app: App, { file, columns, needed }: CsvTask<K>): Promise<Read<K>> {
  const name = nameOf(file);
  const keys = Object.keys(columns) as K[];
  const plain = (text: string) => fold(text).replace(/[\s_-]+/g, "");
  const isCalled = (key: K, text: string) => [key, ...columns[key]].some((one) => plain(one) === plain(text));
  const { info, batches } = await openCsv(bytesOf(app, file), {
    name,
    encoding: undefined,
    delimiter: undefined,
    known: (text) => keys.some((key) => isCalled(key, text)),
  });
  // The columns that a file of refused rows has at its end are none of its own.
  const header = info.header.slice(0, ownWidth(info.header));
  const places = new Map(keys.map((key) => [key, header.findIndex((head) => isCalled(key, head))] as const));
  if (!needed.some((key) => (places.get(key) ?? -1) >= 0))
    throw unknownWord(
      "refused",
      name + " has no column " + needed.join(" or "),
      needed[0] ?? "",
      info.header,
    );
  const read: Read<K> = { records: [], flaws: [], header: info.header };
  for await (const { rows, errors } of batches) {
    read.flaws.push(...errors.filter(({ skipped }) => skipped !== true));
    for (const row of rows) {
      const named = keys.map((key) => [key, (row.cells[places.get(key) ?? -1] ?? "").trim()] as const);
      const cells = Object.fromEntries(named) as Record<K, string>;
      read.records.push({ place: placeOf(file, row.line), cells, row });
    }
  }
  return read;
}
