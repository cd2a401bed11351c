import { describe, expect, it } from "vitest";
import { type Db, openDb } from "../../src/store/db.ts";
import { beginWrite, type Entry, write } from "../../src/store/journal.ts";
import { journaled, unwatched } from "../../src/store/tables.ts";
import { redo, undo } from "../../src/store/undo.ts";
import { setupCrm } from "../support/crm.ts";
import { dump } from "../support/dump.ts";

const entry: Entry = { at: "2026-11-21T09:00:00Z", user: "me", command: "test", commandLine: "crm test" };

function memory(): Db {
  return openDb({ path: ":memory:", mode: "write", busyMs: 0 });
}

describe("the journal", () => {
  it("watches every table of the schema but its own and the search index", () => {
    const tables = memory()
      .all<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
      .map((row) => row.name)
      .filter((name) => !/^(sqlite_|journal_|search)/.test(name) && !(name in unwatched));
    expect(Object.keys(journaled).sort()).toEqual(tables);
  });

  it("names an owner column that each table has", () => {
    const db = memory();
    for (const [table, { id }] of Object.entries(journaled)) {
      const columns = db
        .all<{ name: string }>("SELECT name FROM pragma_table_info(?)", [table])
        .map((row) => row.name);
      if (id !== "0") expect(columns, table).toContain(id);
    }
  });

  it("keeps what a row was before and after", () => {
    const db = memory();
    write(db, entry, () => db.run("INSERT INTO tag (name, name_key) VALUES ('vip', 'vip')"));
    write(db, entry, () => db.run("UPDATE tag SET name = 'VIP'"));
    const changes = db.all<{ before: string | null; after: string | null }>(
      "SELECT before, after FROM journal_change",
    );
    expect(changes.map(({ before, after }) => [before, after])).toEqual([
      [null, '{"id":1,"name":"vip","name_key":"vip","cadence":null}'],
      [
        '{"id":1,"name":"vip","name_key":"vip","cadence":null}',
        '{"id":1,"name":"VIP","name_key":"vip","cadence":null}',
      ],
    ]);
  });

  it("writes no entry when nothing changed", () => {
    const db = memory();
    write(db, entry, () => db.run("UPDATE tag SET name = 'VIP'"));
    expect(db.get("SELECT count(*) AS n FROM journal_entry")).toEqual({ n: 0 });
  });

  it("rolls back everything when the work throws", () => {
    const db = memory();
    const work = () => {
      db.run("INSERT INTO tag (name, name_key) VALUES ('vip', 'vip')");
      throw new Error("half way");
    };
    expect(() => write(db, entry, work)).toThrow("half way");
    expect(db.get("SELECT count(*) AS n FROM tag")).toEqual({ n: 0 });
  });

  it("answers an idem key that comes again as before, and changes nothing", () => {
    const db = memory();
    const add = () => db.run("INSERT INTO tag (name, name_key) VALUES ('vip', 'vip')").id;
    const first = write(db, { ...entry, idem: "a" }, add);
    expect(write(db, { ...entry, idem: "a" }, add)).toBe(first);
    expect(db.get("SELECT count(*) AS n FROM tag")).toEqual({ n: 1 });
  });
});

const story: readonly (readonly string[])[] = [
  [
    "contact",
    "add",
    "Jane Roe",
    "--email",
    "work:jane@acme.example",
    "--phone",
    "+49 30 901820",
    "--company",
    "Acme",
    "--tag",
    "vip,west",
  ],
  ["contact", "add", "Zoë Müller", "--city", "Köln", "--birthday", "--03-04"],
  ["field", "add", "contact", "size", "--type", "number"],
  ["contact", "edit", "jane", "--set", "size=42", "--city", "Berlin", "--role", "CEO"],
  ["contact", "edit", "jane", "--email", "jr@acme.example", "--untag", "west", "--lifecycle", "former"],
  ["company", "edit", "acme", "--industry", "software", "--tag", "partner"],
  ["contact", "edit", "jane", "--left", "Acme", "--company", "Nord"],
  ["segment", "save", "berlin", "city = Berlin"],
  ["tag", "rename", "vip", "key"],
  ["config", "set", "currency", "USD"],
  ["contact", "delete", "jane", "--yes"],
  ["company", "delete", "acme", "--yes"],
];

describe("undo and redo", () => {
  it("take each command of a story back exactly, and do it again exactly", async () => {
    const crm = setupCrm();
    const states = [dump(crm.db)];
    for (const line of story) {
      expect(await crm(...line), line.join(" ")).toMatchObject({ code: 0 });
      states.push(dump(crm.db));
    }
    for (let step = story.length; step > 0; step--) {
      expect(await crm("undo"), String(step)).toMatchObject({ code: 0 });
      expect(dump(crm.db), "after undoing " + story[step - 1]!.join(" ")).toEqual(states[step - 1]);
    }
    expect(await crm("undo")).toMatchObject({ code: 1, err: expect.stringContaining("nothing to undo") });
    for (let step = 1; step <= story.length; step++) {
      expect(await crm("redo")).toMatchObject({ code: 0 });
      expect(dump(crm.db), "after redoing " + story[step - 1]!.join(" ")).toEqual(states[step]);
    }
  });

  it("takes several commands back at once", async () => {
    const crm = setupCrm();
    const empty = dump(crm.db);
    await crm("contact", "add", "Jane Roe");
    await crm("contact", "add", "Tom Okafor");
    expect(await crm("undo", "2")).toMatchObject({ code: 0 });
    expect(dump(crm.db)).toEqual(empty);
  });

  it("finds again what an undo brought back, and no longer what it took away", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Jane Roe", "--email", "jane@acme.example");
    await crm("contact", "delete", "jane", "--yes");
    expect(await crm.json<unknown[]>("find", "acme")).toEqual([]);
    await crm("undo");
    expect(await crm.json<unknown[]>("find", "acme")).toHaveLength(1);
  });

  it("does nothing again once another command has been given", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Jane Roe");
    await crm("undo");
    await crm("contact", "add", "Tom Okafor");
    expect(await crm("redo")).toMatchObject({ code: 1, err: expect.stringContaining("nothing to do again") });
  });

  it("takes back records that were appended in bulk, with all their parts", () => {
    const db = memory();
    write(db, entry, () => db.run("INSERT INTO tag (name, name_key) VALUES ('vip', 'vip')"));
    const before = dump(db);
    bulk(db, 3);
    expect(db.get("SELECT count(*) AS n FROM journal_change WHERE entry_id = 2")).toEqual({ n: 0 });
    expect(db.get("SELECT noun, first_id, last_id FROM journal_range")).toEqual({
      noun: "contact",
      first_id: 1,
      last_id: 3,
    });
    const after = dump(db);
    undo(db, { ...entry, at: "2026-11-21T10:00:00Z" }, { count: 1, zone: "UTC" });
    expect(dump(db)).toEqual(before);
    redo(db, entry, 1);
    expect(dump(db)).toEqual(after);
  });
});

function bulk(db: Db, count: number): void {
  const writing = beginWrite(db, { ...entry, bulk: true });
  for (let id = 1; id <= count; id++) {
    db.run("INSERT INTO contact (id, name, created_at, updated_at) VALUES (?, 'A', ?, ?)", [
      id,
      entry.at,
      entry.at,
    ]);
    db.run("INSERT INTO contact_tag (contact_id, tag_id) VALUES (?, 1)", [id]);
  }
  writing.commit();
}
