import { forgetRecord } from "../belongings.ts";
import type { Db } from "../db.ts";

const quotesOf = {
  quote: "SELECT id FROM quote WHERE id = ?",
  contact: `
    SELECT id
    FROM quote
    WHERE contact_id = :id
      OR (coalesce(contact_id, company_id) IS NULL AND deal_id IN (SELECT id FROM deal WHERE contact_id = :id))`,
  company: "SELECT id FROM quote WHERE company_id = ? AND contact_id IS NULL AND deal_id IS NULL",
  deal: "SELECT id FROM quote WHERE deal_id = ? AND contact_id IS NULL AND company_id IS NULL",
} as const;

/** Deletes a quote, or those that would be nobody's without a contact, company or deal. */
export function deleteQuotes(db: Db, noun: keyof typeof quotesOf, id: number): void {
  const params = noun === "contact" ? { id } : [id];
  for (const quote of db.all<{ id: number }>(quotesOf[noun], params)) {
    forgetRecord(db, "quote", quote.id);
    db.run("DELETE FROM quote_line WHERE quote_id = ?", [quote.id]);
    db.run("DELETE FROM quote_version WHERE quote_id = ?", [quote.id]);
    db.run("DELETE FROM quote WHERE id = ?", [quote.id]);
  }
}

/** Takes quotes and agreements of a contact, company or deal that is about to be deleted along, or loosens them from it. */
export function dropQuotes(db: Db, noun: "contact" | "company" | "deal", id: number): void {
  deleteQuotes(db, noun, id);
  for (const step of steps[noun]) db.run(step, { id });
}

const steps = {
  contact: [
    "UPDATE quote SET deal_id = NULL WHERE deal_id IN (SELECT id FROM deal WHERE contact_id = :id)",
    "UPDATE quote SET order_id = NULL WHERE order_id IN (SELECT id FROM sales_order WHERE contact_id = :id)",
    "DELETE FROM agreement WHERE contact_id = :id",
  ],
  company: [
    "UPDATE quote SET company_id = NULL WHERE company_id = :id",
    "DELETE FROM agreement WHERE company_id = :id",
  ],
  deal: ["UPDATE quote SET deal_id = NULL WHERE deal_id = :id"],
} as const;
