import { describe, expect, it } from "vitest";
import { cholesky, solved, symmetric } from "../../src/reports/cholesky.ts";
import { lowest, minimise, type Objective } from "../../src/reports/minimise.ts";

/** A long curved valley whose lowest point is (1, 1). */
const rosenbrock: Objective = ([x = 0, y = 0]) => ({
  value: 100 * (y - x * x) ** 2 + (1 - x) ** 2,
  gradient: [-400 * x * (y - x * x) - 2 * (1 - x), 200 * (y - x * x)],
  hessian: symmetric([[1200 * x * x - 400 * y + 2], [-400 * x, 200]]),
});

/** Its lowest point is where it is told. */
function bowl(...lowest: readonly number[]): Objective {
  return (point) => ({
    value: point.reduce((sum, at, i) => sum + (i + 1) * (at - lowest[i]!) ** 2, 0),
    gradient: point.map((at, i) => 2 * (i + 1) * (at - lowest[i]!)),
    hessian: point.map((_, i) => point.map((_at, k) => (i === k ? 2 * (i + 1) : 0))),
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
    const flat: Objective = () => ({ value: 7, gradient: [0, 0], hessian: symmetric([[0], [0, 0]]) });
    expect(minimise(flat, [1, 2], 10)).toMatchObject({ point: [1, 2], value: 7, atBound: [] });
  });

  it("leaves a point where the function bends downward", () => {
    // x^4 - 2 x^2 has a maximum at 0 and minima at -1 and 1.
    const { point, value } = minimise(hills, [0.1], 10);
    expect(point[0]).toBeCloseTo(1, 6);
    expect(value).toBeCloseTo(-1, 12);
  });
});

const hills: Objective = ([x = 0]) => ({
  value: x ** 4 - 2 * x * x,
  gradient: [4 * x ** 3 - 4 * x],
  hessian: [[12 * x * x - 4]],
});

describe("the lowest of several starts", () => {
  /** The same hills, of which the right one is deeper by so much. */
  const tilted =
    (by: number): Objective =>
    (point) => {
      const { value, gradient, hessian } = hills(point);
      return { value: value - by * point[0]!, gradient: [gradient[0]! - by], hessian };
    };

  it("is that of the whole, also where the sample has it on the other side", () => {
    const { point } = lowest({ whole: tilted(0.1), sample: tilted(-0.1) }, [[-2], [2]], 10);
    expect(point[0]).toBeGreaterThan(1);
  });

  it("is looked for once where all starts meet", () => {
    let asked = 0;
    const whole: Objective = (point) => {
      asked++;
      return bowl(1)(point);
    };
    expect(lowest({ whole, sample: bowl(1) }, [[-2], [2], [5]], 10).point[0]).toBeCloseTo(1, 10);
    expect(asked).toBeLessThan(4);
  });
});

describe("Cholesky's factor", () => {
  it("of a matrix by hand solves its equations; one that is not positive definite has none", () => {
    const matrix = symmetric([[4], [2, 5]]);
    const factor = cholesky(matrix, 0)!;
    expect(factor).toEqual([
      [2, 0],
      [1, 2],
    ]);
    // 4 x + 2 y = 8, 2 x + 5 y = 12.
    expect(solved(factor, [8, 12])).toEqual([1, 2]);
    expect(cholesky(symmetric([[1], [2, 1]]), 0)).toBeNull();
  });
});
