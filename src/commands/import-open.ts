import { statSync } from "node:fs";
import type { App } from "../app.ts";
import { openCsv } from "../import/csv.ts";
import { knownHeader } from "../import/headers.ts";
import { fileChunks } from "../import/source.ts";
import { hasThread, openInThread } from "../import/thread.ts";
import { type Job, nameOf, type OpenFile } from "./import-run.ts";

/** From so many bytes on a second thread pays for its start, which takes about 50 ms. */
const threadFrom = 4_000_000;

/** Opens the file of a job; contacts of a large one are read by a second thread while this one writes. */
export async function openFile(app: App, job: Job): Promise<OpenFile & { close(): Promise<void> }> {
  const size = job.file === "-" ? undefined : sizeOf(job.file);
  const share = (read: number) => (size === undefined ? undefined : Math.min(1, read / size));
  if (job.noun === "contacts" && size !== undefined && size >= threadFrom && hasThread()) {
    const { dateOrder, currency, country, encoding, delimiter, file } = job;
    const keepCells = job.rejects !== undefined;
    const task = { file, encoding, delimiter, dateOrder, currency, country, zone: app.zone(), keepCells };
    const thread = await openInThread(task);
    const { info, contacts, read, close } = thread;
    return { info, source: { contacts }, share: () => share(read()), close };
  }
  let read = 0;
  async function* counted(source: AsyncIterable<Uint8Array>) {
    for await (const bytes of source) {
      read += bytes.length;
      yield bytes;
    }
  }
  if (job.file === "-" && app.world.isTty.in) app.say("reading standard input; Ctrl-D ends it");
  const csv = await openCsv(counted(job.file === "-" ? app.world.input() : fileChunks(job.file)), {
    name: nameOf(job.file),
    encoding: job.encoding,
    delimiter: job.delimiter,
    known: knownHeader(job.noun),
  });
  const close = async () => {
    await csv.batches.return();
  };
  return { info: csv.info, source: { csv }, share: () => share(read), close };
}

/** Undefined for what has no size, and for what cannot be looked at: reading it will say why. */
function sizeOf(file: string): number | undefined {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat?.isFile() && stat.size > 0 ? stat.size : undefined;
}
