import { closeSync, existsSync, fdatasync, openSync } from "node:fs";
import type { Db } from "./db.ts";

/** Brings what is in the log into the database file and empties it. False: somebody else uses what is in it. */
export function emptyLog(db: Db): boolean {
  return db.path === ":memory:" || db.get<{ busy: number }>("PRAGMA wal_checkpoint(TRUNCATE)")?.busy === 0;
}

/** Milliseconds between two times at which what the log holds is brought to the disk. */
const syncEvery = 500;

/**
 * Lets the disk take the log in while a bulk still writes it: the commit would wait for all of it. SQLite holds no lock on
 * the log, so a descriptor of our own does no harm, and what was synced early is synced again. Gives what ends it.
 */
export function syncLogEarly(db: Db): () => void {
  let file: number | undefined;
  let isBusy = false;
  let isOver = false;
  const close = () => {
    if (file !== undefined) closeSync(file);
    file = undefined;
  };
  const timer = setInterval(() => {
    const path = db.path + "-wal";
    if (isBusy || (file === undefined && !existsSync(path))) return;
    file ??= openSync(path, "r");
    isBusy = true;
    fdatasync(file, () => {
      isBusy = false;
      if (isOver) close();
    });
  }, syncEvery);
  return () => {
    isOver = true;
    clearInterval(timer);
    if (!isBusy) close();
  };
}
