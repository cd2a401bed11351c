import { UserError } from "../errors.ts";
import type { Db } from "./db.ts";
import { type DealRow, dealTable, noteStage, type Written } from "./deal.ts";
import { refreshLifecycle } from "./lifecycle.ts";
import type { Moment } from "./order.ts";
import { pipelineNamed } from "./pipeline.ts";
import { stopSteps } from "./playbook.ts";
import { recordPurchase, takeBackPurchase } from "./purchase.ts";
import { updateRow } from "./row.ts";
import { firstStage, getStage, type Stage, stageNamed } from "./stage.ts";

interface Standing {
  readonly id: number;
  readonly contactId: number | null;
  readonly stage: Stage;
}

export interface Move extends Moment {
  readonly stage: string;
  /** Another pipeline to move to; undefined: the deal's own. */
  readonly pipeline?: string | undefined;
  /** Why it was lost; needed when the stage is a lost one. */
  readonly reason?: string | undefined;
}

export interface Win extends Moment {
  /** The day on which it was won; undefined: today. */
  readonly date?: string | undefined;
  readonly amount?: { readonly minor: number; readonly currency: string } | undefined;
}

export interface Loss extends Moment {
  readonly reason: string | undefined;
  readonly competitor?: string | undefined;
  readonly date?: string | undefined;
}

/** Moves a deal to a stage. Moving to a won stage is winning, to a lost one losing, from there to an open one reopening. */
export function moveDeal(db: Db, id: number, move: Move): Written {
  const deal = standing(db, id);
  const own = { id: deal.stage.pipelineId, name: deal.stage.pipeline };
  const pipeline = move.pipeline === undefined ? own : pipelineNamed(db, move.pipeline);
  const stage = stageNamed(db, pipeline, move.stage);
  if (stage.kind === "won") return win(db, deal, stage, move);
  if (stage.kind === "lost") return lose(db, deal, stage, { ...move, reason: move.reason });
  if (stage.id === deal.stage.id)
    throw new UserError("refused", "deal " + id + " is in " + stage.name + " already");
  return open(db, deal, stage, move);
}

/** Wins a deal: closes it and records the purchase. */
export function winDeal(db: Db, id: number, options: Win): Written {
  const deal = standing(db, id);
  return win(db, deal, firstStage(db, deal.stage.pipelineId, "won"), options);
}

/** Loses a deal: closes it with the reason. */
export function loseDeal(db: Db, id: number, loss: Loss): Written {
  const deal = standing(db, id);
  return lose(db, deal, firstStage(db, deal.stage.pipelineId, "lost"), loss);
}

/** Opens a closed deal again, in `stage` or else in the open stage it was in last. */
export function reopenDeal(
  db: Db,
  id: number,
  { stage, ...moment }: Moment & { stage?: string | undefined },
): Written {
  const deal = standing(db, id);
  if (deal.stage.kind === "open") throw new UserError("refused", "deal " + id + " is open");
  const { pipelineId, pipeline } = deal.stage;
  const to = stage === undefined ? undefined : stageNamed(db, { id: pipelineId, name: pipeline }, stage);
  if (to !== undefined && to.kind !== "open") {
    throw new UserError("usage", "--stage: " + to.name + " is a " + to.kind + " stage, not an open one");
  }
  return open(db, deal, to ?? lastOpenStage(db, deal), moment);
}

function win(db: Db, deal: Standing, stage: Stage, { at, today, date, amount }: Win): Written {
  if (deal.stage.kind === "won") throw closedAlready(deal);
  const sold = amount === undefined ? {} : { amountMinor: amount.minor, currency: amount.currency };
  const patch = { closedDate: date ?? today, lostReason: null, competitor: null, ...sold };
  enter(db, deal, stage, { patch, at });
  const purchase = recordPurchase(db, deal.id, { at, today });
  refreshLifecycle(db, [deal.contactId], { today });
  return { id: deal.id, purchase };
}

function lose(db: Db, deal: Standing, stage: Stage, loss: Loss): Written {
  if (deal.stage.kind !== "open") throw closedAlready(deal);
  const reason = loss.reason?.trim() ?? "";
  if (reason === "") {
    throw new UserError("usage", "losing a deal needs --reason", "say why, such as --reason price");
  }
  const { at, today, date, competitor } = loss;
  const patch = {
    closedDate: date ?? today,
    lostReason: reason,
    competitor: competitor?.trim() || null,
  };
  enter(db, deal, stage, { patch, at });
  return { id: deal.id, purchase: { kind: "none" } };
}

/** The purchase is compared with the deal as it was won, so it goes before the deal changes. */
function open(db: Db, deal: Standing, stage: Stage, { at, today }: Moment): Written {
  const wasWon = deal.stage.kind === "won";
  const purchase = wasWon ? takeBackPurchase(db, deal.id, today) : ({ kind: "none" } as const);
  enter(db, deal, stage, { patch: { closedDate: null, lostReason: null, competitor: null }, at });
  refreshLifecycle(db, [deal.contactId], { today });
  return { id: deal.id, purchase };
}

/** The one place that changes a deal's stage: the deal and its history together; closing it ends its playbooks. */
function enter(
  db: Db,
  deal: Standing,
  stage: Stage,
  { patch, at }: { readonly patch: DealRow; readonly at: string },
): void {
  updateRow(db, dealTable, { id: deal.id, patch: { ...patch, stageId: stage.id }, at });
  noteStage(db, { dealId: deal.id, from: deal.stage.id, to: stage.id, at });
  if (stage.kind !== "open") stopSteps(db, { noun: "deal", id: deal.id });
}

function standing(db: Db, id: number): Standing {
  const sql = "SELECT id, contact_id AS contactId, stage_id AS stageId FROM deal WHERE id = ?";
  const deal = db.get<{ id: number; contactId: number | null; stageId: number }>(sql, [id]);
  if (deal === undefined) throw new UserError("not_found", "no deal " + id, "see: crm deal list");
  return { id: deal.id, contactId: deal.contactId, stage: getStage(db, deal.stageId) };
}

/** The open stage of its pipeline that the deal was in last, else the first one. */
function lastOpenStage(db: Db, deal: Standing): Stage {
  const sql = `
    SELECT stage.id
    FROM stage_change
    JOIN stage ON stage.id = stage_change.to_stage_id
    WHERE stage_change.deal_id = ? AND stage.kind = 'open' AND stage.pipeline_id = ?
    ORDER BY stage_change.id DESC
    LIMIT 1`;
  const { pipelineId } = deal.stage;
  const last = db.get<{ id: number }>(sql, [deal.id, pipelineId]);
  return last === undefined ? firstStage(db, pipelineId, "open") : getStage(db, last.id);
}

function closedAlready({ id, stage }: Standing): UserError {
  return new UserError("refused", "deal " + id + " is " + stage.kind + " already", "crm deal reopen " + id);
}
