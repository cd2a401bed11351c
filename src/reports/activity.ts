import type { Db } from "../store/db.ts";
import type { Where } from "../store/list.ts";
import { weekdayOf } from "../values/business-hours.ts";
import { eachActivity, onceEach, typed } from "./activity-rows.ts";
import { instantsOf, wallOf } from "./local-time.ts";
import { partEnd, wholeNumber } from "./packed.ts";
import { dayNumber, dayText, type PeriodUnit, periodAt, periodKey, periodsBetween } from "./periods.ts";
import { type Head, type ReportScope, ratio, unitIn } from "./scope.ts";
import { noValue } from "./segment-groups.ts";
import { windowText } from "./window.ts";

export const activityKeys = [
  ...(["kind", "channel", "direction", "outcome", "weekday", "hour"] as const),
  ...(["day", "week", "month", "quarter", "year", "owner"] as const),
] as const;
export type ActivityKey = (typeof activityKeys)[number];

/** Weeks whose counts show how it went over time. */
const trendWeeks = 12;

export interface ActivityScope extends Pick<ReportScope, "asOf" | "zone" | "from" | "to" | "week"> {
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
  const weekUnit = unitIn(scope, "week");
  const thisWeek = periodAt(weekUnit, dayNumber(scope.asOf));
  const weeks = periodsBetween(thisWeek - trendWeeks + 1, thisWeek);
  const empty = (): Tally => ({ ...noSums(), trend: weeks.map(() => 0) });
  const groups = makeGroups(scope, empty);
  const total = empty();
  const hours = weekdays.map(() => Array<number>(24).fill(0));
  eachPlaced(db, scope, (activity) => {
    const week = periodAt(weekUnit, activity.day) - weeks[0]!;
    add(groups.of(activity), activity, week);
    add(total, activity, week);
    hours[weekdayOf(activity.day)]![activity.hour]!++;
  });
  const rows = groups.all().map(
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
    weeks: weeks.map((week) => periodKey(weekUnit, week)),
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

interface Group {
  readonly values: readonly string[];
  readonly tally: Tally;
}

/** Groups by the texts of the keys; the texts are read once for activities alike in what the keys tell apart. */
function makeGroups(scope: ActivityScope, empty: () => Tally) {
  const { by } = scope;
  const read = { ...readKey, week: inPeriod(unitIn(scope, "week")) };
  const groups = new Map<string, Group>();
  const alike = onceEach((_: Kept) => new Map<number, Group>());
  const momentOf = by.includes("hour")
    ? ({ day, hour }: Placed) => day * 24 + hour
    : by.some((key) => timed.includes(key))
      ? ({ day }: Placed) => day
      : () => 0;
  const find = (activity: Placed): Group => {
    const values = by.map((key) => read[key](activity) ?? noValue);
    const id = values.join("\u001f");
    const group = groups.get(id) ?? { values, tally: empty() };
    groups.set(id, group);
    return group;
  };
  return {
    of: (activity: Placed): Tally => {
      const known = alike(activity.kept);
      const moment = momentOf(activity);
      const group = known.get(moment) ?? find(activity);
      known.set(moment, group);
      return group.tally;
    },
    all: () => [...groups.values()],
  };
}

/** What many activities have in common. */
interface Kept {
  readonly kind: string;
  readonly direction: string | null;
  readonly outcome: string | null;
  readonly owner: string | null;
  readonly isAnswered: boolean;
}

interface Placed {
  readonly kept: Kept;
  readonly minutes: number;
  readonly day: number;
  readonly hour: number;
}

/** "2026-03-02T09:00:00Z", minutes, and what is kept, in parts. */
const row = [
  "activity.happened_at || coalesce(activity.minutes, '') || '" + partEnd + "' || activity.kind",
  "coalesce(activity.direction, '')",
  typed("activity.owner"),
  typed("activity.outcome"),
].join(" || '" + partEnd + "' || ");

/** The same object again and again, changed: there can be millions. */
function eachPlaced(db: Db, scope: ActivityScope, note: (activity: Placed) => void): void {
  const wall = wallOf(scope.zone);
  const placed = { kept: keptOf(""), minutes: 0, day: 0, hour: 0 };
  const kept = onceEach(keptOf);
  const rows = { row, ofContacts: false, notes: true, ...instantsOf(scope), where: scope.where };
  eachActivity(db, rows, (text, from, to) => {
    const middle = text.indexOf(partEnd, from + 20);
    placed.kept = kept(text.slice(middle + 1, to));
    placed.minutes = wholeNumber(text, from + 20, middle);
    placed.day = wall.day(text, from);
    placed.hour = Math.floor(wall.minute(text, from) / 60);
    note(placed);
  });
}

function keptOf(text: string): Kept {
  const [kind = "", direction = "", owner = "", ...outcome] = text.split(partEnd);
  const said = outcome.join(partEnd) || null;
  return {
    kind,
    direction: direction || null,
    outcome: said,
    owner: owner || null,
    isAnswered: isAnswer(said),
  };
}

function add(tally: Tally, { kept, minutes }: Placed, week: number): void {
  tally.activities++;
  if (kept.direction === "in") tally.inbound++;
  if (kept.direction === "out") tally.outbound++;
  if (kept.isAnswered) tally.answered++;
  tally.minutes += minutes;
  if (week >= 0 && week < tally.trend.length) tally.trend[week] = tally.trend[week]! + 1;
}

/** Whether an outcome says that somebody was there; letter case aside. */
export function isAnswer(outcome: string | null): boolean {
  return outcome !== null && outcome.toLowerCase() !== "no answer";
}

const inPeriod =
  (unit: PeriodUnit) =>
  ({ day }: Placed) =>
    periodKey(unit, periodAt(unit, day));

const readKey: Readonly<Record<ActivityKey, (activity: Placed) => string | null>> = {
  kind: ({ kept }) => kept.kind,
  channel: ({ kept: { kind, direction } }) =>
    kind === "note" ? null : direction === null ? kind : kind + " " + direction,
  direction: ({ kept }) => kept.direction,
  outcome: ({ kept }) => kept.outcome?.toLowerCase() ?? null,
  weekday: ({ day }) => weekdays[weekdayOf(day)]!,
  hour: ({ hour }) => String(hour).padStart(2, "0"),
  day: ({ day }) => dayText(day),
  week: inPeriod("week"),
  month: inPeriod("month"),
  quarter: inPeriod("quarter"),
  year: inPeriod("year"),
  owner: ({ kept }) => kept.owner,
};

/** Keys that follow from the moment. */
const timed: readonly ActivityKey[] = ["weekday", "hour", "day", "week", "month", "quarter", "year"];

/** By number of activities: these have no order of their own. */
const unordered: readonly ActivityKey[] = ["kind", "channel", "direction", "outcome", "owner"];

function order(a: ActivityRow, b: ActivityRow, by: readonly ActivityKey[]): number {
  const rank = (key: ActivityKey, value = "") =>
    key === "weekday" ? String((weekdays as readonly string[]).indexOf(value)) : value;
  const text = (row: ActivityRow) => by.map((key) => rank(key, row[key])).join("\u001f");
  const byCount = by.every((key) => unordered.includes(key)) ? b.activities - a.activities : 0;
  return byCount || (text(a) < text(b) ? -1 : 1);
}
