import type { Db } from "../../store/db.ts";
import { dayNumber, dayText } from "../periods.ts";
import { type Customer, countedParams, customerNouns, inScope, wholeNumber } from "../purchases.ts";
import type { ReportScope } from "../scope.ts";
import { addAt, coursePeriods, perWindow, previous, type Windows } from "./windows.ts";

/** Of each window (see `Windows`); money in minor units. */
export interface OrderFigures {
  /** Not below zero and not refunded in full. */
  readonly orders: readonly number[];
  /** As sold, and net of refunds; credits are in both. */
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

/** One customer: sums of what lies before the windows, and its later orders packed into one text. */
interface Row {
  /** First purchase day; null: credits and refunds alone. */
  readonly first: string | null;
  /** Last one before the windows; null: none. */
  readonly lastBefore: string | null;
  readonly netBefore: number;
  readonly packed: string | null;
}

/** One pass over the orders, a row a customer; purchase days as in `purchaseDays`. */
export function orderFigures(db: Db, scope: ReportScope, windows: Windows): OrderFigures {
  const counts: Counts = {
    ...{ orders: perWindow(), gross: perWindow(), net: perWindow(), active: perWindow(), new: perWindow() },
    ...{ before: perWindow(), retained: perWindow(), customers: perWindow(), repeat: perWindow() },
    revenueSoFar: perWindow(),
  };
  let netBefore = 0;
  for (const noun of customerNouns(scope)) {
    for (const row of rowsOf(db, scope, { noun, start: dayText(windows.all[0]!.first) })) {
      netBefore += row.netBefore;
      noteCustomer(counts, row, windows);
    }
  }
  addUp(counts, netBefore);
  return counts;
}

interface Asked {
  readonly noun: Customer["noun"];
  readonly start: string;
}

function rowsOf(db: Db, scope: ReportScope, { noun, start }: Asked): IterableIterator<Row> {
  const isPurchase = "amount_minor >= 0 AND NOT (refunded_minor > 0 AND refunded_minor = amount_minor)";
  const sql = [
    "SELECT min(order_date) FILTER (WHERE " + isPurchase + ") AS first,",
    "  max(order_date) FILTER (WHERE order_date < ? AND " + isPurchase + ") AS lastBefore,",
    "  coalesce(sum(amount_minor - refunded_minor) FILTER (WHERE order_date < ?), 0) AS netBefore,",
    "  string_agg(order_date || amount_minor || ' ' || refunded_minor, ' ') FILTER (WHERE order_date >= ?) AS packed",
    ...inScope(scope, noun),
    "GROUP BY " + noun + "_id",
  ].join("\n");
  return db.prepare(sql).iterate<Row>([start, start, start, ...countedParams(scope)]);
}

function noteCustomer(counts: Counts, { first, lastBefore, packed }: Row, windows: Windows): void {
  const days = packed === null ? [] : purchases(counts, packed, windows);
  if (first === null) return;
  const firstDay = dayNumber(first);
  // Two purchase days before the windows: the second one lies before all of them, which is all that counts.
  const second = lastBefore !== null && lastBefore !== first ? -Infinity : secondDay(days, firstDay);
  addAt(counts.new, firstDay, { windows });
  for (const [i, { last }] of windows.all.entries()) {
    if (firstDay <= last) counts.customers[i]!++;
    if (second <= last) counts.repeat[i]!++;
  }
  noteActive(counts, days, windows);
}

function secondDay(days: readonly number[], first: number): number {
  let second = Infinity;
  for (const day of days) if (day > first && day < second) second = day;
  return second;
}

/** Adds the packed orders to the sums; gives the purchase days, some twice. */
function purchases(counts: Counts, packed: string, windows: Windows): number[] {
  const days: number[] = [];
  for (let at = 0; at < packed.length; ) {
    const middle = packed.indexOf(" ", at + 10);
    const blank = packed.indexOf(" ", middle + 1);
    const end = blank === -1 ? packed.length : blank;
    const day = dayNumber(packed, at);
    const amount = wholeNumber(packed, at + 10, middle);
    const refunded = wholeNumber(packed, middle + 1, end);
    at = end + 1;
    addAt(counts.gross, day, { windows, amount });
    addAt(counts.net, day, { windows, amount: amount - refunded });
    if (amount < 0 || (refunded > 0 && refunded === amount)) continue;
    addAt(counts.orders, day, { windows });
    days.push(day);
  }
  return days;
}

/** Bits of the windows in which the customer bought decide who stayed from the period before. */
function noteActive(counts: Counts, days: readonly number[], windows: Windows): void {
  let bits = 0;
  for (const day of days) {
    const period = windows.periodOf(day);
    if (period >= 0) bits |= 1 << period;
    if (windows.isPrevious(day)) bits |= 1 << previous;
  }
  for (let i = 0; i <= previous; i++) {
    const isActive = (bits & (1 << i)) !== 0;
    // The equal part of the period before is compared with the one before that.
    const before = i === previous ? coursePeriods - 3 : i - 1;
    const wasActive = before >= 0 && (bits & (1 << before)) !== 0;
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
