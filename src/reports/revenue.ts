import type { Db } from "../store/db.ts";
import { type Customer, type LeftOut, readPurchases, readSums } from "./purchases.ts";
import type { ReportScope } from "./scope.ts";
import { boughtSince, seenUntil, sumOf } from "./window.ts";

/** Net minor units by id of the customers with a purchase day in what is asked for. */
export type Revenue = Readonly<Record<Customer["noun"], ReadonlyMap<number, number>>> & {
  readonly leftOut: LeftOut;
};

/** What each customer brought (from `from` to `to`, else all), and what is left out, in one pass over the orders. */
export function revenueOf(db: Db, asked: ReportScope): Revenue {
  const scope = seenUntil(asked);
  if (scope.from === undefined) return readSums(db, scope);
  const revenue = { contact: new Map<number, number>(), company: new Map<number, number>() };
  const purchases = readPurchases(db, scope);
  for (const customer of purchases.customers) {
    const bought = boughtSince(customer, scope.from);
    if (bought !== undefined) revenue[bought.noun].set(bought.id, sumOf(bought.values));
  }
  return { ...revenue, leftOut: purchases.leftOut() };
}
