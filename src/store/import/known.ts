import { UserError } from "../../errors.ts";
import { fold } from "../../values/fold.ts";
import { idSet, nextId } from "../bulk.ts";
import type { Db } from "../db.ts";
import type { Writing } from "../journal.ts";
import type { OnMatch, Taken } from "./contacts.ts";
import type { MergeMode } from "./merge.ts";

/** Which records of a table this import has made or had a row about. */
export interface Met {
  has(id: number): boolean;
  /** Whether this import has made it. */
  isMade(id: number): boolean;
  /**
   * Brings a row into a record that is there: `work` does it and tells whether that changed anything. What an earlier
   * row of the same file said holds, a later one only adds to it.
   */
  bring(id: number, onMatch: OnMatch, work: (mode: MergeMode) => boolean): Taken;
}

export function recordsMet(db: Db, table: string, writing: Pick<Writing, "watchInserts">): Met {
  const first = nextId(db, table);
  const touched = idSet();
  const has = (id: number) => id >= first || touched.has(id);
  return {
    has,
    isMade: (id) => id >= first,
    bring(id, onMatch, work) {
      const isAgain = has(id);
      touched.add(id);
      if (onMatch === "skip" && id < first) return { id, outcome: "skipped" };
      if (id < first) writing.watchInserts(true);
      const isChanged = work(isAgain || onMatch === "skip" ? "fill" : onMatch);
      // Whoever was there before the import is changed by a second row as by the first one.
      if (isAgain && !(isChanged && id < first)) return { id, outcome: "merged" };
      return { id, outcome: isChanged ? "updated" : "unchanged" };
    },
  };
}

/**
 * The records of a table that has numbers of its own, by number in any letter case; read once, for no index knows them
 * so. What is made has to be added.
 */
export function byNumber(db: Db, table: "quote" | "invoice"): Map<string, number> {
  const all = db.all<{ id: number; number: string }>("SELECT id, number FROM " + table + " ORDER BY id DESC");
  return new Map(all.map(({ id, number }) => [fold(number), id]));
}

/** Says that a record came to an end in the file before all its rows were met. */
export function refuseLate(what: "order" | "quote", number: string): never {
  const message = "other rows of " + what + " " + number + " stand too far above";
  throw new UserError("conflict", message, "put them together");
}

const dayMs = 86_400_000;

/** What our own export says of a contact or company by which it is known where it is from. */
export interface Numbered {
  readonly ownId?: number | undefined;
  readonly name: string | null;
  /** An instant; null or absent: the file does not say. */
  readonly createdAt?: string | null | undefined;
}

/**
 * The contact or company of that id, where it is called so, or has no name either, and was noted about then: the ids of
 * another database are those of others. A spreadsheet can have cut the time of day off.
 */
export function ownByName(
  db: Db,
  table: "contact" | "company",
  { ownId, name, createdAt = null }: Numbered,
): number | undefined {
  if (ownId === undefined) return undefined;
  const sql =
    'SELECT id, created_at AS "createdAt" FROM ' + table + " WHERE id = ? AND name IS NOT DISTINCT FROM ?";
  const found = db.get<{ id: number; createdAt: string }>(sql, [ownId, name]);
  return found !== undefined && wasNotedThen(found.createdAt, createdAt) ? found.id : undefined;
}

/** Whether a record can be the one of a row by when they were noted: less than a day apart. Null: the row does not say. */
export function wasNotedThen(is: string, said: string | null): boolean {
  return said === null || is === said || Math.abs(Date.parse(is) - Date.parse(said)) < dayMs;
}

const titleSql = {
  deal: "SELECT id, title FROM deal WHERE id = ?",
  ticket: "SELECT id, title FROM ticket WHERE id = ?",
};

/** The record of that id, where it has the same title: the ids of another database are those of others. */
export function ownByTitle(
  db: Db,
  table: keyof typeof titleSql,
  { externalId, title }: { readonly externalId: string | null; readonly title: string },
): number | undefined {
  const found = db.get<{ id: number; title: string }>(titleSql[table], [externalId]);
  return found !== undefined && fold(found.title) === fold(title) ? found.id : undefined;
}

/** Records by what they say, several of which can say the same; what is made has to be added. */
interface Alike<Row> {
  add(row: Row, id: number): void;
  of(row: Row): readonly number[];
}

/** The records that `sql` gives; read once, for where nothing in the schema finds them by what they say. */
export function alikeBy<Row>(db: Db, sql: string, keyOf: (row: Row) => string): Alike<Row> {
  const all = new Map<string, number[]>();
  const add = (row: Row, id: number) => {
    const ids = all.get(keyOf(row));
    if (ids === undefined) all.set(keyOf(row), [id]);
    else ids.push(id);
  };
  for (const row of db.prepare(sql).iterate<Row & { id: number }>()) add(row, row.id);
  return { add, of: (row) => all.get(keyOf(row)) ?? [] };
}

/** The ids that records of a noun have where the file is from. */
export interface ExternalIds {
  of(key: string | null): number | undefined;
  /** Keeps an id, unless it is another record's; true when it was not known. */
  keep(id: number, key: string | null): boolean;
}

export function externalIds(db: Db, noun: string, source: string): ExternalIds {
  return {
    of: (key) => (key === null ? undefined : db.get<{ id: number }>(ofSql, [noun, source, key])?.id),
    keep: (id, key) => key !== null && db.run(keepSql, [noun, source, key, id]).changes > 0,
  };
}

const ofSql = "SELECT record_id AS id FROM external_id WHERE noun = ? AND source = ? AND key = ?";
const keepSql = `
  INSERT INTO external_id (noun, source, key, record_id)
  VALUES (?, ?, ?, ?)
  ON CONFLICT DO NOTHING`;
