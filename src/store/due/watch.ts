import { addDays, daysBetween, localDate } from "../../values/date.ts";
import { addPeriod, type Period, periodDays, readPeriod } from "../../values/period.ts";
import { usualGap } from "../../values/rhythm.ts";
import { processZone } from "../../values/zone.ts";
import type { Db } from "../db.ts";
import { setting } from "../setting.ts";
import { stageSinceSql } from "../stage-since.ts";

export type WatchKind = "touch" | "rotting" | "quiet";

interface Watch {
  readonly kind: WatchKind;
  readonly noun: "contact" | "company" | "deal";
  readonly id: number;
}

interface Standing {
  readonly dueDate: string;
  readonly sinceDate: string;
  readonly span: string;
}

/** A customer is silent once the last purchase lies more than so many of its usual gaps back. */
const silentGaps = 2;

/** Works out anew what falls due by itself of single records, one after another. */
export interface WatchRefresh {
  contact(id: number): void;
  company(id: number): void;
  deal(id: number): void;
}

export function watchRefresh(db: Db): WatchRefresh {
  const zone = setting(db, "timezone") || processZone;
  const hasCadence = anyCadence(db);
  return {
    contact(id) {
      const talkAt = lastTalk(db, id);
      const talkDate = talkAt === null ? null : localDate(talkAt, zone);
      if (hasCadence) keep(db, { kind: "touch", noun: "contact", id }, touchOf(db, id, { zone, talkDate }));
      keep(db, { kind: "quiet", noun: "contact", id }, quietContact(db, id, talkDate));
    },
    company: (id) =>
      keep(db, { kind: "quiet", noun: "company", id }, silence(db.all(daysOfCompany, [id]), null)),
    deal: (id) => keep(db, { kind: "rotting", noun: "deal", id }, rotOf(db, id, zone)),
  };
}

/** Whether anybody is to be kept in touch with, or still stands in the list as such. */
export function anyCadence(db: Db): boolean {
  const sql = `
    SELECT 1 FROM contact WHERE cadence IS NOT NULL
    UNION ALL
    SELECT 1 FROM tag WHERE cadence IS NOT NULL
    UNION ALL
    SELECT 1 FROM due_watch WHERE kind = 'touch'
    LIMIT 1`;
  return db.get(sql) !== undefined;
}

function keep(db: Db, { kind, noun, id }: Watch, standing: Standing | undefined): void {
  if (standing === undefined) {
    db.run("DELETE FROM due_watch WHERE kind = ? AND noun = ? AND record_id = ?", [kind, noun, id]);
    return;
  }
  const sql = `
    INSERT INTO due_watch (kind, noun, record_id, due_date, since_date, span)
    VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (kind, noun, record_id)
    DO UPDATE SET due_date = excluded.due_date, since_date = excluded.since_date, span = excluded.span`;
  db.run(sql, [kind, noun, id, standing.dueDate, standing.sinceDate, standing.span]);
}

/** A note is no talk. */
const lastTalkSql = `
  SELECT max(activity.happened_at) AS at
  FROM activity_contact
  JOIN activity ON activity.id = activity_contact.activity_id
  WHERE activity_contact.contact_id = ? AND activity.kind <> 'note'`;

/** The last moment at which somebody was in contact with the person; null: never. */
function lastTalk(db: Db, contactId: number): string | null {
  return db.get<{ at: string | null }>(lastTalkSql, [contactId])?.at ?? null;
}

/**
 * When to be in touch again: the last talk, or the day on which the contact was added where there was none, and the
 * contact's own cadence on top; without one the shortest of its tags.
 */
function touchOf(
  db: Db,
  id: number,
  { zone, talkDate }: { zone: string; talkDate: string | null },
): Standing | undefined {
  const contact = db.get<{ createdAt: string; cadence: string | null }>(
    "SELECT created_at AS createdAt, cadence FROM contact WHERE id = ?",
    [id],
  );
  if (contact === undefined) return undefined;
  const sql = `
    SELECT tag.cadence
    FROM contact_tag
    JOIN tag ON tag.id = contact_tag.tag_id
    WHERE contact_tag.contact_id = ? AND tag.cadence IS NOT NULL`;
  const cadences =
    contact.cadence === null
      ? db.all<{ cadence: string }>(sql, [id]).map(({ cadence }) => cadence)
      : [contact.cadence];
  const cadence = shortest(cadences);
  return cadence === undefined
    ? undefined
    : touchAfter(talkDate ?? localDate(contact.createdAt, zone), cadence);
}

export function touchAfter(sinceDate: string, cadence: string): Standing {
  return { dueDate: addPeriod(sinceDate, period(cadence)), sinceDate, span: cadence };
}

function shortest(cadences: readonly string[]): string | undefined {
  return cadences.toSorted((a, b) => periodDays(period(a)) - periodDays(period(b)))[0];
}

/** Cadences are written by this program only. */
function period(cadence: string): Period {
  return readPeriod(cadence)!;
}

interface Bought {
  readonly date: string;
}

/** Free orders are purchases, credits and what was refunded in full are not: as the reports count them. */
const isPurchase = "amount_minor >= 0 AND NOT (refunded_minor > 0 AND refunded_minor = amount_minor)";

const daysOfContact =
  "SELECT DISTINCT order_date AS date FROM sales_order WHERE contact_id = ? AND " +
  isPurchase +
  " ORDER BY order_date";
const daysOfCompany =
  "SELECT DISTINCT order_date AS date FROM sales_order WHERE company_id = ? AND contact_id IS NULL AND " +
  isPurchase +
  " ORDER BY order_date";

/** The days on which a contact bought, in order, each once. */
export function purchaseDates(db: Db, contactId: number): string[] {
  return db.all<Bought>(daysOfContact, [contactId]).map(({ date }) => date);
}

/** Nothing of a person who is a customer no longer, or with whom something is planned. */
function quietContact(db: Db, id: number, talkDate: string | null): Standing | undefined {
  const days = db.all<Bought>(daysOfContact, [id]);
  const standing = silence(days, talkDate);
  if (standing === undefined) return undefined;
  const sql = `
    SELECT 1 FROM contact WHERE id = :id AND lifecycle = 'former'
    UNION ALL
    SELECT 1 FROM follow_up WHERE contact_id = :id AND done_at IS NULL
    LIMIT 1`;
  return db.get(sql, { id }) === undefined ? standing : undefined;
}

/**
 * From when on a customer is silent: the first day that lies more than twice the usual gap after the last purchase.
 * Undefined without a rhythm, or when somebody has talked to them since.
 */
function silence(days: readonly Bought[], talkDate: string | null): Standing | undefined {
  const [first, last] = [days[0]?.date, days.at(-1)?.date];
  if (first === undefined || last === undefined) return undefined;
  const gap = usualGap(days.map(({ date }) => daysBetween(first, date)));
  if (gap === undefined) return undefined;
  const dueDate = addDays(last, Math.floor(silentGaps * gap) + 1);
  return talkDate !== null && talkDate >= dueDate
    ? undefined
    : { dueDate, sinceDate: last, span: String(gap) };
}

/** A talk that names no deal is about the contact's open deals, and so is a follow-up. */
const rotSql =
  "SELECT stage.rot_days AS rotDays, " +
  stageSinceSql +
  ` AS movedAt,
    (SELECT max(happened_at) FROM activity WHERE deal_id = deal.id AND kind <> 'note') AS talkAt,
    (SELECT max(activity.happened_at)
     FROM activity_contact
     JOIN activity ON activity.id = activity_contact.activity_id
     WHERE activity_contact.contact_id = deal.contact_id AND activity.deal_id IS NULL
       AND activity.kind <> 'note') AS contactTalkAt
  FROM deal
  JOIN stage ON stage.id = deal.stage_id
  WHERE deal.id = ? AND stage.kind = 'open' AND stage.rot_days IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM follow_up WHERE deal_id = deal.id AND done_at IS NULL)
    AND NOT EXISTS (
      SELECT 1 FROM follow_up WHERE contact_id = deal.contact_id AND deal_id IS NULL AND done_at IS NULL)`;

interface Resting {
  readonly rotDays: number;
  readonly movedAt: string;
  readonly talkAt: string | null;
  readonly contactTalkAt: string | null;
}

/** From when on an open deal rots: more days than its stage allows since it was moved or talked about; a plan stops it. */
function rotOf(db: Db, id: number, zone: string): Standing | undefined {
  const deal = db.get<Resting>(rotSql, [id]);
  if (deal === undefined) return undefined;
  const moments = [deal.movedAt, deal.talkAt ?? "", deal.contactTalkAt ?? ""];
  const sinceDate = localDate(moments.toSorted().at(-1) ?? deal.movedAt, zone);
  return { dueDate: addDays(sinceDate, deal.rotDays + 1), sinceDate, span: String(deal.rotDays) };
}
