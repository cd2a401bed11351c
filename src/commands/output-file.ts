import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { UserError } from "../errors.ts";

/**
 * Writes a file as a whole or not at all, readable by its owner only: under another name first, and renamed when it is
 * on disk.
 */
export function writeWhole(path: string, text: string): void {
  const unfinished = path + ".unfinished";
  try {
    const descriptor = openSync(unfinished, "w", 0o600);
    try {
      const bytes = Buffer.from(text);
      for (let done = 0; done < bytes.length; ) done += writeSync(descriptor, bytes, done);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    const why = error instanceof Error ? error.message : String(error);
    throw new UserError(
      "refused",
      path + " cannot be written: " + why,
      "is " + dirname(path) + " there and writable?",
    );
  }
}
