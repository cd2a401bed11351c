import type { Db } from "./db.ts";
import { distinctFrom } from "./distinct.ts";
import type { Mergeable } from "./merge/references.ts";
import { describe, describeCandidate } from "./reference.ts";

/** A record that is likely the same as another one, in words. */
export interface Like {
  readonly id: number;
  /** "#12 Jane Roe (Acme)". */
  readonly text: string;
  /** "same email". */
  readonly reason: string;
}

/** More than so many owners share a number or an address as colleagues do. */
const mostOwners = 3;

interface Shared {
  readonly table: string;
  /** The column with the id of the record that a row belongs to. */
  readonly owner: string;
  readonly key: string;
}

/** SQL for the records that have a key in common with the one of :id, at most :limit, the oldest first. */
function sharing({ table, owner, key }: Shared): string {
  const select = "SELECT DISTINCT other." + owner + " AS id";
  const from = " FROM " + table + " AS own JOIN " + table + " AS other ON other." + key + " = own." + key;
  const where = " WHERE own." + owner + " = :id AND other." + owner + " <> :id";
  return select + from + where + " ORDER BY other." + owner + " LIMIT :limit";
}

const emailSql = sharing({ table: "contact_email", owner: "contact_id", key: "email_key" });
const phoneSql = sharing({ table: "contact_phone", owner: "contact_id", key: "phone_key" });
const nameSql = sharing({ table: "contact", owner: "id", key: "name_key" });
const firmNameSql = sharing({ table: "company", owner: "id", key: "name_key" });
const domainSql = sharing({ table: "company", owner: "id", key: "domain" });

/**
 * Contacts with an email, a phone or the name of this one; by keys alone, so that adding stays fast. Not those that were
 * told apart from it.
 */
export function likeContact(db: Db, id: number): Like[] {
  const found = (sql: string) => idsOf(db, sql, id);
  return likes(db, { noun: "contact", id }, [
    ["same email", found(emailSql)],
    ["same phone", found(phoneSql).filter((other) => sharesName(db, id, other))],
    ["same name", found(nameSql)],
  ]);
}

export function likeCompany(db: Db, id: number): Like[] {
  return likes(db, { noun: "company", id }, [
    ["same domain", idsOf(db, domainSql, id)],
    ["same name", idsOf(db, firmNameSql, id)],
  ]);
}

/** Nobody when there are too many of them to mean one. */
function idsOf(db: Db, sql: string, id: number): number[] {
  const ids = db.all<{ id: number }>(sql, { id, limit: mostOwners + 1 }).map((row) => row.id);
  return ids.length > mostOwners ? [] : ids;
}

/** Each once, with the first reason; the surest come first. */
function likes(
  db: Db,
  { noun, id: own }: { noun: Mergeable; id: number },
  found: readonly (readonly [string, number[]])[],
): Like[] {
  const apart = distinctFrom(db, noun, own);
  const seen = new Map<number, string>();
  for (const [reason, ids] of found)
    for (const id of ids) if (!seen.has(id) && !apart.has(id)) seen.set(id, reason);
  return [...seen].flatMap(([id, reason]) => {
    const candidate = describe(db, noun, id);
    return candidate === undefined ? [] : [{ id, text: describeCandidate(candidate), reason }];
  });
}

/** Two named people of different names at one number are a family or colleagues. */
function sharesName(db: Db, one: number, other: number): boolean {
  const sql = 'SELECT name_key AS "key" FROM contact WHERE id = ?';
  const [a, b] = [one, other].map((id) => db.get<{ key: string | null }>(sql, [id])?.key ?? null);
  if (!a || !b) return true;
  const words = new Set(b.split(" "));
  const [first = "", ...rest] = a.split(" ");
  const last = rest.at(-1) ?? first;
  return words.has(last) && [...words].some((word) => word[0] === first[0]);
}
