import type { Db } from "./db.ts";

/** Where a record went that is no more because it was merged into another; undefined: it was not. */
export function mergedInto(db: Db, noun: string, id: number): number | undefined {
  const sql = "SELECT into_id AS id FROM merged_record WHERE noun = ? AND record_id = ?";
  return db.get<{ id: number }>(sql, [noun, id])?.id;
}

/** The names of contacts that were merged into others. */
export interface MergedNames {
  has(nameKey: string | null): boolean;
  /** The contacts into which one of that name was merged. */
  of(nameKey: string | null): readonly number[];
}

const none: readonly number[] = [];

export function mergedNames(db: Db): MergedNames {
  const sql = `
    SELECT into_id AS id, name_key AS "nameKey"
    FROM merged_record
    WHERE noun = 'contact' AND name_key IS NOT NULL
    ORDER BY into_id`;
  const all = new Map<string, number[]>();
  for (const { id, nameKey } of db.all<{ id: number; nameKey: string }>(sql)) {
    all.set(nameKey, [...(all.get(nameKey) ?? []), id]);
  }
  const of = (nameKey: string | null) => (nameKey === null ? none : (all.get(nameKey) ?? none));
  return { of, has: (nameKey) => of(nameKey).length > 0 };
}

/** Whether a contact of that name was merged into this one: the name that was kept stands. */
export function isMergedName(db: Db, id: number, nameKey: string | null): boolean {
  const sql = "SELECT 1 FROM merged_record WHERE noun = 'contact' AND into_id = ? AND name_key = ?";
  return nameKey !== null && db.get(sql, [id, nameKey]) !== undefined;
}
