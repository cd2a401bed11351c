import type { ChildProcess } from "node:child_process";
import { writeSync } from "node:fs";

/** Writes all of the text before it returns. Throws what the system says: EPIPE when nobody reads any more. */
export function writeAll(descriptor: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let done = 0; done < bytes.length; ) done += writeSome(descriptor, bytes, done);
}

function writeSome(descriptor: number, bytes: Uint8Array, from: number): number {
  try {
    return writeSync(descriptor, bytes, from);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) throw error;
    // The other end is slow and the pipe does not block by itself: give it a moment.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    return 0;
  }
}

/**
 * Writes all of the text to the standard input of a program before it returns, so that what is long is never held here,
 * and the program has it while we still make the rest; false when it does not read any more. What it answers through a
 * pipe to us is not read meanwhile.
 */
export function feed({ stdin }: ChildProcess, text: string): boolean {
  const descriptor = (stdin as { _handle?: { fd?: number } } | null)?._handle?.fd ?? -1;
  // Not on every system is it a descriptor.
  if (descriptor < 0) return stdin?.write(text) !== undefined;
  try {
    writeAll(descriptor, text);
    return true;
  } catch {
    return false;
  }
}
