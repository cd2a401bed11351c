import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { runBuilt, scratch } from "../support/built.ts";

interface Finding {
  readonly check: string;
  readonly state: string;
  readonly found: string;
}

function withJane(place = ".") {
  const home = scratch();
  mkdirSync(join(home, place), { recursive: true, mode: 0o700 });
  const db = join(home, place, "crm.db");
  const crm = (...argv: string[]) => runBuilt([...argv, "--db", db], { home });
  crm("contact", "add", "Jane Roe", "--email", "jane@acme.example", "--note", "likes tea");
  crm("backup");
  const doctor = (...argv: string[]) => {
    const { code, out } = crm("doctor", "--json", ...argv);
    const findings = JSON.parse(out) as Finding[];
    const bad = findings.filter(({ state }) => state !== "ok").map(({ check, state }) => `${check} ${state}`);
    return { code, bad, findings };
  };
  return { home, db, crm, doctor };
}

function change(db: string, sql: string): void {
  const open = new Database(db);
  open.pragma("foreign_keys = OFF");
  open.exec(sql);
  open.close();
}

describe("crm doctor", () => {
  it("finds a healthy database healthy, with 0", () => {
    expect(withJane().doctor()).toMatchObject({ code: 0, bad: [] });
  });

  it("finds files that others can read, and takes that from them", () => {
    const { db, doctor } = withJane();
    chmodSync(db, 0o644);
    expect(doctor()).toMatchObject({ code: 1, bad: ["modes problem"] });
    expect(doctor("--fix")).toMatchObject({ code: 0, bad: ["modes fixed"] });
    expect(statSync(db).mode & 0o777).toBe(0o600);
  });

  it("finds a search index that lost a record, or holds one that is gone, and makes it anew", () => {
    const { db, crm, doctor } = withJane();
    change(db, "DELETE FROM search WHERE rowid = 17");
    expect(doctor()).toMatchObject({ code: 1, bad: ["search problem"] });
    expect(doctor("--fix")).toMatchObject({ code: 0, bad: ["search fixed"] });
    expect(crm("find", "jane", "-q").out).toBe("1\n");
    change(db, "INSERT INTO search (rowid, name) VALUES (99 * 16 + 1, 'nobody')");
    expect(doctor()).toMatchObject({ code: 1, bad: ["search problem"] });
  });

  it("finds rows that something else wrote, which the journal does not know", () => {
    const { db, doctor } = withJane();
    change(db, "UPDATE contact SET note = 'hates tea'");
    const { code, findings } = doctor();
    expect(code).toBe(1);
    expect(findings.find(({ check }) => check === "journal")?.found).toBe("contact 1 is not as #1 wrote it");
  });

  it("finds a table that is not as crm makes it, of which commands say that the file is damaged", () => {
    const { db, crm, doctor } = withJane();
    const open = new Database(db).unsafeMode();
    open.pragma("writable_schema = ON");
    open.exec("UPDATE sqlite_schema SET sql = replace(sql, 'digits', 'digjts') WHERE name = 'search'");
    open.close();
    const { code, findings } = doctor();
    expect(code).toBe(1);
    expect(findings).toContainEqual(expect.objectContaining({ check: "schema", state: "problem" }));
    const added = crm("contact", "add", "Tom Okafor");
    expect([added.code, added.err]).toEqual([1, expect.stringContaining("is damaged: table search")]);
    expect(added.err).not.toContain("bug of crm");
  });

  it("finds references that lead nowhere", () => {
    const { db, doctor } = withJane();
    change(db, "INSERT INTO contact_tag (contact_id, tag_id) VALUES (1, 99)");
    expect(doctor()).toMatchObject({ code: 1, bad: ["integrity problem"] });
  });

  it("finds a damaged page, and a file that cannot be opened at all", () => {
    const { db, crm, doctor } = withJane();
    const bytes = readFileSync(db);
    const damaged = Buffer.from(bytes);
    damaged.fill(0x55, 4096 * 3, 4096 * 60);
    writeFileSync(db, damaged);
    expect(doctor().code).toBe(1);
    writeFileSync(db, "no database ".repeat(100));
    const { code, bad } = doctor();
    expect([code, bad]).toEqual([1, ["open problem"]]);
    expect(crm("doctor").err).not.toContain("bug of crm");
  });

  it("warns of a folder that another program copies, at init too", () => {
    const { crm, doctor } = withJane("Dropbox/work");
    expect(doctor()).toMatchObject({ code: 1, bad: ["place problem"] });
    expect(crm("init", "--currency", "EUR").err).toContain("Dropbox copies while crm writes");
  });

  it("finds a clock that was set back", () => {
    const { crm, doctor } = withJane();
    crm("contact", "add", "Tom", "--now", "2027-01-01");
    expect(doctor()).toMatchObject({ code: 1, bad: ["clock problem"] });
  });

  it("removes copies that were cut off", () => {
    const { home, doctor } = withJane();
    writeFileSync(join(home, "backups/crm-20260101-000000.db.partial"), "half", { mode: 0o600 });
    expect(doctor()).toMatchObject({ code: 0, bad: ["leftovers warning"] });
    doctor("--fix");
    expect(readdirSync(join(home, "backups")).filter((name) => name.endsWith("partial"))).toEqual([]);
  });

  it("misses a backup", () => {
    const home = scratch();
    const db = join(home, "crm.db");
    runBuilt(["contact", "add", "Jane", "--db", db], { home });
    const { code, out } = runBuilt(["doctor", "--db", db], { home });
    expect(code).toBe(0);
    expect(out).toContain("there is no backup");
  });
});
