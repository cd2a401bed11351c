import type { ImportedContact } from "../store/import-contacts.ts";
import { emailKey } from "../values/email.ts";
import { type Col, cellOf, lineOf } from "./columns.ts";
import { emailsOf, nameOf } from "./contacts.ts";

/** Where a file of purchases or deals says who the customer is. */
export interface CustomerColumns {
  readonly id: Col | undefined;
  readonly name: Col | undefined;
  readonly email: Col | undefined;
  readonly company: Col | undefined;
}

const blank: Omit<ImportedContact, "externalId" | "name" | "firstName" | "lastName" | "nameKey" | "emails"> =
  {
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
    role: null,
    department: null,
    tags: [],
  };
const nameless = { name: null, firstName: null, lastName: null, nameKey: null };

/**
 * The customer as a contact; null when the row names no person. An id with an @ is an email. Lacking anything else to
 * call the customer, the id is the name as well.
 */
export function customerOf(
  cells: readonly string[],
  { id, name, email, company }: CustomerColumns,
): ImportedContact | null {
  const said = lineOf(cells, id);
  const asEmail = said !== null && id !== undefined && said.includes("@") ? emailsOf(cells, id) : [];
  const own = email === undefined || cellOf(cells, email) === "" ? [] : emailsOf(cells, email);
  const emails = [...own, ...asEmail.filter(({ key }) => own.every((other) => other.key !== emailKey(key)))];
  const externalId = asEmail.length > 0 ? null : said;
  const called = lineOf(cells, name) ?? (emails.length === 0 ? externalId : null);
  if (externalId === null && called === null && emails.length === 0) return null;
  const names = called === null ? nameless : nameOf(called);
  return { ...blank, externalId, ...names, emails, company: lineOf(cells, company) };
}
