import { setFlagsFromString } from "node:v8";
import { parentPort, workerData } from "node:worker_threads";
import { UserError } from "../errors.ts";
import type { ImportedContact } from "../store/import/contacts.ts";
import { toInstant } from "../values/date.ts";
import { contactReader } from "./contacts.ts";
import { openCsv } from "./csv.ts";
import { draftsOf, type Read, type Refused } from "./drafts.ts";
import type { FieldOf, HeaderMap } from "./headers.ts";
import { type ContactRow, pack } from "./packed.ts";
import { knownName, readerOptions, ready } from "./ready.ts";
import { fileChunks } from "./source.ts";
import { ahead, cellEnd, type Portion, portions, type ReadTask, type Said } from "./thread-talk.ts";

// The script of the thread that reads contacts; thread.ts starts it.

const port = parentPort;
if (port === null) throw new Error("this file is the script of a thread");
const say = (said: Said) => port.postMessage(said);
// V8 takes rows for what lives long, for the first ones do, and would put all of them where only a full collection looks.
setFlagsFromString("--no-allocation-site-pretenuring");

let credit = ahead;
let wake = () => {};
port.on("message", () => {
  credit++;
  wake();
});

/** Waits while the other side has enough to do. */
async function turn(): Promise<void> {
  while (credit === 0) {
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
  credit--;
}

async function read(task: ReadTask): Promise<void> {
  let bytes = 0;
  async function* counted() {
    for await (const piece of fileChunks(task.file)) {
      bytes += piece.length;
      yield piece;
    }
  }
  const { encoding, delimiter } = task;
  const csv = await openCsv(counted(), {
    name: task.file,
    encoding,
    delimiter,
    known: knownName(task.map),
  });
  const { understood, table, csv: sifted } = ready(csv, task.map);
  const reader = contactReader(table, understood as HeaderMap<FieldOf<"contacts">>, {
    ...task,
    ...readerOptions(understood, task.file),
    toInstant: (date, time) => toInstant(date, time, task.zone),
  });
  const { dates, batches } = draftsOf(sifted, reader);
  say({ kind: "opened", dates });
  let read: Portion[] = [];
  // The other side has nothing to do before the first ones.
  let together = 1;
  const hand = async () => {
    await turn();
    say({ kind: "read", read, bytes });
    read = [];
    together = portions;
  };
  for await (const batch of batches) {
    read.push(portionOf(batch, task));
    // While the next piece is waited for, nothing of this one is to be kept alive: a collection would copy all of it.
    batch.length = 0;
    if (read.length === together) await hand();
  }
  if (read.length > 0) await hand();
  say({ kind: "ended" });
}

function portionOf(batch: readonly Read<ImportedContact>[], { keepCells }: ReadTask): Portion {
  const rows: ContactRow[] = [];
  const cells: string[] = [];
  const refused: Refused[] = [];
  for (const read of batch) {
    if ("error" in read) refused.push(read);
    else {
      rows.push({ line: read.row.line, contact: read.draft });
      if (keepCells) cells.push(read.row.cells.join(cellEnd));
    }
  }
  return { contacts: pack(rows), cells, refused };
}

read(workerData as ReadTask)
  .catch((error: unknown) => {
    if (!(error instanceof UserError)) throw error;
    const { kind: fault, message, hint } = error;
    say({ kind: "failed", fault, message, ...(hint === undefined ? {} : { hint }) });
  })
  .finally(() => port.close());
