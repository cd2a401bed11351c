import { isSlip } from "../../values/latin.ts";
import { isSharedLocal } from "./blocks.ts";
import { type Evidence, type Frequencies, nothing, rarity, said } from "./evidence.ts";
import { compareNames, otherPerson } from "./names.ts";
import type { Address, Person } from "./people.ts";

/**
 * Whether two contacts are one person, after Fellegi and Sunter (1969): each thing that both say adds the logarithm of
 * how much likelier it is of one person than of two. Agreement counts by the rarity of the value; disagreement is set by
 * hand, strongest for first names, so that a family at one address and colleagues at one switchboard stay apart.
 */
export function compare(a: Person, b: Person, known: Frequencies): Evidence {
  const bits = 1 - Math.log2(known.population);
  const name = compareNames(a, b, known);
  const isOther = name === otherPerson;
  if (isOther && !a.emails.some(({ email }) => b.emails.some((other) => other.email === email)))
    return { bits: bits + name.bits, reasons: [] };
  const evidence: Evidence = { bits, reasons: [] };
  add(evidence, name);
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
