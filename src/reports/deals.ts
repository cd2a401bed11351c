import type { Db } from "../store/db.ts";
import type { Where } from "../store/list.ts";
import { listStages, type Stage } from "../store/stage.ts";
import { endOf, type Wall, wallOf } from "./local-time.ts";
import { dayNumber } from "./periods.ts";
import { rowsThen } from "./row-then.ts";
import type { Head, ReportScope } from "./scope.ts";

/** What every report about deals is asked for; `where` is a condition over table deal, as the deals are now. */
export interface DealScope extends Omit<ReportScope, "contactsOnly" | "currency"> {
  /** Only deals in this currency; undefined: in any. */
  readonly currency?: string | undefined;
  /** Only deals that stood in this pipeline. */
  readonly pipelineId?: number | undefined;
}

/** From this day on the deal stood in this stage. */
export interface Visit {
  readonly stage: Stage;
  /** Days since 1970-01-01. */
  readonly day: number;
}

/** A deal as it stood at the end of the day of --as-of. */
export interface Deal {
  readonly id: number;
  readonly title: string;
  readonly contactId: number | null;
  readonly companyId: number | null;
  /** Minor units; null: not known. */
  readonly amount: number | null;
  readonly currency: string;
  /** A ratio in place of the stage's; null: the stage's counts. */
  readonly probability: number | null;
  readonly closeDate: string | null;
  /** Its own, else that of its contact. */
  readonly source: string | null;
  readonly owner: string | null;
  /** null unless it is lost. */
  readonly lostReason: string | null;
  readonly competitor: string | null;
  readonly createdDay: number;
  /** At least one, oldest first; the first begins on `createdDay`, the last is where it stands. */
  readonly visits: readonly Visit[];
  readonly stage: Stage;
  readonly since: number;
  /** The open stage it stood in last; null: it never stood in one. */
  readonly lastOpen: Stage | null;
  /** null: open. */
  readonly closedDay: number | null;
}

export type DealsLeftOut = {
  /** Deals in other currencies, by currency. */
  readonly otherCurrencies: Readonly<Record<string, number>>;
  /** Deals of the report without an amount: counted, with the value 0. */
  readonly withoutAmount: number;
};

export type DealHead = Omit<Head, "leftOut"> & { readonly leftOut: DealsLeftOut };

export interface Deals {
  readonly deals: readonly Deal[];
  readonly otherCurrencies: DealsLeftOut["otherCurrencies"];
}

/**
 * The one view of deals that all reports about them start from. The stage is that of the stage history; a deal that
 * counts as won or lost since an earlier day than the one on which that was written down is so since that earlier day,
 * as its purchase is. Amount, close date and the rest are what they were at the end of the day (`rowsThen`); a closing
 * that was written down later counts with what was written then. Deleted deals are not seen.
 */
export function dealsThen(db: Db, scope: DealScope): Deals {
  const reader = readerOf(db, scope);
  const others = new Map<string, number>();
  const deals: Deal[] = [];
  for (const row of dealRows(db, scope.where)) {
    const deal = reader(row);
    if (deal === undefined) continue;
    if (scope.pipelineId !== undefined && deal.stage.pipelineId !== scope.pipelineId) continue;
    if (scope.currency === undefined || deal.currency === scope.currency) deals.push(deal);
    else others.set(deal.currency, (others.get(deal.currency) ?? 0) + 1);
  }
  const byCount = [...others].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return { deals, otherCurrencies: Object.fromEntries(byCount) };
}

export function leftOutOf({ otherCurrencies }: Deals, counted: readonly Deal[]): DealsLeftOut {
  return { otherCurrencies, withoutAmount: counted.filter(({ amount }) => amount === null).length };
}

/** Sum of the amounts in minor units; a deal without one adds 0. */
export function amountOf(deals: readonly Deal[]): number {
  let sum = 0;
  for (const { amount } of deals) sum += amount ?? 0;
  return sum;
}

/** What a deal is read from. */
const columns = [
  ...([
    "id",
    "title",
    "contact_id",
    "company_id",
    "stage_id",
    "amount_minor",
    "currency",
    "probability",
  ] as const),
  ...(["close_date", "closed_date", "source", "owner", "lost_reason", "competitor", "created_at"] as const),
] as const;

/** The columns in a list, as they come fastest; read by `column`. */
type Row = readonly unknown[];

const column = Object.fromEntries(columns.map((name, i) => [name, i])) as Readonly<
  Record<(typeof columns)[number], number>
>;

/** Where a row has the source of the deal's contact: behind its own columns. */
const contactSource = columns.length;

function dealRows(db: Db, where: Where | undefined): IterableIterator<Row> {
  const sql = [
    "SELECT " + columns.map((name) => "deal." + name).join(", ") + ",",
    "  (SELECT contact.source FROM contact WHERE contact.id = deal.contact_id)",
    "FROM deal",
    where === undefined ? "" : "WHERE " + where.sql,
    "ORDER BY deal.id",
  ];
  return db.values(sql.join("\n"), where?.params ?? []);
}

type Reader = (row: Row) => Deal | undefined;

function readerOf(db: Db, scope: DealScope): Reader {
  const stages = new Map(listStages(db).map((stage) => [stage.id, stage]));
  const moves = movesOf(db);
  const earlier = rowsThen(db, "deal", endOf(scope));
  const wall = wallOf(scope.zone);
  const asOf = dayNumber(scope.asOf);
  return (row) => {
    const id = Number(row[column.id]);
    const visits = visitsOf(row, moves.get(id) ?? noMoves, { stages, wall });
    while (visits.length > 0 && visits.at(-1)!.day > asOf) visits.pop();
    if (visits.length === 0) return undefined;
    const isClosed = visits.at(-1)!.stage.kind !== "open";
    const then = earlier.get(id);
    const isSame = then === undefined || (isClosed && then.closed_date === null);
    const known = isSame ? row : columns.map((name) => then[name] ?? null);
    return dealOf(known, visits, textOf(row[contactSource]));
  };
}

/** Written out plainly: reports read tens of thousands. */
function dealOf(row: Row, visits: readonly Visit[], sourceOfContact: string | null): Deal {
  const last = visits.at(-1)!;
  const isLost = last.stage.kind === "lost";
  return {
    id: Number(row[column.id]),
    title: String(row[column.title]),
    contactId: numberOf(row[column.contact_id]),
    companyId: numberOf(row[column.company_id]),
    amount: numberOf(row[column.amount_minor]),
    currency: String(row[column.currency]),
    probability: row[column.probability] === null ? null : Number(row[column.probability]) / 100,
    closeDate: textOf(row[column.close_date]),
    source: textOf(row[column.source]) ?? sourceOfContact,
    owner: textOf(row[column.owner]),
    lostReason: isLost ? textOf(row[column.lost_reason]) : null,
    competitor: isLost ? textOf(row[column.competitor]) : null,
    createdDay: visits[0]!.day,
    visits,
    stage: last.stage,
    since: last.day,
    lastOpen: visits.findLast(({ stage }) => stage.kind === "open")?.stage ?? null,
    closedDay: last.stage.kind === "open" ? null : last.day,
  };
}

interface Move {
  readonly stageId: number;
  readonly at: string;
}

const noMoves: readonly Move[] = [];

function movesOf(db: Db): ReadonlyMap<number, readonly Move[]> {
  const sql = "SELECT deal_id, to_stage_id, changed_at FROM stage_change ORDER BY deal_id, id";
  const moves = new Map<number, Move[]>();
  for (const [dealId, stageId, at] of db.values(sql, [])) {
    const move = { stageId: Number(stageId), at: String(at) };
    const own = moves.get(Number(dealId));
    if (own === undefined) moves.set(Number(dealId), [move]);
    else own.push(move);
  }
  return moves;
}

interface Reading {
  readonly stages: ReadonlyMap<number, Stage>;
  readonly wall: Wall;
}

/** In rising days: what a later closing day or the creation makes impossible is drawn to it. */
function visitsOf(row: Row, moves: readonly Move[], { stages, wall }: Reading): Visit[] {
  const createdAt = String(row[column.created_at]);
  const created = wall.day(createdAt);
  const known = moves.length > 0 ? moves : [{ stageId: Number(row[column.stage_id]), at: createdAt }];
  const closed = row[column.closed_date] === null ? Infinity : dayNumber(String(row[column.closed_date]));
  let before = -Infinity;
  return known.map(({ stageId, at }, i) => {
    const isClosing = i === known.length - 1 && closed !== Infinity;
    const noted = i === 0 && !isClosing ? Math.min(created, wall.day(at)) : wall.day(at);
    before = Math.max(before, isClosing ? closed : Math.min(noted, closed));
    return { stage: stages.get(stageId)!, day: before };
  });
}

function numberOf(value: unknown): number | null {
  return value === null || value === undefined ? null : Number(value);
}

function textOf(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}
