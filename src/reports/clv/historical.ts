import type { Db } from "../../store/db.ts";
import { type Buyer, daysAsText } from "../buyers.ts";
import type { ClvScope } from "../clv.ts";
import { byCustomer, namesOf } from "../customer-names.ts";

export type ClvHistoryRow = {
  readonly id: number;
  readonly noun: Buyer["noun"];
  readonly customer: string;
  readonly firstDate: string;
  readonly lastDate: string;
  readonly purchases: number;
  /** Net of refunds. */
  readonly revenueMinor: number;
  /** Of the orders whose cost is known. */
  readonly costMinor: number;
  readonly clvMinor: number;
  readonly currency: string;
};

export type ClvHistory = {
  readonly level: "historical";
  readonly definition: string;
  readonly margin: number | null;
  readonly rows: readonly ClvHistoryRow[];
  readonly total: {
    readonly customers: number;
    readonly revenueMinor: number;
    readonly costMinor: number;
    readonly clvMinor: number;
  };
};

/** What customers have brought so far: revenue net of refunds less known costs, or times the margin where one is given. */
export function historicalLevel(db: Db, scope: ClvScope, customers: readonly Buyer[]): ClvHistory {
  const { margin, currency } = scope;
  const costs = costsOf(db, scope);
  const nameOf = namesOf(db, customers);
  const dateOf = daysAsText();
  const rows = customers.map((buyer): ClvHistoryRow => {
    const costMinor = costs[buyer.noun].get(buyer.id) ?? 0;
    return {
      id: buyer.id,
      noun: buyer.noun,
      customer: nameOf(buyer),
      firstDate: dateOf(buyer.firstDay),
      lastDate: dateOf(buyer.lastDay),
      purchases: buyer.repeats + 1,
      revenueMinor: buyer.revenue,
      costMinor,
      clvMinor: margin === undefined ? buyer.revenue - costMinor : Math.round(buyer.revenue * margin),
      currency,
    };
  });
  const sum = (key: "revenueMinor" | "costMinor" | "clvMinor") =>
    rows.reduce((total, row) => total + row[key], 0);
  return {
    level: "historical",
    definition:
      margin === undefined
        ? "value so far = revenue net of refunds, less the costs of orders that carry them"
        : "value so far = revenue net of refunds x margin " + margin * 100 + " %",
    margin: margin ?? null,
    rows: rows.sort((a, b) => b.clvMinor - a.clvMinor || byCustomer(a, b)),
    total: {
      customers: rows.length,
      ...{ revenueMinor: sum("revenueMinor"), costMinor: sum("costMinor"), clvMinor: sum("clvMinor") },
    },
  };
}

type Costs = Readonly<Record<Buyer["noun"], Map<number, number>>>;

/**
 * Known costs in minor units by customer, of the orders that count. The signs keep SQLite from reading the orders in the
 * order of an index by customer, which takes ten times as long as from the first to the last.
 */
function costsOf(db: Db, { asOf, currency }: ClvScope): Costs {
  const sql = `
    SELECT contact_id AS contact, company_id AS company, sum(cost_minor) AS cost
    FROM sales_order
    WHERE cost_minor IS NOT NULL AND currency = ? AND order_date <= ?
    AND NOT (refunded_minor > 0 AND refunded_minor = amount_minor)
    GROUP BY +contact_id, +company_id`;
  const costs: Costs = { contact: new Map(), company: new Map() };
  const rows = db
    .prepare(sql)
    .iterate<{ contact: number | null; company: number; cost: number }>([currency, asOf]);
  for (const { contact, company, cost } of rows) {
    const [known, id] = contact === null ? [costs.company, company] : [costs.contact, contact];
    known.set(id, (known.get(id) ?? 0) + cost);
  }
  return costs;
}
