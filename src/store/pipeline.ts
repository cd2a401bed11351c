import { UserError, unknownWord } from "../errors.ts";
import type { Column, Row } from "../field.ts";
import { fold } from "../values/fold.ts";
import type { Db } from "./db.ts";
import { listStages, type StageDraft } from "./stage.ts";

interface PipelineRow extends Row {
  readonly id: number;
  readonly name: string;
  /** 1: new deals begin here. */
  readonly isDefault: number;
  readonly openDeals: number;
}

export interface Pipeline extends PipelineRow {
  /** The names of its stages, in order. */
  readonly stages: readonly string[];
}

export const pipelineColumns: readonly Column[] = [
  { key: "id", header: "Id", type: "id" },
  { key: "name", header: "Name", type: "text" },
  { key: "isDefault", header: "Default", type: "flag" },
  { key: "openDeals", header: "Open deals", type: "integer" },
  { key: "stages", header: "Stages", type: "list" },
];

/** Every pipeline, the default one first. */
export function listPipelines(db: Db): Pipeline[] {
  const sql = `
    SELECT
      id, name, is_default AS isDefault,
      (SELECT count(*)
       FROM deal JOIN stage ON stage.id = deal.stage_id
       WHERE stage.pipeline_id = pipeline.id AND stage.kind = 'open') AS openDeals
    FROM pipeline
    ORDER BY is_default DESC, id`;
  return db.all<PipelineRow>(sql).map((row) => ({
    ...row,
    stages: listStages(db, row.id).map((stage) => stage.name),
  }));
}

/** The pipeline of that name, in any letter case, or of that id; the default one without a name. */
export function pipelineNamed(db: Db, word: string | undefined): Pipeline {
  const pipelines = listPipelines(db);
  const key = fold(word?.trim() ?? "").replace(/^#(?=\d+$)/, "");
  const found =
    word === undefined
      ? pipelines[0]
      : (pipelines.find((pipeline) => fold(pipeline.name) === key) ??
        pipelines.find((pipeline) => String(pipeline.id) === key));
  if (found !== undefined) return found;
  const names = pipelines.map((pipeline) => pipeline.name);
  throw unknownWord("usage", 'no pipeline "' + word + '"', word ?? "", names);
}

/** Makes a pipeline; a won and a lost stage are added where the stages hold none of that kind. */
export function addPipeline(db: Db, name: string, stages: readonly StageDraft[]): Pipeline {
  checkName(db, name);
  const all = [
    ...stages,
    ...(["won", "lost"] as const)
      .filter((kind) => stages.every((stage) => stage.kind !== kind))
      .map((kind): StageDraft => ({ name: kind, kind, probability: null, rotDays: null })),
  ];
  if (all.every((stage) => stage.kind !== "open")) {
    throw new UserError("usage", "a pipeline needs an open stage", "such as --stages lead:10,proposal:50");
  }
  const keys = all.map((stage) => fold(stage.name));
  const twice = all.find((stage, index) => keys.indexOf(fold(stage.name)) !== index);
  if (twice !== undefined) throw new UserError("usage", 'the stage "' + twice.name + '" is there twice');
  const { id } = db.run("INSERT INTO pipeline (name) VALUES (?)", [name.trim()]);
  const insert = db.prepare(
    "INSERT INTO stage (pipeline_id, name, kind, position, probability, rot_days) VALUES (?, ?, ?, ?, ?, ?)",
  );
  for (const [index, { name: stage, kind, probability, rotDays }] of all.entries()) {
    insert.run([id, stage, kind, index + 1, probability, rotDays]);
  }
  return pipelineNamed(db, name);
}

/** Renames a pipeline, or makes it the one in which new deals begin. */
export function editPipeline(
  db: Db,
  id: number,
  { name, isDefault }: { readonly name?: string | undefined; readonly isDefault?: boolean | undefined },
): Pipeline {
  if (name !== undefined) {
    checkName(db, name, id);
    db.run("UPDATE pipeline SET name = ? WHERE id = ?", [name.trim(), id]);
  }
  if (isDefault === true) {
    db.run("UPDATE pipeline SET is_default = 0 WHERE is_default = 1 AND id <> ?", [id]);
    db.run("UPDATE pipeline SET is_default = 1 WHERE id = ? AND is_default = 0", [id]);
  }
  return listPipelines(db).find((pipeline) => pipeline.id === id)!;
}

function checkName(db: Db, name: string, own?: number): void {
  if (name.trim() === "") throw new UserError("usage", "the pipeline's name is empty");
  const taken = listPipelines(db).find(
    (pipeline) => pipeline.id !== own && fold(pipeline.name) === fold(name.trim()),
  );
  if (taken !== undefined)
    throw new UserError("conflict", 'there is already a pipeline "' + taken.name + '"');
}
