import type { ChildProcess } from "node:child_process";
import { writeSync } from "node:fs";

/**
 * Writes all of the text to the standard input of a program before it returns, so that what is long is never held here,
 * and the program has it while we still make the rest; false when it does not read any more. What it answers through a
 * pipe to us is not read meanwhile.
 */
export function writeAll({ stdin }: ChildProcess, text: string): boolean {
  const descriptor = (stdin as { _handle?: { fd?: number } } | null)?._handle?.fd ?? -1;
  // Not on every system is it a descriptor.
  if (descriptor < 0) return stdin?.write(text) !== undefined;
  const bytes = Buffer.from(text);
  for (let done = 0; done < bytes.length; ) {
    try {
      done += writeSync(descriptor, bytes, done);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) return false;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
  return true;
}
