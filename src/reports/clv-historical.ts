import type { Db } from "../store/db.ts";
import type { Buyer } from "./buyers.ts";
import type { ClvScope } from "./clv.ts";
import { byCustomer, namesOf } from "./customer-names.ts";
import { dayText } from "./periods.ts";

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
  const costs = { contact: costsOf(db, scope, "contact"), company: costsOf(db, scope, "company") };
  const nameOf = namesOf(db, customers);
  const rows = customers.map((buyer) => {
    const costMinor = costs[buyer.noun].get(buyer.id) ?? 0;
    return {
      ...{ id: buyer.id, noun: buyer.noun, customer: nameOf(buyer) },
      ...{ firstDate: dayText(buyer.firstDay), lastDate: dayText(buyer.lastDay) },
      ...{ purchases: buyer.repeats + 1, revenueMinor: buyer.revenue, costMinor },
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

/** Known costs in minor units by customer, of the orders that count. */
function costsOf(db: Db, { asOf, currency }: ClvScope, noun: Buyer["noun"]): ReadonlyMap<number, number> {
  const sql = [
    "SELECT " + noun + "_id AS id, sum(cost_minor) AS cost",
    "FROM sales_order",
    "WHERE cost_minor IS NOT NULL AND currency = ? AND order_date <= ?",
    "AND NOT (refunded_minor > 0 AND refunded_minor = amount_minor)",
    noun === "contact" ? "AND contact_id IS NOT NULL" : "AND contact_id IS NULL",
    "GROUP BY " + noun + "_id",
  ].join("\n");
  const rows = db.all<{ id: number; cost: number }>(sql, [currency, asOf]);
  return new Map(rows.map(({ id, cost }) => [id, cost]));
}
