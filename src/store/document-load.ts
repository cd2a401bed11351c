import { UserError } from "../errors.ts";
import type { Db } from "./db.ts";
import { type CrmDocument, type DocumentRow, documentRows, documentTables } from "./document.ts";
import { columnsOf } from "./journal/triggers.ts";
import { schemaVersion } from "./migrate.ts";
import { journaled, nouns } from "./tables.ts";

/** What a database holds when nobody has put anything in: what the schema brings. */
export type Seeds = Readonly<Record<string, number>>;

/** How many rows each table of a whole export has. */
export function rowCounts(db: Db): Seeds {
  return Object.fromEntries(
    documentTables(db).map((table) => [
      table,
      db.get<{ n: number }>("SELECT count(*) AS n FROM " + table)?.n ?? 0,
    ]),
  );
}

/** True when nothing but what the schema brings, and settings, is in the database. */
export function isUntouched(db: Db, fresh: Seeds): boolean {
  const counts = rowCounts(db);
  return Object.keys(counts).every((table) => table === "setting" || counts[table] === fresh[table]);
}

/** True when the database holds what the document does, row by row. */
export function holds(db: Db, { tables }: CrmDocument): boolean {
  return Object.entries(tables).every(([table, rows]) => {
    let at = 0;
    for (const row of documentRows(db, table)) {
      const other = rows[at++];
      if (other === undefined || Object.keys(row).some((column) => row[column] !== (other[column] ?? null)))
        return false;
    }
    return at === rows.length;
  });
}

/** Ends with a document that has tables or columns that this program does not know. */
export function refuseUnknown(db: Db, name: string, { schema, tables }: CrmDocument): void {
  const own = schemaVersion(db);
  if (schema > own) {
    const message = name + " was written by a newer crm (schema " + schema + ", this one has " + own + ")";
    throw new UserError("refused", message, "update crm");
  }
  const known = new Set(documentTables(db));
  for (const [table, rows] of Object.entries(tables)) {
    if (!known.has(table)) throw new UserError("refused", name + ": no table " + table + " in this database");
    const columns = new Set(columnsOf(db, table).map((column) => column.name));
    for (const [at, row] of rows.entries()) {
      const strange = Object.keys(row).find((column) => !columns.has(column));
      if (strange === undefined) continue;
      throw new UserError("refused", placeOf(name, table, at) + ": no column " + strange);
    }
  }
}

/**
 * Puts the rows of a document in the place of what the schema brings, ids and all. Foreign keys are checked at the end,
 * for rows refer to rows of tables that come later. `name` is the file's, for messages. Gives how many rows there are.
 */
export function loadDocument(db: Db, document: CrmDocument, name: string): number {
  const tables = Object.keys(document.tables);
  const early = tables.filter((table) => !isNumbered(table));
  for (const table of tables) db.run("DELETE FROM " + table);
  for (const table of early) insertRows(db, name, { table, rows: document.tables[table]! });
  for (const table of tables) {
    if (!early.includes(table)) insertRows(db, name, { table, rows: document.tables[table]! });
  }
  refuseBroken(db, name);
  for (const [table, last] of Object.entries(document.sequences)) raiseSequence(db, table, last);
  return Object.values(document.tables).reduce((sum, rows) => sum + rows.length, 0);
}

/** Rows of records that the journal notes as a range of ids; the others it notes one by one. */
function isNumbered(table: string): boolean {
  const noun = journaled[table]?.noun;
  if (noun === null) return table === "external_id" || table === "custom_value";
  return (nouns as readonly (string | undefined)[]).includes(noun);
}

function insertRows(
  db: Db,
  name: string,
  { table, rows }: { table: string; rows: readonly DocumentRow[] },
): void {
  const all = columnsOf(db, table).map((column) => column.name);
  for (const [at, row] of rows.entries()) {
    const columns = all.filter((column) => column in row);
    const places = columns.map((column) => ":" + column).join(", ");
    const sql = "INSERT INTO " + table + " (" + columns.join(", ") + ") VALUES (" + places + ")";
    try {
      db.run(sql, row);
    } catch (error) {
      if (!isConstraint(error)) throw error;
      throw new UserError("refused", placeOf(name, table, at) + ": " + error.message);
    }
  }
}

function isConstraint(error: unknown): error is Error {
  return (
    error instanceof Error && "code" in error && /^SQLITE_(?:CONSTRAINT|MISMATCH)/.test(String(error.code))
  );
}

function placeOf(name: string, table: string, at: number): string {
  return name + ", table " + table + ", row " + (at + 1);
}

function refuseBroken(db: Db, name: string): void {
  const broken = db.get<{ table: string; parent: string }>("PRAGMA foreign_key_check");
  if (broken === undefined) return;
  const message =
    name + ": a row of " + broken.table + " refers to a row of " + broken.parent + " that is not there";
  throw new UserError("refused", message);
}

function raiseSequence(db: Db, table: string, last: number): void {
  const known = db.get<{ seq: number }>("SELECT seq FROM sqlite_sequence WHERE name = ?", [table]);
  if (known === undefined) db.run("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", [table, last]);
  else if (known.seq < last) db.run("UPDATE sqlite_sequence SET seq = ? WHERE name = ?", [last, table]);
}
