import { describe, expect, it } from "vitest";
import { dropoutLikelihood, nbdLikelihood } from "../../src/reports/dropout-likelihood.ts";
import { type DropoutParameters, modelNames, pAlive } from "../../src/reports/dropout-model.ts";
import type { Objective } from "../../src/reports/minimise.ts";
import { canFit, fitNbd, fitPurchases, inUnit } from "../../src/reports/purchase-fit.ts";
import { type PurchaseTable, purchaseTable } from "../../src/reports/purchase-statistics.ts";
import { covarianceOf, intervalOf, parameterIntervals } from "../../src/reports/uncertainty.ts";
import { hasCdnow } from "./orders.ts";
import { buyersOf, cdnowBuyers, draws, shoppersDb } from "./shoppers.ts";

/** The largest relative distance from what is published. */
function distance(
  actual: DropoutParameters,
  [r, alpha, a, b]: readonly [number, number, number, number],
): number {
  const off = (one: number, other: number) => Math.abs(one / other - 1);
  return Math.max(off(actual.r, r), off(actual.alpha, alpha), off(actual.a, a), off(actual.b, b));
}

const shoppers = buyersOf(shoppersDb(400), "2025-12-31");
const table = purchaseTable(shoppers);

describe("the purchase models on the CDNOW sample", () => {
  it.skipIf(!hasCdnow)("have the 2,357 customers and 2,457 repeat purchase days that were published", () => {
    const cdnow = purchaseTable(cdnowBuyers());
    const oneTime = cdnowBuyers().filter(({ repeats }) => repeats === 0).length;
    expect([cdnow.customers, cdnow.totalRepeats, oneTime]).toEqual([2357, 2457, 1411]);
  });

  it.skipIf(!hasCdnow)("fit BG/NBD as Fader, Hardie & Lee 2005 and the tests of CLVTools have it", () => {
    const { parameters, logLikelihood, atBound } = fitPurchases("bg-nbd", purchaseTable(cdnowBuyers()));
    expect(distance(parameters, [0.2425945, 4.4136019, 0.7929199, 2.4258881])).toBeLessThan(1e-4);
    expect(Math.abs(logLikelihood - -9582.429)).toBeLessThan(1e-3);
    expect(atBound).toEqual([]);
  });

  it.skipIf(!hasCdnow)("fit MBG/NBD and NBD with the published likelihoods", () => {
    const fit = fitPurchases("mbg-nbd", purchaseTable(cdnowBuyers()));
    expect(distance(fit.parameters, [0.525, 6.183, 0.891, 1.614])).toBeLessThan(1e-3);
    expect(Math.abs(fit.logLikelihood - -9582.136)).toBeLessThan(1e-3);
    expect(Math.abs(fit.nbdLogLikelihood - -9763.658)).toBeLessThan(1e-3);
  });

  it.skipIf(!hasCdnow)("call .813 (BG/NBD) and .449 (MBG/NBD) of the customers alive", () => {
    const cdnow = cdnowBuyers();
    const means = (["bg-nbd", "mbg-nbd"] as const).map((model) => {
      const { parameters } = fitPurchases(model, purchaseTable(cdnow));
      return cdnow.reduce((sum, buyer) => sum + pAlive(model, parameters, buyer), 0) / cdnow.length;
    });
    expect(means.map((mean) => mean.toFixed(3))).toEqual(["0.813", "0.449"]);
  });
});

describe("the likelihood", () => {
  it.each(modelNames)("of %s has the gradient that its differences show", (model) => {
    const at = [Math.log(0.6), Math.log(5), Math.log(0.4), Math.log(3)];
    const likelihood = (point: readonly number[]) => dropoutLikelihood(model, parametersOf(point), table);
    for (const [i, slope] of likelihood(at).gradient.entries()) {
      const [up, down] = [1e-5, -1e-5].map(
        (by) => likelihood(at.map((z, k) => (k === i ? z + by : z))).value,
      );
      expect((up! - down!) / 2e-5 / slope).toBeCloseTo(1, 5);
    }
  });

  it.each(modelNames)("of %s has the second derivatives that differences of its gradient show", (model) => {
    const at = [Math.log(0.6), Math.log(5), Math.log(0.4), Math.log(3)];
    const likelihood = (point: readonly number[]) => dropoutLikelihood(model, parametersOf(point), table);
    expectSecondDerivatives(likelihood, at);
  });

  it("of NBD has those of its own, and its gradient", () => {
    const likelihood = ([r = 0, alpha = 0]: readonly number[]) =>
      nbdLikelihood({ r: Math.exp(r), alpha: Math.exp(alpha) }, table);
    expectSecondDerivatives(likelihood, [Math.log(0.6), Math.log(5)]);
    const [up, down] = [1e-5, -1e-5].map((by) => likelihood([by, 1 + by]).value);
    const [byR = 0, byAlpha = 0] = likelihood([0, 1]).gradient;
    expect((up! - down!) / 2e-5 / (byR + byAlpha)).toBeCloseTo(1, 5);
  });

  it.each(modelNames)("of %s comes to that of NBD as nobody leaves", (model) => {
    const nobody = dropoutLikelihood(model, { r: 0.6, alpha: 5, a: 1e-12, b: 1 }, table).value;
    expect(nobody).toBeCloseTo(nbdLikelihood({ r: 0.6, alpha: 5 }, table).value, 5);
  });

  it("of one customer is what the formula gives by hand", () => {
    // x 1, t_x 7 days, T 21 days; r 2, alpha 1, a 1, b 1: r a^r (a+T)^-3 b/(a+b) + r a^r (a+t_x)^-3 a/(a+b).
    const one = purchaseTable([{ repeats: 1, recency: 7, age: 21 }]);
    const bg = dropoutLikelihood("bg-nbd", { r: 2, alpha: 1, a: 1, b: 1 }, one).value;
    expect(bg).toBeCloseTo(Math.log(2 / 4 ** 3 / 2 + 2 / 2 ** 3 / 2), 12);
    // MBG: stayed twice (1/2 * 2/3), or stayed once and left (1/2 * 1/3).
    const mbg = dropoutLikelihood("mbg-nbd", { r: 2, alpha: 1, a: 1, b: 1 }, one).value;
    expect(mbg).toBeCloseTo(Math.log(2 / 4 ** 3 / 3 + 2 / 2 ** 3 / 6), 12);
  });

  it.each(modelNames)("of %s stays a number where gamma functions do not", (model) => {
    const { value, gradient } = dropoutLikelihood(model, { r: 1e4, alpha: 1e4, a: 1e-4, b: 1e12 }, table);
    expect([value, ...gradient].every(Number.isFinite)).toBe(true);
  });
});

function expectSecondDerivatives(curve: Objective, at: readonly number[]): void {
  const { hessian } = curve(at);
  for (const i of at.keys()) {
    const [up, down] = [1e-5, -1e-5].map((by) => curve(at.map((z, k) => (k === i ? z + by : z))).gradient);
    for (const k of at.keys()) expect((up![k]! - down![k]!) / 2e-5 - hessian[i]![k]!).toBeCloseTo(0, 3);
  }
}

function parametersOf([r = 0, alpha = 0, a = 0, b = 0]: readonly number[]): DropoutParameters {
  return { r: Math.exp(r), alpha: Math.exp(alpha), a: Math.exp(a), b: Math.exp(b) };
}

describe("a fit", () => {
  it("does not depend on the order of the customers, to the last digit", () => {
    const draw = draws(3);
    const mixed = shoppers
      .map((buyer) => ({ buyer, at: draw() }))
      .sort((a, b) => a.at - b.at)
      .map(({ buyer }) => buyer);
    expect(fitPurchases("mbg-nbd", purchaseTable(mixed))).toEqual(fitPurchases("mbg-nbd", table));
  });

  it("is the same with equal rows merged and with each on its own", () => {
    const rows = (column: Int32Array) => Int32Array.from([...column].flatMap((value, i) => copies(value, i)));
    const copies = (value: number, i: number) => Array<number>(table.weight[i]!).fill(value);
    const apart: PurchaseTable = {
      ...table,
      ...{ repeats: rows(table.repeats), recency: rows(table.recency), age: rows(table.age) },
      ...{ size: table.customers, weight: new Float64Array(table.customers).fill(1) },
    };
    expect(apart.size).toBeGreaterThan(table.size);
    const [merged, single] = [fitPurchases("mbg-nbd", table), fitPurchases("mbg-nbd", apart)];
    const { r, alpha, a, b } = merged.parameters;
    expect(distance(single.parameters, [r, alpha, a, b])).toBeLessThan(1e-5);
    expect(single.logLikelihood).toBeCloseTo(merged.logLikelihood, 6);
  });

  it("has seven times the alpha in days, and the likelihood of the other density", () => {
    const fit = fitPurchases("mbg-nbd", table);
    const [weeks, days] = [inUnit(fit, "weeks", table), inUnit(fit, "days", table)];
    expect(weeks).toEqual({ parameters: fit.parameters, logLikelihood: fit.logLikelihood });
    expect(days.parameters).toEqual({ ...fit.parameters, alpha: fit.parameters.alpha * 7 });
    expect(days.logLikelihood).toBeCloseTo(fit.logLikelihood - table.totalRepeats * Math.log(7), 6);
  });

  it("of a large table ends where three starts on the whole of it end", () => {
    const many = purchaseTable(buyersOf(shoppersDb(5500, 5), "2025-12-31"));
    expect(many.size).toBeGreaterThan(4000);
    const fit = fitPurchases("mbg-nbd", many);
    const { gradient } = dropoutLikelihood("mbg-nbd", fit.parameters, many);
    expect(Math.max(...gradient.map(Math.abs)) / many.customers).toBeLessThan(1e-6);
  });

  it("says which parameters lie on a bound where nobody ever leaves, and that NBD is as good", () => {
    const faithful = Array.from({ length: 300 }, (_, i) => {
      const repeats = 3 + (i % 9);
      return { repeats, recency: repeats * 30, age: repeats * 30 + (i % 5) };
    });
    const fit = fitPurchases("mbg-nbd", purchaseTable(faithful));
    expect(fit.atBound).toContain("a");
    expect(fit.logLikelihood).toBeCloseTo(fit.nbdLogLikelihood, 1);
    expect(covarianceOf(fit, purchaseTable(faithful))).toBeNull();
  });

  it("is asked of 200 customers with 100 repeat purchase days, not of fewer", () => {
    const rows = (customers: number, repeats: number) =>
      purchaseTable(
        Array.from({ length: customers }, (_, i) => ({ repeats: Number(i < repeats), recency: 3, age: 9 })),
      );
    expect([canFit(rows(200, 100)), canFit(rows(199, 100)), canFit(rows(200, 99))]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it("of NBD has a likelihood at least that of any other point near it", () => {
    const { r, alpha, logLikelihood } = fitNbd(table);
    for (const [by, of] of [
      [1.01, 1],
      [0.99, 1],
      [1, 1.01],
      [1, 0.99],
    ] as const)
      expect(nbdLikelihood({ r: r * by, alpha: alpha * of }, table).value).toBeLessThan(logLikelihood);
  });
});

describe("the intervals of a fit", () => {
  const fit = fitPurchases("mbg-nbd", table);
  const covariance = covarianceOf(fit, table)!;

  it("hold the estimate and are half as wide with four times the customers", () => {
    const four = { ...table, customers: table.customers * 4, weight: table.weight.map((times) => times * 4) };
    const narrow = parameterIntervals(fit, covarianceOf(fit, four)!);
    for (const [name, { low, high }] of Object.entries(parameterIntervals(fit, covariance))) {
      const value = fit.parameters[name as keyof DropoutParameters];
      expect([low < value, value < high]).toEqual([true, true]);
      const { low: from, high: to } = narrow[name as keyof DropoutParameters];
      expect(Math.log(high / low) / Math.log(to / from)).toBeCloseTo(2, 4);
    }
  });

  it("of a parameter and of the same as a quantity agree", () => {
    const { alpha } = parameterIntervals(fit, covariance);
    const same = intervalOf((parameters) => parameters.alpha, fit, covariance)!;
    expect(same.low / alpha.low).toBeCloseTo(1, 6);
    expect(same.high / alpha.high).toBeCloseTo(1, 6);
  });
});
