import { describe, expect, it } from "vitest";
import { compareShares } from "../../src/reports/two-proportions.ts";

const of = (successes: number, trials: number) => ({ successes, trials });

describe("the difference of two shares", () => {
  it.each([
    [of(56, 70), of(48, 80), 0.0524, 0.3339],
    [of(9, 10), of(3, 10), 0.1705, 0.809],
    [of(6, 7), of(2, 7), 0.0582, 0.8062],
    [of(5, 56), of(0, 29), -0.0381, 0.1926],
  ])("%j less %j lies between %d and %d, as in Newcombe 1998, table II, method 10", (a, b, low, high) => {
    const { low: from, high: to } = compareShares(a, b)!;
    expect(from).toBeCloseTo(low, 4);
    expect(to).toBeCloseTo(high, 4);
  });

  it("has the z of the pooled share: 351 of 605 against 41 of 195 is 8.99", () => {
    expect(compareShares(of(351, 605), of(41, 195))!.z).toBeCloseTo(8.99, 2);
  });

  it("has the two-sided p of that z, worked out by hand for 30 and 17 of 60", () => {
    // z = (0.5 - 17/60) / sqrt(47/120 * 73/120 * 2/60) = 2.4312; erfc(z / sqrt 2) = 0.01505
    const { z, p } = compareShares(of(30, 60), of(17, 60))!;
    expect(z).toBeCloseTo(2.4312, 4);
    expect(p).toBeCloseTo(0.01505, 5);
  });

  it("says when p is rough, and has none where nobody answered", () => {
    expect(compareShares(of(1, 10), of(3, 10))!.isSmall).toBe(true);
    expect(compareShares(of(0, 50), of(0, 50))).toMatchObject({ difference: 0, z: null, p: null });
    expect(compareShares(of(0, 0), of(1, 5))).toBeNull();
  });
});
