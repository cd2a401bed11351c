import type { Db } from "../store/db.ts";
import { daysAsText } from "./buyers.ts";
import { namesOf } from "./customer-names.ts";
import { type Deal, type DealHead, type DealScope, dealsThen, leftOutOf } from "./deals.ts";
import { followupsThen } from "./followups.ts";
import { endOf, wallOf } from "./local-time.ts";
import { dayNumber } from "./periods.ts";
import { isExpected } from "./pipeline.ts";
import { weigher } from "./weighting.ts";

export interface StaleScope extends DealScope {
  /** Days in a stage that says no limit of its own. */
  readonly limitDays: number;
  /** Those with a planned follow-up, too. */
  readonly planned: boolean;
}

export type StaleRow = {
  readonly id: number;
  readonly title: string;
  /** The contact, else the company; null: neither. */
  readonly customer: string | null;
  readonly pipeline: string;
  readonly stage: string;
  readonly amountMinor: number | null;
  readonly weightedMinor: number;
  readonly currency: string;
  readonly daysInStage: number;
  readonly limitDays: number;
  /** Days above the limit. */
  readonly overDays: number;
  readonly closeDate: string | null;
  /** The local day of the last activity about the deal or with its contact, notes aside; null: none. */
  readonly lastActivityDate: string | null;
  /** The nearest planned one; null: none is. */
  readonly nextFollowupDate: string | null;
};

export type StaleReport = Omit<DealHead, "currency"> & {
  readonly rows: readonly StaleRow[];
  readonly total: {
    readonly open: number;
    readonly stale: number;
    /** Stale ones left out for a follow-up that is planned. */
    readonly planned: number;
    readonly amounts: Readonly<Record<string, number>>;
  };
};

/**
 * Open deals that have stood in their stage for longer than it allows and for which nothing is planned: no follow-up of
 * the deal, and none without a deal of its contact or company, that was open at the end of the day. Amounts of any
 * currency; the farthest over their limit first.
 */
export function staleReport(db: Db, scope: StaleScope): StaleReport {
  const all = dealsThen(db, scope);
  const weigh = weigher(all.deals);
  const asOf = dayNumber(scope.asOf);
  const open = all.deals.filter((deal) => deal.closedDay === null && isExpected(deal, scope));
  const limitOf = ({ stage }: Deal) => stage.rotDays ?? scope.limitDays;
  const late = open.filter((deal) => asOf - deal.since > limitOf(deal));
  const planned = plannedDates(db, scope);
  const stale = scope.planned ? late : late.filter((deal) => planned(deal) === null);
  const nameOf = namesOf(
    db,
    stale.flatMap((deal) => whoOf(deal) ?? []),
  );
  const lastActivity = lastActivities(db, scope, stale);
  const rows = stale.map((deal): StaleRow => {
    const who = whoOf(deal);
    const days = asOf - deal.since;
    return {
      ...{ id: deal.id, title: deal.title, customer: who === undefined ? null : nameOf(who) },
      ...{ pipeline: deal.stage.pipeline, stage: deal.stage.name, amountMinor: deal.amount },
      ...{ weightedMinor: weigh(deal).weighted, currency: deal.currency },
      ...{ daysInStage: days, limitDays: limitOf(deal), overDays: days - limitOf(deal) },
      closeDate: deal.closeDate,
      lastActivityDate: lastActivity.get(deal.id) ?? null,
      nextFollowupDate: planned(deal),
    };
  });
  rows.sort((a, b) => b.overDays - a.overDays || (b.amountMinor ?? 0) - (a.amountMinor ?? 0) || a.id - b.id);
  return {
    report: "stale",
    ...{ asOf: scope.asOf, zone: scope.zone, n: open.length, leftOut: leftOutOf(all, stale) },
    definition:
      "open deals in their stage for longer than it allows (" +
      scope.limitDays +
      " days where it says nothing)" +
      (scope.planned ? "" : ", with no follow-up planned"),
    rows,
    total: {
      ...{ open: open.length, stale: rows.length, planned: late.length - stale.length },
      amounts: amountsOf(stale),
    },
  };
}

function whoOf({ contactId, companyId }: Deal): { noun: "contact" | "company"; id: number } | undefined {
  if (contactId !== null) return { noun: "contact", id: contactId };
  return companyId === null ? undefined : { noun: "company", id: companyId };
}

function amountsOf(deals: readonly Deal[]): Record<string, number> {
  const sums = new Map<string, number>();
  for (const { amount, currency } of deals) sums.set(currency, (sums.get(currency) ?? 0) + (amount ?? 0));
  return Object.fromEntries([...sums].sort());
}

/** The day of the nearest follow-up that was open at the end of the day. */
function plannedDates(db: Db, scope: StaleScope): (deal: Deal) => string | null {
  const dates = new Map<string, string>();
  const note = (key: string, date: string) => {
    const known = dates.get(key);
    if (known === undefined || date < known) dates.set(key, date);
  };
  const followups = followupsThen(db, { ...scope, where: undefined });
  for (const { dealId, contactId, companyId, dueDate, doneDay } of followups) {
    if (doneDay !== null) continue;
    if (dealId !== null) note("deal " + dealId, dueDate);
    else if (contactId !== null) note("contact " + contactId, dueDate);
    else note("company " + companyId, dueDate);
  }
  return (deal) => {
    const who = whoOf(deal);
    const found = [dates.get("deal " + deal.id), who && dates.get(who.noun + " " + who.id)];
    return found.filter((date) => date !== undefined).sort()[0] ?? null;
  };
}

/** Deals that one statement reads. */
const chunk = 500;

/** The local day of the last activity about each of the deals, or with its contact; notes are none. */
function lastActivities(db: Db, scope: StaleScope, deals: readonly Deal[]): ReadonlyMap<number, string> {
  const wall = wallOf(scope.zone);
  const dayOf = daysAsText();
  const days = new Map<number, string>();
  for (let start = 0; start < deals.length; start += chunk) {
    const ids = deals.slice(start, start + chunk).map(({ id }) => id);
    const sql = lastActivitySql + "(" + ids.map(() => "?").join(", ") + ")";
    const end = endOf(scope);
    for (const { id, at } of db.all<{ id: number; at: string }>(sql, [end, end, ...ids]))
      if (at !== "") days.set(id, dayOf(wall.day(at)));
  }
  return days;
}

const lastActivitySql = `
  SELECT deal.id,
    max(coalesce(
      (SELECT max(happened_at) FROM activity
       WHERE activity.deal_id = deal.id AND kind <> 'note' AND happened_at < ?), ''),
    coalesce(
      (SELECT max(happened_at)
       FROM activity_contact JOIN activity ON activity.id = activity_contact.activity_id
       WHERE activity_contact.contact_id = deal.contact_id AND kind <> 'note' AND happened_at < ?), '')) AS at
  FROM deal
  WHERE deal.id IN `;
