import type { Db } from "./db.ts";
import type { Mergeable } from "./merge/references.ts";

/** Two records of which somebody said that they are not the same, the lower number first. */
export interface DistinctPair {
  readonly a: number;
  readonly b: number;
}

const listSql = {
  contact: 'SELECT contact_id AS "one", other_contact_id AS "other" FROM contact_distinct',
  company: 'SELECT company_id AS "one", other_company_id AS "other" FROM company_distinct',
};
const addSql = {
  contact: "INSERT INTO contact_distinct (contact_id, other_contact_id) VALUES (?, ?)",
  company: "INSERT INTO company_distinct (company_id, other_company_id) VALUES (?, ?)",
};
const dropSql = {
  contact: `
    DELETE FROM contact_distinct
    WHERE (contact_id = :a AND other_contact_id = :b) OR (contact_id = :b AND other_contact_id = :a)`,
  company: `
    DELETE FROM company_distinct
    WHERE (company_id = :a AND other_company_id = :b) OR (company_id = :b AND other_company_id = :a)`,
};
const forgetSql = {
  contact: "DELETE FROM contact_distinct WHERE contact_id = :id OR other_contact_id = :id",
  company: "DELETE FROM company_distinct WHERE company_id = :id OR other_company_id = :id",
};
const ofSql = {
  contact: listSql.contact + " WHERE contact_id = :id OR other_contact_id = :id",
  company: listSql.company + " WHERE company_id = :id OR other_company_id = :id",
};

interface Stored {
  readonly one: number;
  readonly other: number;
}

/** All pairs, each once. */
export function distinctPairs(db: Db, of: Mergeable): DistinctPair[] {
  const pairs = new Map(db.all<Stored>(listSql[of]).map((row) => [keyOf(row.one, row.other), pairOf(row)]));
  return [...pairs.values()].sort((x, y) => x.a - y.a || x.b - y.b);
}

function pairOf({ one, other }: Stored): DistinctPair {
  return { a: Math.min(one, other), b: Math.max(one, other) };
}

function keyOf(one: number, other: number): string {
  return Math.min(one, other) + "-" + Math.max(one, other);
}

/** Tells whether two records were told apart. Reads all pairs at once: there are as many as people have typed. */
export function knowsDistinct(db: Db, of: Mergeable): (one: number, other: number) => boolean {
  const known = new Set(db.all<Stored>(listSql[of]).map(({ one, other }) => keyOf(one, other)));
  return known.size === 0 ? () => false : (one, other) => known.has(keyOf(one, other));
}

/** The records that were told apart from this one. */
export function distinctFrom(db: Db, of: Mergeable, id: number): Set<number> {
  return new Set(db.all<Stored>(ofSql[of], { id }).map(({ one, other }) => (one === id ? other : one)));
}

/** Tells two records apart; false when they were already. */
export function tellApart(db: Db, of: Mergeable, { a, b }: DistinctPair): boolean {
  if (distinctFrom(db, of, a).has(b)) return false;
  db.run(addSql[of], [Math.min(a, b), Math.max(a, b)]);
  return true;
}

/** Takes that back; false when nobody had said so. */
export function forgetApart(db: Db, of: Mergeable, { a, b }: DistinctPair): boolean {
  return db.run(dropSql[of], { a, b }).changes > 0;
}

/** For a record that is about to be deleted. */
export function forgetDistinct(db: Db, of: Mergeable, id: number): void {
  db.run(forgetSql[of], { id });
}
