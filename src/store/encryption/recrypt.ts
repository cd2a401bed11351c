import { realpathSync } from "node:fs";
import { UserError } from "../../errors.ts";
import { copyDatabase, countRows } from "../backup/copy.ts";
import { type Db, openDb } from "../db.ts";
import { aloneWith, endAlone, replaceBy } from "../replace.ts";
import { faultsOf, removePrepared } from "../restore.ts";
import { rekeyFile } from "./cipher.ts";
import { heldKey, holdKey } from "./key.ts";

export interface Recrypting {
  /** The new key; null: the file will be plain. */
  readonly to: Buffer | null;
  readonly places: readonly string[];
  /** A file for a copy as it was before; undefined: none is kept. */
  readonly keep: string | undefined;
}

/**
 * Encrypts, decrypts or gives another key. The new file is made beside the old one, compared with it, and takes its
 * name in one step, so that a cut leaves the one or the other whole. `db`, the only connection to the file, is closed;
 * this run holds the new key from then on. A plain file is overwritten with zeros.
 */
export async function recrypt(db: Db, { to, places, keep }: Recrypting): Promise<void> {
  const file = realpathSync(db.path) + ".recrypting";
  const before = heldKey();
  await aloneWith(db);
  try {
    if (keep !== undefined) copyDatabase(db, keep);
    removePrepared(file);
    copyDatabase(db, file);
    rekeyFile(file, to, places);
    holdKey(to === null ? undefined : { key: to, places });
    check(file, countRows(db));
    replaceBy(db, file, before?.key === undefined);
  } catch (error) {
    holdKey(before);
    removePrepared(file);
    endAlone(db);
    throw error;
  }
}

/** Reads all of the new file with its new key. */
function check(file: string, rows: ReadonlyMap<string, number>): void {
  const db = openDb({ path: file, mode: "read", busyMs: 5000 });
  try {
    const counted = countRows(db);
    const differing = [...rows].find(([table, count]) => counted.get(table) !== count);
    const fault = faultsOf(db)[0] ?? (differing === undefined ? undefined : differing[0] + " lacks rows");
    if (fault !== undefined)
      throw new UserError("refused", "the new file is not good: " + fault, "nothing was changed");
  } finally {
    db.close();
  }
}
