import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import writeWorkbook from "write-excel-file/node";
import { kindOf } from "../../src/import/kind.ts";
import { scratch } from "../support/built.ts";
import { setupCrm } from "../support/crm.ts";

type Cell = string | number | boolean | Date | null;

/** A workbook of sheets, each a name and rows. */
async function workbook(sheets: Readonly<Record<string, readonly (readonly Cell[])[]>>): Promise<Buffer> {
  const cellOf = (value: Cell) => {
    if (value === null) return null;
    if (value instanceof Date) return { value, type: Date, format: "yyyy-mm-dd" };
    return { value };
  };
  const all = Object.entries(sheets).map(([sheet, rows]) => ({
    sheet,
    data: rows.map((row) => row.map(cellOf)),
  }));
  return (await writeWorkbook(all as never).toBuffer()) as Buffer;
}

/** A ZIP archive; with `lies` the sizes that it states are those of nothing. */
function zip(files: Readonly<Record<string, Buffer>>): Buffer {
  const parts: Buffer[] = [];
  const list: Buffer[] = [];
  let offset = 0;
  for (const [path, content] of Object.entries(files)) {
    const data = deflateRawSync(content);
    const name = Buffer.from(path);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(8, 8);
    local.writeUInt32LE(data.length, 18);
    local.writeUInt32LE(10, 22);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(data.length, 20);
    entry.writeUInt32LE(10, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(offset, 42);
    parts.push(local, name, data);
    list.push(entry, name);
    offset += 30 + name.length + data.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(Buffer.concat(list).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...list, end]);
}

describe("a file", () => {
  it("is told by its first bytes, not by its name", () => {
    const kinds = {
      csv: "name,email\n",
      json: ' \n[ {"name": 1}]',
      vcard: "\ufeffbegin:vcard\r\nVERSION:3.0",
      xlsx: "PK\x03\x04rest",
    };
    for (const [kind, text] of Object.entries(kinds)) expect(kindOf(Buffer.from(text))).toBe(kind);
    expect(kindOf(Buffer.from('{"name":"x"}'))).toBe("json");
    expect(kindOf(Buffer.from("[Name],Email\n"))).toBe("csv");
    expect(kindOf(Buffer.from("BEGIN:VCARD\r\n", "utf16le"))).toBe("vcard");
    expect(kindOf(Buffer.alloc(0))).toBe("csv");
  });
});

describe("an Excel workbook", () => {
  it("comes in with its dates, numbers and a title above the names of its columns", async () => {
    const crm = setupCrm();
    const bytes = await workbook({
      People: [
        ["Customers 2026"],
        [],
        ["Name", "Email", "Birthday", "Score", "Member"],
        ["Jane Roe", "jane@acme.example", new Date("1986-03-04T00:00:00Z"), 12.5, true],
        ["Tom Okafor", "tom@okafor.example", null, 7, false],
      ],
    });
    const ran = await crm.withInput(bytes, "import", "contacts", "-", "--extra", "fields");
    expect(ran.err).toMatchInlineSnapshot(`
      "standard input: Excel, sheet People, 2 rows
        2 new
        columns  5 of 5 used
        fields   made Score, Member
        note     the column names are in line 3; what is above is left out ("Customers 2026")
      undo: crm undo
      "
    `);
    expect(await crm.json("contact", "show", "1")).toMatchObject({
      birthday: "1986-03-04",
      fields: { Score: "12.5", Member: "1" },
    });
  });

  it("has its first sheet read, or the one that is named", async () => {
    const crm = setupCrm();
    const bytes = await workbook({
      One: [
        ["Name", "City"],
        ["Jane Roe", "Berlin"],
      ],
      Two: [
        ["Name", "City"],
        ["Zoë", "Köln"],
      ],
    });
    await crm.withInput(bytes, "import", "contacts", "-");
    await crm.withInput(bytes, "import", "contacts", "-", "--sheet", "two");
    const names = await crm.json<{ name: string }[]>("contact", "list");
    expect(names.map(({ name }) => name).sort()).toEqual(["Jane Roe", "Zoë"]);
    expect(await crm.withInput(bytes, "import", "contacts", "-", "--sheet", "Three")).toMatchObject({
      code: 2,
      err: "crm: standard input has no sheet Three (its sheets: One, Two)\n",
    });
  });

  it("that unpacks to far more than it says, or has a cell at the end of the world, is refused at once", async () => {
    const crm = setupCrm();
    const bomb = zip({ "xl/worksheets/sheet1.xml": Buffer.alloc(80_000_000, "<c/>") });
    expect(bomb.length).toBeLessThan(200_000);
    const far = zip({
      "xl/worksheets/sheet1.xml": Buffer.from('<row><c r="XFD1048576" t="n"><v>1</v></c></row>'),
    });
    expect(await crm.withInput(bomb, "import", "contacts", "-")).toMatchObject({
      code: 1,
      err: expect.stringContaining("is too large for a workbook"),
    });
    expect(await crm.withInput(far, "import", "contacts", "-")).toMatchObject({
      code: 1,
      err: expect.stringContaining("the cell XFD1048576 stands too far"),
    });
  });

  it("that is another archive, or is cut off, is refused as what it is", async () => {
    const crm = setupCrm();
    const other = zip({ "readme.txt": Buffer.from("hello") });
    expect((await crm.withInput(other, "import", "contacts", "-")).err).toContain(
      "ZIP file, but no Excel workbook",
    );
    const bytes = await workbook({ One: [["Name"], ["Jane Roe"]] });
    const cut = bytes.subarray(0, bytes.length - 100);
    expect((await crm.withInput(cut, "import", "contacts", "-")).err).toContain(
      "no whole ZIP archive or Excel workbook",
    );
    const broken = Buffer.from(bytes);
    broken.fill(7, 60, 120);
    expect(await crm.withInput(broken, "import", "contacts", "-")).toMatchObject({ code: 1 });
  });
});

describe("JSON", () => {
  it("takes our own list back as it was", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Jane Roe", "--email", "jane@acme.example", "--tag", "vip", "--tag", "west");
    const list = await crm("contact", "list", "--json", "--fields", "name,email,tags,lifecycle");
    const other = setupCrm();
    await other.withInput(list.out, "import", "contacts", "-");
    expect(await other.json("contact", "list", "--fields", "name,email,tags,lifecycle")).toEqual(
      JSON.parse(list.out),
    );
  });

  it.each([
    ["[{}]", "no column"],
    ['[{"name":"a"},{"name":"b"', "standard input line 1: the record that begins here does not end"],
    ['[{"name":"a"},\n{"name":"b",}]', "standard input line 2: no JSON"],
    ['[{"name":"a"},\n', "standard input line 1: the list of records does not end"],
    ['[{"name":"a"},{"name":"b\\u0000c"}]', "line 1, column name: holds a NUL"],
    ['[{"name":"a"},{"note":"b\\ud800","name":"b"}]', "line 1, column note: holds half a character"],
    ['{"name":"a"}\nhello', 'standard input line 2: a record begins with "{", not with "hello"'],
    ['{"contacts":[{"name":"a"}]}', "standard input is one object with lists in it: contacts"],
    ['{"a":'.repeat(100) + "1" + "}".repeat(100), "a record is nested deeper than 50 levels"],
  ])("is refused with its line: %s", async (text, message) => {
    const crm = setupCrm();
    const { code, err } = await crm.withInput(text, "import", "contacts", "-");
    expect(code).toBe(1);
    expect(err).toContain(message);
    expect(await crm.json("contact", "list")).toEqual([]);
  });

  it("takes an empty list, which is an export of nothing, for no rows; an empty file stays refused", async () => {
    const crm = setupCrm();
    for (const noun of ["contacts", "deals", "orders", "followups", "quotes"]) {
      const { code, err } = await crm.withInput("[]\n", "import", noun, "-");
      expect({ noun, code, err }).toMatchObject({ code: 0, err: expect.stringContaining("no rows") });
    }
    expect(JSON.parse((await crm.withInput("[ ]", "import", "contacts", "-", "--json")).out)).toMatchObject({
      ...{ rows: 0, created: 0, mapped: [], ignored: [] },
    });
    expect(await crm.withInput("", "import", "contacts", "-")).toMatchObject({ code: 1 });
  });

  it("refuses a record with a key that none of the first has, rather than lose it", async () => {
    const crm = setupCrm();
    const rows = Array.from({ length: 600 }, (_, n) => JSON.stringify({ name: "P" + n }));
    const text = [...rows, '{"name":"Late","email":"late@acme.example"}'].join("\n");
    const folder = scratch();
    const ran = await crm.withInput(text, "import", "contacts", "-", "--rejects", join(folder, "r.csv"));
    expect(ran.code).toBe(5);
    expect(ran.err).toContain('line 601: has "email", which none of the first 500 records has');
  });
});

describe("vCards", () => {
  const card = (...lines: string[]) => ["BEGIN:VCARD", "VERSION:3.0", ...lines, "END:VCARD", ""].join("\r\n");

  it("takes an email in place of the name for the email, where a card has no other", async () => {
    const crm = setupCrm();
    const cards = card("FN:no-name@mail.example") + card("FN:Jane@Acme", "EMAIL:jane@acme.example");
    await crm.withInput(cards, "import", "contacts", "-");
    expect(await crm.json("contact", "list", "--fields", "name,email", "--sort", "id")).toEqual([
      { name: null, email: "no-name@mail.example" },
      { name: null, email: "jane@acme.example" },
    ]);
  });

  it("leave out a line with a NUL behind its quoted-printable, and read one that is no UTF-8 as it was", async () => {
    const crm = setupCrm();
    const old = "BEGIN:VCARD\r\nVERSION:2.1\r\nFN:Jane\r\nNOTE;ENCODING=QUOTED-PRINTABLE:a=00b\r\n";
    const title = "TITLE;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Chef=E9\r\nORG:Acme\r\nEND:VCARD\r\n";
    const { code, err } = await crm.withInput(old + title, "import", "contacts", "-");
    expect({ code, err }).toMatchObject({
      code: 0,
      err: expect.stringContaining("lines that cannot be read left out: 1"),
    });
    expect(await crm.json("contact", "show", "1")).toMatchObject({ note: null, role: "Chefé" });
  });

  it("keep their photos to themselves, of any size, and say so", async () => {
    const crm = setupCrm();
    const photo = "PHOTO;ENCODING=b;TYPE=JPEG:" + "A".repeat(3_000_000);
    const folded = photo.replace(/.{74}/g, "$&\r\n ");
    const ran = await crm.withInput(
      card("FN:Jane Roe", photo) + card("FN:Tom", folded, "NOTE:after"),
      "import",
      "contacts",
      "-",
    );
    expect(ran.err).toContain("note     pictures and other files left out: 2");
    expect(await crm.json("contact", "show", "2")).toMatchObject({ name: "Tom", note: "after" });
  });

  it("are read in time that grows with the file, wherever a line breaks", async () => {
    const head = "BEGIN:VCARD\nVERSION:2.1\nFN:Jane\n";
    const bombs = [
      head + "NOTE;ENCODING=QUOTED-PRINTABLE:" + "a=\n".repeat(2_000_000),
      head + "TEL;" + "X=1;".repeat(5_000_000),
      head + "NOTE:" + "\n ".repeat(4_000_000),
    ];
    for (const bomb of bombs) {
      const begun = process.cpuUsage();
      const { code, err } = await setupCrm().withInput(bomb, "import", "contacts", "-");
      expect({ code, err }).toMatchObject({
        code: 1,
        err: expect.stringContaining("line 1: the card is longer than 1 MB"),
      });
      expect(process.cpuUsage(begun).user / 1000).toBeLessThan(3_000);
    }
  });

  it.each([
    [card("FN:Jane Roe", "EMAIL:not an address"), 'line 1: "not an address" is no email address'],
    [card("FN:Jane Roe", "BDAY:soon"), 'line 1: the birthday "soon" is no date'],
    [card("NOTE:nobody"), "line 1: there is no name, email, phone or company"],
    ["BEGIN:VCARD\nVERSION:3.0\nFN:Jane", "the card that begins in line 1 does not end"],
    [card("FN:Jane Roe") + "FN:outside\n", "line 5 is in no card"],
    [card("FN:Jane Roe", "NOTE:" + "x".repeat(1_100_000)), "line 1: the card is longer than 1 MB"],
  ])("that are broken are refused with their line (%#)", async (text, message) => {
    const crm = setupCrm();
    const { code, err } = await crm.withInput(text, "import", "contacts", "-");
    expect(code).toBe(1);
    expect(err).toContain(message);
  });

  it("that were refused can be mended as a table", async () => {
    const crm = setupCrm();
    const path = join(scratch(), "r.csv");
    const text = card("FN:Jane Roe", "EMAIL:jane@") + card("FN:Tom Okafor");
    expect(await crm.withInput(text, "import", "contacts", "-", "--rejects", path)).toMatchObject({
      code: 5,
    });
    writeFileSync(
      path,
      "name,email,phone,company,note,line,reason\nJane Roe,jane@acme.example,,,,1,mended\n",
    );
    expect(await crm("import", "contacts", path)).toMatchObject({ code: 0 });
    expect(await crm.json("contact", "list")).toHaveLength(2);
  });
});
