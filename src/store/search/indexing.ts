import type { Db } from "../db.ts";
import { type Noun, nouns, tableOf } from "../tables.ts";

/** The noun's number in the search index: rowid = record id * 16 + number. Never changed once landed. */
export const numbers: Readonly<Record<Noun, number>> = {
  contact: 1,
  company: 2,
  deal: 3,
  order: 4,
  activity: 5,
  followup: 6,
  product: 7,
  quote: 8,
  campaign: 9,
  survey: 11,
  ticket: 10,
  invoice: 12,
  agreement: 13,
};

/** What of a record can be found: its name, everything else, and phone numbers (blank-separated digits). */
export interface SearchText {
  readonly id: number;
  readonly name: string | null;
  readonly body: string | null;
  readonly phones: string | null;
}

const texts: Readonly<Record<Noun, string>> = {
  contact: `
    SELECT
      contact.id, contact.name,
      concat_ws(' ',
        (SELECT string_agg(email, ' ') FROM contact_email WHERE contact_id = contact.id),
        (SELECT string_agg(company.name, ' ')
         FROM employment JOIN company ON company.id = employment.company_id
         WHERE employment.contact_id = contact.id),
        note) AS body,
      (SELECT string_agg(phone_key, ' ') FROM contact_phone WHERE contact_id = contact.id) AS phones
    FROM contact
    WHERE contact.id BETWEEN :first AND :last`,
  company: `
    SELECT id, name, concat_ws(' ', domain, website, email, industry, city, note) AS body, phone_key AS phones
    FROM company
    WHERE id BETWEEN :first AND :last`,
  deal: `
    SELECT id, title AS name, concat_ws(' ', lost_reason, competitor, note) AS body, NULL AS phones
    FROM deal
    WHERE id BETWEEN :first AND :last`,
  order: `
    SELECT
      id, number AS name,
      concat_ws(' ', (SELECT string_agg(product, ' ') FROM order_line WHERE order_id = sales_order.id), note) AS body,
      NULL AS phones
    FROM sales_order
    WHERE id BETWEEN :first AND :last
      AND (number IS NOT NULL OR note IS NOT NULL OR EXISTS (SELECT 1 FROM order_line WHERE order_id = sales_order.id))`,
  activity: `
    SELECT id, NULL AS name, concat_ws(' ', body, outcome) AS body, NULL AS phones
    FROM activity
    WHERE id BETWEEN :first AND :last`,
  followup: `
    SELECT id, title AS name, note AS body, NULL AS phones
    FROM follow_up
    WHERE id BETWEEN :first AND :last`,
  product: `
    SELECT id, concat_ws(' ', sku, name) AS name, concat_ws(' ', unit, note) AS body, NULL AS phones
    FROM product
    WHERE id BETWEEN :first AND :last`,
  agreement: `
    SELECT id, NULL AS name, concat_ws(' ', perk, note) AS body, NULL AS phones
    FROM agreement
    WHERE id BETWEEN :first AND :last AND (perk IS NOT NULL OR note IS NOT NULL)`,
  quote: `
    SELECT
      quote.id, quote.number AS name,
      concat_ws(' ',
        (SELECT string_agg(concat_ws(' ', sku, title), ' ')
         FROM quote_line WHERE quote_id = quote.id AND version = quote.version),
        (SELECT title FROM deal WHERE deal.id = quote.deal_id), decline_reason, note) AS body,
      NULL AS phones
    FROM quote
    WHERE quote.id BETWEEN :first AND :last`,
  campaign: `
    SELECT id, name, concat_ws(' ', purpose, channel, template, note) AS body, NULL AS phones
    FROM campaign
    WHERE id BETWEEN :first AND :last`,
  survey: `
    SELECT
      id, name,
      concat_ws(' ', question, note,
        (SELECT string_agg(comment, ' ') FROM survey_answer WHERE survey_id = survey.id)) AS body,
      NULL AS phones
    FROM survey
    WHERE id BETWEEN :first AND :last`,
  ticket: `
    SELECT
      id, title AS name,
      concat_ws(' ', note, (SELECT string_agg(body, ' ') FROM ticket_event WHERE ticket_id = ticket.id)) AS body,
      NULL AS phones
    FROM ticket
    WHERE id BETWEEN :first AND :last`,
  invoice: `
    SELECT
      id, number AS name,
      concat_ws(' ', note, (SELECT string_agg(note, ' ') FROM payment WHERE invoice_id = invoice.id)) AS body,
      NULL AS phones
    FROM invoice
    WHERE id BETWEEN :first AND :last`,
};

/** Records whose text holds every word, anywhere in it, the newest first: all of them are read for it. */
export function scanTexts(
  db: Db,
  noun: Noun,
  { words, nameOnly, limit }: { words: readonly string[]; nameOnly: boolean; limit: number },
): number[] {
  const held = nameOnly ? "name" : "concat_ws(' ', name, body)";
  const tests = words.map((_, at) => "instr(" + held + ", :word" + at + ") > 0");
  const sql =
    "SELECT id FROM (" +
    texts[noun] +
    ") AS written WHERE " +
    tests.join(" AND ") +
    " ORDER BY id DESC LIMIT :limit";
  const named = Object.fromEntries(words.map((word, at) => ["word" + at, word]));
  const params = { first: 0, last: Number.MAX_SAFE_INTEGER, limit, ...named };
  return db.all<{ id: number }>(sql, params).map(({ id }) => id);
}

/**
 * An SQL condition on rows of the journal: the change can have changed a text above. Where a table is not named, every
 * change counts; most changes of an import are in these.
 */
export const changesText = `
  table_name NOT IN ('contact_address', 'contact_link', 'contact_tag', 'external_id', 'lifecycle_change')
  AND NOT (
    table_name = 'contact' AND before IS NOT NULL AND after IS NOT NULL
    AND before ->> 'name' IS after ->> 'name' AND before ->> 'note' IS after ->> 'note')`;

const chunk = 2000;

/** Puts records that an import has just appended into the index; they are not in it yet. */
export function reindexRange(
  db: Db,
  noun: Noun,
  range: { readonly first: number; readonly last: number },
): void {
  for (let first = range.first; first <= range.last; first += chunk) {
    add(db, noun, { first, last: Math.min(range.last, first + chunk - 1) });
  }
}

/** Takes records that are there no longer out of the index. */
export function unindexRange(
  db: Db,
  noun: Noun,
  { first, last }: { readonly first: number; readonly last: number },
): void {
  const isEmpty = nouns.every((one) => db.get("SELECT 1 FROM " + tableOf[one] + " LIMIT 1") === undefined);
  if (isEmpty) {
    db.script("INSERT INTO search (search) VALUES ('delete-all')");
    return;
  }
  for (let id = first; id <= last; id++) {
    db.run("DELETE FROM search WHERE rowid = ?", [id * 16 + numbers[noun]]);
  }
}

/** Brings the index up to the present state of the records, deleted ones included. */
export function reindex(db: Db, noun: Noun, ids: readonly number[]): void {
  for (const id of ids) {
    db.run("DELETE FROM search WHERE rowid = ?", [id * 16 + numbers[noun]]);
    add(db, noun, { first: id, last: id });
    if (noun === "company") reindex(db, "contact", employeesOf(db, id));
  }
}

function employeesOf(db: Db, companyId: number): readonly number[] {
  const sql = "SELECT contact_id AS id FROM employment WHERE company_id = ?";
  return db.all<{ id: number }>(sql, [companyId]).map((row) => row.id);
}

function add(db: Db, noun: Noun, range: { readonly first: number; readonly last: number }): void {
  indexTexts(db, noun, db.all<SearchText>(texts[noun], range));
}

/**
 * Puts records that are not in the index yet into it, by texts that the caller has at hand. In order of their ids, and
 * one by one: an insert of several rows would make FTS5 write out what it has gathered each time.
 */
export function indexTexts(db: Db, noun: Noun, records: readonly SearchText[]): void {
  const insert = db.prepare("INSERT INTO search (rowid, name, body, digits) VALUES (?, ?, ?, ?)");
  for (const { id, name, body, phones } of records) {
    insert.run([id * 16 + numbers[noun], name, body, phones === null ? null : reversed(phones)]);
  }
}

/** "493090 3040" -> "0403 090394": the words keep their digits backwards; their order does not matter. */
function reversed(phones: string): string {
  let backwards = "";
  for (let at = phones.length - 1; at >= 0; at--) backwards += phones[at];
  return backwards;
}
