import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scratch } from "../support/built.ts";
import { type Crm, setupCrm } from "../support/crm.ts";
import { dump } from "../support/dump.ts";

/** Imports a text from standard input; fails the test when it is refused. */
async function took(crm: Crm, noun: string, text: string, ...options: string[]) {
  const { code, out, err } = await crm.withInput(text, "import", noun, "-", "--json", ...options);
  if (code !== 0) throw new Error("ended with " + code + ": " + err);
  return JSON.parse(out) as Record<string, unknown>;
}

function file(name: string, text: string): string {
  const path = join(scratch(), name);
  writeFileSync(path, text);
  return path;
}

const people = `id,first name,last name,email,phone,company,city,tags,birthday
K1,Jane,Roe,jane@acme.example,+49 30 901820,Acme GmbH,Berlin,"vip; west",04.03.1986
K2,Tom,Okafor,tom@okafor.example,,Okafor Media,London,vip,31.12.1979
,Lena,Vogt,,,Acme,Berlin,,
,,,info@nord.example,,,,,
`;

describe("crm import contacts", () => {
  it("names first what it leaves out of columns that hold something", async () => {
    const crm = setupCrm();
    const empty = Array.from({ length: 9 }, (_, i) => "Blank " + i);
    const text = "name," + empty.join() + ",Jubilee\nJane Roe," + ",".repeat(9) + "2010-06-15\n";
    const { err } = await crm.withInput(text, "import", "contacts", "-");
    expect(err).toContain("1 of 11 used; not used: Jubilee, Blank 0, Blank 1,");
  });

  it("takes in who is not there, links companies and says what it did", async () => {
    const crm = setupCrm();
    const path = file("people.csv", people);
    const { code, err } = await crm("import", "contacts", path);
    expect(code).toBe(0);
    expect(err.replace(path, "people.csv")).toMatchInlineSnapshot(`
      "people.csv: UTF-8, comma, 4 rows, dates day first (row 2: 31.12.1979)
        4 new
        columns  9 of 9 used
        also     2 new companies
      undo: crm undo
      "
    `);
    expect(await crm.json("contact", "show", "jane")).toMatchObject({
      id: 1,
      name: "Jane Roe",
      firstName: "Jane",
      lastName: "Roe",
      birthday: "1986-03-04",
      tags: ["vip", "west"],
      emails: [{ email: "jane@acme.example" }],
      phones: [{ phone: "+49 30 901820", e164: "+4930901820" }],
      companies: [{ name: "Acme GmbH" }],
    });
    expect(await crm.json("contact", "list", "company = 'Acme GmbH'")).toHaveLength(2);
    expect(await crm.json("find", "901820")).toMatchObject([{ noun: "contact", id: 1 }]);
  });

  it("changes nothing the second time and says so, with or without ids, emails and names", async () => {
    const crm = setupCrm();
    await took(crm, "contacts", people);
    const before = dump(crm.db);
    const { code, err } = await crm.withInput(people, "import", "contacts", "-");
    expect({ code, said: err.split("\n")[1] }).toEqual({
      code: 0,
      said: "  4 unchanged · nothing to change",
    });
    expect(dump(crm.db)).toEqual(before);
    expect(await crm.json("history")).toHaveLength(1);
  });

  it("is taken back and done again exactly", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Tom Okafor", "--email", "tom@okafor.example", "--tag", "old");
    const before = dump(crm.db);
    expect(await took(crm, "contacts", people)).toMatchObject({ created: 3, updated: 1 });
    const after = dump(crm.db);
    expect(await crm("undo")).toMatchObject({ code: 0 });
    expect(dump(crm.db)).toEqual(before);
    expect(await crm.json("find", "jane")).toEqual([]);
    expect(await crm("redo")).toMatchObject({ code: 0 });
    expect(dump(crm.db)).toEqual(after);
    expect(await crm.json("find", "jane")).toHaveLength(1);
  });

  it("says the same in a dry run and writes nothing", async () => {
    const crm = setupCrm();
    const before = dump(crm.db);
    const { code, err } = await crm.withInput(people, "import", "contacts", "-", "--dry-run");
    expect(code).toBe(0);
    expect(err).toContain("  4 new\n");
    expect(err).toContain("Nothing was written (dry run). Without --dry-run this is one step");
    expect(dump(crm.db)).toEqual(before);
    await crm("contact", "add", "Jane Roe");
    expect(await crm("undo")).toMatchObject({ code: 0 });
    expect(dump(crm.db)).toEqual(before);
  });

  it("makes one contact of two rows that are the same person; the first row holds", async () => {
    const crm = setupCrm();
    const text =
      "name,email,city,phone\nJane Roe,jane@acme.example,Berlin,\nJ. Roe,JANE@acme.example,Hamburg,030 901820\n";
    expect(await took(crm, "contacts", text)).toMatchObject({ created: 1, merged: 1 });
    expect(await crm.json("contact", "show", "1")).toMatchObject({
      name: "Jane Roe",
      addresses: [{ city: "Berlin" }],
      phones: [{ phone: "030 901820" }],
    });
    const before = dump(crm.db);
    expect(await took(crm, "contacts", text)).toMatchObject({ unchanged: 1, merged: 1, updated: 0 });
    expect(dump(crm.db)).toEqual(before);
  });

  it("refuses a --country that is none", async () => {
    const ran = await setupCrm().withInput("Name\nJane\n", "import", "contacts", "-", "--country", "Germny");
    expect(ran).toMatchObject({ code: 2, err: expect.stringContaining('--country: "Germny" is no country') });
  });

  it("says that it changed whom a second row of the file says more about", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Jo Bell");
    const { err } = await crm.withInput("Name,City\nJo Bell,\nJo Bell,Berlin\n", "import", "contacts", "-");
    expect(err.split("\n").slice(1, 4)).toEqual([
      "  1 changed · 1 unchanged",
      "  columns  2 of 2 used",
      "undo: crm undo",
    ]);
    expect(await crm.json("contact", "show", "1")).toMatchObject({ city: "Berlin" });
  });

  it("refuses a row whose email says one and whose phone says another, naming both", async () => {
    const crm = setupCrm();
    await took(crm, "contacts", "name,email,phone\nJane Roe,jane@acme.example,\nJ. Roe,,+49 30 901820\n");
    const before = dump(crm.db);
    const row = "name,email,phone\nJane Roe,jane@acme.example,+49 30 901820\n";
    expect(await crm.withInput(row, "import", "contacts", "-")).toMatchObject({
      code: 1,
      err: "crm: standard input line 2: email says #1 Jane Roe, phone says #2 J. Roe: merge them or use --match email. Nothing was imported. (--rejects FILE goes on without such rows)\n",
    });
    expect(dump(crm.db)).toEqual(before);
    expect(await took(crm, "contacts", row, "--match", "email")).toMatchObject({ updated: 1 });
  });

  it("does not take two people at one switchboard for one", async () => {
    const crm = setupCrm();
    const text = `name,email,phone,company
Jane Roe,jane@acme.example,+49 30 901820,Acme
Tom Okafor,,+49 30 901820,Acme
Lena Vogt,lena@acme.example,+49 30 901820,Acme
`;
    expect(await took(crm, "contacts", text)).toMatchObject({ created: 3 });
    expect(await took(crm, "contacts", text)).toMatchObject({ unchanged: 3 });
    const moved = "name,phone,city\nTom Okafor,+49 30 901820,Berlin\n";
    expect(await took(crm, "contacts", moved)).toMatchObject({ updated: 1 });
    expect(await crm.json("contact", "list", "city = Berlin")).toMatchObject([{ name: "Tom Okafor" }]);
  });

  it("never erases with an empty cell; updates, fills or skips as asked", async () => {
    const first = "email,name,city,note\njane@acme.example,Jane Roe,Berlin,\n";
    const second = "email,name,city,note\njane@acme.example,,Hamburg,moved\n";
    const after: Record<string, unknown> = {};
    for (const onMatch of ["update", "fill", "skip"]) {
      const crm = setupCrm();
      await took(crm, "contacts", first);
      const done = await took(crm, "contacts", second, "--on-match", onMatch);
      const [jane] = await crm.json<Record<string, unknown>[]>("contact", "list");
      after[onMatch] = [done.updated, done.skipped, jane?.name, jane?.city, jane?.note];
    }
    expect(after).toEqual({
      update: [1, 0, "Jane Roe", "Hamburg", "moved"],
      fill: [1, 0, "Jane Roe", "Berlin", "moved"],
      skip: [0, 1, "Jane Roe", "Berlin", null],
    });
  });

  it("adds only the emails, phones, links and tags that somebody with several does not have yet", async () => {
    const crm = setupCrm();
    const head = "id,name,email,email 2,phone,phone 2,website,tags\n";
    await took(
      crm,
      "contacts",
      head +
        "K1,Jane Roe,j@acme.example,jane@acme.example,+49 30 901820,+49 30 901821,https://a.example,vip; west\n",
    );
    const again =
      "K1,Jane Roe,jane@acme.example,jr@acme.example,+49 30 901821,+49 30 901822,https://b.example,west; east\n";
    const second = await took(crm, "contacts", head + again);
    const third = await took(crm, "contacts", head + again);
    const count = (table: string) => crm.db.get<{ n: number }>("SELECT count(*) AS n FROM " + table)?.n;
    expect([second.updated, third.updated, third.unchanged]).toEqual([1, 0, 1]);
    expect(["contact_email", "contact_phone", "contact_link", "contact_tag"].map(count)).toEqual([
      3, 3, 2, 3,
    ]);
  });

  it("journals what it changes of older contacts, row by row", async () => {
    const crm = setupCrm();
    await took(crm, "contacts", "email,city\njane@acme.example,Berlin\n");
    await took(crm, "contacts", "email,city\njane@acme.example,Hamburg\nnew@acme.example,Ulm\n");
    const { out } = await crm("history", "contact", "1", "--format", "csv");
    expect(out).toContain("city: Berlin -> Hamburg");
    const [entry] = await crm.json<Record<string, unknown>[]>("history");
    expect(entry).toMatchObject({ commandLine: "crm import contacts - --json" });
    expect(crm.db.get("SELECT summary FROM journal_entry WHERE id = 2")).toEqual({
      summary: "contacts -: 1 new, 1 changed",
    });
  });

  it("says of every contact that it was changed, more than are written at once, and takes all back", async () => {
    const crm = setupCrm();
    const rows = (city: string) =>
      Array.from({ length: 1200 }, (_, at) => `K${at},Jane ${at},${city}\n`).join("");
    const take = (city: string, now: string) =>
      crm.withInput("id,name,city\n" + rows(city), "import", "contacts", "-", "--json", "--now", now);
    await take("Berlin", "2026-01-01T09:00:00Z");
    const before = dump(crm.db);
    expect(JSON.parse((await take("Bonn", "2026-02-02T09:00:00Z")).out)).toMatchObject({ updated: 1200 });
    const sql = "SELECT count(*) AS n, min(updated_at) AS first, max(updated_at) AS last FROM contact";
    const at = "2026-02-02T09:00:00Z";
    expect(crm.db.get(sql)).toEqual({ n: 1200, first: at, last: at });
    expect((await crm("doctor")).code).toBe(0);
    await crm("undo");
    expect(dump(crm.db)).toEqual(before);
  });

  it("asks for the order of day and month where no row shows it", async () => {
    const crm = setupCrm();
    const text = "name,birthday\nJane Roe,03/04/1980\nTom Okafor,01/02/1979\n";
    expect(await crm.withInput(text, "import", "contacts", "-")).toMatchObject({
      code: 1,
      err: 'crm: standard input, column birthday: is the day or the month first in "03/04/1980"? (say it: --date-order dmy or mdy)\n',
    });
    await took(crm, "contacts", text, "--date-order", "mdy");
    expect(await crm.json("contact", "list", "--fields", "name,birthday")).toMatchObject([
      { birthday: "1980-03-04" },
      { birthday: "1979-01-02" },
    ]);
  });

  it("asks so of a custom field as well: the file is named once, and no row is put aside", async () => {
    const crm = setupCrm();
    await crm("field", "add", "contact", "Since", "--type", "date");
    const text = "name,Since\nJane Roe,03/04/1980\nTom Okafor,01/02/1979\n";
    for (const more of [[], ["--rejects", "/dev/null"]])
      expect(await crm.withInput(text, "import", "contacts", "-", ...more)).toMatchObject({
        code: 1,
        err: 'crm: standard input, column Since: is the day or the month first in "03/04/1980"? (say it: --date-order dmy or mdy)\n',
      });
    await took(crm, "contacts", text, "--date-order", "mdy");
    expect(await crm.json("contact", "list", "--fields", "Since")).toEqual([
      { Since: "1980-03-04" },
      { Since: "1979-01-02" },
    ]);
  });

  it("gives national numbers their country: the row's, else --country, else the setting", async () => {
    const crm = setupCrm();
    await crm("config", "set", "country", "DE");
    await took(crm, "contacts", "name,phone,country\nA,030 901820,\nB,01 513 7890,AT\n");
    await took(crm, "contacts", "name,phone\nC,044 668 18 00\n", "--country", "CH");
    const e164 = crm.db.all<{ e164: string }>("SELECT e164 FROM contact_phone ORDER BY contact_id");
    expect(e164.map((row) => row.e164)).toEqual(["+4930901820", "+4315137890", "+41446681800"]);
  });

  it("keeps a role that is at no company in the note", async () => {
    const crm = setupCrm();
    const text = "name,job title,department,note\nJane Roe,Head of Marketing,Sales,likes tea\n";
    await took(crm, "contacts", text);
    expect(await crm.json("contact", "show", "1")).toMatchObject({
      note: "likes tea\nRole: Head of Marketing\nDepartment: Sales",
    });
    expect(await took(crm, "contacts", text)).toMatchObject({ unchanged: 1 });
  });

  it("reads a column of Excel's day numbers as dates", async () => {
    const crm = setupCrm();
    await took(crm, "contacts", "name,birthday,created\nJane Roe,31475,45631\nTom,,45632.5\n");
    expect(await crm.json("contact", "show", "1")).toMatchObject({
      birthday: "1986-03-04",
      createdAt: "2024-12-04T23:00:00Z",
    });
  });

  it("keeps ids of different sources apart", async () => {
    const crm = setupCrm();
    await took(crm, "contacts", "id,name\n1,Jane Roe\n", "--source", "shop");
    await took(crm, "contacts", "id,name\n1,Tom Okafor\n", "--source", "forum");
    expect(await took(crm, "contacts", "id,name\n1,Jane Rae\n", "--source", "shop")).toMatchObject({
      updated: 1,
    });
    expect(await crm.json("contact", "list", "--fields", "name")).toEqual([
      { name: "Jane Rae" },
      { name: "Tom Okafor" },
    ]);
  });

  it("repeats its answer for an idem key and does nothing again", async () => {
    const crm = setupCrm();
    const first = await took(crm, "contacts", people, "--idem", "night-1");
    expect(await took(crm, "contacts", "name\nSomebody Else\n", "--idem", "night-1")).toEqual(first);
    expect(await crm.json("contact", "list")).toHaveLength(4);
  });

  it("holds hostile cells as they are, and none of them reaches the terminal or the SQL", async () => {
    const crm = setupCrm();
    const names = [
      "Robert'); DROP TABLE contact;--",
      "\u001b[31mred\u001b[0m",
      "'=1+1",
      "a\u202eb",
      "😀".repeat(300),
    ];
    const text = "name\n" + names.map((name) => '"' + name + '"').join("\n") + "\n";
    expect(await took(crm, "contacts", text)).toMatchObject({ created: 5 });
    const stored = crm.db
      .all<{ name: string }>("SELECT name FROM contact ORDER BY id")
      .map((row) => row.name);
    expect(stored).toEqual([names[0], names[1], "=1+1", names[3], names[4]]);
    const refused = await crm.withInput('name,email\nJane,"\u001b[31m@"\n', "import", "contacts", "-");
    expect(refused.code).toBe(1);
    expect(refused.err).not.toContain("\u001b");
  });

  it("leaves every reference whole, though it does not look at them row by row", async () => {
    const crm = setupCrm();
    await took(crm, "contacts", people);
    await took(crm, "orders", "customer,date,amount\nK1,2026-01-02,10\nK9,2026-01-02,10\n");
    await took(crm, "deals", "title,company\nShop,Nord\n");
    expect(crm.db.all("PRAGMA foreign_key_check")).toEqual([]);
    expect(crm.db.get("PRAGMA foreign_keys")).toEqual({ foreign_keys: 1 });
    expect(crm.db.all("PRAGMA integrity_check")).toEqual([{ integrity_check: "ok" }]);
  });
});

describe("a row that cannot be read", () => {
  const text = `name,email,birthday
Jane Roe,jane@acme.example,1980-02-03
Tom Okafor,tom@okafor,1979-12-31
Lena Vogt,lena@vogt.example,31/02/1980
Ida Lind,ida@lind.example,1990-05-06
`;

  it("ends the import, which leaves nothing: line, column, value and the way out", async () => {
    const crm = setupCrm();
    const before = dump(crm.db);
    const { code, err } = await crm.withInput(text, "import", "contacts", "-");
    expect({ code, err }).toEqual({
      code: 1,
      err: 'crm: standard input line 3, column email: "tom@okafor" is no email address: "okafor" has no ending such as .com. Nothing was imported. (--rejects FILE goes on without such rows)\n',
    });
    expect(dump(crm.db)).toEqual(before);
  });

  it("is shown by a dry run with all the others, which ends as the import would: 1, nothing written", async () => {
    const crm = setupCrm();
    const before = dump(crm.db);
    const { code, err } = await crm.withInput(text, "import", "contacts", "-", "--dry-run");
    expect(code).toBe(1);
    expect(err).toContain("  2 new · 2 refused\n");
    expect(err).toContain('line 3, column email: "tom@okafor" is no email address');
    expect(err).toContain('line 4, column birthday: "31/02/1980" is no date\n');
    expect(err).toContain("Without --dry-run the first refused row ends the import; with --rejects FILE");
    expect(dump(crm.db)).toEqual(before);
  });

  it("goes into --rejects with line and reason, and the mended file finishes the job", async () => {
    const crm = setupCrm();
    const rejects = join(scratch(), "rejects.csv");
    const { code, err } = await crm.withInput(text, "import", "contacts", "-", "--rejects", rejects);
    expect(code).toBe(5);
    expect(err).toContain("  2 new · 2 refused\n");
    expect(err).toContain('line 4, column birthday: "31/02/1980" is no date');
    const refused = readFileSync(rejects, "utf8");
    expect(refused).toMatchInlineSnapshot(`
      "name,email,birthday,line,reason
      Tom Okafor,tom@okafor,1979-12-31,3,"email: ""tom@okafor"" is no email address: ""okafor"" has no ending such as .com"
      Lena Vogt,lena@vogt.example,31/02/1980,4,"birthday: ""31/02/1980"" is no date"
      "
    `);
    expect(statSync(rejects).mode & 0o777).toBe(0o600);
    writeFileSync(
      rejects,
      refused.replace("tom@okafor,", "tom@okafor.example,").replace(",31/02/", ",28/02/"),
    );
    expect(await crm("import", "contacts", rejects)).toMatchObject({ code: 0 });
    expect(await crm.json("contact", "list")).toHaveLength(4);
  });

  it("leaves the --rejects file of before alone in a dry run, and says what would go there", async () => {
    const crm = setupCrm();
    const rejects = file("rejects.csv", "mended by hand");
    const dry = ["import", "contacts", "-", "--rejects", rejects, "--dry-run"];
    const { code, err } = await crm.withInput(text, ...dry);
    expect(code).toBe(5);
    expect(err).toContain("without --dry-run all of them go into " + rejects);
    expect(readFileSync(rejects, "utf8")).toBe("mended by hand");
  });

  it("is counted by its reason in the document, which has the value", async () => {
    const crm = setupCrm();
    const rejects = join(scratch(), "rejects.csv");
    const { code, out } = await crm.withInput(
      text,
      "import",
      "contacts",
      "-",
      "--rejects",
      rejects,
      "--json",
    );
    expect(code).toBe(5);
    expect(JSON.parse(out)).toEqual({
      file: "-",
      product: null,
      layout: null,
      leftOut: {},
      fieldsCreated: [],
      encoding: "UTF-8",
      delimiter: ",",
      rows: 4,
      created: 2,
      updated: 0,
      unchanged: 0,
      merged: 0,
      skipped: 0,
      rejected: 2,
      reasons: { "email is no email address": 1, "birthday is no date": 1 },
      refused: [
        {
          line: 3,
          column: "email",
          value: "tom@okafor",
          reason: '"tom@okafor" is no email address: "okafor" has no ending such as .com',
        },
        { line: 4, column: "birthday", value: "31/02/1980", reason: '"31/02/1980" is no date' },
      ],
      mapped: ["name", "email", "birthday"],
      ignored: [],
      companiesCreated: 0,
      contactsCreated: 0,
      saveMap: null,
      dryRun: false,
    });
  });

  it("is refused too when it has too many cells or none that tells who it is", async () => {
    const crm = setupCrm();
    const rejects = join(scratch(), "rejects.csv");
    const ragged = "name,city\nJane Roe,Berlin,Mitte\n,Hamburg\nTom Okafor,Ulm\n";
    const { code } = await crm.withInput(ragged, "import", "contacts", "-", "--rejects", rejects);
    expect(code).toBe(5);
    expect(readFileSync(rejects, "utf8")).toMatchInlineSnapshot(`
      "name,city,line,reason
      Jane Roe,Berlin,2,has 3 of 2 cells: cell 3 has no column,Mitte
      ,Hamburg,3,"there is no name, email, phone or company"
      "
    `);
  });

  it("leaves no rejects file when there is none, and the imported file is never overwritten", async () => {
    const crm = setupCrm();
    const path = file("people.csv", people);
    const rejects = join(scratch(), "rejects.csv");
    await crm("import", "contacts", path, "--rejects", rejects);
    expect(existsSync(rejects)).toBe(false);
    expect(await crm("import", "contacts", path, "--rejects", path)).toMatchObject({ code: 2 });
    expect(readFileSync(path, "utf8")).toBe(people);
  });
});

describe("a file that cannot be imported", () => {
  it("is missing, a directory, empty, binary, or has no column for a name", async () => {
    const crm = setupCrm();
    const folder = scratch();
    mkdirSync(join(folder, "d"));
    writeFileSync(join(folder, "empty.csv"), "");
    writeFileSync(join(folder, "book.xlsx"), "PK\u0003\u0004");
    writeFileSync(join(folder, "other.csv"), "colour,weight\nred,12\n");
    const before = dump(crm.db);
    const said: Record<string, string> = {};
    for (const name of ["none.csv", "d", "empty.csv", "book.xlsx", "other.csv"]) {
      const { code, err } = await crm("import", "contacts", join(folder, name));
      said[name] = code + " " + err.replaceAll(folder + "/", "").trim();
    }
    expect(said).toMatchInlineSnapshot(`
      {
        "book.xlsx": "1 crm: book.xlsx is no whole ZIP archive or Excel workbook (save it anew, or as CSV in UTF-8)",
        "d": "1 crm: d is a directory; name a file in it",
        "empty.csv": "1 crm: empty.csv has no rows",
        "none.csv": "3 crm: no file none.csv",
        "other.csv": "1 crm: other.csv has no column for name, first name, last name, email, phone or company (not understood: colour, weight) (name it so in the first line, or say which it is: --map FILE)",
      }
    `);
    expect(dump(crm.db)).toEqual(before);
  });

  it("says that nothing was sent, and what to do", async () => {
    const { code, err } = await setupCrm().withInput("", "import", "contacts", "-");
    expect({ code, err }).toEqual({
      code: 1,
      err: "crm: standard input is empty (send a file there: - < FILE, or name it instead of -)\n",
    });
  });

  it("needs a name, a known noun and known options: a usage error", async () => {
    const crm = setupCrm();
    for (const argv of [
      ["contacts"],
      ["people", "-"],
      ["contacts", "-", "--on-match", "replace"],
      ["contacts", "-", "--match", "shoe"],
      ["contacts", "-", "--date-order", "dym"],
      ["contacts", "-", "--delimiter", "ab"],
      ["contacts", "-", "--encoding", "utf-9"],
    ]) {
      const { code, err } = await crm.withInput("name\nJane\n", "import", ...argv);
      expect({ argv, code, lines: err.trim().split("\n").length }).toEqual({ argv, code: 2, lines: 1 });
    }
    expect(await crm.json("contact", "list")).toEqual([]);
  });
});

describe("crm import companies", () => {
  const text = `name,domain,website,employees,industry,tags
Acme GmbH,,https://www.acme.example/start,51-200,software,key
Nord AG,nord.example,,"1,200",,
`;

  it("takes them in by id, domain or name, and changes nothing the second time", async () => {
    const crm = setupCrm();
    await crm("company", "add", "ACME");
    expect(await took(crm, "companies", text)).toMatchObject({ created: 1, updated: 1 });
    const list = await crm.json("company", "list", "--fields", "id,name,domain,employees,industry,tags");
    expect(list).toEqual([
      {
        id: 1,
        name: "Acme GmbH",
        domain: "acme.example",
        employees: 51,
        industry: "software",
        tags: ["key"],
      },
      { id: 2, name: "Nord AG", domain: "nord.example", employees: 1200, industry: null, tags: [] },
    ]);
    const before = dump(crm.db);
    expect(await took(crm, "companies", text)).toMatchObject({ unchanged: 2, updated: 0 });
    expect(dump(crm.db)).toEqual(before);
  });

  it("keeps two of the same name apart when their domains differ", async () => {
    const crm = setupCrm();
    const two = "name,domain\nNord,nord.example\nNord,nord-bau.example\n";
    expect(await took(crm, "companies", two)).toMatchObject({ created: 2 });
    expect(await took(crm, "companies", two)).toMatchObject({ unchanged: 2 });
  });
});

describe("crm import orders", () => {
  it("counts two equal purchases on one day twice, and finds both again", async () => {
    const crm = setupCrm();
    const text =
      "customer,date,quantity,amount\n0001,1997-01-01,2,29.33\n0001,1997-01-01,2,29.33\n0002,1997-01-01,1,5\n";
    expect(await took(crm, "orders", text)).toMatchObject({ created: 3, contactsCreated: 2 });
    const before = dump(crm.db);
    expect(await took(crm, "orders", text)).toMatchObject({ unchanged: 3, contactsCreated: 0 });
    expect(dump(crm.db)).toEqual(before);
    expect(await crm.json("contact", "list", "--fields", "name,orders,spentMinor,lifecycle")).toEqual([
      { name: "0001", orders: 2, spentMinor: 5866, lifecycle: "client" },
      { name: "0002", orders: 1, spentMinor: 500, lifecycle: "customer" },
    ]);
  });

  it("notes the life cycle under the days of the purchases", async () => {
    const crm = setupCrm();
    await took(crm, "orders", "customer,date,amount\nA,2025-05-06,10\nA,2024-03-04,20\n");
    const steps = crm.db.all(
      "SELECT to_lifecycle AS step, changed_date AS date FROM lifecycle_change ORDER BY id",
    );
    expect(steps).toEqual([
      { step: "lead", date: "2026-11-21" },
      { step: "customer", date: "2024-03-04" },
      { step: "client", date: "2025-05-06" },
    ]);
  });

  it("makes one order of rows with one number, wherever they stand", async () => {
    const crm = setupCrm();
    const text = `order number,customer,email,date,product,quantity,amount,refunded
R-1,K1,jane@acme.example,2026-01-02,Logo,2,100,
R-2,K2,tom@okafor.example,2026-01-03,Photo,1,50.50,50.50
R-1,K1,jane@acme.example,2026-01-02,Texts,3,30,
`;
    expect(await took(crm, "orders", text)).toMatchObject({ rows: 3, created: 2, merged: 1 });
    expect(await crm.json("order", "show", "R-1")).toMatchObject({
      amountMinor: 13000,
      quantity: 5,
      lines: [
        { product: "Logo", quantity: 2, amountMinor: 10000 },
        { product: "Texts", quantity: 3, amountMinor: 3000 },
      ],
    });
    expect(await crm.json("order", "show", "R-2")).toMatchObject({ amountMinor: 5050, refundedMinor: 5050 });
    expect(await took(crm, "orders", text)).toMatchObject({ unchanged: 2, merged: 1, updated: 0 });
    const changed = text.replace("Texts,3,30", "Texts,3,45");
    expect(await took(crm, "orders", changed)).toMatchObject({ updated: 1, unchanged: 1 });
    expect(await crm.json("order", "show", "R-1")).toMatchObject({ amountMinor: 14500 });
  });

  it("refuses all rows of an order of which one cannot be read", async () => {
    const crm = setupCrm();
    const rejects = join(scratch(), "rejects.csv");
    const text =
      "number,customer,date,amount\nR-1,A,2026-01-02,10\nR-1,A,2026-01-02,ten\nR-2,A,2026-01-02,5\n";
    const { code } = await crm.withInput(text, "import", "orders", "-", "--rejects", rejects);
    expect(code).toBe(5);
    expect(await crm.json("order", "list", "--fields", "number")).toEqual([{ number: "R-2" }]);
    expect(readFileSync(rejects, "utf8").match(/^R-1/gm)).toHaveLength(2);
  });

  it("finds the customer by id, email or name, and changes nothing of them but what is missing", async () => {
    const crm = setupCrm();
    await took(
      crm,
      "contacts",
      "id,name,email,company\nK1,Jane Roe,jane@acme.example,Acme\n,Tom Okafor,,Okafor Media\n",
    );
    const text = `customer,email,name,date,amount
K1,,J. R.,2026-01-02,10
,JANE@acme.example,,2026-01-03,10
,,Tom Okafor,2026-01-04,10
,new@nord.example,Ida Lind,2026-01-05,10
`;
    expect(await took(crm, "orders", text)).toMatchObject({ created: 4, contactsCreated: 1 });
    const buyers = crm.db.all<{ id: number }>("SELECT contact_id AS id FROM sales_order ORDER BY id");
    expect(buyers.map(({ id }) => id)).toEqual([1, 1, 2, 3]);
    expect(await crm.json("contact", "list", "--fields", "name", "--sort", "id")).toEqual([
      { name: "Jane Roe" },
      { name: "Tom Okafor" },
      { name: "Ida Lind" },
    ]);
  });

  it("reads amounts in the notation and currency of the file", async () => {
    const crm = setupCrm();
    await took(
      crm,
      "orders",
      'customer;date;amount;currency\nA;2026-01-02;1.234,50;USD\nA;2026-01-03;"7,00";\n',
      "--currency",
      "GBP",
    );
    const orders = crm.db.all("SELECT amount_minor AS minor, currency FROM sales_order ORDER BY id");
    expect(orders).toEqual([
      { minor: 123450, currency: "USD" },
      { minor: 700, currency: "GBP" },
    ]);
  });

  const cdnow = "../shared/data/cdnow_orders.csv";
  it.skipIf(!existsSync(cdnow))(
    "takes 6,919 real purchases of 2,357 customers as they are, twice",
    async () => {
      const crm = setupCrm();
      const empty = dump(crm.db);
      expect(await crm.json("import", "orders", cdnow, "--currency", "USD")).toMatchObject({
        created: 6919,
        contactsCreated: 2357,
        mapped: ["customer", "date", "quantity", "amount"],
      });
      const count =
        "SELECT count(*) AS orders, count(DISTINCT contact_id) AS customers, sum(amount_minor) AS total FROM sales_order";
      const lines = readFileSync(cdnow, "utf8").trim().split("\n").slice(1);
      const total = lines.reduce((sum, line) => sum + Math.round(Number(line.split(",")[3]) * 100), 0);
      expect(crm.db.get(count)).toEqual({ orders: 6919, customers: 2357, total });
      expect(await crm.json("import", "orders", cdnow, "--currency", "USD")).toMatchObject({
        unchanged: 6919,
      });
      await crm("undo");
      expect(dump(crm.db)).toEqual(empty);
    },
  );
});

describe("crm import deals", () => {
  const text = `deal name,contact,email,company,stage,status,amount,close date,created,lost reason
Website,Jane Roe,jane@acme.example,Acme,Proposal,open,"5,000.00",2026-12-15,2026-10-01,
Logo,Jane Roe,jane@acme.example,Acme,,won,450,2026-02-03,2026-01-01,
Shop,,,Nord,Qualified,lost,9000,2026-04-05,2026-03-01,price
`;

  it("takes them in with stage, outcome and history, and records no purchase", async () => {
    const crm = setupCrm();
    const { code, err } = await crm.withInput(text, "import", "deals", "-");
    expect(code).toBe(0);
    expect(err).toContain("1 won deal recorded no purchase: purchases come with crm import orders");
    expect(
      await crm.json(
        "deal",
        "list",
        "--fields",
        "title,stage,status,amountMinor,closedDate,lostReason",
        "--sort",
        "id",
      ),
    ).toMatchObject([
      { title: "Website", stage: "proposal", status: "open", amountMinor: 500000, closedDate: null },
      { title: "Logo", stage: "won", status: "won", closedDate: "2026-02-03" },
      { title: "Shop", stage: "lost", status: "lost", closedDate: "2026-04-05", lostReason: "price" },
    ]);
    expect(await crm.json("order", "list")).toEqual([]);
    expect(await crm.json("deal", "show", "3")).toMatchObject({
      stages: [
        { from: null, to: "qualified", changedAt: "2026-02-28T23:00:00Z" },
        { from: "qualified", to: "lost", changedAt: "2026-04-05T12:00:00Z" },
      ],
    });
  });

  it("changes nothing the second time, and moves a deal whose stage has changed", async () => {
    const crm = setupCrm();
    await took(crm, "deals", text);
    const before = dump(crm.db);
    expect(await took(crm, "deals", text)).toMatchObject({ unchanged: 3 });
    expect(dump(crm.db)).toEqual(before);
    expect(await took(crm, "deals", text.replace("Proposal,open", ",won"))).toMatchObject({ updated: 1 });
    expect(await crm.json("deal", "list", "status = won")).toHaveLength(2);
    await crm("undo");
    expect(dump(crm.db)).toEqual(before);
  });

  it("refuses a stage that the pipeline does not have, with a suggestion", async () => {
    const crm = setupCrm();
    const { code, err } = await crm.withInput("title,stage\nShop,propsal\n", "import", "deals", "-");
    expect(code).toBe(1);
    expect(err).toContain('line 2: no stage "propsal" in pipeline "sales". Did you mean "proposal"?');
  });
});
