import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Column, Row } from "../../src/field.ts";
import { selectColumns } from "../../src/output/columns.ts";
import { type Format, formats, type Look, render, renderRecord } from "../../src/output/render.ts";
import { acting, hostile } from "./hostile.ts";

const look: Look = { locale: "en", zone: "UTC", tty: false, currency: "EUR", width: 80 };
const columns: readonly Column[] = [
  { key: "id", header: "Id", type: "id" },
  { key: "name", header: "Name", type: "text" },
  { key: "tags", header: "Tags", type: "list" },
  { key: "spent", header: "Spent", type: "money" },
  { key: "isKey", header: "Key", type: "flag" },
  { key: "phone", header: "Phone", type: "text", detail: true },
];
const rows: readonly Row[] = [
  {
    id: 1,
    name: 'Jane "JR" Roe, Acme',
    tags: ["vip", "west"],
    spent: 412_000,
    isKey: 1,
    phone: "+49 30 901820",
  },
  { id: 2, name: "a|b\nc\\", tags: [], spent: -5, isKey: 0 },
];

interface Given {
  readonly columns?: readonly Column[];
  readonly rows?: Iterable<Row>;
  readonly look?: Partial<Look>;
}

async function chunksOf(format: Format, given: Given = {}): Promise<string[]> {
  const made: string[] = [];
  const full = { ...look, ...given.look };
  for await (const chunk of render(format, given.columns ?? columns, given.rows ?? rows, full))
    made.push(chunk);
  return made;
}

async function textOf(format: Format, given: Given = {}): Promise<string> {
  return (await chunksOf(format, given)).join("");
}

describe("every format", () => {
  for (const format of formats) {
    test(`${format} ends in one newline, as a list and as a record`, async () => {
      expect(await textOf(format)).toMatch(/[^\n]\n$/);
      expect(await renderRecord(format, columns, rows[0] ?? {}, look)).toMatch(/[^\n]\n$/);
    });

    test(`${format} reads rows one by one and answers in chunks`, async () => {
      function* many(): Iterable<Row> {
        for (let id = 1; id <= 3_000; id++) yield { id, name: "Jane Roe", tags: [], spent: 100, isKey: 1 };
      }
      const chunks = await chunksOf(format, { rows: many() });
      expect(chunks.length).toBeGreaterThan(2);
      for (const chunk of chunks.slice(0, -1)) expect(chunk.length).toBeGreaterThanOrEqual(32_768);
      expect(chunks.join("").match(/Jane Roe/g)).toHaveLength(3_000);
    });
  }

  test("of no rows is the header line, [] or nothing", async () => {
    const empty: Partial<Record<Format, string>> = {};
    for (const format of formats) empty[format] = await textOf(format, { rows: [] });
    expect(empty).toMatchInlineSnapshot(`
      {
        "csv": "id,name,tags,spent,isKey,phone
      ",
        "json": "[]
      ",
        "md": "| Id | Name | Tags | Spent | Key |
      | ---: | --- | --- | ---: | --- |
      ",
        "ndjson": "",
        "plain": "id	name	tags	spent	isKey
      ",
        "table": "",
        "tsv": "id	name	tags	spent	isKey	phone
      ",
      }
    `);
  });

  test("can leave its header out", async () => {
    for (const format of ["plain", "csv", "tsv", "md"] as const) {
      const withHeader = await textOf(format);
      const without = await textOf(format, { look: { noHeader: true } });
      expect(withHeader.endsWith(without)).toBe(true);
      expect(without.split("\n").length).toBeLessThan(withHeader.split("\n").length);
    }
  });
});

describe("the layout of", () => {
  test("plain calls an amount that it writes out by no minor units", async () => {
    const price = [{ key: "priceMinor", header: "Price", type: "money" }] as const;
    const rows = [{ priceMinor: 500000, currency: "EUR" }];
    expect(await textOf("plain", { columns: price, rows })).toBe("price\n5,000.00 EUR\n");
    expect(await textOf("csv", { columns: price, rows })).toBe("priceMinor\n500000\n");
    expect(selectColumns(price, "price")).toHaveLength(1);
  });

  test("plain is tabs between values as a person reads them", async () => {
    expect(await textOf("plain")).toMatchInlineSnapshot(`
      "id	name	tags	spent	isKey
      1	Jane "JR" Roe, Acme	vip, west	4,120.00 EUR	yes
      2	a|b c\\		-0.05 EUR	no
      "
    `);
  });

  test("csv is raw values, with formulas defused and details too", async () => {
    expect(await textOf("csv")).toMatchInlineSnapshot(`
      "id,name,tags,spent,isKey,phone
      1,"Jane ""JR"" Roe, Acme",vip; west,412000,true,'+49 30 901820
      2,"a|b
      c\\",,-5,false,
      "
    `);
  });

  test("tsv is the same with tabs", async () => {
    expect(await textOf("tsv", { rows: [{ ...rows[0], name: "a\tb, c" }] })).toMatchInlineSnapshot(`
      "id	name	tags	spent	isKey	phone
      1	"a	b, c"	vip; west	412000	true	'+49 30 901820
      "
    `);
  });

  test("json is one array of flat objects with every key", async () => {
    expect(await textOf("json")).toMatchInlineSnapshot(`
      "[
      {"id":1,"name":"Jane \\"JR\\" Roe, Acme","tags":["vip","west"],"spent":412000,"isKey":true,"phone":"+49 30 901820"},
      {"id":2,"name":"a|b\\nc\\\\","tags":[],"spent":-5,"isKey":false,"phone":null}
      ]
      "
    `);
  });

  test("json holds what JSON.stringify would write, whatever the values", async () => {
    const value = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.double(),
      fc.constant(null),
      fc.array(fc.string()),
    );
    const half = { a: "half \ud83d", b: -0, 'c"\u202e': Number.NaN };
    await fc.assert(
      fc.asyncProperty(fc.record({ a: value, b: value, 'c"\u202e': value }), async (row) => {
        const three = Object.keys(row).map((key): Column => ({ key, header: key, type: "text" }));
        const text = await textOf("ndjson", { columns: three, rows: [row] });
        expect(text).not.toMatch(/[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(row)));
      }),
      { examples: [[half]] },
    );
  });

  test("ndjson is an object a line", async () => {
    expect(
      (await textOf("ndjson"))
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).toEqual(JSON.parse(await textOf("json")));
  });

  test("md is a GitHub table with pipes, backslashes and line breaks escaped", async () => {
    expect(await textOf("md")).toMatchInlineSnapshot(`
      "| Id | Name | Tags | Spent | Key |
      | ---: | --- | --- | ---: | --- |
      | 1 | Jane "JR" Roe, Acme | vip, west | 4,120.00 EUR | yes |
      | 2 | a\\|b<br>c\\\\ |  | -0.05 EUR | no |
      "
    `);
  });
});

describe("one record", () => {
  const record = { id: 1, isKey: 1, deals: [{ id: 3, title: "Website" }] };

  test("as json has all its keys, nested ones too", async () => {
    const json = await renderRecord("json", columns, record, look);
    expect(JSON.parse(json)).toEqual({ ...record, isKey: true });
    expect(json.startsWith('{\n  "id": 1,')).toBe(true);
    expect(await renderRecord("ndjson", columns, record, look)).toBe(
      JSON.stringify({ ...record, isKey: true }) + "\n",
    );
  });

  test("as plain text is a line for each value and each part", async () => {
    expect(await renderRecord("plain", columns, record, look)).toBe("id\t1\nisKey\tyes\ndeals\t3\tWebsite\n");
  });

  test("as plain text has the amounts, instants and flags of its parts as those of its own", async () => {
    const lines = {
      priceMinor: 4_000,
      currency: null,
      at: "2026-01-31T23:30:00Z",
      isGift: 0,
      count: null,
      taxBp: 1900,
      quantityMilli: 1500,
    };
    const whole = {
      ...record,
      currency: "CHF",
      lines: [lines],
      lineMinors: [5],
      deals: [{ amountMinor: 24_000_000, currency: "EUR" }],
    };
    expect(await renderRecord("plain", columns, whole, { ...look, zone: "Europe/Berlin" })).toBe(
      "id\t1\nisKey\tyes\ndeals\t240,000.00 EUR\tEUR\nlines\t40.00 CHF\t\t2026-02-01 00:30\tno\t\t19.0 %\t1.5\nlineMinors\t0.05 CHF\n",
    );
  });

  test("has nothing in csv for a part of a list that is not known", async () => {
    const text = await textOf("csv", {
      columns: [{ key: "trend", header: "Trend", type: "list" }],
      rows: [{ trend: [null, 0.5, null, 1] }],
    });
    expect(text).toBe("trend\n; 0.5; ; 1\n");
  });

  test("in other formats is a list of one", async () => {
    for (const format of ["csv", "tsv", "md"] as const) {
      expect(await renderRecord(format, columns, record, look)).toBe(
        await textOf(format, { rows: [record] }),
      );
    }
  });
});

describe("hostile text", () => {
  const named: readonly Column[] = [{ key: "name", header: "Na\u001b[31mme", type: "text" }];
  for (const [name, { text }] of Object.entries(hostile)) {
    test(`with ${name} acts on no terminal in any format`, async () => {
      for (const format of formats) {
        const given = { columns: named, rows: [{ name: text }], look: { tty: true } };
        const made =
          (await textOf(format, given)) + (await renderRecord(format, named, { name: text }, look));
        if (format !== "csv" && format !== "tsv") expect(made.replaceAll("\t", "")).not.toMatch(acting);
        expect((await textOf(format, given)).replaceAll("\t", "")).not.toMatch(acting);
      }
    });

    test(`with ${name} comes back from json as it was`, async () => {
      expect(JSON.parse(await textOf("json", { columns: named, rows: [{ name: text }] }))).toEqual([
        { name: text },
      ]);
    });
  }

  test("cannot add a column or a row to plain text", async () => {
    expect(await textOf("plain", { columns: named, rows: [{ name: "a\tb\nc" }] })).toBe("name\na b c\n");
  });
});

describe("csv", () => {
  const pair: readonly Column[] = [
    { key: "a", header: "A", type: "text" },
    { key: "b", header: "B", type: "text" },
  ];
  const unit = fc.constantFrom("a", " ", '"', ",", "\n", "\r", "\t", ";", "=", "-", "ö", "'");
  const cells = fc.array(fc.record({ a: fc.string({ unit }), b: fc.string({ unit }) }), { maxLength: 8 });

  test("comes back as it was when read again", async () => {
    await fc.assert(
      fc.asyncProperty(cells, async (given) => {
        const options = { columns: true, record_delimiter: "\n" };
        const csv = await textOf("csv", { columns: pair, rows: given, look: { raw: true } });
        expect(parse(csv, options)).toEqual(given);
        const tsv = await textOf("tsv", { columns: pair, rows: given, look: { raw: true } });
        expect(parse(tsv, { ...options, delimiter: "\t" })).toEqual(given);
      }),
    );
  });

  test("is what csv-stringify writes, formulas included; a guard of its own gets one more", async () => {
    const again = (cell: unknown) =>
      typeof cell === "string" && /^'+[=+\-@\t\r＝＋－＠]/.test(cell) ? "'" + cell : cell;
    await fc.assert(
      fc.asyncProperty(cells, async (given) => {
        const csv = await textOf("csv", { columns: pair, rows: given });
        const rows = given.map(({ a, b }) => ({ a: again(a), b: again(b) }));
        expect(csv).toBe(stringify(rows, { header: true, columns: ["a", "b"], escape_formulas: true }));
      }),
    );
  });

  test("defuses what a spreadsheet would run, unless asked for it raw", async () => {
    const mixed: readonly Column[] = [...pair, { key: "n", header: "N", type: "integer" }];
    const given = { columns: mixed, rows: [{ a: "=1+1", b: "@sum", n: -5 }] };
    expect(await textOf("csv", given)).toBe("a,b,n\n'=1+1,'@sum,-5\n");
    const guarded = { columns: pair, rows: [{ a: "'=1+1", b: "'quoted'" }] };
    expect(await textOf("csv", guarded)).toBe("a,b\n''=1+1,'quoted'\n");
    expect(await textOf("csv", { ...given, look: { raw: true } })).toBe("a,b,n\n=1+1,@sum,-5\n");
  });
});
