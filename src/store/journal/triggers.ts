import { UserError } from "../../errors.ts";
import type { Db } from "../db.ts";
import { journaled, type Noun, nouns, tableOf } from "../tables.ts";

/** For each noun the highest id before a bulk import: rows of later records are the entry's as a range, not one by one. */
type Marks = Readonly<Record<Noun, number>>;

/** A bulk import under way. The number of its entry stands in the triggers, and need not be looked up row by row. */
export interface Bulk {
  readonly entryId: number;
  readonly marks: Marks;
}

interface TableColumn {
  readonly name: string;
  readonly pk: number;
}

const events = ["INSERT", "UPDATE", "DELETE"] as const;
type Event = (typeof events)[number];

function nameOf(table: string, event: Event): string {
  return "journal_" + table + "_" + event.toLowerCase();
}

function dropSql(trigger: string): string {
  return "DROP TRIGGER IF EXISTS temp." + trigger + ";";
}

/** The columns of a table of ours, as the schema has them; one whose name could be taken for SQL is a UserError. */
export function columnsOf(db: Db, table: string): readonly TableColumn[] {
  const columns = db.all<TableColumn>("SELECT name, pk FROM pragma_table_info(?)", [table]);
  const odd = columns.find(({ name }) => !/^[A-Za-z_]\w*$/.test(name));
  if (odd === undefined) return columns;
  throw new UserError(
    "refused",
    "table " + table + ' has a column that crm did not make: "' + odd.name + '"',
    "take a file that you trust, or drop the column with another program",
  );
}

/** An SQL expression that holds a whole row as one JSON object. `row` is NEW, OLD or a table's name. */
export function rowAsJson(columns: readonly TableColumn[], row: string): string {
  const pairs = columns.map((column) => "'" + column.name + "', " + row + "." + column.name);
  return "json_object(" + pairs.join(", ") + ")";
}

/**
 * Puts a trigger behind every insert, update and delete of every journaled table of this connection. They are made
 * from the schema as it is, so no table and no column can be forgotten, and they are temporary: another program that
 * opens the file is not burdened with them. The entry they write to is the newest one, which the writing transaction
 * has just added and nobody else can add to.
 */
export function watchTables(db: Db, bulk?: Bulk): void {
  const script: string[] = [];
  for (const table of Object.keys(journaled)) {
    const columns = columnsOf(db, table);
    for (const event of events) script.push(trigger(table, columns, event, bulk));
  }
  script.push(bulk === undefined ? dropSql(touchTrigger) : touch(db, bulk));
  db.script(script.join("\n"));
}

/** Whether the triggers are there: a change of where SQLite keeps temporary things takes them away. */
export function isWatched(db: Db): boolean {
  const sql = "SELECT 1 FROM temp.sqlite_schema WHERE type = 'trigger' LIMIT 1";
  return db.get(sql) !== undefined;
}

/**
 * Takes away what fires for each new row of a record. For a while in which nothing but records above the marks are
 * inserted: then the triggers would find that out row by row.
 */
export function unwatchInserts(db: Db): void {
  db.script(ofRecords.map((table) => dropSql(nameOf(table, "INSERT"))).join("\n"));
}

/** Puts back what `unwatchInserts` took away. */
export function watchInserts(db: Db, bulk: Bulk): void {
  db.script(ofRecords.map((table) => trigger(table, columnsOf(db, table), "INSERT", bulk)).join("\n"));
}

const ofRecords = Object.entries(journaled)
  .filter(([, { noun }]) => noun === null || (nouns as readonly string[]).includes(noun))
  .map(([table]) => table);

/** Takes all triggers away. `watchTables` puts them back. */
export function unwatchTables(db: Db): void {
  const ofTables = Object.keys(journaled).flatMap((table) => events.map((event) => nameOf(table, event)));
  db.script([...ofTables, touchTrigger].map(dropSql).join("\n"));
}

/** The highest id of each noun at this moment. */
export function currentMarks(db: Db): Marks {
  const marks = nouns.map((noun) => {
    const found = db.get<{ top: number | null }>("SELECT max(id) AS top FROM " + tableOf[noun]);
    return [noun, found?.top ?? 0] as const;
  });
  return Object.fromEntries(marks) as Marks;
}

function trigger(
  table: string,
  columns: readonly TableColumn[],
  event: Event,
  bulk: Bulk | undefined,
): string {
  const name = nameOf(table, event);
  const owner = journaled[table]!;
  const row = event === "DELETE" ? "OLD" : "NEW";
  const noun = owner.noun === null ? row + ".noun" : "'" + owner.noun + "'";
  const id = owner.id === "0" ? "0" : row + "." + owner.id;
  const before = event === "INSERT" ? "NULL" : rowAsJson(columns, "OLD");
  const after = event === "DELETE" ? "NULL" : rowAsJson(columns, "NEW");
  return [
    dropSql(name),
    "CREATE TEMP TRIGGER " + name + " AFTER " + event + " ON main." + table,
    bulk === undefined
      ? ""
      : "WHEN " + isOlder(owner.noun, noun, id, bulk.marks) + beyondTouch(table, event, columns),
    "BEGIN",
    noteSql(table, [noun, id, before, after], bulk),
    "END;",
  ].join("\n");
}

/** What a trigger writes: the noun, the record's id, the row before and after, as SQL. */
function noteSql(table: string, values: readonly string[], bulk: Bulk | undefined): string {
  const row = "'" + table + "', " + values.join(", ");
  return (
    "INSERT INTO journal_change (entry_id, table_name, noun, record_id, before, after)\n" +
    (bulk === undefined
      ? "SELECT max(id), " + row + " FROM journal_entry;"
      : "VALUES (" + bulk.entryId + ", " + row + ");")
  );
}

const touchTrigger = "journal_contact_touch";

/**
 * A bulk that gives each contact another part, an address say, changes of its own row nothing but `updated_at`: of those
 * rows that is all it notes, beside the id. Writing and reading whole ones would be a sixth of such an import.
 */
function touch(db: Db, bulk: Bulk): string {
  const columns = columnsOf(db, "contact");
  const touched = columns.filter(({ name }) => name === "id" || name === "updated_at");
  return [
    dropSql(touchTrigger),
    "CREATE TEMP TRIGGER " + touchTrigger + " AFTER UPDATE ON main.contact",
    "WHEN NEW.id <= " + bulk.marks.contact + " AND NOT (" + changesMore(columns) + ")",
    "BEGIN",
    noteSql("contact", ["'contact'", "NEW.id", rowAsJson(touched, "OLD"), rowAsJson(touched, "NEW")], bulk),
    "END;",
  ].join("\n");
}

function beyondTouch(table: string, event: Event, columns: readonly TableColumn[]): string {
  return table === "contact" && event === "UPDATE" ? " AND (" + changesMore(columns) + ")" : "";
}

/** Whether an update changes anything but when the record was changed. */
function changesMore(columns: readonly TableColumn[]): string {
  return columns
    .filter(({ name }) => name !== "updated_at")
    .map(({ name }) => "OLD." + name + " IS NOT NEW." + name)
    .join(" OR ");
}

function isOlder(fixedNoun: string | null, noun: string, id: string, marks: Marks): string {
  if (fixedNoun !== null) return fixedNoun in marks ? id + " <= " + marks[fixedNoun as Noun] : "1";
  const cases = nouns.map((known) => "WHEN '" + known + "' THEN " + marks[known]);
  // A record of a noun that has no mark is noted row by row.
  return id + " <= CASE " + noun + " " + cases.join(" ") + " ELSE " + id + " END";
}
