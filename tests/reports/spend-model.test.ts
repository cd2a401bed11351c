import { describe, expect, it } from "vitest";
import { digamma, lnGamma, trigamma } from "../../src/reports/gamma.ts";
import { expectedSpend, fitSpend, spendLikelihood, spendTable } from "../../src/reports/spend-model.ts";
import { hasCdnow } from "./orders.ts";
import { cdnowBuyers, draws } from "./shoppers.ts";

const cdnow = () => cdnowBuyers().map(({ repeats, repeatMean }) => ({ repeats, mean: repeatMean / 100 }));

describe("the Gamma-Gamma model on the CDNOW sample", () => {
  it.skipIf(!hasCdnow)("is fitted to 946 customers with the published parameters", () => {
    const { p, q, v, logLikelihood, n, correlation } = fitSpend(cdnow())!;
    expect([p.toFixed(2), q.toFixed(2), v.toFixed(2), n]).toEqual(["6.25", "3.74", "15.44", 946]);
    expect(Math.abs(logLikelihood - -4055.918)).toBeLessThan(1e-3);
    expect(correlation).toBeCloseTo(0.1139, 4);
  });

  it.skipIf(!hasCdnow)(
    "expects the published mean values of the first ten customers, and 35.25 of all",
    () => {
      const model = fitSpend(cdnow())!;
      const means = cdnow().map((customer) => expectedSpend(model, customer)!);
      const published = [24.658619, 18.911489, 35.170981, 35.170981, 35.170981].concat([
        71.462843, 18.911489, 35.170981, 27.282408, 35.170981,
      ]);
      for (const [i, value] of published.entries())
        expect(Math.abs(means[i]! / value - 1)).toBeLessThan(1e-3);
      expect(means.reduce((sum, mean) => sum + mean, 0) / means.length).toBeCloseTo(35.25, 2);
    },
  );
});

/** Amounts around a level of each customer's own. */
function spenders(count: number): { repeats: number; mean: number }[] {
  const draw = draws(11);
  return Array.from({ length: count }, (_, i) => ({
    repeats: 1 + (i % 7),
    mean: (10 - 30 * Math.log(draw())) * (0.7 + 0.6 * draw()),
  }));
}

describe("the Gamma-Gamma model", () => {
  const sample = spenders(300);
  const fit = fitSpend(sample)!;

  it("has the gradient that the differences of its likelihood show", () => {
    const rows = spendTable([...sample].sort((a, b) => a.repeats - b.repeats));
    const at = { p: 3, q: 2.5, v: 20 };
    const { gradient } = spendLikelihood(at, rows);
    for (const [i, name] of (["p", "q", "v"] as const).entries()) {
      const [up, down] = [1e-5, -1e-5].map(
        (by) => spendLikelihood({ ...at, [name]: at[name] * Math.exp(by) }, rows).value,
      );
      expect((up! - down!) / 2e-5 / gradient[i]!).toBeCloseTo(1, 5);
    }
  });

  it("has the second derivatives that differences of its gradient show", () => {
    const rows = spendTable(sample);
    const at = { p: 3, q: 2.5, v: 20 };
    const { hessian } = spendLikelihood(at, rows);
    for (const [i, name] of (["p", "q", "v"] as const).entries()) {
      const [up, down] = [1e-5, -1e-5].map(
        (by) => spendLikelihood({ ...at, [name]: at[name] * Math.exp(by) }, rows).gradient,
      );
      for (const k of [0, 1, 2]) expect((up![k]! - down![k]!) / 2e-5 / hessian[i]![k]!).toBeCloseTo(1, 4);
    }
  });

  it("is the same in any order to the last digit", () => {
    expect(fitSpend([...sample].reverse())).toEqual(fit);
  });

  it("is the same in cents and in any order", () => {
    const cents = fitSpend(sample.map(({ repeats, mean }) => ({ repeats, mean: mean * 100 })))!;
    expect(cents.p / fit.p).toBeCloseTo(1, 5);
    expect(cents.v / fit.v).toBeCloseTo(100, 3);
    expect(fitSpend([...sample].reverse())).toMatchObject({ p: expect.closeTo(fit.p, 4), n: 300 });
  });

  it("expects a value between the own mean and the population's, the nearer the own the more purchases", () => {
    const population = expectedSpend(fit, { repeats: 0, mean: 0 })!;
    expect(population).toBeCloseTo((fit.p * fit.v) / (fit.q - 1), 10);
    const [few, many] = [1, 50].map((repeats) => expectedSpend(fit, { repeats, mean: 500 })!);
    expect([population < few!, few! < many!, many! < 500]).toEqual([true, true, true]);
  });

  it("leaves out repeat customers who paid nothing, and expects the population's mean of them", () => {
    const withFree = fitSpend([...sample, { repeats: 4, mean: 0 }, { repeats: 0, mean: 0 }])!;
    expect(withFree).toEqual(fit);
    expect(expectedSpend(fit, { repeats: 4, mean: 0 })).toBe(expectedSpend(fit, { repeats: 0, mean: 0 }));
  });

  it("has no mean of the population where q is 1 or less, and none at all with two customers", () => {
    expect(expectedSpend({ p: 0.5, q: 1, v: 3 }, { repeats: 0, mean: 0 })).toBeNull();
    expect(expectedSpend({ p: 0.5, q: 1, v: 3 }, { repeats: 2, mean: 9 })).toBeCloseTo((0.5 * 21) / 1, 12);
    expect(fitSpend(sample.slice(0, 2))).toBeNull();
  });

  it("expects what everybody pays where everybody pays the same", () => {
    const same = fitSpend(Array.from({ length: 50 }, (_, i) => ({ repeats: 1 + (i % 3), mean: 49 })))!;
    expect(expectedSpend(same, { repeats: 1, mean: 49 })).toBeCloseTo(49, 0);
    expect(same.correlation).toBeNull();
  });
});

describe("the gamma function", () => {
  it.each([
    [1, 0],
    [2, 0],
    [5, Math.log(24)],
    [0.5, Math.log(Math.PI) / 2],
    [0.1, 2.252712651734206],
    [171, 706.5730622457874],
  ])("has the logarithm at %d", (x, value) => {
    expect(lnGamma(x)).toBeCloseTo(value, 10);
  });

  it("grows by ln x from x to x + 1, its derivatives by 1/x and -1/x^2, from -Euler's constant and pi^2/6", () => {
    for (const x of [0.01, 0.7, 3.3, 12, 1e4, 1e8]) {
      expect(Math.abs(lnGamma(x + 1) - lnGamma(x) - Math.log(x))).toBeLessThan(1e-15 * x * 40 + 1e-12);
      expect(digamma(x + 1) - digamma(x)).toBeCloseTo(1 / x, 10);
      expect((trigamma(x) - trigamma(x + 1)) * x * x).toBeCloseTo(1, 6);
    }
    expect(digamma(1)).toBeCloseTo(-0.5772156649015329, 12);
    expect(trigamma(1)).toBeCloseTo(Math.PI ** 2 / 6, 12);
  });
});
