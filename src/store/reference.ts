import { UserError } from "../errors.ts";
import { emailKey } from "../values/email.ts";
import { fold } from "../values/fold.ts";
import { companyKey, foldName } from "../values/name.ts";
import { contactNameSql } from "./contact/name.ts";
import type { Db } from "./db.ts";
import { mergedInto } from "./merged.ts";
import { searchRecords } from "./search.ts";

export type Referable = "contact" | "company" | "deal" | "product";

/** A record that a reference can mean. */
export interface Candidate {
  readonly id: number;
  readonly name: string;
  /** What tells it from others of the same name: a company, an email. */
  readonly detail: string | null;
}

/** How many candidates are looked at; more than this many is "ambiguous" all the same. */
const limit = 20;

const describeSql: Readonly<Record<Referable, string>> = {
  contact:
    "SELECT contact.id, " +
    contactNameSql +
    ` AS name,
      coalesce(
        (SELECT company.name
         FROM employment JOIN company ON company.id = employment.company_id
         WHERE employment.contact_id = contact.id AND employment.has_left = 0
         ORDER BY employment.position LIMIT 1),
        (SELECT email FROM contact_email WHERE contact_id = contact.id ORDER BY position LIMIT 1)) AS detail
    FROM contact
    WHERE id = ?`,
  company: "SELECT id, name, coalesce(domain, city) AS detail FROM company WHERE id = ?",
  deal: `
    SELECT id, title AS name, (SELECT name FROM contact WHERE contact.id = deal.contact_id) AS detail
    FROM deal
    WHERE id = ?`,
  product: "SELECT id, name, sku AS detail FROM product WHERE id = ?",
};

/**
 * The records that a reference can mean, the surest kind of match only: an id, an email, a phone in any notation, the
 * whole name, the beginning of words of the name, any part of the name.
 */
export function candidates(db: Db, noun: Referable, text: string): Candidate[] {
  const word = text.trim().replace(/^#(?=\d+$)/, "");
  for (const find of finders[noun]) {
    const ids = find(db, word);
    if (ids === null) return [];
    if (ids.length > 0) return ids.map((id) => describe(db, noun, id)!);
  }
  return [];
}

/** The one record that a reference means; not found and ambiguous are errors that say what to type instead. */
export function resolve(db: Db, noun: Referable, text: string): Candidate {
  const into = intoWhat(db, noun, text);
  if (into !== undefined) {
    const message = noun + " " + text.trim() + " was merged into " + describeCandidate(into);
    throw new UserError("not_found", message, "say " + into.id);
  }
  const found = candidates(db, noun, text);
  if (found.length === 1) return found[0]!;
  if (found.length > 1) throw ambiguous(text, found);
  const word = text.trim().replace(/^#(?=\d+$)/, "");
  if (isNumberGone(db, noun, word)) throw goneError(noun, word);
  throw new UserError(
    "not_found",
    "no " + noun + ' "' + text + '"',
    /[=<>~]/.test(text)
      ? "a filter stands behind --where: --where '" + text.trim() + "'"
      : "crm find " + text.trim() + " searches everything",
  );
}

/**
 * Whether it is the number of a record that is no more. Whoever types it, or a script that kept it, means that one and
 * nobody who has the number in the name.
 */
export function isNumberGone(db: Db, table: string, word: string): boolean {
  return (
    hadNumber(db, table, word) &&
    db.get("SELECT 1 FROM " + table + " WHERE id = ?", [Number(word)]) === undefined
  );
}

/** Whether a record has this number or had it. */
export function hadNumber(db: Db, table: string, word: string): boolean {
  if (!/^\d{1,15}$/.test(word)) return false;
  const last = db.get<{ seq: number }>("SELECT seq FROM sqlite_sequence WHERE name = ?", [table])?.seq ?? 0;
  return Number(word) >= 1 && Number(word) <= last;
}

/** `besides`: who else could have been meant; undefined: nobody. */
export function goneError(noun: string, word: string, besides?: string): UserError {
  const history = "crm history " + noun + " " + word + " says what became of it";
  return new UserError(
    "not_found",
    "no " + noun + ' "' + word + '" any more',
    besides === undefined ? history : besides + "; " + history,
  );
}

/** The record that one with this number was merged into. */
function intoWhat(db: Db, noun: Referable, text: string): Candidate | undefined {
  const number = /^#?(\d{1,15})$/.exec(text.trim())?.[1];
  const into = number === undefined ? undefined : mergedInto(db, noun, Number(number));
  return into === undefined ? undefined : describe(db, noun, into);
}

export function describe(db: Db, noun: Referable, id: number): Candidate | undefined {
  return db.get<Candidate>(describeSql[noun], [id]);
}

export function ambiguous(text: string, found: readonly Candidate[]): UserError {
  const named = found.slice(0, 8).map(describeCandidate);
  const all = found.length > 8 ? [...named, "..."] : named;
  const list = all.length < 2 ? all.join("") : all.slice(0, -1).join(", ") + " or " + all.at(-1);
  return new UserError(
    "ambiguous",
    '"' + text + '" could be ' + list,
    "say the number, the email, or more of the name",
  );
}

export function describeCandidate({ id, name, detail }: Candidate): string {
  return "#" + id + " " + name + (detail === null ? "" : " (" + detail + ")");
}

/** null: none, and no other way of finding one is to be tried. */
type Finder = (db: Db, word: string) => number[] | null;

const tables: Readonly<Record<Referable, { table: string; name: string }>> = {
  contact: { table: "contact", name: "name" },
  company: { table: "company", name: "name" },
  deal: { table: "deal", name: "title" },
  product: { table: "product", name: "name" },
};

function byId(noun: Referable): Finder {
  const sql = "SELECT id FROM " + tables[noun].table + " WHERE id = ?";
  return (db, word) => {
    if (!/^\d{1,15}$/.test(word)) return [];
    const found = ids(db, sql, [Number(word)]);
    return found.length === 0 && isNumberGone(db, noun, word) ? null : found;
  };
}

function byKey(sql: string, key: (word: string) => string): Finder {
  return (db, word) => {
    const value = key(word);
    return value === "" ? [] : ids(db, sql, [value, limit]);
  };
}

function byWords(noun: Referable): Finder {
  return (db, word) =>
    searchRecords(db, { text: word, noun, nameOnly: true, limit }).map((found) => found.id);
}

function byPart(noun: Referable): Finder {
  const { table, name } = tables[noun];
  const sql = "SELECT id FROM " + table + " WHERE fold(" + name + ") LIKE ? ESCAPE '\\' ORDER BY id LIMIT ?";
  return byKey(sql, (word) => (word === "" ? "" : "%" + fold(word).replace(/[\\%_]/g, "\\$&") + "%"));
}

/** A number with at least five digits and nothing but a phone's punctuation, by its last digits. */
function byPhone(db: Db, word: string): number[] {
  if (!/^[+0-9 ()./-]+$/.test(word) || word.replace(/\D/g, "").length < 5) return [];
  return searchRecords(db, { text: word, noun: "contact", limit }).map((found) => found.id);
}

/** Of several that differ by their legal form only the one that is written so. */
function companyJustSo(db: Db, word: string): number[] {
  const sql = "SELECT id FROM company WHERE name_key = ? AND fold(name) = ? ORDER BY id LIMIT ?";
  return ids(db, sql, [companyKey(word), fold(word), limit]);
}

/** The number that it has elsewhere, as an import brought it: exactly, of whatever source. */
function byExternal(noun: Referable): Finder {
  const sql =
    "SELECT DISTINCT record_id AS id FROM external_id WHERE noun = ? AND key = ? ORDER BY id LIMIT ?";
  return (db, word) => (word === "" ? [] : ids(db, sql, [noun, word, limit]));
}

function ids(db: Db, sql: string, params: readonly (string | number)[]): number[] {
  return db.all<{ id: number }>(sql, params).map((row) => row.id);
}

const finders: Readonly<Record<Referable, readonly Finder[]>> = {
  contact: [
    byId("contact"),
    byKey("SELECT DISTINCT contact_id AS id FROM contact_email WHERE email_key = ? LIMIT ?", (word) =>
      word.includes("@") ? emailKey(word) : "",
    ),
    byPhone,
    byKey("SELECT id FROM contact WHERE name_key = ? ORDER BY id LIMIT ?", foldName),
    byWords("contact"),
    byPart("contact"),
    byExternal("contact"),
  ],
  company: [
    byId("company"),
    companyJustSo,
    byKey("SELECT id FROM company WHERE name_key = ? ORDER BY id LIMIT ?", companyKey),
    byKey("SELECT id FROM company WHERE domain = ? ORDER BY id LIMIT ?", (word) => word.toLowerCase()),
    byWords("company"),
    byPart("company"),
    byExternal("company"),
  ],
  deal: [
    byId("deal"),
    byKey("SELECT id FROM deal WHERE fold(title) = ? ORDER BY id LIMIT ?", fold),
    byWords("deal"),
    byPart("deal"),
    byExternal("deal"),
  ],
  product: [
    byKey("SELECT id FROM product WHERE sku_key = ? LIMIT ?", fold),
    byId("product"),
    byKey("SELECT id FROM product WHERE name_key = ? ORDER BY id LIMIT ?", fold),
    byWords("product"),
    byPart("product"),
  ],
};
