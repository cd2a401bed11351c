import { wholeNumber } from "./packed.ts";
import { dayNumber } from "./periods.ts";

const [inFull, inPart] = ["x", "r"];
const nine = 57;

/**
 * An order as a report packs it, without those before and behind it: "1997-01-012933", a date of ten characters with the
 * net amount behind it, or "USD" where it is in another currency than that of the only parameter. A refund stands by
 * itself with the order's date and its amount, "x1997-01-012933" in full, otherwise "r1997-01-01500" before the order. So
 * one pass tells what counts and what does not.
 */
export const packedOrder = [
  "CASE WHEN currency <> ? THEN currency",
  "  WHEN refunded_minor = 0 THEN order_date || amount_minor",
  "  WHEN refunded_minor = amount_minor THEN '" + inFull + "' || order_date || refunded_minor",
  "  ELSE '" +
    inPart +
    "' || order_date || refunded_minor || ' ' || order_date || (amount_minor - refunded_minor) END",
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

/** Gives `note` each order that counts: its day and net value, below zero of a credit. The orders are parted by blanks. */
function eachOrder(packed: string, met: Met, note: (day: number, value: number) => void): void {
  for (let at = 0; at < packed.length; ) {
    const isCounted = packed.charCodeAt(at) <= nine;
    const blank = packed.indexOf(" ", isCounted ? at + 10 : at);
    const end = blank === -1 ? packed.length : blank;
    if (isCounted) note(dayNumber(packed, at), wholeNumber(packed, at + 10, end));
    else noteOther(packed.slice(at, end), met);
    at = end + 1;
  }
}

function noteOther(text: string, met: Met): void {
  const mark = text[0];
  if (mark !== inFull && mark !== inPart) {
    met.otherCurrencies.set(text, (met.otherCurrencies.get(text) ?? 0) + 1);
    return;
  }
  if (mark === inFull) met.refundedInFull++;
  const day = dayNumber(text, 1);
  met.refunds.set(day, (met.refunds.get(day) ?? 0) + wholeNumber(text, 11, text.length));
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
