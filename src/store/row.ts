import type { Db, Value } from "./db.ts";

/** A record's own table: its name and the columns that a command may set, by the name the program uses. */
export interface RecordTable<K extends string> {
  readonly table: string;
  readonly columns: Readonly<Record<K, string>>;
}

export type Patch<K extends string> = { readonly [key in K]?: Value | undefined };

/** Inserts a row; what the draft leaves out gets the column's default. Gives the new id. */
export function insertRow<K extends string>(
  db: Db,
  into: RecordTable<K>,
  { draft, at }: { draft: Patch<NoInfer<K>>; at: string },
): number {
  const keys = givenKeys(into, draft);
  const names = [...keys.map((key) => into.columns[key]), "created_at", "updated_at"];
  const places = names.map(() => "?").join(", ");
  const sql = "INSERT INTO " + into.table + " (" + names.join(", ") + ") VALUES (" + places + ")";
  return db.run(sql, [...keys.map((key) => draft[key] ?? null), at, at]).id;
}

/** Updates a row; what the patch leaves out stays, null empties. */
export function updateRow<K extends string>(
  db: Db,
  into: RecordTable<K>,
  { id, patch, at }: { id: number; patch: Patch<NoInfer<K>>; at: string },
): void {
  const keys = givenKeys(into, patch);
  const assignments = [...keys.map((key) => into.columns[key] + " = ?"), "updated_at = ?"].join(", ");
  const values = keys.map((key) => patch[key] ?? null);
  db.run("UPDATE " + into.table + " SET " + assignments + " WHERE id = ?", [...values, at, id]);
}

function givenKeys<K extends string>(into: RecordTable<K>, values: Patch<K>): K[] {
  return (Object.keys(into.columns) as K[]).filter((key) => values[key] !== undefined);
}
