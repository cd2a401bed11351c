import type { Field } from "../../field.ts";

/** What a contact has more than one of, besides the first: for exports, which are to be whole; lists do without. */
export const contactExportFields: readonly Field[] = [
  {
    key: "otherEmails",
    header: "Other emails",
    type: "list",
    sql: `(SELECT string_agg(email, char(31) ORDER BY position)
      FROM contact_email
      WHERE contact_id = contact.id
        AND position > (SELECT min(position) FROM contact_email WHERE contact_id = contact.id))`,
  },
  {
    key: "otherPhones",
    header: "Other phones",
    type: "list",
    sql: `(SELECT string_agg(phone, char(31) ORDER BY position)
      FROM contact_phone
      WHERE contact_id = contact.id
        AND position > (SELECT min(position) FROM contact_phone WHERE contact_id = contact.id))`,
  },
];
