import type { Row } from "../field.ts";
import { addDays, instant, localDate, toInstant } from "../values/date.ts";
import type { Db } from "./db.ts";
import { contextReader, type DueContext } from "./due-context.ts";
import { type Birthday, birthdays, type LateDeal, lateDeals } from "./due-dates.ts";

export const dueSections = ["overdue", "today", "coming", "closing"] as const;
export type DueSection = (typeof dueSections)[number];

/** Something that is due, with what one needs to know to do it. Amounts in minor units; null means there is none. */
export interface DueItem extends Row, DueContext {
  readonly section: DueSection;
  /** The follow-up; null for a birthday and for a deal past its close date. */
  readonly id: number | null;
  /** The day on the wall of the reader's zone. */
  readonly dueDate: string;
  /** null: all day. */
  readonly dueAt: string | null;
  /** Of the follow-up, or "birthday" or "deal". */
  readonly kind: string | null;
  readonly title: string;
  readonly priority: string | null;
}

export interface DueQuery {
  readonly now: Date;
  readonly zone: string;
  /** How many days after today are coming. */
  readonly days: number;
  /** At most so many of a section; without it all. */
  readonly limit?: number | undefined;
}

/** `counts` is how many there are of a section in all, `items` what the limit lets through, by section and time. */
export interface Due {
  readonly items: readonly DueItem[];
  readonly counts: Readonly<Record<DueSection, number>>;
}

/** All-day follow-ups from the first to the last day, timed ones from one instant up to another. */
interface Window {
  readonly first: string;
  readonly last: string;
  readonly from: string;
  readonly to: string;
}

/**
 * What is overdue (a time of day that has passed included), due today and coming: follow-ups, birthdays, and open deals
 * whose close date lies before today. Days are those of the zone, whatever zone a follow-up was made in.
 */
export function dueItems(db: Db, query: DueQuery): Due {
  const { zone, days, limit } = query;
  const today = localDate(query.now, zone);
  const context = contextReader(db);
  const windows = windowsOf(query, today);
  const yearly = birthdays(db, { today, days });
  const sections = (["overdue", "today", "coming"] as const).map((section) => {
    const { rows, count } = plannedIn(db, windows[section], limit);
    const kept = yearly.filter(({ date }) => section === (date === today ? "today" : "coming"));
    const items = [
      ...rows.map((row) => plannedItem(row, { section, zone, context })).sort(byTime),
      ...kept.slice(0, limit).map((birthday) => birthdayItem(birthday, section, context)),
    ];
    return { items: items.sort(byDay).slice(0, limit), count: count + kept.length };
  });
  const late = lateDeals(db, { today, limit });
  const closing = late.rows.map((deal) => closingItem(deal, context));
  const [overdue = 0, dueToday = 0, coming = 0] = sections.map(({ count }) => count);
  return {
    items: [...sections.flatMap(({ items }) => items), ...closing],
    counts: { overdue, today: dueToday, coming, closing: late.count },
  };
}

type ContextReader = ReturnType<typeof contextReader>;

function closingItem({ closeDate, ...deal }: LateDeal, context: ContextReader): DueItem {
  return {
    ...{ section: "closing", id: null, dueDate: closeDate, dueAt: null, kind: "deal", priority: null },
    title: "close date has passed",
    ...context(deal),
  };
}

function birthdayItem(
  { contactId, date, age }: Birthday,
  section: DueSection,
  context: ContextReader,
): DueItem {
  return {
    ...{ section, id: null, dueDate: date, dueAt: null, kind: "birthday", priority: null },
    title: age === null ? "birthday" : "turns " + age,
    ...context({ contactId, companyId: null, dealId: null }),
  };
}

function windowsOf(
  { now, zone, days }: DueQuery,
  today: string,
): Record<"overdue" | "today" | "coming", Window> {
  const startOf = (date: string) => toInstant(date, "00:00", zone);
  const tomorrow = addDays(today, 1);
  const moment = instant(now);
  return {
    overdue: { first: "0", last: addDays(today, -1), from: "0", to: moment },
    today: { first: today, last: today, from: moment, to: startOf(tomorrow) },
    coming: {
      first: tomorrow,
      last: addDays(today, days),
      from: startOf(tomorrow),
      to: startOf(addDays(today, days + 1)),
    },
  };
}

interface Planned {
  readonly id: number;
  readonly title: string;
  readonly kind: string | null;
  readonly priority: string;
  readonly dueDate: string;
  readonly dueAt: string | null;
  readonly contactId: number | null;
  readonly companyId: number | null;
  readonly dealId: number | null;
}

/** The index goes by due_date, which is of the zone that a follow-up was made in: two days away from ours at most. */
const inWindow = `
  FROM follow_up
  WHERE done_at IS NULL
    AND due_date BETWEEN :near AND :far
    AND ((due_at IS NULL AND due_date BETWEEN :first AND :last) OR (due_at >= :from AND due_at < :to))`;

function plannedIn(
  db: Db,
  window: Window,
  limit: number | undefined,
): { rows: readonly Planned[]; count: number } {
  const near = window.first === "0" ? "0" : addDays(window.first, -2);
  const params = { ...window, near, far: addDays(window.last, 2) };
  const sql =
    `SELECT
    id, title, kind, priority, due_date AS dueDate, due_at AS dueAt, contact_id AS contactId,
    company_id AS companyId, deal_id AS dealId` +
    inWindow +
    `
  ORDER BY due_date, due_at NULLS LAST, CASE priority WHEN 'high' THEN 1 WHEN 'normal' THEN 2 ELSE 3 END, id`;
  if (limit === undefined) {
    const rows = db.all<Planned>(sql, params);
    return { rows, count: rows.length };
  }
  const rows = db.all<Planned>(sql + "\n  LIMIT :limit", { ...params, limit });
  if (rows.length < limit) return { rows, count: rows.length };
  return { rows, count: db.get<{ n: number }>("SELECT count(*) AS n" + inWindow, params)!.n };
}

function plannedItem(
  row: Planned,
  at: { section: DueSection; zone: string; context: ContextReader },
): DueItem {
  const { id, title, kind, priority, dueAt } = row;
  const dueDate = dueAt === null ? row.dueDate : localDate(dueAt, at.zone);
  return { section: at.section, id, dueDate, dueAt, kind, title, priority, ...at.context(row) };
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

const byDay = (a: DueItem, b: DueItem) => order(a.dueDate, b.dueDate);

/** By day, on each day those with a time first; otherwise as the database gave them. */
const byTime = (a: DueItem, b: DueItem) => byDay(a, b) || order(a.dueAt ?? "9", b.dueAt ?? "9");
