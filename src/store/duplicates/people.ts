import { latinWords } from "../../values/latin.ts";
import type { Db } from "../db.ts";

/** A contact as the search for duplicates sees it. */
export interface Person {
  readonly id: number;
  /** Words of the name in plain Latin letters; empty: there is no name. */
  first: string;
  last: string;
  /** All words of the name, sorted: the same for "Jane Roe" and "Roe, Jane". */
  whole: string;
  readonly birthday: string | null;
  readonly emails: Address[];
  /** The last digits of each: "030 901820" and "+49 30 901820" share them. */
  readonly phones: string[];
  readonly links: string[];
  readonly companies: number[];
  /** Street and number; "" for none. */
  street: string;
  city: string;
}

export interface Address {
  readonly email: string;
  /** What stands before the @, without dots and without what follows a plus. */
  readonly local: string;
  readonly domain: string;
}

interface NameRow {
  readonly id: number;
  readonly name: string | null;
  readonly first: string | null;
  readonly last: string | null;
  readonly birthday: string | null;
}

const peopleSql =
  "SELECT id, name, first_name AS first, last_name AS last, birthday FROM contact ORDER BY id";
const emailSql = 'SELECT contact_id AS id, email_key AS "key" FROM contact_email ORDER BY contact_id';
const phoneSql = 'SELECT contact_id AS id, phone_key AS "key" FROM contact_phone ORDER BY contact_id';
const linkSql = 'SELECT contact_id AS id, url AS "key" FROM contact_link ORDER BY contact_id';
const companySql = 'SELECT contact_id AS id, company_id AS "key" FROM employment ORDER BY contact_id';
const addressSql = "SELECT contact_id AS id, street, city FROM contact_address ORDER BY contact_id, position";

/** Every contact with what can tell that it is another one's double, in order of the ids. */
export function people(db: Db): Person[] {
  const all: Person[] = [];
  for (const row of db.prepare(peopleSql).iterate<NameRow>()) all.push(personOf(row));
  each<string>(db, all, emailSql, (person, key) => person.emails.push(addressOf(key)));
  each<string>(db, all, phoneSql, (person, key) => person.phones.push(phoneEnd(key)));
  each<string>(db, all, linkSql, (person, key) => person.links.push(linkKey(key)));
  each<number>(db, all, companySql, (person, key) => person.companies.push(key));
  addAddresses(db, all);
  for (const person of all) if (person.whole === "") guessName(person);
  return all;
}

/** Goes through a table of parts beside the contacts: both are in order of the contact's id. */
function each<Key>(
  db: Db,
  all: readonly Person[],
  sql: string,
  add: (person: Person, key: Key) => void,
): void {
  let at = 0;
  for (const { id, key } of db.prepare(sql).iterate<{ id: number; key: Key }>()) {
    while (at < all.length && all[at]!.id < id) at++;
    const person = all[at];
    if (person?.id === id) add(person, key);
  }
}

function addAddresses(db: Db, all: readonly Person[]): void {
  let at = 0;
  const rows = db.prepare(addressSql).iterate<{ id: number; street: string | null; city: string | null }>();
  for (const { id, street, city } of rows) {
    while (at < all.length && all[at]!.id < id) at++;
    const person = all[at];
    if (person?.id !== id || person.street !== "" || person.city !== "") continue;
    if (street !== null) person.street = streetKey(street);
    if (city !== null) person.city = latinWords(city).join(" ");
  }
}

/** "Hauptstraße 5" and "Hauptstr. 5" are one, and so are "5 High Street" and "5 High St". */
function streetKey(street: string): string {
  const words = latinWords(street).map((word) => word.replace(/str(?:asse|eet)?$/, "st"));
  return words.join(" ");
}

function addressOf(email: string): Address {
  const at = email.lastIndexOf("@");
  const plus = email.indexOf("+");
  const local = email.slice(0, plus > 0 && plus < at ? plus : at);
  return { email, local: local.replace(/[._-]/g, ""), domain: email.slice(at + 1) };
}

/** The last digits, which do not depend on how the country and the area are dialled. */
export function phoneEnd(phone: string): string {
  return phone.slice(-8);
}

function linkKey(url: string): string {
  return url
    .toLowerCase()
    .replace(/^https?:\/\/(?:www\.)?/, "")
    .replace(/\/+$/, "");
}

function personOf({ id, name, first, last, birthday }: NameRow): Person {
  const words = namesOf(name, first, last);
  return {
    id,
    ...words,
    birthday,
    emails: [],
    phones: [],
    links: [],
    companies: [],
    street: "",
    city: "",
  };
}

const titles = new Set("mr mrs ms miss dr prof herr frau sir mag ing dipl jr sr ii iii phd mba".split(" "));

function namesOf(name: string | null, first: string | null, last: string | null) {
  if (name === null && first === null && last === null) return { first: "", last: "", whole: "" };
  const words = wordsOf(name ?? [first, last].filter((part) => part !== null).join(" "));
  const given = first === null ? [] : wordsOf(first);
  const family = last === null ? [] : wordsOf(last);
  return {
    first: given[0] ?? (family.length > 0 ? "" : (words[0] ?? "")),
    last: family.length > 0 ? family.join(" ") : given.length > 0 ? "" : words.slice(1).join(" "),
    whole: sorted(words),
  };
}

function wordsOf(text: string): string[] {
  const words = latinWords(text);
  const telling = words.filter((word) => !titles.has(word));
  return telling.length > 0 ? telling : words;
}

function sorted(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? "") : [...words].sort().join(" ");
}

/** "jane.roe@acme.example" is most likely Jane Roe. */
function guessName(person: Person): void {
  for (const { email } of person.emails) {
    const found = /^([a-z]{2,})[._-]([a-z]{2,})@/.exec(email);
    if (found === null) continue;
    const [, first = "", last = ""] = found;
    Object.assign(person, { first, last, whole: sorted([first, last]) });
    return;
  }
}
