import { createHash, randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  existsSync,
  fchmodSync,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  writeSync,
} from "node:fs";
import { dirname, extname, join, resolve, sep } from "node:path";
import { UserError } from "../errors.ts";
import { removeFile } from "../remove-file.ts";
import { type Attached, listAttachments } from "./attachment.ts";
import { partial } from "./backup/copy.ts";
import type { Db } from "./db.ts";
import { giveName, makeDirectory } from "./durable.ts";

/** The directory of copies beside the database, for its owner only. */
const folder = "documents";

export interface Fingerprint {
  /** Hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
}

/** Reads a file once, in pieces; `each` is given every piece. Anything but a plain file is refused. */
export function fingerprint(path: string, each: (piece: Buffer) => void = () => undefined): Fingerprint {
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    if (!fstatSync(file).isFile()) throw new UserError("refused", path + " is no plain file");
    const hash = createHash("sha256");
    const buffer = Buffer.alloc(1 << 16);
    let bytes = 0;
    for (let read = readSync(file, buffer); read > 0; read = readSync(file, buffer)) {
      const piece = buffer.subarray(0, read);
      hash.update(piece);
      each(piece);
      bytes += read;
    }
    return { sha256: hash.digest("hex"), bytes };
  } finally {
    closeSync(file);
  }
}

/**
 * Copies a file into the folder of documents beside the database, under the name of its content, so that the same file
 * is there once. Never writes over a file and never through a symbolic link. Gives its place below that directory.
 */
export function keepCopy(database: string, from: string): Fingerprint & { readonly path: string } {
  const known = fingerprint(from);
  const path = join(folder, known.sha256.slice(0, 2), known.sha256 + safeEnding(from));
  const to = join(dirname(resolve(database)), path);
  for (const directory of [dirname(dirname(to)), dirname(to)]) makeOwn(directory);
  if (existsSync(to)) {
    if (lstatSync(to).isFile() && fingerprint(to).sha256 === known.sha256) return { ...known, path };
    throw new UserError("refused", to + " is in the way and holds something else", "crm doctor");
  }
  writeOnce(from, to, known.sha256);
  return { ...known, path };
}

/** An ending of letters and digits, by which the system knows what opens it. */
function safeEnding(path: string): string {
  return /^\.[A-Za-z0-9]{1,10}$/.exec(extname(path))?.[0].toLowerCase() ?? "";
}

function makeOwn(directory: string): void {
  makeDirectory(directory);
  if (!lstatSync(directory).isDirectory()) {
    throw new UserError("refused", directory + " is no folder of its own (a link?)", "move it away");
  }
}

/** The copy gets its name when it is whole and on the disk: one that is cut off is in nobody's way. */
function writeOnce(from: string, to: string, sha256: string): void {
  const unfinished = to + "." + randomBytes(6).toString("hex") + partial;
  const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;
  try {
    const file = openSync(unfinished, O_WRONLY | O_CREAT | O_EXCL | (O_NOFOLLOW ?? 0), 0o600);
    try {
      const written = fingerprint(from, (piece) => {
        for (let done = 0; done < piece.length; ) done += writeSync(file, piece, done);
      });
      if (written.sha256 !== sha256) {
        throw new UserError("refused", from + " changed while it was copied", "try again");
      }
      fchmodSync(file, 0o600);
    } finally {
      closeSync(file);
    }
    giveName(unfinished, to);
  } catch (error) {
    removeFile(unfinished);
    // Another crm may have kept the same document meanwhile.
    if (!existsSync(to) || fingerprint(to).sha256 !== sha256) throw error;
  }
}

/**
 * Where a document is. A copy has to lie in the folder of documents itself: a database that somebody sends could name
 * any file, by `..` or through a link.
 */
export function placeOf(
  database: string,
  { path, isCopy, name }: Pick<Attached, "path" | "isCopy" | "name">,
): string {
  if (isCopy === 0) return path;
  const root = join(dirname(resolve(database)), folder);
  const place = resolve(dirname(root), path);
  const isInside = (inner: string, outer: string) => inner.startsWith(outer + sep);
  const isReal = !existsSync(place) || isInside(realpathSync(place), realpathSync(root));
  if (isInside(place, root) && isReal) return place;
  throw new UserError(
    "refused",
    "the document " + name + " lies outside the folder of documents (" + path + ")",
  );
}

export type DocumentState = "ok" | "missing" | "changed" | "outside";

/** What was left of copies that were cut off, in the folder of documents beside a database. */
export function unfinishedDocuments(database: string): string[] {
  const root = join(dirname(resolve(database)), folder);
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(partial))
    .map((name) => join(root, name));
}

/** Whether a document is where it was, and what it was. */
export function stateOf(database: string, document: Attached): DocumentState {
  try {
    const place = placeOf(database, document);
    if (!existsSync(place)) return "missing";
    return fingerprint(place).sha256 === document.sha256 ? "ok" : "changed";
  } catch (error) {
    if (error instanceof UserError) return "outside";
    return "missing";
  }
}

/** The documents that are not as they were attached. */
export function lostDocuments(db: Db): (Attached & { readonly state: DocumentState })[] {
  return listAttachments(db)
    .map((document) => ({ ...document, state: stateOf(db.path, document) }))
    .filter(({ state }) => state !== "ok");
}

/**
 * Copies the kept documents from beside one file to beside another, for a backup or a restore. One that is there already
 * is the same, for its name says what it holds. Gives how many were copied.
 */
export function copyDocuments(db: Db, { from, to }: { readonly from: string; readonly to: string }): number {
  const kept = listAttachments(db).filter(
    (document) => document.isCopy === 1 && stateOf(from, document) === "ok",
  );
  const lacking = kept.filter((document) => !existsSync(placeOf(to, document)));
  for (const document of lacking) {
    const place = placeOf(to, document);
    for (const directory of [dirname(dirname(place)), dirname(place)]) makeOwn(directory);
    if (!existsSync(place)) writeOnce(placeOf(from, document), place, document.sha256);
  }
  return lacking.length;
}
