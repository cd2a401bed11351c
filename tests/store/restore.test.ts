import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openDb } from "../../src/store/db.ts";
import { inspectBackup, pourInto, prepareRestore } from "../../src/store/restore.ts";
import { scratch } from "../support/built.ts";

const entry = { at: "2026-11-21T09:00:00Z", user: "jane", command: "restore", commandLine: "crm restore" };

/** The locks that this process holds on a file, as the system lists them. */
function locksOn(path: string): string[] {
  const own = new RegExp(" " + process.pid + " [0-9a-f]+:[0-9a-f]+:" + statSync(path).ino + " ");
  return readFileSync("/proc/locks", "utf8")
    .split("\n")
    .filter((line) => own.test(line));
}

// Only Linux lists them.
it.skipIf(!existsSync("/proc/locks"))(
  "holds its lock on the database while a backup is poured in",
  async () => {
    const folder = scratch();
    const [target, file] = [join(folder, "crm.db"), join(folder, "backup.db")];
    openDb({ path: file, mode: "write", busyMs: 0 }).close();
    const live = openDb({ path: target, mode: "write", busyMs: 0 });
    const prepared = prepareRestore(inspectBackup(file), { target, live, entry, pour: true });
    expect(locksOn(target)).toHaveLength(1);
    await pourInto(live, prepared, 0);
    expect(locksOn(target)).toHaveLength(1);
    expect(live.get("SELECT command FROM journal_entry")).toEqual({ command: "restore" });
    live.close();
  },
);
