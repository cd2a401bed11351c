import { deflateRawSync, inflateRawSync } from "node:zlib";
import { UserError } from "../errors.ts";
import { dropIndexes, rowBuffer } from "./bulk.ts";
import type { Db, Value } from "./db.ts";
import { columnsOf, unwatchTables, watchTables } from "./journal/triggers.ts";
import type { JournalRange } from "./journal.ts";
import { quoted } from "./quoted.ts";
import { journaled, tableOf } from "./tables.ts";

/** A range of so many records is taken away and brought back as a whole; a smaller one row by row. */
export const manyRecords = 2000;
/** Records whose rows are kept together. */
const portion = 5000;
/** zlib's quickest: the text is a list of alike rows and becomes an eighth of its length all the same. */
const level = 1;

interface Part {
  readonly table: string;
  /** The column with the id of the record that a row belongs to. */
  readonly owner: string;
  /** The row says itself which noun it belongs to. */
  readonly ofAnyNoun: boolean;
}

function partsOf(noun: string): Part[] {
  return Object.entries(journaled)
    .filter(([, owner]) => owner.noun === noun || owner.noun === null)
    .map(([table, owner]) => ({ table, owner: owner.id, ofAnyNoun: owner.noun === null }));
}

/** Picks the rows of `part` in a range; the parameters are the noun, which only some look at, and both ids. */
function whereIn({ owner, ofAnyNoun }: Part): string {
  const noun = ofAnyNoun ? "noun = :noun" : ":noun <> ''";
  return " WHERE " + noun + " AND " + owner + " BETWEEN :first AND :last";
}

/**
 * Takes the records of large ranges away with all their parts, keeping their rows in the journal under `entryId`: a
 * thirtieth of what a note of each row would take, in a tenth of the time. The connection has to be set up for a bulk.
 */
export function removeRanges(db: Db, ranges: readonly JournalRange[], entryId: number): void {
  unwatched(db, () => {
    for (const range of ranges) {
      for (const part of partsOf(range.noun)) keepRows(db, part, { range, entryId });
      deleteRows(db, range);
      noteRange(db, { ...range, isRemoval: 1 }, entryId);
    }
  });
  for (const range of ranges) refuseReferences(db, range);
}

/** Brings the records back that the entry `removedBy` took away; its copy of them is not needed any more. */
export function restoreRanges(
  db: Db,
  ranges: readonly JournalRange[],
  { removedBy, entryId }: { removedBy: number; entryId: number },
): void {
  unwatched(db, () => {
    const putBack = dropIndexes(
      db,
      ranges.flatMap((range) => tablesToUnindex(db, range)),
      [],
    );
    const sql = "SELECT id, table_name AS 'table' FROM journal_removed WHERE entry_id = ? ORDER BY id";
    for (const { id, table } of db.all<{ id: number; table: string }>(sql, [removedBy])) {
      bringBack(db, table, id);
    }
    putBack();
    db.run("DELETE FROM journal_removed WHERE entry_id = ?", [removedBy]);
    for (const range of ranges) noteRange(db, { ...range, isRemoval: 0 }, entryId);
  });
}

/** The triggers would note each row; what follows from a change is worked out anew at the end. */
function unwatched(db: Db, work: () => void): void {
  unwatchTables(db);
  work();
  watchTables(db);
  db.run("INSERT INTO due_stale (id) VALUES (1) ON CONFLICT DO NOTHING");
}

function noteRange(db: Db, { noun, first, last, isRemoval }: JournalRange, entryId: number): void {
  const sql = `
    INSERT INTO journal_range (entry_id, noun, first_id, last_id, is_removal)
    VALUES (?, ?, ?, ?, ?)`;
  db.run(sql, [entryId, noun, first, last, isRemoval]);
}

function keepRows(db: Db, part: Part, { range, entryId }: { range: JournalRange; entryId: number }): void {
  const columns = columnsOf(db, part.table).map(({ name }) => name);
  const sql =
    "SELECT json_group_array(json_array(" +
    columns.join(", ") +
    ")) AS rows FROM " +
    part.table +
    whereIn(part);
  const insert = "INSERT INTO journal_removed (entry_id, noun, table_name, content) VALUES (?, ?, ?, ?)";
  for (let first = range.first; first <= range.last; first += portion) {
    const last = Math.min(range.last, first + portion - 1);
    const { rows } = db.get<{ rows: string }>(sql, { noun: range.noun, first, last })!;
    if (rows === "[]") continue;
    const content = deflateRawSync(JSON.stringify(columns) + "\n" + rows, { level });
    db.run(insert, [entryId, range.noun, part.table, content]);
  }
}

function deleteRows(db: Db, range: JournalRange): void {
  const { noun, first, last } = range;
  const putBack = dropIndexes(db, tablesToUnindex(db, range), []);
  for (const part of partsOf(noun)) {
    db.run("DELETE FROM " + part.table + whereIn(part), { noun, first, last });
  }
  putBack();
}

/** Where a range is a fair part of all records, changing indexes row by row costs more than making them anew. */
function tablesToUnindex(db: Db, { noun, first, last }: JournalRange): string[] {
  const sql = "SELECT count(*) AS n FROM " + tableOf[noun] + " WHERE id NOT BETWEEN ? AND ?";
  const others = db.get<{ n: number }>(sql, [first, last])!.n;
  if ((last - first + 1) * 3 < others) return [];
  return partsOf(noun).flatMap(({ table, ofAnyNoun }) => (ofAnyNoun ? [] : [table]));
}

function bringBack(db: Db, table: string, id: number): void {
  const { content } = db.get<{ content: Buffer }>("SELECT content FROM journal_removed WHERE id = ?", [id])!;
  const text = inflateRawSync(content).toString();
  const end = text.indexOf("\n");
  const columns = JSON.parse(text.slice(0, end)) as string[];
  const buffer = rowBuffer(db, table, columns);
  for (const row of JSON.parse(text.slice(end + 1)) as Value[][]) buffer.push(...row);
  buffer.flush();
}

/** What another program has made to refer to a record stands in the way of taking that away. */
function refuseReferences(db: Db, { noun, first, last }: JournalRange): void {
  const sql = `
    SELECT child.name AS "table", "from" AS column
    FROM sqlite_schema AS child
    JOIN pragma_foreign_key_list(child.name) AS reference ON reference."table" = ?
    WHERE child.type = 'table'`;
  for (const { table, column } of db.all<{ table: string; column: string }>(sql, [tableOf[noun]])) {
    const found =
      "SELECT " +
      quoted(column) +
      " AS id FROM " +
      quoted(table) +
      " WHERE " +
      quoted(column) +
      " BETWEEN ? AND ? LIMIT 1";
    const id = db.get<{ id: number }>(found, [first, last])?.id;
    if (id === undefined) continue;
    const message = "cannot undo: a row of " + table + " needs " + noun + " #" + id;
    throw new UserError("conflict", message, "it was written outside crm; see: crm history");
  }
}
