import type { Db, Value } from "./db.ts";
import { columnsOf } from "./journal/triggers.ts";
import { journaled } from "./tables.ts";

export type DocumentRow = Readonly<Record<string, Value>>;

/** A whole database as one value: every table that holds what a user put in, and what may not be forgotten. */
export interface CrmDocument {
  /** The schema's version that the rows are of. */
  readonly schema: number;
  /** The highest id that each table has given, so that none is given again. */
  readonly sequences: Readonly<Record<string, number>>;
  readonly tables: Readonly<Record<string, readonly DocumentRow[]>>;
}

/** Not journaled, but lost when it stays behind: what was sent, who was erased, what a calendar knows us by. */
const besides = ["reminder", "campaign_mail", "calendar_feed", "erased_key", "erase_secret"];

/** The tables of a whole export, in the order in which the journal lists them. */
export function documentTables(db: Db): string[] {
  const sql = "SELECT name FROM sqlite_schema WHERE type = 'table'";
  const there = new Set(db.all<{ name: string }>(sql).map(({ name }) => name));
  return [...Object.keys(journaled), ...besides].filter((table) => there.has(table));
}

/** The rows of a table in the order of its key. */
export function documentRows(db: Db, table: string): IterableIterator<DocumentRow> {
  const key = columnsOf(db, table).filter((column) => column.pk > 0);
  const order = [...key].sort((a, b) => a.pk - b.pk).map(({ name }) => name);
  return db.prepare("SELECT * FROM " + table + " ORDER BY " + order.join(", ")).iterate<DocumentRow>();
}

export function sequencesOf(db: Db): Record<string, number> {
  const known = new Set(documentTables(db));
  const rows = db.all<{ name: string; seq: number }>("SELECT name, seq FROM sqlite_sequence ORDER BY name");
  return Object.fromEntries(rows.filter(({ name }) => known.has(name)).map(({ name, seq }) => [name, seq]));
}
