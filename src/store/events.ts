import type { Db } from "./db.ts";
import { type Noun, nouns, tableOf } from "./tables.ts";

type Stored = Readonly<Record<string, unknown>>;

/** One record as it was and as it is; null before it was added, and after it was deleted. */
interface Happened {
  readonly id: number;
  readonly before: Stored | null;
  readonly after: Stored | null;
}

/** What a write did to records of one noun, such as "contact.added" or "deal.won". */
export interface Event {
  readonly event: string;
  /** How many records; `records` holds the first thousand, and none of those that an import added as a range. */
  readonly count: number;
  readonly records: readonly Happened[];
}

const limit = 1000;

interface Change {
  readonly noun: Noun;
  readonly id: number;
  readonly isRecord: number;
  readonly before: string | null;
  readonly after: string | null;
}

/**
 * The events of one journal entry, while its transaction is still open. A change of what belongs to a record (a tag, an
 * email) is a change of the record. A deal that enters a stage is also won, lost or moved, a follow-up also done.
 */
export function eventsOf(db: Db, entryId: number): Event[] {
  const found = new Map<string, { count: number; records: Happened[] }>();
  const note = (event: string, count: number, record?: Happened) => {
    const known = found.get(event) ?? { count: 0, records: [] };
    known.count += count;
    if (record !== undefined && known.records.length < limit) known.records.push(record);
    found.set(event, known);
  };
  for (const [noun, record] of changedRecords(db, entryId)) {
    for (const verb of verbsOf(db, noun, record)) note(noun + "." + verb, 1, record);
  }
  const ranges = "SELECT noun, last_id - first_id + 1 AS count FROM journal_range WHERE entry_id = ?";
  for (const { noun, count } of db.all<{ noun: string; count: number }>(ranges, [entryId])) {
    note(noun + ".added", count);
  }
  return [...found].map(([event, { count, records }]) => {
    const isContacts = event.startsWith("contact.");
    return { event, count, records: isContacts ? records.map((record) => wholeOf(db, record)) : records };
  });
}

/** Of a contact that a bulk did no more than touch the journal has two columns (see `touch` in journal/triggers.ts). */
function wholeOf(db: Db, record: Happened): Happened {
  const { id, before, after } = record;
  if (!isTouch(before) || !isTouch(after)) return record;
  const present = db.get<Stored>("SELECT * FROM contact WHERE id = ?", [id]);
  if (present === undefined) return record;
  const row = camelCased(present);
  return { id, before: { ...row, ...before }, after: { ...row, ...after } };
}

/** Of two states of one row the first, with what only the other one names. */
function filled(row: Stored | null, other: Stored | null): Stored | null {
  return row === null ? null : { ...other, ...row };
}

function isTouch(row: Stored | null): boolean {
  return row !== null && !("createdAt" in row);
}

/** Each record once, from the first change's before to the last change's after. */
function changedRecords(db: Db, entryId: number): [Noun, Happened][] {
  const records = new Map<string, [Noun, Happened]>();
  for (const change of db.prepare(changesSql).iterate<Change>([entryId])) {
    if (!nouns.includes(change.noun)) continue;
    const key = change.noun + change.id;
    const known = records.get(key)?.[1];
    const isFirst = known === undefined || (known.before === null && known.after === null);
    const before = change.isRecord === 1 ? rowOf(change.before) : null;
    const after = change.isRecord === 1 ? rowOf(change.after) : (known?.after ?? null);
    records.set(key, [
      change.noun,
      {
        id: change.id,
        before: isFirst ? before : filled(known.before, before),
        after: filled(after, known?.after ?? null),
      },
    ]);
  }
  return [...records.values()];
}

const ownTables = nouns.map((noun) => "WHEN '" + tableOf[noun] + "' THEN 1").join(" ");
const changesSql =
  "SELECT noun, record_id AS id, CASE table_name " +
  ownTables +
  " ELSE 0 END AS isRecord, before, after FROM journal_change WHERE entry_id = ? ORDER BY id";

function rowOf(json: string | null): Stored | null {
  return json === null ? null : camelCased(JSON.parse(json) as Stored);
}

/** Keys as in the JSON of the commands: amount_minor is amountMinor. */
function camelCased(row: Stored): Stored {
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) => [
      key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );
}

function verbsOf(db: Db, noun: Noun, { before, after }: Happened): string[] {
  if (before === null && after === null) return ["changed"];
  if (after === null) return ["deleted"];
  const verb = before === null ? "added" : "changed";
  if (noun === "deal" && before?.stageId !== after.stageId) return [verb, ...stageVerb(db, before, after)];
  if (noun === "followup" && !before?.doneAt && after.doneAt) return [verb, "done"];
  return [verb];
}

function stageVerb(db: Db, before: Stored | null, after: Stored): string[] {
  const sql = "SELECT kind FROM stage WHERE id = ?";
  const kind = db.get<{ kind: string }>(sql, [Number(after.stageId)])?.kind;
  if (kind === "won" || kind === "lost") return [kind];
  return before === null ? [] : ["moved"];
}
