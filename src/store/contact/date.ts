import { fold } from "../../values/fold.ts";
import type { Db } from "../db.ts";

/** A day that comes back each year; `date` is YYYY-MM-DD, or --MM-DD where the year is not known. */
export interface YearlyDate {
  readonly label: string;
  readonly date: string;
}

/** The yearly dates of a contact by their labels, without the birthday. */
export function datesOf(db: Db, contactId: number): YearlyDate[] {
  return db.all("SELECT label, date FROM contact_date WHERE contact_id = ? ORDER BY label_key", [contactId]);
}

/** Sets a contact's yearly date; one of the same label gets the new day, an empty day takes it away. */
export function setDate(db: Db, contactId: number, { label, date }: YearlyDate): void {
  const key = fold(label);
  if (date === "") {
    db.run("DELETE FROM contact_date WHERE contact_id = ? AND label_key = ?", [contactId, key]);
    return;
  }
  const sql = `
    INSERT INTO contact_date (contact_id, label_key, label, date)
    VALUES (?, ?, ?, ?)
    ON CONFLICT (contact_id, label_key) DO UPDATE SET label = excluded.label, date = excluded.date`;
  db.run(sql, [contactId, key, label, date]);
}
