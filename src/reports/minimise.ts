import { cholesky, type Matrix, solved } from "./cholesky.ts";

/** A function at a point, with its gradient and its second derivatives there. */
export interface Curve {
  readonly value: number;
  readonly gradient: readonly number[];
  readonly hessian: Matrix;
}

export type Objective = (point: readonly number[]) => Curve;

export interface Minimum extends Curve {
  readonly point: readonly number[];
  /** Coordinates that ended on the bound, where the function still falls outward. */
  readonly atBound: readonly number[];
}

type State = Omit<Minimum, "atBound">;

/** A gain that is as much rounding as progress, as a share of 1 + |value|. */
const noGain = 1e-12;
const iterations = 200;
/** No coordinate moves further in one step: a likelihood is far from quadratic at its start. */
const longestStep = 2;

/**
 * Newton's method with backtracking inside the box |coordinate| <= bound; a coordinate that would leave the box waits on
 * its face. Where the function is not convex, multiples of the identity make the matrix positive definite.
 * Source: Nocedal & Wright, Numerical Optimization, 2nd ed., algorithms 3.2 and 3.3; the faces as in Bertsekas 1982.
 */
export function minimise(f: Objective, start: readonly number[], bound: number): Minimum {
  const inside = start.map((coordinate) => clamp(coordinate, bound));
  let state: State = { point: inside, ...f(inside) };
  for (let i = 0; i < iterations; i++) {
    const move = descent(state, bound);
    const gain = -dot(state.gradient, move);
    const isLast = !(gain > noGain * (1 + Math.abs(state.value)));
    const next = step(f, state, { move, bound, isLast });
    state = next ?? state;
    if (isLast || next === undefined) break;
  }
  return { ...state, atBound: state.point.flatMap((_, at) => (isHeld(state, at, bound) ? [at] : [])) };
}

/** Rows that are enough to find where the minimum lies. */
export const enoughRows = 2000;

/** One function twice: of all rows, and of some of them, which are enough to find where its minimum lies. */
interface Sampled {
  readonly whole: Objective;
  readonly sample: Objective;
}

/** The lowest minimum from several starts. Over the sample each goes most of its way; those that meet go on as one. */
export function lowest(
  { whole, sample }: Sampled,
  starts: readonly (readonly number[])[],
  bound: number,
): Minimum {
  const found = starts.map((start) => minimise(sample, start, bound));
  const apart = found.filter(
    ({ point }, i) => !found.slice(0, i).some((other) => isNear(other.point, point)),
  );
  const ends = sample === whole ? found : apart.map(({ point }) => minimise(whole, point, bound));
  return ends.reduce((least, each) => (each.value < least.value ? each : least));
}

function isNear(one: readonly number[], other: readonly number[]): boolean {
  return one.every((at, i) => Math.abs(at - other[i]!) < 1e-3);
}

/** The log-likelihood of so many as their mean with its sign turned, which is what is minimised. */
export function meanLoss({ value, gradient, hessian }: Curve, count: number): Curve {
  return {
    value: -value / count,
    gradient: gradient.map((slope) => -slope / count),
    hessian: hessian.map((row) => row.map((second) => -second / count)),
  };
}

/** The same curve by the logarithms of its parameters. */
export function byLogarithms({ value, gradient, hessian }: Curve, parameters: readonly number[]): Curve {
  const slopes = gradient.map((slope, i) => slope * parameters[i]!);
  return {
    value,
    gradient: slopes,
    hessian: hessian.map((row, i) =>
      row.map((second, k) => second * parameters[i]! * parameters[k]! + (i === k ? slopes[i]! : 0)),
    ),
  };
}

function clamp(coordinate: number, bound: number): number {
  // What rounding leaves of the way to the bound would be a step of its own.
  return bound - Math.abs(coordinate) < 1e-12 ? Math.sign(coordinate) * bound : coordinate;
}

/** On the bound with the descent pointing outward. */
function isHeld({ point, gradient }: State, at: number, bound: number): boolean {
  return Math.abs(point[at]!) >= bound && point[at]! * gradient[at]! < 0;
}

/** Newton's step for the coordinates that can move; the others stay. */
function descent(state: State, bound: number): number[] {
  const { point } = state;
  let free = point.flatMap((_, at) => (isHeld(state, at, bound) ? [] : [at]));
  for (;;) {
    const move = point.map(() => 0);
    for (const [k, by] of newton(state, free).entries()) move[free[k]!] = by;
    const outward = free.find((at) => Math.abs(point[at]!) >= bound && point[at]! * move[at]! > 0);
    if (outward === undefined) return move;
    free = free.filter((at) => at !== outward);
  }
}

function newton({ gradient, hessian }: State, free: readonly number[]): number[] {
  const downhill = free.map((at) => -gradient[at]!);
  const matrix = free.map((i) => free.map((j) => hessian[i]![j]!));
  const scale = matrix.reduce((largest, row, i) => Math.max(largest, Math.abs(row[i]!)), 1e-10);
  for (let shift = 0; shift < 1e3; shift = Math.max(1e-9, shift * 10)) {
    const shifted = matrix.map((row, i) => row.map((value, j) => (i === j ? value + shift * scale : value)));
    const factor = cholesky(shifted, 1e-12);
    if (factor !== null) return solved(factor, downhill);
  }
  return downhill;
}

interface Direction {
  readonly move: readonly number[];
  readonly bound: number;
  /** What is left to gain is rounding: then the value need not fall. */
  readonly isLast: boolean;
}

function step(f: Objective, state: State, { move, bound, isLast }: Direction): State | undefined {
  const slope = dot(state.gradient, move);
  const rounding = noGain * (1 + Math.abs(state.value));
  let length = move.reduce((least, by, i) => Math.min(least, room(state.point[i]!, by, bound)), 1);
  do {
    const point = state.point.map((at, k) => clamp(at + length * move[k]!, bound));
    const next = f(point);
    const isLower = isLast ? next.value <= state.value + rounding : next.value < state.value;
    if (isLower && (isLast || next.value <= state.value + 1e-4 * length * slope)) return { point, ...next };
    length /= 2;
  } while (-slope * length > rounding);
  return undefined;
}

/** How many times the coordinate can move by so much. */
function room(coordinate: number, by: number, bound: number): number {
  if (by === 0) return Infinity;
  return Math.min(longestStep / Math.abs(by), (Math.sign(by) * bound - coordinate) / by);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}
