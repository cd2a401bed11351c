import { beforeAll, describe, expect, it } from "vitest";
import type { Field, Row } from "../../src/field.ts";
import { besidesFields } from "../../src/store/fields/besides.ts";
import { fieldsOf } from "../../src/store/fields.ts";
import { listRows } from "../../src/store/list.ts";
import { listing } from "../../src/store/list-objects.ts";
import type { Noun } from "../../src/store/tables.ts";
import { hostile } from "../output/hostile.ts";
import { type Crm, setupCrm } from "../support/crm.ts";

const commands: readonly (readonly string[])[] = [
  ["field", "add", "contact", "shoe size", "--type", "number"],
  ["field", "add", "contact", "partner", "--type", "flag"],
  ["contact", "edit", "1", "--set", "shoe size=42", "--set", "partner=yes"],
  [
    "contact",
    "edit",
    "2",
    "--set",
    "shoe size=42.5",
    "--set",
    "partner=no",
    "--date",
    "first sale: 2020-04-01",
  ],
  ["product", "add", "Workshop", "--sku", "WS1", "--price", "1200", "--tax", "19"],
  ["quote", "add", "1", "--line", "WS1 x 1.5", "--valid-until", "+14d"],
  ["ticket", "add", "1", 'late \\ "delivery"', "--type", "complaint"],
  [
    "campaign",
    "add",
    "spring",
    "--purpose",
    "loyalty",
    "--channel",
    "meeting",
    "--target",
    "id < 9",
    "--cost",
    "120",
  ],
  ["consent", "give", "1", "--channel", "call"],
  ["campaign", "start", "spring"],
  ["campaign", "respond", "spring", "1"],
  ["survey", "add", "yearly", "--question", "Would you recommend us?"],
  ["survey", "answer", "yearly", "1", "9"],
  ["agreement", "add", "--contact", "1", "--discount", "5"],
  ["invoice", "add", "R-1", "1", "--amount", "90"],
  ["relation", "add", "contact:1", "referred by", "contact:2"],
];
const nouns: readonly Noun[] = [
  "contact",
  "company",
  "deal",
  "order",
  "activity",
  "followup",
  "product",
  "quote",
  "agreement",
  "campaign",
  "survey",
  "ticket",
  "invoice",
];
let crm: Crm;

function every(noun: Noun): { table: string; fields: readonly Field[]; keys: readonly string[] } {
  const { table, fields } = fieldsOf(crm.db, noun);
  const all = [...fields, ...besidesFields(noun)];
  return { table, fields: all, keys: all.map(({ key }) => key) };
}

/** What a row is as JSON: a flag is a boolean there. */
function asJson(fields: readonly Field[], row: Row): string {
  const isFlag = new Set(fields.filter(({ type }) => type === "flag").map(({ key }) => key));
  return JSON.stringify(row, (key, value) => (isFlag.has(key) && value !== null ? value === 1 : value));
}

describe("a list", () => {
  beforeAll(async () => {
    crm = setupCrm();
    for (const name of ["companies", "contacts", "orders", "deals", "activities", "followups"])
      expect((await crm("import", name, "examples/" + name + ".csv")).code).toBe(0);
    for (const argv of commands) expect(await crm(...argv), argv.join(" ")).toMatchObject({ code: 0 });
    const sql = "UPDATE contact SET name = ?, note = ? WHERE id = ?";
    for (const [i, { text }] of Object.values(hostile).entries())
      crm.db.run(sql, [text, '\\u001f "' + text + "\n😀€", i + 20]);
  }, 60_000);

  for (const noun of nouns) {
    it("of " + noun + " is the same whether SQLite writes the JSON or it is made of the rows", () => {
      const query = every(noun);
      const rows = [...listRows(crm.db, query)];
      expect(rows.length).toBeGreaterThan(0);
      const objects = [...listing(crm.db, query).objects!(query.keys)];
      expect(objects).toEqual(rows.map((row) => asJson(query.fields, row)));
    });

    it("of " + noun + " has the same values among all fields as alone", () => {
      const query = every(noun);
      const rows = [...listRows(crm.db, query)];
      for (const key of query.keys) {
        const alone = [...listRows(crm.db, { ...query, keys: [key] })].map((row) => row[key]);
        expect(alone, key).toEqual(rows.map((row) => row[key]));
      }
    });
  }

  it("gives an empty table's fields the value that SQL gives them", async () => {
    const empty = setupCrm();
    await empty("contact", "add", "Jane Roe");
    const { fields } = fieldsOf(empty.db, "contact");
    const asked = fields.map(({ only: _, ...field }) => field);
    const query = { table: "contact", fields, keys: fields.map(({ key }) => key) };
    expect([...listRows(empty.db, query)]).toEqual([...listRows(empty.db, { ...query, fields: asked })]);
  });
});
