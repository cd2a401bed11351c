import type { Db, Value } from "../db.ts";
import { ofNouns, personalTables } from "../person.ts";
import { quoted } from "../quoted.ts";
import { journaled } from "../tables.ts";
import { markOfIdem } from "./ledger.ts";

/** What stands in place of what was erased. */
const gone = "erased";

/**
 * The texts by which a person can be recognised in the words of other records: the whole name if it has two words or
 * more (a first name alone can be anybody's), emails, phone numbers as typed and in full, links.
 */
export function namesOf(db: Db, id: number): string[] {
  const texts = (sql: string) => db.all<{ text: string | null }>(sql, [id]).map(({ text }) => text ?? "");
  const all = [
    ...texts("SELECT name AS text FROM contact WHERE id = ?").filter((name) => /\S\s+\S/.test(name.trim())),
    ...texts("SELECT email AS text FROM contact_email WHERE contact_id = ?"),
    ...texts("SELECT email_key AS text FROM contact_email WHERE contact_id = ?"),
    ...texts("SELECT phone AS text FROM contact_phone WHERE contact_id = ?"),
    ...texts("SELECT e164 AS text FROM contact_phone WHERE contact_id = ?"),
    ...texts("SELECT url AS text FROM contact_link WHERE contact_id = ?"),
  ];
  const long = all.map((text) => text.trim()).filter((text) => text.length >= 5);
  return [...new Set(long)].sort((a, b) => b.length - a.length);
}

/**
 * Takes a person out of the journal: the rows of what belonged to them, the words of the commands that touched it.
 * Entries stay, for what else they did. Gives how many entries were touched.
 */
export function scrubJournal(db: Db, id: number): number {
  // A relation is a record of its own, whose row names the two that it joins.
  const side = (name: string) =>
    "(coalesce(after, before) ->> '" +
    name +
    "_noun' = 'contact' AND coalesce(after, before) ->> '" +
    name +
    "_id' = :id)";
  const ofPerson = "(" + side("from") + " OR " + side("to") + ")";
  const linked =
    "after LIKE :last OR after LIKE :inner OR before LIKE :last OR before LIKE :inner" +
    " OR (table_name = 'relation' AND " +
    ofPerson +
    ")";
  const params = { id, last: '%"contact_id":' + id + "}%", inner: '%"contact_id":' + id + ",%" };
  const which = "FROM journal_change WHERE " + ofNouns("noun", "record_id") + " OR " + linked;
  const entries = db.all<{ id: number }>("SELECT DISTINCT entry_id AS id " + which, params);
  const silence = `
    UPDATE journal_entry
    SET
      command_line = 'crm ' || command || ' (erased)', reason = NULL, summary = NULL,
      answer = CASE WHEN answer IS NULL THEN NULL ELSE 'erased' END
    WHERE id = ?`;
  for (const entry of entries) db.run(silence, [entry.id]);
  // Rows that an undo keeps for its redo, packed: after an erasure nothing from before can be done again.
  db.run("DELETE FROM journal_removed");
  db.run("DELETE " + which, params);
  return entries.length;
}

/** Columns that are names of things of their own: who is mentioned there is for a person to judge. */
const ownNames = /^(name|name_key|label|label_key|domain|key|filter|target|exclusion)$/;
/** Columns of the program's own making. */
const technical =
  /(_key|_at|_date|^id|_id|hash|secret|currency|noun|kind|state|status|channel|type|code|uid)$/;

interface TextColumn {
  readonly table: string;
  readonly column: string;
  readonly keys: readonly string[];
}

/** Every column of text of every table but the person's own and those of other contacts. */
function textColumns(db: Db): TextColumn[] {
  const sql = `
    SELECT tables.name AS "table", columns.name AS "column", columns.type, columns.pk
    FROM sqlite_schema AS tables
    JOIN pragma_table_info(tables.name) AS columns
    WHERE tables.type = 'table' AND tables.name NOT LIKE 'search%' AND tables.name NOT LIKE 'sqlite%'`;
  const all = db.all<{ table: string; column: string; type: string; pk: number }>(sql);
  const keysOf = (table: string) =>
    all.filter((each) => each.table === table && each.pk > 0).map(({ column }) => column);
  return all
    .filter(
      ({ table, column, type, pk }) =>
        type === "TEXT" && pk === 0 && !isContacts(table) && !technical.test(column),
    )
    .map(({ table, column }) => {
      const keys = keysOf(table);
      // A table of another program may have none: then the text itself says which row it is.
      return { table, column, keys: keys.length > 0 ? keys : [column] };
    });
}

function isContacts(table: string): boolean {
  return table === "contact" || /^contact_(email|phone|address|link|date)$/.test(table);
}

/** Replaces the names in the words of other records and of the journal; reports where only a person can judge. */
export function scrubTexts(
  db: Db,
  id: number,
  names: readonly string[],
): { scrubbed: readonly string[]; stillNamed: readonly string[] } {
  const scrubbed: string[] = [];
  const stillNamed: string[] = [];
  if (names.length === 0) return { scrubbed, stillNamed };
  for (const place of textColumns(db)) {
    for (const row of rowsWith(db, place, names)) {
      const where = describePlace(place, row.keys);
      if (ownNames.test(place.column)) {
        stillNamed.push(where);
        continue;
      }
      setText(db, place, { keys: row.keys, text: withoutNames(row.text, names) });
      if (!place.table.startsWith("journal_") && !isOwn(place.table)) scrubbed.push(where);
    }
  }
  return { scrubbed: scrubbed.filter((where) => where !== "contact " + id), stillNamed };
}

/** Keys of --idem are often made of a name or an email. Hashed they still keep a command from being done twice. */
export function hideIdemKeys(db: Db, names: readonly string[]): void {
  const sql = `
    SELECT id, idem_key AS key, answer = 'erased' AS isErased FROM journal_entry
    WHERE idem_key IS NOT NULL AND idem_key NOT LIKE 'erased:%'`;
  for (const { id, key, isErased } of db.all<{ id: number; key: string; isErased: number | null }>(sql)) {
    if (isErased !== 1 && !names.some((name) => lower(key).includes(lower(name)))) continue;
    db.run("UPDATE journal_entry SET idem_key = ? WHERE id = ?", [markOfIdem(db, key) ?? null, id]);
  }
}

function isOwn(table: string): boolean {
  const erase = personalTables[table]?.erase;
  return erase === "delete" || erase === "shell";
}

/** Where else a person is mentioned by a text that only they have; the journal and their own records left out. */
export function mentionsOf(db: Db, names: readonly string[]): { place: string; text: string }[] {
  if (names.length === 0) return [];
  return textColumns(db)
    .filter(({ table }) => !table.startsWith("journal_") && personalTables[table] === undefined)
    .flatMap((place) =>
      rowsWith(db, place, names).map(({ keys, text }) => ({ place: describePlace(place, keys), text })),
    );
}

interface Found {
  readonly text: string;
  readonly keys: Readonly<Record<string, Value>>;
}

function rowsWith(db: Db, { table, column, keys }: TextColumn, names: readonly string[]): Found[] {
  const text = quoted(column);
  const tests = names.map(() => "instr(lower(" + text + "), ?) > 0").join(" OR ");
  const selected = [text + ' AS "found text"', ...keys.map((key) => quoted(key) + " AS " + quoted(key))];
  const sql = "SELECT " + selected.join(", ") + " FROM " + quoted(table) + " WHERE " + tests;
  return db.all<Record<string, Value>>(sql, names.map(lower)).map(({ "found text": text, ...rest }) => ({
    text: String(text),
    keys: rest,
  }));
}

/** As SQLite's lower(): only A to Z. */
function lower(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

function withoutNames(text: string, names: readonly string[]): string {
  return names.reduce((left, name) => {
    const parts = lower(left).split(lower(name));
    let at = 0;
    const kept = parts.map((part) => {
      const piece = left.slice(at, at + part.length);
      at += part.length + name.length;
      return piece;
    });
    return kept.join(gone);
  }, text);
}

function setText(db: Db, { table, column }: TextColumn, { keys, text }: Found): void {
  const where = Object.keys(keys).map((name) => quoted(name) + " = ?");
  const sql = "UPDATE " + quoted(table) + " SET " + quoted(column) + " = ? WHERE " + where.join(" AND ");
  db.run(sql, [text, ...Object.values(keys)]);
}

function describePlace({ table, column }: TextColumn, keys: Readonly<Record<string, Value>>): string {
  const owner = journaled[table];
  const id =
    owner === undefined || owner.id === "0"
      ? Object.values(keys)[0]
      : (keys[owner.id] ?? Object.values(keys)[0]);
  const row = column in keys ? "" : " " + String(id);
  return (owner?.noun ?? table).replaceAll("_", " ") + row + " (" + column.replaceAll("_", " ") + ")";
}
