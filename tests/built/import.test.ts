import { appendFileSync, readFileSync, statSync, writeFileSync } from "node:fs";
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

describe("a file large enough for a second thread", () => {
  const header = "id,name,email,phone,company,birthday\n";
  const line = (i: number) =>
    `C${i},Jane ${i},p${i}@acme.example,+49 30 ${1_000_000 + i},Firm ${i % 50},31.12.1979\n`;
  const lines = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => line(from + i)).join("");

  it("says the line, the column and the reason of a row that cannot be read, and leaves nothing", () => {
    const home = scratch();
    const csv = join(home, "many.csv");
    writeFileSync(csv, header + lines(0, 70_000) + "X,Jane,no address,,,\n" + lines(70_000, 80_000));
    expect(statSync(csv).size).toBeGreaterThan(4_000_000);
    const db = join(home, "crm.db");
    const { code, err } = runBuilt(["--db", db, "import", "contacts", csv], { home });
    expect(code).toBe(1);
    expect(err).toContain(
      'many.csv line 70002, column email: "no address" is no email address: it has no @.',
    );
    expect(JSON.parse(runBuilt(["--db", db, "contact", "list", "--json"], { home }).out)).toEqual([]);
  });

  it("writes refused rows whole, those that only the database can refuse as well", () => {
    const home = scratch();
    const csv = join(home, "many.csv");
    const rejects = join(home, "rejects.csv");
    const contradicts = "C1,Jane 1,p2@acme.example,,,\n";
    writeFileSync(csv, header + lines(0, 70_000) + "X,Jane,no address,,,\n" + contradicts);
    const db = join(home, "crm.db");
    const { code, err } = runBuilt(["--db", db, "import", "contacts", csv, "--rejects", rejects], { home });
    expect({ code, said: err.split("\n")[1] }).toEqual({ code: 5, said: "  70,000 new · 2 refused" });
    expect(err).toContain("dates day first (row 1: 31.12.1979)");
    const refused = readFileSync(rejects, "utf8").split("\n");
    expect(refused[1]).toMatch(/^X,Jane,no address,,,,70002,/);
    expect(refused[2]).toMatch(
      /^C1,Jane 1,p2@acme\.example,,,,70003,"?id says #2 Jane 1, email says #3 Jane 2/,
    );
  });

  it("that is no text is refused as a small one is", () => {
    const home = scratch();
    const csv = join(home, "many.csv");
    writeFileSync(csv, Buffer.concat([Buffer.from([0x1f, 0x8b]), Buffer.alloc(5_000_000, "x")]));
    const { code, err } = runBuilt(["import", "contacts", csv], { home });
    expect(code).toBe(1);
    expect(err).toContain("is compressed with gzip, not a text file");
    expect(err.trim().split("\n")).toHaveLength(1);
  });

  it("takes nothing in when what it refused cannot be kept, and says that the disk is full", () => {
    const home = scratch();
    const [csv, db] = [join(home, "a.csv"), join(home, "crm.db")];
    writeFileSync(csv, "name,email\nJane,jane\nTom,tom@acme.example\n");
    const crm = (...argv: string[]) => runBuilt(["--db", db, ...argv], { home });
    const full = "cannot use /dev/full: the disk is full (nothing else was changed)";
    for (const option of ["--rejects", "--report"]) {
      const other = option === "--report" ? ["--rejects", join(home, "r.csv")] : [];
      const ran = crm("import", "contacts", csv, ...other, option, "/dev/full");
      expect(ran).toMatchObject({ code: 74, err: expect.stringContaining(full) });
      expect(crm("contact", "list", "-q").out).toBe("");
    }
    const out = crm("export", "contacts", "-o", "/dev/full");
    expect(out).toMatchObject({
      code: 74,
      err: expect.stringContaining("/dev/full cannot be written: the disk"),
    });
  });

  it("keeps what it refused from others, in a file that was there as well", () => {
    const home = scratch();
    const [csv, rejects] = [join(home, "a.csv"), join(home, "r.csv")];
    writeFileSync(csv, "name,email\nJane,jane\n");
    writeFileSync(rejects, "of last time", { mode: 0o644 });
    const ran = runBuilt(["--db", join(home, "crm.db"), "import", "contacts", csv, "--rejects", rejects], {
      home,
    });
    expect(ran.code).toBe(5);
    expect((statSync(rejects).mode & 0o777).toString(8)).toBe("600");
  });
});
