import { localDate } from "../../values/date.ts";
import type { Db } from "../db.ts";
import type { Where } from "../list.ts";
import { type Page, pageOf } from "./page.ts";
import { touchAfter, type WatchKind } from "./watch.ts";

/** Something that falls due by itself: of a contact, a company or a deal. */
export interface Standing {
  readonly noun: "contact" | "company" | "deal";
  readonly recordId: number;
  /** The first day on which it is due, and the day from which it is counted. */
  readonly dueDate: string;
  readonly sinceDate: string;
  /** The cadence as text, the days that a deal may stay, or the usual gap in days. */
  readonly span: string;
}

export interface StandingQuery {
  readonly kind: WatchKind;
  /** Due on this day or after it; undefined: however long ago. */
  readonly first?: string | undefined;
  readonly last: string;
  readonly limit: number | undefined;
}

const columns = `
  SELECT noun, record_id AS recordId, due_date AS dueDate, since_date AS sinceDate, span`;

const inDays = `
  FROM due_watch
  WHERE kind = :kind AND due_date BETWEEN :first AND :last`;

/** Who fell silent last comes first: of them something may come yet. Of the others those that wait longest. */
const orders: Readonly<Record<WatchKind, string>> = {
  touch: "\n  ORDER BY due_date, noun, record_id",
  rotting: "\n  ORDER BY due_date, noun, record_id",
  quiet: "\n  ORDER BY due_date DESC, noun DESC, record_id DESC",
};

/** Counting goes no further: a hundred thousand people to be in touch with are not worth the time. */
export const countedUpTo = 1000;

/** What is due of one kind in these days; `count` is of all, with a limit up to `countedUpTo`. */
export function standings(db: Db, { kind, first = "0", last, limit }: StandingQuery): Page<Standing> {
  const sql = { columns, from: inDays, order: orders[kind] };
  return pageOf<Standing>(db, { sql, params: { kind, first, last }, limit, countedUpTo });
}

/** A segment of contacts with a cadence, its filter as SQL over the table contact. */
export interface CadenceSegment {
  readonly name: string;
  readonly cadence: string;
  readonly where: Where;
}

interface Member {
  readonly id: number;
  readonly sinceAt: string;
}

/**
 * Whom the cadences of segments ask to be in touch with, up to a day. Who is in a segment changes with the days, so it is
 * looked up each time. A contact's own cadence goes before; of several the earliest day holds, those of tags included.
 */
function segmentTouches(
  db: Db,
  segments: readonly CadenceSegment[],
  { zone, last }: { zone: string; last: string },
): Standing[] {
  const found = new Map<number, Standing>();
  for (const { cadence, where } of segments) {
    for (const { id, sinceAt } of db.all<Member>(
      membersSql + "\n    AND (" + where.sql + ")",
      where.params,
    )) {
      const touch = touchAfter(localDate(sinceAt, zone), cadence);
      const known = found.get(id);
      if (touch.dueDate > last || (known !== undefined && known.dueDate <= touch.dueDate)) continue;
      found.set(id, { noun: "contact", recordId: id, ...touch });
    }
  }
  return [...found.values()].filter(({ recordId, dueDate }) => !isDueEarlier(db, recordId, dueDate));
}

const membersSql = `
  SELECT
    contact.id,
    coalesce(
      (SELECT max(activity.happened_at)
       FROM activity_contact
       JOIN activity ON activity.id = activity_contact.activity_id
       WHERE activity_contact.contact_id = contact.id AND activity.kind <> 'note'),
      contact.created_at) AS sinceAt
  FROM contact
  WHERE contact.cadence IS NULL`;

function isDueEarlier(db: Db, contactId: number, dueDate: string): boolean {
  const sql =
    "SELECT 1 FROM due_watch WHERE kind = 'touch' AND noun = 'contact' AND record_id = ? AND due_date <= ?";
  return db.get(sql, [contactId, dueDate]) !== undefined;
}

/** The touches of both sources in their order. One that a segment asks for earlier is left out of the others. */
export function touches(
  db: Db,
  segments: readonly CadenceSegment[],
  query: {
    readonly first?: string;
    readonly last: string;
    readonly zone: string;
    readonly limit: number | undefined;
  },
): Page<Standing> {
  const { first = "0", last, zone, limit } = query;
  const watched = standings(db, {
    kind: "touch",
    first,
    last,
    limit: segments.length === 0 ? limit : undefined,
  });
  if (segments.length === 0) return watched;
  const ofSegments = segmentTouches(db, segments, { zone, last });
  const ids = new Set(ofSegments.map(({ recordId }) => recordId));
  const rows = [
    ...watched.rows.filter(({ recordId }) => !ids.has(recordId)),
    ...ofSegments.filter(({ dueDate }) => dueDate >= first),
  ].sort((a, b) => (a.dueDate < b.dueDate ? -1 : a.dueDate > b.dueDate ? 1 : a.recordId - b.recordId));
  return { rows: rows.slice(0, limit), count: rows.length };
}
