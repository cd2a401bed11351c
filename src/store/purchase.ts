import type { Db } from "./db.ts";
import { addOrder, deleteOrder, editOrder, type Moment, type OrderRow } from "./order.ts";

/** What a write to a deal did to the purchase that winning it records. */
export type PurchaseOutcome =
  | { readonly kind: "recorded" | "changed" | "takenBack" | "kept" | "exists"; readonly orderId: number }
  | { readonly kind: "noAmount" | "noCustomer" | "none" };

interface Sale {
  readonly contactId: number | null;
  readonly companyId: number | null;
  readonly amountMinor: number | null;
  readonly currency: string;
  /** null: not won. */
  readonly wonDate: string | null;
  readonly orderId: number | null;
  /** 1: the order holds what winning the deal wrote and nothing else. */
  readonly isUntouched: number;
}

const saleSql = `
  SELECT
    deal.contact_id AS contactId, deal.company_id AS companyId, deal.amount_minor AS amountMinor, deal.currency,
    CASE WHEN stage.kind = 'won' THEN deal.closed_date END AS wonDate,
    sold.id AS orderId,
    CASE WHEN sold.source = 'deal'
        AND sold.amount_minor = deal.amount_minor
        AND sold.currency = deal.currency
        AND sold.order_date = deal.closed_date
        AND sold.contact_id IS NOT DISTINCT FROM deal.contact_id
        AND sold.company_id IS NOT DISTINCT FROM deal.company_id
        AND sold.refunded_minor = 0
        AND coalesce(sold.number, sold.note) IS NULL
        AND sold.quantity IS NULL
        AND sold.cost_minor IS NULL
        AND NOT EXISTS (SELECT 1 FROM order_line WHERE order_id = sold.id)
        AND NOT EXISTS (SELECT 1 FROM custom_value WHERE noun = 'order' AND record_id = sold.id)
        AND NOT EXISTS (SELECT 1 FROM external_id WHERE noun = 'order' AND record_id = sold.id)
      THEN 1 ELSE 0 END AS isUntouched
  FROM deal
  JOIN stage ON stage.id = deal.stage_id
  LEFT JOIN sales_order AS sold ON sold.deal_id = deal.id
  WHERE deal.id = ?`;

export function saleOf(db: Db, dealId: number): Sale {
  return db.get<Sale>(saleSql, [dealId])!;
}

/** Records the purchase of a deal that has just been won; once, however often it is won. */
export function recordPurchase(db: Db, dealId: number, moment: Moment): PurchaseOutcome {
  const sale = saleOf(db, dealId);
  if (sale.orderId !== null) return { kind: "exists", orderId: sale.orderId };
  if (sale.amountMinor === null) return { kind: "noAmount" };
  if (!isSale(sale)) return { kind: "noCustomer" };
  const row = { ...orderRow(sale), dealId, source: "deal" };
  return { kind: "recorded", orderId: addOrder(db, { row, custom: {} }, moment) };
}

/** Takes the purchase away again when a won deal is about to be open; an order that somebody has changed stays. */
export function takeBackPurchase(db: Db, dealId: number, today: string): PurchaseOutcome {
  const { orderId, isUntouched } = saleOf(db, dealId);
  if (orderId === null) return { kind: "none" };
  if (isUntouched === 0) return { kind: "kept", orderId };
  deleteOrder(db, orderId, today);
  return { kind: "takenBack", orderId };
}

/**
 * After a change to a won deal: an order that still was what winning wrote follows the deal, and an amount or customer
 * that was missing when it was won is made up for. `before` is the sale as it was before the change.
 */
export function followPurchase(
  db: Db,
  dealId: number,
  { before, ...moment }: Moment & { before: Sale },
): PurchaseOutcome {
  const sale = saleOf(db, dealId);
  if (sale.wonDate === null || JSON.stringify(orderRow(sale)) === JSON.stringify(orderRow(before)))
    return { kind: "none" };
  const { orderId } = before;
  if (orderId === null) return isSale(before) ? { kind: "none" } : recordPurchase(db, dealId, moment);
  if (before.isUntouched === 0) return { kind: "kept", orderId };
  if (!isSale(sale)) {
    deleteOrder(db, orderId, moment.today);
    return { kind: "takenBack", orderId };
  }
  editOrder(db, orderId, { draft: { row: orderRow(sale), custom: {} }, ...moment });
  return { kind: "changed", orderId };
}

function isSale(sale: Sale): boolean {
  return sale.amountMinor !== null && (sale.contactId !== null || sale.companyId !== null);
}

function orderRow({ contactId, companyId, amountMinor, currency, wonDate }: Sale): OrderRow {
  return { contactId, companyId, amountMinor, currency, orderDate: wonDate };
}
