import type { Db } from "../store/db.ts";
import { onceEach } from "./activity-rows.ts";
import { createdIn, cycleOf, dayWindow, isWithin, isWon } from "./deal-window.ts";
import { amountOf, type Deal, type DealHead, dealsThen, leftOutOf } from "./deals.ts";
import { wallOf } from "./local-time.ts";
import { ofContacts, purchaseSums } from "./purchases.ts";
import { median } from "./quantiles.ts";
import { type ReportScope, ratio } from "./scope.ts";
import { makeTallies, type Tallies } from "./tallies.ts";
import { windowText } from "./window.ts";
import { sumsOf } from "./winrate.ts";

type SourceSums = {
  readonly contacts: number;
  /** Of these contacts, with a purchase up to --as-of. */
  readonly customers: number;
  /** customers / contacts; null without contacts. */
  readonly conversion: number | null;
  /** What these contacts bought up to --as-of, net of refunds. */
  readonly revenueMinor: number;
  /** revenue / contacts, rounded to the minor unit; null without contacts. */
  readonly perContactMinor: number | null;
  readonly deals: number;
  readonly won: number;
  readonly lost: number;
  readonly winRate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly wonMinor: number;
  /** Creation to winning; null without a won deal. */
  readonly medianCycleDays: number | null;
  readonly currency: string;
};

export type SourceRow = SourceSums & { readonly source: string; readonly share: number | null };

export type SourceReport = DealHead & { readonly rows: readonly SourceRow[]; readonly total: SourceSums };

interface Parts {
  contacts: number;
  customers: number;
  revenue: number;
  readonly deals: Deal[];
}

const noParts = (): Parts => ({ contacts: 0, customers: 0, revenue: 0, deals: [] });

/**
 * What became of the contacts and deals of each source: those created in the window, looked at up to --as-of. A deal
 * without a source has that of its contact. Revenue is of all orders of these contacts, whatever the deal. `where` is a
 * condition over table contact. Most revenue first.
 */
export function sourceReport(db: Db, scope: ReportScope): SourceReport {
  const tallies = makeTallies(noParts);
  noteContacts(db, scope, tallies);
  const { where } = scope;
  const all = dealsThen(db, { ...scope, where: where && ofContacts("deal.contact_id", where) });
  const deals = createdIn(all.deals, dayWindow(scope));
  for (const deal of deals) tallies.of(deal.source).deals.push(deal);
  const groups = tallies.all();
  const whole = sumUp(groups.map(({ sums }) => sums));
  const rows = groups.map(({ name, sums }): SourceRow => {
    const share = ratio(sums.revenue, whole.revenue);
    return { source: name, ...figures(sums, scope.currency), share };
  });
  return {
    report: "sources",
    ...{ asOf: scope.asOf, zone: scope.zone, currency: scope.currency, n: whole.contacts },
    definition:
      "contacts and deals created" +
      windowText(scope) +
      ", by source (a deal's own, else its contact's); revenue = orders of these contacts, net of refunds",
    leftOut: leftOutOf(all, deals),
    rows: rows.sort((a, b) => b.revenueMinor - a.revenueMinor || b.wonMinor - a.wonMinor),
    total: figures(whole, scope.currency),
  };
}

/** Counts the contacts of the window. */
function noteContacts(db: Db, scope: ReportScope, tallies: Tallies<Parts>): void {
  const { where } = scope;
  const sql = [
    "SELECT contact.id, contact.source, contact.created_at AS createdAt",
    "FROM contact",
    where === undefined ? "" : "WHERE " + where.sql,
  ].join("\n");
  const revenue = purchaseSums(db, { ...scope, contactsOnly: true }, "contact");
  const [wall, window] = [wallOf(scope.zone), dayWindow(scope)];
  const partsOf = onceEach((source: string | null) => tallies.of(source));
  for (const [number, from, createdAt] of db.values(sql, where?.params ?? [])) {
    const [id, source] = [Number(number), from === null ? null : String(from)];
    if (!isWithin(wall.day(String(createdAt)), window)) continue;
    const parts = partsOf(source);
    parts.contacts++;
    const bought = revenue.get(id);
    if (bought === undefined) continue;
    parts.customers++;
    parts.revenue += bought;
  }
}

function sumUp(all: readonly Parts[]): Parts {
  const whole = noParts();
  for (const { contacts, customers, revenue, deals } of all) {
    whole.contacts += contacts;
    whole.customers += customers;
    whole.revenue += revenue;
    for (const deal of deals) whole.deals.push(deal);
  }
  return whole;
}

function figures({ contacts, customers, revenue, deals }: Parts, currency: string): SourceSums {
  const { won, lost, winRate, low, high } = sumsOf(deals, { currency });
  const wins = deals.filter(isWon);
  return {
    ...{ contacts, customers, conversion: ratio(customers, contacts), revenueMinor: revenue },
    perContactMinor: contacts === 0 ? null : Math.round(revenue / contacts),
    ...{ deals: deals.length, won, lost, winRate, low, high, wonMinor: amountOf(wins) },
    medianCycleDays: median(wins.flatMap((deal) => cycleOf(deal) ?? [])),
    currency,
  };
}
