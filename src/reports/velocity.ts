import type { Db } from "../store/db.ts";
import { listStages } from "../store/stage.ts";
import { closedIn, cycleOf, dayWindow, isWon } from "./deal-window.ts";
import { amountOf, type Deal, type DealHead, type DealScope, dealsThen, leftOutOf } from "./deals.ts";
import { daysIn } from "./funnel.ts";
import { kaplanMeier, medianOf } from "./kaplan-meier.ts";
import { dayNumber, dayText } from "./periods.ts";
import { greatest, median } from "./quantiles.ts";
import { ratio, rounded } from "./scope.ts";
import { sumOf } from "./window.ts";

/** How far back closed deals are looked at when nobody says. */
const defaultDays = 365;
/** Mean length of a month of the Gregorian calendar. */
const monthDays = 30.4375;

export interface VelocityScope extends DealScope {
  readonly currency: string;
}

export type VelocityRow = {
  readonly pipeline: string;
  readonly stage: string;
  /** Closed deals of the window that stood in the stage. */
  readonly deals: number;
  /** Days in the stage in all of each of them. */
  readonly medianDays: number | null;
  readonly meanDays: number | null;
  readonly longestDays: number | null;
  /** Of the days of all stages together. */
  readonly share: number | null;
};

export type VelocityReport = DealHead & {
  readonly from: string;
  readonly to: string;
  readonly rows: readonly VelocityRow[];
  readonly total: {
    /** Open at the end of the window. */
    readonly opportunities: number;
    readonly won: number;
    readonly lost: number;
    /** won / (won + lost); null without closed deals. */
    readonly winRate: number | null;
    /** Mean amount of the won deals with one, rounded; null without. */
    readonly averageMinor: number | null;
    /** Creation to closing of the won deals; null without. */
    readonly meanCycleDays: number | null;
    readonly medianCycleDays: number | null;
    /** Median days to a decision, won or lost, by Kaplan-Meier: open deals count as long as they were seen. */
    readonly medianDecisionDays: number | null;
    /** Minor units a day, and for a month of 30.4375 days; each rounded by itself; null where a part is not known. */
    readonly perDayMinor: number | null;
    readonly perMonthMinor: number | null;
    /** What was won in the window, for each of its days. */
    readonly wonPerDayMinor: number;
    readonly currency: string;
  };
};

interface Parts {
  readonly opportunities: number;
  /** Mean value of a won deal, in any unit of money. */
  readonly average: number;
  readonly winRate: number;
  readonly cycleDays: number;
}

/**
 * Sales velocity: opportunities x average won value x win rate / cycle, in money a day. A cycle below a day counts as
 * one day: deals that are won as they come in would make it infinite.
 */
export function velocityOf({ opportunities, average, winRate, cycleDays }: Parts): number {
  return (opportunities * average * winRate) / Math.max(1, cycleDays);
}

/**
 * How much money a day the pipeline yields: deals open at the end of the window, times win rate, mean value and cycle of
 * those closed in it (the last 365 days unless `from` says otherwise), all of the same deals. The cycle of won deals
 * alone is too short, for the slow ones are still open: so the median to a decision stands beside it.
 */
export function velocityReport(db: Db, asked: VelocityScope): VelocityReport {
  const to = asked.to !== undefined && asked.to < asked.asOf ? asked.to : asked.asOf;
  const from = asked.from ?? dayText(dayNumber(to) - defaultDays + 1);
  const scope = { ...asked, from, to, asOf: to };
  const all = dealsThen(db, scope);
  const closed = closedIn(all.deals, dayWindow(scope));
  const open = all.deals.filter(({ closedDay }) => closedDay === null);
  return {
    report: "velocity",
    ...{ asOf: asked.asOf, zone: scope.zone, currency: scope.currency },
    ...{
      definition,
      n: open.length + closed.length,
      leftOut: leftOutOf(all, [...open, ...closed]),
      from,
      to,
    },
    rows: stageRows(db, closed, scope),
    total: totalOf(closed, open, scope),
  };
}

const definition =
  "money a day = open deals x win rate x average won amount / mean cycle (days from creation to winning, at least 1); " +
  "rate, average and cycle of the deals closed in the window";

type Limits = VelocityScope & { readonly from: string; readonly to: string };

function totalOf(closed: readonly Deal[], open: readonly Deal[], scope: Limits): VelocityReport["total"] {
  const won = closed.filter(isWon);
  const valued = won.filter(({ amount }) => amount !== null);
  const cycles = won.flatMap((deal) => cycleOf(deal) ?? []);
  const winRate = ratio(won.length, closed.length);
  const averageMinor = valued.length === 0 ? null : amountOf(valued) / valued.length;
  const meanCycleDays = mean(cycles);
  const perDay =
    winRate === null || averageMinor === null || meanCycleDays === null
      ? null
      : velocityOf({ opportunities: open.length, average: averageMinor, winRate, cycleDays: meanCycleDays });
  return {
    ...{
      opportunities: open.length,
      won: won.length,
      lost: closed.length - won.length,
      winRate,
      averageMinor: rounded(averageMinor),
    },
    ...{
      meanCycleDays,
      medianCycleDays: median(cycles),
      medianDecisionDays: decisionDays(closed, open, scope),
    },
    ...{ perDayMinor: rounded(perDay), perMonthMinor: rounded(perDay === null ? null : perDay * monthDays) },
    wonPerDayMinor: Math.round(amountOf(won) / (dayNumber(scope.to) - dayNumber(scope.from) + 1)),
    currency: scope.currency,
  };
}

function decisionDays(closed: readonly Deal[], open: readonly Deal[], { to }: Limits): number | null {
  const end = dayNumber(to);
  return medianOf(
    kaplanMeier([
      ...closed.map((deal) => ({ time: cycleOf(deal) ?? 0, isEvent: true })),
      ...open.map(({ createdDay }) => ({ time: end - createdDay, isEvent: false })),
    ]),
  ).time;
}

function stageRows(db: Db, closed: readonly Deal[], { pipelineId }: Limits): VelocityRow[] {
  const timed = listStages(db, pipelineId)
    .filter(({ kind }) => kind === "open")
    .map((stage) => ({ stage, days: closed.flatMap((deal) => daysIn(deal, stage) ?? []) }))
    .filter(({ stage, days }) => days.length > 0 || stage.pipelineId === pipelineId);
  const whole = sumOf(timed.map(({ days }) => sumOf(days)));
  return timed.map(({ stage, days }) => ({
    ...{ pipeline: stage.pipeline, stage: stage.name, deals: days.length },
    ...{ medianDays: median(days), meanDays: mean(days) },
    longestDays: greatest(days),
    share: ratio(sumOf(days), whole),
  }));
}

/** null without numbers. */
export function mean(numbers: readonly number[]): number | null {
  return numbers.length === 0 ? null : sumOf(numbers) / numbers.length;
}
