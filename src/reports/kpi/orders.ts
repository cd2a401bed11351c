import type { Db } from "../../store/db.ts";
import { type Credit, creditedDay } from "../credits.ts";
import { wholeNumber } from "../packed.ts";
import { dayNumber, dayText } from "../periods.ts";
import { type Customer, countedParams, customerNouns, inScope } from "../purchases.ts";
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

/** One pass over the orders, a row a customer; purchase days as in `purchaseDays`. */
export function orderFigures(db: Db, scope: ReportScope, windows: Windows): OrderFigures {
  const counts: Counts = {
    ...{ orders: perWindow(), gross: perWindow(), net: perWindow(), active: perWindow(), new: perWindow() },
    ...{ before: perWindow(), retained: perWindow(), customers: perWindow(), repeat: perWindow() },
    revenueSoFar: perWindow(),
  };
  const before = { net: 0 };
  for (const noun of customerNouns(scope)) {
    for (const [net, packed] of rowsOf(db, scope, { noun, start: dayText(windows.all[0]!.first) })) {
      const days = purchases(counts, packed === null ? "" : String(packed), { windows, before });
      if (days.length === 0) continue;
      before.net += Number(net);
      noteCustomer(counts, days, windows);
    }
  }
  addUp(counts, before.net);
  return counts;
}

interface Asked {
  readonly noun: Customer["noun"];
  readonly start: string;
}

/** A row a customer: the net sum of all its orders, and these packed into one text. */
function rowsOf(db: Db, scope: ReportScope, { noun, start }: Asked): IterableIterator<readonly unknown[]> {
  const isPurchase = "amount_minor >= 0 AND NOT (refunded_minor > 0 AND refunded_minor = amount_minor)";
  const sql = [
    "SELECT sum(amount_minor - refunded_minor), string_agg(CASE",
    "  WHEN order_date >= ? OR amount_minor < 0 THEN order_date || amount_minor || ' ' || refunded_minor",
    // Before the windows the days of purchases are enough.
    "  WHEN " + isPurchase + " THEN order_date END, ',')",
    ...inScope(scope, noun),
    "GROUP BY " + noun + "_id",
  ].join("\n");
  return db.values(sql, [start, ...countedParams(scope)]);
}

function noteCustomer(counts: Counts, days: readonly number[], windows: Windows): void {
  const first = least(days, -Infinity);
  const second = least(days, first);
  addAt(counts.new, first, { windows });
  for (let i = 0; i < windows.all.length; i++) {
    const { last } = windows.all[i]!;
    if (first <= last) counts.customers[i]!++;
    if (second <= last) counts.repeat[i]!++;
  }
  noteActive(counts, days, windows);
}

/** The first of the days after one. */
function least(days: readonly number[], after: number): number {
  let found = Infinity;
  for (const day of days) if (day > after && day < found) found = day;
  return found;
}

interface Noted {
  readonly windows: Windows;
  /** Net sum of what lies before the windows: what is in them is taken off it. */
  readonly before: { net: number };
}

/** Adds the packed orders to the sums; gives the purchase days, some twice. */
function purchases(counts: Counts, packed: string, { windows, before }: Noted): number[] {
  const days: number[] = [];
  const credits: Credit[] = [];
  for (let at = 0; at < packed.length; ) {
    const comma = packed.indexOf(",", at + 10);
    const end = comma === -1 ? packed.length : comma;
    const start = at;
    const day = dayNumber(packed, start);
    at = end + 1;
    if (end > start + 10) {
      const middle = packed.indexOf(" ", start + 10);
      const amount = wholeNumber(packed, start + 10, middle);
      if (amount < 0) {
        credits.push([day, amount]);
        continue;
      }
      const refunded = wholeNumber(packed, middle + 1, end);
      before.net -= amount - refunded;
      addAt(counts.gross, day, { windows, amount });
      addAt(counts.net, day, { windows, amount: amount - refunded });
      if (refunded > 0 && refunded === amount) continue;
      addAt(counts.orders, day, { windows });
    }
    days.push(day);
  }
  for (const [noted, amount] of credits) {
    const day = creditedDay(days, noted);
    if (day === undefined) continue;
    if (windows.periodOf(day) >= 0) before.net -= amount;
    addAt(counts.gross, day, { windows, amount });
    addAt(counts.net, day, { windows, amount });
  }
  return days;
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
