import { createHash, randomUUID } from "node:crypto";
import { chmodSync, lstatSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { removeFile } from "./remove-file.ts";

interface Library {
  /** Of its bytes, in hexadecimal. */
  readonly sha256: string;
  readonly bytes: () => Uint8Array;
  readonly env: Env;
  /** Whose the cache is, who need not be known to the system by a name; undefined on Windows. */
  readonly uid: number | undefined;
}

type Env = Readonly<Record<string, string | undefined>>;

/**
 * The path of the native library: in the user's cache, else in a directory of the user's under the temporary one.
 * The name holds the hash, and the bytes are checked against it each time; a file that differs is replaced. It is
 * written under another name first, so that two that start at once cannot see half of it. Throws when there is no place.
 */
export function nativeLibrary({ sha256, bytes, env, uid }: Library): string {
  const faults: string[] = [];
  for (const dir of places(env, uid)) {
    try {
      const file = join(ownDirectory(dir, uid), "sqlite-" + sha256.slice(0, 32) + ".node");
      if (!isWhole(file, sha256)) put(file, bytes());
      return file;
    } catch (error) {
      faults.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new Error("nowhere to keep the database library (" + faults.join("; ") + "; set XDG_CACHE_HOME)");
}

function places({ XDG_CACHE_HOME: cache, HOME: home, LOCALAPPDATA: local }: Env, uid?: number): string[] {
  const own = cache || local || (home ? join(home, ".cache") : undefined);
  return [...(own === undefined ? [] : [join(own, "crm")]), join(tmpdir(), "crm-" + (uid ?? "cache"))];
}

/** Made for its owner alone; one that others could write in is refused. */
function ownDirectory(dir: string, uid: number | undefined): string {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const found = lstatSync(dir);
  if (uid === undefined) return dir;
  if (!found.isDirectory() || found.uid !== uid) throw new Error(dir + " is not a directory of yours");
  if ((found.mode & 0o077) !== 0) chmodSync(dir, 0o700);
  return dir;
}

function isWhole(file: string, sha256: string): boolean {
  try {
    if (!lstatSync(file).isFile()) return false;
    return createHash("sha256").update(readFileSync(file)).digest("hex") === sha256;
  } catch {
    return false;
  }
}

function put(file: string, bytes: Uint8Array): void {
  const part = file + "." + randomUUID();
  try {
    writeFileSync(part, bytes, { mode: 0o700, flag: "wx" });
    renameSync(part, file);
  } catch (error) {
    removeFile(part);
    throw error;
  }
}
