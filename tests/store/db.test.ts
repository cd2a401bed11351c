import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Db, inspectDb, openDb } from "../../src/store/db.ts";
import { scratch } from "../support/built.ts";

/** Opened a second time: what makes the file has other defaults, for it has no log yet. */
function opened(): { path: string; writer: Db } {
  const path = join(scratch(), "own", "crm.db");
  openDb({ path, mode: "write", busyMs: 1234 }).close();
  return { path, writer: openDb({ path, mode: "write", busyMs: 1234 }) };
}

const pragma = (db: Db, name: string) => Object.values(db.get<Record<string, unknown>>("PRAGMA " + name)!)[0];

describe("the file", () => {
  it("is written with each commit on the disk, with references held, and what is deleted overwritten", () => {
    const { writer } = opened();
    const names = [
      "journal_mode",
      "synchronous",
      "foreign_keys",
      "secure_delete",
      "trusted_schema",
      "timeout",
    ];
    const values = names.map((name) => pragma(writer, name.replace("timeout", "busy_timeout")));
    // FULL is 2, FAST is 2.
    expect(values).toEqual(["wal", 2, 1, 2, 0, 1234]);
  });

  it("cannot be written by who only reads, who trusts its schema as little", () => {
    const { path } = opened();
    const reader = openDb({ path, mode: "read", busyMs: 1234 });
    expect(() => reader.run("DELETE FROM contact")).toThrow("readonly");
    expect(pragma(reader, "trusted_schema")).toBe(0);
    const inspected = inspectDb(path);
    expect(() => inspected.run("DELETE FROM contact")).toThrow("readonly");
    expect([pragma(inspected, "trusted_schema"), pragma(inspected, "cell_size_check")]).toEqual([0, 1]);
  });

  it("is made for its owner only, with its directory", () => {
    const { path, writer } = opened();
    writer.run("INSERT INTO tag (name, name_key) VALUES ('vip', 'vip')");
    const mode = (name: string) => (statSync(name).mode & 0o777).toString(8);
    expect([mode(join(path, "..")), mode(path), mode(path + "-wal")]).toEqual(["700", "600", "600"]);
  });

  it("that was being made when the power went is made anew; without its journal it is nobody's", () => {
    const path = join(scratch(), "crm.db");
    const zeros = Buffer.alloc(3 * 8192);
    writeFileSync(path, zeros);
    expect(() => openDb({ path, mode: "read", busyMs: 0 })).toThrow("is not a CRM database");
    expect(readFileSync(path)).toEqual(zeros);
    // As SQLite writes it: a magic number, no records, a nonce, a file of no pages, sectors of 512, pages of 8192.
    const journal = Buffer.alloc(512);
    journal.write("d9d505f920a163d7", "hex");
    journal.writeUInt32BE(512, 20);
    journal.writeUInt32BE(8192, 24);
    writeFileSync(path + "-journal", journal);
    const db = openDb({ path, mode: "read", busyMs: 0 });
    expect(db.get("SELECT count(*) AS n FROM contact")).toEqual({ n: 0 });
  });
});
