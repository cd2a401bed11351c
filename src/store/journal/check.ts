import type { Db, Value } from "../db.ts";
import { journaled } from "../tables.ts";
import { columnsOf } from "./triggers.ts";

/** So many changes are looked at, the newest first: what undo would need next. */
const most = 100_000;

type StoredRow = Readonly<Record<string, Value>>;

interface Change {
  readonly entryId: number;
  readonly tableName: string;
  readonly before: string | null;
  readonly after: string | null;
}

/**
 * Rows that are not as the journal last noted them: then something wrote to the file without the journal. Of each row
 * only its newest change counts, and of that only the columns that the journal knew.
 */
export function journalFaults(db: Db): { readonly faults: string[]; readonly checked: number } {
  const sql = `
    SELECT entry_id AS entryId, table_name AS tableName, before, after
    FROM journal_change
    ORDER BY id DESC
    LIMIT ?`;
  const seen = new Set<string>();
  const faults: string[] = [];
  const keys = new Map(Object.keys(journaled).map((table) => [table, keysOf(db, table)]));
  let checked = 0;
  for (const change of db.all<Change>(sql, [most])) {
    checked++;
    const row = JSON.parse(change.after ?? change.before ?? "{}") as StoredRow;
    const key = keys.get(change.tableName)?.map((name) => row[name] ?? null);
    if (key === undefined || Object.keys(row).length === 0) continue;
    const place = JSON.stringify([change.tableName, key]);
    if (seen.has(place)) continue;
    seen.add(place);
    rememberOldKey(change, keys, seen);
    const fault = faultOf(db, change, { row, names: keys.get(change.tableName) ?? [] });
    if (fault !== undefined) faults.push(fault);
  }
  return { faults, checked };
}

function keysOf(db: Db, table: string): string[] {
  return columnsOf(db, table)
    .filter(({ pk }) => pk > 0)
    .map(({ name }) => name);
}

/** An update can change the key itself: the older changes under the old key are then overtaken too. */
function rememberOldKey(
  change: Change,
  keys: ReadonlyMap<string, readonly string[]>,
  seen: Set<string>,
): void {
  if (change.before === null || change.after === null) return;
  const old = JSON.parse(change.before) as StoredRow;
  seen.add(JSON.stringify([change.tableName, keys.get(change.tableName)?.map((name) => old[name] ?? null)]));
}

function faultOf(
  db: Db,
  { entryId, tableName, after }: Change,
  { row, names }: { row: StoredRow; names: readonly string[] },
): string | undefined {
  const where = names.map((name) => name + " = ?").join(" AND ");
  const present = db.get<StoredRow>(
    "SELECT * FROM " + tableName + " WHERE " + where,
    names.map((name) => row[name] ?? null),
  );
  const what = tableName + " " + names.map((name) => String(row[name])).join("/");
  if (after === null)
    return present === undefined ? undefined : what + " is there, though #" + entryId + " deleted it";
  if (present === undefined) return what + " is gone, though #" + entryId + " wrote it";
  const differs = Object.entries(row).some(([name, value]) => name in present && present[name] !== value);
  return differs ? what + " is not as #" + entryId + " wrote it" : undefined;
}
