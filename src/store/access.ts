import type { Db, Value } from "./db.ts";
import { mentionsOf, namesOf } from "./erase/traces.ts";
import { ofNouns, ownRecords, personalTables } from "./person.ts";

type StoredRow = Readonly<Record<string, Value>>;

/** Everything held about a person, as the tables have it. */
export interface Held {
  readonly contact: number;
  /** Rows by table; tables without any are left out. */
  readonly tables: Readonly<Record<string, readonly StoredRow[]>>;
  /** What was done with these data, when, and by whom. */
  readonly journal: readonly {
    id: number;
    at: string;
    user: string;
    commandLine: string;
    reason: string | null;
  }[];
  /** Records of others in whose words the person is mentioned. */
  readonly mentions: readonly { place: string; text: string }[];
}

/** Walks every table that can hold something about a contact. */
export function everythingAbout(db: Db, id: number): Held {
  const tables: Record<string, readonly StoredRow[]> = {};
  for (const [table, { where }] of Object.entries(personalTables).reverse()) {
    const rows = db.all<StoredRow>("SELECT * FROM " + table + " WHERE " + where, { id });
    if (rows.length > 0) tables[table] = rows;
  }
  return { contact: id, tables, journal: journalOf(db, id), mentions: mentionsOf(db, namesOf(db, id)) };
}

function journalOf(db: Db, id: number): Held["journal"] {
  const ranges = Object.entries(ownRecords).map(
    ([noun, ids]) =>
      "(noun = '" +
      noun +
      "' AND EXISTS (SELECT 1 FROM " +
      ids +
      " AS own WHERE own.id BETWEEN first_id AND last_id))",
  );
  const sql =
    'SELECT id, at, "user", command_line AS "commandLine", reason FROM journal_entry WHERE id IN (' +
    "SELECT entry_id FROM journal_change WHERE " +
    ofNouns("noun", "record_id") +
    " UNION SELECT entry_id FROM journal_range WHERE " +
    ranges.join(" OR ") +
    ") ORDER BY id";
  return db.all(sql, { id });
}
