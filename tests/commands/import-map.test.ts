import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scratch } from "../support/built.ts";
import { setupCrm } from "../support/crm.ts";
import { dump } from "../support/dump.ts";

const table = `Kd-Nr;Wer;Mobilfunk;Lieblingsfarbe;Punkte;Seit;Aktiv
K1;Jane Roe;+49 171 2345678;blau;12,5;31.12.2019;yes
K2;Tom Okafor;;rot;7;01.02.2020;no
`;

const map = `noun = "contacts"
source = "kasse"
country = "DE"

[columns]
"Kd-Nr" = "externalId"
"Wer" = "name"
"Mobilfunk" = "phone mobile"
"Lieblingsfarbe" = "custom Farbe"
"Punkte" = "ignore"
`;

function place(files: Readonly<Record<string, string>>): (name: string) => string {
  const folder = scratch();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return (name) => join(folder, name);
}

describe("crm import --map", () => {
  it("reads the columns as the mapping says, and keeps what it says to keep", async () => {
    const crm = setupCrm();
    const at = place({ "kasse.csv": table, "kasse.toml": map });
    const { code, err } = await crm("import", "contacts", at("kasse.csv"), "--map", at("kasse.toml"));
    expect({ code, err: err.replace(at(""), "") }).toMatchInlineSnapshot(`
      {
        "code": 0,
        "err": "/kasse.csv: UTF-8, semicolon, 2 rows
        2 new
        columns  4 of 7 used; not used: Punkte, Seit, Aktiv (--extra fields keeps them, --map says what they are)
        fields   made Farbe
      undo: crm undo
      ",
      }
    `);
    expect(await crm.json("contact", "show", "1")).toMatchObject({
      name: "Jane Roe",
      phones: [{ phone: "+49 171 2345678", label: "mobile" }],
      fields: { Farbe: "blau" },
    });
    expect(crm.db.all("SELECT source, key FROM external_id ORDER BY key")).toEqual([
      { source: "kasse", key: "K1" },
      { source: "kasse", key: "K2" },
    ]);
  });

  it("is found beside the file, and changes nothing the second time", async () => {
    const crm = setupCrm();
    const at = place({ "kasse.csv": table, "kasse.csv.map.toml": map });
    await crm("import", "contacts", at("kasse.csv"));
    const before = dump(crm.db);
    const { err } = await crm("import", "contacts", at("kasse.csv"));
    expect(err).toContain("2 unchanged · nothing to change");
    expect(dump(crm.db)).toEqual(before);
    expect(await crm("undo")).toMatchObject({ code: 0 });
    expect(await crm.json("contact", "list")).toEqual([]);
    expect(await crm.json("field", "list")).toEqual([]);
  });

  it.each([
    ['[columns]\n"Wer" = "nmae"', 'm.toml, Wer: no field "nmae". Did you mean "name"?'],
    ['[columns]\n"Wer" = "phone pager"', 'm.toml, Wer: no label "pager"'],
    ['colums = "x"', 'm.toml: no setting "colums". Did you mean "columns"?'],
    ['Kunde = "company"', "delimiter, columns) (what a column is stands below a line [columns])"],
    ['noun = "deals"', "m.toml is for deals, not for contacts"],
    ["this is no toml", "m.toml: Invalid TOML"],
    ["columns = 5", "m.toml: columns is no table"],
  ])("with a mistake is refused before anything is read: %s", async (text, message) => {
    const crm = setupCrm();
    const at = place({ "kasse.csv": table, "m.toml": text });
    const { code, err } = await crm("import", "contacts", at("kasse.csv"), "--map", at("m.toml"));
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(err.trimEnd().split("\n")).toHaveLength(1);
  });

  it("is written by --save-map, and reads the same file in the same way", async () => {
    const crm = setupCrm();
    const at = place({ "people.csv": "Name,E-Mail geschäftlich,Shoe\nJane Roe,jane@acme.example,38\n" });
    await crm("import", "contacts", at("people.csv"), "--extra", "fields", "--save-map", at("m.toml"));
    expect(readFileSync(at("m.toml"), "utf8")).toMatchInlineSnapshot(`
      "# How crm import reads the columns of a file: crm import contacts FILE --map THIS
      noun = "contacts"

      [columns]
      "Name" = "name"
      "E-Mail geschäftlich" = "email work"
      "Shoe" = "custom"
      "
    `);
    const other = setupCrm();
    await other("import", "contacts", at("people.csv"), "--map", at("m.toml"));
    expect(await other.json("contact", "show", "1")).toMatchObject({
      emails: [{ email: "jane@acme.example", label: "work" }],
      fields: { Shoe: "38" },
    });
  });
});

describe("crm import --save-map", () => {
  const people = "Name,Tel\nJane Roe,030 901820\n";

  it("says in a dry run where the mapping would go, and writes none", async () => {
    const crm = setupCrm();
    const at = place({ "people.csv": people });
    const argv = ["import", "contacts", at("people.csv"), "--save-map", at("m.toml")];
    const { err } = await crm(...argv, "--dry-run");
    expect(err).toContain("without --dry-run the mapping goes into " + at("m.toml") + "\n");
    expect(await crm.json(...argv, "-n")).toMatchObject({ dryRun: true, saveMap: at("m.toml") });
    expect(existsSync(at("m.toml"))).toBe(false);
    expect(await crm.json(...argv)).toMatchObject({ dryRun: false, saveMap: at("m.toml") });
    expect(existsSync(at("m.toml"))).toBe(true);
  });

  it("keeps the country and the currency that were said", async () => {
    const crm = setupCrm();
    const at = place({ "people.csv": people });
    const said = ["--country", "Germany", "--currency", "chf"];
    await crm("import", "contacts", at("people.csv"), ...said, "--save-map", at("m.toml"));
    expect(readFileSync(at("m.toml"), "utf8")).toContain('\ncurrency = "CHF"\ncountry = "DE"\n');
    const other = setupCrm();
    await other("import", "contacts", at("people.csv"), "--map", at("m.toml"));
    expect(await other.json("contact", "show", "1")).toMatchObject({ phones: [{ e164: "+4930901820" }] });
  });

  it("says that vCards have no columns", async () => {
    const crm = setupCrm();
    const at = place({ "a.vcf": "BEGIN:VCARD\nVERSION:3.0\nFN:Jane Roe\nEND:VCARD\n" });
    const { code, err } = await crm("import", "contacts", at("a.vcf"), "--save-map", at("m.toml"));
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining("vCards have no columns") });
    expect(await crm.json("contact", "list")).toEqual([]);
  });
});

describe("crm import --extra", () => {
  it("keeps columns as custom fields of the type that their cells have", async () => {
    const crm = setupCrm();
    const at = place({ "kasse.csv": table.replace("Wer", "Name") });
    await crm("import", "contacts", at("kasse.csv"), "--extra", "fields");
    const fields = await crm.json<{ name: string; type: string }[]>("field", "list");
    expect(fields.map(({ name, type }) => name + " " + type)).toEqual([
      "Lieblingsfarbe text",
      "Punkte number",
      "Seit date",
      "Aktiv flag",
    ]);
    expect(await crm.json("contact", "show", "1")).toMatchObject({
      fields: { Lieblingsfarbe: "blau", Punkte: "12.5", Seit: "2019-12-31", Aktiv: "1" },
    });
    expect(await crm.json("contact", "list", "Punkte > 10")).toHaveLength(1);
  });

  it("reads decimal commas, takes the guard off, and has numbers in our own export stay as they were typed", async () => {
    const crm = setupCrm();
    const file = "Name;Umsatz;Formel;Nr\nJane;1.234,50;'=1+1;7\nTom;99,9;'-x;8\nAnn;1.500;;9\n";
    await crm.withInput(file, "import", "contacts", "-", "--extra", "fields");
    await crm("contact", "edit", "Ann", "--set", "Nr=007", "--set", "Formel==2");
    expect(await crm.json("contact", "list", "--fields", "Umsatz,Formel,Nr", "--sort", "id")).toEqual([
      { Umsatz: 1234.5, Formel: "=1+1", Nr: 7 },
      { Umsatz: 99.9, Formel: "-x", Nr: 8 },
      { Umsatz: 1500, Formel: "=2", Nr: 7 },
    ]);
    const again = await crm.withInput((await crm("export", "contacts")).out, "import", "contacts", "-");
    expect(again.err).toContain("3 unchanged · nothing to change");
  });

  it("reads dates of a custom field as the other dates of the file are, or as --date-order says", async () => {
    const crm = setupCrm();
    const file = "Name,Birthday,Since\nJane,31.12.1980,01.02.2020\n";
    await crm.withInput(file, "import", "contacts", "-", "--extra", "fields");
    expect(await crm.json("contact", "show", "1")).toMatchObject({ fields: { Since: "2020-02-01" } });
  });

  it("reads an unclear date of a custom field as --date-order says", async () => {
    const crm = setupCrm();
    const file = "Name,Since\nJane,01.02.2020\n";
    await crm.withInput(file, "import", "contacts", "-", "--extra", "fields", "--date-order", "dmy");
    expect(await crm.json("contact", "show", "1")).toMatchObject({ fields: { Since: "2020-02-01" } });
    const again = await crm.withInput(file, "import", "contacts", "-", "--date-order", "mdy");
    expect(again.code).toBe(0);
    expect(await crm.json("contact", "show", "1")).toMatchObject({ fields: { Since: "2020-01-02" } });
  });

  it("makes no field for a column without a value, and finds one in a late row all the same", async () => {
    const crm = setupCrm();
    const rows = Array.from({ length: 700 }, (_, n) => "P" + n + ",,\n").join("");
    const text = "Name,Empty,Late\n" + rows + "Last,,here\n";
    const { err } = await crm.withInput(text, "import", "contacts", "-", "--extra", "fields");
    expect(err).toContain("fields   made Late\n");
    expect(await crm.json("contact", "show", "Last")).toMatchObject({ fields: { Late: "here" } });
    expect(await crm("undo")).toMatchObject({ code: 0 });
    expect(await crm.json("field", "list")).toEqual([]);
  });

  it("takes codes that begin with a zero for text, and refuses a cell that does not fit a field", async () => {
    const crm = setupCrm();
    await crm.withInput("Name,Code,Points\nJane,0012,5\n", "import", "contacts", "-", "--extra", "fields");
    expect(await crm.json("contact", "show", "1")).toMatchObject({ fields: { Code: "0012", Points: "5" } });
    const ran = await crm.withInput(
      "Name,Code,Points\nTom,0013,many\n",
      "import",
      "contacts",
      "-",
      "--extra",
      "fields",
    );
    expect(ran.code).toBe(1);
    expect(ran.err).toContain('line 2: Points: "many" is no number');
    expect(await crm.json("contact", "list")).toHaveLength(1);
  });

  it("leaves them out and says so, or fails", async () => {
    const crm = setupCrm();
    const at = place({ "kasse.csv": table.replace("Wer", "Name") });
    const ran = await crm("import", "contacts", at("kasse.csv"), "--dry-run");
    expect(ran.err).toContain(
      "columns  3 of 7 used; not used: Lieblingsfarbe, Punkte, Seit, Aktiv (--extra fields keeps them, --map says what they are)",
    );
    const failed = await crm("import", "contacts", at("kasse.csv"), "--extra", "fail");
    expect(failed.code).toBe(1);
    expect(failed.err).toContain("columns that are not understood: Lieblingsfarbe, Punkte, Seit, Aktiv");
  });

  it.each([
    ["companies", "Name,Floor\nAcme,3\n", "company"],
    ["deals", "Title,Company,Floor\nShop,Acme,3\n", "deal"],
    ["orders", "Order,Date,Amount,Company,Floor\nR1,2026-01-02,10,Acme,3\n", "order"],
  ])("works for %s too, and again", async (noun, text, one) => {
    const crm = setupCrm();
    await crm.withInput(text, "import", noun, "-", "--extra", "fields");
    expect(crm.db.all("SELECT noun, record_id, value, number FROM custom_value")).toEqual([
      { noun: one, record_id: 1, value: "3", number: 3 },
    ]);
    const before = dump(crm.db);
    await crm.withInput(text, "import", noun, "-", "--extra", "fields");
    expect(dump(crm.db)).toEqual(before);
    const { err } = await crm.withInput(text.replace(",3", ",4"), "import", noun, "-", "--extra", "fields");
    expect(err).toContain("1 changed");
    await crm("undo", "2");
    expect(crm.db.all("SELECT * FROM custom_value")).toEqual([]);
  });
});

describe("a guided mapping", () => {
  const text = "Wer,Erreichbar,Quatsch\nJane Roe,+49 171 2345678,x\n";
  /** Answers by what is asked; the last answer to a question stands for all further ones. */
  const answering = (answers: Record<string, string[]>) => ({
    choose: async <T>(question: string, choices: readonly { name: string; value: T }[]): Promise<T> => {
      const list = answers[question] ?? [];
      const wanted = list.length > 1 ? list.shift() : list[0];
      const found = choices.find(({ name }) => name.startsWith(wanted ?? "?"));
      if (found === undefined) throw new Error(question + ": " + choices.map(({ name }) => name).join(" | "));
      return found.value;
    },
    confirm: async () => true,
  });

  it("shows what the columns hold, takes changes, and can be kept for the next time", async () => {
    const at = place({ "x.csv": text });
    const ask = answering({
      "Read the columns like this?": ["Change a column", "Change a column", "Yes, and keep"],
      "Which column?": ["Wer", "Erreichbar"],
      "What is in Wer?": ["name"],
      "What is in Erreichbar?": ["phone mobile"],
    });
    const { code, err } = await setupCrm({ ask })("import", "contacts", at("x.csv"));
    expect(code).toBe(0);
    expect(err.split("\n").slice(0, 5).join("\n")).toMatchInlineSnapshot(`
      "The columns of the file, and what of contacts they are read into:
        Wer         left out          Jane Roe
        Erreichbar  left out          +49 171 2345678
        Quatsch     left out          x
        There is no column for name, first name, last name, email, phone or company."
    `);
    expect(existsSync(at("x.csv.map.toml"))).toBe(true);
    expect(err.replace(/\s+/g, " ")).toContain(
      "saved the mapping in " + at("x.csv.map.toml") + ", where it is found by itself",
    );
    const later = setupCrm();
    const again = await later("import", "contacts", at("x.csv"));
    expect(again.err).toContain("\n  mapping  " + at("x.csv.map.toml") + " says how it is read\n");
    expect(await later.json("contact", "show", "1")).toMatchObject({ phones: [{ label: "mobile" }] });
  });

  it("keeps each column to one line, its values apart, and says that none is the name", async () => {
    const at = place({
      "v.csv":
        'Verein;Angaben zur Person und zum Haushalt;E-Mail\nA;"Roe, Jane, with all her brothers and sisters";j@a.example\nB;"Okafor, Tom";t@a.example\n',
    });
    const crm = setupCrm({ ask: answering({ "Read the columns like this?": ["No, stop"] }) });
    const { err } = await crm("import", "contacts", at("v.csv"));
    expect(err.split("\n").slice(1, 5)).toEqual([
      "  Verein                        left out          A · B",
      "  Angaben zur Person und zum …  left out          Roe, Jane, with all her… · Ok…",
      "  E-Mail                        email             j@a.example · t@a.example",
      "  None of them is read as the name.",
    ]);
  });

  it("takes the order of dates from a column that is left out, or asks for it, and keeps what was answered", async () => {
    const at = place({
      "seen.csv": "Name,Geb am,Eintritt\nJane,03.04.1961,15.03.2020\n",
      "asked.csv": "Name,Geb am,Nr\nJane,03.04.1961,7\n",
    });
    const yes = { "Read the columns like this?": ["Yes, and keep"] };
    const seen = setupCrm({ ask: answering(yes) });
    await seen("import", "contacts", at("seen.csv"));
    expect(await seen.json("contact", "show", "1")).toMatchObject({ birthday: "1961-04-03" });
    const ask = answering({ ...yes, "Is the day or the month first in 03.04.1961?": ["the month"] });
    const asked = setupCrm({ ask });
    await asked("import", "contacts", at("asked.csv"));
    expect(await asked.json("contact", "show", "1")).toMatchObject({ birthday: "1961-03-04" });
    expect(readFileSync(at("asked.csv.map.toml"), "utf8")).toContain('date-order = "mdy"');
    expect(await setupCrm()("import", "contacts", at("asked.csv"))).toMatchObject({ code: 0 });
  });

  it("can be left, which writes nothing", async () => {
    const at = place({ "x.csv": text });
    const crm = setupCrm({ ask: answering({ "Read the columns like this?": ["No, stop"] }) });
    expect(await crm("import", "contacts", at("x.csv"))).toMatchObject({ code: 130 });
    expect(crm.db.get("SELECT count(*) AS n FROM contact")).toEqual({ n: 0 });
  });

  it("does not begin when all is clear, decided, or nobody can be asked", async () => {
    const at = place({
      "clear.csv": "Name,Email\nJane Roe,jane@acme.example\n",
      "x.csv": "Name,Quatsch\nJane,x\n",
    });
    const crm = setupCrm({ ask: {} });
    expect(await crm("import", "contacts", at("clear.csv"))).toMatchObject({ code: 0 });
    expect(await crm("import", "contacts", at("x.csv"), "--extra", "ignore")).toMatchObject({ code: 0 });
    expect(await crm("import", "contacts", at("x.csv"), "--no-input")).toMatchObject({ code: 0 });
    // The keyboard has come to its end with the file.
    const typed = await crm.withInput("Name,Quatsch\nJane,x\n", "import", "contacts", "-");
    expect(typed).toMatchObject({ code: 0, err: expect.stringContaining("not used: Quatsch") });
    expect(await setupCrm()("import", "contacts", at("x.csv"))).toMatchObject({ code: 0 });
  });
});

describe("what an import leaves behind", () => {
  it("is a line for each row in --report, refused and left out ones too", async () => {
    const crm = setupCrm();
    const at = place({
      "p.csv": "Name,Email\nJane Roe,jane@acme.example\nTom,tom@\nJ. Roe,jane@acme.example\n",
    });
    await crm("import", "contacts", at("p.csv"), "--report", at("r.csv"), "--rejects", at("bad.csv"));
    expect(readFileSync(at("r.csv"), "utf8")).toMatchInlineSnapshot(`
      "line,outcome,id,reason
      2,created,1,
      3,rejected,,"column Email: ""tom@"" is no email address: """" is no domain"
      4,merged,1,
      "
    `);
    const same = await crm("import", "contacts", at("p.csv"), "--report", at("p.csv"));
    expect(same.code).toBe(2);
    expect(same.err).toContain("--report: " + at("p.csv") + " is the file that is imported");
  });

  it("says for an order's rows which order they went into", async () => {
    const crm = setupCrm();
    const at = place({
      "o.csv": "Order,Date,Price,Company\nR1,2026-01-02,5,Acme\nR2,2026-01-03,5,Acme\nR1,,7,\n",
    });
    await crm("import", "orders", at("o.csv"), "--report", at("r.csv"));
    const lines = readFileSync(at("r.csv"), "utf8").trim().split("\n").slice(1).sort();
    expect(lines).toEqual(["2,created,1,", "3,created,2,", "4,merged,1,"]);
  });

  it("is listed by crm import list, with what was taken back", async () => {
    const crm = setupCrm();
    await crm.withInput("Name\nJane\nTom\n", "import", "contacts", "-");
    await crm.withInput("Name\nJane\n", "import", "contacts", "-");
    await crm.withInput("Name,Domain\nAcme,acme.example\n", "import", "companies", "-");
    await crm("undo");
    expect(await crm.json("import", "list")).toMatchObject([
      { noun: "companies", file: "-", rows: 1, created: 1, state: "undone" },
      { noun: "contacts", rows: 2, created: 2, rejected: 0, state: null, product: null },
    ]);
    expect(await crm("import", "contacts")).toMatchObject({
      code: 2,
      err: expect.stringContaining("which file?"),
    });
  });
});

describe("crm import list", () => {
  const runs = async (terminal: number, path: string, count: number) => {
    const at = place({ [path]: "" });
    const crm = setupCrm({ terminal });
    for (let n = 0; n < count; n++) {
      writeFileSync(at(path), "Name,Email\nPerson " + n + ",p" + n + "@a.example\n");
      await crm("import", "contacts", at(path));
    }
    return { crm, at };
  };

  it("says that there is none yet, and how one begins", async () => {
    const { err } = await setupCrm({ terminal: 80 })("import", "list");
    expect(err).toBe("nothing was imported yet: crm import contacts FILE\n");
  });

  it("has on a narrow terminal the file, what it did, what was refused and whether it stands", async () => {
    const { crm, at } = await runs(80, "people-of-the-fair-in-hamburg-2026.csv", 2);
    await crm("undo");
    const { out } = await crm("import", "list", "--no-color");
    expect(
      out
        .split("\n")
        .slice(0, 3)
        .map((line) => line.trimEnd()),
    ).toEqual([
      "Id  When              What      File               State   New  Changed  Refused",
      " 2  2026-11-21 10:00  contacts  people-of-the-fa…  undone    1        0        0",
      " 1  2026-11-21 10:00  contacts  people-of-the-fa…            1        0        0",
    ]);
    const file = at("people-of-the-fair-in-hamburg-2026.csv");
    expect(await crm.json("import", "list", "--limit", "1")).toMatchObject([
      { id: 2, file, state: "undone" },
    ]);
  });

  it("shows the newest thirty and says so", async () => {
    const { crm } = await runs(200, "p.csv", 31);
    const { out, err } = await crm("import", "list");
    expect(out.trimEnd().split("\n")).toHaveLength(31);
    expect(err).toBe("The newest 30; more with --limit.\n");
    expect((await crm("import", "list", "--limit", "40")).err).toBe("");
  });
});

describe("a column that is a custom field already", () => {
  const file = "Name,Size,Colour\nJane Roe,L,red\n";

  async function withSize() {
    const crm = setupCrm();
    await crm("field", "add", "contact", "size");
    return crm;
  }

  it("is kept without being asked for; others are left out and said", async () => {
    const crm = await withSize();
    const { err } = await crm.withInput(file, "import", "contacts", "-");
    expect(err).toContain("2 of 3 used; not used: Colour");
    expect(await crm.json("contact", "show", "1")).toMatchObject({ fields: { size: "L" } });
  });

  it("is left out by --extra ignore, and nothing that --extra fail stops at", async () => {
    const crm = await withSize();
    expect((await crm.withInput(file, "import", "contacts", "-", "--extra", "fail")).err).toContain(
      "not understood: Colour (",
    );
    await crm.withInput(file, "import", "contacts", "-", "--extra", "ignore");
    expect(await crm.json("contact", "show", "1")).toMatchObject({ fields: {} });
  });
});
