import { closeSync, existsSync, fsyncSync, openSync, renameSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { UserError } from "../errors.ts";
import { removeFile } from "../remove-file.ts";
import { asFileError, reasonOf } from "../store/foreign.ts";
import { writeAll } from "../write-all.ts";

/** A file under way: it has its name only when it is finished. */
export interface Whole {
  write(text: string): void;
  /** Puts the file in its place, when it is on disk. */
  finish(): void;
  /** Leaves what was there before. */
  abandon(): void;
}

/**
 * Opens a file that will be there as a whole or not at all, readable by its owner only: it is written under another name
 * first, and renamed when it is on disk. A device or pipe (/dev/null, >(gzip)) is written to as it is: nothing may take its
 * place.
 */
export function openWhole(path: string): Whole {
  const isDevice = existsSync(path) && !statSync(path).isFile();
  const unfinished = isDevice ? path : path + ".unfinished";
  const descriptor = orRefused(path, () => (isDevice ? openSync(path, "w") : openNew(unfinished)));
  let waiting = "";
  const flush = () => {
    const text = waiting;
    waiting = "";
    writeAll(descriptor, text);
  };
  let isOpen = true;
  const abandon = () => {
    if (!isOpen) return;
    isOpen = false;
    closeSync(descriptor);
    if (!isDevice) removeFile(unfinished);
  };
  const orAbandoned = (work: () => void) => {
    try {
      orRefused(path, work);
    } catch (error) {
      abandon();
      throw error;
    }
  };
  return {
    write(text) {
      waiting += text;
      if (waiting.length > 65_536) orAbandoned(flush);
    },
    finish() {
      orAbandoned(() => {
        flush();
        if (isDevice) return;
        fsyncSync(descriptor);
        renameSync(unfinished, path);
      });
      isOpen = false;
      closeSync(descriptor);
    },
    abandon,
  };
}

/** What a run that died left there, or a link that somebody has laid, goes first: another's rights are not taken over. */
function openNew(path: string): number {
  removeFile(path);
  return openSync(path, "wx", 0o600);
}

/** The same for a text that is there already. */
export function writeWhole(path: string, text: string): void {
  const file = openWhole(path);
  file.write(text);
  file.finish();
}

function orRefused<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const isDisk = asFileError(error)?.kind === "disk";
    throw new UserError(
      isDisk ? "disk" : "refused",
      path + " cannot be written: " + reasonOf(error),
      isDisk ? "make room, or name a file on another disk" : "is " + dirname(path) + " there and writable?",
    );
  }
}
