import type { Db } from "../store/db.ts";
import { amountBand } from "./amount-band.ts";
import { closedIn, cycleOf, dayWindow, isLost, isWon } from "./deal-window.ts";
import { amountOf, type Deal, type DealHead, type DealScope, dealsThen, leftOutOf } from "./deals.ts";
import { dayNumber, periodAt, periodKey, periodsBetween } from "./periods.ts";
import { median } from "./quantiles.ts";
import { ratio } from "./scope.ts";
import { noValue } from "./segment-groups.ts";
import { windowText } from "./window.ts";

export const lossKeys = [
  ...(["reason", "stage", "source", "amount", "competitor", "owner", "pipeline"] as const),
  ...(["month", "quarter", "year"] as const),
] as const;
export type LossKey = (typeof lossKeys)[number];

/** Quarters whose counts show how it went over time. */
const trendQuarters = 8;

export interface LossScope extends DealScope {
  readonly currency: string;
  /** One, or two for a cross table. */
  readonly by: readonly LossKey[];
}

type LossSums = {
  readonly lostN: number;
  readonly lostMinor: number;
  readonly currency: string;
  /** Days from creation to loss; null without losses. */
  readonly medianAgeDays: number | null;
  /** Lost deals whose contact, or company where there is none, had a deal won after the loss. */
  readonly wonBackN: number;
};

/** A row also has the value of each key of `by` under its name: "(none)" where it is not known. */
export type LossRow = LossSums & {
  readonly [key in LossKey]?: string;
} & {
  readonly share: number | null;
  /** Of the lost amount; null where that is not above zero. */
  readonly amountShare: number | null;
  /** Losses in each of the last eight quarters up to --as-of, the present one last. */
  readonly trend: readonly number[];
};

export type LossReport = DealHead & {
  readonly by: readonly LossKey[];
  readonly quarters: readonly string[];
  readonly rows: readonly LossRow[];
  readonly total: LossSums & { readonly trend: readonly number[] };
};

/**
 * Why, where and to whom deals are lost: those that are lost at the end of the day of --as-of, by the day of the loss; a
 * deal that was opened again is none. The stage is the open one it stood in last. Most losses first, periods in order.
 */
export function lossReport(db: Db, scope: LossScope): LossReport {
  const all = dealsThen(db, scope);
  const lost = closedIn(all.deals.filter(isLost), dayWindow(scope));
  const wonLater = lastWins(all.deals);
  const quarter = periodAt("quarter", dayNumber(scope.asOf));
  const quarters = periodsBetween(quarter - trendQuarters + 1, quarter);
  const groups = new Map<string, { readonly values: readonly string[]; readonly deals: Deal[] }>();
  for (const deal of lost) {
    const values = scope.by.map((key) => readKey[key](deal) ?? noValue);
    const id = values.join("\u001f");
    const group = groups.get(id) ?? { values, deals: [] };
    groups.set(id, group);
    group.deals.push(deal);
  }
  const whole = amountOf(lost);
  const around = { wonLater, quarters, currency: scope.currency };
  const rows = [...groups.values()].map(
    ({ values, deals }): LossRow => ({
      ...Object.fromEntries(values.map((value, i) => [scope.by[i], value])),
      ...sumsOf(deals, around),
      share: ratio(deals.length, lost.length),
      amountShare: ratio(amountOf(deals), whole),
    }),
  );
  return {
    report: "losses",
    ...{ asOf: scope.asOf, zone: scope.zone, currency: scope.currency, n: lost.length },
    definition:
      "deals lost" +
      windowText(scope) +
      ", by the day of the loss; stage = the open one it stood in last; won back = the same customer had a deal won later",
    ...{ leftOut: leftOutOf(all, lost), by: scope.by },
    quarters: quarters.map((period) => periodKey("quarter", period)),
    rows: rows.sort((a, b) => order(a, b, scope.by)),
    total: sumsOf(lost, around),
  };
}

const readKey: Readonly<Record<LossKey, (deal: Deal) => string | null>> = {
  reason: ({ lostReason }) => lostReason,
  stage: ({ lastOpen }) => lastOpen?.name ?? null,
  source: ({ source }) => source,
  amount: ({ amount, currency }) => amountBand(amount, currency),
  competitor: ({ competitor }) => competitor,
  owner: ({ owner }) => owner,
  pipeline: ({ stage }) => stage.pipeline,
  month: ({ closedDay }) => periodKey("month", periodAt("month", closedDay!)),
  quarter: ({ closedDay }) => periodKey("quarter", periodAt("quarter", closedDay!)),
  year: ({ closedDay }) => periodKey("year", periodAt("year", closedDay!)),
};

/** Periods in their order; else most losses first, then the largest amount, then by name. */
function order(a: LossRow, b: LossRow, by: readonly LossKey[]): number {
  const [first] = by;
  const text = (row: LossRow) => by.map((key) => row[key] ?? "").join("\u001f");
  const byText = text(a) < text(b) ? -1 : 1;
  if (first === "month" || first === "quarter" || first === "year") return byText;
  return b.lostN - a.lostN || b.lostMinor - a.lostMinor || byText;
}

interface Around {
  readonly wonLater: ReadonlyMap<string, number>;
  readonly quarters: readonly number[];
  readonly currency: string;
}

function sumsOf(deals: readonly Deal[], { wonLater, quarters, currency }: Around) {
  const found = deals.map(({ closedDay }) => periodAt("quarter", closedDay!));
  return {
    ...{ lostN: deals.length, lostMinor: amountOf(deals), currency },
    medianAgeDays: median(deals.flatMap((deal) => cycleOf(deal) ?? [])),
    wonBackN: deals.filter((deal) => (wonLater.get(customerOf(deal)) ?? -Infinity) > deal.closedDay!).length,
    trend: quarters.map((quarter) => found.filter((period) => period === quarter).length),
  };
}

/** The day of the last win, by customer. */
function lastWins(deals: readonly Deal[]): ReadonlyMap<string, number> {
  const wins = new Map<string, number>();
  for (const deal of deals.filter(isWon)) {
    const customer = customerOf(deal);
    if (customer !== "") wins.set(customer, Math.max(wins.get(customer) ?? -Infinity, deal.closedDay!));
  }
  return wins;
}

/** "" for a deal with nobody. */
function customerOf({ contactId, companyId }: Deal): string {
  if (contactId !== null) return "contact " + contactId;
  return companyId === null ? "" : "company " + companyId;
}
