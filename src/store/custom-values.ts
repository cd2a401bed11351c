import type { CustomNoun } from "./custom.ts";
import type { Db } from "./db.ts";

/** The custom values of one record, by the field's name, in the order of the fields. */
export function customValuesOf(db: Db, noun: CustomNoun, id: number): Readonly<Record<string, string>> {
  const sql = `
    SELECT custom_field.name, custom_value.value
    FROM custom_value
    JOIN custom_field ON custom_field.id = custom_value.field_id
    WHERE custom_value.noun = ? AND custom_value.record_id = ?
    ORDER BY custom_field.id`;
  const values = db.all<{ name: string; value: string }>(sql, [noun, id]);
  return Object.fromEntries(values.map(({ name, value }) => [name, value]));
}
