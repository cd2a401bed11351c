import type { Db } from "../store/db.ts";
import { listStages, type Stage } from "../store/stage.ts";
import { createdIn, dayWindow, isLost, isWon } from "./deal-window.ts";
import { amountOf, type Deal, type DealHead, type DealScope, dealsThen, leftOutOf } from "./deals.ts";
import { median } from "./quantiles.ts";
import { ratio } from "./scope.ts";
import { farthestOpen, hasReached } from "./weighting.ts";
import { wilson } from "./wilson.ts";
import { windowText } from "./window.ts";

export interface FunnelScope extends DealScope {
  readonly currency: string;
  readonly pipelineId: number;
}

export type FunnelRow = {
  readonly stage: string;
  /** Reached the stage, or skipped it on the way to a later one. */
  readonly entered: number;
  /** Of these, stood in it. */
  readonly touched: number;
  /** Reached the next stage; of the last open one: won. */
  readonly advanced: number;
  /** Lost, with this as the farthest stage. */
  readonly lostHere: number;
  /** Open, with this as the farthest stage and in it. */
  readonly stillHere: number;
  /** Open, with this as the farthest stage, and put back to an earlier one. */
  readonly movedBack: number;
  /** Next-step conversion: advanced / entered, with its 95 % Wilson interval; null when nobody entered, and for won. */
  readonly conversion: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Of the deals of the stage before, and of the first. */
  readonly ofPrevious: number | null;
  readonly ofFirst: number | null;
  /** Median of the days that deals spent here in all, of those that left; null when none did. */
  readonly medianDays: number | null;
  readonly amountMinor: number;
  readonly currency: string;
};

export type FunnelReport = DealHead & {
  readonly pipeline: string;
  readonly rows: readonly FunnelRow[];
  readonly total: {
    readonly created: number;
    readonly won: number;
    readonly lost: number;
    readonly open: number;
  };
};

/**
 * How far the deals created in the window came in one pipeline, by their stage history up to --as-of. A stage that a
 * deal skipped counts as reached, as does every stage of a won deal; each deal is counted at the farthest stage it
 * reached, so that entered = advanced + lost here + still here + moved back. Moves within other pipelines do not count.
 */
export function funnelReport(db: Db, scope: FunnelScope): FunnelReport {
  const all = dealsThen(db, scope);
  const deals = createdIn(all.deals, dayWindow(scope));
  const stages = listStages(db, scope.pipelineId);
  const open = stages.filter(({ kind }) => kind === "open");
  const entered = open.map((stage) => deals.filter((deal) => reaches(deal, stage, open)));
  const won = deals.filter(isWon);
  const rows = open.map((stage, i) =>
    stageRow(
      { stage, entered: entered[i]!, next: entered[i + 1] ?? won, before: entered[i - 1], deals },
      scope,
    ),
  );
  return {
    report: "funnel",
    ...{ asOf: scope.asOf, zone: scope.zone, currency: scope.currency, n: deals.length },
    definition:
      "deals created" +
      windowText(scope) +
      "; entered = reached the stage or skipped it; next = share of them that reached the next one",
    leftOut: leftOutOf(all, deals),
    pipeline: stages[0]?.pipeline ?? "",
    rows: [...rows, wonRow(won, { before: entered.at(-1) ?? [], first: deals.length, scope })],
    total: {
      ...{ created: deals.length, won: won.length },
      lost: deals.filter(isLost).length,
      open: deals.filter(({ closedDay }) => closedDay === null).length,
    },
  };
}

/** Every deal has come to the first stage: one that was lost at once was a deal, too. */
function reaches(deal: Deal, stage: Stage, open: readonly Stage[]): boolean {
  return stage.id === open[0]?.id || hasReached(deal, stage);
}

interface Step {
  readonly stage: Stage;
  readonly entered: readonly Deal[];
  readonly next: readonly Deal[];
  /** Of the stage before; undefined for the first. */
  readonly before: readonly Deal[] | undefined;
  readonly deals: readonly Deal[];
}

function stageRow({ stage, entered, next, before, deals }: Step, { currency }: FunnelScope): FunnelRow {
  const further = new Set(next);
  const ended = entered.filter((deal) => !further.has(deal));
  const stays = ended.filter(({ closedDay }) => closedDay === null);
  const interval = wilson(next.length, entered.length);
  return {
    ...{ stage: stage.name, entered: entered.length, advanced: next.length },
    touched: entered.filter(({ visits }) => visits.some((visit) => visit.stage.id === stage.id)).length,
    lostHere: ended.length - stays.length,
    stillHere: stays.filter((deal) => deal.stage.id === (farthestOpen(deal) ?? stage).id).length,
    movedBack: stays.filter((deal) => deal.stage.id !== (farthestOpen(deal) ?? stage).id).length,
    ...{
      conversion: ratio(next.length, entered.length),
      low: interval?.low ?? null,
      high: interval?.high ?? null,
    },
    ofPrevious: before === undefined ? null : ratio(entered.length, before.length),
    ofFirst: ratio(entered.length, deals.length),
    medianDays: median(entered.flatMap((deal) => daysIn(deal, stage) ?? [])),
    ...{ amountMinor: amountOf(entered), currency },
  };
}

interface Ahead {
  readonly before: readonly Deal[];
  readonly first: number;
  readonly scope: FunnelScope;
}

function wonRow(won: readonly Deal[], { before, first, scope }: Ahead): FunnelRow {
  return {
    ...{ stage: "won", entered: won.length, touched: won.length, advanced: 0, lostHere: 0 },
    ...{ stillHere: won.length, movedBack: 0, conversion: null, low: null, high: null },
    ...{ ofPrevious: ratio(won.length, before.length), ofFirst: ratio(won.length, first), medianDays: null },
    ...{ amountMinor: amountOf(won), currency: scope.currency },
  };
}

/** The days of all its visits to the stage together; undefined when it was never there or still is. */
export function daysIn({ visits, stage: present }: Deal, stage: Stage): number | undefined {
  if (present.id === stage.id) return undefined;
  let [days, isThere] = [0, false];
  for (const [i, visit] of visits.entries()) {
    if (visit.stage.id !== stage.id) continue;
    isThere = true;
    days += (visits[i + 1]?.day ?? visit.day) - visit.day;
  }
  return isThere ? days : undefined;
}
