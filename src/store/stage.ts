import { UserError, unknownWord } from "../errors.ts";
import type { Column, Row } from "../field.ts";
import { fold } from "../values/fold.ts";
import type { Db } from "./db.ts";

export const stageKinds = ["open", "won", "lost"] as const;
export type StageKind = (typeof stageKinds)[number];

export interface StageDraft {
  readonly name: string;
  readonly kind: StageKind;
  /** Percent, 0 to 100; null: not known. Only an open stage has one. */
  readonly probability: number | null;
  /** Days after which a deal has been here too long; null: it never is. */
  readonly rotDays: number | null;
}

export interface Stage extends Row {
  readonly id: number;
  readonly pipelineId: number;
  readonly pipeline: string;
  readonly name: string;
  readonly kind: StageKind;
  readonly position: number;
  /** A ratio, as everywhere in output. */
  readonly probability: number | null;
  readonly rotDays: number | null;
  /** How many deals are in it now. */
  readonly deals: number;
}

export const stageColumns: readonly Column[] = [
  { key: "id", header: "Id", type: "id" },
  { key: "pipeline", header: "Pipeline", type: "text" },
  { key: "position", header: "Position", type: "integer" },
  { key: "name", header: "Name", type: "text" },
  { key: "kind", header: "Kind", type: "text" },
  { key: "probability", header: "Probability", type: "percent" },
  { key: "rotDays", header: "Rot days", type: "integer" },
  { key: "deals", header: "Deals", type: "integer" },
  { key: "pipelineId", header: "Pipeline id", type: "id", detail: true },
];

const stageSql = `
  SELECT
    stage.id, stage.pipeline_id AS pipelineId, pipeline.name AS pipeline, stage.name, stage.kind, stage.position,
    stage.probability / 100.0 AS probability, stage.rot_days AS rotDays,
    (SELECT count(*) FROM deal WHERE stage_id = stage.id) AS deals
  FROM stage
  JOIN pipeline ON pipeline.id = stage.pipeline_id`;

/** The stages of one pipeline in their order, or of all. */
export function listStages(db: Db, pipelineId?: number): Stage[] {
  if (pipelineId === undefined) {
    return db.all(stageSql + "\nORDER BY pipeline.is_default DESC, pipeline.id, stage.position, stage.id");
  }
  return db.all(stageSql + "\nWHERE stage.pipeline_id = ?\nORDER BY stage.position, stage.id", [pipelineId]);
}

export function getStage(db: Db, id: number): Stage {
  return db.get<Stage>(stageSql + "\nWHERE stage.id = ?", [id])!;
}

/** The stage of that name, whole but in any letter case. */
export function stageNamed(
  db: Db,
  pipeline: { readonly id: number; readonly name: string },
  word: string,
): Stage {
  const stages = listStages(db, pipeline.id);
  const found = stages.find((stage) => fold(stage.name) === fold(word.trim()));
  if (found !== undefined) return found;
  const names = stages.map((stage) => stage.name);
  throw unknownWord("usage", 'no stage "' + word + '" in pipeline "' + pipeline.name + '"', word, names);
}

/** The first stage of a kind; every pipeline has one of each. */
export function firstStage(db: Db, pipelineId: number, kind: StageKind): Stage {
  return listStages(db, pipelineId).find((stage) => stage.kind === kind)!;
}

/** Adds a stage: an open one behind the open ones, another at the end, or at `position`. */
export function addStage(db: Db, pipelineId: number, draft: StageDraft & { position?: number }): Stage {
  const stages = listStages(db, pipelineId);
  checkStageName(stages, draft.name);
  checkOpenOnly(draft);
  const lastOpen = stages.findLastIndex((stage) => stage.kind === "open");
  const place = draft.position ?? (draft.kind === "open" ? lastOpen + 2 : stages.length + 1);
  const sql =
    "INSERT INTO stage (pipeline_id, name, kind, position, probability, rot_days) VALUES (?, ?, ?, ?, ?, ?)";
  const { name, kind, probability, rotDays } = draft;
  const { id } = db.run(sql, [pipelineId, name.trim(), kind, stages.length + 1, probability, rotDays]);
  return moveStage(db, getStage(db, id), place);
}

/** Changes a stage; what the patch leaves out stays. Its kind can change only while no deal is or was in it. */
export function editStage(db: Db, stage: Stage, patch: Partial<StageDraft>): Stage {
  const others = listStages(db, stage.pipelineId).filter((other) => other.id !== stage.id);
  if (patch.name !== undefined) checkStageName(others, patch.name);
  if (patch.kind !== undefined && patch.kind !== stage.kind) checkKindChange(db, stage, others);
  const kind = patch.kind ?? stage.kind;
  checkOpenOnly({ kind, probability: patch.probability ?? null, rotDays: patch.rotDays ?? null });
  const assign = (column: string, value: string | number | null) =>
    db.run("UPDATE stage SET " + column + " = ? WHERE id = ?", [value, stage.id]);
  const cleared = kind === "open" ? {} : { probability: null, rotDays: null };
  const { name, probability, rotDays } = { ...patch, ...cleared };
  if (name !== undefined) assign("name", name.trim());
  if (probability !== undefined) assign("probability", probability);
  if (rotDays !== undefined) assign("rot_days", rotDays);
  if (kind !== stage.kind) assign("kind", kind);
  return getStage(db, stage.id);
}

/** Puts a stage at a place in its pipeline, 1 being the first; beyond the end is the end. */
export function moveStage(db: Db, stage: Stage, position: number): Stage {
  const ids = listStages(db, stage.pipelineId)
    .map((other) => other.id)
    .filter((id) => id !== stage.id);
  ids.splice(Math.max(0, position - 1), 0, stage.id);
  const place = db.prepare("UPDATE stage SET position = ? WHERE id = ? AND position <> ?");
  for (const [index, id] of ids.entries()) place.run([index + 1, id, index + 1]);
  return getStage(db, stage.id);
}

function checkStageName(others: readonly Stage[], name: string): void {
  const key = fold(name.trim());
  if (key === "") throw new UserError("usage", "the stage's name is empty");
  const taken = others.find((stage) => fold(stage.name) === key);
  if (taken === undefined) return;
  throw new UserError(
    "conflict",
    'pipeline "' + taken.pipeline + '" already has a stage "' + taken.name + '"',
  );
}

function checkOpenOnly({ kind, probability, rotDays }: Omit<StageDraft, "name">): void {
  if (kind === "open" || (probability === null && rotDays === null)) return;
  throw new UserError("usage", "only an open stage has a probability and rot days, and this one is " + kind);
}

function checkKindChange(db: Db, stage: Stage, others: readonly Stage[]): void {
  const what = 'stage "' + stage.name + '"';
  const used = db.get("SELECT 1 FROM stage_change WHERE :id IN (from_stage_id, to_stage_id) LIMIT 1", {
    id: stage.id,
  });
  if (used !== undefined) {
    const hint = "add another stage: crm stage add";
    throw new UserError("refused", what + " keeps its kind: deals are or were in it", hint);
  }
  if (others.some((other) => other.kind === stage.kind)) return;
  throw new UserError(
    "refused",
    what + " is the only " + stage.kind + ' one of pipeline "' + stage.pipeline + '"',
    "add another first: crm stage add",
  );
}
