import { UserError, unknownWord } from "../errors.ts";
import type { Field, FieldType } from "../field.ts";
import { isIsoDate } from "../values/date.ts";
import { fold } from "../values/fold.ts";
import type { Db } from "./db.ts";
import { tableOf } from "./tables.ts";

export const customNouns = [
  "contact",
  "company",
  "deal",
  "order",
  "product",
  "quote",
  "agreement",
  "campaign",
  "survey",
  "ticket",
  "invoice",
] as const;
export type CustomNoun = (typeof customNouns)[number];

export const customTypes = ["text", "number", "date", "flag", "choice"] as const;
export type CustomType = (typeof customTypes)[number];

/** Field name to value as typed; an empty text takes the value away. */
export type CustomValues = Readonly<Record<string, string>>;

export interface CustomField {
  readonly id: number;
  readonly noun: CustomNoun;
  readonly name: string;
  readonly type: CustomType;
  /** Choices, one a line; only for type choice. */
  readonly choices: string | null;
}

export function customFields(db: Db, noun: CustomNoun): CustomField[] {
  return db.all("SELECT id, noun, name, type, choices FROM custom_field WHERE noun = ? ORDER BY id", [noun]);
}

export function listCustomFields(db: Db): CustomField[] {
  return db.all("SELECT id, noun, name, type, choices FROM custom_field ORDER BY noun, id");
}

export function getCustomField(db: Db, noun: CustomNoun, name: string): CustomField {
  const fields = customFields(db, noun);
  const found = fields.find((field) => fold(field.name) === fold(name.trim()));
  if (found !== undefined) return found;
  const names = fields.map((field) => field.name);
  throw unknownWord("not_found", noun + ' has no field "' + name + '"', name, names);
}

export function addCustomField(db: Db, field: Omit<CustomField, "id">): CustomField {
  const sql = `
    INSERT INTO custom_field (noun, name, name_key, type, choices)
    VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO NOTHING`;
  const done = db.run(sql, [field.noun, field.name, fold(field.name), field.type, field.choices]);
  if (done.changes === 0)
    throw new UserError("conflict", field.noun + ' already has a field "' + field.name + '"');
  return getCustomField(db, field.noun, field.name);
}

/** Renames a field or replaces its choices; a choice that some record has cannot be dropped. */
export function editCustomField(
  db: Db,
  field: CustomField,
  change: { readonly name?: string; readonly choice?: readonly string[] },
): CustomField {
  const name = change.name?.trim() ?? field.name;
  if (name === "") throw new UserError("usage", "the field's name is empty");
  if (change.choice !== undefined && field.type !== "choice") {
    throw new UserError("usage", field.name + " is a " + field.type + " field: it has no choices");
  }
  const choices = change.choice?.join("\n") ?? field.choices;
  const used = db.all<{ value: string }>("SELECT DISTINCT value FROM custom_value WHERE field_id = ?", [
    field.id,
  ]);
  const lost = used.find(({ value }) => change.choice !== undefined && !change.choice.includes(value));
  if (lost !== undefined)
    throw new UserError("refused", field.name + ': "' + lost.value + '" is in use', "keep it");
  const taken = customFields(db, field.noun).find(
    (known) => known.id !== field.id && fold(known.name) === fold(name),
  );
  if (taken !== undefined)
    throw new UserError("conflict", field.noun + ' already has a field "' + name + '"');
  db.run("UPDATE custom_field SET name = ?, name_key = ?, choices = ? WHERE id = ?", [
    name,
    fold(name),
    choices,
    field.id,
  ]);
  return getCustomField(db, field.noun, name);
}

/** Sets, changes and takes away values of custom fields; every value is checked against its field's type. */
export function setCustomValues(
  db: Db,
  record: { noun: CustomNoun; id: number },
  values: CustomValues,
): void {
  const entries = Object.entries(values);
  if (entries.length === 0) return;
  const fields = customFields(db, record.noun);
  for (const [name, text] of entries) {
    const field = fields.find((known) => fold(known.name) === fold(name));
    if (field === undefined) {
      const names = fields.map((known) => known.name);
      throw unknownWord(
        "usage",
        record.noun + ' has no field "' + name + '" (crm field add makes one)',
        name,
        names,
      );
    }
    setValue(db, record, { field, text });
  }
}

function setValue(
  db: Db,
  { noun, id }: { noun: CustomNoun; id: number },
  set: { field: CustomField; text: string },
): void {
  if (set.text.trim() === "") {
    db.run("DELETE FROM custom_value WHERE noun = ? AND record_id = ? AND field_id = ?", [
      noun,
      id,
      set.field.id,
    ]);
    return;
  }
  const value = readValue(set.field, set.text.trim());
  const number = set.field.type === "number" ? Number(value) : null;
  const sql = `
    INSERT INTO custom_value (noun, record_id, field_id, value, number)
    VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (noun, record_id, field_id) DO UPDATE SET value = excluded.value, number = excluded.number`;
  db.run(sql, [noun, id, set.field.id, value, number]);
}

/** The stored form of a custom value; throws when it does not fit the field's type. */
export function readValue(field: CustomField, text: string): string {
  const wrong = (expected: string) =>
    new UserError("usage", field.name + ': "' + text + '" is no ' + expected);
  switch (field.type) {
    case "text":
      return text;
    case "number":
      if (!/^-?\d{1,15}(\.\d{1,9})?$/.test(text)) throw wrong("number, write one such as 42 or 3.5");
      return text;
    case "date":
      if (!isIsoDate(text)) throw wrong("date, write YYYY-MM-DD");
      return text;
    case "flag":
      if (/^(yes|true|1|on)$/i.test(text)) return "1";
      if (/^(no|false|0|off)$/i.test(text)) return "0";
      throw wrong("yes or no");
    case "choice": {
      const choices = (field.choices ?? "").split("\n");
      const found = choices.find((choice) => fold(choice) === fold(text));
      if (found === undefined)
        throw unknownWord("usage", field.name + ': "' + text + '" is no choice', text, choices);
      return found;
    }
  }
}

const fieldTypes: Readonly<Record<CustomType, FieldType>> = {
  text: "text",
  number: "number",
  date: "date",
  flag: "flag",
  choice: "text",
};

/** The custom fields of a noun as fields to show, filter and sort by, beside the built-in ones. */
export function customAsFields(db: Db, noun: CustomNoun): Field[] {
  const table = tableOf[noun];
  return customFields(db, noun).map((field) => ({
    key: field.name,
    header: field.name,
    type: fieldTypes[field.type],
    detail: true,
    sql: valueSql(noun, table, field.type),
    params: [field.id],
  }));
}

function valueSql(noun: CustomNoun, table: string, type: CustomType): string {
  const column = type === "number" ? "number" : type === "flag" ? "CAST(value AS INTEGER)" : "value";
  const where = " WHERE noun = '" + noun + "' AND record_id = " + table + ".id AND field_id = ?)";
  return "(SELECT " + column + " FROM custom_value" + where;
}
