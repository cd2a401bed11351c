import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { runBuilt, scratch, startBuilt } from "../support/built.ts";

/** Many people, and one with a rare name who was imported, undone, done again, edited and talked to. */
function withMany() {
  const home = scratch();
  const db = join(home, "crm.db");
  const crm = (...argv: string[]) => runBuilt([...argv, "--db", db], { home });
  const rows = Array.from({ length: 500 }, (_, n) => `Person ${n},p${n}@people.example,${"x".repeat(80)}`);
  rows.splice(200, 0, "Quintessa Zyx,quintessa@zyx.example,Quintessa Zyx was here");
  writeFileSync(join(home, "people.csv"), `name,email,note\n${rows.join("\n")}\n`);
  const lines = [
    ["import", "contacts", join(home, "people.csv")],
    ["undo"],
    ["redo"],
    ["contact", "edit", "quintessa", "--note", "Quintessa changed", "--tag", "vip"],
    ["log", "call", "quintessa", "Quintessa called"],
    ["contact", "edit", "--where", "name ~ Person", "--tag", "all", "--yes"],
    ["deal", "add", "For Quintessa", "--contact", "quintessa", "--amount", "100"],
  ];
  for (const line of lines) {
    const { code, err } = crm(...line);
    if (code !== 0) throw new Error(`${line.join(" ")}: ${err}`);
  }
  return { home, db, crm };
}

/** The files of the database that hold a text, in any letter case. */
function holding(home: string, text: string): string[] {
  return readdirSync(home)
    .filter((name) => name.startsWith("crm.db"))
    .filter((name) => readFileSync(join(home, name)).toString("latin1").toLowerCase().includes(text));
}

describe("the bytes of the file after an erasure", () => {
  it("hold nothing of the person, in no page and no log", () => {
    const { home, crm } = withMany();
    expect(holding(home, "quintessa")).toEqual(["crm.db"]);
    const { code } = crm("contact", "erase", "quintessa", "--confirm", "Quintessa Zyx");
    expect(code).toBe(0);
    for (const text of ["quintessa", "zyx", "assetniuq"]) expect(holding(home, text)).toEqual([]);
    const doctor = crm("doctor");
    expect([doctor.code, doctor.out]).toEqual([0, expect.not.stringContaining("problem")]);
    expect(crm("contact", "list", "tag = all", "-q").out.trim().split("\n")).toHaveLength(500);
  });

  it("are cleaned later when somebody is reading, and doctor says so until then", () => {
    const { home, db, crm } = withMany();
    const reader = new Database(db, { readonly: true });
    reader.exec("BEGIN");
    reader.prepare("SELECT count(*) FROM contact").get();
    const { err } = runBuilt(["contact", "erase", "quintessa", "--confirm", "Quintessa Zyx", "--db", db], {
      home,
      env: { CRM_BUSY_MS: "300" },
    });
    expect(err).toContain("traces stay in the file until crm doctor --fix");
    reader.close();
    expect(crm("doctor").code).toBe(1);
    expect(crm("doctor", "--fix").code).toBe(0);
    expect(holding(home, "quintessa")).toEqual([]);
  });
});

describe("an erasure beside a writer", () => {
  it("is done, and the file is cleaned by doctor once the writer has gone", async () => {
    const { home, db, crm } = withMany();
    const writer = new Database(db);
    // Takes the lock between the erasure and the cleaning, as a second command would.
    const child = startBuilt(
      ["contact", "erase", "quintessa", "--confirm", "Quintessa Zyx", "--db", db],
      home,
    );
    const ended = new Promise<number | null>((done) => child.on("close", done));
    const isErased = writer.prepare("SELECT count(*) FROM erased_key").pluck();
    while (isErased.get() === 0) await new Promise((resume) => setTimeout(resume, 1));
    writer.pragma("busy_timeout = 5000");
    writer.exec("BEGIN IMMEDIATE; COMMIT");
    writer.close();
    expect(await ended).toBe(0);
    expect(crm("doctor", "--fix").code).toBe(0);
    expect(holding(home, "quintessa")).toEqual([]);
  });
});

describe("--snapshot", () => {
  it("reads a private copy with what is still in the log, leaves nothing behind, and does not write", () => {
    const { home, db } = withMany();
    const writer = new Database(db);
    writer.exec("INSERT INTO tag (name, name_key) VALUES ('late', 'late')");
    const files = readdirSync(home);
    const read = runBuilt(["tag", "list", "--snapshot", "--db", db], { home, env: { TMPDIR: home } });
    expect(read.out).toContain("late");
    expect(readdirSync(home)).toEqual(files);
    writer.close();
    const write = runBuilt(["tag", "rename", "late", "early", "--snapshot", "--db", db], { home });
    expect([write.code, write.err]).toEqual([2, expect.stringContaining("only reads")]);
  });
});
