import { UserError } from "../errors.ts";
import type { Row } from "../field.ts";
import { forgetRecord } from "./belongings.ts";
import { type Besides, besidesOf } from "./besides.ts";
import { type CustomValues, setCustomValues } from "./custom.ts";
import { customValuesOf } from "./custom-values.ts";
import type { Db } from "./db.ts";
import { orderFields } from "./fields/order.ts";
import { refreshLifecycle } from "./lifecycle.ts";
import { listRows } from "./list.ts";
import { insertRow, type Patch, type RecordTable, updateRow } from "./row.ts";

export const orderTable = {
  table: "sales_order",
  columns: {
    number: "number",
    contactId: "contact_id",
    companyId: "company_id",
    dealId: "deal_id",
    orderDate: "order_date",
    amountMinor: "amount_minor",
    refundedMinor: "refunded_minor",
    costMinor: "cost_minor",
    currency: "currency",
    quantity: "quantity",
    source: "source",
    owner: "owner",
    note: "note",
  },
} as const satisfies RecordTable<string>;

export type OrderRow = Patch<keyof (typeof orderTable)["columns"]>;

export interface OrderLine {
  readonly product: string;
  readonly quantity: number;
  /** Price of one, and of the whole line; null: not known. */
  readonly unitMinor: number | null;
  readonly amountMinor: number | null;
}

/** A line as an order has it, with the name of the product whose sku it names; null: no product has it. */
export interface SoldLine extends OrderLine {
  readonly productName: string | null;
}

export interface OrderDraft {
  readonly row: OrderRow;
  /** Undefined: they stay as they are; given: they are the order's lines from now on. */
  readonly lines?: readonly OrderLine[] | undefined;
  readonly custom: CustomValues;
}

/** When a write happens: the instant, and the local day of it. */
export interface Moment {
  readonly at: string;
  readonly today: string;
}

interface OrderFlat extends Row {
  readonly id: number;
  readonly number: string | null;
  readonly orderDate: string;
  readonly contact: string | null;
  readonly company: string | null;
  readonly contactId: number | null;
  readonly companyId: number | null;
  readonly amountMinor: number;
  readonly refundedMinor: number;
  readonly currency: string;
  readonly quantity: number | null;
  readonly dealId: number | null;
  readonly source: string | null;
  readonly note: string | null;
}

export interface OrderDetail extends OrderFlat, Besides {
  readonly lines: readonly SoldLine[];
  readonly fields: Readonly<Record<string, string>>;
}

/** One order with its lines. */
export function getOrder(db: Db, id: number): OrderDetail {
  const where = { sql: "sales_order.id = ?", params: [id] };
  const keys = orderFields.map((field) => field.key);
  const [flat] = listRows(db, { table: "sales_order", fields: orderFields, keys, where });
  if (flat === undefined) throw new UserError("not_found", "no order " + id, "see: crm order list");
  const lines = `
    SELECT
      product, quantity, unit_minor AS unitMinor, amount_minor AS amountMinor,
      (SELECT name FROM product WHERE sku_key = fold(order_line.product)) AS productName
    FROM order_line
    WHERE order_id = ?
    ORDER BY position`;
  return {
    ...(flat as OrderFlat),
    lines: db.all<SoldLine>(lines, [id]),
    fields: customValuesOf(db, "order", id),
    ...besidesOf(db, "order", id),
  };
}

/** Writes a purchase and moves its contact on in the life cycle. */
export function addOrder(db: Db, draft: OrderDraft, { at, today }: Moment): number {
  const id = insertRow(db, orderTable, { draft: draft.row, at });
  addParts(db, id, draft);
  refreshLifecycle(db, [contactOf(db, id)], { today });
  return id;
}

/** Changes a purchase; what the draft leaves out stays. */
export function editOrder(db: Db, id: number, { draft, at, today }: Moment & { draft: OrderDraft }): void {
  const before = contactOf(db, id);
  updateRow(db, orderTable, { id, patch: draft.row, at });
  addParts(db, id, draft);
  refreshLifecycle(db, [before, contactOf(db, id)], { today });
}

function addParts(db: Db, id: number, { lines, custom }: OrderDraft): void {
  setCustomValues(db, { noun: "order", id }, custom);
  if (lines === undefined) return;
  db.run("DELETE FROM order_line WHERE order_id = ?", [id]);
  const insert = db.prepare(
    "INSERT INTO order_line (order_id, position, product, quantity, unit_minor, amount_minor) VALUES (?, ?, ?, ?, ?, ?)",
  );
  for (const [index, { product, quantity, unitMinor, amountMinor }] of lines.entries()) {
    insert.run([id, index + 1, product, quantity, unitMinor, amountMinor]);
  }
}

/** Gives money back: `minor` of what has not been given back yet, or all of it; gives what went back now. */
export function refundOrder(db: Db, id: number, { minor, at, today }: Moment & { minor?: number }): number {
  const order = getOrder(db, id);
  const left = order.amountMinor - order.refundedMinor;
  if (left <= 0) throw new UserError("refused", "nothing of order " + id + " is left to refund");
  const back = minor ?? left;
  if (back > left) {
    throw new UserError(
      "refused",
      "a refund cannot be above what is left of order " + id,
      "crm order refund " + id + " without --amount refunds the rest",
    );
  }
  updateRow(db, orderTable, { id, patch: { refundedMinor: order.refundedMinor + back }, at });
  refreshLifecycle(db, [order.contactId], { today });
  return back;
}

/** Deletes a purchase with its lines; its contact steps back in the life cycle where the purchase had led. */
export function deleteOrder(db: Db, id: number, today: string): void {
  const contactId = contactOf(db, id);
  db.run("DELETE FROM order_line WHERE order_id = ?", [id]);
  db.run("UPDATE quote SET order_id = NULL WHERE order_id = ?", [id]);
  db.run("UPDATE ticket SET order_id = NULL WHERE order_id = ?", [id]);
  db.run("UPDATE invoice SET order_id = NULL WHERE order_id = ?", [id]);
  forgetRecord(db, "order", id);
  db.run("DELETE FROM sales_order WHERE id = ?", [id]);
  refreshLifecycle(db, [contactId], { today });
}

function contactOf(db: Db, id: number): number | null {
  const sql = "SELECT contact_id AS contactId FROM sales_order WHERE id = ?";
  return db.get<{ contactId: number | null }>(sql, [id])?.contactId ?? null;
}
