import type { Db } from "../db.ts";
import { searchRecords } from "../search.ts";
import { type Noun, nouns, tableOf } from "../tables.ts";
import { numbers } from "./indexing.ts";

/** Records of each noun whose name is looked up in the index. */
const sample = 100;

/**
 * Where the search index differs from the tables: entries of records that are gone, records without an entry, and, for
 * a hundred records of each named noun spread over the table, names that do not lead to their record.
 */
export function searchFaults(db: Db): string[] {
  return [...orphans(db), ...nouns.flatMap((noun) => [...missing(db, noun), ...notFound(db, noun)])];
}

function orphans(db: Db): string[] {
  return nouns.flatMap((noun) => {
    const sql =
      "SELECT count(*) AS n FROM search_docsize WHERE id % 16 = ? AND NOT EXISTS (SELECT 1 FROM " +
      tableOf[noun] +
      " AS record WHERE record.id = search_docsize.id / 16)";
    const n = db.get<{ n: number }>(sql, [numbers[noun]])?.n ?? 0;
    return n === 0 ? [] : [n + " index entries of " + noun + " records that are gone"];
  });
}

/** Orders and activities without any words have no entry. */
const needEntry: Readonly<Partial<Record<Noun, string>>> = {
  contact: "record.name IS NOT NULL",
  company: "1 = 1",
  deal: "1 = 1",
  followup: "1 = 1",
  product: "1 = 1",
  quote: "1 = 1",
  campaign: "1 = 1",
  survey: "1 = 1",
  ticket: "1 = 1",
  invoice: "1 = 1",
};

function missing(db: Db, noun: Noun): string[] {
  const need = needEntry[noun];
  if (need === undefined) return [];
  const sql =
    "SELECT count(*) AS n FROM " +
    tableOf[noun] +
    " AS record WHERE " +
    need +
    " AND NOT EXISTS (SELECT 1 FROM search_docsize WHERE id = record.id * 16 + ?)";
  const n = db.get<{ n: number }>(sql, [numbers[noun]])?.n ?? 0;
  return n === 0 ? [] : [n + " " + noun + " records without an index entry"];
}

const nameColumn: Readonly<Partial<Record<Noun, string>>> = {
  contact: "name",
  company: "name",
  deal: "title",
  followup: "title",
  product: "name",
  quote: "number",
  campaign: "name",
  survey: "name",
  ticket: "title",
  invoice: "number",
};

function notFound(db: Db, noun: Noun): string[] {
  const column = nameColumn[noun];
  if (column === undefined) return [];
  const sql =
    "SELECT id, " +
    column +
    " AS name FROM " +
    tableOf[noun] +
    " WHERE " +
    column +
    " IS NOT NULL AND id % ? = 0 LIMIT ?";
  const top = db.get<{ top: number | null }>("SELECT max(id) AS top FROM " + tableOf[noun])?.top ?? 0;
  const rows = db.all<{ id: number; name: string }>(sql, [Math.max(1, Math.floor(top / sample)), sample]);
  const lost = rows.filter(({ id, name }) => /[\p{L}\p{N}]/u.test(name) && !isFound(db, noun, { id, name }));
  return lost.length === 0
    ? []
    : [lost.length + " of " + rows.length + " " + noun + " names do not lead to their record"];
}

/** Namesakes come newest first: enough of them are fetched to hold a record that many are named like. */
function isFound(db: Db, noun: Noun, { id, name }: { id: number; name: string }): boolean {
  const limit = 10_000;
  const found = searchRecords(db, { text: name, noun, nameOnly: true, limit });
  return found.length === limit || found.some((record) => record.id === id);
}
