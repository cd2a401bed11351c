import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { runBuilt, scratch, shell, startBuilt } from "../support/built.ts";

function withPeople() {
  const home = scratch();
  const db = join(home, "crm.db");
  const crm = (...argv: string[]) => runBuilt([...argv, "--db", db], { home });
  crm("contact", "add", "Jane Roe");
  crm("contact", "add", "Tom Okafor");
  return { home, db, crm };
}

describe("crm sql", () => {
  it("answers in every format, two columns of one name included", () => {
    const { crm } = withPeople();
    const { out } = crm("sql", "SELECT name, id, 1 AS id FROM contact ORDER BY id", "--json");
    expect(JSON.parse(out)).toEqual([
      { name: "Jane Roe", id: 1, "id:2": 1 },
      { name: "Tom Okafor", id: 2, "id:2": 1 },
    ]);
    expect(crm("sql", "SELECT id FROM contact WHERE id > ?", "1", "--format", "csv").out).toBe("id\n2\n");
    expect(crm("sql", "SELECT id FROM contact WHERE 1 = 0", "--format", "csv").out).toBe("id\n");
  });

  it.each([
    "DELETE FROM contact",
    "SELECT 1; DELETE FROM contact",
    "WITH gone AS (SELECT 1) DELETE FROM contact",
    "PRAGMA journal_mode = DELETE",
    "ATTACH '/tmp/x.db' AS x",
    "VACUUM INTO '/tmp/x.db'",
    "SELECT load_extension('/tmp/x.so')",
    "/* SELECT */ DELETE FROM contact",
    "SELECT writefile('/tmp/x', 'y')",
    "SELECT * FROM nothing",
    "",
  ])("cannot write, nor reach anything else: %s", (statement) => {
    const { crm } = withPeople();
    const { code, out, err } = crm("sql", statement);
    expect([code, out]).toEqual([2, ""]);
    expect(err.trimEnd().split("\n")).toHaveLength(1);
    expect(crm("contact", "list", "-q").out).toBe("1\n2\n");
  });

  it("is ended when it takes too long", () => {
    const { crm } = withPeople();
    const endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
    const { code, err } = crm("sql", endless, "--timeout", "1");
    expect(code).toBe(1);
    expect(err).toContain("took longer than 1 s");
  });

  it("is ended with whoever asked", async () => {
    const { home, db } = withPeople();
    const endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
    const asked = startBuilt(["sql", endless, "--db", db], home);
    const children = () => {
      const found = spawnSync("ps", ["-o", "pid=", "--ppid", String(asked.pid)], { encoding: "utf8" });
      return found.stdout.trim().split(/\s+/).filter(Boolean).map(Number);
    };
    await vi.waitUntil(() => children().length === 1, { timeout: 10_000 });
    const [child = 0] = children();
    asked.kill("SIGTERM");
    const [, signal] = await once(asked, "exit");
    expect(signal).toBe("SIGTERM");
    await vi.waitUntil(() => !existsSync("/proc/" + child), { timeout: 3000 });
  });

  it("says what cannot be written, not that the question is wrong", () => {
    const { home, db } = withPeople();
    const ran = shell(`crm sql 'SELECT 1' --db ${db} > /dev/full`, home);
    expect(ran).toMatchObject({ code: 74, err: expect.stringContaining("the disk is full") });
  });

  it("is not kept waiting by its own comments", () => {
    const { crm } = withPeople();
    const begun = performance.now();
    expect(crm("sql", "/**/".repeat(40) + "x").code).toBe(2);
    expect(performance.now() - begun).toBeLessThan(5000);
    expect(crm("sql", "/* a * b **/ -- c\n/**/SELECT 1 AS n", "--format", "csv").out).toBe("n\n1\n");
  });

  it("that makes one huge value is ended before it has much of the memory", () => {
    // Only there does the system say what a process takes.
    if (!existsSync("/proc/self/status")) return;
    const { crm } = withPeople();
    const { code, out, err } = crm("sql", "SELECT hex(randomblob(200000000))");
    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain("more than 256 MB of memory");
  });

  it("is bounded in memory", () => {
    const { crm } = withPeople();
    const bomb =
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 2000)" +
      " SELECT length(string_agg(hex(zeroblob(400000)), '')) FROM n";
    const { code, err } = crm("sql", bomb);
    expect([1, 2]).toContain(code);
    expect(err).toMatch(/memory|too big/);
  });
});
