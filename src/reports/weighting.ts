import type { Stage } from "../store/stage.ts";
import type { Deal } from "./deals.ts";
import { ratio } from "./scope.ts";

/** Where a probability comes from: what the deal says, what its stage says, or how such deals ended so far. */
export const probabilitySources = ["deal", "stage", "measured", "none"] as const;
export type ProbabilitySource = (typeof probabilitySources)[number];

export interface Weight {
  /** A ratio; null: nothing says. */
  readonly probability: number | null;
  readonly source: ProbabilitySource;
  /** Amount times probability, rounded to the minor unit; 0 where either is not known. */
  readonly weighted: number;
}

/**
 * Weighs open deals, in a stage of an earlier day where one is given: the deal's own probability, else its stage's, else the measured rate: won / (won + lost) of the
 * closed deals that had come to this stage or a later one of the pipeline.
 */
export function weigher(deals: readonly Deal[]): (deal: Deal, stage?: Stage) => Weight {
  const measured = new Map<number, number | null>();
  const rateOf = (stage: Stage) => {
    const known = measured.get(stage.id);
    if (known !== undefined) return known;
    const closed = deals.filter((deal) => deal.closedDay !== null && hasReached(deal, stage));
    const rate = ratio(closed.filter((deal) => deal.stage.kind === "won").length, closed.length);
    measured.set(stage.id, rate);
    return rate;
  };
  return (deal, stage = deal.stage) => {
    const { probability, source } = probabilityOf(deal, stage, rateOf);
    return { probability, source, weighted: Math.round((deal.amount ?? 0) * (probability ?? 0)) };
  };
}

function probabilityOf(
  deal: Deal,
  stage: Stage,
  rateOf: (stage: Stage) => number | null,
): Omit<Weight, "weighted"> {
  if (deal.probability !== null) return { probability: deal.probability, source: "deal" };
  if (stage.probability !== null) return { probability: stage.probability, source: "stage" };
  const rate = rateOf(stage);
  return { probability: rate, source: rate === null ? "none" : "measured" };
}

/** The open stage farthest along the deal's pipeline that it has stood in; null: it was never open there. */
export function farthestOpen({ stage, visits }: Deal): Stage | null {
  let farthest: Stage | null = null;
  for (const visit of visits) {
    if (visit.stage.kind !== "open" || visit.stage.pipelineId !== stage.pipelineId) continue;
    if (farthest === null || visit.stage.position > farthest.position) farthest = visit.stage;
  }
  return farthest;
}

/** Whether a deal came to the stage or beyond: a stage that it skipped counts as reached, and a won one reached all. */
export function hasReached(deal: Deal, stage: Stage): boolean {
  if (deal.stage.pipelineId !== stage.pipelineId) return false;
  if (deal.stage.kind === "won") return true;
  const farthest = farthestOpen(deal);
  return farthest !== null && farthest.position >= stage.position;
}
