import type { Look } from "../../output/format.ts";
import type { FittedHead } from "../../reports/purchase-model.ts";
import type { Head } from "../../reports/scope.ts";
import type { Interval } from "../../reports/wilson.ts";

/** The fit in two lines, and what it leaves open. */
export function modelNotes(fitted: FittedHead, { currency }: Pick<Head, "currency">, look: Look): string[] {
  const { model, unit, parameters, intervals, spend } = fitted;
  const names = ["r", "alpha", "a", "b"] as const;
  const shown = names.map((name) => {
    const range = intervals === null ? "" : " (" + rangeText(intervals[name], 3, look) + ")";
    return name + " " + number(parameters[name]) + range;
  });
  return [
    model.toUpperCase() +
      ", " +
      unit +
      ", 95 %: " +
      shown.join(", ") +
      "; LL " +
      fitted.logLikelihood.toFixed(3),
    fitted.repeatPurchases + " repeat purchase days, " + fitted.oneTimeBuyers + " customers without one",
    spend === null ? "no spend model: too few repeat purchases of more than 0" : spendNote(spend, currency),
    ...warnings(fitted),
  ];
}

function spendNote(spend: NonNullable<FittedHead["spend"]>, currency: string): string {
  const parameters =
    "p " + number(spend.p) + ", q " + number(spend.q) + ", v " + number(spend.v) + " " + currency;
  const correlation =
    spend.correlation === null ? "" : ", correlation with frequency " + spend.correlation.toFixed(2);
  return "Gamma-Gamma, " + spend.n + " customers: " + parameters + correlation;
}

function warnings({ atBound, nbdLogLikelihood, logLikelihood, spend }: FittedHead): string[] {
  return [
    atBound.length === 0
      ? ""
      : "the purchases do not determine " + atBound.join(", ") + ": take the numbers as rough",
    nbdLogLikelihood > logLikelihood - 0.5
      ? "no sign that customers leave: a model in which nobody does fits as well"
      : "",
    spend !== null && spend.q <= 1 ? "amounts vary too much for a mean of the population (q <= 1)" : "",
    spend !== null && Math.abs(spend.correlation ?? 0) > 0.3
      ? "amounts go with frequency, which the spend model takes for independent: values lean to the middle"
      : "",
  ].filter((line) => line !== "");
}

function number(value: number): string {
  return value >= 1000 || (value > 0 && value < 0.001) ? value.toPrecision(3) : value.toFixed(3);
}

/** "1.22–1.70" */
export function rangeText({ low, high }: Interval, digits: number, look: Look): string {
  return low.toFixed(digits) + (look.ascii ? "-" : "–") + high.toFixed(digits);
}

/** How many customers a person sees unless --limit says. */
export const shownCustomers = 20;

export function hiddenNote(all: number, shown: number): string {
  return all <= shown
    ? ""
    : all -
        shown +
        (all - shown === 1 ? " more customer" : " more customers") +
        ": --limit " +
        all +
        ", or --format csv";
}
