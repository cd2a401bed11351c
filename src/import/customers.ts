import type { ImportedContact } from "../store/import/contacts.ts";
import type { Customer, OwnPeople } from "../store/import/customers.ts";
import { emailKey, isEmail, parseEmail } from "../values/email.ts";
import { foldName } from "../values/name.ts";
import { quickPhone } from "../values/phone.ts";
import { type Col, cellOf, inCell, severalOf } from "./columns.ts";
import { emailsOf } from "./contacts.ts";
import { type Name, nameless, nameOf } from "./names.ts";
import { ownIn } from "./own-people.ts";

/** Where a file of purchases or deals says who the customer is. */
export interface CustomerColumns {
  readonly id: Col | undefined;
  readonly name: Col | undefined;
  readonly email: Col | undefined;
  readonly company: Col | undefined;
  readonly companyId?: Col | undefined;
}

/** A contact of whom nothing is said. */
export const blank: Omit<ImportedContact, "externalId" | "emails" | keyof Name> = {
  birthday: null,
  language: null,
  lifecycle: null,
  source: null,
  owner: null,
  note: null,
  createdAt: null,
  phones: [],
  addresses: [],
  links: [],
  company: null,
  companyKey: null,
  alsoAt: [],
  role: null,
  department: null,
  tags: [],
  refuses: [],
  inTouch: null,
  extras: [],
};

/**
 * The customer as a contact; null when the row names no person. An id with an @ is an email, and so is a name that is
 * one where the row has no other. Lacking anything else to call the customer, the id is the name as well.
 */
export function customerOf(
  cells: readonly string[],
  { id, name, email, company, companyId }: CustomerColumns,
): Customer | null {
  const said = severalOf(cells, id)[0] || null;
  const asEmail = said !== null && id !== undefined && said.includes("@") ? emailsOf(cells, id) : [];
  const first = email === undefined || cellOf(cells, email) === "" ? [] : emailsOf(cells, email);
  const given = [
    ...first,
    ...asEmail.filter(({ key }) => first.every((other) => other.key !== emailKey(key))),
  ];
  const externalId = asEmail.length > 0 ? null : said;
  const called = (severalOf(cells, name)[0] || null) ?? (given.length === 0 ? externalId : null);
  if (externalId === null && called === null && given.length === 0) return null;
  const own = ownIn(cells, name);
  const who = called === null ? { ...nameless, emails: given } : calledIn(called, given, own);
  return { ...blank, externalId, ...who, ...companyOf(cells, { company, companyId }), own };
}

/**
 * What a customer is called. An email is no name, where there is no other, and in our own export neither is an
 * international number; a name of our own export is not turned round.
 */
export function calledIn(
  called: string,
  emails: ImportedContact["emails"],
  own?: OwnPeople,
): Name & Pick<ImportedContact, "emails" | "phones"> {
  const phones: ImportedContact["phones"] = [];
  if (emails.length === 0 && isEmail(called))
    return { ...nameless, emails: [{ email: called, key: emailKey(called), label: null }], phones };
  const name = nameOf(called);
  if (own === undefined) return { ...name, emails, phones };
  const e164 = called.startsWith("+") ? (quickPhone(called)?.e164 ?? null) : null;
  if (e164 !== null)
    return { ...nameless, emails, phones: [{ phone: called, e164, key: e164.slice(1), label: null }] };
  return { ...name, name: called, nameKey: foldName(called), emails, phones };
}

/**
 * People of whom a row has names, ids or both, with semicolons between them. A name goes with the id at its place, if there
 * are as many of both; else nobody can say whose it is, and the ids alone count.
 */
export function peopleNamed(
  names: readonly string[],
  ids: readonly string[],
): (Name & Pick<ImportedContact, "externalId">)[] {
  const count = Math.max(names.length, ids.length);
  return Array.from({ length: count }, (_, at) => {
    const externalId = ids.length === count ? ids[at]! : null;
    const called = names.length === count ? names[at]! : (externalId ?? names[at] ?? "");
    return { ...nameOf(called), externalId };
  });
}

/** Those behind the first of whom a row names several. */
export function othersOf(
  cells: readonly string[],
  { id, name }: Pick<CustomerColumns, "id" | "name">,
): ImportedContact[] {
  const [names, ids] = [name, id].map((col) => severalOf(cells, col).filter((part) => part !== ""));
  const [, ...others] = peopleNamed(names!, ids!);
  return others.map((other) => ({ ...blank, emails: [], ...other }));
}

/** Everybody in a column of people, by name or email, with semicolons between them; our own export has their ids too. */
export function othersIn(cells: readonly string[], col: Col | undefined): Customer[] {
  if (col === undefined) return [];
  const parts = severalOf(cells, { ...col, several: true }).filter((part) => part !== "");
  const ids = ownIn(cells, col)?.ids;
  return parts.map((part, at) => {
    if (ids?.length === parts.length) {
      const own = { ids: [ids[at]!], called: part };
      return { ...blank, externalId: null, ...calledIn(part, [], own), own };
    }
    if (!/^\S+@\S+$/.test(part)) return { ...blank, externalId: null, emails: [], ...nameOf(part) };
    const email = inCell(col, part, () => parseEmail(part));
    return {
      ...blank,
      ...nameless,
      externalId: null,
      emails: [{ email, key: emailKey(email), label: null }],
    };
  });
}

/** The first company that a row names, with its id where the file is from. */
export function companyOf(
  cells: readonly string[],
  { company, companyId }: Pick<CustomerColumns, "company" | "companyId">,
): Pick<ImportedContact, "company" | "companyKey"> {
  return {
    company: severalOf(cells, company)[0] || null,
    companyKey: severalOf(cells, companyId)[0] || null,
  };
}
