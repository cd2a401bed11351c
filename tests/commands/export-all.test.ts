import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { documentTables } from "../../src/store/document.ts";
import { journaled, unwatched } from "../../src/store/tables.ts";
import { scratch } from "../support/built.ts";
import { type Crm, setupCrm } from "../support/crm.ts";

/** A database with something of every kind, deleted and merged records included. */
async function aBusyYear(): Promise<Crm> {
  const crm = setupCrm();
  const lines = [
    ["field", "add", "contact", "shoe size", "--type", "number"],
    [
      "contact",
      "add",
      "Zoë \u001b[31mMüller",
      "--email",
      "zoe@acme.example",
      "--company",
      "Acme",
      "--tag",
      "vip",
    ],
    [
      "contact",
      "add",
      "Tom Okafor",
      "--phone",
      "+49 30 901820",
      "--set",
      "shoe size=42.5",
      "--note",
      "a\nb\t=1+1",
    ],
    ["contact", "add", "T. Okafor", "--city", "Berlin", "--birthday", "--02-29"],
    ["contact", "add", "Nobody"],
    ["contact", "delete", "4", "--yes"],
    ["contact", "merge", "2", "3", "--yes"],
    ["deal", "add", "Website", "--contact", "1", "--amount", "5000"],
    ["deal", "win", "1"],
    ["order", "add", "2", "--amount", "12.34", "--number", "2026-1"],
    ["followup", "add", "call", "--for", "1", "--due", "tomorrow 10:00"],
    ["log", "meeting", "1", "2", "kick-off"],
    ["segment", "save", "vips", "tag = vip"],
    ["config", "set", "currency", "CHF"],
  ];
  for (const line of lines) expect(await crm(...line), line.join(" ")).toMatchObject({ code: 0 });
  await crm.withInput("id,name\nA7,Ida Lind\n", "import", "contacts", "-");
  return crm;
}

/** Every row of every table of the schema but the journal's, the search index's and what is made from others. */
function rowsOf(crm: Crm): Record<string, string[]> {
  const sql = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name";
  const derived = /^(journal_|search|sqlite_stat|import_run|due_|backup_place)/;
  const tables = crm.db.all<{ name: string }>(sql).filter(({ name }) => !derived.test(name));
  return Object.fromEntries(
    tables.map(({ name }) => {
      const rows = crm.db.all<Record<string, unknown>>(`SELECT * FROM ${name}`);
      const kept = name === "sqlite_sequence" ? rows.filter((row) => row.name !== "journal_entry") : rows;
      return [name, kept.map((row) => JSON.stringify(row)).sort()];
    }),
  );
}

describe("crm export all and import all", () => {
  it("brings every row of every table into an empty database, ids and all", async () => {
    const crm = await aBusyYear();
    const { code, out } = await crm("export", "all");
    expect(code).toBe(0);
    const other = setupCrm();
    expect(await other.withInput(out, "import", "all", "-")).toMatchObject({ code: 0 });
    expect(rowsOf(other)).toEqual(rowsOf(crm));
    expect((await other("export", "all")).out).toBe(out);
    expect(await other.json("find", "zoe")).toHaveLength(1);
    expect(await other.json("contact", "add", "New")).toMatchObject({ id: 6 });
  });

  it("forgets no table: each is in it, or is known to be made from others or to be of this machine", () => {
    const tables = documentTables(setupCrm().db);
    const left = [...Object.keys(journaled), ...Object.keys(unwatched)].filter(
      (name) => !tables.includes(name),
    );
    expect(left.sort()).toEqual(["backup_place", "due_stale", "due_watch", "import_run"]);
  });

  it("is undone whole, and done again", async () => {
    const { out } = await (await aBusyYear())("export", "all");
    const crm = setupCrm();
    const { sqlite_sequence: _, reminder: __, calendar_feed: ___, ...before } = rowsOf(crm);
    await crm.withInput(out, "import", "all", "-");
    const after = rowsOf(crm);
    expect(await crm("undo")).toMatchObject({ code: 0 });
    expect(rowsOf(crm)).toMatchObject(before);
    expect(await crm("redo")).toMatchObject({ code: 0 });
    expect(rowsOf(crm)).toEqual(after);
  });

  it("changes nothing a second time, and says so", async () => {
    const { out } = await (await aBusyYear())("export", "all");
    const crm = setupCrm();
    await crm.withInput(out, "import", "all", "-");
    const before = rowsOf(crm);
    const again = await crm.withInput(out, "import", "all", "-", "--json");
    expect(JSON.parse(again.out)).toMatchObject({ created: 0 });
    expect(again.err).toContain("nothing to change");
    expect(rowsOf(crm)).toEqual(before);
  });

  it("refuses a database that holds something else", async () => {
    const { out } = await (await aBusyYear())("export", "all");
    const crm = setupCrm();
    await crm("contact", "add", "Jane Roe");
    const before = rowsOf(crm);
    const refused = await crm.withInput(out, "import", "all", "-");
    expect(refused).toMatchObject({ code: 4, out: "" });
    expect(refused.err).toContain("is not empty");
    expect(rowsOf(crm)).toEqual(before);
  });

  it("writes nothing in a dry run", async () => {
    const { out } = await (await aBusyYear())("export", "all");
    const crm = setupCrm();
    const before = rowsOf(crm);
    const tried = await crm.withInput(out, "import", "all", "-", "--dry-run");
    expect(tried).toMatchObject({ code: 0 });
    expect(tried.err).toContain("dry run");
    expect(rowsOf(crm)).toEqual(before);
  });

  it.each([
    ["", "standard input is empty"],
    [" ", "no whole JSON document"],
    ["[]", "no export of a whole database"],
    ['{"crm":"export","schema":1,"tables":{"nonsense":[]}}', "no table nonsense"],
    ['{"crm":"export","schema":99,"tables":{}}', "newer crm"],
    ['{"crm":"export","schema":1,"tables":{"tag":[{"id":1,"colour":"red"}]}}', "row 1: no column colour"],
    ['{"crm":"export","schema":1,"tables":{"tag":[{"id":true}]}}', "row 1 is no row"],
    [
      '{"crm":"export","schema":1,"tables":{"tag":[{"id":1,"name":"","name_key":"x"}]}}',
      "table tag, row 1: CHECK",
    ],
    [
      '{"crm":"export","schema":1,"tables":{"tag":[{"id":"x","name":"a","name_key":"x"}]}}',
      "table tag, row 1: datatype",
    ],
    [
      '{"crm":"export","schema":1,"tables":{"contact_tag":[{"contact_id":1,"tag_id":1}]}}',
      "refers to a row of",
    ],
  ])("refuses %s, names the place and writes nothing", async (text, reason) => {
    const crm = setupCrm();
    const before = rowsOf(crm);
    const { code, out, err } = await crm.withInput(text, "import", "all", "-");
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain(reason);
    expect(rowsOf(crm)).toEqual(before);
  });
});

describe("crm export -o", () => {
  it("writes the file whole, for its owner only, and says so on stderr", async () => {
    const crm = await aBusyYear();
    const file = join(scratch(), "people.csv");
    const { code, out, err } = await crm("export", "contacts", "-o", file);
    expect({ code, out, err }).toEqual({ code: 0, out: "", err: `wrote ${file}\n` });
    expect(readFileSync(file, "utf8")).toBe((await crm("export", "contacts")).out);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it("leaves what is there when it fails", async () => {
    const crm = setupCrm();
    const file = join(scratch(), "none", "people.csv");
    expect(await crm("export", "contacts", "-o", file)).toMatchObject({ code: 1, out: "" });
    expect(await crm("export", "all", "name = x")).toMatchObject({ code: 2, out: "" });
  });
});
