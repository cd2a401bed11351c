import { UserError } from "../errors.ts";
import { fold } from "../values/fold.ts";
import type { Db, Value } from "./db.ts";
import { describeRecord } from "./find.ts";

/** Nouns of which two records can be related. */
export const relatedNouns = ["contact", "company", "deal", "order", "ticket", "campaign", "product"] as const;
export type RelatedNoun = (typeof relatedNouns)[number];

export interface RecordKey {
  readonly noun: RelatedNoun;
  readonly id: number;
}

export interface RelationKind {
  readonly id: number;
  /** "from NAME to", and read the other way "to INVERSE from". */
  readonly name: string;
  readonly inverse: string;
}

/** The other side of a relation, as one record sees it. */
export interface RelatedRecord {
  readonly relationId: number;
  /** The name of the relation from this record's side. */
  readonly name: string;
  readonly noun: RelatedNoun;
  readonly id: number;
  readonly title: string;
  readonly sinceDate: string | null;
  readonly note: string | null;
}

export interface RelationRow {
  readonly id: number;
  readonly kind: string;
  readonly inverse: string;
  readonly fromNoun: RelatedNoun;
  readonly fromId: number;
  readonly from: string;
  readonly toNoun: RelatedNoun;
  readonly toId: number;
  readonly to: string;
  readonly sinceDate: string | null;
  readonly note: string | null;
}

const columns = `
  relation.id, relation_kind.name AS kind, relation_kind.inverse,
  relation.from_noun AS "fromNoun", relation.from_id AS "fromId", relation.to_noun AS "toNoun", relation.to_id AS "toId",
  relation.since_date AS "sinceDate", relation.note`;

type Stored = Omit<RelationRow, "from" | "to">;

/** All relations, or those of one record, in the order in which they were made. */
export function listRelations(db: Db, of?: RecordKey): RelationRow[] {
  if (of === undefined) return relationsWhere(db, "", {});
  const where = "WHERE (from_noun = :noun AND from_id = :id) OR (to_noun = :noun AND to_id = :id)";
  return relationsWhere(db, where, { ...of });
}

function relationsWhere(db: Db, where: string, params: Readonly<Record<string, Value>>): RelationRow[] {
  const from = " FROM relation JOIN relation_kind ON relation_kind.id = relation.kind_id ";
  const sql = "SELECT " + columns + from + where + " ORDER BY relation.id";
  return db.all<Stored>(sql, params).map((row) => ({
    ...row,
    from: describeRecord(db, row.fromNoun, row.fromId).name,
    to: describeRecord(db, row.toNoun, row.toId).name,
  }));
}

/** What one record is related to, each with the name that holds from its side. */
export function relationsOf(db: Db, noun: string, id: number): RelatedRecord[] {
  const key = { noun: noun as RelatedNoun, id };
  return listRelations(db, key).map((row) => {
    const { id: relationId, sinceDate, note } = row;
    const isFrom = row.fromNoun === noun && row.fromId === id;
    const other = isFrom
      ? { name: row.kind, noun: row.toNoun, id: row.toId, title: row.to }
      : { name: row.inverse, noun: row.fromNoun, id: row.fromId, title: row.from };
    return { relationId, ...other, sinceDate, note };
  });
}

export function getRelation(db: Db, id: number): RelationRow {
  const [found] = relationsWhere(db, "WHERE relation.id = :id", { id });
  if (found === undefined) throw new UserError("not_found", "no relation " + id, "see: crm relation list");
  return found;
}

/** A kind as typed: its name, or its inverse, which turns the relation round. */
export function kindNamed(
  db: Db,
  text: string,
): { readonly kind: RelationKind; readonly isInverse: boolean } | undefined {
  const word = fold(text.trim());
  const all = listKinds(db);
  const named = all.find(({ name }) => fold(name) === word);
  if (named !== undefined) return { kind: named, isInverse: false };
  const inverse = all.find((one) => fold(one.inverse) === word);
  return inverse === undefined ? undefined : { kind: inverse, isInverse: true };
}

export function listKinds(db: Db): RelationKind[] {
  return db.all("SELECT id, name, inverse FROM relation_kind ORDER BY id");
}

export interface RelationDraft {
  readonly kindId: number;
  readonly from: RecordKey;
  readonly to: RecordKey;
  readonly sinceDate: string | null;
  readonly note: string | null;
}

/** Relates two records; the same relation again, or the other way round of one that has no direction, is refused. */
export function addRelation(db: Db, { kindId, from, to, sinceDate, note }: RelationDraft): number {
  if (from.noun === to.noun && from.id === to.id) {
    throw new UserError("refused", from.noun + " " + from.id + " cannot be related to itself");
  }
  const pair = { kindId, fromNoun: from.noun, fromId: from.id, toNoun: to.noun, toId: to.id };
  const same = db.get<{ id: number }>(sameSql, pair);
  if (same !== undefined) throw new UserError("conflict", "they are related so already: relation " + same.id);
  const sql = `
    INSERT INTO relation (kind_id, from_noun, from_id, to_noun, to_id, since_date, note)
    VALUES (?, ?, ?, ?, ?, ?, ?)`;
  return db.run(sql, [kindId, from.noun, from.id, to.noun, to.id, sinceDate, note]).id;
}

const sameSql = `
  SELECT relation.id
  FROM relation
  JOIN relation_kind ON relation_kind.id = relation.kind_id
  WHERE relation.kind_id = :kindId
    AND ((from_noun = :fromNoun AND from_id = :fromId AND to_noun = :toNoun AND to_id = :toId)
      OR (relation_kind.name = relation_kind.inverse
        AND from_noun = :toNoun AND from_id = :toId AND to_noun = :fromNoun AND to_id = :fromId))`;

export function deleteRelation(db: Db, id: number): void {
  db.run("DELETE FROM relation WHERE id = ?", [id]);
}

/** A new kind; a name that is one already, read either way, is refused. */
export function addKind(db: Db, { name, inverse }: Omit<RelationKind, "id">): RelationKind {
  for (const text of [name, inverse]) {
    const known = kindNamed(db, text)?.kind;
    if (known === undefined) continue;
    throw new UserError(
      "conflict",
      '"' + text + '" is a kind already: ' + known.name + " / " + known.inverse,
    );
  }
  const { id } = db.run("INSERT INTO relation_kind (name, inverse) VALUES (?, ?)", [name, inverse]);
  return { id, name, inverse };
}

export function deleteKind(db: Db, { id, name }: RelationKind): void {
  const { n } = db.get<{ n: number }>("SELECT count(*) AS n FROM relation WHERE kind_id = ?", [id])!;
  if (n > 0)
    throw new UserError(
      "refused",
      n + ' relations are "' + name + '"',
      "crm relation list; delete them first",
    );
  db.run("DELETE FROM relation_kind WHERE id = ?", [id]);
}
