import { dayNumber } from "./periods.ts";
import type { Customer } from "./purchases.ts";
import type { ReportScope } from "./scope.ts";

/** The scope as it was at the end of the day `to`, where that lies before --as-of: later orders are not seen. */
export function seenUntil<S extends ReportScope>(scope: S): S {
  return scope.to !== undefined && scope.to < scope.asOf ? { ...scope, asOf: scope.to } : scope;
}

/** The customer with its purchase days from `from` on; undefined when there is none. */
export function boughtSince(customer: Customer, from: string | undefined): Customer | undefined {
  if (from === undefined) return customer;
  const first = dayNumber(from);
  const at = customer.days.findIndex((day) => day >= first);
  if (at <= 0) return at === 0 ? customer : undefined;
  const { days, values, orders } = customer;
  return { ...customer, days: days.slice(at), values: values.slice(at), orders: orders.slice(at) };
}

/** " from 2026-01-01 to 2026-03-31", for a definition. */
export function windowText({ from, to }: Pick<ReportScope, "from" | "to">): string {
  return (from === undefined ? "" : " from " + from) + (to === undefined ? "" : " to " + to);
}

export function sumOf(numbers: readonly number[]): number {
  let sum = 0;
  for (const number of numbers) sum += number;
  return sum;
}
