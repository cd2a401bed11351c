import { describe, expect, it } from "vitest";
import { minimise, type Objective } from "../../src/reports/minimise.ts";

/** A long curved valley whose lowest point is (1, 1). */
const rosenbrock: Objective = ([x = 0, y = 0]) => ({
  value: 100 * (y - x * x) ** 2 + (1 - x) ** 2,
  gradient: [-400 * x * (y - x * x) - 2 * (1 - x), 200 * (y - x * x)],
});

/** Its lowest point is where it is told. */
function bowl(...lowest: readonly number[]): Objective {
  return (point) => ({
    value: point.reduce((sum, at, i) => sum + (i + 1) * (at - lowest[i]!) ** 2, 0),
    gradient: point.map((at, i) => 2 * (i + 1) * (at - lowest[i]!)),
  });
}

describe("minimise", () => {
  it("follows a curved valley to its lowest point", () => {
    const { point, value, atBound } = minimise(rosenbrock, [-1.2, 1], 10);
    expect(point[0]).toBeCloseTo(1, 6);
    expect(point[1]).toBeCloseTo(1, 6);
    expect(value).toBeLessThan(1e-14);
    expect(atBound).toEqual([]);
  });

  it("ends on the face of the box where the lowest point lies beyond it, and names the coordinate", () => {
    const { point, atBound } = minimise(bowl(3, -7, 1), [0, 0, 0], 5);
    expect(point[0]).toBeCloseTo(3, 8);
    expect(point[1]).toBe(-5);
    expect(point[2]).toBeCloseTo(1, 8);
    expect(atBound).toEqual([1]);
  });

  it("leaves a face again when it started there, and takes a start beyond the box to its edge", () => {
    expect(minimise(bowl(2, 2), [10, -99], 10).point.map((at) => at.toFixed(6))).toEqual([
      "2.000000",
      "2.000000",
    ]);
  });

  it("stays where it is flat", () => {
    const flat: Objective = (point) => ({ value: 7, gradient: point.map(() => 0) });
    expect(minimise(flat, [1, 2], 10)).toEqual({ point: [1, 2], value: 7, atBound: [] });
  });
});
