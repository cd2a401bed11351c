import { toInstant } from "../values/date.ts";
import type { RuleDays } from "../values/occurrence.ts";
import { addPeriod } from "../values/period.ts";
import { periodOfRule } from "../values/repeat.ts";
import type { Db } from "./db.ts";
import type { Due, FollowupDraft, FollowupRow } from "./followup.ts";

/** What the next one is counted from: the rule's own calendar, or the day on which this one is done. */
export type RepeatBasis = "calendar" | "completion";

/** A follow-up that comes back. */
export interface Repeat {
  /** RFC 5545, without a start; of completion a period with its end. */
  readonly rule: string;
  readonly words: string;
  readonly basis: RepeatBasis;
  /** The first day of the series. */
  readonly startDate: string;
  /** The day that the rule gave to this one, whatever a snooze did to it. */
  readonly date: string;
  /** HH:MM on the wall of `zone`; null: all day. */
  readonly time: string | null;
  readonly zone: string;
  /** Which one of the series this is, counted from 1. */
  readonly number: number;
  /** 1: days that were missed are done one after another; 0: they are passed over. */
  readonly keepsMissed: number;
}

/** How a follow-up repeats; undefined: it does not. */
export function repeatOf(db: Db, id: number): Repeat | undefined {
  const sql = `
    SELECT
      repeat_rule AS rule, repeat_words AS words, repeat_basis AS basis, repeat_start_date AS startDate,
      repeat_date AS date, repeat_time AS time, repeat_zone AS zone, repeat_number AS number,
      repeat_keeps_missed AS keepsMissed
    FROM follow_up
    WHERE id = ? AND repeat_rule IS NOT NULL`;
  return db.get<Repeat>(sql, [id]);
}

/** The columns of a follow-up that repeats; of one that does so no longer, all of them empty. */
export function repeatRow(repeat: Repeat | null) {
  return {
    repeatRule: repeat?.rule ?? null,
    repeatWords: repeat?.words ?? null,
    repeatBasis: repeat?.basis ?? null,
    repeatStartDate: repeat?.startDate ?? null,
    repeatDate: repeat?.date ?? null,
    repeatTime: repeat?.time ?? null,
    repeatZone: repeat?.zone ?? null,
    repeatNumber: repeat?.number ?? null,
    repeatKeepsMissed: repeat?.keepsMissed ?? null,
  } satisfies FollowupRow;
}

/** When a day of a series is due: at the same time of the wall each time, whatever the clocks do. */
export function dueOn(date: string, { time, zone }: Pick<Repeat, "time" | "zone">): Due {
  return time === null
    ? { dueDate: date, dueAt: null, dueZone: null }
    : { dueDate: date, dueAt: toInstant(date, time, zone), dueZone: zone };
}

/**
 * The one that follows a follow-up done `today` (in the zone of the series): by calendar the first day of the rule after
 * this one's own and, unless missed ones are kept, after today; from completion so much after today. undefined: this was
 * the last one.
 */
export function nextRepeat(repeat: Repeat, today: string, days: RuleDays | undefined): Repeat | undefined {
  const date = repeat.basis === "completion" ? afterDone(repeat, today) : nextDay(repeat, today, days);
  return date === undefined ? undefined : { ...repeat, date, number: repeat.number + 1 };
}

function nextDay({ rule, startDate, date, keepsMissed }: Repeat, today: string, days: RuleDays | undefined) {
  const after = keepsMissed === 1 || date > today ? date : today;
  if (days === undefined) throw new Error("the rule " + rule + " needs the library of rules");
  return days.after({ rule, start: startDate }, after);
}

function afterDone({ rule, number }: Repeat, today: string): string | undefined {
  const { period, end } = periodOfRule(rule);
  const date = addPeriod(today, period);
  const isOver = (end.times !== undefined && number >= end.times) || (end.until ?? date) < date;
  return isOver ? undefined : date;
}

/** What the next one of a series takes over from the one before it. */
export function draftOf(db: Db, id: number, repeat: Repeat): FollowupDraft {
  const sql = `
    SELECT
      title, kind, contact_id AS contactId, company_id AS companyId, deal_id AS dealId, priority, owner, note, remind
    FROM follow_up
    WHERE id = ?`;
  const before = db.get<Pick<FollowupRow, "kind" | "contactId"> & { readonly title: string }>(sql, [id])!;
  return { ...before, ...dueOn(repeat.date, repeat), ...repeatRow(repeat) };
}
