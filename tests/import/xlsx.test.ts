import { crc32, deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { showsDate } from "../../src/import/xlsx/book.ts";
import { dateText } from "../../src/import/xlsx/sheet.ts";
import { attribute, scanXml } from "../../src/import/xlsx/xml.ts";
import { setupCrm } from "../support/crm.ts";
import { dump } from "../support/dump.ts";

/** A ZIP archive of texts. */
function zip(files: Readonly<Record<string, string>>): Buffer {
  const parts: Buffer[] = [];
  const list: Buffer[] = [];
  let offset = 0;
  for (const [path, text] of Object.entries(files)) {
    const [data, name] = [deflateRawSync(Buffer.from(text)), Buffer.from(path)];
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(crc32?.(Buffer.from(text)) ?? 0, 16);
    entry.writeUInt32LE(data.length, 20);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(offset, 42);
    parts.push(local, name, data);
    list.push(entry, name);
    offset += 30 + name.length + data.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...list, end]);
}

const relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
const styles = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="d.m.yyyy&quot; Uhr &quot;h:mm"/></numFmts>
  <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
  <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="2"/></cellXfs></styleSheet>`;

/** A workbook with one sheet of these rows and these texts. */
function book(sheet: string, { texts = "", properties = "" } = {}): Buffer {
  return zip({
    "xl/workbook.xml": `<workbook>${properties}<sheets><sheet name="People" r:id="a"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships>
      <Relationship Id="a" Type="${relation}worksheet" Target="/xl/worksheets/one.xml"/>
      <Relationship Id="b" Type="${relation}sharedStrings" Target="texts.xml"/>
      <Relationship Id="c" Type="${relation}styles" Target="./styles.xml"/></Relationships>`,
    "xl/texts.xml": `<?xml version="1.0"?><sst>${texts}</sst>`,
    "xl/styles.xml": styles,
    "xl/worksheets/one.xml": sheet,
  });
}

const inline = (...cells: string[]) =>
  "<row>" + cells.map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`).join("") + "</row>";

async function notesOf(bytes: Buffer): Promise<(string | null)[]> {
  const crm = setupCrm();
  const { code, err } = await crm.withInput(bytes, "import", "contacts", "-");
  expect({ code, err: code === 0 ? "" : err }).toEqual({ code: 0, err: "" });
  const all = await crm.json<{ note: string | null }[]>("contact", "list", "--fields", "note");
  return all.map(({ note }) => note);
}

describe("the cells of a workbook", () => {
  it.each([
    ["a text of several runs, not how it is pronounced", '<c t="s"><v>0</v></c>', "one two"],
    ["entities and characters that XML has none for", '<c t="s"><v>1</v></c>', "a & <b>\té"],
    ["a text of its own", '<c t="inlineStr"><is><t>here</t></is></c>', "here"],
    ["the result of a formula", '<c t="str"><f>A1&amp;"x"</f><v>sum</v></c>', "sum"],
    ["a formula that failed, as nothing", '<c t="e"><f>1/0</f><v>#DIV/0!</v></c>', null],
    ["yes and no", '<c t="b"><v>1</v></c>', "true"],
    ["a number", '<c s="3"><v>12.50</v></c>', "12.5"],
    ["a long number, without an exponent", "<c><v>4.9309018200000E13</v></c>", "49309018200000"],
    ["a day", '<c s="1"><v>46085</v></c>', "2026-03-04"],
    [
      "a day and a time in a format of one's own",
      '<c s="2"><v>46085.604166666664</v></c>',
      "2026-03-04 14:30:00",
    ],
    ["a day as text", '<c t="d"><v>2026-03-04T00:00:00</v></c>', "2026-03-04"],
  ])("hold %s", async (_, cell, note) => {
    const texts =
      '<si><r><t>one</t></r><r><rPr/><t xml:space="preserve"> two</t></r><rPh><t>eins</t></rPh></si>' +
      "<si><t>a &amp; &lt;b&gt;_x0009_&#233;</t></si>";
    const rows = inline("Name", "Note") + `<row><c t="inlineStr"><is><t>Jane</t></is></c>${cell}</row>`;
    const sheet = `<worksheet><sheetData>${rows}</sheetData></worksheet>`;
    expect(await notesOf(book(sheet, { texts }))).toEqual([note]);
    const prefixed = sheet.replace(/<(\/?)(?=\w)/g, "<$1x:");
    expect(await notesOf(book(prefixed, { texts }))).toEqual([note]);
  });

  it("stand where they say, may leave out others, and count from 1904 where the book does", async () => {
    const rows =
      '<row r="3"><c r="B3" t="inlineStr"><is><t>Name</t></is></c><c r="D3" t="inlineStr"><is><t>Birthday</t></is></c>' +
      '<c r="E3" t="inlineStr"><is><t>City</t></is></c></row>' +
      '<row r="9"><c r="B9" t="inlineStr"><is><t>Jane</t></is></c></row>' +
      '<row r="10"><c r="B10" t="inlineStr"><is><t>Tom</t></is></c><c r="D10" s="1"><v>29220</v></c></row>';
    const crm = setupCrm();
    const bytes = book(`<worksheet><sheetData>${rows}</sheetData></worksheet>`, {
      properties: '<workbookPr date1904="1"/>',
    });
    expect(await crm.withInput(bytes, "import", "contacts", "-")).toMatchObject({ code: 0 });
    expect(await crm.json("contact", "list", "--fields", "name,birthday")).toEqual([
      { name: "Jane", birthday: null },
      { name: "Tom", birthday: "1984-01-01" },
    ]);
  });

  it.each([
    ["is cut off", `<worksheet><sheetData>${inline("Name")}${inline("Jane")}<row><c t="inlineStr"><is><t>To`],
    ["lacks its end", `<worksheet><sheetData>${inline("Name")}${inline("Jane")}`],
    [
      "names a text that is not there",
      `<worksheet>${inline("Name")}<row><c t="s"><v>7</v></c></row></worksheet>`,
    ],
  ])("are all refused when the sheet %s", async (_, sheet) => {
    const crm = setupCrm();
    const before = dump(crm.db);
    const { code, err } = await crm.withInput(book(sheet), "import", "contacts", "-");
    expect({ code, err }).toMatchObject({ code: 1, err: expect.stringContaining("is a damaged workbook (") });
    expect(dump(crm.db)).toEqual(before);
  });
});

describe("a number of days", () => {
  it.each([
    [1, "1900-01-01"],
    [59, "1900-02-28"],
    [61, "1900-03-01"],
    [46085, "2026-03-04"],
    [0.5, "12:00:00"],
    [46084.999999999, "2026-03-04"],
    [-1, "-1"],
    [3_000_000, "3000000"],
  ])("%f is %s", (serial, text) => {
    expect(dateText(serial, false)).toBe(text);
  });
});

describe("a format", () => {
  it.each([
    ["dd/mm/yyyy;@", true],
    ["[$-407]d. mmmm yyyy", true],
    ["[h]:mm:ss", true],
    ["mm:ss.0", true],
    ['yyyy"年"m"月"', true],
    ["General", false],
    ["0.00", false],
    ['#,##0 "days"', false],
    ["[Red]-0.0", false],
    ["0.00E+00", false],
    ["@", false],
  ])("%s shows a date: %s", (format, isDate) => {
    expect(showsDate(format)).toBe(isDate);
  });
});

describe("XML", () => {
  const text = `<?xml version="1.0"?><!-- a > b --><a:book x="1 > 0"><p/>one &amp; two<![CDATA[<raw>]]></a:book>`;
  const scanned = (pieces: readonly string[]) => {
    const seen: string[] = [];
    const scan = scanXml({
      open: (name, attributes) => seen.push("+" + name + (attribute(attributes, "x") ?? "")),
      close: (name) => seen.push("-" + name),
      text: (part) => seen.push(part),
    });
    for (const piece of pieces) scan.take(piece);
    return { said: seen.join(""), isWhole: scan.end() };
  };

  it("says the same wherever it is cut", () => {
    const whole = { said: "+book1 > 0+p-pone & two<raw>-book", isWhole: true };
    fc.assert(
      fc.property(fc.array(fc.nat(text.length), { maxLength: 6 }), (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), text.length];
        expect(scanned(places.slice(1).map((to, at) => text.slice(places[at], to)))).toEqual(whole);
      }),
    );
  });

  it.each([["<a><b></b>"], ["<a"], ["<a></a></a>"], ["<a></a><"]])("is not whole as %s", (broken) => {
    expect(scanned([broken]).isWhole).toBe(false);
  });
});

describe("a workbook made to be slow or large", () => {
  const named = inline("name", "note") + inline("Jane", "x");

  it("is read in time that grows with it, whatever stands within quotes", async () => {
    const tag = '<row spans="' + ">".repeat(900_000) + '"/>';
    const begun = process.cpuUsage();
    const sheet = "<worksheet><sheetData>" + named + tag + "</sheetData></worksheet>";
    const ran = await setupCrm().withInput(book(sheet), "import", "contacts", "-");
    expect(ran).toMatchObject({ code: 0, err: expect.stringContaining("1 new") });
    expect(process.cpuUsage(begun).user / 1000).toBeLessThan(5000);
  });

  it.each([
    ["many texts", "<si/>".repeat(4_300_000)],
    ["one long text", "<si><t>" + "a".repeat(51_000_000) + "</t></si>"],
  ])("is refused with %s for its cells to share", async (_, texts) => {
    const sheet = "<worksheet><sheetData>" + named + "</sheetData></worksheet>";
    const ran = await setupCrm().withInput(book(sheet, { texts }), "import", "contacts", "-");
    expect(ran).toMatchObject({ code: 1, err: expect.stringContaining("too large for a workbook") });
  });
});
