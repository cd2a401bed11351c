import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { backUp } from "../../src/store/backup.ts";
import { openDb } from "../../src/store/db.ts";
import { scratch } from "../support/built.ts";

function backups(keep: number) {
  const home = scratch();
  const db = openDb({ path: join(home, "crm.db"), mode: "write", busyMs: 0 });
  const plan = { file: undefined, directory: join(home, "safe"), keep, ifChanged: false };
  return (at: string) => backUp(db, { ...plan, at });
}

describe("a backup that has just been made", () => {
  it("stays when the clock was set back, though others bear later names", () => {
    const backup = backups(2);
    backup("2026-11-21T09:00:00Z");
    const second = backup("2026-11-21T10:00:00Z");
    const third = backup("2026-01-01T00:00:00Z");
    expect(existsSync(third.file)).toBe(true);
    expect(existsSync(second.file)).toBe(true);
    expect(third.removed).toHaveLength(1);
  });

  it("is the newest by its name too when many are made within a second", () => {
    const backup = backups(1);
    for (let n = 0; n < 4; n++) {
      const { file, removed } = backup("2026-11-21T09:00:00Z");
      expect(existsSync(file)).toBe(true);
      expect(removed).toHaveLength(n === 0 ? 0 : 1);
    }
  });
});
