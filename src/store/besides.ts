import type { Row } from "../field.ts";
import { type Attached, attachmentsOf } from "./attachment.ts";
import { teamOn } from "./collaborator.ts";
import type { Db } from "./db.ts";
import { paidSql } from "./fields/invoice.ts";
import { type RelatedRecord, relationsOf } from "./relation.ts";

/** What a record of any noun can have beside what is its own. */
export interface Besides extends Row {
  readonly collaborators: readonly string[];
  readonly relations: readonly RelatedRecord[];
  readonly attachments: readonly Attached[];
}

export function besidesOf(db: Db, noun: string, id: number): Besides {
  return {
    collaborators: teamOn(db, noun, id),
    relations: relationsOf(db, noun, id),
    attachments: attachmentsOf(db, noun, id),
  };
}

/** What waits for a customer: tickets that are not solved, and invoices of which something is open. */
export interface Waiting extends Row {
  readonly tickets: readonly {
    id: number;
    title: string;
    kind: string;
    severity: string;
    openedAt: string;
    /** The next target that is not met yet; null: none. */
    dueAt: string | null;
  }[];
  readonly invoices: readonly {
    id: number;
    number: string;
    dueDate: string;
    openMinor: number;
    currency: string;
  }[];
}

export function waitingOf(db: Db, noun: "contact" | "company", id: number): Waiting {
  const mine = noun === "contact" ? "contact_id = ?" : "company_id = ?";
  const tickets =
    `SELECT
      id, title, kind, severity, opened_at AS "openedAt",
      CASE WHEN first_reply_at IS NULL THEN coalesce(reply_due_at, solve_due_at) ELSE solve_due_at END AS "dueAt"
    FROM ticket
    WHERE solved_at IS NULL AND ` +
    mine +
    " ORDER BY opened_at, id";
  const invoices =
    'SELECT id, number, due_date AS "dueDate", amount_minor - ' +
    paidSql +
    ' AS "openMinor", currency FROM invoice WHERE ' +
    mine +
    " AND amount_minor <> " +
    paidSql +
    " ORDER BY due_date, id";
  return { tickets: db.all(tickets, [id]), invoices: db.all(invoices, [id]) };
}
