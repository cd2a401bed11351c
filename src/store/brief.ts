import { addDays, daysBetween, localDate } from "../values/date.ts";
import { usualGap } from "../values/rhythm.ts";
import { yearlyIn } from "../values/yearly-date.ts";
import { datesOf } from "./contact/date.ts";
import { type ContactDetail, contactDetail } from "./contact/detail.ts";
import type { Db } from "./db.ts";
import { purchaseDates } from "./due/watch.ts";
import { stageSinceSql } from "./stage-since.ts";

export interface BriefDeal {
  readonly id: number;
  readonly title: string;
  readonly stage: string;
  readonly amountMinor: number | null;
  readonly currency: string;
  /** Percent; null: not known. */
  readonly probability: number | null;
  readonly closeDate: string | null;
  /** Days since it came into its stage, and how many it may stay there. */
  readonly stageDays: number;
  readonly rotDays: number | null;
}

export interface BriefDate {
  /** "birthday" or the label of another yearly date. */
  readonly label: string;
  /** The day on which it is kept next. */
  readonly date: string;
  readonly inDays: number;
  /** null: the first year is not known. */
  readonly years: number | null;
}

/** What one wants to know before one meets somebody. Amounts in minor units; null means there is none. */
export interface Brief extends ContactDetail {
  readonly openDealsOf: readonly BriefDeal[];
  /** Yearly dates that are near. */
  readonly nearDates: readonly BriefDate[];
  /** Days since the last talk; null: never. */
  readonly silentDays: number | null;
  /** The usual days between purchases, from three purchase days on, and the days since the last one. */
  readonly usualGapDays: number | null;
  readonly daysSincePurchase: number | null;
  /** By when to be in touch again. */
  readonly touchDate: string | null;
}

/** How far ahead a yearly date is worth a word. */
const nearDays = 60;

export function briefOf(db: Db, id: number, { today, zone }: { today: string; zone: string }): Brief {
  const detail = contactDetail(db, id);
  const days = purchaseDates(db, id);
  const [first, last] = [days[0], days.at(-1)];
  const gap = first === undefined ? undefined : usualGap(days.map((day) => daysBetween(first, day)));
  const lastAt = detail.lastContactAt as string | null;
  const touch = db.get<{ dueDate: string }>(
    "SELECT due_date AS dueDate FROM due_watch WHERE kind = 'touch' AND noun = 'contact' AND record_id = ?",
    [id],
  );
  return {
    ...detail,
    openDealsOf: dealsOf(db, id, { today, zone }),
    nearDates: datesNear(db, detail, today),
    silentDays: lastAt === null ? null : Math.max(0, daysBetween(localDate(lastAt, zone), today)),
    usualGapDays: gap ?? null,
    daysSincePurchase: last === undefined ? null : daysBetween(last, today),
    touchDate: touch?.dueDate ?? null,
  };
}

function dealsOf(db: Db, id: number, { today, zone }: { today: string; zone: string }): BriefDeal[] {
  const sql =
    "SELECT " +
    stageSinceSql +
    ` AS sinceAt,
      deal.id, deal.title, stage.name AS stage, deal.amount_minor AS amountMinor, deal.currency,
      coalesce(deal.probability, stage.probability) AS probability, deal.close_date AS closeDate,
      stage.rot_days AS rotDays
    FROM deal
    JOIN stage ON stage.id = deal.stage_id
    WHERE (deal.contact_id = :id OR deal.id IN (SELECT deal_id FROM deal_contact WHERE contact_id = :id))
      AND stage.kind = 'open'
    ORDER BY deal.close_date NULLS LAST, deal.id`;
  const rows = db.all<Omit<BriefDeal, "stageDays"> & { readonly sinceAt: string }>(sql, { id });
  return rows.map(({ sinceAt, ...deal }) => ({
    ...deal,
    stageDays: Math.max(0, daysBetween(localDate(sinceAt, zone), today)),
  }));
}

function datesNear(db: Db, { id, birthday }: ContactDetail, today: string): BriefDate[] {
  const others = datesOf(db, id);
  const all = typeof birthday === "string" ? [{ label: "birthday", date: birthday }, ...others] : others;
  const year = Number(today.slice(0, 4));
  const next = all.map(({ label, date }) => {
    const kept = yearlyIn(year, date) >= today ? yearlyIn(year, date) : yearlyIn(year + 1, date);
    const years = Number(kept.slice(0, 4)) - Number(date.slice(0, 4));
    const isKnown = !date.startsWith("--") && years > 0;
    return { label, date: kept, inDays: daysBetween(today, kept), years: isKnown ? years : null };
  });
  const last = addDays(today, nearDays);
  return next.filter(({ date }) => date <= last).sort((a, b) => a.inDays - b.inDays);
}
