import type { Db } from "../../store/db.ts";
import type { Buyer } from "../buyers.ts";
import type { ClvScope } from "../clv.ts";
import { byCustomer, namesOf } from "../customer-names.ts";
import { type DropoutParameters, pAlive } from "../dropout-model.ts";
import { expectedTotal, makeAhead } from "../expected-purchases.ts";
import { dayNumber, dayText } from "../periods.ts";
import { type FittedHead, fittedHead, type PurchaseModel } from "../purchase-model.ts";
import { daysPerUnit, daysPerYear } from "../purchase-statistics.ts";
import { intervalOf } from "../uncertainty.ts";
import type { Interval } from "../wilson.ts";

/** The columns of CLVTools' `predict`; times in the unit of the report, amounts rounded to minor units. */
export type ClvModelRow = {
  readonly id: number;
  readonly noun: Buyer["noun"];
  readonly customer: string;
  readonly periodFirst: string;
  readonly periodLast: string;
  readonly periodLength: number;
  /** x, t_x, T. */
  readonly repeats: number;
  readonly recency: number;
  readonly age: number;
  /** In the hold-out; null without one. */
  readonly actualPurchases: number | null;
  readonly actualSpendMinor: number | null;
  readonly pAlive: number;
  readonly expectedPurchases: number;
  /** null: the spend model has no finite mean. */
  readonly meanSpendMinor: number | null;
  readonly periodValueMinor: number | null;
  readonly clvMinor: number | null;
  readonly currency: string;
};

export type ClvModel = { readonly level: "model"; readonly definition: string } & FittedHead & {
    readonly calibrationEnd: string | null;
    readonly horizonDays: number;
    readonly discount: number;
    readonly margin: number;
    readonly rows: readonly ClvModelRow[];
    readonly total: ClvModelTotal;
  };

type ClvModelTotal = {
  readonly customers: number;
  readonly expectedPurchases: number;
  /** 95 % interval of `expectedPurchases` for the sampling error of the fit; null where it has none. */
  readonly interval: Interval | null;
  readonly actualPurchases: number | null;
  readonly actualSpendMinor: number | null;
  readonly periodValueMinor: number;
  readonly clvMinor: number;
};

interface Fitted {
  readonly customers: readonly Buyer[];
  readonly fitted: PurchaseModel;
}

/**
 * P(alive), purchases to be expected up to the horizon, mean value of a purchase (Gamma-Gamma, fitted to repeat purchases
 * alone), and their product: as it is (revenue), and discounted month by month times the margin (lifetime value).
 * Source: Fader, Hardie & Lee 2005, "RFM and CLV"; bachmannpatrick/CLVTools `predict`.
 */
export function modelLevel(db: Db, scope: ClvScope, { customers, fitted }: Fitted): ClvModel {
  const { fit, table, covariance } = fitted;
  const horizon = horizonOf(scope);
  const expected = (at: DropoutParameters) => expectedTotal(fit.model, at, { table, days: horizon.days });
  const rows = modelRows(db, scope, { customers, fitted, horizon });
  return {
    level: "model",
    definition: definition(scope, horizon.days),
    ...fittedHead(fitted, scope.unit),
    calibrationEnd: scope.calibrationEnd ?? null,
    ...{ horizonDays: horizon.days, discount: scope.discount, margin: scope.margin ?? 1 },
    rows: rows.sort((a, b) => (b.clvMinor ?? 0) - (a.clvMinor ?? 0) || byCustomer(a, b)),
    total: totalOf(rows, covariance === null ? null : intervalOf(expected, fit, covariance)),
  };
}

interface HorizonDays {
  /** The first day after what is observed. */
  readonly first: number;
  readonly days: number;
  readonly isHoldout: boolean;
}

function horizonOf({ asOf, calibrationEnd, horizonDays }: ClvScope): HorizonDays {
  const end = dayNumber(calibrationEnd ?? asOf);
  const rest = dayNumber(asOf) - end;
  return { first: end + 1, days: horizonDays ?? (rest > 0 ? rest : daysPerYear), isHoldout: rest > 0 };
}

function definition({ discount, margin = 1, calibrationEnd, asOf }: ClvScope, days: number): string {
  const percent = (share: number) => Number((share * 100).toFixed(2)) + " %";
  return [
    "value = expected purchases in the next " + days + " days x expected value of one x margin ",
    percent(margin) + ", discounted by " + percent(discount) + " a year",
    calibrationEnd === undefined
      ? ""
      : "; fitted up to " + calibrationEnd + ", actual = after it up to " + asOf,
    "; the mean of a customer's purchases is taken without the first",
  ].join("");
}

function modelRows(
  db: Db,
  { unit, currency, discount, margin = 1 }: ClvScope,
  { customers, fitted, horizon }: Fitted & { readonly horizon: HorizonDays },
): ClvModelRow[] {
  const { model, parameters } = fitted.fit;
  const nameOf = namesOf(db, customers);
  const ahead = makeAhead(model, parameters, { days: horizon.days, discount });
  const perUnit = daysPerUnit[unit];
  const periodFirst = dayText(horizon.first);
  const periodLast = dayText(horizon.first + Math.ceil(horizon.days) - 1);
  return customers.map((buyer) => {
    const { purchases, discounted } = ahead(buyer);
    const alive = pAlive(model, parameters, buyer);
    const spend = fitted.spendOf(buyer);
    return {
      id: buyer.id,
      noun: buyer.noun,
      customer: nameOf(buyer),
      periodFirst,
      periodLast,
      periodLength: horizon.days / perUnit,
      repeats: buyer.repeats,
      recency: buyer.recency / perUnit,
      age: buyer.age / perUnit,
      actualPurchases: horizon.isHoldout ? buyer.nextPurchases : null,
      actualSpendMinor: horizon.isHoldout ? buyer.nextRevenue : null,
      pAlive: alive,
      expectedPurchases: alive * purchases,
      meanSpendMinor: spend === null ? null : Math.round(spend),
      periodValueMinor: spend === null ? null : Math.round(alive * purchases * spend),
      clvMinor: spend === null ? null : Math.round(alive * discounted * spend * margin),
      currency,
    };
  });
}

function totalOf(rows: readonly ClvModelRow[], interval: Interval | null): ClvModelTotal {
  const sum = (value: (row: ClvModelRow) => number | null) =>
    rows.reduce((total, row) => total + (value(row) ?? 0), 0);
  const isHoldout = rows.some((row) => row.actualPurchases !== null);
  return {
    ...{ customers: rows.length, expectedPurchases: sum((row) => row.expectedPurchases), interval },
    actualPurchases: isHoldout ? sum((row) => row.actualPurchases) : null,
    actualSpendMinor: isHoldout ? sum((row) => row.actualSpendMinor) : null,
    ...{ periodValueMinor: sum((row) => row.periodValueMinor), clvMinor: sum((row) => row.clvMinor) },
  };
}
