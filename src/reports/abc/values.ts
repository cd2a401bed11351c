import type { Db } from "../../store/db.ts";
import { byCustomer } from "../customer-names.ts";
import { type Customer, counted, countedParams, customerNouns, type LeftOut, leftOut } from "../purchases.ts";
import { revenueOf } from "../revenue.ts";
import type { ReportScope } from "../scope.ts";
import { seenUntil, sumOf } from "../window.ts";

export const abcMeasures = ["revenue", "profit"] as const;
export type AbcMeasure = (typeof abcMeasures)[number];

/** A customer with its revenue, or its profit on the orders whose cost is known. */
export interface Valued {
  readonly noun: Customer["noun"];
  readonly id: number;
  readonly value: number;
}

interface ValueScope extends ReportScope {
  readonly measure: AbcMeasure;
}

/** The largest value first; equal ones by noun and id. */
interface Values {
  readonly values: readonly Valued[];
  readonly leftOut: LeftOut;
}

/** The customers with a purchase day, and what is left out. */
export function customerValues(db: Db, scope: ValueScope): Values {
  const seen = seenUntil(scope);
  if (scope.measure === "profit") return { values: sorted(profits(db, seen)), leftOut: leftOut(db, seen) };
  const revenue = revenueOf(db, seen);
  const values = customerNouns(seen).flatMap((noun) =>
    Array.from(revenue[noun], ([id, value]) => ({ noun, id, value })),
  );
  return { values: sorted(values), leftOut: revenue.leftOut };
}

function sorted(values: Valued[]): Valued[] {
  return values.sort((a, b) => b.value - a.value || byCustomer(a, b));
}

/** `customerValues` now and at the end of an earlier day; of revenue of all times in one pass over the orders. */
export function valuesSince(
  db: Db,
  scope: ValueScope,
  since: string,
): Values & { readonly earlier: readonly Valued[] } {
  const seen = seenUntil(scope);
  if (scope.measure === "profit" || scope.from !== undefined || since > seen.asOf)
    return { ...customerValues(db, scope), earlier: customerValues(db, { ...scope, asOf: since }).values };
  const [now, earlier]: [Valued[], Valued[]] = [[], []];
  const first = "min(order_date) FILTER (WHERE amount_minor >= 0)";
  for (const noun of customerNouns(seen)) {
    const sql = [
      "SELECT " + noun + "_id, sum(amount_minor - refunded_minor),",
      "  sum(amount_minor - refunded_minor) FILTER (WHERE order_date <= ?),",
      "  " + first,
      ...counted(seen, noun),
      "GROUP BY " + noun + "_id",
      "HAVING " + first + " IS NOT NULL",
    ].join("\n");
    for (const [id, value, before, firstDate] of db.values(sql, [since, ...countedParams(seen)])) {
      now.push({ noun, id: Number(id), value: Number(value) });
      if (String(firstDate) <= since) earlier.push({ noun, id: Number(id), value: Number(before) });
    }
  }
  return { values: sorted(now), earlier: sorted(earlier), leftOut: leftOut(db, seen) };
}

/** Net less cost. An order without a cost is not seen; a credit needs none, and counts on its own day. */
function profits(db: Db, scope: ReportScope): Valued[] {
  return customerNouns(scope).flatMap((noun) => {
    const sql = [
      "SELECT " + noun + "_id AS id, sum(amount_minor - refunded_minor - coalesce(cost_minor, 0)) AS value",
      ...counted(scope, noun),
      "AND (cost_minor IS NOT NULL OR amount_minor < 0) AND order_date >= ?",
      "GROUP BY " + noun + "_id",
      "HAVING max(amount_minor) >= 0",
    ].join("\n");
    const rows = db.all<{ id: number; value: number }>(sql, [...countedParams(scope), scope.from ?? ""]);
    return rows.map(({ id, value }) => ({ noun, id, value }));
  });
}

/** Orders that would count, had they a cost. */
export function ordersWithoutCost(db: Db, scope: ReportScope): number {
  const seen = seenUntil(scope);
  return sumOf(
    customerNouns(seen).map((noun) => {
      const sql = [
        "SELECT count(*) AS n",
        ...counted(seen, noun),
        "AND cost_minor IS NULL AND amount_minor >= 0 AND order_date >= ?",
      ].join("\n");
      return db.get<{ n: number }>(sql, [...countedParams(seen), seen.from ?? ""])?.n ?? 0;
    }),
  );
}
