import { isMisspelt, isSlip } from "../values/latin.ts";
import { nameFamilies } from "../values/nicknames.ts";
import { isSharedLocal } from "./duplicates-blocks.ts";
import type { Address, Person } from "./duplicates-people.ts";

/**
 * How often each value is found. What two people share tells the more the rarer it is: that both are called Xanthippe
 * Zwerg more than that both live in Berlin.
 */
export interface Frequencies {
  /** How many people there are, at least 10,000: in a small file a name is not commoner than in the world. */
  readonly population: number;
  readonly of: (kind: Kind, value: string) => number;
}

type Kind =
  | "whole"
  | "word"
  | "initial"
  | "email"
  | "phone"
  | "local"
  | "birthday"
  | "company"
  | "street"
  | "city";

/** What speaks for a pair, summed in bits: 1 doubles the odds that the two are one person, -1 halves them. */
export interface Evidence {
  bits: number;
  readonly reasons: string[];
}

export function frequencies(all: readonly Person[]): Frequencies {
  const counts = new Map<Kind, Map<string, number>>();
  const countOf = (kind: Kind) => {
    const made = new Map<string, number>();
    counts.set(kind, made);
    return (value: string) => made.set(value, (made.get(value) ?? 0) + 1);
  };
  const [whole, word, initial, email] = [
    countOf("whole"),
    countOf("word"),
    countOf("initial"),
    countOf("email"),
  ];
  const [local, phone, company] = [countOf("local"), countOf("phone"), countOf("company")];
  const [birthday, street, city] = [countOf("birthday"), countOf("street"), countOf("city")];
  for (const person of all) {
    if (person.whole !== "") {
      whole(person.whole);
      for (const each of person.whole.split(" ")) word(each);
      if (person.last !== "" && person.first !== "") initial(person.last + " " + person.first[0]);
    }
    for (const address of person.emails) {
      email(address.email);
      local(address.local);
    }
    for (const each of person.phones) phone(each);
    for (const each of person.companies) company(String(each));
    if (person.birthday !== null) birthday(person.birthday.slice(-5));
    if (person.street !== "") street(person.street + person.city);
    if (person.city !== "") city(person.city);
  }
  const of = (kind: Kind, value: string) => counts.get(kind)?.get(value) ?? 1;
  return { population: Math.max(10_000, all.length), of };
}

/**
 * Whether two contacts are one person, after Fellegi and Sunter (1969): each thing that both say adds the logarithm of
 * how much likelier it is of one person than of two. Agreement counts by the rarity of the value; disagreement is set by
 * hand, strongest for first names, so that a family at one address and colleagues at one switchboard stay apart.
 */
export function compare(a: Person, b: Person, known: Frequencies): Evidence {
  const evidence: Evidence = { bits: 1 - Math.log2(known.population), reasons: [] };
  const name = compareNames(a, b, known);
  add(evidence, name);
  const isOther = name === otherPerson;
  if (isOther && !a.emails.some(({ email }) => b.emails.some((other) => other.email === email)))
    return evidence;
  add(evidence, compareEmails(a, b, { known, named: name.bits > 0, names: [a, b] }));
  const phone = comparePhones(a, b, known);
  const place = comparePlaces(a, b, known);
  // A household shares both; the second says little more than the first, and among two of them neither does.
  const [more, less] = phone.bits > place.bits ? [phone, place] : [place, phone];
  add(evidence, isOther ? lessened(more) : more);
  add(evidence, lessened(less));
  add(evidence, compareBirthdays(a, b, known));
  add(evidence, compareCompanies(a, b, known));
  const link = a.links.find((url) => b.links.includes(url));
  if (link !== undefined) add(evidence, { bits: 10, reasons: ["same link"] });
  return evidence;
}

function lessened({ bits, reasons }: Evidence): Evidence {
  return { bits: bits > 0 ? bits * 0.3 : bits, reasons };
}

function add(to: Evidence, { bits, reasons }: Evidence): void {
  to.bits += bits;
  to.reasons.push(...reasons);
}

function rarity({ population }: Frequencies, count: number): number {
  return Math.log2(population / count);
}

const nothing: Evidence = { bits: 0, reasons: [] };

function said(bits: number, reason: string): Evidence {
  return { bits, reasons: [reason] };
}

/** Two people: what else they share, they share as a family or as colleagues. */
const otherPerson: Evidence = { bits: -14, reasons: [] };

function compareNames(a: Person, b: Person, known: Frequencies): Evidence {
  if (a.whole === "" || b.whole === "") return nothing;
  const rare = rarity(known, Math.max(known.of("whole", a.whole), known.of("whole", b.whole)));
  if (a.whole === b.whole) {
    if (!a.whole.includes(" ")) return said(rare - 3, "same name");
    return said(rare + 1, a.first === b.first ? "same name" : "same name in another order");
  }
  if (a.last === "" || b.last === "" || a.first === "" || b.first === "") return partOfName(a, b, known);
  if (a.last === b.last) return compareFirst(a, b, { known, rare });
  if (isMisspelt(a.last, b.last) && alikeFirst(a.first, b.first)) {
    return said(rare - 3, "name spelt differently");
  }
  if (a.first === b.last || a.last === b.first) return crossed(a, b, rare);
  const more = containsWords(a.whole, b.whole);
  if (more !== undefined) return said(rarity(known, known.of("whole", more)) - 3, "one name holds the other");
  if (a.first === b.first && a.first.length > 1) {
    return { bits: Math.min(rarity(known, known.of("word", a.first)) * 0.3 - 10, -5), reasons: [] };
  }
  return otherPerson;
}

/** "Roe Jane" and "Jane Rowe": in another order and misspelt. */
function crossed(a: Person, b: Person, rare: number): Evidence {
  const [one, other] = a.first === b.last ? [a.last, b.first] : [a.first, b.last];
  return isMisspelt(one, other) ? said(rare - 4, "name spelt differently, in another order") : otherPerson;
}

function alikeFirst(a: string, b: string): boolean {
  return (
    a === b || (a.length === 1 ? b.startsWith(a) : b.length === 1 && a.startsWith(b)) || isNickname(a, b)
  );
}

function isNickname(a: string, b: string): boolean {
  const families = nameFamilies(a);
  return families.length > 0 && nameFamilies(b).some((family) => families.includes(family));
}

function compareFirst(a: Person, b: Person, { known, rare }: { known: Frequencies; rare: number }): Evidence {
  const [one, other] = [a.first, b.first];
  if (one === other) return said(rare - 1, "same name");
  if (one.length === 1 || other.length === 1) {
    if (one[0] !== other[0]) return otherPerson;
    return said(rarity(known, known.of("initial", a.last + " " + one[0])) - 2, "initials");
  }
  if (isNickname(one, other)) return said(rare - 1.5, "nickname");
  if (isMisspelt(one, other)) return said(rare - 3, "name spelt differently");
  return otherPerson;
}

/** One of the two is only a first or only a last name. */
function partOfName(a: Person, b: Person, known: Frequencies): Evidence {
  const [short, long] = a.whole.length < b.whole.length ? [a, b] : [b, a];
  const word = short.whole;
  if (word.includes(" ")) return otherPerson;
  if (!long.whole.split(" ").includes(word)) {
    const near = long.whole.split(" ").some((other) => isMisspelt(word, other));
    return near ? { bits: 0, reasons: ["part of the name, spelt differently"] } : otherPerson;
  }
  return said(Math.min(rarity(known, known.of("word", word)) - 5, 8), "part of the name");
}

/** The shorter of two names of which one holds all words of the other, two at least. */
function containsWords(a: string, b: string): string | undefined {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  const words = long.split(" ");
  return short.includes(" ") && short.split(" ").every((word) => words.includes(word)) ? short : undefined;
}

interface EmailContext {
  readonly known: Frequencies;
  /** The names agree, of which an address is mostly made. */
  readonly named: boolean;
  readonly names: readonly Person[];
}

function compareEmails(a: Person, b: Person, context: EmailContext): Evidence {
  if (a.emails.length === 0 || b.emails.length === 0) return nothing;
  let best: Evidence = { bits: -2, reasons: [] };
  for (const one of a.emails) {
    for (const other of b.emails) {
      const found = compareEmail(one, other, context);
      if (found !== undefined && found.bits > best.bits) best = found;
    }
  }
  return best;
}

function compareEmail(a: Address, b: Address, { known, named, names }: EmailContext): Evidence | undefined {
  if (a.email === b.email) {
    const rare = rarity(known, known.of("email", a.email));
    return said(isSharedLocal(a.local) ? Math.min(rare, 5) : rare + 3, "same email");
  }
  if (isSharedLocal(a.local) || a.local.length < 4) return undefined;
  if (a.local === b.local) {
    if (a.domain === b.domain) return said(14, "same email but for its dots");
    if (isTypo(a.domain, b.domain)) return said(14, "typo in the email");
    const rare = rarity(known, known.of("local", a.local)) - 2;
    return said(Math.min(rare, isMadeOf(a.local, names) ? 0 : 9), "same email name elsewhere");
  }
  const slipped = a.domain === b.domain && isTypo(a.local, b.local);
  return slipped ? said(named ? 6 : 8, "typo in the email") : undefined;
}

/** Another number is no slip: mail1 and mail2 are two. */
function isTypo(a: string, b: string): boolean {
  return isSlip(a, b) && a.replace(/\D/g, "") === b.replace(/\D/g, "");
}

/** An address made of a name tells nothing that the name does not. */
function isMadeOf(local: string, names: readonly Person[]): boolean {
  return names.some(({ first, last }) => {
    const words = last.replaceAll(" ", "");
    return words.length > 1 && (local.includes(words) || local.startsWith(first + words[0]));
  });
}

function comparePhones(a: Person, b: Person, known: Frequencies): Evidence {
  if (a.phones.length === 0 || b.phones.length === 0) return nothing;
  let least = Number.POSITIVE_INFINITY;
  let isTypo = false;
  for (const one of a.phones) {
    for (const other of b.phones) {
      if (one === other) least = Math.min(least, known.of("phone", one));
      else if (one.length >= 8 && isSlip(one, other)) isTypo = true;
    }
  }
  if (least !== Number.POSITIVE_INFINITY) {
    // More than a handful share a number only if it is a firm's.
    return said(rarity(known, least) + (least > 4 ? -4 : 2), "same phone");
  }
  return isTypo ? said(4, "typo in the phone") : { bits: -1.5, reasons: [] };
}

function comparePlaces(a: Person, b: Person, known: Frequencies): Evidence {
  if (a.street !== "" && a.street === b.street && a.city === b.city) {
    return said(Math.min(rarity(known, known.of("street", a.street + a.city)) * 0.6, 8), "same address");
  }
  if (a.city === "" || b.city === "") return nothing;
  if (a.city !== b.city) return { bits: -0.5, reasons: [] };
  return { bits: Math.min(rarity(known, known.of("city", a.city)) * 0.5, 3), reasons: [] };
}

function compareBirthdays(a: Person, b: Person, known: Frequencies): Evidence {
  if (a.birthday === null || b.birthday === null) return nothing;
  const day = a.birthday.slice(-5);
  const sameDay = day === b.birthday.slice(-5);
  const sameYear = a.birthday.slice(0, 4) === b.birthday.slice(0, 4);
  const yearless = a.birthday.startsWith("--") || b.birthday.startsWith("--");
  if (sameDay && (sameYear || yearless)) {
    const rare = Math.min(rarity(known, known.of("birthday", day)), 8);
    return said(sameYear && !yearless ? rare + 5 : rare, "same birthday");
  }
  const swapped = day.slice(3) + "-" + day.slice(0, 2);
  if (sameYear && swapped === b.birthday.slice(-5)) return said(4, "day and month of the birthday swapped");
  return { bits: isSlip(a.birthday, b.birthday) ? -1 : -14, reasons: [] };
}

function compareCompanies(a: Person, b: Person, known: Frequencies): Evidence {
  if (a.companies.length === 0 || b.companies.length === 0) return nothing;
  const both = a.companies.find((company) => b.companies.includes(company));
  if (both === undefined) return { bits: -0.5, reasons: [] };
  const rare = rarity(known, known.of("company", String(both)));
  return said(Math.min(rare * 0.6, 7), "same company");
}
