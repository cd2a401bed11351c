import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { type Db, openDb } from "../../src/store/db.ts";
import { bringUpToDate, schemaVersion } from "../../src/store/migrate.ts";
import { applicationId, type Migration, migrations } from "../../src/store/migrations.ts";
import { scratch } from "../support/built.ts";

const step = (sql: string, changesData = false): Migration => ({ sql, changesData });
const note = step("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT");
const shout = step("UPDATE contact SET name = upper(name)", true);
const fill = step("UPDATE contact SET owner = 'me'", true);

function fileWithJane(): { db: Db; folder: string } {
  const folder = scratch();
  const db = openDb({ path: join(folder, "crm.db"), mode: "write", busyMs: 0 });
  db.script(
    "INSERT INTO contact (name, created_at, updated_at) VALUES ('Jane', '2026-11-21T09:00:00Z', '2026-11-21T09:00:00Z')",
  );
  return { db, folder };
}

const copies = (folder: string) => readdirSync(folder).filter((name) => name.includes("before-schema"));

describe("the schema", () => {
  it("lists every file of migrations/, in order", () => {
    const files = readdirSync("migrations")
      .filter((name) => name.endsWith(".sql"))
      .sort();
    expect(migrations.map(({ sql }) => sql)).toEqual(
      files.map((name) => readFileSync(join("migrations", name), "utf8")),
    );
  });

  it("takes each missing step once", () => {
    const { db } = fileWithJane();
    bringUpToDate(db, [...migrations, note]);
    expect(schemaVersion(db)).toBe(migrations.length + 1);
    bringUpToDate(db, [...migrations, note]);
    expect(db.get("SELECT count(*) AS n FROM note")).toEqual({ n: 0 });
  });

  it("keeps one copy of the file before the first step that changes what is there", () => {
    const { db, folder } = fileWithJane();
    bringUpToDate(db, [...migrations, note]);
    expect(copies(folder)).toEqual([]);
    bringUpToDate(db, [...migrations, note, shout, fill]);
    const [name, ...others] = copies(folder);
    expect(others).toEqual([]);
    expect((statSync(join(folder, name!)).mode & 0o777).toString(8)).toBe("600");
    db.run("ATTACH ? AS kept", [join(folder, name!)]);
    expect(db.get("SELECT name, owner FROM kept.contact")).toEqual({ name: "Jane", owner: null });
    expect(db.get("SELECT name, owner FROM contact")).toEqual({ name: "JANE", owner: "me" });
  });

  it("is as before when a step fails", () => {
    const { db } = fileWithJane();
    const broken = step("UPDATE contact SET name = 'x'; SELECT no_such_function()", true);
    expect(() => bringUpToDate(db, [...migrations, broken])).toThrow("no_such_function");
    expect(schemaVersion(db)).toBe(migrations.length);
    expect(db.get("SELECT name FROM contact")).toEqual({ name: "Jane" });
  });

  it("lets a step rebuild a parent table without losing its children", () => {
    const { db } = fileWithJane();
    db.script("INSERT INTO contact_email VALUES (1, 'jane@acme.example', 'jane@acme.example', NULL, 1)");
    const rebuild = step(
      "CREATE TABLE copy AS SELECT * FROM contact; DROP TABLE contact; ALTER TABLE copy RENAME TO contact;" +
        "CREATE UNIQUE INDEX contact_id ON contact (id)",
      true,
    );
    bringUpToDate(db, [...migrations, rebuild]);
    expect(db.get("SELECT count(*) AS n FROM contact_email")).toEqual({ n: 1 });
  });

  it("refuses a step that leaves broken references", () => {
    const { db } = fileWithJane();
    const orphan = step("INSERT INTO contact_tag (contact_id, tag_id) VALUES (1, 77)");
    expect(() => bringUpToDate(db, [...migrations, orphan])).toThrow("broken references");
    expect(schemaVersion(db)).toBe(migrations.length);
  });

  it("keeps the custom fields of a file from before they were wider, and no number is given twice", () => {
    const folder = scratch();
    const path = join(folder, "old.db");
    const old = new Database(path);
    for (const { sql } of migrations.slice(0, 6)) old.exec(sql);
    old.exec(
      "INSERT INTO custom_field (noun, name, name_key, type) VALUES ('contact', 'size', 'size', 'number'), ('deal', 'old', 'old', 'text');" +
        "INSERT INTO custom_value VALUES ('contact', 1, 1, '42', 42); DELETE FROM custom_field WHERE id = 2",
    );
    old.pragma("user_version = 6");
    old.pragma("application_id = " + applicationId);
    old.close();
    const db = openDb({ path, mode: "write", busyMs: 0 });
    expect(db.all("SELECT noun, record_id, field_id, value, number FROM custom_value")).toEqual([
      { noun: "contact", record_id: 1, field_id: 1, value: "42", number: 42 },
    ]);
    const next =
      "INSERT INTO custom_field (noun, name, name_key, type) VALUES ('quote', 'plan', 'plan', 'text')";
    expect(db.run(next, []).id).toBe(3);
    expect(() => db.run("UPDATE custom_value SET field_id = 9", [])).toThrow("FOREIGN KEY");
  });
});
