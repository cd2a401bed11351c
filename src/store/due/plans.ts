import { addDays, instant, toInstant } from "../../values/date.ts";
import type { Db } from "../db.ts";
import { type Page, pageOf } from "./page.ts";

/** All-day follow-ups from the first to the last day, timed ones from one instant up to another. */
export interface Window {
  readonly first: string;
  readonly last: string;
  readonly from: string;
  readonly to: string;
}

/** The windows of the days that are over, of today and of those to come. */
export function windowsOf(
  { now, zone, days }: { readonly now: Date; readonly zone: string; readonly days: number },
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

/** An open follow-up. */
export interface PlannedRow {
  readonly id: number;
  readonly title: string;
  readonly kind: string | null;
  readonly priority: string;
  readonly owner: string | null;
  readonly note: string | null;
  readonly repeats: string | null;
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

const planColumns = `
  SELECT
    id, title, kind, priority, owner, note, repeat_words AS repeats, due_date AS dueDate, due_at AS dueAt, contact_id AS contactId,
    company_id AS companyId, deal_id AS dealId`;

const byTime = `
  ORDER BY due_date, due_at NULLS LAST, CASE priority WHEN 'high' THEN 1 WHEN 'normal' THEN 2 ELSE 3 END, id`;

/** The open follow-ups of a window, by time; `count` is of all, whatever the limit. */
export function plannedIn(db: Db, window: Window, limit: number | undefined): Page<PlannedRow> {
  const near = window.first === "0" ? "0" : addDays(window.first, -2);
  const params = { ...window, near, far: addDays(window.last, 2) };
  return pageOf<PlannedRow>(db, {
    sql: { columns: planColumns, from: inWindow, order: byTime },
    params,
    limit,
  });
}
