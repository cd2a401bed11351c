import type { Db } from "../store/db.ts";
import type { Where } from "../store/list.ts";
import { rowEnd } from "./packed.ts";

/**
 * Activities that one statement packs into one text: a row each would take several times as long. With a condition they
 * are more, for what it selects from other tables is selected anew by each statement.
 */
const [chunk, chunkWithWhere] = [1_000, 100_000];

/** The text, and where in it a row begins and ends: a text of its own for each would take longer than reading it. */
export type NoteRow = (text: string, start: number, end: number) => void;

export interface ActivityRows {
  /**
   * SQL that writes a row as text of twenty characters at least, over activity and, where `ofContacts`, activity_contact.
   * What people type goes through `typed`.
   */
  readonly row: string;
  /** A row for each activity and contact, instead of one an activity. */
  readonly ofContacts: boolean;
  readonly notes: boolean;
  /** The instants that they lie between, the second one excluded. */
  readonly start: string;
  readonly end: string;
  /** Over activity and, where `ofContacts`, activity_contact. */
  readonly where?: Where | undefined;
}

/** SQL of a text (null is empty) in which the mark behind a row does not occur. */
export function typed(column: string): string {
  return "coalesce(replace(" + column + ", '" + rowEnd + "', ' '), '')";
}

/** The same function of a key, worked out once for each key that is met. */
export function onceEach<K, T>(read: (key: K) => T): (key: K) => T {
  const known = new Map<K, T>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const answer = read(key);
    known.set(key, answer);
    return answer;
  };
}

/** Gives `note` every row, in order of the activities. */
export function eachActivity(db: Db, rows: ActivityRows, note: NoteRow): void {
  const last = db.get<{ id: number | null }>("SELECT max(id) AS id FROM activity")?.id ?? 0;
  const statement = db.prepare(packing(rows));
  const { start, end, where } = rows;
  const step = where === undefined ? chunk : chunkWithWhere;
  for (let id = 0; id < last; id += step) {
    const params = [id, id + step, start, end, ...(where?.params ?? [])];
    const packed = statement.get<{ packed: string | null }>(params)?.packed ?? "";
    eachRow(packed, note);
  }
}

function packing({ row, ofContacts, notes, where }: ActivityRows): string {
  return [
    "SELECT string_agg(" + row + ", '" + rowEnd + "') AS packed",
    "FROM activity",
    ofContacts ? "JOIN activity_contact ON activity_contact.activity_id = activity.id" : "",
    "WHERE activity.id > ? AND activity.id <= ?",
    // The unary plus keeps SQLite from the index by time: it would read the table in an order that takes five times as long.
    "AND +activity.happened_at >= ? AND +activity.happened_at < ?",
    notes ? "" : "AND activity.kind <> 'note'",
    where === undefined ? "" : "AND (" + where.sql + ")",
  ].join("\n");
}

function eachRow(packed: string, note: NoteRow): void {
  for (let start = 0; start < packed.length; ) {
    const found = packed.indexOf(rowEnd, start + 20);
    const end = found === -1 ? packed.length : found;
    note(packed, start, end);
    start = end + 1;
  }
}
