import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openCsv } from "../../src/import/csv.ts";
import { knownHeader } from "../../src/import/headers.ts";
import { cellsOf, readCsv, refusal, sourceOf } from "./source-of.ts";

describe("the delimiter", () => {
  it.each([
    [",", "name,city,amount\nAnn,Berlin,5\nBob,Paris,7\n"],
    [";", "name;address;amount\nAnn;5, Rue A, Paris;1,50\nBob;6, Rue B, Paris;2,50\n"],
    ["\t", "name\tcity\nAnn\tBerlin, Mitte\nBob\tParis, 5e\n"],
    ["|", "name|tags\nAnn|a;b\nBob|c;d\n"],
    [",", "name,tags\nAnn,a;b;c\nBob,d;e;f\n"],
    [",", '"name;x","city"\n"Ann;y","Berlin"\n'],
    [",", "email\nann@mail.example\nbob@mail.example\n"],
  ])("%j is found", async (delimiter, text) => {
    const { info, errors } = await readCsv(text);
    expect(info.delimiter).toBe(delimiter);
    expect(errors).toEqual([]);
  });

  it("is what Excel's first line says, or what was asked for", async () => {
    const excel = await readCsv("sep=;\r\nname;city\r\nAnn;a,b,c\r\n");
    expect(excel.info).toMatchObject({ delimiter: ";", header: ["name", "city"], headerLine: 2 });
    expect(excel.rows).toEqual([{ line: 3, cells: ["Ann", "a,b,c"] }]);
    expect((await readCsv("name,city;zip\na,b;c\n", { delimiter: ";" })).info.header).toEqual([
      "name,city",
      "zip",
    ]);
    expect((await readCsv("name\tcity\na\tb\n", { delimiter: "tab" })).info.header).toEqual(["name", "city"]);
    expect(await refusal("a,b\n", { delimiter: ",," })).toBe(
      '--delimiter: ",," is not one character (or tab, comma, semicolon, pipe)',
    );
  });
});

describe("the header", () => {
  it("is trimmed, and names that are empty or stand twice are made unique and told", async () => {
    const { info, rows } = await readCsv(" Name ,Notes,,Notes, notes ,E-Mail\nAnn,a,b,c,d,e\n");
    expect(info.header).toEqual(["Name", "Notes", "column 3", "Notes (2)", "notes (3)", "E-Mail"]);
    expect(info.notes).toEqual([
      'column 3 has no name and is called "column 3"',
      '"Notes" is the name of two columns: column 4 is called "Notes (2)"',
      '"notes" is the name of two columns: column 5 is called "notes (3)"',
    ]);
    expect(rows[0]?.cells).toEqual(["Ann", "a", "b", "c", "d", "e"]);
  });

  it("does not take a name that another column has", async () => {
    const { info } = await readCsv("Notes,Notes,Notes (2),column 4,\n1,2,3,4,5\n");
    expect(info.header).toEqual(["Notes", "Notes (3)", "Notes (2)", "column 4", "column 5"]);
  });

  it("ends at the last column that has a name or a value", async () => {
    const { info, rows } = await readCsv("name,city,,,\nAnn,Berlin,,,\nBob,Paris\n");
    expect(info).toMatchObject({ header: ["name", "city"], notes: [] });
    expect(rows.map(({ cells }) => cells)).toEqual([
      ["Ann", "Berlin"],
      ["Bob", "Paris"],
    ]);
  });

  it("is found below a title block", async () => {
    const linkedIn = 'Notes:\n"When exporting, some\nmay be missing"\n\nFirst Name,Last Name,URL\nAnn,Lee,\n';
    const { info, rows } = await readCsv(linkedIn);
    expect(info).toMatchObject({ header: ["First Name", "Last Name", "URL"], headerLine: 5 });
    expect(info.notes).toEqual(['the column names are in line 5; what is above is left out ("Notes:")']);
    expect(rows).toEqual([{ line: 6, cells: ["Ann", "Lee", ""] }]);
  });

  it("is found below a title block that is padded, and by names that are known", async () => {
    const padded = "Report Q1,,,\n,,,\nname,city,zip,land\nAnn,Berlin,10115,DE\n";
    expect((await readCsv(padded)).info.headerLine).toBe(3);
    const wide = "Export of,2026-01-31,for Ann\nname,city,email,zone\nAnn,Berlin,,x\n";
    expect((await readCsv(wide, { known: knownHeader("contacts") })).info.headerLine).toBe(2);
  });

  it("stays the first line when rows have more cells, or fewer names are known below", async () => {
    const known = knownHeader("contacts");
    const { info, errors } = await readCsv("first,last\nAnn,Lee,Berlin,Germany\nBob,Ray\n", { known });
    expect(info.headerLine).toBe(1);
    expect(errors).toHaveLength(1);
    expect((await readCsv("name\nAnn,Lee\nBob\nCid\n")).info.header).toEqual(["name"]);
  });

  it.each([
    ["", "people.csv has no rows"],
    ["\uFEFF", "people.csv has no rows"],
    ["\r\n\n \n,,\n", "people.csv has no rows"],
    ["0001,1997-01-01,2,29.33\n", 'people.csv line 1 holds data ("0001") where the column names should be'],
    [
      "Ann,Lee,ann@mail.example\n",
      'people.csv line 1 holds data ("ann@mail.example") where the column names should be',
    ],
    [`${"c,".repeat(2000)}c\n`, "people.csv has 2001 columns; at most 2000 can be read"],
    ['name,"ci"ty\nAnn,Berlin\n', 'people.csv line 1: a quote within a quoted cell is not doubled ("")'],
  ])("%j is refused", async (text, message) => {
    expect(await refusal(text)).toBe(message);
  });

  it("alone is a table without rows", async () => {
    const { info, rows } = await readCsv("name,city");
    expect([info.header, info.sample, rows]).toEqual([["name", "city"], [], []]);
  });
});

describe("rows", () => {
  it("with too few or too many cells are errors, unless only empty ones are too many", async () => {
    const { rows, errors } = await readCsv(
      "name,city,zip\nAnn,Berlin\nBob,Paris,1,,\n\nCid,Rome,2,x,y\nDee,Oslo,3\n",
    );
    expect(rows).toEqual([
      { line: 3, cells: ["Bob", "Paris", "1"] },
      { line: 6, cells: ["Dee", "Oslo", "3"] },
    ]);
    expect(errors).toEqual([
      { line: 2, column: null, value: null, reason: "has 2 of 3 cells", raw: ["Ann", "Berlin"] },
      {
        line: 5,
        column: null,
        value: "x",
        reason: "has 5 of 3 cells: cell 4 has no column",
        raw: ["Cid", "Rome", "2", "x", "y"],
      },
    ]);
  });

  it("with nothing but blanks are left out and said", async () => {
    const { rows, errors } = await readCsv("name,city\n,\n  , \n\nAnn,\n,Rome\n");
    expect(rows.map(({ line }) => line)).toEqual([5, 6]);
    expect(errors).toMatchObject([
      { line: 2, reason: "a row without a value", skipped: true },
      { line: 3, reason: "a row without a value", skipped: true },
    ]);
  });

  it("with a broken quote are errors that name column, value and lines", async () => {
    const { rows, errors } = await readCsv('name,note\n"Big" Joe,x\nAnn,1\n"A\nB" C,"never\nclosed\n');
    expect(rows).toEqual([{ line: 3, cells: ["Ann", "1"] }]);
    expect(errors.map(({ line, column, value, reason }) => [line, column, value, reason])).toEqual([
      [2, "name", '"Big" Joe', 'a quote within a quoted cell is not doubled ("")'],
      [4, "name", '"A\nB" C', 'a quote within a quoted cell is not doubled ("") (lines 4 to 7)'],
    ]);
    const unclosed = await readCsv('name,note\nAnn,"never\nclosed\n');
    expect(unclosed.errors).toEqual([
      {
        line: 2,
        column: "note",
        value: null,
        reason: "the quote opened in line 2 is never closed, it took all lines up to 4",
        raw: ["Ann", "never\nclosed\n"],
      },
    ]);
  });

  it("in any line end, mixed, none is lost", async () => {
    expect(await cellsOf("name\r\nA\nB\rC\r\n")).toEqual([["A"], ["B"], ["C"]]);
    expect(await cellsOf("name,x\nA,1\r\nB,2\r\n")).toEqual([
      ["A", "1"],
      ["B", "2"],
    ]);
    expect(await cellsOf("name,x\rA,1\rB,2")).toEqual([
      ["A", "1"],
      ["B", "2"],
    ]);
  });

  it("come out the same wherever the bytes are cut", async () => {
    const text = '\uFEFFname;"note"\r\nZoë;"ä ""x""\r\n😀"\r\n\r\n"Big" Joe;1\nAnn;2;3\rBob;4\n;\n"é";"';
    const whole = await readCsv(text);
    expect(whole.rows.map(({ line }) => line)).toEqual([2, 7]);
    expect(whole.errors.map(({ line }) => line)).toEqual([5, 6, 8, 9]);
    for (let size = 1; size < Buffer.byteLength(text); size++) {
      const { info, rows, errors } = await readCsv(sourceOf(text, size));
      expect([info, rows]).toEqual([whole.info, whole.rows]);
      expect(errors.map(({ line, reason }) => [line, reason])).toEqual(
        whole.errors.map(({ line, reason }) => [line, reason]),
      );
    }
  });

  it("are all given, none twice, and the first 500 are the sample", async () => {
    const text = `id,name\n${Array.from({ length: 30_000 }, (_, at) => `${at},n${at}\n`).join("")}`;
    const { info, rows } = await readCsv(text);
    expect(rows.map(({ cells }) => Number(cells[0]))).toEqual(Array.from({ length: 30_000 }, (_, at) => at));
    expect(rows.every(({ line }, at) => line === at + 2)).toBe(true);
    expect(info.sample).toHaveLength(500);
    expect(info.sample[499]).toEqual(["499", "n499"]);
  });

  it("of any table written with quotes come back as they were", async () => {
    const cell = fc.string({ unit: "grapheme" }).map((text) => text.replaceAll("\0", ""));
    const table = fc.array(fc.tuple(fc.nat(), cell, cell), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.constantFrom(",", ";", "\t", "|"),
        fc.nat(40),
        async (rows, delimiter, size) => {
          const quoted = rows.map((row) =>
            row.map((one) => `"${String(one).replaceAll('"', '""')}"`).join(delimiter),
          );
          const text = ["id", "a", "b"].join(delimiter) + ["", ...quoted].join("\n");
          const read = await readCsv(sourceOf(text, size + 1), { delimiter });
          expect(read.errors).toEqual([]);
          expect(read.rows.map(({ cells }) => cells)).toEqual(rows.map((row) => row.map(String)));
        },
      ),
    );
  });
});

describe("the source", () => {
  it("is closed when reading stops early, before or among the batches", async () => {
    let closed = 0;
    async function* endless() {
      try {
        yield Buffer.from("id,name\n");
        for (;;) yield Buffer.from("1,Ann\n".repeat(10_000));
      } finally {
        closed++;
      }
    }
    const unread = await openCsv(endless(), { name: "endless.csv" });
    await unread.close();
    expect(closed).toBe(1);
    const begun = await openCsv(endless(), { name: "endless.csv" });
    for await (const { rows } of begun.batches) {
      expect(rows.length).toBeGreaterThan(500);
      break;
    }
    expect(closed).toBe(2);
  });
});

describe("a quote of 50 MB", () => {
  async function* big(end: string) {
    yield Buffer.from('name,note\nAnn,"');
    const piece = Buffer.alloc(65_536, "x".repeat(63) + "\n");
    for (let at = 0; at < 800; at++) yield piece;
    yield Buffer.from(end);
  }

  it("that is closed is one error, and the next row is read, in bounded memory", async () => {
    const before = process.memoryUsage().rss;
    const { rows, errors } = await readCsv(big('"\nBob,x\n'));
    expect(rows).toEqual([{ line: 2 + 800 * 1024 + 1, cells: ["Bob", "x"] }]);
    const reason = "the cell is longer than 1 MB (lines 2 to 819202)";
    expect(errors).toEqual([{ line: 2, column: "note", value: null, reason, raw: null }]);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
  });

  it("at the very beginning is no table", async () => {
    async function* noise() {
      for (let at = 0; at < 200; at++) yield Buffer.alloc(65_536, "x");
    }
    expect(await refusal(noise())).toBe("people.csv is no table: its first row does not end within 8 MB");
  });

  it("that is never closed ends the reading, because it has swallowed rows", async () => {
    expect(await refusal(big(""))).toBe(
      "people.csv line 2: the quote opened here is never closed (it took all lines up to 819202)",
    );
  });
});
