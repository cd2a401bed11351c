import { closeSync, fchmodSync, fstatSync, openSync, realpathSync, unlinkSync, writeFileSync } from "node:fs";
import { UserError } from "../errors.ts";
import type { RowError } from "./table.ts";

/** Collects refused rows in a file that can be mended and imported again. */
export interface Rejects {
  add(row: RowError): void;
  /** Writes what is left, the first time; a file without a row is not kept. */
  close(): void;
}

/** The columns that a file of refused rows has behind those of the file they are from. */
const rejectColumns = ["line", "reason"] as const;

/** How many of the columns are the file's own: those of refused rows at its end are not. */
export function ownWidth(header: readonly string[]): number {
  const isOurs = header.slice(-2).join() === rejectColumns.join();
  return isOurs ? header.length - 2 : header.length;
}

/**
 * The original columns, then the line in the original file and the reason, as UTF-8 with commas. What a row has beyond
 * its columns stands behind these, so that nothing is lost. Readable by its owner only.
 */
export function rejectsFile(
  path: string,
  from: { readonly path: string; readonly header: readonly string[] },
): Rejects {
  const file = csvFile("--rejects", path, from.path);
  const width = ownWidth(from.header);
  file.add([...from.header.slice(0, width), ...rejectColumns]);
  let isEmpty = true;
  return {
    add({ line, raw, column, reason }) {
      const cells = raw ?? [];
      const own = Array.from({ length: width }, (_, at) => cells[at] ?? "");
      const why = column === null ? reason : column + ": " + reason;
      file.add([...own, String(line), why, ...cells.slice(from.header.length)]);
      isEmpty = false;
    },
    close: () => (isEmpty ? file.discard() : file.close()),
  };
}

/**
 * The cards as they were, without pictures, each with the reason in a property of its own: a table would lose what it has
 * no column for. Readable by its owner only.
 */
export function cardRejects(path: string, from: string): Rejects {
  const file = csvFile("--rejects", path, from);
  let isEmpty = true;
  return {
    add({ line, raw, reason }) {
      const own = (raw ?? []).filter((one) => !one.startsWith(cardReason));
      const why = cardReason + "line " + line + ": " + reason.replace(/[\r\n]+/g, " ");
      file.addText(["BEGIN:VCARD", ...own, why, "END:VCARD", ""].join("\r\n"));
      isEmpty = false;
    },
    close: () => (isEmpty ? file.discard() : file.close()),
  };
}

const cardReason = "X-CRM-REFUSED:";

/** A file of lines with commas, readable by its owner only, that an option names beside the file that is imported. */
interface CsvFile {
  add(cells: readonly string[]): void;
  /** The same for what is no table. */
  addText(more: string): void;
  /** Writes what is left. */
  close(): void;
  /** Takes the file away; a device or pipe is none of ours to take away. */
  discard(): void;
}

export function csvFile(option: string, path: string, from: string): CsvFile {
  if (isSame(path, from)) {
    throw new UserError("usage", option + ": " + path + " is the file that is imported", "name another file");
  }
  const file = openFile(option, path);
  let text = "";
  let isOpen = true;
  const flush = () => {
    const waiting = text;
    text = "";
    if (waiting !== "") writeAll(file, path, waiting);
  };
  const addText = (more: string) => {
    text += more;
    if (text.length >= 65_536) flush();
  };
  return {
    add: (cells) => addText(csvLine(cells)),
    addText,
    close() {
      if (!isOpen) return;
      isOpen = false;
      try {
        flush();
      } finally {
        closeSync(file);
      }
    },
    discard() {
      if (!isOpen) return;
      isOpen = false;
      const isFile = fstatSync(file).isFile();
      closeSync(file);
      if (isFile) unlinkSync(path);
    },
  };
}

function isSame(a: string, b: string): boolean {
  try {
    return realpathSync(a) === realpathSync(b);
  } catch {
    return false;
  }
}

/** One that is there already is made its owner's only as well, before anything is in it. */
function openFile(option: string, path: string): number {
  try {
    const file = openSync(path, "w", 0o600);
    if (fstatSync(file).isFile()) fchmodSync(file, 0o600);
    return file;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new UserError(
      "refused",
      option + ": cannot write " + path + " (" + code + ")",
      "name another file",
    );
  }
}

/** All of it: a disk that is nearly full takes a part without an error. A failure names the file. */
function writeAll(file: number, path: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw error instanceof Error ? Object.assign(error, { path }) : error;
  }
}

function csvLine(cells: readonly string[]): string {
  return cells.map(csvCell).join(",") + "\n";
}

function csvCell(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
}
