import { currencyDigits } from "../values/currency.ts";
import type { Buyer } from "./buyers.ts";
import type { DropoutParameters, ModelName } from "./dropout-model.ts";
import {
  canFit,
  fewestCustomers,
  fewestRepeats,
  fitPurchases,
  inUnit,
  type PurchaseFit,
} from "./purchase-fit.ts";
import { daysPerUnit, type PurchaseTable, purchaseTable, type TimeUnit } from "./purchase-statistics.ts";
import { expectedSpend, fitSpend, type SpendModel } from "./spend-model.ts";
import { type Covariance, covarianceOf, parameterIntervals } from "./uncertainty.ts";
import type { Interval } from "./wilson.ts";

/** Both models fitted to the customers of a report. */
export interface PurchaseModel {
  readonly table: PurchaseTable;
  readonly fit: PurchaseFit;
  readonly covariance: Covariance | null;
  /** Amounts in whole units of the currency; null where too few customers bought again for more than nothing. */
  readonly spend: SpendModel | null;
  /** Mean value in minor units of a purchase of this customer to be expected; null where none can be. */
  readonly spendOf: (buyer: Buyer) => number | null;
}

/** How the fit reads in the report value; alpha and the likelihood in the unit. */
export type FittedHead = {
  readonly model: ModelName;
  readonly unit: TimeUnit;
  readonly parameters: DropoutParameters;
  /** 95 %; null where the data do not determine the parameters. */
  readonly intervals: Readonly<Record<keyof DropoutParameters, Interval>> | null;
  readonly logLikelihood: number;
  /** Of the model in which nobody leaves. */
  readonly nbdLogLikelihood: number;
  readonly atBound: readonly string[];
  readonly repeatPurchases: number;
  readonly oneTimeBuyers: number;
  readonly spend: SpendModel | null;
};

/** null with too few customers or repeat purchases; `tooFew` then says so. */
export function fitModel(
  model: ModelName,
  customers: readonly Buyer[],
  currency: string,
): PurchaseModel | null {
  const table = purchaseTable(customers);
  if (!canFit(table)) return null;
  const fit = fitPurchases(model, table);
  const unit = 10 ** currencyDigits(currency);
  const spendingOf = ({ repeats, repeatMean }: Buyer) => ({ repeats, mean: repeatMean / unit });
  const spend = fitSpend(customers.map(spendingOf));
  const spendOf = (buyer: Buyer) => {
    const expected = spend === null ? null : expectedSpend(spend, spendingOf(buyer));
    return expected === null ? null : expected * unit;
  };
  return { table, fit, covariance: covarianceOf(fit, table), spend, spendOf };
}

export function tooFew(customers: readonly Buyer[]): string {
  const repeats = customers.reduce((sum, buyer) => sum + buyer.repeats, 0);
  const needs = fewestCustomers + " customers and " + fewestRepeats + " repeat purchase days";
  return "a purchase model needs " + needs + ", here are " + customers.length + " and " + repeats;
}

export function fittedHead({ table, fit, covariance, spend }: PurchaseModel, unit: TimeUnit): FittedHead {
  const weeks = covariance === null ? null : parameterIntervals(fit, covariance);
  const perWeek = daysPerUnit.weeks / daysPerUnit[unit];
  const alpha = weeks === null ? null : { low: weeks.alpha.low * perWeek, high: weeks.alpha.high * perWeek };
  return {
    ...{ model: fit.model, unit, ...inUnit(fit, unit, table) },
    intervals: weeks === null || alpha === null ? null : { ...weeks, alpha },
    nbdLogLikelihood: fit.nbdLogLikelihood - table.totalRepeats * Math.log(perWeek),
    atBound: fit.atBound,
    repeatPurchases: table.totalRepeats,
    oneTimeBuyers: table.weight.reduce((sum, times, i) => sum + (table.repeats[i] === 0 ? times : 0), 0),
    spend,
  };
}
