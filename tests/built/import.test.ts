import { appendFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runBuilt, scratch, startBuilt } from "../support/built.ts";

function manyContacts(path: string, count: number): void {
  const line = (i: number) => `C${i},Jane ${i},p${i}@acme.example,+49 30 ${1_000_000 + i},Firm ${i % 50}\n`;
  writeFileSync(path, "id,name,email,phone,company\n");
  for (let from = 0; from < count; from += 10_000) {
    const lines = Array.from({ length: Math.min(10_000, count - from) }, (_, i) => line(from + i));
    appendFileSync(path, lines.join(""));
  }
}

const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));

describe("an import through the built program", () => {
  it.each(["SIGKILL", "SIGINT", "SIGTERM"] as const)(
    "that is ended by %s in the middle leaves nothing, and can be run again",
    async (signal) => {
      const home = scratch();
      const csv = join(home, "many.csv");
      const db = join(home, "crm.db");
      manyContacts(csv, 60_000);
      expect(runBuilt(["--db", db, "contact", "add", "Tom Okafor"], { home })).toMatchObject({ code: 0 });
      const child = startBuilt(["--db", db, "import", "contacts", csv], home);
      const ended = new Promise<NodeJS.Signals | null>((done) => {
        child.on("exit", (_, by) => done(by));
      });
      // The log grows once the import spills what it has not committed.
      const isWriting = () => (statSync(db + "-wal", { throwIfNoEntry: false })?.size ?? 0) > 1_000_000;
      while (child.exitCode === null && !isWriting()) await sleep(5);
      const begun = Date.now();
      child.kill(signal);
      expect(await ended).toBe(signal);
      expect(Date.now() - begun).toBeLessThan(500);
      const count = () =>
        runBuilt(["--db", db, "contact", "list", "-q"], { home }).out.trim().split("\n").length;
      expect(count()).toBe(1);
      const again = runBuilt(["--db", db, "import", "contacts", csv], { home });
      expect(again).toMatchObject({ code: 0, err: expect.stringContaining("  60,000 new\n") });
      expect(count()).toBe(60_001);
    },
  );

  it("takes a large file twice, the second time without a change, and undo takes it back", () => {
    const home = scratch();
    const csv = join(home, "many.csv");
    const db = join(home, "crm.db");
    manyContacts(csv, 30_000);
    const crm = (...argv: string[]) => runBuilt(["--db", db, ...argv], { home });
    expect(crm("import", "contacts", csv).err).toContain("  30,000 new\n");
    expect(crm("import", "contacts", csv).err).toContain("  30,000 unchanged · nothing to change\n");
    expect(JSON.parse(crm("find", "p29999@acme.example", "--json").out)).toHaveLength(1);
    expect(crm("undo")).toMatchObject({ code: 0 });
    expect(JSON.parse(crm("contact", "list", "--json").out)).toEqual([]);
    expect(JSON.parse(crm("find", "jane", "--json").out)).toEqual([]);
  });
});
