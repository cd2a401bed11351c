import type { Db, Value } from "../db.ts";
import { anyCadence, watchRefresh } from "./watch.ts";

/** The records of which has to be worked out anew what falls due by itself. */
interface Concerned {
  readonly contacts: Set<number>;
  readonly companies: Set<number>;
  readonly deals: Set<number>;
}

type StoredRow = Readonly<Record<string, Value>>;

interface Change {
  readonly id: number;
  readonly table: string;
  readonly recordId: number;
  readonly before: string | null;
  readonly after: string | null;
}

/**
 * Brings `due_watch` up to what a journal entry changed, whichever command that was, undo and import included. Works at
 * the end of the writing transaction; the entry is the newest one.
 */
export function followWatch(db: Db, entryId: number): void {
  if (db.get("SELECT 1 FROM due_stale") !== undefined) {
    rebuildWatch(db);
    return;
  }
  const concerned = { contacts: new Set<number>(), companies: new Set<number>(), deals: new Set<number>() };
  for (let next = 0; ; ) {
    const changes = db.all<Change>(nextChanges, { entryId, next });
    for (const change of changes) follow(db, change, concerned);
    const last = changes.at(-1);
    if (last === undefined) break;
    next = last.id;
  }
  const sql = "SELECT noun, first_id AS first, last_id AS last FROM journal_range WHERE entry_id >= ?";
  for (const range of db.all<Range>(sql, [entryId])) followRange(db, range, concerned);
  refresh(db, concerned);
}

/**
 * In portions, for there can be millions. Of a contact's own row only the cadence and the day on which it was made count:
 * an import changes something else of each.
 */
const nextChanges = `
  SELECT id, table_name AS "table", record_id AS recordId, before, after
  FROM journal_change
  WHERE entry_id >= :entryId AND id > :next
    AND table_name IN ('contact', 'contact_tag', 'tag', 'activity', 'activity_contact', 'sales_order', 'deal',
      'stage_change', 'stage', 'follow_up')
    AND NOT (
      table_name = 'contact' AND before IS NOT NULL AND after IS NOT NULL
      AND before ->> 'cadence' IS after ->> 'cadence' AND before ->> 'created_at' IS after ->> 'created_at')
  ORDER BY id
  LIMIT 10000`;

/** Makes `due_watch` anew, whole. */
function rebuildWatch(db: Db): void {
  db.run("DELETE FROM due_watch");
  const concerned = { contacts: new Set<number>(), companies: new Set<number>(), deals: new Set<number>() };
  for (const [into, sql] of [
    ["contacts", "SELECT id FROM contact WHERE cadence IS NOT NULL"],
    [
      "contacts",
      "SELECT contact_id AS id FROM contact_tag JOIN tag ON tag.id = tag_id WHERE cadence IS NOT NULL",
    ],
    ["contacts", "SELECT DISTINCT contact_id AS id FROM sales_order WHERE contact_id IS NOT NULL"],
    ["companies", "SELECT DISTINCT company_id AS id FROM sales_order WHERE contact_id IS NULL"],
    ["deals", "SELECT id FROM deal WHERE closed_date IS NULL"],
  ] as const) {
    addAll(db, concerned[into], { sql });
  }
  refresh(db, concerned);
  db.run("DELETE FROM due_stale");
}

function refresh(db: Db, { contacts, companies, deals }: Concerned): void {
  const anew = watchRefresh(db);
  for (const id of contacts) anew.contact(id);
  for (const id of companies) anew.company(id);
  for (const id of deals) anew.deal(id);
}

function follow(db: Db, change: Change, concerned: Concerned): void {
  const { contacts, deals } = concerned;
  const { table, recordId } = change;
  if (table === "contact" || table === "contact_tag") contacts.add(recordId);
  else if (table === "deal" || table === "stage_change") deals.add(recordId);
  else if (table === "stage") addAll(db, deals, { sql: dealsOfStage, id: recordId });
  else if (table === "tag") addAll(db, contacts, { sql: contactsOfTag, id: recordId });
  else for (const row of rowsOf(change)) followRow(db, { table, recordId, row }, concerned);
}

const dealsOfStage = "SELECT id FROM deal WHERE stage_id = ?";
const contactsOfTag = "SELECT contact_id AS id FROM contact_tag WHERE tag_id = ?";
const contactsOfActivity = "SELECT contact_id AS id FROM activity_contact WHERE activity_id = ?";
const openDealsOf = "SELECT id FROM deal WHERE contact_id = ? AND closed_date IS NULL";

/** What was logged and planned with somebody concerns the deals with them as well. */
function followRow(
  db: Db,
  { table, recordId, row }: { table: string; recordId: number; row: StoredRow },
  { contacts, companies, deals }: Concerned,
): void {
  const people = new Set<number>();
  if (table === "activity") addAll(db, people, { sql: contactsOfActivity, id: recordId });
  addId(people, row.contact_id);
  addId(deals, table === "sales_order" ? null : row.deal_id);
  if (table === "sales_order") addId(companies, row.company_id);
  for (const id of people) {
    contacts.add(id);
    if (table !== "sales_order") addAll(db, deals, { sql: openDealsOf, id });
  }
}

function rowsOf({ before, after }: Change): StoredRow[] {
  return [before, after].flatMap((text) => (text === null ? [] : [JSON.parse(text) as StoredRow]));
}

interface Range {
  readonly noun: string;
  readonly first: number;
  readonly last: number;
}

const ofRange: Readonly<Record<string, readonly (readonly [keyof Concerned, string])[]>> = {
  deal: [["deals", "SELECT id FROM deal WHERE id BETWEEN :first AND :last"]],
  order: [
    [
      "contacts",
      "SELECT contact_id AS id FROM sales_order WHERE id BETWEEN :first AND :last AND contact_id IS NOT NULL",
    ],
    [
      "companies",
      "SELECT company_id AS id FROM sales_order WHERE id BETWEEN :first AND :last AND contact_id IS NULL",
    ],
  ],
  activity: [
    ["contacts", "SELECT contact_id AS id FROM activity_contact WHERE activity_id BETWEEN :first AND :last"],
    ["deals", "SELECT deal_id AS id FROM activity WHERE id BETWEEN :first AND :last AND deal_id IS NOT NULL"],
    [
      "deals",
      `SELECT deal.id
        FROM activity_contact JOIN deal ON deal.contact_id = activity_contact.contact_id
        WHERE activity_contact.activity_id BETWEEN :first AND :last AND deal.closed_date IS NULL`,
    ],
  ],
  followup: [
    [
      "contacts",
      "SELECT contact_id AS id FROM follow_up WHERE id BETWEEN :first AND :last AND contact_id IS NOT NULL",
    ],
    [
      "deals",
      "SELECT deal_id AS id FROM follow_up WHERE id BETWEEN :first AND :last AND deal_id IS NOT NULL",
    ],
    [
      "deals",
      `SELECT deal.id
        FROM follow_up JOIN deal ON deal.contact_id = follow_up.contact_id
        WHERE follow_up.id BETWEEN :first AND :last AND follow_up.deal_id IS NULL AND deal.closed_date IS NULL`,
    ],
  ],
};

/** New contacts of a bulk have no purchases of their own yet: they matter where there is a cadence. */
function followRange(db: Db, { noun, first, last }: Range, concerned: Concerned): void {
  const range = { first, last };
  if (noun === "contact" && anyCadence(db)) {
    addAll(db, concerned.contacts, {
      sql: "SELECT id FROM contact WHERE id BETWEEN :first AND :last",
      range,
    });
  }
  for (const [into, sql] of ofRange[noun] ?? []) addAll(db, concerned[into], { sql, range });
}

interface Select {
  readonly sql: string;
  readonly id?: number;
  readonly range?: { readonly first: number; readonly last: number };
}

function addAll(db: Db, into: Set<number>, { sql, id, range }: Select): void {
  const params = range ?? (id === undefined ? [] : [id]);
  for (const row of db.prepare(sql).iterate<{ id: number }>(params)) into.add(row.id);
}

function addId(into: Set<number>, id: Value | undefined): void {
  if (typeof id === "number") into.add(id);
}
