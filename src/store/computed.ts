import type { Db, Value } from "./db.ts";

/** A value for each record that has one, by id. */
export type Computed = Iterable<readonly [id: number, value: Value]>;

/** An SQL expression for what `keepComputed` kept of the contact at hand; null where nothing was. */
export function computedSql(field: string): string {
  return "(SELECT value FROM computed WHERE computed.field = '" + field + "' AND computed.id = contact.id)";
}

/**
 * Keeps what was worked out of contacts beside this connection, so that filters, sorting and columns can use it like
 * something stored. Nothing of it reaches the file.
 */
export function keepComputed(db: Db, field: string, values: Computed): void {
  db.script(`
    CREATE TEMP TABLE IF NOT EXISTS computed (
      field TEXT NOT NULL,
      id INTEGER NOT NULL,
      value ANY,
      PRIMARY KEY (field, id)
    ) STRICT`);
  const insert = db.prepare("INSERT INTO computed (field, id, value) VALUES (?, ?, ?)");
  for (const [id, value] of values) insert.run([field, id, value]);
}
