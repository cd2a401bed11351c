import Database from "better-sqlite3";
import { UserError } from "../../src/errors.ts";
import type { Field } from "../../src/field.ts";
import { compileFilter, type FilterContext } from "../../src/filter/compile.ts";
import { parseFilter } from "../../src/filter/parse.ts";
import { fold } from "../../src/values/fold.ts";

const people: readonly (readonly (string | number | null)[])[] = [
  // id, city, spent, currency, share, active, birthday, last_contact_at, owner, tags
  [1, "Berlin", 100_000, "EUR", 0.5, 1, "1990-03-04", "2026-01-04T23:00:00Z", "ada", "vip,new"],
  [2, "KÖLN", 100_050, "EUR", 0.07, 0, "--03-04", "2026-01-05T22:59:59Z", "ben", "new"],
  [3, "New York", 1_000, "JPY", null, null, "2001-12-31", "2026-01-05T23:00:00Z", "Ada", ""],
  [4, "100%_\\", -5_000, "USD", 1, 1, null, "2025-10-01T12:00:00Z", null, "VIP"],
  [5, null, null, "EUR", null, null, "", null, "", ""],
];

const fields: readonly Field[] = [
  { key: "id", header: "Id", type: "id", sql: "person.id" },
  { key: "city", header: "City", type: "text", sql: "person.city" },
  { key: "spent", header: "Spent", type: "money", sql: "person.spent" },
  { key: "currency", header: "Currency", type: "text", sql: "person.currency" },
  { key: "flat", header: "Flat", type: "money", currencyKey: "none", sql: "person.spent" },
  { key: "share", header: "Share", type: "percent", sql: "person.share" },
  { key: "active", header: "Active", type: "flag", sql: "person.active" },
  { key: "birthday", header: "Birthday", type: "date", sql: "person.birthday" },
  {
    key: "lastContactAt",
    header: "Last contact",
    type: "instant",
    aliases: ["last_contact"],
    sql: "person.last_contact_at",
  },
  { key: "owner", header: "Owner", type: "text", sql: "person.owner" },
  {
    key: "tags",
    header: "Tags",
    type: "list",
    aliases: ["tag"],
    sql: "(SELECT string_agg(tag.name, ', ') FROM tag WHERE tag.person_id = person.id)",
    each: { from: "SELECT 1 FROM tag WHERE tag.person_id = person.id", value: "tag.name" },
  },
  {
    key: "shoe size",
    header: "Shoe size",
    type: "number",
    sql: "(SELECT CAST(value AS REAL) FROM custom WHERE custom.person_id = person.id AND custom.field = ?)",
    params: ["shoe size"],
  },
  {
    key: "likes",
    header: "Likes",
    type: "text",
    sql: "(SELECT string_agg(value, ', ') FROM custom WHERE custom.person_id = person.id AND custom.field = ?)",
    each: {
      from: "SELECT 1 FROM custom WHERE custom.person_id = person.id AND custom.field = ?",
      value: "custom.value",
    },
    params: ["likes"],
  },
];

export const context: FilterContext = {
  fields,
  noun: "person",
  today: "2026-01-06",
  zone: "Europe/Berlin",
  currency: "EUR",
  user: "Ada",
  date(text) {
    if (text === "yesterday") return "2026-01-05";
    if (/^\d{4}-\d\d-\d\d$/.test(text)) return text;
    throw new UserError("usage", '"' + text + '" is not a date', "write 2026-12-15");
  },
  segment(name) {
    const saved = new Map([
      ["berliners", "city = Berlin"],
      ["germans", "segment = berliners or city = Köln"],
      ["loop", "segment = ring"],
      ["ring", "id = 1 and segment = Loop"],
      ["broken", "city ="],
      ["wrong", "town = Berlin"],
      ...Array.from(
        { length: 12 },
        (_, i) => ["s" + (i + 1), "segment = s" + i + " or segment = s" + i] as const,
      ),
      ["s0", "id = 1"],
    ]);
    const text = saved.get(name);
    if (text === undefined) throw new UserError("not_found", 'no segment "' + name + '"');
    return text;
  },
};

function open(): Database.Database {
  const db = new Database(":memory:");
  db.function("fold", { deterministic: true }, (text: unknown) =>
    typeof text === "string" ? fold(text) : text,
  );
  db.exec(`
    CREATE TABLE person (id INTEGER PRIMARY KEY, city TEXT, spent INTEGER, currency TEXT, share REAL, active INTEGER,
      birthday TEXT, last_contact_at TEXT, owner TEXT) STRICT;
    CREATE TABLE tag (person_id INTEGER, name TEXT) STRICT;
    CREATE TABLE custom (person_id INTEGER, field TEXT, value TEXT) STRICT;
    INSERT INTO custom VALUES (1, 'shoe size', '42'), (2, 'shoe size', '9.5'), (1, 'likes', 'tea'), (1, 'likes', 'cake');
  `);
  const person = db.prepare("INSERT INTO person VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
  const tag = db.prepare("INSERT INTO tag VALUES (?, ?)");
  for (const values of people) {
    person.run(values.slice(0, 9));
    for (const name of String(values[9]).split(",")) if (name !== "") tag.run(values[0], name);
  }
  return db;
}

const db = open();

/** The ids of the people that a filter finds. */
export function idsOf(text: string, changes: Partial<FilterContext> = {}): readonly number[] {
  const { sql, params } = compileFilter(parseFilter(text), text, { ...context, ...changes });
  const rows = db.prepare("SELECT id FROM person WHERE " + sql + " ORDER BY id").all(params);
  return (rows as { id: number }[]).map((row) => row.id);
}
