import { closeSync, openSync, readSync, statSync } from "node:fs";
import type { App } from "../../app.ts";
import { UserError } from "../../errors.ts";
import type { Table } from "../../import/columns.ts";
import { type CsvInfo, type OpenCsv, openCsv } from "../../import/csv.ts";
import { type Kind, kindOf, peek } from "../../import/kind.ts";
import type { MapTask, Understood } from "../../import/layout.ts";
import { knownName, ready, understandFile } from "../../import/ready.ts";
import { fileChunks } from "../../import/source.ts";
import { hasThread, openInThread } from "../../import/thread.ts";
import type { DateOrder } from "../../values/date-column.ts";
import { bytesOf } from "../text-source.ts";
import { guide } from "./guide.ts";
import { type Job, nameOf } from "./job.ts";
import type { Source } from "./take.ts";

/** The file of a job, open, and its columns understood. */
export interface OpenFile {
  readonly info: CsvInfo;
  readonly understood: Understood;
  readonly table: Table;
  readonly source: Source;
  /** As it was said or answered; undefined: the file shows it. */
  readonly dateOrder: DateOrder | undefined;
  /** How much of it has been read, from 0 to 1; undefined: nobody knows. */
  readonly share: () => number | undefined;
  close(): Promise<void>;
}

/** From so many bytes on, some 8,000 contacts, a second thread pays for its start, which takes about 50 ms. */
const threadFrom = 700_000;

/** Opens the file of a job; contacts of a large CSV file are read by a second thread while this one writes. */
export async function openFile(app: App, job: Job): Promise<OpenFile> {
  const size = job.file === "-" ? undefined : sizeOf(job.file);
  const share = (read: number) => (size === undefined ? undefined : Math.min(1, read / size));
  const large = size !== undefined && size >= threadFrom && kindOf(headOf(job.file)) === "csv";
  if (job.noun === "contacts" && large && job.sheet === undefined && hasThread())
    return openLarge(app, job, share);
  let read = 0;
  async function* counted(source: AsyncIterable<Uint8Array>) {
    for await (const bytes of source) {
      read += bytes.length;
      yield bytes;
    }
  }
  const { head, all } = await peek(counted(bytesOf(app, job.file)));
  const kind = kindOf(head);
  if (job.sheet !== undefined && kind !== "xlsx")
    throw new UserError("usage", nameOf(job.file) + " is no workbook", "leave out --sheet");
  if (kind === "vcard" && job.noun === "contacts")
    return { ...(await openCards(job, all)), dateOrder: job.dateOrder, share: () => share(read) };
  const csv = await openTable(job, kind, all);
  try {
    const { task, dateOrder } = await settled(app, job, csv.info);
    const { understood, table, csv: source } = ready(csv, task);
    const { info, close } = csv;
    return { info, understood, table, source: { csv: source }, dateOrder, share: () => share(read), close };
  } catch (error) {
    await csv.close();
    throw error;
  }
}

/** A table of any kind: text with delimiters, JSON, or a sheet of a workbook. */
async function openTable(job: Job, kind: Kind, all: AsyncIterable<Uint8Array>): Promise<OpenCsv> {
  const name = nameOf(job.file);
  if (kind === "xlsx") {
    const { openXlsx } = await import("../../import/xlsx.ts");
    return openXlsx(all, { name, sheet: job.sheet, known: knownName(taskOf(job)) });
  }
  if (kind === "json") {
    const { openJson } = await import("../../import/json.ts");
    return openJson(all, { name, encoding: job.encoding });
  }
  return openCsv(all, {
    name,
    encoding: job.encoding,
    delimiter: job.delimiter,
    known: knownName(taskOf(job)),
  });
}

async function openLarge(app: App, job: Job, share: (read: number) => number | undefined): Promise<OpenFile> {
  const { currency, country, encoding, delimiter, file } = job;
  const { task: map, dateOrder } = app.canAsk() ? await settledFirst(app, job) : unasked(job);
  const keepCells = job.rejects !== undefined;
  const reading = {
    file,
    encoding,
    delimiter,
    dateOrder,
    currency,
    country,
    zone: app.zone(),
    keepCells,
    map,
  };
  // It takes a while to begin: meanwhile the columns are settled here, and the database is made ready.
  const thread = openInThread(reading);
  try {
    const info = await infoOf(job);
    const { understood, table } = understandFile(info, map);
    const { contacts, read, close } = thread;
    return { info, understood, table, source: { contacts }, dateOrder, share: () => share(read()), close };
  } catch (error) {
    await thread.close();
    throw error;
  }
}

/** A person is asked before the other thread begins: it reads by what was answered. */
async function settledFirst(app: App, job: Job): Promise<Settled> {
  return settled(app, job, await infoOf(job));
}

async function infoOf(job: Job): Promise<CsvInfo> {
  const csv = await openTable(job, "csv", fileChunks(job.file));
  await csv.close();
  return csv.info;
}

function taskOf({ noun, file, from, map, extra, ownFields }: Job): MapTask {
  return { noun, file: nameOf(file), from, map, extra: extra ?? "ignore", ownFields };
}

/** How the columns are to be understood, after asking about those of an unknown layout; not who typed the file. */
async function settled(app: App, job: Job, info: CsvInfo): Promise<Settled> {
  const plain = unasked(job);
  if (!app.canAsk() || job.file === "-") return plain;
  return { ...plain, ...(await guide(app, job, { task: plain.task, info })) };
}

interface Settled extends Pick<OpenFile, "dateOrder"> {
  readonly task: MapTask;
}

function unasked(job: Job): Settled {
  return { task: taskOf(job), dateOrder: job.dateOrder };
}

async function openCards(
  job: Job,
  all: AsyncIterable<Uint8Array>,
): Promise<Omit<OpenFile, "share" | "dateOrder">> {
  if (job.saveMap !== undefined)
    throw new UserError("usage", "--save-map: vCards have no columns", "leave it out");
  const { openCards: open } = await import("../../import/vcard.ts");
  const { info, contacts, understood, close } = await open(all, {
    name: nameOf(job.file),
    encoding: job.encoding,
    country: job.country,
  });
  const table = { file: nameOf(job.file), header: [], sample: [] };
  return { info, understood, table, source: { contacts }, close };
}

/** Undefined for what has no size, and for what cannot be looked at: reading it will say why. */
function sizeOf(file: string): number | undefined {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat?.isFile() && stat.size > 0 ? stat.size : undefined;
}

function headOf(file: string): Uint8Array {
  const head = Buffer.alloc(512);
  const handle = openSync(file, "r");
  try {
    return head.subarray(0, readSync(handle, head));
  } finally {
    closeSync(handle);
  }
}
