import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dropoutLikelihood, nbdLikelihood } from "../../src/reports/dropout-likelihood.ts";
import { type DropoutParameters, modelNames } from "../../src/reports/dropout-model.ts";
import { fitNbd, fitPurchases, logarithms, parametersAt } from "../../src/reports/purchase-fit.ts";
import { purchaseTable } from "../../src/reports/purchase-statistics.ts";
import { fitSpend, spendLikelihood, spendTable } from "../../src/reports/spend-model.ts";
import { covarianceOf } from "../../src/reports/uncertainty.ts";
import { generated, generatedSpending } from "./generated.ts";
import { lowestBySimplex } from "./simplex.ts";

/** From the least to the most, as many below the middle of the logarithms as above it. */
function spread(least: number, most: number) {
  return fc.double({ min: 0, max: 1, noNaN: true }).map((share) => least * (most / least) ** share);
}

const shops = fc.record({
  model: fc.constantFrom(...modelNames),
  parameters: fc.record({ r: spread(0.2, 3), alpha: spread(2, 30), a: spread(0.3, 3), b: spread(0.5, 8) }),
  days: fc.integer({ min: 300, max: 1200 }),
  seed: fc.nat(1_000_000),
});
/** Enough to see a wrong term; the same ones in each run, so that chance decides nothing. */
const sameEachTime = { seed: 20_261_122, numRuns: 12 };

describe("a fit to customers who do as the model says", () => {
  it("finds their parameters, none further off than 4 of its standard errors", () => {
    fc.assert(
      fc.property(shops, (shop) => {
        const table = purchaseTable(generated({ ...shop, customers: 4000 }));
        const fit = fitPurchases(shop.model, table);
        const covariance = covarianceOf(fit, table);
        fc.pre(covariance !== null);
        const truth = logarithms(shop.parameters);
        for (const [i, log] of logarithms(fit.parameters).entries())
          expect(Math.abs(log - truth[i]!) / Math.sqrt(covariance[i]![i]!)).toBeLessThan(4);
      }),
      sameEachTime,
    );
  });

  it("is as likely as the best that a simplex finds from the truth and from two other points", () => {
    fc.assert(
      fc.property(shops, (shop) => {
        const table = purchaseTable(generated({ ...shop, customers: 600 }));
        const loss = (point: readonly number[]) =>
          point.every((at) => Math.abs(at) <= 10)
            ? -dropoutLikelihood(shop.model, parametersAt(point), table).value
            : Infinity;
        const starts: DropoutParameters[] = [
          shop.parameters,
          { r: 0.5, alpha: 10, a: 0.8, b: 2.5 },
          { r: 2, alpha: 20, a: 2, b: 2 },
        ];
        const simplex = -Math.min(...starts.map((start) => lowestBySimplex(loss, logarithms(start))));
        const { logLikelihood } = fitPurchases(shop.model, table);
        expect(Math.abs(logLikelihood - simplex) / Math.abs(simplex)).toBeLessThan(1e-6);
      }),
      sameEachTime,
    );
  });

  it("of NBD too", () => {
    fc.assert(
      fc.property(shops, (shop) => {
        const table = purchaseTable(generated({ ...shop, customers: 600 }));
        const loss = ([r = 0, alpha = 0]: readonly number[]) =>
          -nbdLikelihood({ r: Math.exp(r), alpha: Math.exp(alpha) }, table).value;
        const simplex = -lowestBySimplex(loss, [0, 2]);
        expect(Math.abs(fitNbd(table).logLikelihood - simplex) / Math.abs(simplex)).toBeLessThan(1e-6);
      }),
      sameEachTime,
    );
  });
});

const spenders = fc.record({
  p: spread(1, 12),
  q: spread(1.5, 10),
  v: spread(5, 200),
  seed: fc.nat(1_000_000),
});

describe("a fit of what customers spend as Gamma-Gamma says", () => {
  it("finds their parameters to a quarter, and is as likely as the best that a simplex finds", () => {
    fc.assert(
      fc.property(spenders, ({ seed, ...truth }) => {
        const sample = generatedSpending(truth, { customers: 20_000, seed });
        const { p, q, v } = fitSpend(sample)!;
        expect(
          Math.max(...[p / truth.p, q / truth.q, v / truth.v].map((off) => Math.abs(Math.log(off)))),
        ).toBeLessThan(0.25);
        const few = sample.slice(0, 500);
        const table = spendTable(few);
        const loss = ([logP = 0, logQ = 0, logV = 0]: readonly number[]) =>
          -spendLikelihood({ p: Math.exp(logP), q: Math.exp(logQ), v: Math.exp(logV) }, table).value;
        const simplex = -lowestBySimplex(loss, [truth.p, truth.q, truth.v].map(Math.log));
        expect(Math.abs(fitSpend(few)!.logLikelihood - simplex) / Math.abs(simplex)).toBeLessThan(1e-6);
      }),
      sameEachTime,
    );
  });
});
