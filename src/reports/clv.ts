import { UserError } from "../errors.ts";
import type { Db } from "../store/db.ts";
import { type Buyer, buyers, type Observed } from "./buyers.ts";
import { type ClvFormula, countYears, formulaLevel, lastYears } from "./clv/formula.ts";
import { type ClvHistory, historicalLevel } from "./clv/historical.ts";
import { type ClvModel, modelLevel } from "./clv/model.ts";
import type { ModelName } from "./dropout-model.ts";
import { dayNumber } from "./periods.ts";
import { fitModel, tooFew } from "./purchase-model.ts";
import type { TimeUnit } from "./purchase-statistics.ts";
import { readPurchases } from "./purchases.ts";
import type { Head, ReportScope } from "./scope.ts";

export const clvLevels = ["historical", "formula", "model"] as const;
export type ClvLevel = (typeof clvLevels)[number];

export interface ClvScope extends ReportScope {
  /** Left out: the model where there are customers enough for it, else historical. */
  readonly level?: ClvLevel | undefined;
  readonly model: ModelName;
  readonly unit: TimeUnit;
  /** How far ahead the model looks; left out: to the end of the hold-out, without one 12 months. */
  readonly horizonDays?: number | undefined;
  /** A year; 0.1 for 10 %. */
  readonly discount: number;
  /** Share of the revenue that stays as profit; left out: all of it, or what known costs leave of it. */
  readonly margin?: number | undefined;
  /** A year, for the formula; left out: that of the last two years' purchases. */
  readonly retention?: number | undefined;
  /** The model sees purchases up to this day; those after it stand beside the forecast. */
  readonly calibrationEnd?: string | undefined;
}

export type ClvReport = Head & {
  /** Why it is not the model, where the level was left open. */
  readonly refused: string | null;
} & (ClvHistory | ClvFormula | ClvModel);

/**
 * Customer lifetime value on one of three levels: historical (net profit so far), formula (m r / (1 + d - r)) or model
 * (expected purchases x expected value of one, discounted), each defined in its own file. Customers are those with
 * a first purchase day from `from` to `to`. The largest value first, of equal ones contacts first, by id.
 */
export function clvReport(db: Db, scope: ClvScope): ClvReport {
  const years = lastYears(scope.asOf);
  const isFormula = scope.level === "formula";
  const purchases = readPurchases(db, scope);
  const customers = buyers(purchases.customers, scope, observedOf(scope), (customer) => {
    if (isFormula) countYears(years, customer);
  });
  return {
    report: "clv",
    ...{ asOf: scope.asOf, zone: scope.zone, currency: scope.currency },
    ...{ n: customers.length, leftOut: purchases.leftOut() },
    ...(isFormula
      ? { refused: null, ...formulaLevel(db, scope, years) }
      : modelOrHistory(db, scope, customers)),
  };
}

function observedOf(scope: ClvScope): Observed {
  const asOf = dayNumber(scope.asOf);
  const until = scope.calibrationEnd === undefined ? asOf : dayNumber(scope.calibrationEnd);
  if (until > asOf) throw new UserError("usage", "--calibration-end lies after --as-of " + scope.asOf);
  const holdoutUntil = scope.horizonDays === undefined ? asOf : until + scope.horizonDays;
  if (until < asOf && holdoutUntil > asOf)
    throw new UserError(
      "usage",
      "--horizon reaches beyond --as-of " + scope.asOf + ", the end of the hold-out",
    );
  return { until, holdoutUntil: Math.min(asOf, holdoutUntil) };
}

function modelOrHistory(db: Db, scope: ClvScope, customers: readonly Buyer[]) {
  if (scope.level === "historical") return { refused: null, ...historicalLevel(db, scope, customers) };
  const fitted = fitModel(scope.model, customers, scope.currency);
  if (fitted !== null) return { refused: null, ...modelLevel(db, scope, { customers, fitted }) };
  const refused = tooFew(customers);
  if (scope.level === undefined) return { refused, ...historicalLevel(db, scope, customers) };
  throw new UserError("refused", refused, "ask for --level historical or --level formula");
}
