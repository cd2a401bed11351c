import type { Db } from "../store/db.ts";
import type { Where } from "../store/list.ts";
import type { WorkHead } from "./activity.ts";
import { endOf, wallOf } from "./local-time.ts";
import { dayNumber, periodAt, periodKey } from "./periods.ts";
import { greatest, median } from "./quantiles.ts";
import { rowsThen } from "./row-then.ts";
import { type ReportScope, ratio, unitIn } from "./scope.ts";
import { makeTallies } from "./tallies.ts";
import { wilson } from "./wilson.ts";
import { windowText } from "./window.ts";

export const followupKeys = [
  ...(["day", "week", "month", "quarter", "year"] as const),
  ...(["kind", "priority", "owner"] as const),
] as const;
export type FollowupKey = (typeof followupKeys)[number];

export interface FollowupScope extends Pick<ReportScope, "asOf" | "zone" | "from" | "to" | "week"> {
  /** A condition over table follow_up. */
  readonly where?: Where | undefined;
  readonly by: FollowupKey;
}

type FollowupSums = {
  /** Due up to --as-of. */
  readonly due: number;
  /** Done on the day it was due or before. */
  readonly kept: number;
  /** Done on a later day. */
  readonly late: number;
  /** Due and not done. */
  readonly overdue: number;
  /** Due today or later and not done; no part of `due`. */
  readonly open: number;
  /** kept / (kept + late + overdue) with its 95 % Wilson interval; null without any. */
  readonly keptRate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Of the late ones: days from due to done; null without any. */
  readonly medianLateDays: number | null;
  /** The longest that one of the overdue is late; null without any. */
  readonly longestOverdueDays: number | null;
};

export type FollowupRow = FollowupSums & { readonly [key in FollowupKey]?: string };

export type FollowupReport = WorkHead & {
  readonly by: FollowupKey;
  readonly rows: readonly FollowupRow[];
  readonly total: FollowupSums;
};

/**
 * Whether what was planned was done in time: follow-ups by the day they were due (`from` to `to`), as they stood at the
 * end of the day of --as-of. One that was put off counts by its last due day up to then. Due today and still open is
 * not late; done early is kept.
 */
export function followupReport(db: Db, scope: FollowupScope): FollowupReport {
  const tallies = makeTallies((): FollowupThen[] => []);
  const all: FollowupThen[] = [];
  for (const followup of seenFollowups(db, scope)) {
    tallies.of(keyOf(scope, followup)).push(followup);
    all.push(followup);
  }
  const asOf = dayNumber(scope.asOf);
  return {
    report: "followups",
    ...{ asOf: scope.asOf, zone: scope.zone, n: all.length, by: scope.by },
    definition:
      "follow-ups due" +
      windowText(scope) +
      "; kept = done by the day they were due; rate = kept / (kept + late + overdue)",
    rows: tallies.all().map(({ name, sums }) => ({ [scope.by]: name, ...sumsOf(sums, asOf) })),
    total: sumsOf(all, asOf),
  };
}

/** A follow-up as it stood at the end of the day of --as-of; days since 1970-01-01. */
export interface FollowupThen {
  readonly kind: string | null;
  readonly priority: string;
  readonly owner: string | null;
  readonly dealId: number | null;
  readonly contactId: number | null;
  readonly companyId: number | null;
  readonly dueDate: string;
  readonly dueDay: number;
  /** null: not done by then. */
  readonly doneDay: number | null;
  readonly createdDay: number;
}

type Stored = readonly [
  ...[id: number, kind: string | null, priority: string, owner: string | null],
  ...[dealId: number | null, contactId: number | null, companyId: number | null],
  ...[due: string, done: string | null, created: string],
];

const columns = [
  ...(["id", "kind", "priority", "owner", "deal_id", "contact_id", "company_id"] as const),
  ...(["due_date", "done_at", "created_at"] as const),
];

/**
 * The one view of follow-ups that all reports start from: those that were there, with the due day, the owner and the rest
 * that they had then (`rowsThen`). `where` is a condition over table follow_up, as they are now.
 */
export function* followupsThen(
  db: Db,
  scope: Pick<ReportScope, "asOf" | "zone" | "where">,
): IterableIterator<FollowupThen> {
  const { where } = scope;
  const sql = [
    "SELECT " + columns.join(", "),
    "FROM follow_up",
    "WHERE created_at < ?",
    where === undefined ? "" : "AND (" + where.sql + ")",
  ].join("\n");
  const end = endOf(scope);
  const earlier = rowsThen(db, "followup", end);
  const wall = wallOf(scope.zone);
  const rows = db.values(sql, [end, ...(where?.params ?? [])]) as IterableIterator<Stored>;
  for (const now of rows) {
    const then = earlier.get(now[0]);
    const row = then === undefined ? now : (columns.map((name) => then[name] ?? null) as unknown as Stored);
    const [, kind, priority, owner, dealId, contactId, companyId, dueDate, done, created] = row;
    // Written out: there can be a hundred thousand, and spreading takes ten times as long.
    yield {
      kind,
      priority,
      owner,
      dealId,
      contactId,
      companyId,
      dueDate,
      dueDay: dayNumber(dueDate),
      doneDay: done !== null && done < end ? wall.day(done) : null,
      createdDay: wall.day(created),
    };
  }
}

function* seenFollowups(db: Db, scope: FollowupScope): IterableIterator<FollowupThen> {
  const { from = "", to = "9999-12-31" } = scope;
  for (const followup of followupsThen(db, scope))
    if (followup.dueDate >= from && followup.dueDate <= to) yield followup;
}

function keyOf(scope: FollowupScope, { kind, priority, owner, dueDay }: FollowupThen): string | null {
  const { by } = scope;
  if (by === "kind") return kind;
  if (by === "priority") return priority;
  if (by === "owner") return owner;
  const unit = unitIn(scope, by);
  return periodKey(unit, periodAt(unit, dueDay));
}

function sumsOf(all: readonly FollowupThen[], asOf: number): FollowupSums {
  const late = all.flatMap(({ dueDay, doneDay }) =>
    doneDay !== null && doneDay > dueDay ? [doneDay - dueDay] : [],
  );
  const overdue = all.flatMap(({ dueDay, doneDay }) =>
    doneDay === null && dueDay < asOf ? [asOf - dueDay] : [],
  );
  const kept = all.filter(({ dueDay, doneDay }) => doneDay !== null && doneDay <= dueDay).length;
  const due = kept + late.length + overdue.length;
  const interval = wilson(kept, due);
  return {
    ...{ due, kept, late: late.length, overdue: overdue.length, open: all.length - due },
    ...{ keptRate: ratio(kept, due), low: interval?.low ?? null, high: interval?.high ?? null },
    medianLateDays: median(late),
    longestOverdueDays: greatest(overdue),
  };
}
