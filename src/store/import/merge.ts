import { displayName, foldName } from "../../values/name.ts";
import { addParts, makePrimary } from "../contact/parts.ts";
import { type AddressDraft, type ContactRow, editContact } from "../contact.ts";
import type { Db } from "../db.ts";
import { isMergedName } from "../merged.ts";
import type { ImportedContact } from "./contacts.ts";
import { externalIds } from "./known.ts";
import { partsOfName } from "./new-contacts.ts";
import { wasCalled } from "./own-rows.ts";
import { addressesOf, includes, type Present, type StoredAddress } from "./present.ts";

/** update: what the row says holds; fill: only what the contact does not have yet is taken. */
export type MergeMode = "update" | "fill";

export interface Merge {
  readonly mode: MergeMode;
  readonly at: string;
  readonly source: string;
  readonly present: Present;
  /** Null: the row names none. */
  readonly company: () => number | null;
  readonly tag: (name: string) => number;
  /** Only the contact's parts have changed: its row is to say when. */
  readonly touch: (id: number) => void;
}

const rowKeys = ["birthday", "language", "source", "owner", "note"] as const;

/**
 * Brings what a row says into a contact that is there; true when it changed anything. An empty cell never erases,
 * and nothing is taken away: emails, phones, links, tags and companies come beside those that are there.
 */
export function mergeContact(db: Db, id: number, row: ImportedContact, merge: Merge): boolean {
  const patch = rowPatch(db, id, row, merge);
  const changes = [
    Object.keys(patch).length > 0,
    mergeExternalId(db, id, row.externalId, merge),
    mergeLists(db, id, row, merge),
    mergeAddresses(db, id, row.addresses, merge),
    mergeEmployment(db, id, row, merge),
  ];
  if (!changes.includes(true)) return false;
  if (changes[0] === true) editContact(db, id, { patch, at: merge.at });
  else merge.touch(id);
  return true;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

function rowPatch(
  db: Db,
  id: number,
  row: ImportedContact,
  { mode, present }: Pick<Merge, "mode" | "present">,
): ContactRow {
  const patch: Writable<ContactRow> = {};
  const takes = (key: "name" | (typeof rowKeys)[number]) =>
    row[key] !== null && row[key] !== present[key] && (mode === "update" || present[key] === null);
  for (const key of rowKeys) if (takes(key)) patch[key] = row[key];
  const isStale = () => isMergedName(db, id, row.nameKey) || isLeftBehind(db, id, row, present);
  if (takes("name") && (present.name === null || !isStale())) {
    const { name, nameKey } = row;
    const { firstName, lastName } = partsOfName(row);
    return { ...patch, name, firstName, lastName, nameKey };
  }
  if (row.name !== present.name || mode === "fill") return patch;
  if (row.firstName !== null && row.firstName !== present.firstName) patch.firstName = row.firstName;
  if (row.lastName !== null && row.lastName !== present.lastName) patch.lastName = row.lastName;
  const isEdited = row.ownId === id && (patch.firstName ?? patch.lastName) !== undefined;
  return isEdited ? { ...patch, ...nameFollowing(row, present) } : patch;
}

/** Somebody changed the first or last name in our own export from here: "Dr. Jane Roe" becomes "Dr. Jane Doe". */
function nameFollowing(row: ImportedContact, present: Present): Pick<ContactRow, "name" | "nameKey"> {
  const was = displayName({ first: present.firstName, last: present.lastName });
  const now = displayName({
    first: row.firstName ?? present.firstName,
    last: row.lastName ?? present.lastName,
  });
  const name = present.name?.includes(was) ? present.name.replace(was, () => now) : now;
  return { name, nameKey: foldName(name) };
}

/** The same file once more: its full name is the one that did not follow. */
function isLeftBehind(db: Db, id: number, row: ImportedContact, present: Present): boolean {
  const { ownId, name, firstName, lastName } = row;
  if (ownId !== id || name === null) return false;
  if (firstName !== present.firstName || lastName !== present.lastName) return false;
  return wasCalled(db, "contact", { id, name });
}

function mergeExternalId(db: Db, id: number, key: string | null, { source, present }: Merge): boolean {
  if (key === null || includes(present.external, key)) return false;
  return externalIds(db, "contact", source).keep(id, key);
}

function mergeLists(
  db: Db,
  id: number,
  row: ImportedContact,
  { mode, tag, present }: Pick<Merge, "mode" | "tag" | "present">,
): boolean {
  const emails = row.emails.filter(({ key }) => !includes(present.email, key));
  const phones = row.phones.filter(({ key }) => !includes(present.phone, key));
  const links = row.links.filter((url) => !includes(present.links, url));
  const tags = row.tags.filter((name) => !includes(present.tags, String(tag(name))));
  const isAdded = emails.length + phones.length + links.length + tags.length > 0;
  if (isAdded) addParts(db, id, { emails, phones, links, tags });
  if (row.ownId === undefined || mode === "fill") return isAdded;
  const isMoved = (["email", "phone"] as const).map((part) => putFirst(db, id, { part, row, present }));
  return isAdded || isMoved.includes(true);
}

const firstKey = {
  email: "SELECT email_key AS key FROM contact_email WHERE contact_id = ? ORDER BY position LIMIT 1",
  phone: "SELECT phone_key AS key FROM contact_phone WHERE contact_id = ? ORDER BY position LIMIT 1",
};

/** What stands in the column of the first email or phone of our own export is the first from then on. */
function putFirst(
  db: Db,
  id: number,
  { part, row, present }: { part: "email" | "phone"; row: ImportedContact; present: Present },
): boolean {
  const said = (part === "email" ? row.emails : row.phones)[0]?.key;
  if (said === undefined || said === present[part]) return false;
  if (db.get<{ key: string }>(firstKey[part], [id])?.key === said) return false;
  makePrimary(db, part, { id, key: said });
  return true;
}

const parts = ["street", "postalCode", "city", "region", "country"] as const;

/**
 * An address belongs to the one that says the same, else to the next of its label, or without a label to the next of all: a row
 * can have two of one label, and neither takes the place of the other.
 */
function mergeAddresses(
  db: Db,
  id: number,
  addresses: readonly AddressDraft[],
  { mode, present: had }: Pick<Merge, "mode" | "present">,
): boolean {
  if (addresses.length === 0) return false;
  const free = addressesOf(had);
  const take = (fits: (one: StoredAddress) => boolean) => {
    const at = free.findIndex(fits);
    return at < 0 ? undefined : free.splice(at, 1)[0];
  };
  const others = addresses.filter((address) => take((one) => saysSame(address, one)) === undefined);
  const changes = others.map((address) => {
    const label = address.label ?? null;
    const present = take((one) => one.label === label) ?? (label === null ? free.shift() : undefined);
    if (present !== undefined) return changeAddress(db, id, { present, address, mode });
    addParts(db, id, { addresses: [address] });
    return true;
  });
  return changes.includes(true);
}

/** Whether an address has what a row says of one: its label and its parts, where they are said. */
export function saysSame(address: AddressDraft, one: StoredAddress): boolean {
  const label = address.label ?? null;
  return (
    (label === null || label === one.label) &&
    parts.every((part) => !address[part] || address[part] === one[part])
  );
}

function changeAddress(
  db: Db,
  id: number,
  { present, address, mode }: { present: StoredAddress; address: AddressDraft; mode: MergeMode },
): boolean {
  const differing = parts.filter((part) => address[part] && address[part] !== present[part]);
  // A part of another address is no part of this one.
  if (mode === "fill" && differing.some((part) => present[part] !== null)) return false;
  if (differing.length === 0) return false;
  const update = `
    UPDATE contact_address
    SET street = ?, postal_code = ?, city = ?, region = ?, country = ?
    WHERE contact_id = ? AND position = ?`;
  const values = parts.map((part) => address[part] || present[part]);
  db.run(update, [...values, id, present.position]);
  return true;
}

/** The contact's own company of that very name: another one is called the same. */
function namesake(db: Db, id: number, name: string | null): number | undefined {
  const sql = `
    SELECT company.id
    FROM employment
    JOIN company ON company.id = employment.company_id
    WHERE employment.contact_id = ? AND company.name = ?
    ORDER BY employment.position
    LIMIT 1`;
  return db.get<{ id: number }>(sql, [id, name])?.id;
}

/** A company that is new to the contact becomes the present one in an update; one that was left stays left. */
function mergeEmployment(db: Db, id: number, row: ImportedContact, merge: Merge): boolean {
  const found = merge.company();
  if (found === null) return false;
  const companyId = includes(merge.present.companies, String(found))
    ? found
    : (namesake(db, id, row.company) ?? found);
  const isKnown = includes(merge.present.companies, String(companyId));
  if (isKnown && row.role === null && row.department === null) return false;
  const sql = `
    SELECT position, role, department, has_left AS "hasLeft"
    FROM employment
    WHERE contact_id = ? AND company_id = ?
    ORDER BY position`;
  const all = db.all<{
    position: number;
    role: string | null;
    department: string | null;
    hasLeft: number;
  }>(sql, [id, companyId]);
  const present = all.find(({ hasLeft }) => hasLeft === 0) ?? all[0];
  if (present === undefined) {
    const insert = `
      INSERT INTO employment (contact_id, company_id, role, department, position)
      VALUES (?, ?, ?, ?, (SELECT coalesce(max(position), 0) + 1 FROM employment WHERE contact_id = ?))`;
    db.run(insert, [id, companyId, row.role, row.department, id]);
    if (merge.mode === "update") makePrimary(db, "employment", { id, key: companyId });
    return true;
  }
  const pick = (said: string | null, is: string | null) =>
    merge.mode === "update" ? (said ?? is) : (is ?? said);
  const role = pick(row.role, present.role);
  const department = pick(row.department, present.department);
  if (present.hasLeft === 1 || (role === present.role && department === present.department)) return false;
  const update = "UPDATE employment SET role = ?, department = ? WHERE contact_id = ? AND position = ?";
  db.run(update, [role, department, id, present.position]);
  return true;
}
