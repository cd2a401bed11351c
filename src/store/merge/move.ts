import { fold } from "../../values/fold.ts";
import type { Db, Value } from "../db.ts";
import { columnsOf } from "../journal/triggers.ts";
import { journaled } from "../tables.ts";
import type { Mergeable, Reference } from "./references.ts";

export type StoredRow = Readonly<Record<string, Value>>;

export interface Move {
  readonly noun: Mergeable;
  readonly keep: number;
  readonly drop: number;
}

/** A row that the kept record has already, so that the other one went. */
export interface Folded {
  readonly table: string;
  /** What the kept record has, with what it lacked filled in from the other. */
  readonly kept: StoredRow;
  readonly dropped: StoredRow;
  /** The columns in which the two said different things: the kept record's stands. */
  readonly differing: readonly string[];
}

export interface Moved {
  readonly count: number;
  readonly folded: readonly Folded[];
}

interface Table {
  readonly name: string;
  readonly columns: readonly string[];
  readonly key: readonly string[];
  /** The column of the record that a row belongs to, where rows are numbered within it. */
  readonly owner: string | null;
  /** Rows are known by that number alone, not by what they say. */
  readonly isNumbered: boolean;
  /** Sets of columns that no two rows have in common. */
  readonly unique: readonly (readonly string[])[];
}

/**
 * Makes every row that refers to the dropped record refer to the kept one. Numbered rows (emails, addresses, employments)
 * come behind those of the kept record. Where the kept record has such a row already, what it lacks is filled in.
 */
export function moveRows(db: Db, reference: Reference, move: Move): Moved {
  const table = tableOf(db, reference.table);
  const where = reference.nounColumn === null ? "" : " AND " + reference.nounColumn + " = :noun";
  const sql = "SELECT * FROM " + table.name + " WHERE " + reference.column + " = :drop" + where;
  const params = reference.nounColumn === null ? { drop: move.drop } : { drop: move.drop, noun: move.noun };
  const rows = db.all<StoredRow>(sql + " ORDER BY " + table.key.join(", "), params);
  const folded = rows.flatMap((row) => moveRow(db, table, { row, to: { [reference.column]: move.keep } }));
  return { count: rows.length - folded.length, folded };
}

function tableOf(db: Db, name: string): Table {
  const columns = columnsOf(db, name);
  const key = columns.filter((column) => column.pk > 0).map((column) => column.name);
  const names = columns.map((column) => column.name);
  const numbered = names.includes("position") && journaled[name]?.id !== "id";
  const indexes = db.all<{ name: string }>('SELECT name FROM pragma_index_list(?) WHERE "unique" = 1', [
    name,
  ]);
  const columnsOfIndex = (index: string) =>
    db.all<{ name: string }>("SELECT name FROM pragma_index_info(?)", [index]).map((column) => column.name);
  return {
    name,
    columns: names,
    key,
    owner: numbered ? journaled[name]!.id : null,
    isNumbered: numbered && key.includes("position"),
    unique: [key, ...indexes.map((index) => columnsOfIndex(index.name))],
  };
}

function moveRow(db: Db, table: Table, { row, to }: { row: StoredRow; to: StoredRow }): Folded[] {
  const moved = { ...row, ...to };
  const isOwner = table.owner !== null && table.owner in to;
  const there = table.isNumbered ? alike(db, table, { moved, isOwner }) : taken(db, table, { row, moved });
  if (there !== undefined) return [foldRow(db, table, { row, moved, there })];
  const placed = isOwner ? { ...moved, position: nextPosition(db, table, moved) } : moved;
  try {
    updateRow(db, table, { row, to: placed });
    return [];
  } catch (error) {
    // The row would be about the kept record twice: a relation of the two, which are one now.
    if (!isCheck(error)) throw error;
    deleteRow(db, table, row);
    return [{ table: table.name, kept: {}, dropped: row, differing: [] }];
  }
}

function isCheck(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "SQLITE_CONSTRAINT_CHECK";
}

/** The row whose place the moved one would take. */
function taken(
  db: Db,
  table: Table,
  { row, moved }: { row: StoredRow; moved: StoredRow },
): StoredRow | undefined {
  for (const columns of table.unique) {
    if (columns.every((column) => moved[column] === row[column])) continue;
    if (columns.some((column) => moved[column] === null)) continue;
    const found = db.get<StoredRow>("SELECT * FROM " + table.name + matching(columns), pick(moved, columns));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A row of the same owner that says nothing else: what both say is the same, and they say something in common. */
function alike(
  db: Db,
  table: Table,
  { moved, isOwner }: { moved: StoredRow; isOwner: boolean },
): StoredRow | undefined {
  const owner = table.owner!;
  const sql = "SELECT * FROM " + table.name + matching([owner]) + " ORDER BY position";
  const said = table.columns.filter((column) => column !== owner && column !== "position");
  return db.all<StoredRow>(sql, pick(moved, [owner])).find((other) => {
    const isSelf = !isOwner && other.position === moved.position;
    const both = said.filter((column) => other[column] !== null && moved[column] !== null);
    const agree = both.every((column) => isSame(other[column]!, moved[column]!));
    return !isSelf && agree && both.some((column) => column !== "label" && column !== "has_left");
  });
}

export function isSame(a: Value, b: Value): boolean {
  return typeof a === "string" && typeof b === "string" ? fold(a).trim() === fold(b).trim() : a === b;
}

function foldRow(
  db: Db,
  table: Table,
  { row, moved, there }: { row: StoredRow; moved: StoredRow; there: StoredRow },
): Folded {
  const said = table.columns.filter((column) => !table.key.includes(column) && column !== "position");
  const lacking = said.filter((column) => there[column] === null && moved[column] !== null);
  const differing = said.filter(
    (column) => there[column] !== null && moved[column] !== null && !isSame(there[column]!, moved[column]!),
  );
  deleteRow(db, table, row);
  if (lacking.length > 0) updateRow(db, table, { row: there, to: { ...there, ...pick(row, lacking) } });
  return { table: table.name, kept: there, dropped: moved, differing };
}

function nextPosition(db: Db, table: Table, moved: StoredRow): number {
  const sql = "SELECT coalesce(max(position), 0) + 1 AS next FROM " + table.name + matching([table.owner!]);
  return db.get<{ next: number }>(sql, pick(moved, [table.owner!]))!.next;
}

function updateRow(db: Db, table: Table, { row, to }: { row: StoredRow; to: StoredRow }): void {
  const changed = table.columns.filter((column) => row[column] !== to[column]);
  const assignments = changed.map((column) => column + " = :new_" + column).join(", ");
  const values = Object.fromEntries(changed.map((column) => ["new_" + column, to[column] ?? null]));
  const sql = "UPDATE " + table.name + " SET " + assignments + matching(table.key);
  db.run(sql, { ...values, ...pick(row, table.key) });
}

function deleteRow(db: Db, table: Table, row: StoredRow): void {
  db.run("DELETE FROM " + table.name + matching(table.key), pick(row, table.key));
}

function matching(columns: readonly string[]): string {
  return " WHERE " + columns.map((column) => column + " = :" + column).join(" AND ");
}

function pick(row: StoredRow, columns: readonly string[]): Record<string, Value> {
  return Object.fromEntries(columns.map((column) => [column, row[column] ?? null]));
}
