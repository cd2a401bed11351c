import { isMisspelt, latinWords, soundOf } from "../../values/latin.ts";
import { companyKey } from "../../values/name.ts";
import type { Db } from "../db.ts";
import { knowsDistinct } from "../distinct.ts";
import { type Likely, likelyPairs, type Search } from "../duplicates.ts";
import type { Evidence } from "./evidence.ts";
import { phoneEnd } from "./people.ts";

/** A company as the search for duplicates sees it. */
interface Firm {
  readonly id: number;
  /** Words of the name without its legal form, in plain Latin letters. */
  readonly words: readonly string[];
  readonly name: string;
  readonly domain: string;
  readonly phone: string;
  readonly street: string;
  readonly city: string;
}

interface FirmRow {
  readonly id: number;
  readonly name: string;
  readonly domain: string | null;
  readonly website: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly street: string | null;
  readonly city: string | null;
}

const firmsSql = `
  SELECT id, name, domain, website, email, phone_key AS phone, street, city
  FROM company
  ORDER BY id`;

/** Mail that anybody can have says nothing about a firm. */
const mailProviders = new Set(
  (
    "gmail.com googlemail.com outlook.com hotmail.com live.com yahoo.com icloud.com me.com aol.com gmx.de gmx.net " +
    "gmx.at gmx.ch web.de t-online.de freenet.de mail.ru yandex.ru proton.me protonmail.com posteo.de mailbox.org " +
    "orange.fr free.fr wanadoo.fr laposte.net libero.it bluewin.ch"
  ).split(" "),
);

function firmOf(row: FirmRow): Firm {
  const words = latinWords(companyKey(row.name));
  return {
    id: row.id,
    words,
    name: words.join(""),
    domain: domainOfFirm(row),
    phone: row.phone ?? "",
    street: latinWords(row.street ?? "").join(" "),
    city: latinWords(row.city ?? "").join(" "),
  };
}

function domainOfFirm({ domain, website, email }: FirmRow): string {
  const site = /^(?:https?:\/\/)?(?:www\.)?([^/:?#\s]+\.[^/:?#\s]+)/i.exec(website ?? "")?.[1];
  const mail = email?.includes("@") ? email.slice(email.lastIndexOf("@") + 1).toLowerCase() : undefined;
  const found = domain ?? site?.toLowerCase() ?? (mail !== undefined && !mailProviders.has(mail) ? mail : "");
  return found.replace(/^www\./, "");
}

/** "acme" of acme.co.uk and of acme.de: two shops of one firm, most likely. */
function domainName(domain: string): string {
  const parts = domain.split(".").slice(0, -1);
  const second = parts.length > 1 && /^(?:com?|org|net|ac|gov)$/.test(parts.at(-1) ?? "");
  return (second ? parts.at(-2) : parts.at(-1)) ?? domain;
}

const kinds = [
  ({ name }: Firm) => (name === "" ? [] : [name]),
  ({ words }: Firm) => (words.length === 0 ? [] : [words.map(soundOf).sort().join(" ")]),
  ({ words }: Firm) => (words.length < 2 ? [] : [[...words].sort().slice(0, 2).join(" ")]),
  ({ name }: Firm) => (name.length < 6 ? [] : [name.slice(0, 6), "~" + name.slice(-6)]),
  ({ domain }: Firm) => (domain === "" ? [] : [domain]),
  ({ domain }: Firm) => (domain === "" ? [] : [domainName(domain)]),
  ({ phone }: Firm) => (phone.length < 6 ? [] : [phoneEnd(phone)]),
];

/** Companies that are likely one: by name without its legal form, by domain, phone and address. */
export function companyDuplicates(db: Db, search: Search): Likely[] {
  const all: Firm[] = [];
  for (const row of db.prepare(firmsSql).iterate<FirmRow>()) all.push(firmOf(row));
  const order = ({ name, city }: Firm) => name + "|" + city;
  return likelyPairs(all, { kinds, order, compare, isDistinct: knowsDistinct(db, "company") }, search);
}

/** What speaks for two companies being one, in bits; a name that is equal makes it likely unless something else differs. */
function compare(a: Firm, b: Firm): Evidence {
  const evidence: Evidence = { bits: -4, reasons: [] };
  const add = (bits: number, reason?: string) => {
    evidence.bits += bits;
    if (reason !== undefined) evidence.reasons.push(reason);
  };
  add(...compareNames(a, b));
  if (a.domain !== "" && b.domain !== "") {
    if (a.domain === b.domain) add(6, "same domain");
    else if (domainName(a.domain) === domainName(b.domain)) add(2.5, "same domain elsewhere");
    else add(-3);
  }
  if (a.phone !== "" && b.phone !== "" && phoneEnd(a.phone) === phoneEnd(b.phone)) add(3, "same phone");
  if (a.city !== "" && b.city !== "") {
    if (a.city !== b.city) add(-1.5);
    else if (a.street !== "" && a.street === b.street) add(3, "same address");
    else add(1, "same city");
  }
  return evidence;
}

function compareNames(a: Firm, b: Firm): [bits: number, reason?: string] {
  if (a.name === b.name) return [5, "same name but for the legal form and marks"];
  if ([...a.words].sort().join() === [...b.words].sort().join()) return [4.5, "same name in another order"];
  if (isMisspelt(a.name, b.name)) return [3.5, "name spelt differently"];
  const [short, long] = a.words.length < b.words.length ? [a.words, b.words] : [b.words, a.words];
  const holds = short.length > 0 && short.every((word) => long.includes(word));
  if (holds && short.join("").length >= 4) return [1.5, "one name holds the other"];
  const initials = long.map((word) => word[0]).join("");
  if (long.length > 2 && short.join("") === initials) return [2, "initials"];
  return [-4];
}
