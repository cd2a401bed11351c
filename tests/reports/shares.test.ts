import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { roundedShares } from "../../src/reports/shares.ts";

describe("rounded shares", () => {
  it("gives the tenth that is missing to the first of three thirds", () => {
    expect(roundedShares([1 / 3, 1 / 3, 1 / 3])).toEqual([0.334, 0.333, 0.333]);
  });

  it("gives it to the largest remainder, not to the largest share", () => {
    expect(roundedShares([5 / 7, 1 / 7, 1 / 7])).toEqual([0.714, 0.143, 0.143]);
  });

  it("has nothing to give out without parts", () => {
    expect(roundedShares([])).toEqual([]);
    expect(roundedShares([0, 0])).toEqual([0, 0]);
  });

  it("sums to 100 % for any parts of a whole, each within a tenth of the exact share", () => {
    const parts = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(parts, (counts) => {
        const whole = counts.reduce((sum, count) => sum + count, 0);
        fc.pre(whole > 0);
        const exact = counts.map((count) => count / whole);
        const shown = roundedShares(exact);
        expect(Math.round(shown.reduce((sum, share) => sum + share * 1000, 0))).toBe(1000);
        for (const [i, share] of shown.entries()) expect(Math.abs(share - exact[i]!)).toBeLessThan(0.00101);
      }),
    );
  });
});
