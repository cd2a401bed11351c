import { localDate } from "../values/date.ts";
import type { Db } from "./db.ts";
import { whoseSql } from "./fields/agreement.ts";
import { searchRecords } from "./search.ts";
import type { Noun } from "./tables.ts";

/** Something that a search found: what it is called and one line about it. */
export interface FoundRecord {
  readonly noun: Noun;
  readonly id: number;
  readonly name: string;
  readonly detail: string | null;
}

const describeSql: Readonly<Record<Noun, string>> = {
  contact: `
    SELECT
      coalesce(name, 'contact ' || id) AS name,
      nullif(concat_ws(' · ',
        (SELECT company.name
         FROM employment JOIN company ON company.id = employment.company_id
         WHERE employment.contact_id = contact.id AND employment.has_left = 0
         ORDER BY employment.position LIMIT 1),
        (SELECT email FROM contact_email WHERE contact_id = contact.id ORDER BY position LIMIT 1),
        (SELECT phone FROM contact_phone WHERE contact_id = contact.id ORDER BY position LIMIT 1)), '') AS detail
    FROM contact
    WHERE id = ?`,
  company:
    "SELECT name, nullif(concat_ws(' · ', domain, industry, city), '') AS detail FROM company WHERE id = ?",
  deal: `
    SELECT
      deal.title AS name,
      nullif(concat_ws(' · ',
        (SELECT name FROM contact WHERE contact.id = deal.contact_id), stage.name), '') AS detail
    FROM deal
    JOIN stage ON stage.id = deal.stage_id
    WHERE deal.id = ?`,
  order: `
    SELECT
      coalesce(number, 'order ' || id) AS name,
      concat_ws(' · ', order_date, (SELECT name FROM contact WHERE contact.id = sales_order.contact_id)) AS detail
    FROM sales_order
    WHERE id = ?`,
  activity: `
    SELECT
      kind || ' ' || happened_at AS name,
      nullif(concat_ws(' · ',
        (SELECT string_agg(coalesce(contact.name, 'contact ' || contact.id), ', ')
         FROM activity_contact JOIN contact ON contact.id = activity_contact.contact_id
         WHERE activity_contact.activity_id = activity.id),
        body), '') AS detail
    FROM activity
    WHERE id = ?`,
  followup: `
    SELECT
      title AS name,
      concat_ws(' · ', due_date, CASE WHEN done_at IS NOT NULL THEN 'done' END,
        (SELECT name FROM contact WHERE contact.id = follow_up.contact_id)) AS detail
    FROM follow_up
    WHERE id = ?`,
  product: "SELECT name, nullif(concat_ws(' · ', sku, unit), '') AS detail FROM product WHERE id = ?",
  quote: `
    SELECT
      number AS name,
      concat_ws(' · ', status,
        (SELECT title FROM deal WHERE deal.id = quote.deal_id),
        (SELECT name FROM contact WHERE contact.id = quote.contact_id),
        (SELECT name FROM company WHERE company.id = quote.company_id)) AS detail
    FROM quote
    WHERE id = ?`,
  campaign:
    "SELECT name, concat_ws(' · ', purpose, channel, start_date) AS detail FROM campaign WHERE id = ?",
  survey: "SELECT name, concat_ws(' · ', kind, question) AS detail FROM survey WHERE id = ?",
  ticket: `
    SELECT
      title AS name,
      concat_ws(' · ', kind, CASE WHEN solved_at IS NULL THEN 'open' ELSE 'solved' END,
        (SELECT name FROM contact WHERE contact.id = ticket.contact_id),
        (SELECT name FROM company WHERE company.id = ticket.company_id)) AS detail
    FROM ticket
    WHERE id = ?`,
  invoice: `
    SELECT
      number AS name,
      concat_ws(' · ', issued_date,
        (SELECT name FROM contact WHERE contact.id = invoice.contact_id),
        (SELECT name FROM company WHERE company.id = invoice.company_id)) AS detail
    FROM invoice
    WHERE id = ?`,
  agreement:
    "SELECT 'agreement with ' || " +
    whoseSql +
    " AS name, coalesce(perk, note) AS detail FROM agreement WHERE id = ?",
};

/** Records that hold every word of the text, or a phone that ends in its digits; the newest first. */
export function findText(
  db: Db,
  { text, limit, zone }: { text: string; limit: number; zone: string },
): FoundRecord[] {
  return searchRecords(db, { text, limit }).map(({ noun, id }) => {
    const told = db.get<{ name: string; detail: string | null }>(describeSql[noun], [id]);
    if (told === undefined)
      throw new Error("the search index knows " + noun + " " + id + ", which is not there");
    if (noun !== "activity") return { noun, id, ...told };
    // A talk has no name but what it was and its day, which is that of the user.
    const [kind = "", at = ""] = told.name.split(" ");
    return { noun, id, ...told, name: kind + " " + localDate(at, zone) };
  });
}

/** What one record is called, and one line about it; undefined name and all where there is none. */
export function describeRecord(db: Db, noun: Noun, id: number): FoundRecord {
  const told = db.get<{ name: string; detail: string | null }>(describeSql[noun], [id]);
  return { noun, id, name: noun + " " + id, detail: null, ...told };
}
