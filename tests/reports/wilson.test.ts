import { describe, expect, it } from "vitest";
import { wilson } from "../../src/reports/wilson.ts";

describe("the Wilson interval", () => {
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])("gives what Newcombe 1998 prints for %d of %d", (successes, trials, low, high) => {
    const interval = wilson(successes, trials);
    expect(interval?.low).toBeCloseTo(low, 4);
    expect(interval?.high).toBeCloseTo(high, 4);
  });

  it("ends at exactly 0 and 1, and mirrors when successes and failures change places", () => {
    expect(wilson(0, 7)?.low).toBe(0);
    expect(wilson(7, 7)?.high).toBe(1);
    expect(wilson(20, 20)?.low).toBeCloseTo(1 - 0.1611, 4);
  });

  it("is null without trials", () => {
    expect(wilson(0, 0)).toBeNull();
  });
});
