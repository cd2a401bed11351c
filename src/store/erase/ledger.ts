import { createHmac, randomBytes } from "node:crypto";
import { UserError } from "../../errors.ts";
import type { Db } from "../db.ts";

/**
 * Hashes with a key, by which an erased person is known again without being kept. The key stands in the database, so
 * that a moved file goes on recognising: the hashes keep who was erased from anybody who sees a list of them (an
 * export, a log, another database), not from who has the whole file and a guess.
 */
function hashWith(secret: string, text: string): string {
  return createHmac("sha256", Buffer.from(secret, "hex")).update(text).digest("hex");
}

function secretOf(db: Db): string | undefined {
  return db.get<{ secret: string }>("SELECT secret FROM erase_secret WHERE id = 1")?.secret;
}

function makeSecret(db: Db): string {
  const known = secretOf(db);
  if (known !== undefined) return known;
  const secret = randomBytes(32).toString("hex");
  db.run("INSERT INTO erase_secret (id, secret) VALUES (1, ?)", [secret]);
  return secret;
}

/** What stands for a key of --idem that named an erased person: it is known again. undefined where nobody was erased. */
export function markOfIdem(db: Db, key: string): string | undefined {
  const secret = secretOf(db);
  return secret === undefined ? undefined : "erased:" + hashWith(secret, "idem:" + key);
}

/** What a person can be known by, as it is hashed. */
export function marksOf(keys: {
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  readonly externals: readonly { readonly source: string; readonly key: string }[];
}): string[] {
  return [
    ...keys.emails.map((key) => "email:" + key),
    ...keys.phones.map((key) => "phone:" + key),
    ...keys.externals.map(({ source, key }) => "external:" + source + ":" + key),
  ];
}

/** The marks that a contact of this database has now, and the one of its row, for which no email is needed. */
export function marksOfContact(db: Db, id: number): string[] {
  const keys = (sql: string) => db.all<{ key: string }>(sql, [id]).map(({ key }) => key);
  const made = db.get<{ at: string }>("SELECT created_at AS at FROM contact WHERE id = ?", [id])?.at;
  return [
    ...marksOf({
      emails: keys("SELECT email_key AS key FROM contact_email WHERE contact_id = ?"),
      phones: keys("SELECT phone_key AS key FROM contact_phone WHERE contact_id = ?"),
      externals: db.all("SELECT source, key FROM external_id WHERE noun = 'contact' AND record_id = ?", [id]),
    }),
    ...(made === undefined ? [] : ["row:" + id + ":" + made]),
  ];
}

/** Notes who was erased, within the erasure; before the contact is gone. */
export function noteErased(db: Db, id: number, date: string): void {
  const secret = makeSecret(db);
  const sql = `
    INSERT INTO erased_key (hash, contact_id, erased_date)
    VALUES (?, ?, ?)
    ON CONFLICT (hash) DO UPDATE SET contact_id = excluded.contact_id, erased_date = excluded.erased_date`;
  for (const mark of marksOfContact(db, id)) {
    if (!isShared(db, id, mark)) db.run(sql, [hashWith(secret, mark), id, date]);
  }
}

/** A switchboard, or info@: what others have as well says nothing about one person. */
function isShared(db: Db, id: number, mark: string): boolean {
  const [kind, key] = [mark.slice(0, mark.indexOf(":")), mark.slice(mark.indexOf(":") + 1)];
  if (kind !== "email" && kind !== "phone") return false;
  const table = "contact_" + kind;
  const sql = "SELECT 1 FROM " + table + " WHERE " + kind + "_key = ? AND contact_id <> ?";
  return db.get(sql, [key, id]) !== undefined;
}

/** Finds out whether one of the marks is an erased person's; undefined where nobody was erased. */
export type KnowsErased = ((marks: readonly string[]) => string | undefined) | undefined;

/** Gives the day of the erasure, or undefined; as long as nobody was erased nothing is hashed or looked up. */
export function erasedLookup(db: Db): KnowsErased {
  const secret = secretOf(db);
  if (secret === undefined) return undefined;
  const find = db.prepare("SELECT erased_date AS date FROM erased_key WHERE hash = ?");
  return (marks) => {
    for (const mark of marks) {
      const found = find.get<{ date: string }>([hashWith(secret, mark)]);
      if (found !== undefined) return found.date;
    }
    return undefined;
  };
}

const marksSql: readonly string[] = [
  "SELECT contact_id AS id, 'email:' || email_key AS mark FROM contact_email",
  "SELECT record_id AS id, 'external:' || source || ':' || key AS mark FROM external_id WHERE noun = 'contact'",
  "SELECT id, 'row:' || id || ':' || created_at AS mark FROM contact",
];

/**
 * Contacts of this database that the ledger knows as erased: by email or id, or by number and moment. Not by phone, for
 * somebody else can have the number by now.
 */
export function erasedAmong(db: Db): number[] {
  const secret = secretOf(db);
  if (secret === undefined) return [];
  const hashes = new Set(db.all<{ hash: string }>("SELECT hash FROM erased_key").map(({ hash }) => hash));
  const found = new Set<number>();
  for (const sql of marksSql) {
    for (const { id, mark } of db.prepare(sql).iterate<{ id: number; mark: string }>()) {
      if (hashes.has(hashWith(secret, mark))) found.add(id);
    }
  }
  return [...found].sort((a, b) => a - b);
}

/** Refuses to make a contact of an erased person out of a row of a file. */
export function refuseErased(knows: KnowsErased, marks: () => readonly string[]): void {
  const date = knows?.(marks());
  if (date === undefined) return;
  throw new UserError(
    "conflict",
    "erased on " + date,
    "crm contact add takes the person in again, if they ask for it",
  );
}

/** Somebody has been added by hand again: what they can be known by no longer keeps them away. Gives the day, if erased. */
export function welcomeBack(db: Db, marks: readonly string[]): string | undefined {
  const secret = secretOf(db);
  const date = erasedLookup(db)?.(marks);
  if (secret === undefined || date === undefined) return undefined;
  for (const mark of marks) db.run("DELETE FROM erased_key WHERE hash = ?", [hashWith(secret, mark)]);
  return date;
}
