import type { AddressDraft, ContactDraft, EmailDraft, EmploymentDraft, PhoneDraft } from "../contact.ts";
import { setCustomValues } from "../custom.ts";
import type { Db, Value } from "../db.ts";
import { tagIds } from "../tag.ts";
import { setDate } from "./date.ts";

/** Adds emails, phones and the rest behind those that are there; what the contact has already is left as it is. */
export function addParts(db: Db, id: number, draft: Partial<ContactDraft>): void {
  for (const email of draft.emails ?? []) addEmail(db, id, email);
  for (const phone of draft.phones ?? []) addPhone(db, id, phone);
  for (const address of draft.addresses ?? []) addAddress(db, id, address);
  for (const url of draft.links ?? []) addLink(db, id, url.trim());
  for (const date of draft.dates ?? []) setDate(db, id, date);
  for (const employment of draft.employments ?? []) addEmployment(db, id, employment);
  for (const tagId of tagIds(db, draft.tags ?? [])) {
    db.run("INSERT INTO contact_tag (contact_id, tag_id) VALUES (?, ?) ON CONFLICT DO NOTHING", [id, tagId]);
  }
  if (draft.custom !== undefined) setCustomValues(db, { noun: "contact", id }, draft.custom);
}

function addEmail(db: Db, id: number, { key, email, label }: EmailDraft): void {
  const sql = `
    INSERT INTO contact_email (contact_id, email_key, email, label, position)
    VALUES (?, ?, ?, ?, (SELECT coalesce(max(position), 0) + 1 FROM contact_email WHERE contact_id = ?))
    ON CONFLICT (contact_id, email_key) DO NOTHING`;
  db.run(sql, [id, key, email, label, id]);
}

function addPhone(db: Db, id: number, { key, phone, e164, label }: PhoneDraft): void {
  const sql = `
    INSERT INTO contact_phone (contact_id, phone_key, phone, e164, label, position)
    VALUES (?, ?, ?, ?, ?, (SELECT coalesce(max(position), 0) + 1 FROM contact_phone WHERE contact_id = ?))
    ON CONFLICT (contact_id, phone_key) DO NOTHING`;
  db.run(sql, [id, key, phone, e164, label, id]);
}

function addAddress(db: Db, id: number, address: AddressDraft): void {
  const sql = `
    INSERT INTO contact_address (contact_id, label, street, postal_code, city, region, country, position)
    VALUES (?, ?, ?, ?, ?, ?, ?, (SELECT coalesce(max(position), 0) + 1 FROM contact_address WHERE contact_id = ?))`;
  const {
    label = null,
    street = null,
    postalCode = null,
    city = null,
    region = null,
    country = null,
  } = address;
  db.run(sql, [id, label, street, postalCode, city, region, country, id]);
}

function addLink(db: Db, id: number, url: string): void {
  const sql = `
    INSERT INTO contact_link (contact_id, url, position)
    VALUES (?, ?, (SELECT coalesce(max(position), 0) + 1 FROM contact_link WHERE contact_id = ?))
    ON CONFLICT (contact_id, url) DO NOTHING`;
  db.run(sql, [id, url, id]);
}

function addEmployment(db: Db, id: number, { companyId, role, department }: EmploymentDraft): void {
  const known = db.get<{ position: number }>(
    "SELECT position FROM employment WHERE contact_id = ? AND company_id = ? AND has_left = 0",
    [id, companyId],
  );
  if (known !== undefined) {
    const { position } = known;
    const sql = `
      UPDATE employment
      SET role = coalesce(:role, role), department = coalesce(:department, department)
      WHERE contact_id = :id AND position = :position`;
    db.run(sql, { id, position, role, department });
    return;
  }
  const sql = `
    INSERT INTO employment (contact_id, company_id, role, department, position)
    VALUES (?, ?, ?, ?, (SELECT coalesce(max(position), 0) + 1 FROM employment WHERE contact_id = ?))`;
  db.run(sql, [id, companyId, role, department, id]);
}

/** Tables whose rows have a position within a contact; the lowest is the primary one. */
const positioned = {
  email: { table: "contact_email", key: "email_key" },
  phone: { table: "contact_phone", key: "phone_key" },
  employment: { table: "employment", key: "company_id" },
} as const;

/** Puts one email, phone or company of a contact before its others: it is the primary one from now on. */
export function makePrimary(db: Db, part: keyof typeof positioned, owner: { id: number; key: Value }): void {
  const { table, key } = positioned[part];
  const rows = db.all<{ key: Value; position: number }>(
    "SELECT " + key + " AS key, position FROM " + table + " WHERE contact_id = ? ORDER BY position",
    [owner.id],
  );
  const ordered = [
    ...rows.filter((row) => row.key === owner.key),
    ...rows.filter((row) => row.key !== owner.key),
  ];
  const shift = Math.max(0, ...rows.map((row) => row.position));
  const move = db.prepare("UPDATE " + table + " SET position = ? WHERE contact_id = ? AND position = ?");
  for (const [index, row] of ordered.entries()) move.run([shift + index + 1, owner.id, row.position]);
}

/** Gives the primary address new parts, or makes one. A null part is emptied; an address without parts goes. */
export function editAddress(db: Db, id: number, patch: AddressDraft): void {
  const sql = `
    SELECT position, label, street, postal_code AS postalCode, city, region, country
    FROM contact_address
    WHERE contact_id = ?
    ORDER BY position
    LIMIT 1`;
  const present = db.get<Required<AddressDraft> & { position: number }>(sql, [id]);
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  const { street, postalCode, city, region, country, label } = { ...present, ...given } as AddressDraft;
  const isEmpty = !(street || postalCode || city || region || country);
  if (present === undefined) {
    if (!isEmpty) addAddress(db, id, patch);
    return;
  }
  const at = [id, present.position];
  if (isEmpty) {
    db.run("DELETE FROM contact_address WHERE contact_id = ? AND position = ?", at);
    return;
  }
  const update = `
    UPDATE contact_address
    SET label = ?, street = ?, postal_code = ?, city = ?, region = ?, country = ?
    WHERE contact_id = ? AND position = ?`;
  const values = [label, street, postalCode, city, region, country].map((value) => value || null);
  db.run(update, [...values, ...at]);
}

/** Takes a part away from a contact; false when the contact does not have it. */
export function removePart(db: Db, part: "email" | "phone", owner: { id: number; key: string }): boolean {
  const { table, key } = positioned[part];
  return (
    db.run("DELETE FROM " + table + " WHERE contact_id = ? AND " + key + " = ?", [owner.id, owner.key])
      .changes > 0
  );
}

export function removeTag(db: Db, id: number, tagKey: string): boolean {
  const sql =
    "DELETE FROM contact_tag WHERE contact_id = ? AND tag_id = (SELECT id FROM tag WHERE name_key = ?)";
  return db.run(sql, [id, tagKey]).changes > 0;
}

/** The contact worked there once; false when it does not work there now. */
export function leaveCompany(db: Db, id: number, left: { companyId: number; date: string | null }): boolean {
  const sql =
    "UPDATE employment SET has_left = 1, end_date = ? WHERE contact_id = ? AND company_id = ? AND has_left = 0";
  return db.run(sql, [left.date, id, left.companyId]).changes > 0;
}
