import type { Db } from "../../store/db.ts";
import { type LeftOut, readPurchases } from "../purchases.ts";
import type { ReportScope } from "../scope.ts";
import { addAt, coursePeriods, perWindow, previous, type Windows } from "./windows.ts";

/** Of each window (see `Windows`); money in minor units. */
export interface OrderFigures {
  /** Not below zero and not refunded in full. */
  readonly orders: readonly number[];
  /** As sold, and net of refunds; credits are in both, on the purchase day that they are taken off. */
  readonly gross: readonly number[];
  readonly net: readonly number[];
  /** Customers with a purchase day in the window, and with their first one. */
  readonly active: readonly number[];
  readonly new: readonly number[];
  /** Active in the period before the window, and in both. */
  readonly before: readonly number[];
  readonly retained: readonly number[];
  /** At the end of the window: customers so far, those with two purchase days or more, what all have brought (net). */
  readonly customers: readonly number[];
  readonly repeat: readonly number[];
  readonly revenueSoFar: readonly number[];
}

type Counts = { readonly [key in keyof OrderFigures]: number[] };

/** The figures, and what they leave out: one pass over the orders. */
export function orderFigures(
  db: Db,
  scope: ReportScope,
  windows: Windows,
): { readonly figures: OrderFigures; readonly leftOut: LeftOut } {
  const counts: Counts = {
    ...{ orders: perWindow(), gross: perWindow(), net: perWindow(), active: perWindow(), new: perWindow() },
    ...{ before: perWindow(), retained: perWindow(), customers: perWindow(), repeat: perWindow() },
    revenueSoFar: perWindow(),
  };
  const purchases = readPurchases(db, scope);
  const start = windows.all[0]!.first;
  let before = 0;
  for (const { days, values, orders } of purchases.customers) {
    for (let i = 0; i < days.length; i++) {
      if (days[i]! < start) before += values[i]!;
      else {
        addAt(counts.net, days[i]!, { windows, amount: values[i]! });
        addAt(counts.orders, days[i]!, { windows, amount: orders[i]! });
      }
    }
    noteCustomer(counts, days, windows);
  }
  for (let i = 0; i <= previous; i++) counts.gross[i] = counts.net[i]!;
  for (const [day, amount] of purchases.refunds) addAt(counts.gross, day, { windows, amount });
  addUp(counts, before);
  return { figures: counts, leftOut: purchases.leftOut() };
}

function noteCustomer(counts: Counts, days: readonly number[], windows: Windows): void {
  const [first = Infinity, second = Infinity] = days;
  addAt(counts.new, first, { windows });
  for (let i = 0; i < windows.all.length; i++) {
    const { last } = windows.all[i]!;
    if (first <= last) counts.customers[i]!++;
    if (second <= last) counts.repeat[i]!++;
  }
  noteActive(counts, days, windows);
}

/** The bit of the period before the first window. */
const earlier = previous + 1;

/** Bits of the windows in which the customer bought decide who stayed from the period before. */
function noteActive(counts: Counts, days: readonly number[], windows: Windows): void {
  let bits = 0;
  for (const day of days) {
    const period = windows.periodOf(day);
    if (period >= 0) bits |= 1 << period;
    else if (windows.isBefore(day)) bits |= 1 << earlier;
    if (windows.isPrevious(day)) bits |= 1 << previous;
  }
  for (let i = 0; i <= previous; i++) {
    const isActive = (bits & (1 << i)) !== 0;
    // The equal part of the period before is compared with the one before that.
    const before = i === previous ? coursePeriods - 3 : i === 0 ? earlier : i - 1;
    const wasActive = (bits & (1 << before)) !== 0;
    if (isActive) counts.active[i]!++;
    if (wasActive) counts.before[i]!++;
    if (isActive && wasActive) counts.retained[i]!++;
  }
}

function addUp({ net, revenueSoFar }: Counts, before: number): void {
  let sum = before;
  for (let i = 0; i < coursePeriods; i++) {
    sum += net[i]!;
    revenueSoFar[i] = sum;
  }
  revenueSoFar[previous] = revenueSoFar[coursePeriods - 3]! + net[previous]!;
}
