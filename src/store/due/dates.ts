import { addDays } from "../../values/date.ts";
import { yearlyIn } from "../../values/yearly-date.ts";
import type { Db } from "../db.ts";
import { type Page, pageOf } from "./page.ts";

export interface Anniversary {
  readonly contactId: number;
  /** null: the birthday. */
  readonly label: string | null;
  /** The day on which it is kept. */
  readonly date: string;
  /** Since the first one; null: the year of it is not known, or this is the first one. */
  readonly years: number | null;
}

/**
 * Birthdays and other yearly dates from today to `days` days on (at most a year), in order; one on 29 February is kept on
 * the 28th in other years.
 */
export function anniversaries(db: Db, { today, days }: { today: string; days: number }): Anniversary[] {
  const dates = keptDays(today, days);
  const keys = [...dates.keys()];
  const among = " IN (" + keys.map(() => "?").join(", ") + ")";
  const sql = `
    SELECT id AS contactId, NULL AS label, birthday AS date
    FROM contact
    WHERE birthday IS NOT NULL AND substr(birthday, -5)`;
  const others = `
    UNION ALL
    SELECT contact_id AS contactId, label, date
    FROM contact_date
    WHERE substr(date, -5)`;
  const rows = db.all<Omit<Anniversary, "years">>(sql + among + others + among, [...keys, ...keys]);
  const found = rows.map((row) => {
    const date = dates.get(row.date.slice(-5))!;
    const years = Number(date.slice(0, 4)) - Number(row.date.slice(0, 4));
    return { ...row, date, years: row.date.startsWith("--") || years < 1 ? null : years };
  });
  const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return found.sort((a, b) => order(a.date, b.date) || a.contactId - b.contactId);
}

/** Month and day, as they are written down, with the day ahead on which each is kept first. */
function keptDays(today: string, days: number): ReadonlyMap<string, string> {
  const dates = new Map<string, string>();
  for (let ahead = 0; ahead <= days; ahead++) {
    const date = addDays(today, ahead);
    const leapDay = "02-29";
    const isKept = date.endsWith("-02-28") && yearlyIn(Number(date.slice(0, 4)), "--" + leapDay) === date;
    for (const key of isKept ? [date.slice(5), leapDay] : [date.slice(5)]) {
      if (!dates.has(key)) dates.set(key, date);
    }
  }
  return dates;
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
): Page<LateDeal> {
  const columns =
    "SELECT deal.id AS dealId, deal.contact_id AS contactId, deal.company_id AS companyId, deal.close_date AS closeDate";
  const sql = { columns, from: isLate, order: "\n  ORDER BY deal.close_date, deal.id" };
  return pageOf<LateDeal>(db, { sql, params: { today }, limit });
}

/** Sums of the open deals in the currency, in minor units; `others` is how many deals are in another one. */
export interface PipelineSums {
  readonly amountMinor: number;
  /**
   * Each amount times the deal's probability, else its stage's, else the measured rate, as the reports weigh (none counts
   * as 0); rounded once at the end.
   */
  readonly weightedMinor: number;
  readonly others: number;
}

/** Percent won of the closed deals that came to the stage or beyond; null: none did. */
const measuredRate = `
      SELECT avg(100.0 * (ending.kind = 'won'))
      FROM deal AS closed
      JOIN stage AS ending ON ending.id = closed.stage_id
      WHERE ending.pipeline_id = stage.pipeline_id
        AND (ending.kind = 'won' OR ending.kind = 'lost' AND EXISTS (
          SELECT 1
          FROM stage_change
          JOIN stage AS seen ON seen.id = stage_change.to_stage_id
          WHERE stage_change.deal_id = closed.id
            AND seen.kind = 'open'
            AND seen.pipeline_id = stage.pipeline_id
            AND seen.position >= stage.position))`;

export function pipelineSums(db: Db, currency: string): PipelineSums {
  const sql =
    `
    WITH odds AS MATERIALIZED (
      SELECT id, coalesce(probability, (` +
    measuredRate +
    `), 0) AS percent
      FROM stage
      WHERE kind = 'open' AND id IN (SELECT stage_id FROM deal)
    )
    SELECT
      coalesce(sum(deal.amount_minor) FILTER (WHERE deal.currency = :currency), 0) AS amountMinor,
      coalesce(
        sum(deal.amount_minor * coalesce(deal.probability, odds.percent)) FILTER (WHERE deal.currency = :currency),
        0) AS weighted,
      count(*) FILTER (WHERE deal.currency <> :currency) AS others
    FROM deal
    JOIN odds ON odds.id = deal.stage_id`;
  const sums = db.get<{ amountMinor: number; weighted: number; others: number }>(sql, { currency })!;
  const { amountMinor, weighted, others } = sums;
  return { amountMinor, weightedMinor: Math.round(weighted / 100), others };
}
