import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Records, recordReader } from "../../src/import/records.ts";

/** Reads text that comes in these pieces. */
function read(pieces: readonly string[], delimiter = ","): Records {
  const reader = recordReader(delimiter);
  const all: Records = { rows: [], flawed: [] };
  const take = ({ rows, flawed }: Records) => {
    all.rows.push(...rows);
    all.flawed.push(...flawed);
  };
  for (const piece of pieces) take(reader.push(piece, false));
  take(reader.push("", true));
  return all;
}

function cells(text: string, delimiter = ","): (readonly string[])[] {
  const { rows, flawed } = read([text], delimiter);
  expect(flawed).toEqual([]);
  return rows.map((row) => row.cells);
}

/** The text cut at these places, which may be anything. */
function cutAt(text: string, places: readonly number[]): string[] {
  const at = [0, ...places.map((place) => place % (text.length + 1)).sort((a, b) => a - b), text.length];
  return at.slice(1).map((end, index) => text.slice(at[index], end));
}

describe("records", () => {
  it.each([
    ["a comma in quotes", 'a,"b, c",d\n', [["a", "b, c", "d"]]],
    [
      "empty quoted cells",
      '1,"",""\n2,3,4',
      [
        ["1", "", ""],
        ["2", "3", "4"],
      ],
    ],
    ["doubled quotes", '1,"ha ""ha"" ha"\n', [["1", 'ha "ha" ha']]],
    ["only doubled quotes", '"""",""""""\n', [['"', '""']]],
    ["JSON in a cell", '1,"{""x"": [1.5, ""y""]}"\n', [["1", '{"x": [1.5, "y"]}']]],
    ["line ends in quotes, as they stand", '"a\nb","c\r\nd","e\rf"\r\n', [["a\nb", "c\r\nd", "e\rf"]]],
    ["blanks around quotes", 'a, "b, c" ,\t"d"\t\n', [["a", "b, c", "d"]]],
    ["blanks that belong to a cell", " a ,b \n", [[" a ", "b "]]],
    ["a quote within a plain cell", '5" pipe,6\n', [['5" pipe', "6"]]],
    ["empty cells at both ends", ",a,\n", [["", "a", ""]]],
    ["empty lines left out", "a\n\n\r\n\nb\n", [["a"], ["b"]]],
    [
      "no line end at the end",
      'a,b\n"c","d"',
      [
        ["a", "b"],
        ["c", "d"],
      ],
    ],
    ["mixed line ends", "name\r\nA\nB\rC\r\n", [["name"], ["A"], ["B"], ["C"]]],
  ])("%s", (_, text, expected) => {
    expect(cells(text)).toEqual(expected);
  });

  it("a tab that delimits is no blank beside a quote", () => {
    expect(cells('a\t\t"b"\t\n', "\t")).toEqual([["a", "", "b", ""]]);
  });

  it("each knows its first line, whatever stands in quotes before it", () => {
    const { rows } = read(['a\n\n"b\nb\r\nb"\r\n\r"c"\rd\n']);
    expect(rows.map(({ line, cells: [cell] }) => [line, cell])).toEqual([
      [1, "a"],
      [3, "b\nb\r\nb"],
      [7, "c"],
      [8, "d"],
    ]);
  });

  it("a quote that is not doubled flaws its row alone", () => {
    const { rows, flawed } = read(['a,b\n1,"Big" Joe\n"x\nx"y",2\n3,4\n']);
    expect(rows).toEqual([
      { line: 1, cells: ["a", "b"] },
      { line: 5, cells: ["3", "4"] },
    ]);
    expect(flawed).toEqual([
      { line: 2, lastLine: 2, cells: ["1", '"Big" Joe'], flaw: { kind: "stray", cell: 1, line: 2 } },
      { line: 3, lastLine: 4, cells: ['"x\nx"y"', "2"], flaw: { kind: "stray", cell: 0, line: 3 } },
    ]);
  });

  it("a quote that is never closed flaws the row, and tells where it was opened", () => {
    const { rows, flawed } = read(['a,b\n"1\n",2,"3\n4,5\n6']);
    expect(rows).toHaveLength(1);
    expect(flawed).toEqual([
      {
        line: 2,
        lastLine: 5,
        cells: ["1\n", "2", "3\n4,5\n6"],
        flaw: { kind: "unclosed", cell: 2, line: 3 },
      },
    ]);
  });

  it("cut anywhere gives what it gives whole", () => {
    const text = 'ä,"b ""x""\r\n😀",c\r\n\r\n" d" ,"e\rf"\r5" g,"h"i",\n"j';
    const whole = read([text]);
    for (let one = 0; one <= text.length; one++) {
      for (let two = one; two <= text.length; two++) {
        expect(read([text.slice(0, one), text.slice(one, two), text.slice(two)])).toEqual(whole);
      }
    }
  });
});

describe("properties", () => {
  const nasty = fc.array(
    fc.constantFrom("a", "bc", ",", '"', '""', "\n", "\r", "\r\n", " ", "\t", "é", "😀"),
    {
      maxLength: 40,
    },
  );
  const places = fc.array(fc.nat(), { maxLength: 8 });

  it("any text, cut anywhere, gives what it gives whole", () => {
    fc.assert(
      fc.property(nasty, places, (parts, cuts) => {
        const text = parts.join("");
        expect(read(cutAt(text, cuts))).toEqual(read([text]));
      }),
      { numRuns: 2000 },
    );
  });

  const cell = fc.record({
    text: fc
      .array(fc.constantFrom("a", "ü", ",", ";", '"', "\n", "\r\n", "\r", " ", "7"), { maxLength: 6 })
      .map((all) => all.join("")),
    quoted: fc.boolean(),
  });
  const line = fc.record({
    row: fc.array(cell, { minLength: 1, maxLength: 5 }),
    end: fc.constantFrom("\n", "\r\n", "\r", "\n\n", "\r\n\r\n"),
  });

  it("well-formed text gives what csv-parse gives, with the lines counted by hand", () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), places, (lines, cuts) => {
        const written = lines.map(({ row, end }) => {
          const text = row.map(({ text: value, quoted }) =>
            quoted || /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value,
          );
          return text.join(",") + end;
        });
        const text = written.join("");
        const expected = parse(text, {
          record_delimiter: ["\r\n", "\n", "\r"],
          skip_empty_lines: true,
          relax_column_count: true,
        });
        const { rows, flawed } = read(cutAt(text, cuts));
        expect(flawed).toEqual([]);
        expect(rows.map((row) => row.cells)).toEqual(expected);
        const lineAfter = (count: number) =>
          written
            .slice(0, count)
            .join("")
            .split(/\r\n|\n|\r/).length;
        const starts = written
          .map((_, at) => lineAfter(at))
          .filter((_, at) => !/^[\r\n]/.test(written[at] ?? ""));
        expect(rows.map((row) => row.line)).toEqual(starts);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("what is too long", () => {
  const mega = 1024 * 1024;

  it("a cell above 1 MB flaws its row, and the next row is read", () => {
    const pieces = ['a,b\n1,"', ...Array<string>(20).fill("x\n".repeat(mega / 16)), '",2\n3,4\n'];
    const { rows, flawed } = read(pieces);
    expect(rows).toEqual([
      { line: 1, cells: ["a", "b"] },
      { line: 3 + (20 * mega) / 16, cells: ["3", "4"] },
    ]);
    expect(flawed).toEqual([
      { line: 2, lastLine: 2 + (20 * mega) / 16, cells: null, flaw: { kind: "long", cell: 1, line: 2 } },
    ]);
  });

  it("a row that is too long without a quote ends at its line end", () => {
    const wide = Array<string>(100).fill("abc,".repeat(mega / 64));
    const deep = Array<string>(100).fill("x".repeat(mega / 16));
    for (const [pieces, cell] of [
      [wide, null],
      [deep, 0],
    ] as const) {
      for (const end of [["\n"], ["\r", "\n"], ["\r"]]) {
        const { rows, flawed } = read([...pieces, ...end, "3,4"]);
        expect(rows).toEqual([{ line: 2, cells: ["3", "4"] }]);
        expect(flawed).toEqual([
          { line: 1, lastLine: 1, cells: null, flaw: { kind: "long", cell, line: 1 } },
        ]);
      }
    }
  });

  it("a cell of 1 MB is still read", () => {
    const { rows } = read(['"', ...Array<string>(16).fill("x".repeat(mega / 16)), '",b']);
    expect(rows[0]?.cells.map((text) => text.length)).toEqual([mega, 1]);
  });
});
