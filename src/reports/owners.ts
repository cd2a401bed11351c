import type { Db } from "../store/db.ts";
import { closedIn, dayWindow, isLost, isWithin, isWon } from "./deal-window.ts";
import { amountOf, type DealHead, type DealScope, dealsThen, leftOutOf } from "./deals.ts";
import { followupsThen } from "./followups.ts";
import { endOf, instantsOf } from "./local-time.ts";
import { ratio } from "./scope.ts";
import { makeTallies, type Tallies } from "./tallies.ts";
import { solvedThen } from "./tickets.ts";
import { weigher } from "./weighting.ts";
import { windowText } from "./window.ts";

export interface OwnerScope extends DealScope {
  readonly currency: string;
}

export type OwnerRow = {
  readonly owner: string;
  readonly openDeals: number;
  readonly openMinor: number;
  readonly weightedMinor: number;
  readonly won: number;
  readonly wonMinor: number;
  readonly lost: number;
  /** won / (won + lost); null without either. */
  readonly winRate: number | null;
  readonly activities: number;
  readonly minutes: number;
  readonly followupsDone: number;
  /** At the end of the day: open ones, and of these overdue. */
  readonly followupsOpen: number;
  readonly followupsOverdue: number;
  /** Tickets that are not solved at the end of the day. */
  readonly ticketsOpen: number;
  readonly currency: string;
};

export type OwnerReport = DealHead & { readonly rows: readonly OwnerRow[]; readonly total: OwnerRow };

type Sums = { -readonly [key in Exclude<keyof OwnerRow, "owner" | "winRate" | "currency">]: number };

const noSums = (): Sums => ({
  ...{ openDeals: 0, openMinor: 0, weightedMinor: 0, won: 0, wonMinor: 0, lost: 0 },
  ...{ activities: 0, minutes: 0, followupsDone: 0, followupsOpen: 0, followupsOverdue: 0, ticketsOpen: 0 },
});

/**
 * How much work lies with whom: open deals as they stand, deals closed, activities logged and follow-ups done in the
 * window. It counts amounts of work, in order of the names, and ranks nobody. Nobody's is "(none)".
 */
export function ownerReport(db: Db, scope: OwnerScope): OwnerReport {
  const tallies = makeTallies(noSums);
  const all = dealsThen(db, scope);
  const weigh = weigher(all.deals);
  const open = all.deals.filter(({ closedDay }) => closedDay === null);
  const closed = closedIn(all.deals, dayWindow(scope));
  for (const deal of open) {
    const sums = tallies.of(deal.owner);
    sums.openDeals++;
    sums.openMinor += deal.amount ?? 0;
    sums.weightedMinor += weigh(deal).weighted;
  }
  for (const deal of closed) {
    const sums = tallies.of(deal.owner);
    if (isLost(deal)) sums.lost++;
    if (!isWon(deal)) continue;
    sums.won++;
    sums.wonMinor += amountOf([deal]);
  }
  if (scope.where === undefined) noteWork(db, scope, tallies);
  const groups = tallies.all();
  const total = noSums();
  for (const { sums } of groups)
    for (const key of Object.keys(total) as (keyof Sums)[]) total[key] += sums[key];
  const rowOf = (owner: string, sums: Sums): OwnerRow => ({
    ...{ owner, ...sums, winRate: ratio(sums.won, sums.won + sums.lost), currency: scope.currency },
  });
  return {
    report: "owners",
    ...{ asOf: scope.asOf, zone: scope.zone, currency: scope.currency, n: groups.length },
    definition:
      "amounts of work by owner: open deals and follow-ups as they stand; won, lost, activities and done" +
      (windowText(scope) || " so far") +
      "; by name, no ranking",
    leftOut: leftOutOf(all, [...open, ...closed]),
    rows: groups.map(({ name, sums }) => rowOf(name, sums)),
    total: rowOf("total", total),
  };
}

/** A filter over deals says nothing of activities and follow-ups, so with one they are not counted. */
function noteWork(db: Db, scope: OwnerScope, tallies: Tallies<Sums>): void {
  const { start, end } = instantsOf(scope);
  const now = endOf(scope);
  // The unary plus keeps SQLite from the index by time, whose order is a slow one to read the table in.
  const activities = `
    SELECT owner, count(*) AS n, coalesce(sum(minutes), 0) AS minutes
    FROM activity
    WHERE +happened_at >= ? AND +happened_at < ?
    GROUP BY owner`;
  type Logged = { owner: string | null; n: number; minutes: number };
  for (const { owner, n, minutes } of db.all<Logged>(activities, [start, end])) {
    const sums = tallies.of(owner);
    sums.activities += n;
    sums.minutes += minutes;
  }
  const tickets = [
    "SELECT owner, count(*) AS n",
    "FROM ticket",
    "WHERE opened_at < ? AND " + solvedThen + " IS NULL",
    "GROUP BY owner",
  ];
  const open = db.all<{ owner: string | null; n: number }>(tickets.join("\n"), [now, now, now]);
  for (const { owner, n } of open) tallies.of(owner).ticketsOpen += n;
  const window = dayWindow(scope);
  for (const { owner, doneDay, dueDate } of followupsThen(db, { ...scope, where: undefined })) {
    const sums = tallies.of(owner);
    if (doneDay === null) sums.followupsOpen++;
    else if (isWithin(doneDay, window)) sums.followupsDone++;
    if (doneDay === null && dueDate < scope.asOf) sums.followupsOverdue++;
  }
}
