import type { Db } from "./db.ts";
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

const emailSql = `
  SELECT DISTINCT other.contact_id AS id
  FROM contact_email AS own JOIN contact_email AS other ON other.email_key = own.email_key
  WHERE own.contact_id = :id AND other.contact_id <> :id
  ORDER BY other.contact_id
  LIMIT :limit`;
const phoneSql = `
  SELECT DISTINCT other.contact_id AS id
  FROM contact_phone AS own JOIN contact_phone AS other ON other.phone_key = own.phone_key
  WHERE own.contact_id = :id AND other.contact_id <> :id
  ORDER BY other.contact_id
  LIMIT :limit`;
const nameSql = `
  SELECT other.id
  FROM contact AS own JOIN contact AS other ON other.name_key = own.name_key
  WHERE own.id = :id AND other.id <> :id
  ORDER BY other.id
  LIMIT :limit`;

/** Contacts with an email, a phone or the name of this one; by keys alone, so that adding stays fast. */
export function likeContact(db: Db, id: number): Like[] {
  const found = (sql: string) => idsOf(db, sql, id);
  const sharing = found(phoneSql).filter((other) => sharesName(db, id, other));
  return likes(db, "contact", [
    ["same email", found(emailSql)],
    ["same phone", sharing],
    ["same name", found(nameSql)],
  ]);
}

const firmNameSql = `
  SELECT other.id
  FROM company AS own JOIN company AS other ON other.name_key = own.name_key
  WHERE own.id = :id AND other.id <> :id
  ORDER BY other.id
  LIMIT :limit`;
const domainSql = `
  SELECT other.id
  FROM company AS own JOIN company AS other ON other.domain = own.domain
  WHERE own.id = :id AND other.id <> :id
  ORDER BY other.id
  LIMIT :limit`;

export function likeCompany(db: Db, id: number): Like[] {
  return likes(db, "company", [
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
function likes(db: Db, noun: "contact" | "company", found: readonly (readonly [string, number[]])[]): Like[] {
  const seen = new Map<number, string>();
  for (const [reason, ids] of found) for (const id of ids) if (!seen.has(id)) seen.set(id, reason);
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
