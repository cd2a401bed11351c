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
  const tallies = makeTallies((): Seen[] => []);
  const all: Seen[] = [];
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

interface Seen {
  readonly kind: string | null;
  readonly priority: string;
  readonly owner: string | null;
  /** Days since 1970-01-01. */
  readonly dueDay: number;
  /** null: not done by the end of the day of --as-of. */
  readonly doneDay: number | null;
}

interface Stored {
  readonly id: number;
  readonly kind: string | null;
  readonly priority: string;
  readonly owner: string | null;
  readonly due_date: string;
  readonly done_at: string | null;
}

function* seenFollowups(db: Db, scope: FollowupScope): IterableIterator<Seen> {
  const { where, from = "", to = "9999-12-31" } = scope;
  const sql = [
    "SELECT id, kind, priority, owner, due_date, done_at",
    "FROM follow_up",
    "WHERE created_at < ?",
    where === undefined ? "" : "AND (" + where.sql + ")",
  ].join("\n");
  const end = endOf(scope);
  const earlier = rowsThen(db, "followup", end);
  const wall = wallOf(scope.zone);
  for (const row of db.prepare(sql).iterate<Stored>([end, ...(where?.params ?? [])])) {
    const { kind, priority, owner, due_date, done_at } = { ...row, ...earlier.get(row.id) };
    if (due_date < from || due_date > to) continue;
    const isDone = done_at !== null && done_at < end;
    yield { kind, priority, owner, dueDay: dayNumber(due_date), doneDay: isDone ? wall.day(done_at) : null };
  }
}

function keyOf(scope: FollowupScope, { kind, priority, owner, dueDay }: Seen): string | null {
  const { by } = scope;
  if (by === "kind") return kind;
  if (by === "priority") return priority;
  if (by === "owner") return owner;
  const unit = unitIn(scope, by);
  return periodKey(unit, periodAt(unit, dueDay));
}

function sumsOf(all: readonly Seen[], asOf: number): FollowupSums {
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
