import type { Db } from "./db.ts";
import {
  addFollowup,
  dealParties,
  deleteFollowup,
  type Followup,
  type FollowupDraft,
  getFollowup,
} from "./followup.ts";

/** Whom a playbook is for: a contact, or a deal and with it who the deal is with. */
export type PlaybookTarget =
  | { readonly noun: "contact"; readonly id: number }
  | { readonly noun: "deal"; readonly id: number };

/** A step as a follow-up without its parties. */
export type PlannedStep = Omit<FollowupDraft, "contactId" | "companyId" | "dealId" | "playbook">;

/** Plans all steps of a playbook, within a write. */
export function applySteps(
  db: Db,
  target: PlaybookTarget,
  {
    playbook,
    steps,
    at,
  }: { readonly playbook: string; readonly steps: readonly PlannedStep[]; readonly at: string },
): Followup[] {
  const parties =
    target.noun === "contact"
      ? { contactId: target.id }
      : { ...dealParties(db, target.id), dealId: target.id };
  return steps.map((step) =>
    getFollowup(db, addFollowup(db, { ...step, ...parties, playbook } as FollowupDraft, at)),
  );
}

const openSteps = `
  SELECT id, playbook
  FROM follow_up
  WHERE playbook IS NOT NULL AND done_at IS NULL`;

interface OpenStep {
  readonly id: number;
  readonly playbook: string;
}

/** The steps that are still open, of one playbook or of all; those of a contact's deals are the deals' own. */
export function openStepsOf(db: Db, { noun, id }: PlaybookTarget, playbook?: string): OpenStep[] {
  const own = noun === "deal" ? " AND deal_id = ?" : " AND contact_id = ? AND deal_id IS NULL";
  const steps = db.all<OpenStep>(openSteps + own + " ORDER BY id", [id]);
  return playbook === undefined ? steps : steps.filter((step) => step.playbook === playbook);
}

/** Takes away the steps that are still open, within a write: they were never promises of a person. Gives how many. */
export function stopSteps(db: Db, target: PlaybookTarget, playbook?: string): number {
  const steps = openStepsOf(db, target, playbook);
  for (const { id } of steps) deleteFollowup(db, id);
  return steps.length;
}

/** The stage that a deal is in. */
export function stageIdOf(db: Db, dealId: number): number | undefined {
  return db.get<{ stageId: number }>("SELECT stage_id AS stageId FROM deal WHERE id = ?", [dealId])?.stageId;
}

/** A playbook that is applied to each deal that enters the stage. */
export interface PlaybookRule {
  readonly stageId: number;
  readonly pipeline: string;
  readonly stage: string;
  readonly playbook: string;
}

export function playbookRules(db: Db): PlaybookRule[] {
  return db.all(`
    SELECT playbook_rule.stage_id AS stageId, pipeline.name AS pipeline, stage.name AS stage, playbook_rule.playbook
    FROM playbook_rule
    JOIN stage ON stage.id = playbook_rule.stage_id
    JOIN pipeline ON pipeline.id = stage.pipeline_id
    ORDER BY pipeline.id, stage.position, playbook_rule.playbook`);
}

export function setPlaybookRule(db: Db, stageId: number, playbook: string): void {
  const sql = "INSERT INTO playbook_rule (stage_id, playbook) VALUES (?, ?) ON CONFLICT DO NOTHING";
  db.run(sql, [stageId, playbook]);
}

/** Gives whether there was one. */
export function dropPlaybookRule(db: Db, stageId: number, playbook: string): boolean {
  return (
    db.run("DELETE FROM playbook_rule WHERE stage_id = ? AND playbook = ?", [stageId, playbook]).changes > 0
  );
}
