import { localDate } from "../values/date.ts";
import { contactNameSql } from "./contact/name.ts";
import type { Lifecycle } from "./contact.ts";
import type { Db } from "./db.ts";

/** How long contacts of a stage of life are kept after the last that was heard of them. */
export interface RetentionRule {
  readonly lifecycle: Lifecycle;
  readonly months: number;
}

/** A contact for which its rule has run out. */
export interface Overdue {
  readonly id: number;
  readonly name: string;
  readonly lifecycle: Lifecycle;
  /** The day of the last that was heard of them: an activity, an order, a consent, or that they were added. */
  readonly lastDate: string;
  readonly months: number;
  readonly orders: number;
}

interface Found extends Omit<Overdue, "months" | "lastDate"> {
  readonly lastAt: string;
  readonly lastOrder: string | null;
}

export function listRules(db: Db): RetentionRule[] {
  return db.all<RetentionRule>("SELECT lifecycle, months FROM retention_rule ORDER BY months, lifecycle");
}

/** Sets the rule of a stage of life; 0 months: there is none any more. */
export function setRule(db: Db, { lifecycle, months }: RetentionRule): void {
  if (months === 0) {
    db.run("DELETE FROM retention_rule WHERE lifecycle = ?", [lifecycle]);
    return;
  }
  const sql = `
    INSERT INTO retention_rule (lifecycle, months)
    VALUES (?, ?)
    ON CONFLICT (lifecycle) DO UPDATE SET months = excluded.months`;
  db.run(sql, [lifecycle, months]);
}

/**
 * Contacts of which nothing was heard since the day given for their stage of life. Who has an open deal, an open
 * follow-up or an open ticket is not among them, nor what is left of an erased person.
 */
export function overdue(
  db: Db,
  cutoffs: readonly { readonly rule: RetentionRule; readonly before: string }[],
  zone: string,
): Overdue[] {
  const sql = [
    "SELECT * FROM (SELECT contact.id, ",
    contactNameSql,
    ` AS name, contact.lifecycle, (SELECT count(*) FROM sales_order WHERE contact_id = contact.id) AS orders,
      (SELECT max(order_date) FROM sales_order WHERE contact_id = contact.id) AS "lastOrder",
      (SELECT max(at) FROM (
        SELECT contact.created_at AS at
        UNION ALL
        SELECT max(activity.happened_at)
        FROM activity_contact
        JOIN activity ON activity.id = activity_contact.activity_id
        WHERE activity_contact.contact_id = contact.id
        UNION ALL
        SELECT max(stated_at) FROM consent WHERE contact_id = contact.id AND state = 'given'
      ) AS signs) AS "lastAt"
    FROM contact
    WHERE contact.lifecycle = :lifecycle
      AND NOT EXISTS (
        SELECT 1 FROM deal JOIN stage ON stage.id = deal.stage_id
        WHERE deal.contact_id = contact.id AND stage.kind = 'open'
      )
      AND NOT EXISTS (SELECT 1 FROM follow_up WHERE contact_id = contact.id AND done_at IS NULL)
      AND NOT EXISTS (SELECT 1 FROM ticket WHERE contact_id = contact.id AND solved_at IS NULL)
      AND coalesce(contact.name, '') <> 'erased #' || contact.id
    ) AS kept
    WHERE substr("lastAt", 1, 10) <= :before AND coalesce("lastOrder" < :before, 1)
    ORDER BY id`,
  ].join("");
  // The day of an instant in UTC is at most one later than the user's.
  return cutoffs.flatMap(({ rule, before }) =>
    db
      .all<Found>(sql, { lifecycle: rule.lifecycle, before })
      .map(({ lastAt, lastOrder, ...found }) => {
        const heard = localDate(lastAt, zone);
        const lastDate = lastOrder !== null && lastOrder > heard ? lastOrder : heard;
        return { ...found, lastDate, months: rule.months };
      })
      .filter(({ lastDate }) => lastDate < before)
      .sort((a, b) => a.lastDate.localeCompare(b.lastDate)),
  );
}
