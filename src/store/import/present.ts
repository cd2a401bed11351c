import type { AddressDraft } from "../contact.ts";
import type { Db } from "../db.ts";

/** What a contact has, asked for at once: each question costs as much as what it is about. */
export interface Present {
  readonly name: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly birthday: string | null;
  readonly language: string | null;
  readonly source: string | null;
  readonly owner: string | null;
  readonly note: string | null;
  /** Lists with a unit separator between their parts; null: there is none. Ids are those of the import's source. */
  readonly external: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly links: string | null;
  readonly tags: string | null;
  readonly companies: string | null;
  /** As JSON: see `addressesOf`. */
  readonly addresses: string;
}

const sql = `
  SELECT
    name, first_name, last_name, birthday, language, source, owner, note,
    (SELECT string_agg(key, char(31)) FROM external_id
     WHERE noun = 'contact' AND record_id = contact.id AND external_id.source = ?),
    (SELECT string_agg(email_key, char(31)) FROM contact_email WHERE contact_id = contact.id),
    (SELECT string_agg(phone_key, char(31)) FROM contact_phone WHERE contact_id = contact.id),
    (SELECT string_agg(url, char(31)) FROM contact_link WHERE contact_id = contact.id),
    (SELECT string_agg(tag_id, char(31)) FROM contact_tag WHERE contact_id = contact.id),
    (SELECT string_agg(company_id, char(31)) FROM employment WHERE contact_id = contact.id),
    (SELECT json_group_array(json_array(position, label, street, postal_code, city, region, country))
     FROM contact_address WHERE contact_id = contact.id)
  FROM contact
  WHERE id = ?`;

/** What contacts have, the last one kept: who a row is about is told by the same values that it is compared with. */
export interface PresentContacts {
  of(id: number): Present;
  /** The contact has been written to. */
  forget(): void;
}

export function presentContacts(db: Db, source: string): PresentContacts {
  let last: { readonly id: number; readonly present: Present } | undefined;
  return {
    of(id) {
      if (last?.id !== id) last = { id, present: presentOf(db.row(sql, [source, id])!) };
      return last.present;
    },
    forget() {
      last = undefined;
    },
  };
}

type Text = string | null;
type Row = readonly [
  ...[name: Text, firstName: Text, lastName: Text, birthday: Text, language: Text, source: Text, owner: Text],
  ...[note: Text, external: Text, email: Text, phone: Text, links: Text, tags: Text, companies: Text],
  addresses: string,
];

/** Put together here: as an object from SQLite a row takes a third longer. */
function presentOf(row: readonly unknown[]): Present {
  const [name, firstName, lastName, birthday, language, source, owner, ...more] = row as Row;
  const [note, external, email, phone, links, tags, companies, addresses] = more;
  // Written out: spreading takes ten times as long.
  return {
    name,
    firstName,
    lastName,
    birthday,
    language,
    source,
    owner,
    note,
    external,
    email,
    phone,
    links,
    tags,
    companies,
    addresses,
  };
}

export type StoredAddress = Required<AddressDraft> & { readonly position: number };

type AddressRow = readonly [position: number, ...Text[]];

/** In the order of their positions. */
export function addressesOf({ addresses }: Pick<Present, "addresses">): StoredAddress[] {
  const rows = JSON.parse(addresses) as readonly AddressRow[];
  const found = rows.map(([position, label = null, street = null, postalCode = null, ...rest]) => {
    const [city = null, region = null, country = null] = rest;
    return { position, label, street, postalCode, city, region, country };
  });
  return found.sort((a, b) => a.position - b.position);
}

/** Whether a list of `Present` has the value. */
export function includes(list: string | null, value: string): boolean {
  return list === value || (list?.split("\x1f").includes(value) ?? false);
}
