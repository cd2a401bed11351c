import type { Db } from "../../store/db.ts";
import type { Where } from "../../store/list.ts";
import { eachActivity } from "../activity-rows.ts";
import { cycleOf, isLost, isWon } from "../deal-window.ts";
import { type Deal, dealsThen } from "../deals.ts";
import { followupsThen } from "../followups.ts";
import { endOf, wallOf } from "../local-time.ts";
import { dayNumber, dayText } from "../periods.ts";
import { ofContacts } from "../purchases.ts";
import { median } from "../quantiles.ts";
import type { ReportScope } from "../scope.ts";
import { velocityOf } from "../velocity.ts";
import { weigher } from "../weighting.ts";
import { addAt, coursePeriods, perWindow, type Windows } from "./windows.ts";

/** How far back velocity looks from the end of a window, in days. */
const velocityDays = 365;

/** Of each window (see `Windows`); money in minor units. */
export interface DealFigures {
  readonly created: readonly number[];
  readonly won: readonly number[];
  readonly lost: readonly number[];
  readonly wonMinor: readonly number[];
  /** null: nothing was won. */
  readonly cycleDays: readonly (number | null)[];
  /** At the end of the window, with the amounts of --as-of. */
  readonly open: readonly number[];
  readonly openMinor: readonly number[];
  readonly weightedMinor: readonly number[];
  readonly velocityMinor: readonly (number | null)[];
}

export function dealFigures(db: Db, scope: ReportScope, windows: Windows): DealFigures {
  const { deals } = dealsThen(db, {
    ...scope,
    where: scope.where && ofContacts("deal.contact_id", scope.where),
  });
  const [created, won, lost, wonMinor] = [perWindow(), perWindow(), perWindow(), perWindow()];
  for (const deal of deals) {
    addAt(created, deal.createdDay, { windows });
    if (deal.closedDay === null) continue;
    if (isLost(deal)) addAt(lost, deal.closedDay, { windows });
    if (!isWon(deal)) continue;
    addAt(won, deal.closedDay, { windows });
    addAt(wonMinor, deal.closedDay, { windows, amount: deal.amount ?? 0 });
  }
  const weigh = weigher(deals);
  const ends = windows.all.map(({ first, last }) => stateAt(deals, { first, last }, weigh));
  return {
    ...{ created, won, lost, wonMinor, cycleDays: ends.map(({ cycleDays }) => cycleDays) },
    ...{ open: ends.map(({ open }) => open), openMinor: ends.map(({ openMinor }) => openMinor) },
    weightedMinor: ends.map(({ weightedMinor }) => weightedMinor),
    velocityMinor: ends.map(({ velocityMinor }) => velocityMinor),
  };
}

function stateAt(
  deals: readonly Deal[],
  { first, last }: { readonly first: number; readonly last: number },
  weigh: ReturnType<typeof weigher>,
) {
  let [open, openMinor, weightedMinor, ended, wins, valued, value] = [0, 0, 0, 0, 0, 0, 0];
  const cycles: number[] = [];
  const longer: number[] = [];
  for (const deal of deals) {
    const visit = deal.visits.findLast(({ day }) => day <= last);
    if (visit === undefined) continue;
    if (visit.stage.kind === "open") {
      open++;
      openMinor += deal.amount ?? 0;
      weightedMinor += weigh(deal, visit.stage).weighted;
      continue;
    }
    if (deal.closedDay === null || deal.closedDay > last || deal.closedDay <= last - velocityDays) continue;
    ended++;
    if (!isWon(deal)) continue;
    wins++;
    if (deal.amount !== null) [valued, value] = [valued + 1, value + deal.amount];
    const cycle = cycleOf(deal) ?? 0;
    longer.push(cycle);
    if (deal.closedDay >= first) cycles.push(cycle);
  }
  const cycleDays = longer.length === 0 ? 0 : longer.reduce((sum, days) => sum + days, 0) / longer.length;
  const velocity = { opportunities: open, average: value / valued, winRate: wins / ended, cycleDays };
  return {
    ...{ open, openMinor, weightedMinor, cycleDays: median(cycles) },
    velocityMinor: valued === 0 ? null : velocityOf(velocity),
  };
}

export interface WorkFigures {
  readonly newContacts: readonly number[];
  readonly activities: readonly number[];
  /** Follow-ups due in the window and, of these, done by their day; today's open ones are not due yet. */
  readonly due: readonly number[];
  readonly kept: readonly number[];
  /** Open beyond their day at the end of the window. */
  readonly overdue: readonly number[];
}

export function workFigures(db: Db, scope: ReportScope, windows: Windows): WorkFigures {
  const end = endOf(scope);
  // A day early, for the zone: what lies before the windows counts nowhere.
  const start = dayText(windows.all[0]!.first - 1);
  const wall = wallOf(scope.zone);
  const [newContacts, activities] = [perWindow(), perWindow()];
  for (const at of instants(
    db,
    "SELECT contact.created_at AS at FROM contact WHERE created_at < ? AND created_at >= ?",
    {
      start,
      end,
      where: scope.where,
    },
  ))
    addAt(newContacts, wall.day(at), { windows });
  const about = scope.where && {
    sql:
      "activity.id IN (SELECT activity_id FROM activity_contact WHERE " +
      ofContacts("contact_id", scope.where).sql +
      ")",
    params: scope.where.params,
  };
  const logged = { row: "activity.happened_at", ofContacts: false, notes: false, start, end, where: about };
  eachActivity(db, logged, (text, at) => addAt(activities, wall.day(text, at), { windows }));
  return { newContacts, activities, ...followupFigures(db, scope, windows) };
}

interface Read {
  readonly start: string;
  readonly end: string;
  readonly where: Where | undefined;
}

function* instants(db: Db, head: string, { start, end, where }: Read): IterableIterator<string> {
  const sql = head + (where === undefined ? "" : " AND (" + where.sql + ")");
  for (const { at } of db.prepare(sql).iterate<{ at: string }>([end, start, ...(where?.params ?? [])]))
    yield at;
}

function followupFigures(db: Db, scope: ReportScope, windows: Windows) {
  const where = scope.where && ofContacts("follow_up.contact_id", scope.where);
  const [due, kept, overdue] = [perWindow(), perWindow(), perWindow()];
  const today = dayNumber(scope.asOf);
  for (const { dueDay, doneDay, createdDay } of followupsThen(db, { ...scope, where })) {
    if (doneDay !== null || dueDay < today) addAt(due, dueDay, { windows });
    if (doneDay !== null && doneDay <= dueDay) addAt(kept, dueDay, { windows });
    for (let i = 0; i <= coursePeriods; i++) {
      const { last } = windows.all[i]!;
      if (createdDay <= last && dueDay < last && (doneDay ?? Infinity) > last) overdue[i]!++;
    }
  }
  return { due, kept, overdue };
}
