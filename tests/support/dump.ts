import type { Db } from "../../src/store/db.ts";
import { journaled } from "../../src/store/tables.ts";

/** Every row of every table that a command can change, in a fixed order. */
export function dump(db: Db): Record<string, unknown[]> {
  const rowsOf = (table: string) =>
    db
      .all(`SELECT * FROM ${table}`)
      .map((row) => JSON.stringify(row))
      .sort();
  return Object.fromEntries(Object.keys(journaled).map((table) => [table, rowsOf(table)]));
}
