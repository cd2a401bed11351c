import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { UserError } from "../errors.ts";
import { singleBinary } from "../single-binary.ts";
import type { ImportedContact } from "../store/import/contacts.ts";
import type { DateNote } from "./columns.ts";
import type { Drafts, Read } from "./drafts.ts";
import { unpack } from "./packed.ts";
import type { CsvRow } from "./records.ts";
import { cellEnd, type Failed, type Portion, type ReadTask, type Said } from "./thread-talk.ts";

const name = "import-thread.cjs";
const script = fileURLToPath(new URL("./" + name, import.meta.url));

/** The thread has a file of its own, which only the build makes; the single executable has it inside. */
export function hasThread(): boolean {
  return singleBinary() !== undefined || existsSync(script);
}

/** A small young generation: the thread only passes on what it reads. One of 20 MB spares 4 % of the time and takes 24 MB. */
const resourceLimits = { maxYoungGenerationSizeMb: 8 };

function startThread(task: ReadTask): Worker {
  const options = { workerData: task, resourceLimits };
  const binary = singleBinary();
  if (binary === undefined) return new Worker(script, options);
  return new Worker(binary.thread(name), { ...options, eval: true });
}

export interface OpenInThread {
  /** How dates were understood is known when all have been read. */
  readonly contacts: Drafts<ImportedContact>;
  /** Bytes read so far. */
  readonly read: () => number;
  close(): Promise<void>;
}

/** Reads the contacts of a file in a thread of its own, which begins at once. */
export function openInThread(task: ReadTask): OpenInThread {
  const worker = startThread(task);
  const inbox = messages(worker);
  const dates: DateNote[] = [];
  let bytes = 0;
  const batches = async function* () {
    for (;;) {
      const said = await inbox.next();
      if (said.kind === "ended") return;
      if (said.kind === "opened") dates.push(...said.dates);
      else {
        worker.postMessage("more");
        bytes = said.bytes;
        for (const portion of said.read) yield readsOf(portion);
      }
    }
  };
  const close = async () => {
    await worker.terminate();
  };
  return { contacts: { dates, batches: batches() }, read: () => bytes, close };
}

/** The thread's messages one after the other; a failure of it is thrown here. */
function messages(worker: Worker) {
  const waiting: Said[] = [];
  let failed: Error | undefined;
  let wake = () => {};
  worker.on("message", (said: Said) => {
    waiting.push(said);
    wake();
  });
  worker.on("error", (error) => {
    failed = error;
    wake();
  });
  return {
    async next(): Promise<Exclude<Said, Failed>> {
      while (waiting.length === 0) {
        if (failed !== undefined) throw failed;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const said = waiting.shift()!;
      if (said.kind === "failed") throw new UserError(said.fault, said.message, said.hint);
      return said;
    },
  };
}

const none: readonly string[] = [];

/** Undefined: nobody wants to see the cells again. Else they are taken apart when the row turns out to be refused. */
function rowOf(line: number, cells: string | undefined): CsvRow {
  if (cells === undefined) return { line, cells: none };
  return {
    line,
    get cells() {
      return cells.split(cellEnd);
    },
  };
}

/** Contacts and refused rows by their lines, as they would have been read here. */
function readsOf({ contacts, cells, refused }: Portion): Read<ImportedContact>[] {
  const reads: Read<ImportedContact>[] = [];
  let next = 0;
  for (const [at, { line, contact }] of unpack(contacts).entries()) {
    for (; next < refused.length && refused[next]!.error.line < line; next++) reads.push(refused[next]!);
    reads.push({ row: rowOf(line, cells[at]), draft: contact });
  }
  return [...reads, ...refused.slice(next)];
}
