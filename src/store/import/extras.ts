import type { CustomField } from "../custom.ts";
import type { Db } from "../db.ts";
import type { MergeMode } from "./merge.ts";

/** The custom fields that an import fills, and how a cell of each becomes the form that is stored. */
export interface ExtraValues {
  /** Undefined: no cell of the column has had anything in it yet. */
  readonly fields: readonly (CustomField | undefined)[];
  /** Null for an empty cell; throws a UserError for one that does not fit the field. */
  readonly read: (text: string, index: number) => string | null;
}

/** What the cells of a row come to, in the order of the fields. */
export function readExtras(extras: ExtraValues | undefined, cells: readonly string[]): (string | null)[] {
  return extras === undefined ? [] : cells.map((cell, at) => extras.read(cell, at));
}

/** Gives a record what the cells of a row come to; true when that changed anything. */
export function takeExtras(
  db: Db,
  extras: ExtraValues | undefined,
  { id, cells, mode }: { id: number; cells: readonly string[]; mode: MergeMode },
): boolean {
  if (extras === undefined) return false;
  return setExtras(db, { fields: extras.fields, values: readExtras(extras, cells), mode }, id);
}

/** Gives a record its values; true when that changed anything. An empty one never erases. */
export function setExtras(
  db: Db,
  {
    fields,
    values,
    mode,
  }: {
    fields: readonly (CustomField | undefined)[];
    values: readonly (string | null)[];
    mode: MergeMode;
  },
  id: number,
): boolean {
  let changes = 0;
  for (const [at, field] of fields.entries()) {
    const value = values[at] ?? null;
    if (value === null || field === undefined) continue;
    const number = field.type === "number" ? Number(value) : null;
    const sql = mode === "fill" ? insertSql + " DO NOTHING" : insertSql + updateSql;
    changes += db.run(sql, { noun: field.noun, id, fieldId: field.id, value, number }).changes;
  }
  return changes > 0;
}

const insertSql = `
  INSERT INTO custom_value (noun, record_id, field_id, value, number)
  VALUES (:noun, :id, :fieldId, :value, :number)
  ON CONFLICT (noun, record_id, field_id)`;
const updateSql = `
  DO UPDATE SET value = excluded.value, number = excluded.number
  WHERE custom_value.value <> excluded.value
    AND (excluded.number IS NULL OR custom_value.number IS NOT excluded.number)`;
