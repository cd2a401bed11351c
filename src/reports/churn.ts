import type { Db } from "../store/db.ts";
import { enoughPurchases } from "../values/rhythm.ts";
import { type Buyer, buyers, daysAsText } from "./buyers.ts";
import { byCustomer, namesOf } from "./customer-names.ts";
import { type DropoutParameters, type ModelName, pAlive } from "./dropout-model.ts";
import { makeAhead } from "./expected-purchases.ts";
import { endOf } from "./local-time.ts";
import { dayNumber } from "./periods.ts";
import { type FittedHead, fitModel, fittedHead, type PurchaseModel, tooFew } from "./purchase-model.ts";
import { daysPerYear, type TimeUnit } from "./purchase-statistics.ts";
import { type Customer, readPurchases } from "./purchases.ts";
import type { Head, ReportScope } from "./scope.ts";
import { solvedThen } from "./tickets.ts";
import { intervalOf } from "./uncertainty.ts";
import type { Interval } from "./wilson.ts";

export interface ChurnScope extends ReportScope {
  readonly model: ModelName;
  readonly unit: TimeUnit;
}

export type ChurnRow = {
  readonly id: number;
  readonly noun: Buyer["noun"];
  readonly customer: string;
  readonly purchases: number;
  readonly lastDate: string;
  readonly daysSince: number;
  /** Between the own purchase days; null with fewer than two. */
  readonly medianGapDays: number | null;
  /** daysSince / medianGapDays; null with fewer than three purchase days. */
  readonly gaps: number | null;
  /** null: no model, only the plain rule. */
  readonly pAlive: number | null;
  /** What a year is worth while the customer stays; null where it cannot be told. */
  readonly yearMinor: number | null;
  readonly atRiskMinor: number | null;
  /** Complaints that are not solved; P(alive) knows nothing of them. */
  readonly openComplaints: number;
  readonly currency: string;
};

export type ChurnReport = Head & {
  readonly rows: readonly ChurnRow[];
  readonly total: {
    readonly customers: number;
    /** Sum of P(alive); by the rule, customers that are not silent for too long. */
    readonly alive: number;
    /** 95 % interval of it for the sampling error of the fit; null where there is none. */
    readonly interval: Interval | null;
    readonly yearMinor: number;
    readonly atRiskMinor: number;
  };
} & Method;

type Method =
  | ({ readonly method: "model"; readonly refused: null } & FittedHead)
  /** `refused` says why there is no model. */
  | { readonly method: "rule"; readonly refused: string };

/** Quiet, and by the plain rule at risk: silent for more than so many of its own gaps. */
const quietGaps = 3;

/**
 * Who may have left, and what is at stake: customers sorted by value at risk, the largest first. With enough customers
 * for a model P(alive) tells; a year's value is what the model expects of a customer that has not left, at risk is that
 * times 1 - P(alive). Otherwise the plain rule: days since the last purchase / own median gap, from 3 purchase days on;
 * a year's value is what the year up to the last purchase brought, all of it at risk after more than 3 gaps: a pace of a
 * few purchases in a row, taken for a year, would promise more than the customer ever bought.
 * Source: Hoppe & Wagner 2007 for MBG/NBD, the default, as BG/NBD calls every one-time buyer alive.
 */
export function churnReport(db: Db, scope: ChurnScope): ChurnReport {
  const until = dayNumber(scope.asOf);
  const paces: Pace[] = [];
  const purchases = readPurchases(db, scope);
  const customers = buyers(purchases.customers, scope, { until }, (customer) => paces.push(paceOf(customer)));
  const fitted = fitModel(scope.model, customers, scope.currency);
  const judge = fitted === null ? byRule : byModel(fitted);
  const nameOf = namesOf(db, customers);
  const complaints = openComplaints(db, scope);
  const dateOf = daysAsText();
  const rows = customers.map((buyer, i): ChurnRow => {
    const pace = paces[i]!;
    const { pAlive, yearMinor, atRiskMinor } = judge(buyer, pace);
    return {
      id: buyer.id,
      noun: buyer.noun,
      customer: nameOf(buyer),
      purchases: buyer.repeats + 1,
      lastDate: dateOf(buyer.lastDay),
      daysSince: buyer.age - buyer.recency,
      medianGapDays: pace.gap,
      gaps: gapsOf(buyer, pace.gap),
      pAlive,
      yearMinor,
      atRiskMinor,
      openComplaints: complaints.get(buyer.noun + " " + buyer.id) ?? 0,
      currency: scope.currency,
    };
  });
  return {
    report: "churn",
    ...{ asOf: scope.asOf, zone: scope.zone, currency: scope.currency },
    definition: definitions[fitted === null ? "rule" : "model"],
    ...{ n: customers.length, leftOut: purchases.leftOut() },
    ...(fitted === null
      ? { method: "rule", refused: tooFew(customers) }
      : { method: "model", refused: null, ...fittedHead(fitted, scope.unit) }),
    rows: rows.sort(
      (a, b) =>
        (b.atRiskMinor ?? -1) - (a.atRiskMinor ?? -1) || (b.gaps ?? 0) - (a.gaps ?? 0) || byCustomer(a, b),
    ),
    total: totalOf(rows, fitted),
  };
}

/** By "contact 1" or "company 1"; of a company only those without a contact. */
function openComplaints(db: Db, scope: ReportScope): ReadonlyMap<string, number> {
  const sql = [
    "SELECT CASE WHEN contact_id IS NULL THEN 'company ' || company_id ELSE 'contact ' || contact_id END AS who,",
    "  count(*) AS n",
    "FROM ticket",
    "WHERE kind = 'complaint' AND opened_at < ? AND " + solvedThen + " IS NULL",
    "GROUP BY 1",
  ].join("\n");
  const end = endOf(scope);
  return new Map(
    db.all<{ who: string; n: number }>(sql, [end, end, end]).map(({ who, n }) => [who, n] as const),
  );
}

const plainRule =
  "gaps = days since the last purchase / median of the own gaps, from " +
  enoughPurchases +
  " purchase days on";

const definitions = {
  model:
    "P(alive) = probability that the customer still buys; at risk = (1 - P(alive)) x what a year of its purchases is " +
    "worth; " +
    plainRule,
  rule: plainRule + "; at risk = the year up to the last purchase, after more than " + quietGaps + " gaps",
} as const;

type Judged = Pick<ChurnRow, "pAlive" | "yearMinor" | "atRiskMinor">;

function byModel({ fit, spendOf }: PurchaseModel): (buyer: Buyer) => Judged {
  const ahead = makeAhead(fit.model, fit.parameters, { days: daysPerYear, discount: 0 });
  return (buyer) => {
    const alive = pAlive(fit.model, fit.parameters, buyer);
    const spend = spendOf(buyer) ?? buyer.revenue / (buyer.repeats + 1);
    const year = ahead(buyer).purchases * spend;
    return { pAlive: alive, yearMinor: Math.round(year), atRiskMinor: Math.round((1 - alive) * year) };
  };
}

function byRule(buyer: Buyer, { gap, year }: Pace): Judged {
  const gaps = gapsOf(buyer, gap);
  if (gaps === null) return { pAlive: null, yearMinor: null, atRiskMinor: null };
  return { pAlive: null, yearMinor: year, atRiskMinor: gaps > quietGaps ? year : 0 };
}

interface Pace {
  /** The median of the days between neighbouring purchase days; null: there is one such day. */
  readonly gap: number | null;
  /** Net sum of the 365 days that end with the last purchase, in minor units. */
  readonly year: number;
}

function paceOf({ days, values }: Customer): Pace {
  const first = days.at(-1)! - 364;
  let year = 0;
  for (let i = days.length - 1; i >= 0 && days[i]! >= first; i--) year += values[i]!;
  return { gap: medianGap(days), year };
}

/** As `median` of the days between neighbouring purchase days, for very many customers. */
function medianGap(days: readonly number[]): number | null {
  const gaps = new Int32Array(days.length - 1);
  for (let i = 1; i < days.length; i++) gaps[i - 1] = days[i]! - days[i - 1]!;
  gaps.sort();
  const [low, high] = [gaps[(gaps.length - 1) >> 1], gaps[gaps.length >> 1]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

function gapsOf({ repeats, recency, age }: Buyer, gap: number | null): number | null {
  return repeats + 1 < enoughPurchases || gap === null ? null : (age - recency) / gap;
}

function totalOf(rows: readonly ChurnRow[], fitted: PurchaseModel | null): ChurnReport["total"] {
  const sum = (value: (row: ChurnRow) => number) => rows.reduce((total, row) => total + value(row), 0);
  const isAlive = (row: ChurnRow) => Number(row.gaps !== null && row.gaps <= quietGaps);
  return {
    customers: rows.length,
    alive: sum((row) => row.pAlive ?? isAlive(row)),
    interval: fitted?.covariance == null ? null : aliveInterval(fitted),
    ...{ yearMinor: sum((row) => row.yearMinor ?? 0), atRiskMinor: sum((row) => row.atRiskMinor ?? 0) },
  };
}

function aliveInterval({ fit, table, covariance }: PurchaseModel): Interval | null {
  const alive = (parameters: DropoutParameters) => {
    let total = 0;
    for (let i = 0; i < table.size; i++) {
      const customer = { repeats: table.repeats[i]!, recency: table.recency[i]!, age: table.age[i]! };
      total += table.weight[i]! * pAlive(fit.model, parameters, customer);
    }
    return total;
  };
  return covariance === null ? null : intervalOf(alive, fit, covariance);
}
