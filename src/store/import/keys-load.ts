import type { Db } from "../db.ts";
import { type KeyTable, printOf } from "../key-table.ts";
import { type NamedRow, nameKind } from "./named.ts";

/** Kinds of keys in a key table, besides names. */
export const kind = { external: 1, email: 2, phone: 3 } as const;

/** An id, an email, a phone and a name. */
export const keysEach = 4;
const portion = 5000;

/** Fills the table with the keys of all contacts that there are. */
export function loadKeys(db: Db, memory: KeyTable, source: string): void {
  const parts = [
    [kind.email, "SELECT contact_id AS id, email_key AS key FROM contact_email"],
    [kind.phone, "SELECT contact_id AS id, phone_key AS key FROM contact_phone"],
  ] as const;
  for (const [of, sql] of parts) {
    for (const { id, key } of db.prepare(sql).iterate<{ id: number; key: string }>())
      memory.add(of, printOf(key), id);
  }
  const external = "SELECT record_id AS id, key FROM external_id WHERE noun = 'contact' AND source = ?";
  for (const { id, key } of db.prepare(external).iterate<{ id: number; key: string }>([source])) {
    memory.add(kind.external, printOf(key), id);
  }
  loadNames(db, memory, source);
}

function loadNames(db: Db, memory: KeyTable, source: string): void {
  const top = db.get<{ id: number | null }>("SELECT max(id) AS id FROM contact")?.id ?? 0;
  for (let after = 0; after < top; after += portion)
    addNames(db, memory, { source, after, last: after + portion });
}

interface Span {
  readonly source: string;
  /** Contacts behind this one, up to and with `last`. */
  readonly after: number;
  readonly last: number;
}

/** Adds the names of some contacts, with what they have and where they work now. */
export function addNames(db: Db, memory: KeyTable, { source, after, last }: Span): void {
  const sql = `
    SELECT
      contact.id, coalesce(name_key, '') AS nameKey, employment.company_id AS companyId,
      CASE WHEN EXISTS (
        SELECT 1 FROM external_id WHERE noun = 'contact' AND record_id = contact.id AND source = :source
      ) THEN 1 ELSE 0 END
      + CASE WHEN EXISTS (SELECT 1 FROM contact_email WHERE contact_id = contact.id) THEN 2 ELSE 0 END
      + CASE WHEN EXISTS (SELECT 1 FROM contact_phone WHERE contact_id = contact.id) THEN 4 ELSE 0 END AS kinds
    FROM contact
    LEFT JOIN employment ON employment.contact_id = contact.id
    WHERE contact.id > :after AND contact.id <= :last`;
  const rows = db.all<NamedRow & { id: number }>(sql, { source, after, last });
  for (const row of rows) memory.add(nameKind(row.kinds, row), printOf(row.nameKey), row.id);
}
