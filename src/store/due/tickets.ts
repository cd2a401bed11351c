import type { Db } from "../db.ts";
import { type Page, pageOf } from "./page.ts";

/** A ticket that somebody waits for. */
export interface WaitingTicket {
  readonly ticketId: number;
  readonly title: string;
  readonly kind: string;
  readonly severity: string;
  readonly owner: string | null;
  readonly contactId: number | null;
  readonly companyId: number | null;
  readonly openedAt: string;
  /** The first of its targets that is not met; null: it has none. */
  readonly dueAt: string | null;
}

/** Open ones: every complaint, and what is past a target or will be by the end of the day. */
const waiting = `
  FROM (
    SELECT
      id AS "ticketId", title, kind, severity, owner, contact_id AS "contactId", company_id AS "companyId",
      opened_at AS "openedAt",
      CASE
        WHEN first_reply_at IS NULL AND reply_due_at IS NOT NULL THEN
          CASE WHEN solve_due_at < reply_due_at THEN solve_due_at ELSE reply_due_at END
        ELSE solve_due_at
      END AS "dueAt"
    FROM ticket
    WHERE solved_at IS NULL) AS open
  WHERE kind = 'complaint' OR "dueAt" < :end`;

/** Tickets to see to, the one that is due first before the others; `count` is of all, whatever the limit. */
export function waitingTickets(
  db: Db,
  { end, limit }: { readonly end: string; readonly limit: number | undefined },
): Page<WaitingTicket> {
  const order = '\n  ORDER BY coalesce("dueAt", "openedAt"), "ticketId"';
  const sql = { columns: "SELECT *", from: waiting, order };
  return pageOf<WaitingTicket>(db, { sql, params: { end }, limit });
}
