import type { Db } from "../store/db.ts";
import { closedIn, createdIn, cycleOf, type DayWindow, dayWindow, isLost, isWon } from "./deal-window.ts";
import { amountOf, type Deal, type DealHead, type DealScope, dealsThen, leftOutOf } from "./deals.ts";
import {
  dayNumber,
  dayText,
  isComplete,
  type PeriodUnit,
  periodAt,
  periodEnd,
  periodKey,
  periodStart,
  periodsBetween,
} from "./periods.ts";
import { ascending, greatest } from "./quantiles.ts";
import { ratio } from "./scope.ts";
import { wilson } from "./wilson.ts";
import { windowText } from "./window.ts";

/** closed: deals won or lost in the period. created: the deals that were created in it, whatever became of them. */
export const winBases = ["closed", "created"] as const;
export type WinBasis = (typeof winBases)[number];

export interface WinrateScope extends DealScope {
  readonly currency: string;
  readonly by: PeriodUnit;
  readonly basis: WinBasis;
}

type WinSums = {
  readonly deals: number;
  readonly won: number;
  readonly lost: number;
  /** Still open; of closed deals none. */
  readonly open: number;
  /** won / (won + lost) with its 95 % Wilson interval; null without either. */
  readonly winRate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** won / deals: of those created, open ones count as not won (yet). */
  readonly wonOfAll: number | null;
  readonly wonMinor: number;
  readonly lostMinor: number;
  /** wonMinor / (wonMinor + lostMinor); null where that is not above zero. */
  readonly amountRate: number | null;
  readonly currency: string;
};

export type WinrateRow = WinSums & {
  readonly period: string;
  /** partial: the period was still running on the day of --as-of. */
  readonly status: "ok" | "partial";
};

export type WinrateReport = DealHead & {
  readonly by: PeriodUnit;
  readonly basis: WinBasis;
  readonly rows: readonly WinrateRow[];
  readonly total: WinSums;
  /** Share won within so many days of the creation, of all deals created in the window (see `wonWithin`). */
  readonly wonWithin: readonly { readonly days: number; readonly share: number | null }[];
};

const horizons = [30, 60, 90, 180, 365];

/**
 * How many deals are won: of those closed in a period (won / (won + lost)), or of those created in it with the open ones
 * shown apart. By count, with its interval, and by amount. Deals that were reopened count as what they are at the end
 * of the day of --as-of. Periods from the first deal to the present one, each whole; those without deals stay.
 */
export function winrateReport(db: Db, asked: WinrateScope): WinrateReport {
  const scope = { ...asked, ...wholePeriods(asked) };
  const all = dealsThen(db, scope);
  const window = dayWindow(scope);
  const deals = (scope.basis === "closed" ? closedIn : createdIn)(all.deals, window);
  return {
    report: "winrate",
    ...{ asOf: scope.asOf, zone: scope.zone, currency: scope.currency, n: deals.length },
    definition:
      (scope.basis === "closed" ? "deals by the day they were won or lost" : "deals by the day of creation") +
      windowText(scope) +
      "; win rate = won / (won + lost); by amount = won amount / (won + lost amount)",
    leftOut: leftOutOf(all, deals),
    ...{ by: scope.by, basis: scope.basis, rows: rowsOf(deals, window, scope), total: sumsOf(deals, scope) },
    wonWithin: wonWithin(createdIn(all.deals, window), dayNumber(scope.asOf), horizons),
  };
}

/** `from` and `to` moved out to where their periods begin and end: a part of one would look like a whole. */
function wholePeriods({ by, from, to }: WinrateScope): Pick<WinrateScope, "from" | "to"> {
  const at = (day: string) => periodAt(by, dayNumber(day));
  return {
    from: from === undefined ? undefined : dayText(periodStart(by, at(from))),
    to: to === undefined ? undefined : dayText(periodEnd(by, at(to))),
  };
}

function rowsOf(deals: readonly Deal[], window: DayWindow, scope: WinrateScope): WinrateRow[] {
  const dayOf = ({ closedDay, createdDay }: Deal) =>
    scope.basis === "closed" ? (closedDay ?? createdDay) : createdDay;
  const periodOf = (deal: Deal) => periodAt(scope.by, dayOf(deal));
  if (deals.length === 0) return [];
  const found = deals.map(periodOf);
  const asOf = dayNumber(scope.asOf);
  const first = Number.isFinite(window.first) ? periodAt(scope.by, window.first) : ascending(found)[0]!;
  return periodsBetween(first, periodAt(scope.by, window.last)).map((period) => ({
    period: periodKey(scope.by, period),
    ...sumsOf(
      deals.filter((_, i) => found[i] === period),
      scope,
    ),
    status: isComplete(scope.by, period, asOf) ? "ok" : "partial",
  }));
}

export function sumsOf(deals: readonly Deal[], { currency }: { readonly currency: string }): WinSums {
  const [won, lost] = [deals.filter(isWon), deals.filter(isLost)];
  const closed = won.length + lost.length;
  const interval = wilson(won.length, closed);
  const [wonMinor, lostMinor] = [amountOf(won), amountOf(lost)];
  return {
    ...{ deals: deals.length, won: won.length, lost: lost.length, open: deals.length - closed },
    ...{ winRate: ratio(won.length, closed), low: interval?.low ?? null, high: interval?.high ?? null },
    ...{ wonOfAll: ratio(won.length, deals.length), wonMinor, lostMinor },
    ...{ amountRate: ratio(wonMinor, wonMinor + lostMinor), currency },
  };
}

/**
 * The share of the deals won within so many days of their creation, losing being the other way to end: the cumulative
 * incidence (Aalen and Johansen 1978). Open deals count for as long as they were seen; null for days beyond that.
 */
export function wonWithin(
  deals: readonly Deal[],
  asOf: number,
  days: readonly number[],
): { readonly days: number; readonly share: number | null }[] {
  const seen = deals
    .map((deal) => ({ time: cycleOf(deal) ?? asOf - deal.createdDay, deal }))
    .sort((a, b) => a.time - b.time);
  const steps: { readonly time: number; readonly share: number }[] = [];
  let [share, neither, at] = [0, 1, 0];
  while (at < seen.length) {
    const { time } = seen[at]!;
    let end = at + 1;
    while (seen[end]?.time === time) end++;
    const tied = seen.slice(at, end);
    const atRisk = seen.length - at;
    const won = tied.filter(({ deal }) => isWon(deal)).length;
    share += (neither * won) / atRisk;
    neither *= 1 - (won + tied.filter(({ deal }) => isLost(deal)).length) / atRisk;
    steps.push({ time, share });
    at += tied.length;
  }
  const longest = greatest(deals.map(({ createdDay }) => asOf - createdDay)) ?? -1;
  return days.map((limit) => ({
    days: limit,
    share: limit > longest ? null : (steps.findLast(({ time }) => time <= limit)?.share ?? 0),
  }));
}
