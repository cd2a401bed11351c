import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runBuilt, scratch } from "../support/built.ts";

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
