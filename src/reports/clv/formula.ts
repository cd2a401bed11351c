import { UserError } from "../../errors.ts";
import type { Db } from "../../store/db.ts";
import type { Buyer } from "../buyers.ts";
import type { ClvScope } from "../clv.ts";
import { byCustomer, namesOf } from "../customer-names.ts";
import { dayNumber } from "../periods.ts";
import type { Customer } from "../purchases.ts";
import { type Interval, wilson } from "../wilson.ts";

/**
 * The value of a customer who brings the margin m at the end of each period that he stays for, a share r of those there
 * staying each time: m r / (1 + d - r), with the first margin one period ahead. null where the sum has no limit.
 * Source: Gupta & Lehmann 2003, Journal of Interactive Marketing 17:9, (3).
 */
export function clvFormula(margin: number, retention: number, discount: number): number | null {
  return retention < 1 + discount ? (margin * retention) / (1 + discount - retention) : null;
}

export type ClvFormulaRow = {
  readonly id: number;
  readonly noun: Buyer["noun"];
  readonly customer: string;
  /** Purchase days and profit in the last year. */
  readonly purchases: number;
  readonly yearMinor: number;
  readonly clvMinor: number;
  readonly currency: string;
};

export type ClvFormula = {
  readonly level: "formula";
  readonly definition: string;
  readonly retention: number;
  /** 95 % interval and what it rests on; null where the retention was given. */
  readonly retained: (Interval & { readonly customers: number; readonly of: number }) | null;
  readonly discount: number;
  readonly margin: number;
  readonly rows: readonly ClvFormulaRow[];
  readonly total: { readonly customers: number; readonly yearMinor: number; readonly clvMinor: number };
};

const year = 365;

/** Of the customers with a purchase day in the 365 days up to --as-of; the others are gone by its view, worth 0. */
export function formulaLevel(db: Db, scope: ClvScope, years: LastYears): ClvFormula {
  const { discount, margin = 1, currency } = scope;
  const retained = retainedOf(years);
  const retention = scope.retention ?? (retained === null ? undefined : retained.customers / retained.of);
  if (retention === undefined)
    throw new UserError("refused", "nobody bought in the year before the last one", "give --retention 60%");
  const factor = clvFormula(1, retention, discount);
  if (factor === null)
    throw new UserError(
      "refused",
      "who never leaves and is not discounted has no end of value",
      "give --discount 10%",
    );
  const nameOf = namesOf(db, years.active);
  const rows = years.active.map((who) => ({
    id: who.id,
    noun: who.noun,
    customer: nameOf(who),
    purchases: who.purchases,
    yearMinor: Math.round(who.value * margin),
    clvMinor: Math.round(who.value * margin * factor),
    currency,
  }));
  const sum = (key: "yearMinor" | "clvMinor") => rows.reduce((total, row) => total + row[key], 0);
  return {
    level: "formula",
    definition:
      "value = m r / (1 + d - r), m = revenue x margin of the last 365 days, " +
      (scope.retention === undefined
        ? "r = share of the customers of the year before that bought in them"
        : "r = retention a year as given") +
      ", d = discount a year; who did not buy in these days is worth 0",
    ...{ retention, retained: scope.retention === undefined ? retained : null, discount, margin },
    rows: rows.sort((a, b) => b.clvMinor - a.clvMinor || byCustomer(a, b)),
    total: { customers: rows.length, yearMinor: sum("yearMinor"), clvMinor: sum("clvMinor") },
  };
}

/** Two years of 365 days, the last one ending with --as-of, filled customer by customer. */
export interface LastYears {
  readonly start: number;
  /** Who bought in the last one, how often and for how much. */
  readonly active: (Pick<Customer, "noun" | "id"> & { readonly purchases: number; readonly value: number })[];
  /** How many bought in the one before, and of these in the last one too. */
  before: number;
  stayed: number;
}

export function lastYears(asOf: string): LastYears {
  return { start: dayNumber(asOf) - year, active: [], before: 0, stayed: 0 };
}

export function countYears(years: LastYears, { noun, id, days, values }: Customer): void {
  let [purchases, value, before] = [0, 0, 0];
  for (let i = days.length - 1; i >= 0 && days[i]! > years.start - year; i--) {
    if (days[i]! > years.start) {
      purchases++;
      value += values[i]!;
    } else before++;
  }
  if (purchases > 0) years.active.push({ noun, id, purchases, value });
  if (before > 0) years.before++;
  if (before > 0 && purchases > 0) years.stayed++;
}

/** null when nobody bought in the year before the last. */
function retainedOf({ before, stayed }: LastYears): ClvFormula["retained"] {
  const interval = wilson(stayed, before);
  return interval === null ? null : { ...interval, customers: stayed, of: before };
}
