import { createHash } from "node:crypto";
import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fchmodSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  realpathSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname, extname, join, resolve, sep } from "node:path";
import { UserError } from "../errors.ts";
import { type Attached, listAttachments } from "./attachment.ts";
import type { Db } from "./db.ts";

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
  writeOnce(from, to, known);
  return { ...known, path };
}

/** An ending of letters and digits, by which the system knows what opens it. */
function safeEnding(path: string): string {
  return /^\.[A-Za-z0-9]{1,10}$/.exec(extname(path))?.[0].toLowerCase() ?? "";
}

function makeOwn(directory: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (!lstatSync(directory).isDirectory()) {
    throw new UserError("refused", directory + " is no folder of its own (a link?)", "move it away");
  }
}

function writeOnce(from: string, to: string, known: Fingerprint): void {
  const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;
  const file = openSync(to, O_WRONLY | O_CREAT | O_EXCL | (O_NOFOLLOW ?? 0), 0o600);
  try {
    const written = fingerprint(from, (piece) => {
      for (let done = 0; done < piece.length; ) done += writeSync(file, piece, done);
    });
    fchmodSync(file, 0o600);
    if (written.sha256 === known.sha256) return;
    throw new UserError("refused", from + " changed while it was copied", "try again");
  } catch (error) {
    rmSync(to, { force: true });
    throw error;
  } finally {
    closeSync(file);
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
    if (!existsSync(place)) copyFileSync(placeOf(from, document), place, constants.COPYFILE_EXCL);
  }
  return lacking.length;
}
