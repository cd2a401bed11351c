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
}

const sql = `
  SELECT
    name, first_name AS firstName, last_name AS lastName, birthday, language, source, owner, note,
    (SELECT string_agg(key, char(31)) FROM external_id
     WHERE noun = 'contact' AND record_id = contact.id AND external_id.source = ?) AS external,
    (SELECT string_agg(email_key, char(31)) FROM contact_email WHERE contact_id = contact.id) AS email,
    (SELECT string_agg(phone_key, char(31)) FROM contact_phone WHERE contact_id = contact.id) AS phone,
    (SELECT string_agg(url, char(31)) FROM contact_link WHERE contact_id = contact.id) AS links,
    (SELECT string_agg(tag_id, char(31)) FROM contact_tag WHERE contact_id = contact.id) AS tags,
    (SELECT string_agg(company_id, char(31)) FROM employment WHERE contact_id = contact.id) AS companies
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
      if (last?.id !== id) last = { id, present: db.get<Present>(sql, [source, id])! };
      return last.present;
    },
    forget() {
      last = undefined;
    },
  };
}

/** Whether a list of `Present` has the value. */
export function includes(list: string | null, value: string): boolean {
  return list === value || (list?.split("\x1f").includes(value) ?? false);
}
