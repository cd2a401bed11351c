import { monthLength } from "../values/calendar.ts";
import { addDays } from "../values/date.ts";
import type { Db } from "./db.ts";

export interface Birthday {
  readonly contactId: number;
  /** The day on which it is kept. */
  readonly date: string;
  /** Years; null: the year of birth is not known. */
  readonly age: number | null;
}

/** Birthdays from today to `days` days on (at most a year), in order; one on 29 February is kept on the 28th in other years. */
export function birthdays(db: Db, { today, days }: { today: string; days: number }): Birthday[] {
  const dates = new Map<string, string>();
  for (let ahead = 0; ahead <= days; ahead++) {
    const date = addDays(today, ahead);
    const isShort = date.endsWith("-02-28") && monthLength(Number(date.slice(0, 4)), 2) === 28;
    for (const key of isShort ? ["02-28", "02-29"] : [date.slice(5)]) {
      if (!dates.has(key)) dates.set(key, date);
    }
  }
  const keys = [...dates.keys()];
  const places = keys.map(() => "?").join(", ");
  const sql =
    "SELECT id, birthday FROM contact WHERE birthday IS NOT NULL AND substr(birthday, -5) IN (" +
    places +
    ")";
  const found = db.all<{ id: number; birthday: string }>(sql, keys).map(({ id, birthday }) => {
    const date = dates.get(birthday.slice(-5))!;
    const years = Number(date.slice(0, 4)) - Number(birthday.slice(0, 4));
    return { contactId: id, date, age: birthday.startsWith("--") || years < 1 ? null : years };
  });
  return found.sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : a.contactId - b.contactId));
}

export interface LateDeal {
  readonly dealId: number;
  readonly contactId: number | null;
  readonly companyId: number | null;
  readonly closeDate: string;
}

const isLate = `
  FROM deal
  JOIN stage ON stage.id = deal.stage_id
  WHERE stage.kind = 'open' AND deal.closed_date IS NULL AND deal.close_date < :today`;

/** Open deals whose close date lies before today, the oldest first; `count` is of all, whatever the limit. */
export function lateDeals(
  db: Db,
  { today, limit }: { today: string; limit: number | undefined },
): { rows: readonly LateDeal[]; count: number } {
  const sql =
    `SELECT deal.id AS dealId, deal.contact_id AS contactId, deal.company_id AS companyId, deal.close_date AS closeDate` +
    isLate +
    "\n  ORDER BY deal.close_date, deal.id";
  const rows = db.all<LateDeal>(limit === undefined ? sql : sql + "\n  LIMIT :limit", {
    today,
    ...(limit === undefined ? {} : { limit }),
  });
  if (rows.length !== limit) return { rows, count: rows.length };
  return { rows, count: db.get<{ n: number }>("SELECT count(*) AS n" + isLate, { today })!.n };
}

/** Sums of the open deals in the currency, in minor units; `others` is how many deals are in another one. */
export interface PipelineSums {
  readonly amountMinor: number;
  /** Each amount times the deal's probability, else its stage's (none counts as 0), rounded once at the end. */
  readonly weightedMinor: number;
  readonly others: number;
}

export function pipelineSums(db: Db, currency: string): PipelineSums {
  const sql = `
    SELECT
      coalesce(sum(deal.amount_minor) FILTER (WHERE deal.currency = :currency), 0) AS amountMinor,
      coalesce(
        sum(deal.amount_minor * coalesce(deal.probability, stage.probability, 0)) FILTER (WHERE deal.currency = :currency),
        0) AS weighted,
      count(*) FILTER (WHERE deal.currency <> :currency) AS others
    FROM deal
    JOIN stage ON stage.id = deal.stage_id
    WHERE stage.kind = 'open'`;
  const sums = db.get<{ amountMinor: number; weighted: number; others: number }>(sql, { currency })!;
  const { amountMinor, weighted, others } = sums;
  return { amountMinor, weightedMinor: Math.round(weighted / 100), others };
}
