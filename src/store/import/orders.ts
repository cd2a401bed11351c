import { idSet } from "../bulk.ts";
import type { Db } from "../db.ts";
import { withEmployer } from "../employer.ts";
import { refreshLifecycle } from "../lifecycle.ts";
import { type OrderRow, orderTable } from "../order.ts";
import { insertRow, updateRow } from "../row.ts";
import type { ImportedContact, ImportOptions, Taken } from "./contacts.ts";
import { type Customers, customers } from "./customers.ts";
import { difference } from "./difference.ts";
import { readExtras, takeExtras } from "./extras.ts";
import { externalIds, recordsMet, refuseLate } from "./known.ts";
import { companies } from "./parts.ts";

export interface ImportedLine {
  readonly product: string;
  readonly sku: string | null;
  readonly quantity: number;
  readonly unitMinor: number | null;
  readonly amountMinor: number | null;
}

/** A purchase as a file has it. Null: the file does not say. */
export interface ImportedOrder {
  readonly number: string | null;
  /** The order's id in our own export, which counts only where that order has the same number, day and amount. */
  readonly ownId: string | null;
  readonly contact: ImportedContact | null;
  readonly company: string | null;
  readonly date: string;
  readonly amountMinor: number;
  readonly refundedMinor: number;
  readonly currency: string;
  readonly quantity: number | null;
  readonly source: string | null;
  readonly owner: string | null;
  readonly note: string | null;
  readonly lines: readonly ImportedLine[];
  /** Values of the custom fields that the import keeps, in their order. */
  readonly extras: readonly string[];
}

export interface OrderSink {
  take(order: ImportedOrder): Taken;
  end(): void;
  readonly customers: Customers;
}

/**
 * Takes purchases of an import in. An order is known by its number; one without a number by who bought what for how
 * much on which day, and by being the first, second, ... of its kind in the file, so that two equal purchases on one
 * day are two, and a second run of the file finds both. Either is kept as its external id.
 */
export function orderSink(db: Db, options: ImportOptions): OrderSink {
  const { at, today, dayOf, source, onMatch, writing } = options;
  const who = customers(db, options, companies(db, options));
  const met = recordsMet(db, "sales_order", writing);
  const ids = externalIds(db, "order", source);
  const buyers = idSet();

  const create = (key: string, row: OrderRow, order: ImportedOrder): Taken => {
    const id = insertRow(db, orderTable, { draft: row, at });
    ids.keep(id, key);
    addLines(db, id, order.lines);
    takeExtras(db, options.extras, { id, cells: order.extras, mode: "fill" });
    if (row.contactId != null) buyers.add(Number(row.contactId));
    return { id, outcome: "created" };
  };
  const change = (id: number, row: OrderRow, order: ImportedOrder): Taken =>
    met.bring(id, onMatch, (mode) => {
      const { patch, was } = difference(db, orderTable, { id, row, mode });
      const hasOtherLines = mode === "update" && order.lines.length > 0 && !hasLines(db, id, order.lines);
      const hasExtras = takeExtras(db, options.extras, { id, cells: order.extras, mode });
      if (Object.keys(patch).length === 0 && !hasOtherLines) return hasExtras;
      updateRow(db, orderTable, { id, patch, at });
      if (hasOtherLines) {
        db.run("DELETE FROM order_line WHERE order_id = ?", [id]);
        addLines(db, id, order.lines);
      }
      for (const contactId of [was.contactId, row.contactId])
        if (contactId != null) buyers.add(Number(contactId));
      return true;
    });
  return {
    customers: who,
    take(order) {
      // Refuses a row before anything of it is written.
      readExtras(options.extras, order.extras);
      const contactId = order.contact === null ? null : who.contactOf(order.contact);
      const companyId = who.companyOf(order.company, null);
      const row = rowOf(order, { contactId, companyId });
      const own = order.ownId === null ? undefined : ownOrder(db, order);
      const isFree = own !== undefined && !met.has(own.id);
      if (isFree && own.contactId === contactId) return change(own.id, row, order);
      // The id says who else bought it since; but not where the purchase is known in another way: ids of another database.
      const made = (key: string) =>
        isFree ? change(own.id, row, order) : create(key, withEmployer(db, row), order);
      if (order.number !== null) {
        const id = ids.of(order.number);
        if (id === undefined) return made(order.number);
        if (!met.has(id)) return change(id, row, order);
        return refuseLate("order", order.number);
      }
      for (let nth = 1; ; nth++) {
        const key = [contactId, companyId, order.date, order.amountMinor, order.currency, nth].join("|");
        const id = ids.of(key);
        if (id === undefined) return made(key);
        if (!met.has(id)) return change(id, row, order);
      }
    },
    end() {
      who.end();
      for (const id of buyers.each()) refreshLifecycle(db, [id], { today, dayOf });
    },
  };
}

interface OwnOrder {
  readonly id: number;
  readonly contactId: number | null;
}

function ownOrder(
  db: Db,
  { ownId, number, date, amountMinor, currency }: ImportedOrder,
): OwnOrder | undefined {
  const sql = `
    SELECT id, contact_id AS "contactId"
    FROM sales_order
    WHERE id = ? AND number IS ? AND order_date = ? AND amount_minor = ? AND currency = ?`;
  return db.get<OwnOrder>(sql, [ownId, number, date, amountMinor, currency]);
}

function rowOf(
  order: ImportedOrder,
  who: { readonly contactId: number | null; readonly companyId: number | null },
): OrderRow {
  const { number, date: orderDate, amountMinor, refundedMinor, currency, quantity } = order;
  const { source, owner, note } = order;
  return { number, ...who, orderDate, amountMinor, refundedMinor, currency, quantity, source, owner, note };
}

function hasLines(db: Db, id: number, lines: readonly ImportedLine[]): boolean {
  const sql = `
    SELECT product, sku, quantity, unit_minor AS "unitMinor", amount_minor AS "amountMinor"
    FROM order_line
    WHERE order_id = ?
    ORDER BY position`;
  const inOrder = ({ product, sku, quantity, unitMinor, amountMinor }: ImportedLine) =>
    JSON.stringify([product, sku, quantity, unitMinor, amountMinor]);
  const present = db.all<ImportedLine>(sql, [id]);
  return present.map(inOrder).join() === lines.map(inOrder).join();
}

function addLines(db: Db, id: number, lines: readonly ImportedLine[]): void {
  const sql = `
    INSERT INTO order_line (order_id, position, product, sku, quantity, unit_minor, amount_minor)
    VALUES (?, ?, ?, ?, ?, ?, ?)`;
  for (const [at, { product, sku, quantity, unitMinor, amountMinor }] of lines.entries()) {
    db.run(sql, [id, at + 1, product, sku, quantity, unitMinor, amountMinor]);
  }
}
