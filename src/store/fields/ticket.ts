import type { Field } from "../../field.ts";
import { contactNameSql } from "../contact/name.ts";
import { severities, ticketKinds } from "../ticket.ts";
import { stampFields } from "./stamp.ts";

/** What can be shown, filtered and sorted of a ticket. Moments are instants. */
export const ticketFields: readonly Field[] = [
  { key: "id", header: "Id", type: "id", aliases: ["number"], sql: "ticket.id" },
  { key: "title", header: "Title", type: "text", sql: "ticket.title" },
  {
    key: "kind",
    header: "Kind",
    type: "text",
    aliases: ["type"],
    words: () => ticketKinds,
    sql: "ticket.kind",
  },
  {
    key: "severity",
    header: "Severity",
    type: "text",
    room: "spare",
    words: () => severities,
    sql: "ticket.severity",
  },
  {
    key: "contact",
    header: "Contact",
    type: "text",
    sql: "(SELECT " + contactNameSql + " FROM contact WHERE contact.id = ticket.contact_id)",
  },
  {
    key: "company",
    header: "Company",
    type: "text",
    sql: "(SELECT name FROM company WHERE company.id = ticket.company_id)",
    detail: true,
  },
  {
    key: "status",
    header: "Status",
    type: "text",
    words: () => ["open", "solved"],
    sql: "(CASE WHEN ticket.solved_at IS NULL THEN 'open' ELSE 'solved' END)",
  },
  {
    key: "openedAt",
    header: "Opened",
    type: "instant",
    room: "spare",
    aliases: ["opened", "date"],
    sql: "ticket.opened_at",
  },
  {
    key: "firstReplyAt",
    header: "Answered",
    type: "instant",
    room: "spare",
    aliases: ["answered", "first_reply"],
    sql: "ticket.first_reply_at",
  },
  {
    key: "solvedAt",
    header: "Solved",
    type: "instant",
    room: "spare",
    aliases: ["solved"],
    sql: "ticket.solved_at",
  },
  { key: "replyDueAt", header: "Answer by", type: "instant", sql: "ticket.reply_due_at", detail: true },
  { key: "solveDueAt", header: "Solve by", type: "instant", sql: "ticket.solve_due_at", detail: true },
  { key: "channel", header: "Channel", type: "text", sql: "ticket.channel", detail: true },
  {
    key: "product",
    header: "Product",
    type: "text",
    sql: "(SELECT coalesce(product.sku, product.name) FROM product WHERE product.id = ticket.product_id)",
    detail: true,
  },
  {
    key: "order",
    header: "Order",
    type: "text",
    sql: `(SELECT coalesce(sales_order.number, CAST(sales_order.id AS TEXT))
      FROM sales_order WHERE sales_order.id = ticket.order_id)`,
    detail: true,
  },
  {
    key: "reopened",
    header: "Reopened",
    type: "integer",
    sql: "(SELECT count(*) FROM ticket_event WHERE ticket_id = ticket.id AND kind = 'reopen')",
    detail: true,
  },
  { key: "owner", header: "Owner", type: "text", sql: "ticket.owner", detail: true },
  { key: "note", header: "Note", type: "text", sql: "ticket.note", detail: true },
  { key: "contactId", header: "Contact id", type: "id", sql: "ticket.contact_id", detail: true },
  { key: "companyId", header: "Company id", type: "id", sql: "ticket.company_id", detail: true },
  { key: "productId", header: "Product id", type: "id", sql: "ticket.product_id", detail: true },
  { key: "orderId", header: "Order id", type: "id", sql: "ticket.order_id", detail: true },
  ...stampFields("ticket"),
];

/** What of a ticket depends on the moment at which one looks; an instant. */
export function ticketFieldsAt(now: string): readonly Field[] {
  return [
    {
      key: "overdue",
      header: "Overdue",
      type: "flag",
      sql: "(" + overdueTicket + ")",
      params: [now, now],
    },
    {
      key: "late",
      header: "Late",
      type: "flag",
      sql: `(coalesce(coalesce(ticket.first_reply_at, ?) > ticket.reply_due_at, 1 = 0)
        OR coalesce(coalesce(ticket.solved_at, ?) > ticket.solve_due_at, 1 = 0))`,
      params: [now, now],
      detail: true,
    },
  ];
}

/** Open, and past a target that is not met yet. Both `?` are the present instant. */
const overdueTicket = `ticket.solved_at IS NULL
  AND (coalesce(ticket.first_reply_at IS NULL AND ticket.reply_due_at < ?, 1 = 0)
    OR coalesce(ticket.solve_due_at < ?, 1 = 0))`;
