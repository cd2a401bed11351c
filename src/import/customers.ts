import type { ImportedContact } from "../store/import/contacts.ts";
import { emailKey } from "../values/email.ts";
import { type Col, cellOf, severalOf } from "./columns.ts";
import { emailsOf } from "./contacts.ts";
import { type Name, nameless, nameOf } from "./names.ts";

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
  extras: [],
};

/**
 * The customer as a contact; null when the row names no person. An id with an @ is an email. Lacking anything else to
 * call the customer, the id is the name as well.
 */
export function customerOf(
  cells: readonly string[],
  { id, name, email, company, companyId }: CustomerColumns,
): ImportedContact | null {
  const said = severalOf(cells, id)[0] || null;
  const asEmail = said !== null && id !== undefined && said.includes("@") ? emailsOf(cells, id) : [];
  const own = email === undefined || cellOf(cells, email) === "" ? [] : emailsOf(cells, email);
  const emails = [...own, ...asEmail.filter(({ key }) => own.every((other) => other.key !== emailKey(key)))];
  const externalId = asEmail.length > 0 ? null : said;
  const called = (severalOf(cells, name)[0] || null) ?? (emails.length === 0 ? externalId : null);
  if (externalId === null && called === null && emails.length === 0) return null;
  const names = called === null ? nameless : nameOf(called);
  return { ...blank, externalId, ...names, emails, ...companyOf(cells, { company, companyId }) };
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
