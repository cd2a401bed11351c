import { splitName } from "../../values/name.ts";
import { nextId, rowBuffer } from "../bulk.ts";
import type { Db } from "../db.ts";
import { indexTexts, type SearchText } from "../search/indexing.ts";
import type { ImportedContact, ImportOptions } from "./contacts.ts";

/** Collects new contacts and writes them table by table, many at a time. */
export function newRows(db: Db, { at, source, dayOf }: Pick<ImportOptions, "at" | "source" | "dayOf">) {
  const buffer = (table: string, columns: string) => rowBuffer(db, table, columns.split(" "));
  const contact = buffer(
    "contact",
    "id name first_name last_name name_key birthday language lifecycle source owner note created_at updated_at",
  );
  const emails = buffer("contact_email", "contact_id email_key email label position");
  const phones = buffer("contact_phone", "contact_id phone_key phone e164 label position");
  const addresses = buffer(
    "contact_address",
    "contact_id position label street postal_code city region country",
  );
  const links = buffer("contact_link", "contact_id url position");
  const employments = buffer("employment", "contact_id position company_id role department");
  const contactTags = buffer("contact_tag", "contact_id tag_id");
  const externalIds = buffer("external_id", "noun source key record_id");
  const steps = buffer("lifecycle_change", "contact_id to_lifecycle changed_date cause");
  const all = [contact, emails, phones, addresses, links, employments, contactTags, externalIds, steps];
  let texts: SearchText[] = [];
  let next = nextId(db, "contact");
  const addParts = (id: number, row: ImportedContact) => {
    for (const [at, part] of unique(row.emails).entries()) {
      emails.push(id, part.key, part.email, part.label, at + 1);
    }
    for (const [at, part] of unique(row.phones).entries()) {
      phones.push(id, part.key, part.phone, part.e164, part.label, at + 1);
    }
    for (const [at, part] of row.addresses.entries()) {
      const { label = null, street = null, postalCode = null, city = null, region = null } = part;
      addresses.push(id, at + 1, label, street, postalCode, city, region, part.country ?? null);
    }
    for (const [at, url] of [...new Set(row.links)].entries()) links.push(id, url, at + 1);
    if (row.externalId !== null) externalIds.push("contact", source, row.externalId, id);
  };
  return {
    next: () => next,
    add(row: ImportedContact, companyId: number | null, tagIds: readonly number[]): number {
      const id = next++;
      const { name, nameKey, birthday, language, source: from, owner, note } = row;
      const { firstName, lastName } = partsOfName(row);
      const lifecycle = row.lifecycle ?? "lead";
      const made = row.createdAt ?? at;
      contact.push(
        id,
        name,
        firstName,
        lastName,
        nameKey,
        birthday,
        language,
        lifecycle,
        from,
        owner,
        note,
        made,
        at,
      );
      if (made !== at) steps.push(id, lifecycle, dayOf(made), "added");
      addParts(id, row);
      if (companyId !== null) employments.push(id, 1, companyId, row.role, row.department);
      for (const tagId of new Set(tagIds)) contactTags.push(id, tagId);
      texts.push(textOf(id, row));
      return id;
    },
    flush(): void {
      for (const rows of all) rows.flush();
      indexTexts(db, "contact", texts);
      texts = [];
    },
  };
}

/** First and last name; of a row that does not say them, what its name comes to. */
export function partsOfName(row: ImportedContact): Pick<ImportedContact, "firstName" | "lastName"> {
  if (row.name === null || row.firstName !== null || row.lastName !== null) return row;
  const { first, last } = splitName(row.name);
  return { firstName: first, lastName: last };
}

function unique<T extends { readonly key: string }>(parts: readonly T[]): readonly T[] {
  if (parts.length < 2) return parts;
  return parts.filter((part, at) => parts.findIndex((other) => other.key === part.key) === at);
}

/** What the search index holds of a contact: the same as its SQL in search.ts finds. */
function textOf(id: number, { name, emails, phones, company, note }: ImportedContact): SearchText {
  const body = [...emails.map(({ email }) => email), company, note].filter((text) => text !== null).join(" ");
  return { id, name, body, phones: phones.length === 0 ? null : phones.map(({ key }) => key).join(" ") };
}
