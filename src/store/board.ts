import type { Db } from "./db.ts";
import { listStages, type Stage } from "./stage.ts";
import { stageSinceSql } from "./stage-since.ts";

export interface BoardDeal {
  readonly id: number;
  readonly stageId: number;
  readonly title: string;
  /** The company, else the contact; null for neither. */
  readonly customer: string | null;
  /** null: not known. */
  readonly amountMinor: number | null;
  readonly currency: string;
  /** When it came into its stage. */
  readonly sinceAt: string;
  /** 1: nothing has moved, been said or is planned for longer than the stage allows. */
  readonly isRotten: 0 | 1;
}

export interface BoardSum {
  readonly currency: string;
  readonly count: number;
  readonly amountMinor: number;
}

/** One stage with its deals: the open ones by expected close, of the closed ones those of the month. */
export interface BoardStage {
  readonly stage: Stage;
  readonly deals: readonly BoardDeal[];
  /** One a currency, in the order of the codes; deals without an amount count with zero. */
  readonly sums: readonly BoardSum[];
}

/** The stages of a pipeline with what is in them; `today` names the month of which closed deals are shown. */
export function dealBoard(db: Db, pipelineId: number, today: string): BoardStage[] {
  const sql =
    "SELECT " +
    stageSinceSql +
    ` AS sinceAt,
      deal.id, deal.stage_id AS stageId, deal.title, deal.amount_minor AS amountMinor, deal.currency,
      coalesce(
        (SELECT name FROM company WHERE company.id = deal.company_id),
        (SELECT name FROM contact WHERE contact.id = deal.contact_id)) AS customer,
      EXISTS (
        SELECT 1 FROM due_watch
        WHERE kind = 'rotting' AND noun = 'deal' AND record_id = deal.id AND due_date <= :today) AS isRotten
    FROM deal
    JOIN stage ON stage.id = deal.stage_id
    WHERE stage.pipeline_id = :pipelineId
      AND (stage.kind = 'open' OR substr(deal.closed_date, 1, 7) = :month)
    ORDER BY deal.close_date NULLS LAST, deal.id`;
  const deals = db.all<BoardDeal>(sql, { pipelineId, today, month: today.slice(0, 7) });
  return listStages(db, pipelineId).map((stage) => {
    const own = deals.filter((deal) => deal.stageId === stage.id);
    return { stage, deals: own, sums: sumsOf(own) };
  });
}

function sumsOf(deals: readonly BoardDeal[]): BoardSum[] {
  const currencies = [...new Set(deals.map((deal) => deal.currency))].sort();
  return currencies.map((currency) => {
    const own = deals.filter((deal) => deal.currency === currency);
    const amountMinor = own.reduce((sum, deal) => sum + (deal.amountMinor ?? 0), 0);
    return { currency, count: own.length, amountMinor };
  });
}
