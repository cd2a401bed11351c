import { dayNumber } from "./periods.ts";

const [inFull, inPart] = ["x", "r"];
const [quote, minus, zero, nine] = [34, 45, 48, 57];

/**
 * The orders of one customer as a report packs them, which is cheaper in SQL than any text that is put together by hand:
 * {"1997-01-01":2933,"1997-02-03":"USD"}, each order's date with the net amount behind it, or with a text where it is
 * in another currency than that of the only parameter or refunded: "x2933" in full, with the refund, otherwise "r500 2433"
 * with the refund and what is left. So one pass tells what counts and what does not. Days come as often as they have
 * orders.
 */
export const packedOrders = [
  "json_group_object(order_date, CASE WHEN currency <> ? THEN currency",
  "  WHEN refunded_minor = 0 THEN amount_minor",
  "  WHEN refunded_minor = amount_minor THEN '" + inFull + "' || refunded_minor",
  "  ELSE '" + inPart + "' || refunded_minor || ' ' || (amount_minor - refunded_minor) END)",
].join("\n");

/** What a pass over the orders met besides purchases. */
export interface Met {
  readonly otherCurrencies: Map<string, number>;
  refundedInFull: number;
  credits: number;
  /** Refunds in minor units by the day of their orders, which need not count. */
  readonly refunds: Map<number, number>;
}

export function noneMet(): Met {
  return { otherCurrencies: new Map(), refundedInFull: 0, credits: 0, refunds: new Map() };
}

/** Gives `note` each order that counts: its day and net value, below zero of a credit. */
function eachOrder(packed: string, met: Met, note: (day: number, value: number) => void): void {
  // Of each order the quote before its date; a packed customer has one at least.
  for (let at = 1; at < packed.length; ) {
    const day = dayNumber(packed, at + 1);
    const start = at + 13;
    if (packed.charCodeAt(start) === quote) {
      const closing = packed.indexOf('"', start + 1);
      // A date that is none, in a file that another program wrote, may have moved it.
      const end = closing === -1 ? packed.length : closing;
      const left = noteOther(packed.slice(start + 1, end), day, met);
      if (left !== null) note(day, left);
      at = end + 2;
    } else {
      const isCredit = packed.charCodeAt(start) === minus;
      let value = 0;
      let end = isCredit ? start + 1 : start;
      for (let code = packed.charCodeAt(end); code >= zero && code <= nine; code = packed.charCodeAt(++end))
        value = value * 10 + code - zero;
      note(day, isCredit ? -value : value);
      at = end + 1;
    }
  }
}

/** What is left of an order that was refunded in part, null of one that counts nowhere. */
function noteOther(text: string, day: number, met: Met): number | null {
  const mark = text[0];
  if (mark !== inFull && mark !== inPart) {
    met.otherCurrencies.set(text, (met.otherCurrencies.get(text) ?? 0) + 1);
    return null;
  }
  const [refund = 0, left = null] = text.slice(1).split(" ").map(Number);
  met.refunds.set(day, (met.refunds.get(day) ?? 0) + refund);
  if (mark === inFull) met.refundedInFull++;
  return left;
}

const credit = "c";

/** Why an order is no purchase, as `noteMarks` reads it; the only parameter is the currency that counts. */
export const mark =
  "CASE WHEN currency <> ? THEN currency WHEN amount_minor < 0 THEN '" +
  credit +
  "' ELSE '" +
  inFull +
  "' END";

/** What has such a mark. */
export const isMarked = "(currency <> ? OR refunded_minor >= amount_minor AND amount_minor <> 0)";

/** Counts marks that are parted by blanks, null for none; gives how many there were. */
export function noteMarks(marks: string | null, met: Met): number {
  const all = marks === null ? [] : marks.split(" ");
  for (const each of all) {
    if (each === credit) met.credits++;
    else if (each === inFull) met.refundedInFull++;
    else met.otherCurrencies.set(each, (met.otherCurrencies.get(each) ?? 0) + 1);
  }
  return all.length;
}

/** The purchase days of one customer, each once and in order. */
export interface Purchases {
  readonly days: number[];
  readonly values: number[];
  readonly orders: number[];
}

/** The orders may come in any order. */
export function unpack(packed: string, met: Met): Purchases {
  const days: number[] = [];
  const values: number[] = [];
  const credits: [number, number][] = [];
  const orders: number[] = [];
  let isSorted = true;
  eachOrder(packed, met, (day, value) => {
    const last = days.length - 1;
    if (value < 0) credits.push([day, value]);
    else if (days[last] === day) {
      values[last] = values[last]! + value;
      orders[last] = orders[last]! + 1;
    } else {
      if (last >= 0 && days[last]! > day) isSorted = false;
      days.push(day);
      values.push(value);
      orders.push(1);
    }
  });
  const purchases = isSorted ? { days, values, orders } : inOrder({ days, values, orders });
  met.credits += credits.length;
  if (credits.length > 0) takeOff(credits, purchases);
  return purchases;
}

/** SQL promises no order inside an aggregate. */
function inOrder(unsorted: Purchases): Purchases {
  const at = unsorted.days.map((_, i) => i).sort((a, b) => unsorted.days[a]! - unsorted.days[b]!);
  const sorted: Purchases = { days: [], values: [], orders: [] };
  for (const i of at) {
    const last = sorted.days.length - 1;
    if (sorted.days[last] === unsorted.days[i]) {
      sorted.values[last] = sorted.values[last]! + unsorted.values[i]!;
      sorted.orders[last] = sorted.orders[last]! + unsorted.orders[i]!;
    } else {
      sorted.days.push(unsorted.days[i]!);
      sorted.values.push(unsorted.values[i]!);
      sorted.orders.push(unsorted.orders[i]!);
    }
  }
  return sorted;
}

function takeOff(credits: readonly (readonly [number, number])[], { days, values }: Purchases): void {
  if (days.length === 0) return;
  for (const [day, value] of credits) {
    const at = Math.max(
      0,
      days.findLastIndex((bought) => bought <= day),
    );
    values[at] = values[at]! + value;
  }
}
