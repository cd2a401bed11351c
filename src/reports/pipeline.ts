import type { Db } from "../store/db.ts";
import { listStages, type Stage } from "../store/stage.ts";
import { amountOf, type Deal, type DealHead, type DealScope, dealsThen, leftOutOf } from "./deals.ts";
import { dayNumber } from "./periods.ts";
import { greatest, median } from "./quantiles.ts";
import { ratio } from "./scope.ts";
import { type ProbabilitySource, probabilitySources, type Weight, weigher } from "./weighting.ts";
import { sumOf, windowText } from "./window.ts";

type PipelineSums = {
  readonly deals: number;
  readonly amountMinor: number;
  /** Each deal's amount times its probability, rounded. */
  readonly weightedMinor: number;
  readonly currency: string;
  /** Deals without an amount, which count with 0. */
  readonly withoutAmount: number;
  /** Deals in their stage for more days than it allows. */
  readonly rotting: number;
};

export type PipelineRow = PipelineSums & {
  readonly pipeline: string;
  readonly stage: string;
  /** The stage's own, a ratio; null: it says none. */
  readonly probability: number | null;
  /** Of the amount of the pipeline in this currency. */
  readonly share: number | null;
  /** Days in the stage; null without deals. */
  readonly medianDays: number | null;
  readonly oldestDays: number | null;
  readonly rotDays: number | null;
};

export type PipelineReport = Omit<DealHead, "currency"> & {
  readonly rows: readonly PipelineRow[];
  /** A sum a pipeline and currency. */
  readonly totals: readonly (PipelineSums & { readonly pipeline: string })[];
  /** How many deals have their probability from where. */
  readonly probabilities: Readonly<Record<ProbabilitySource, number>>;
};

/**
 * The open deals of each pipeline by stage, as they stood at the end of the day; amounts of each currency apart. `from`
 * and `to` limit the expected close date. Age = days since the deal came into its stage; rotting = more of them than the
 * stage allows. Stages without deals stay, as zeros.
 */
export function pipelineReport(db: Db, scope: DealScope): PipelineReport {
  const all = dealsThen(db, scope);
  const weigh = weigher(all.deals);
  const open = all.deals.filter((deal) => deal.closedDay === null && isExpected(deal, scope));
  const weighed = open.map((deal): Weighed => ({ ...deal, weight: weigh(deal) }));
  const groups = groupsOf(db, weighed, scope);
  const count = (source: ProbabilitySource) =>
    weighed.filter(({ weight }) => weight.source === source).length;
  return {
    report: "pipeline",
    ...{ asOf: scope.asOf, zone: scope.zone, n: open.length, leftOut: leftOutOf(all, open) },
    definition:
      "open deals by stage" +
      windowText(scope) +
      "; weighted = amount x probability of the deal, else of its stage, else the rate won so far",
    rows: groups.flatMap((group) => group.stages.map((stage) => rowOf(stage, group, scope))),
    totals: groups.map((group) => ({
      pipeline: group.pipeline,
      ...sumsOf(group.deals, group.currency, dayNumber(scope.asOf)),
    })),
    probabilities: Object.fromEntries(
      probabilitySources.map((source) => [source, count(source)]),
    ) as PipelineReport["probabilities"],
  };
}

/** Whether the deal's expected close lies in the window; without one, any deal. */
export function isExpected({ closeDate }: Deal, { from, to }: Pick<DealScope, "from" | "to">): boolean {
  if (from === undefined && to === undefined) return true;
  return closeDate !== null && closeDate >= (from ?? "") && closeDate <= (to ?? "9999");
}

type Weighed = Deal & { readonly weight: Weight };

interface Group {
  readonly pipeline: string;
  readonly currency: string;
  readonly stages: readonly Stage[];
  readonly deals: readonly Weighed[];
}

/** The pipelines that have open deals (else the default one), in their order, by currency. */
function groupsOf(db: Db, deals: readonly Weighed[], scope: DealScope): Group[] {
  const open = listStages(db, scope.pipelineId).filter(({ kind }) => kind === "open");
  const groups = [...new Set(open.map(({ pipelineId }) => pipelineId))].flatMap((id) => {
    const stages = open.filter(({ pipelineId }) => pipelineId === id);
    const own = deals.filter(({ stage }) => stage.pipelineId === id);
    const currencies = [...new Set(own.map(({ currency }) => currency))].sort();
    return currencies.map((currency) => ({
      ...{ pipeline: stages[0]!.pipeline, currency, stages },
      deals: own.filter((deal) => deal.currency === currency),
    }));
  });
  return groups;
}

function sumsOf(deals: readonly Weighed[], currency: string, asOf: number): PipelineSums {
  return {
    deals: deals.length,
    amountMinor: amountOf(deals),
    weightedMinor: sumOf(deals.map(({ weight }) => weight.weighted)),
    currency,
    withoutAmount: deals.filter(({ amount }) => amount === null).length,
    rotting: deals.filter((deal) => isRotting(deal, asOf)).length,
  };
}

/** In its stage for longer than the stage allows; a stage without a limit allows any time. */
function isRotting({ stage, since }: Deal, asOf: number): boolean {
  return stage.rotDays !== null && asOf - since > stage.rotDays;
}

function rowOf(stage: Stage, group: Group, scope: DealScope): PipelineRow {
  const asOf = dayNumber(scope.asOf);
  const deals = group.deals.filter((deal) => deal.stage.id === stage.id);
  const days = deals.map(({ since }) => asOf - since);
  const sums = sumsOf(deals, group.currency, asOf);
  return {
    ...{ pipeline: stage.pipeline, stage: stage.name, ...sums, probability: stage.probability },
    share: ratio(sums.amountMinor, amountOf(group.deals)),
    medianDays: median(days),
    oldestDays: greatest(days),
    rotDays: stage.rotDays,
  };
}
