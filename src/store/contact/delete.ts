import { forgetRecord } from "../belongings.ts";
import type { Db } from "../db.ts";
import { leaveDeals } from "../deal-contact.ts";
import { forgetDistinct } from "../distinct.ts";
import { dropQuotes } from "../quote/delete.ts";

/** What goes with a contact when it is deleted. */
export interface ContactBelongings {
  readonly deals: number;
  readonly orders: number;
  readonly activities: number;
  readonly followups: number;
  readonly tickets: number;
  readonly invoices: number;
  readonly quotes: number;
  readonly agreements: number;
}

/** Counts what `deleteContact` will take along; deals and activities shared with other contacts stay with those. */
export function contactBelongings(db: Db, id: number): ContactBelongings {
  const sql = `
    SELECT
      (SELECT count(*)
       FROM deal
       WHERE contact_id = :id AND id NOT IN (SELECT deal_id FROM deal_contact)) AS deals,
      (SELECT count(*) FROM sales_order WHERE contact_id = :id) AS orders,
      (SELECT count(*)
       FROM activity_contact AS own
       WHERE own.contact_id = :id
         AND NOT EXISTS (
           SELECT 1 FROM activity_contact WHERE activity_id = own.activity_id AND contact_id <> :id
         )) AS activities,
      (SELECT count(*) FROM follow_up WHERE contact_id = :id) AS followups,
      (SELECT count(*) FROM ticket WHERE contact_id = :id) AS tickets,
      (SELECT count(*) FROM invoice WHERE contact_id = :id) AS invoices,
      (SELECT count(*) FROM quote WHERE contact_id = :id) AS quotes,
      (SELECT count(*) FROM agreement WHERE contact_id = :id) AS agreements`;
  return db.get<ContactBelongings>(sql, { id })!;
}

/** In order: what refers to others before what is referred to. */
const steps = [
  "DELETE FROM payment WHERE invoice_id IN (SELECT id FROM invoice WHERE contact_id = :id)",
  "DELETE FROM invoice WHERE contact_id = :id",
  "DELETE FROM ticket_event WHERE ticket_id IN (SELECT id FROM ticket WHERE contact_id = :id)",
  "DELETE FROM ticket WHERE contact_id = :id",
  "UPDATE ticket SET order_id = NULL WHERE order_id IN (SELECT id FROM sales_order WHERE contact_id = :id)",
  "UPDATE invoice SET order_id = NULL WHERE order_id IN (SELECT id FROM sales_order WHERE contact_id = :id)",
  "DELETE FROM follow_up WHERE contact_id = :id OR deal_id IN (SELECT id FROM deal WHERE contact_id = :id)",
  "DELETE FROM order_line WHERE order_id IN (SELECT id FROM sales_order WHERE contact_id = :id)",
  "DELETE FROM sales_order WHERE contact_id = :id",
  "UPDATE sales_order SET deal_id = NULL WHERE deal_id IN (SELECT id FROM deal WHERE contact_id = :id)",
  "UPDATE activity SET deal_id = NULL WHERE deal_id IN (SELECT id FROM deal WHERE contact_id = :id)",
  "DELETE FROM stage_change WHERE deal_id IN (SELECT id FROM deal WHERE contact_id = :id)",
  "DELETE FROM deal_tag WHERE deal_id IN (SELECT id FROM deal WHERE contact_id = :id)",
  "DELETE FROM deal WHERE contact_id = :id",
  "DELETE FROM contact_email WHERE contact_id = :id",
  "DELETE FROM contact_phone WHERE contact_id = :id",
  "DELETE FROM contact_address WHERE contact_id = :id",
  "DELETE FROM contact_link WHERE contact_id = :id",
  "DELETE FROM contact_date WHERE contact_id = :id",
  "DELETE FROM contact_tag WHERE contact_id = :id",
  "DELETE FROM employment WHERE contact_id = :id",
  "DELETE FROM lifecycle_change WHERE contact_id = :id",
  "DELETE FROM consent WHERE contact_id = :id",
  "DELETE FROM campaign_response WHERE contact_id = :id",
  "DELETE FROM campaign_member WHERE contact_id = :id",
  "UPDATE survey_answer SET contact_id = NULL WHERE contact_id = :id",
  "DELETE FROM contact_qualification WHERE contact_id = :id",
  "DELETE FROM merged_record WHERE noun = 'contact' AND into_id = :id",
] as const;

/** Deletes a contact with its parts, orders and follow-ups, and the deals and activities that were with it alone. */
export function deleteContact(db: Db, id: number): void {
  const sql = `
    SELECT own.activity_id AS id
    FROM activity_contact AS own
    WHERE own.contact_id = :id
      AND NOT EXISTS (SELECT 1 FROM activity_contact WHERE activity_id = own.activity_id AND contact_id <> :id)`;
  leaveDeals(db, id);
  const alone = db.all<{ id: number }>(sql, { id });
  db.run("DELETE FROM activity_contact WHERE contact_id = ?", [id]);
  for (const activity of alone) {
    forgetRecord(db, "activity", activity.id);
    db.run("DELETE FROM activity WHERE id = ?", [activity.id]);
  }
  dropQuotes(db, "contact", id);
  forgetOwned(db, id);
  forgetDistinct(db, "contact", id);
  for (const step of steps) db.run(step, { id });
  db.run("DELETE FROM contact WHERE id = ?", [id]);
}

/** What the contact, and what goes with it, has beside its own parts. */
function forgetOwned(db: Db, id: number): void {
  forgetRecord(db, "contact", id);
  for (const [noun, sql] of [
    [
      "followup",
      `SELECT id
      FROM follow_up
      WHERE contact_id = :id OR deal_id IN (SELECT id FROM deal WHERE contact_id = :id)`,
    ],
    ["deal", "SELECT id FROM deal WHERE contact_id = :id"],
    ["order", "SELECT id FROM sales_order WHERE contact_id = :id"],
    ["ticket", "SELECT id FROM ticket WHERE contact_id = :id"],
    ["invoice", "SELECT id FROM invoice WHERE contact_id = :id"],
  ] as const) {
    for (const record of db.all<{ id: number }>(sql, { id })) forgetRecord(db, noun, record.id);
  }
}
