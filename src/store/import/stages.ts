import { UserError } from "../../errors.ts";
import { fold } from "../../values/fold.ts";
import type { Db } from "../db.ts";
import type { Writing } from "../journal.ts";
import { addPipeline, listPipelines, type Pipeline, pipelineNamed } from "../pipeline.ts";
import { addStage, firstStage, listStages, type Stage, type StageKind, stageNamed } from "../stage.ts";
import type { ImportedDeal } from "./deals.ts";

export interface FoundStage {
  /** Where the row says the deal is, or was when it ended. */
  readonly stage: Stage;
  /** The won or lost stage that the status means, when the stage itself is an open one. */
  readonly ended: Stage | undefined;
}

export interface Stages {
  of(deal: ImportedDeal): FoundStage;
  /** Stages and pipelines that were added because a row named them, in words. */
  readonly added: readonly string[];
}

interface StagesOptions {
  /** For rows that name none; undefined: the default one. */
  readonly pipeline: string | undefined;
  /** Stages and pipelines that are not there yet are added; otherwise a row that names one is refused. */
  readonly addStages: boolean;
  readonly writing: Pick<Writing, "watchInserts">;
}

/** The stages that rows mean; what has been found is remembered. */
export function stageFinder(db: Db, options: StagesOptions): Stages {
  const known = new Map<string, FoundStage>();
  const added: string[] = [];
  return {
    added,
    of(deal) {
      const mark = [deal.pipeline, deal.stage, deal.status].join("\t");
      const found = known.get(mark) ?? findStage(db, deal, { ...options, added });
      known.set(mark, found);
      return found;
    },
  };
}

type Finding = StagesOptions & { readonly added: string[] };

function findStage(db: Db, deal: ImportedDeal, options: Finding): FoundStage {
  const own = pipelineOf(db, deal, options);
  const { stage: name, status } = deal;
  if (name === null) return { stage: firstStage(db, own.id, status ?? "open"), ended: undefined };
  const stage = stageOf(db, own, deal, options);
  if (status === null || status === stage.kind) return { stage, ended: undefined };
  if (stage.kind === "open") return { stage, ended: firstStage(db, own.id, status) };
  throw new UserError("conflict", 'stage "' + stage.name + '" is ' + stage.kind + ", the status " + status);
}

function pipelineOf(db: Db, deal: ImportedDeal, { pipeline, addStages, writing, added }: Finding): Pipeline {
  const name = deal.pipeline ?? pipeline;
  const isThere = name === undefined || listPipelines(db).some((one) => fold(one.name) === fold(name));
  if (isThere || !addStages || deal.pipeline === null) return pipelineNamed(db, name);
  writing.watchInserts(true);
  const first = deal.stage !== null && kindIn(deal.stage) === "open" ? deal.stage : "lead";
  added.push('pipeline "' + deal.pipeline + '"');
  const probability = first === deal.stage ? oddsOf(deal) : null;
  return addPipeline(db, deal.pipeline, [{ name: first, kind: "open", probability, rotDays: null }]);
}

/** A stage that says by its name how a deal ended is the pipeline's own one of that kind. */
function stageOf(
  db: Db,
  pipeline: Pipeline,
  deal: ImportedDeal,
  { addStages, writing, added }: Finding,
): Stage {
  const { stage: name } = deal;
  const label = name ?? "";
  const isThere = listStages(db, pipeline.id).some((stage) => fold(stage.name) === fold(label));
  const kind = kindIn(label);
  if (!isThere && kind !== "open") return firstStage(db, pipeline.id, kind);
  if (isThere || !addStages) return known(db, pipeline, label);
  writing.watchInserts(true);
  added.push('stage "' + label + '" in pipeline "' + pipeline.name + '"');
  const probability = oddsOf(deal);
  const position = probability === null ? undefined : placeOf(listStages(db, pipeline.id), probability);
  const draft = { name: label, kind: "open", probability, rotDays: null } as const;
  return addStage(db, pipeline.id, position === undefined ? draft : { ...draft, position });
}

/** What the products call a deal's probability is that of its stage until somebody changes it. */
function oddsOf({ probability, status }: ImportedDeal): number | null {
  return status === null || status === "open" ? probability : null;
}

/** Percent, as a deal has it; null: the stage has none. */
export function percentOf({ probability }: Stage): number | null {
  return probability === null ? null : Math.round(probability * 100);
}

/** Before the first stage that is likelier; undefined: behind all open ones. */
function placeOf(stages: readonly Stage[], probability: number): number | undefined {
  const likelier = stages.findIndex((stage) => (percentOf(stage) ?? 0) > probability);
  return likelier === -1 ? undefined : likelier + 1;
}

function known(db: Db, pipeline: Pipeline, name: string): Stage {
  try {
    return stageNamed(db, pipeline, name);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(error.kind, error.message.replace(/\.$/, ""), "--add-stages adds it");
  }
}

const endings: Readonly<Record<string, StageKind>> = {
  "closed won": "won",
  closedwon: "won",
  won: "won",
  gewonnen: "won",
  "closed lost": "lost",
  closedlost: "lost",
  lost: "lost",
  verloren: "lost",
};

function kindIn(label: string): StageKind {
  return endings[label.trim().toLowerCase()] ?? "open";
}
