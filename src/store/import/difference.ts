import type { Db, Value } from "../db.ts";
import type { Patch, RecordTable } from "../row.ts";
import type { MergeMode } from "./merge.ts";

/** What a row of a file says and the record does not have, and what the record has. An empty cell never erases. */
export function difference<K extends string>(
  db: Db,
  { table, columns }: RecordTable<K>,
  { id, row, mode }: { id: number; row: Patch<NoInfer<K>>; mode: MergeMode },
): { readonly was: Readonly<Record<K, Value>>; readonly patch: Patch<K> } {
  const names = Object.entries<string>(columns).map(([key, column]) => column + ' AS "' + key + '"');
  const sql = "SELECT " + names.join(", ") + " FROM " + table + " WHERE id = ?";
  const was = db.get<Record<K, Value>>(sql, [id])!;
  const patch: { [key in K]?: Value } = {};
  for (const key of Object.keys(row) as K[]) {
    const said = row[key];
    if (said === null || said === undefined || said === was[key]) continue;
    if (mode === "update" || was[key] === null) patch[key] = said;
  }
  return { was, patch };
}
