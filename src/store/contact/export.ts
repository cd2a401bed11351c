import type { Field } from "../../field.ts";
import type { Db } from "../db.ts";

/**
 * What a contact has more than one of, besides the first, and what each is called: for exports, which are to be whole;
 * lists do without. There are as many addresses as the contact with the most of them has, at least two.
 */
export function contactExportFields(db: Db): readonly Field[] {
  const sql = "SELECT max(n) AS n FROM (SELECT count(*) AS n FROM contact_address GROUP BY contact_id)";
  const most = db.get<{ n: number | null }>(sql)?.n ?? 0;
  const places = Array.from({ length: Math.max(1, most - 1) }, (_, at) => at + 2);
  return [...partFields, ...places.flatMap(addressFields)];
}

/** One for each, "" for none; null when none has any. */
const labelsOrNull =
  "CASE WHEN count(label) > 0 THEN string_agg(coalesce(label, ''), char(31) ORDER BY position) END";

const partFields: readonly Field[] = [
  list(
    "otherEmails",
    "Other emails",
    others("contact_email", "string_agg(email, char(31) ORDER BY position)"),
  ),
  list(
    "otherPhones",
    "Other phones",
    others("contact_phone", "string_agg(phone, char(31) ORDER BY position)"),
  ),
  {
    ...list(
      "links",
      "Links",
      "(SELECT string_agg(url, char(31) ORDER BY position) FROM contact_link WHERE contact_id = contact.id)",
    ),
    only: { table: "contact_link" },
  },
  list(
    "otherCompanies",
    "Other companies",
    `(SELECT string_agg(company.name, char(31) ORDER BY employment.position)
      FROM employment JOIN company ON company.id = employment.company_id
      WHERE employment.contact_id = contact.id
        AND employment.has_left = 0
        AND employment.position > (
          SELECT min(position) FROM employment WHERE contact_id = contact.id AND has_left = 0))`,
  ),
  text("emailLabel", "Email is", first("contact_email")),
  list("otherEmailLabels", "Other emails are", others("contact_email", labelsOrNull)),
  text("phoneLabel", "Phone is", first("contact_phone")),
  list("otherPhoneLabels", "Other phones are", others("contact_phone", labelsOrNull)),
  text("addressLabel", "Address is", first("contact_address")),
];

/** The second, third, ... address: "address2Label", "address2Street", ... */
function addressFields(nth: number): readonly Field[] {
  return addressParts.map(({ name, column }) =>
    text(
      "address" + nth + name,
      "Address " + nth + " " + name.toLowerCase(),
      "(SELECT " +
        column +
        " FROM contact_address WHERE contact_id = contact.id ORDER BY position LIMIT 1 OFFSET " +
        (nth - 1) +
        ")",
    ),
  );
}

const addressParts = [
  { name: "Label", column: "label" },
  { name: "Street", column: "street" },
  { name: "PostalCode", column: "postal_code" },
  { name: "City", column: "city" },
  { name: "Region", column: "region" },
  { name: "Country", column: "country" },
] as const;

function text(key: string, header: string, sql: string): Field {
  return { key, header, type: "text", sql };
}

function list(key: string, header: string, sql: string): Field {
  return { key, header, type: "list", sql };
}

/** Of all rows of a part but the first. */
function others(table: string, value: string): string {
  const own = " FROM " + table + " WHERE contact_id = contact.id";
  return "(SELECT " + value + own + " AND position > (SELECT min(position)" + own + "))";
}

function first(table: string): string {
  return "(SELECT label FROM " + table + " WHERE contact_id = contact.id ORDER BY position LIMIT 1)";
}
