import type { Db } from "./db.ts";

/** Where a record went that is no more because it was merged into another; undefined: it was not. */
export function mergedInto(db: Db, noun: string, id: number): number | undefined {
  const sql = "SELECT into_id AS id FROM merged_record WHERE noun = ? AND record_id = ?";
  return db.get<{ id: number }>(sql, [noun, id])?.id;
}
