import { describe, expect, it } from "vitest";
import { columnsOf } from "../../src/store/journal/triggers.ts";
import { type Mergeable, referencesTo } from "../../src/store/merge/references.ts";
import { journaled } from "../../src/store/tables.ts";
import { setupCrm } from "../support/crm.ts";
import { dump } from "../support/dump.ts";

/** Two records of one person, with something in every table that a command fills. */
async function twoJanes() {
  const crm = setupCrm();
  const lines = [
    ["contact", "add", "Jane Roe", "--email", "work:jane@acme.example", "--company", "Acme", "--tag", "vip"],
    [
      "contact",
      "add",
      "J. Roe",
      "--email",
      "jane@home.example",
      "--phone",
      "+49 30 901820",
      "--company",
      "Nord",
    ],
    ["contact", "edit", "2", "--email", "JANE@acme.example", "--tag", "vip,west", "--birthday", "1980-01-01"],
    ["contact", "edit", "1", "--city", "Berlin", "--note", "likes tea"],
    [
      "contact",
      "edit",
      "2",
      "--city",
      "Berlin",
      "--street",
      "Ufer 1",
      "--language",
      "de",
      "--note",
      "likes cake",
    ],
    ["contact", "edit", "1", "--language", "en", "--company", "Acme", "--role", "CEO"],
    ["contact", "edit", "2", "--company", "Acme", "--link", "https://jane.example"],
    ["deal", "add", "Website", "--contact", "2", "--amount", "5000"],
    ["order", "add", "2", "--amount", "120"],
    ["order", "add", "1", "--amount", "80"],
    ["followup", "add", "call", "--for", "2", "--due", "tomorrow"],
    ["log", "call", "2", "hello"],
    ["log", "meeting", "1", "2", "both"],
  ];
  for (const line of lines) expect(await crm(...line), line.join(" ")).toMatchObject({ code: 0 });
  return crm;
}

/** Rows in which a column that names a record of the noun holds the id. */
function holding(crm: ReturnType<typeof setupCrm>, noun: Mergeable, id: number): string[] {
  return referencesTo(crm.db, noun)
    .filter(({ table, column, nounColumn }) => {
      const sql = `SELECT 1 FROM ${table} WHERE ${column} = ?`;
      const rows = crm.db.all(sql + (nounColumn === null ? "" : ` AND ${nounColumn} = '${noun}'`), [id]);
      return rows.length > 0;
    })
    .map(({ table }) => table);
}

describe("what refers to a contact or a company", () => {
  it.each(["contact", "company"] as const)("is found for every column that is called after a %s", (noun) => {
    const { db } = setupCrm();
    const known = referencesTo(db, noun).map(({ table, column }) => table + "." + column);
    const named = Object.keys(journaled).flatMap((table) =>
      columnsOf(db, table)
        .filter(({ name }) => name === noun + "_id" || name.endsWith("_" + noun + "_id"))
        .map(({ name }) => table + "." + name),
    );
    expect(named.length).toBeGreaterThan(5);
    expect(known).toEqual(expect.arrayContaining(named));
  });

  it("is found for every pair of a noun and an id", () => {
    const { db } = setupCrm();
    const known = referencesTo(db, "contact").filter(({ nounColumn }) => nounColumn !== null);
    const tables = new Set(known.map(({ table }) => table));
    const withNoun = Object.keys(journaled).filter((table) =>
      columnsOf(db, table).some(({ name }) => name === "record_id" || name.endsWith("_noun")),
    );
    expect([...tables].sort()).toEqual(withNoun.filter((table) => table !== "merged_record").sort());
  });
});

describe("crm contact merge", () => {
  it("moves everything and leaves nothing behind that holds the dropped number", async () => {
    const crm = await twoJanes();
    await crm.withInput("id,email\nA7,jane@home.example\n", "import", "contacts", "-");
    expect(holding(crm, "contact", 2)).toEqual(
      expect.arrayContaining([
        "contact_email",
        "deal",
        "sales_order",
        "follow_up",
        "activity_contact",
        "external_id",
      ]),
    );
    expect(await crm("contact", "merge", "1", "2", "--yes")).toMatchObject({ code: 0 });
    expect(holding(crm, "contact", 2)).toEqual([]);
    expect(crm.db.all("PRAGMA foreign_key_check")).toEqual([]);
    const jane = await crm.json<Record<string, unknown>>("contact", "show", "1");
    expect(jane).toMatchObject({
      name: "Jane Roe",
      birthday: "1980-01-01",
      language: "en",
      lifecycle: "client",
      emails: [{ email: "jane@acme.example" }, { email: "jane@home.example" }],
      phones: [{ phone: "+49 30 901820" }],
      addresses: [{ street: "Ufer 1", city: "Berlin" }],
      tags: ["vip", "west"],
    });
    expect(jane.note).toBe(
      "likes tea\nlikes cake\nMerged with #2 J. Roe on 2026-11-21: name J. Roe, language de",
    );
  });

  it("is taken back whole", async () => {
    const crm = await twoJanes();
    const before = dump(crm.db);
    expect(await crm("contact", "merge", "1", "2", "--confirm", "jane roe")).toMatchObject({ code: 0 });
    expect(dump(crm.db)).not.toEqual(before);
    expect(await crm("undo")).toMatchObject({ code: 0 });
    expect(dump(crm.db)).toEqual(before);
    expect(await crm("contact", "show", "2")).toMatchObject({ code: 0 });
  });

  it("shows its plan in a dry run and writes nothing", async () => {
    const crm = await twoJanes();
    const before = dump(crm.db);
    const { code, out } = await crm("contact", "merge", "1", "2", "--dry-run");
    expect(code).toBe(0);
    expect(out).toMatchInlineSnapshot(`
      "field	kept	other	from	result
      name	Jane Roe	J. Roe	2	kept
      birthday		1980-01-01	2	added
      language	en	de	2	kept
      emails		1	2	moved
      phones		1	2	moved
      links		1	2	moved
      tags		1	2	moved
      companies		1	2	moved
      deals		1	2	moved
      orders		1	2	moved
      activities		1	2	moved
      follow-ups		1	2	moved
      "
    `);
    expect(dump(crm.db)).toEqual(before);
  });

  it.each([
    ["keep", "en"],
    ["drop", "de"],
    ["newest", "de"],
  ])("--prefer %s decides whose language holds", async (prefer, language) => {
    const crm = setupCrm();
    await crm("contact", "add", "Jane Roe", "--language", "en", "--now", "2026-01-01");
    await crm("contact", "add", "Jane Roe", "--language", "de", "--now", "2026-02-01");
    const merged = await crm.json("contact", "merge", "1", "2", "--prefer", prefer, "--yes");
    expect(merged).toMatchObject({ language });
  });

  it("says where a merged number went, also after a second merge", async () => {
    const crm = setupCrm();
    for (const name of ["Jane Roe", "J. Roe", "Jane R."]) await crm("contact", "add", name);
    await crm("contact", "merge", "2", "3", "--yes");
    await crm("contact", "merge", "1", "2", "--yes");
    const gone = await crm("contact", "show", "3");
    expect(gone).toMatchObject({ code: 3, err: "crm: contact 3 was merged into #1 Jane Roe (say 1)\n" });
  });

  it("does not let a file that named the dropped one bring it back", async () => {
    const crm = setupCrm();
    const file = "id,name,email\n1,Jane Roe,jane@acme.example\n2,Jane Rowe,jr@nord.example\n";
    await crm.withInput(file, "import", "contacts", "-");
    await crm("contact", "merge", "1", "2", "--yes");
    const again = await crm.withInput(file, "import", "contacts", "-", "--on-match", "fill", "--json");
    expect(JSON.parse(again.out)).toMatchObject({ created: 0 });
    expect(await crm.json("contact", "list")).toHaveLength(1);
  });

  it.each([
    ["an id", "id,name\n1,Jane Roe\n2,Jenny Rowe\n"],
    ["an email", "name,email\nJane Roe,\nJenny Rowe,jr@nord.example\n"],
    ["a phone", "name,phone,company\nJane Roe,,Acme\nJenny Rowe,+49 30 901820,Nord\n"],
    ["a company", "name,company\nJane Roe,Acme\nJenny Rowe,Nord\n"],
    ["the name alone", "name\nJane Roe\nJenny Rowe\n"],
  ])(
    "keeps what was merged merged when the file that it came from, with %s, comes again",
    async (_, file) => {
      const crm = setupCrm();
      expect(await crm.withInput(file, "import", "contacts", "-")).toMatchObject({ code: 0 });
      await crm("contact", "merge", "1", "2", "--yes");
      const before = dump(crm.db);
      const again = await crm.withInput(file, "import", "contacts", "-", "--json");
      expect(JSON.parse(again.out)).toMatchObject({ created: 0, updated: 0 });
      expect(dump(crm.db)).toEqual(before);
      const reversed = file.replace(/\n(.*)\n(.*)\n$/, "\n$2\n$1\n");
      await crm.withInput(reversed, "import", "contacts", "-");
      expect(await crm.json("contact", "list")).toMatchObject([{ id: 1, name: "Jane Roe" }]);
    },
  );

  it("refuses to merge a contact into itself, without a name, or with the wrong one", async () => {
    const crm = await twoJanes();
    const before = dump(crm.db);
    expect(await crm("contact", "merge", "1", "1", "--yes")).toMatchObject({ code: 2 });
    expect(await crm("contact", "merge", "1", "2")).toMatchObject({ code: 2 });
    expect(await crm("contact", "merge", "1", "2", "--confirm", "Jim")).toMatchObject({ code: 130 });
    expect(dump(crm.db)).toEqual(before);
  });

  it("asks a person for the name", async () => {
    const asked: string[] = [];
    const text = async (question: string) => {
      asked.push(question);
      return "Jane Roe";
    };
    const crm = setupCrm({ ask: { text } });
    for (const name of ["Jane Roe", "Jane Rowe"]) await crm("contact", "add", name);
    expect(await crm("contact", "merge", "1", "2")).toMatchObject({ code: 0 });
    expect(asked).toEqual(['Merge #2 Jane Rowe into #1 Jane Roe? Type "Jane Roe"']);
  });

  it("takes the value of a custom field as preferred, and notes the other", async () => {
    const crm = setupCrm();
    await crm("field", "add", "contact", "size", "--type", "number");
    await crm("contact", "add", "Jane Roe", "--set", "size=40");
    await crm("contact", "add", "Jane Roe", "--set", "size=42");
    const merged = await crm.json("contact", "merge", "1", "2", "--prefer", "drop", "--yes");
    expect(merged).toMatchObject({ note: "Merged with #2 Jane Roe on 2026-11-21: size 40" });
    expect(await crm.json("contact", "list", "size = 42")).toHaveLength(1);
  });
});

describe("what was merged", () => {
  it("is forgotten when what it was merged into is deleted", async () => {
    const crm = setupCrm();
    for (const name of ["Jane Roe", "Jenny Rowe"]) await crm("contact", "add", name);
    await crm("contact", "merge", "1", "2", "--yes");
    await crm("contact", "delete", "1", "--yes");
    expect(await crm("contact", "show", "2")).toMatchObject({
      code: 3,
      err: expect.stringContaining('no contact "2"'),
    });
    const again = await crm.withInput("name\nJenny Rowe\n", "import", "contacts", "-", "--json");
    expect(JSON.parse(again.out)).toMatchObject({ created: 1 });
  });

  it("is erased with the contact that it was merged into, in the journal too", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Jane Roe", "--email", "jane@acme.example");
    await crm("contact", "add", "Xanthippe Zwerg", "--email", "xz@nord.example", "--note", "likes secrets");
    await crm("contact", "merge", "1", "2", "--yes");
    expect(await crm("contact", "erase", "1", "--confirm", "Jane Roe")).toMatchObject({ code: 0 });
    const tables = crm.db.all<{ name: string }>(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search%'",
    );
    const all = tables.map(({ name }) => JSON.stringify(crm.db.all(`SELECT * FROM ${name}`))).join("\n");
    for (const word of ["Xanthippe", "xz@nord", "secrets", "jane@acme"]) expect(all).not.toContain(word);
  });
});

describe("crm company merge", () => {
  it("moves people, deals and orders; who worked at both works there once", async () => {
    const crm = setupCrm();
    await crm("company", "add", "Acme", "--city", "Berlin");
    await crm("company", "add", "Acme Holding", "--city", "Bonn", "--domain", "acme.example");
    await crm("contact", "add", "Jane Roe", "--company", "Acme");
    await crm("contact", "edit", "1", "--company", "Acme Holding", "--role", "CEO");
    await crm("contact", "add", "Tom Okafor", "--company", "Acme Holding");
    await crm("deal", "add", "Website", "--company", "2", "--amount", "10");
    const before = dump(crm.db);
    const merged = await crm.json("company", "merge", "1", "2", "--confirm", "Acme");
    expect(merged).toMatchObject({
      domain: "acme.example",
      city: "Berlin",
      people: [
        { name: "Jane Roe", role: "CEO" },
        { name: "Tom Okafor", role: null },
      ],
      deals: [{ title: "Website" }],
      note: "Merged with #2 Acme Holding on 2026-11-21: name Acme Holding, city Bonn",
    });
    expect(holding(crm, "company", 2)).toEqual([]);
    await crm("undo");
    expect(dump(crm.db)).toEqual(before);
  });
});
