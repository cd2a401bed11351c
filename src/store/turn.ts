import type { Db } from "./db.ts";

/**
 * Begins a transaction that writes, when nobody else writes any more: waits as long as the connection does (its
 * busy_timeout), then throws SQLITE_BUSY. SQLite's own waiting asks ever more rarely, so that where many write who came
 * last goes first and somebody waits for ever: here who has waited longer asks more often.
 */
export function takeTurn(db: Db): void {
  const limitMs = db.get<{ timeout: number }>("PRAGMA busy_timeout")?.timeout ?? 0;
  const began = performance.now();
  db.script("PRAGMA busy_timeout = 0");
  try {
    for (;;) {
      const waited = performance.now() - began;
      if (begin(db, waited < limitMs)) return;
      sleep(pauseMs(waited, limitMs));
    }
  } finally {
    db.script("PRAGMA busy_timeout = " + limitMs);
  }
}

/** False: somebody else writes, which is only said to who would go on waiting. */
function begin(db: Db, waits: boolean): boolean {
  try {
    db.script("BEGIN IMMEDIATE");
    return true;
  } catch (error) {
    const isBusy = error instanceof Error && "code" in error && String(error.code).startsWith("SQLITE_BUSY");
    if (isBusy && waits) return false;
    throw error;
  }
}

/** Milliseconds to the next try: 50 for who has just come, down to 2 for who has waited half of the time. */
export function pauseMs(waited: number, limitMs: number): number {
  if (waited < 15) return 5;
  return Math.max(2, 50 * (1 - (2 * waited) / limitMs));
}

function sleep(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
