import { array, assert, integer, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { type QuoteLine, quoteTotals } from "../../../src/store/quote/total.ts";
import { apportion, divideRounded } from "../../../src/values/exact.ts";

function line(said: Partial<QuoteLine>): QuoteLine {
  const usual = { productId: null, title: "x", sku: null, unit: null, reason: null };
  return { ...usual, quantityMilli: 1000, unitMinor: 0, discountBp: 0, taxBp: 0, ...said };
}

describe("quoteTotals", () => {
  it("rounds each line half away from zero", () => {
    // Half of 33.33 is 16.665: 16.67, and -16.67 below zero; 10 % off 0.05 is 0.045: 0.05.
    const lines = [
      line({ quantityMilli: 500, unitMinor: 3333 }),
      line({ quantityMilli: 500, unitMinor: -3333 }),
      line({ unitMinor: 5, discountBp: 1000 }),
    ];
    expect(quoteTotals(lines, 0).lineMinors).toEqual([1667, -1667, 5]);
  });

  it("works tax out once a rate, on the sum: three times 0.13 at 19 % is 0.07, not 0.06", () => {
    // 19 % of 0.13 is 0.0247, which would be 0.02 a line; 19 % of 0.39 is 0.0741.
    const lines = [1, 2, 3].map(() => line({ unitMinor: 13, taxBp: 1900 }));
    expect(quoteTotals(lines, 0)).toMatchObject({ netMinor: 39, taxMinor: 7, totalMinor: 46 });
  });

  it("takes the discount off each rate before tax", () => {
    const lines = [line({ unitMinor: 10_000, taxBp: 1900 }), line({ unitMinor: 10_000, taxBp: 700 })];
    // 90 at 19 % is 17.10, 90 at 7 % is 6.30.
    expect(quoteTotals(lines, 1000)).toMatchObject({
      discountMinor: 2000,
      taxes: [
        { taxBp: 1900, baseMinor: 9000, taxMinor: 1710 },
        { taxBp: 700, baseMinor: 9000, taxMinor: 630 },
      ],
      totalMinor: 20_340,
    });
  });

  it("is exact where a fraction of a number would not be, and refuses what is too large", () => {
    const large = line({ quantityMilli: 999_999_999, unitMinor: 8_999_999 });
    // 999999.999 x 89999.99 = 89999989910.00001: rounded to the cent.
    expect(quoteTotals([large], 0).netMinor).toBe(8_999_998_991_000);
    const beyond = line({ quantityMilli: 999_999_999_999, unitMinor: 900_719_925_474_099 });
    expect(() => quoteTotals([beyond], 0)).toThrow("too large");
  });
});

describe("apportion", () => {
  it("adds up whatever the weights are, and none is off by more than one unit", () => {
    assert(
      property(
        integer({ min: 0, max: 100_000 }),
        array(integer({ min: 1, max: 5000 }), { minLength: 1 }),
        (total, weights) => {
          const parts = apportion(total, weights);
          const all = weights.reduce((sum, weight) => sum + weight, 0);
          expect(parts.reduce((sum, part) => sum + part, 0)).toBe(total);
          for (const [at, part] of parts.entries()) {
            expect(Math.abs(part - (total * weights[at]!) / all)).toBeLessThanOrEqual(1);
          }
        },
      ),
    );
    expect(divideRounded(-5n, 2n)).toBe(-3);
  });
});
