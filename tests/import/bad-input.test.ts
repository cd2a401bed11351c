import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scratch } from "../support/built.ts";
import { setupCrm } from "../support/crm.ts";
import { dump } from "../support/dump.ts";
import { cellsOf } from "./source-of.ts";

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map((part) => Buffer.from(part as string)));

/** What cannot be read: the whole file is refused in one line, and nothing is written. */
const refused: readonly (readonly [what: string, file: Buffer, message: string])[] = [
  ["nothing", bytes(""), "x.csv has no rows"],
  ["only empty lines", bytes("\n\r\n  \n"), "x.csv has no rows"],
  [
    "a byte that is no UTF-8",
    bytes("name,city\nJané,Köln\nTom,", [255, 254], "\n"),
    "x.csv line 3, character 5: byte 0xFF",
  ],
  ["a NUL", bytes("name,city\nJane,Ber", [0], "lin\n"), "x.csv line 2, character 9: a NUL byte"],
  ["a program", bytes([127, 69, 76, 70, 2, 1, 1, 0, 0, 0]), "a NUL byte; this is no text file"],
  ["something packed", bytes([31, 139, 8, 0, 0]), "x.csv is compressed with gzip"],
  ["a database", bytes("SQLite format 3", [0], "rest"), "x.csv is a SQLite database"],
  ["no column names", bytes("Jane Roe,jane@acme.example\n"), 'x.csv line 1 holds data ("jane@acme.example")'],
  ["a letter", bytes("Dear all,\nthis is a letter.\n"), "x.csv has no column for name"],
  ["2,001 columns", bytes("name," + "a,".repeat(1999) + "b\n"), "x.csv has 2001 columns; at most 2000"],
  [
    "a million columns",
    bytes("name," + "column,".repeat(999_999) + "\n"),
    "x.csv line 1: the row is longer than 4 MB",
  ],
  ["one endless line", bytes("x".repeat(9_000_000)), "its first row does not end within 8 MB"],
  [
    "a quote that swallows a megabyte",
    bytes('name,note\nJane,"' + "x\n".repeat(600_000)),
    "line 2: the quote opened here is never closed",
  ],
];

/** What one row has wrong costs that row, and the others come in. */
const rejected: readonly (readonly [what: string, text: string, message: string, created: number])[] = [
  ["too few cells", "name,email,city\nJane,jane@acme.example\nTom,,Bonn\n", "line 2: has 2 of 3 cells", 1],
  [
    "too many cells",
    "name,city\nJane,Berlin,x\nTom,Bonn\n",
    "line 2: has 3 of 2 cells: cell 3 has no column",
    1,
  ],
  [
    "a cell of 1 MB",
    "name,note\nJane," + "x".repeat(1_048_577) + "\nTom,ok\n",
    "line 2, column note: the cell is longer than 1 MB",
    1,
  ],
  [
    "a quote in a quoted cell",
    'name,note\nJane,"a "b" c"\nTom,x\n',
    "line 2, column note: a quote within a quoted cell",
    1,
  ],
  [
    "a quote that is not closed",
    'name,note\nTom,x\nJane,"open\nLena,y\n',
    "line 3, column note: the quote opened in line 3",
    1,
  ],
];

/** What is put right, and what is said about it. */
const repaired: readonly (readonly [
  what: string,
  text: string,
  note: string | null,
  names: readonly string[],
])[] = [
  ["CR as the end of lines", "name,city\rJane,Berlin\rTom,Bonn\r", null, ["Jane", "Tom"]],
  ["mixed ends of lines", "name,city\r\nJane,Berlin\nTom,Bonn\rLena,Ulm\r\n", null, ["Jane", "Lena", "Tom"]],
  [
    "a title above",
    "Customers,,\nof 2026,,\n\nname,email,city\nJane,,Berlin\n",
    "the column names are in line 4",
    ["Jane"],
  ],
  [
    "a name that two columns have",
    "name,city,name\nJane,Berlin,J\n",
    '"name" is the name of two columns: column 3 is called "name (2)"',
    ["Jane"],
  ],
  [
    "a column without a name",
    "name,,city\nJane,x,Berlin\n",
    'column 2 has no name and is called "column 2"',
    ["Jane"],
  ],
  ["commas behind the last cell", "name,city\nJane,Berlin" + ",".repeat(5000) + "\n", null, ["Jane"]],
  ["sep= in the first line", "sep=;\nname;city\nJane;Berlin\n", null, ["Jane"]],
];

describe("a file with", () => {
  it.each(refused)("%s is refused with the place, and nothing is written", async (_, content, message) => {
    const crm = setupCrm();
    const path = join(scratch(), "x.csv");
    writeFileSync(path, content);
    const before = dump(crm.db);
    const { code, out, err } = await crm("import", "contacts", path, "--rejects", path + ".rejects");
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err.replaceAll(path, "x.csv")).toContain(message);
    expect(err.trimEnd().split("\n")).toHaveLength(1);
    expect(dump(crm.db)).toEqual(before);
  });

  it.each(rejected)("%s loses that row and no other, and says which", async (_, text, message, created) => {
    const crm = setupCrm();
    const alone = await crm.withInput(text, "import", "contacts", "-");
    expect(alone.code).toBe(1);
    expect(await crm.json("contact", "list")).toEqual([]);
    const path = join(scratch(), "r.csv");
    const { code, err } = await crm.withInput(text, "import", "contacts", "-", "--rejects", path);
    expect(code).toBe(5);
    expect(err).toContain(message);
    expect(await crm.json("contact", "list")).toHaveLength(created);
    expect(readFileSync(path, "utf8").split("\n").length).toBeGreaterThan(2);
  });

  it.each(repaired)("%s is read", async (_, text, note, names) => {
    const crm = setupCrm();
    const { code, err } = await crm.withInput(text, "import", "contacts", "-");
    expect(code).toBe(0);
    if (note !== null) expect(err).toContain(note);
    const found = await crm.json<{ name: string }[]>("contact", "list");
    expect(found.map(({ name }) => name).sort()).toEqual(names);
  });

  it("column names and nothing below them has no rows, which is no fault", async () => {
    const crm = setupCrm();
    const { code, err } = await crm.withInput("name,email\n", "import", "contacts", "-");
    expect(code).toBe(0);
    expect(err).toContain("0 rows\n  no rows · nothing to change");
  });

  it("one endless line is refused with the beginning of it", async () => {
    const { code, err } = await setupCrm().withInput(
      "<" + "x".repeat(99_999) + ">",
      "import",
      "contacts",
      "-",
    );
    expect(code).toBe(1);
    expect(err).toContain("not understood: <" + "x".repeat(59) + "...)");
    expect(err.length).toBeLessThan(400);
  });

  it("a name that is a directory, or is not there, is refused as that", async () => {
    const crm = setupCrm();
    const folder = scratch();
    mkdirSync(join(folder, "d"));
    expect((await crm("import", "contacts", join(folder, "d"))).err).toContain(
      "is a directory; name a file in it",
    );
    const missing = await crm("import", "contacts", join(folder, "none.csv"));
    expect(missing).toMatchObject({ code: 3, err: "crm: no file " + join(folder, "none.csv") + "\n" });
  });

  it("a file without a word for what is in it is told which word it may be", async () => {
    const crm = setupCrm();
    expect(await crm("import", "shop/orders-2026.csv")).toMatchObject({
      code: 2,
      err:
        "crm: what is in shop/orders-2026.csv? (write: crm import orders shop/orders-2026.csv; " +
        "or one of contacts, companies, orders, deals, activities, followups, products, quotes, campaigns, tickets, invoices, payments, agreements, surveys)\n",
    });
    expect((await crm("import", "people.xlsx")).err).toContain("(write: crm import contacts people.xlsx;");
    expect((await crm("import", "contcts")).err).toMatch(
      /^crm: import: no "contcts"\. Did you mean "contacts"\?/,
    );
  });

  it("rows that are added while it is read is refused: its last row may be half a row", async () => {
    const crm = setupCrm();
    const path = join(scratch(), "log.csv");
    const row = (n: number) => "Person " + n + ",p" + n + "@acme.example\n";
    writeFileSync(path, "name,email\n" + Array.from({ length: 20_000 }, (_, n) => row(n)).join(""));
    const before = dump(crm.db);
    const writer = setInterval(() => appendFileSync(path, row(99_999)), 1);
    const { code, err } = await crm("import", "contacts", path);
    clearInterval(writer);
    expect({ code, err: err.replace(path, "log.csv") }).toMatchObject({
      code: 1,
      err: expect.stringContaining("log.csv changed while it was read"),
    });
    expect(dump(crm.db)).toEqual(before);
  });
});

/** The cases of csv-spectrum, written anew. */
const spectrum: readonly (readonly [name: string, text: string, rows: readonly (readonly string[])[]])[] = [
  [
    "a comma in quotes",
    'first,last,address,city,zip\nJohn,Doe,120 any st.,"Anytown, WW",08123\n',
    [["John", "Doe", "120 any st.", "Anytown, WW", "08123"]],
  ],
  [
    "empty cells",
    'a,b,c\n1,"",""\n2,3,4\n',
    [
      ["1", "", ""],
      ["2", "3", "4"],
    ],
  ],
  [
    "empty cells, CRLF",
    'a,b,c\r\n1,"",""\r\n2,3,4\r\n',
    [
      ["1", "", ""],
      ["2", "3", "4"],
    ],
  ],
  [
    "doubled quotes",
    'a,b\n1,"ha ""ha"" ha"\n3,4\n',
    [
      ["1", 'ha "ha" ha'],
      ["3", "4"],
    ],
  ],
  [
    "JSON in a cell",
    'key,val\n1,"{""type"": ""Point"", ""coordinates"": [102.0, 0.5]}"\n',
    [["1", '{"type": "Point", "coordinates": [102.0, 0.5]}']],
  ],
  [
    "line ends in a cell",
    'a,b,c\n1,2,3\n"Once upon \na time",5,6\n7,8,9\n',
    [
      ["1", "2", "3"],
      ["Once upon \na time", "5", "6"],
      ["7", "8", "9"],
    ],
  ],
  [
    "line ends in a cell, CRLF",
    'a,b,c\r\n1,2,3\r\n"Once upon \r\na time",5,6\r\n7,8,9\r\n',
    [
      ["1", "2", "3"],
      ["Once upon \r\na time", "5", "6"],
      ["7", "8", "9"],
    ],
  ],
  [
    "quotes and line ends",
    'a,b\n1,"ha \n""ha"" \nha"\n3,4\n',
    [
      ["1", 'ha \n"ha" \nha'],
      ["3", "4"],
    ],
  ],
  ["a plain table", "a,b,c\n1,2,3\n", [["1", "2", "3"]]],
  ["a plain table, CRLF", "a,b,c\r\n1,2,3\r\n", [["1", "2", "3"]]],
  [
    "letters of other scripts",
    "a,b,c\n1,2,3\n4,5,ʤ\n",
    [
      ["1", "2", "3"],
      ["4", "5", "ʤ"],
    ],
  ],
  [
    "coordinates",
    'id,place\n1,"45.5, -122.6"\n2,"-33.9,151.2"\n',
    [
      ["1", "45.5, -122.6"],
      ["2", "-33.9,151.2"],
    ],
  ],
];

describe("a table with", () => {
  it.each(spectrum)("%s is read to the cell", async (_, text, rows) => {
    expect(await cellsOf(text)).toEqual(rows);
    expect(await cellsOf(text.replace(/\r?\n$/, ""))).toEqual(rows);
  });
});
