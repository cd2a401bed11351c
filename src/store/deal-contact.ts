import { knownNameSql } from "./contact/name.ts";
import type { Db } from "./db.ts";

/** Somebody a deal is with, besides its own contact. */
export interface DealContact {
  readonly id: number;
  /** The name, else the first email or phone. */
  readonly name: string | null;
}

/** Who else a deal is with, in the order in which the contacts were added. */
export function dealContacts(db: Db, dealId: number): DealContact[] {
  const sql =
    "SELECT contact.id, " +
    knownNameSql +
    ` AS name
    FROM deal_contact JOIN contact ON contact.id = deal_contact.contact_id
    WHERE deal_contact.deal_id = ?
    ORDER BY contact.id`;
  return db.all<DealContact>(sql, [dealId]);
}

/**
 * Adds those who are not there yet, the deal's own contact aside; gives how many that were. The first becomes the own
 * contact of a deal that has none.
 */
export function addDealContacts(db: Db, dealId: number, contactIds: readonly number[]): number {
  const [first] = contactIds;
  if (first === undefined) return 0;
  const become = "UPDATE deal SET contact_id = ? WHERE id = ? AND contact_id IS NULL";
  const { changes } = db.run(become, [first, dealId]);
  const sql = `
    INSERT INTO deal_contact (deal_id, contact_id)
    SELECT id, :contactId FROM deal WHERE id = :dealId AND contact_id IS DISTINCT FROM :contactId
    ON CONFLICT DO NOTHING`;
  return contactIds.reduce((sum, contactId) => sum + db.run(sql, { dealId, contactId }).changes, changes);
}

/** False when the deal is not with the contact, or has it as its own. */
export function dropDealContact(db: Db, dealId: number, contactId: number): boolean {
  const sql = "DELETE FROM deal_contact WHERE deal_id = ? AND contact_id = ?";
  return db.run(sql, [dealId, contactId]).changes > 0;
}

/** Somebody who has become the own contact of a deal is not there a second time. */
export function dropOwnContacts(db: Db, contactId: number): void {
  const sql = `
    DELETE FROM deal_contact
    WHERE contact_id = :contactId AND deal_id IN (SELECT id FROM deal WHERE contact_id = :contactId)`;
  db.run(sql, { contactId });
}

/** For a contact that is about to be deleted: its deals with others go on with the first of them. */
export function leaveDeals(db: Db, contactId: number): void {
  const next = `
    UPDATE deal
    SET contact_id = (SELECT min(contact_id) FROM deal_contact WHERE deal_id = deal.id)
    WHERE contact_id = ? AND id IN (SELECT deal_id FROM deal_contact)`;
  db.run("DELETE FROM deal_contact WHERE contact_id = ?", [contactId]);
  if (db.run(next, [contactId]).changes === 0) return;
  const twice = `
    DELETE FROM deal_contact
    WHERE contact_id = (SELECT contact_id FROM deal WHERE id = deal_contact.deal_id)`;
  db.run(twice);
}
