import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  unlinkSync,
} from "node:fs";
import { dirname, resolve } from "node:path";

/** Has a file, or the names in a directory, on the disk before it returns. */
export function syncToDisk(path: string): void {
  const file = openSync(path, "r");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Has the file and its name on the disk before it returns; never takes the place of another file. */
export function giveName(unfinished: string, to: string): void {
  syncToDisk(unfinished);
  try {
    linkSync(unfinished, to);
    unlinkSync(unfinished);
  } catch (error) {
    if (existsSync(to)) throw error;
    // A file system without hard links.
    renameSync(unfinished, to);
  }
  syncToDisk(dirname(to));
}

/** Makes a directory for its owner only, with those above it; what is new has its name on the disk. */
export function makeDirectory(path: string): void {
  const first = mkdirSync(path, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let made = resolve(path); made.length >= first.length; made = dirname(made)) syncToDisk(dirname(made));
}
