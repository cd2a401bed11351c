import type { Db } from "../store/db.ts";
import type { Where } from "../store/list.ts";
import { weekdayOf } from "../values/business-hours.ts";
import { instantsOf, wallOf } from "./local-time.ts";
import { dayNumber, dayText, periodAt, periodKey, periodsBetween } from "./periods.ts";
import { type Head, type ReportScope, ratio } from "./scope.ts";
import { noValue } from "./segment-groups.ts";
import { windowText } from "./window.ts";

export const activityKeys = [
  ...(["kind", "channel", "direction", "outcome", "weekday", "hour"] as const),
  ...(["day", "week", "month", "quarter", "year", "owner"] as const),
] as const;
export type ActivityKey = (typeof activityKeys)[number];

/** Weeks whose counts show how it went over time. */
const trendWeeks = 12;

export interface ActivityScope extends Pick<ReportScope, "asOf" | "zone" | "from" | "to"> {
  /** A condition over table activity. */
  readonly where?: Where | undefined;
  /** One, or two for a cross table. */
  readonly by: readonly ActivityKey[];
}

type ActivitySums = {
  readonly activities: number;
  readonly inbound: number;
  readonly outbound: number;
  /** With an outcome other than "no answer". */
  readonly answered: number;
  /** Of those that say how long they took, added up. */
  readonly minutes: number;
};

/** A row also has the value of each key of `by` under its name. */
export type ActivityRow = ActivitySums & { readonly [key in ActivityKey]?: string } & {
  readonly share: number | null;
  /** Activities in each of the last twelve weeks up to --as-of, the present one last. */
  readonly trend: readonly number[];
};

/** A report about work, without money. */
export type WorkHead = Omit<Head, "currency" | "leftOut">;

export type ActivityReport = WorkHead & {
  readonly by: readonly ActivityKey[];
  readonly weeks: readonly string[];
  readonly rows: readonly ActivityRow[];
  readonly total: ActivitySums & { readonly trend: readonly number[] };
  /** Activities by weekday, Monday first, and hour of the local day. */
  readonly hours: readonly (readonly number[])[];
};

export const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;

/**
 * What was done when, through which channel and with what outcome: the activities from `from` to `to`. Days, weekdays and
 * hours are those on the wall of the zone. The channel is the kind with its direction; notes have none. Values with an
 * order of their own (days, hours) stay in it, others come by their number.
 */
export function activityReport(db: Db, scope: ActivityScope): ActivityReport {
  const thisWeek = periodAt("week", dayNumber(scope.asOf));
  const weeks = periodsBetween(thisWeek - trendWeeks + 1, thisWeek);
  const empty = (): Tally => ({ ...noSums(), trend: weeks.map(() => 0) });
  const groups = new Map<string, { readonly values: readonly string[]; readonly tally: Tally }>();
  const total = empty();
  const hours = weekdays.map(() => Array<number>(24).fill(0));
  for (const activity of activities(db, scope)) {
    const values = scope.by.map((key) => readKey[key](activity) ?? noValue);
    const id = values.join("\u001f");
    const group = groups.get(id) ?? { values, tally: empty() };
    groups.set(id, group);
    const week = periodAt("week", activity.day) - weeks[0]!;
    for (const tally of [group.tally, total]) add(tally, activity, week);
    hours[weekdayOf(activity.day)]![activity.hour]!++;
  }
  const rows = [...groups.values()].map(
    ({ values, tally }): ActivityRow => ({
      ...Object.fromEntries(values.map((value, i) => [scope.by[i], value])),
      ...tally,
      share: ratio(tally.activities, total.activities),
    }),
  );
  return {
    report: "activity",
    ...{ asOf: scope.asOf, zone: scope.zone, n: total.activities, by: scope.by },
    definition: "activities" + windowText(scope) + ", notes among them; days and hours in " + scope.zone,
    weeks: weeks.map((week) => periodKey("week", week)),
    ...{ rows: rows.sort((a, b) => order(a, b, scope.by)), total, hours },
  };
}

interface Tally extends ActivitySums {
  activities: number;
  inbound: number;
  outbound: number;
  answered: number;
  minutes: number;
  readonly trend: number[];
}

const noSums = () => ({ activities: 0, inbound: 0, outbound: 0, answered: 0, minutes: 0 });

interface Stored {
  readonly kind: string;
  readonly direction: string | null;
  readonly outcome: string | null;
  readonly minutes: number | null;
  readonly owner: string | null;
  readonly at: string;
}

interface Placed extends Stored {
  readonly day: number;
  readonly hour: number;
}

function* activities(db: Db, scope: ActivityScope): IterableIterator<Placed> {
  const { where } = scope;
  const sql = [
    "SELECT kind, direction, outcome, minutes, owner, happened_at AS at",
    "FROM activity",
    "WHERE happened_at >= ? AND happened_at < ?",
    where === undefined ? "" : "AND (" + where.sql + ")",
  ].join("\n");
  const { start, end } = instantsOf(scope);
  const wall = wallOf(scope.zone);
  for (const row of db.prepare(sql).iterate<Stored>([start, end, ...(where?.params ?? [])]))
    yield { ...row, day: wall.day(row.at), hour: Math.floor(wall.minute(row.at) / 60) };
}

function add(tally: Tally, { direction, outcome, minutes }: Placed, week: number): void {
  tally.activities++;
  if (direction === "in") tally.inbound++;
  if (direction === "out") tally.outbound++;
  if (isAnswer(outcome)) tally.answered++;
  tally.minutes += minutes ?? 0;
  if (week >= 0 && week < tally.trend.length) tally.trend[week] = tally.trend[week]! + 1;
}

/** Whether an outcome says that somebody was there; letter case aside. */
export function isAnswer(outcome: string | null): boolean {
  return outcome !== null && outcome.toLowerCase() !== "no answer";
}

const inPeriod =
  (unit: "week" | "month" | "quarter" | "year") =>
  ({ day }: Placed) =>
    periodKey(unit, periodAt(unit, day));

const readKey: Readonly<Record<ActivityKey, (activity: Placed) => string | null>> = {
  kind: ({ kind }) => kind,
  channel: ({ kind, direction }) =>
    kind === "note" ? null : direction === null ? kind : kind + " " + direction,
  direction: ({ direction }) => direction,
  outcome: ({ outcome }) => outcome?.toLowerCase() ?? null,
  weekday: ({ day }) => weekdays[weekdayOf(day)]!,
  hour: ({ hour }) => String(hour).padStart(2, "0"),
  day: ({ day }) => dayText(day),
  week: inPeriod("week"),
  month: inPeriod("month"),
  quarter: inPeriod("quarter"),
  year: inPeriod("year"),
  owner: ({ owner }) => owner,
};

/** By number of activities: these have no order of their own. */
const unordered: readonly ActivityKey[] = ["kind", "channel", "direction", "outcome", "owner"];

function order(a: ActivityRow, b: ActivityRow, by: readonly ActivityKey[]): number {
  const rank = (key: ActivityKey, value = "") =>
    key === "weekday" ? String((weekdays as readonly string[]).indexOf(value)) : value;
  const text = (row: ActivityRow) => by.map((key) => rank(key, row[key])).join("\u001f");
  const byCount = by.every((key) => unordered.includes(key)) ? b.activities - a.activities : 0;
  return byCount || (text(a) < text(b) ? -1 : 1);
}
