import { describe, expect, test } from "vitest";
import type { Column, Row } from "../../src/field.ts";
import type { Look } from "../../src/output/format.ts";
import { makeStyle } from "../../src/output/style.ts";
import { recordLines, tableLines } from "../../src/output/table.ts";
import { textWidth } from "../../src/output/width.ts";

const look: Look = { locale: "en", zone: "UTC", tty: true, currency: "EUR", width: 80 };
const columns: readonly Column[] = [
  { key: "id", header: "Id", type: "id" },
  { key: "name", header: "Name", type: "text" },
  { key: "city", header: "City", type: "text" },
  { key: "spent", header: "Spent", type: "money" },
];
const jane: Row = { id: 1, name: "Jane Roe", city: "Berlin", spent: 412_000 };
const studio: Row = { id: 12, name: "Studio Nord", city: null, spent: 5 };

const draw = (rows: Iterable<Row>, more: Partial<Look> = {}) =>
  [...tableLines(columns, rows, { ...look, ...more })].join("");

describe("a table", () => {
  test("has two blanks between columns, numbers to the right and no frame", () => {
    expect(draw([jane, studio])).toMatchInlineSnapshot(`
      "Id  Name         City           Spent
       1  Jane Roe     Berlin  4,120.00 EUR
      12  Studio Nord              0.05 EUR
      "
    `);
  });

  test("of nothing is nothing", () => expect(draw([])).toBe(""));

  test("drops its header line on request", () => {
    expect(draw([jane], { noHeader: true })).toBe(" 1  Jane Roe  Berlin  4,120.00 EUR\n");
  });

  test("cuts the widest text, not the numbers", () => {
    const row = { ...jane, name: "Jane Roe-Okafor of the northern branch" };
    expect(draw([row], { width: 40 })).toMatchInlineSnapshot(`
      "Id  Name            City           Spent
       1  Jane Roe-Okaf…  Berlin  4,120.00 EUR
      "
    `);
    expect(draw([row], { width: 40, ascii: true })).toContain("~");
  });

  test("gives every record its own lines where the columns do not fit", () => {
    expect(draw([jane, studio], { width: 25 })).toMatchInlineSnapshot(`
      "Id     1
      Name   Jane Roe
      City   Berlin
      Spent  4,120.00 EUR

      Id     12
      Name   Studio Nord
      Spent  0.05 EUR

      "
    `);
  });

  test("keeps its columns in line with wide, combined and new characters", () => {
    const names = ["東京商事", "👩‍👩‍👧 Family", "🇩🇪 Amt", "🫠 Melt", "Zoe\u0308", "สวัสดี", "\uE000 Co"];
    const rows = names.map((name, i) => ({ ...jane, id: i, name }));
    const lines = draw(rows).trimEnd().split("\n");
    const ends = lines.slice(1).map((line) => textWidth(line));
    expect(new Set(ends).size).toBe(1);
    for (const [i, name] of names.entries()) expect(lines[i + 1]).toContain(name);
  });

  test("makes room for a larger number far below, so that none is cut", () => {
    const many = Array.from({ length: 2_500 }, (_, i) => ({ ...jane, id: i }));
    const text = draw([...many, { ...jane, spent: 123_456_789_000 }]);
    expect(text).toContain("1,234,567,890.00 EUR\n");
    expect(text.split("\n")).toHaveLength(2_503);
  });

  test("is bold above and dim at the ids when there is colour, and lines up as without", async () => {
    const style = await makeStyle(1);
    const painted = draw([jane, studio], { style });
    expect(painted).toContain("\u001b[2m12\u001b[22m");
    expect(painted.replace(/\u001b\[\d+m/g, "")).toBe(draw([jane, studio]));
  });
});

describe("a list that may leave columns out", () => {
  const wide: readonly Column[] = [
    { key: "id", header: "Id", type: "id" },
    { key: "name", header: "Name", type: "text", room: "whole" },
    { key: "email", header: "Email", type: "text", room: "whole" },
    { key: "phone", header: "Phone", type: "text", room: "spare" },
    { key: "city", header: "City", type: "text" },
    { key: "spent", header: "Spent", type: "money" },
  ];
  const row: Row = {
    ...jane,
    name: "Jane Roe-Okafor",
    email: "jane.roe@acme.example",
    phone: "+49 30 23125 200",
  };
  const list = (width: number) => {
    const left: string[] = [];
    const leaveOut = (columns: readonly Column[]) => left.push(...columns.map(({ key }) => key));
    return { text: [...tableLines(wide, [row], { ...look, width, leaveOut })].join(""), left };
  };

  test("leaves nothing out where there is room", () => {
    expect(list(84).left).toEqual([]);
    expect(list(84).text).toContain("+49 30 23125 200  Berlin");
  });

  test("keeps names and addresses whole and leaves out first what can be spared", () => {
    const { text, left } = list(70);
    expect(left).toEqual(["phone"]);
    expect(text).toMatchInlineSnapshot(`
      "Id  Name             Email                  City           Spent
       1  Jane Roe-Okafor  jane.roe@acme.example  Berlin  4,120.00 EUR
      "
    `);
  });

  test("leaves out from the right then, but never so much that fewer than three columns stay", () => {
    expect(list(40).left).toEqual(["phone", "spent", "city"]);
    expect(list(40).text).toContain("Jane Roe-Okafor");
  });
});

describe("any terminal width", () => {
  const notes = [
    "short",
    "a longer remark about the relaunch, ".repeat(9),
    "東京".repeat(60),
    "x".repeat(300),
  ];
  const wide: readonly Column[] = [...columns, { key: "note", header: "Note", type: "text" }];
  const rows = notes.map((note, i) => ({ ...jane, id: i, note }));
  for (const width of [20, 40, 80, 200]) {
    test(`of ${width} columns holds every line of a list and of a record`, () => {
      const list = [...tableLines(wide, rows, { ...look, width })].join("");
      const records = rows.map((row) => recordLines(wide, row, { ...look, width })).join("");
      const lines = (list + records).split("\n");
      expect(Math.max(...lines.map(textWidth))).toBeLessThanOrEqual(width);
      expect(list.length).toBeGreaterThan(100);
    });
  }
});

test("a record is a line a value, long ones wrapped under themselves, missing ones left out", () => {
  const detailed: readonly Column[] = [...columns, { key: "note", header: "Last note", type: "text" }];
  const record = { ...studio, note: "Wants a quote for the relaunch.\nBudget 5k" };
  expect(recordLines(detailed, record, { ...look, width: 34 })).toMatchInlineSnapshot(`
    "Id         12
    Name       Studio Nord
    Spent      0.05 EUR
    Last note  Wants a quote for the
               relaunch.
               Budget 5k
    "
  `);
});
