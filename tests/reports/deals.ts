import type { Db } from "../../src/store/db.ts";

export interface DealOptions {
  readonly title?: string;
  readonly contactId?: number;
  /** Minor units; null: not known. */
  readonly amount?: number | null;
  readonly currency?: string;
  readonly probability?: number;
  readonly close?: string;
  readonly source?: string;
  readonly owner?: string;
  readonly reason?: string;
  readonly competitor?: string;
  /** The day that it counts as closed; the day of the last stage when left out. */
  readonly closed?: string;
}

const stageIds: Readonly<Record<string, number>> = { lead: 1, qualified: 2, proposal: 3, won: 4, lost: 5 };

/** A deal of the first pipeline and its stages: "lead 2026-01-05", each from noon of that day (UTC) on. Gives its id. */
export function addDeal(db: Db, stages: readonly string[], deal: DealOptions = {}): number {
  const moves = stages.map((text) => {
    const [stage = "", day = ""] = text.split(" ");
    return { stageId: stageIds[stage] ?? 0, stage, at: day + (day.includes("T") ? "" : "T12:00:00Z") };
  });
  const [first, last] = [moves[0]!, moves.at(-1)!];
  const isClosed = last.stage === "won" || last.stage === "lost";
  const { id } = db.run(
    `INSERT INTO deal (title, contact_id, stage_id, amount_minor, currency, probability, close_date, closed_date,
      lost_reason, competitor, source, owner, created_at, updated_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      ...[deal.title ?? "Deal", deal.contactId ?? null, last.stageId],
      ...[deal.amount === undefined ? 100_00 : deal.amount, deal.currency ?? "EUR", deal.probability ?? null],
      ...[deal.close ?? null, isClosed ? (deal.closed ?? last.at.slice(0, 10)) : null, deal.reason ?? null],
      ...[deal.competitor ?? null, deal.source ?? null, deal.owner ?? null, first.at, last.at],
    ],
  );
  const sql =
    "INSERT INTO stage_change (deal_id, from_stage_id, to_stage_id, changed_at) VALUES (?, ?, ?, ?)";
  for (const [i, { stageId, at }] of moves.entries())
    db.run(sql, [id, moves[i - 1]?.stageId ?? null, stageId, at]);
  return id;
}
