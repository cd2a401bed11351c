/** A function of a point and its gradient there. */
export interface Slope {
  readonly value: number;
  readonly gradient: readonly number[];
}

export type Objective = (point: readonly number[]) => Slope;

export interface Minimum {
  readonly point: readonly number[];
  readonly value: number;
  /** Coordinates that ended on the bound, where the function still falls outward. */
  readonly atBound: readonly number[];
}

interface State extends Slope {
  readonly point: readonly number[];
}

type Matrix = readonly (readonly number[])[];

const flat = 1e-9;
/** A relative gain that is as much rounding as progress. */
const noGain = 1e-14;
const iterations = 300;
const halvings = 40;
/** No coordinate moves further in one step: a likelihood is far from quadratic at its start. */
const longestStep = 2;

/**
 * BFGS with backtracking inside the box |coordinate| <= bound; a coordinate that would leave the box waits on its face.
 * Source: Nocedal & Wright, Numerical Optimization, 2nd ed., algorithm 6.1 and (6.20), Armijo's rule (3.4).
 */
export function minimise(f: Objective, start: readonly number[], bound: number): Minimum {
  const inside = start.map((coordinate) => clamp(coordinate, bound));
  let state: State = { point: inside, ...f(inside) };
  let inverse: Matrix | undefined;
  let free = freeOf(state, bound);
  for (let i = 0; i < iterations; i++) {
    if (free.every((at) => Math.abs(state.gradient[at]!) < flat)) break;
    const direction = descent(state.gradient, inverse, free);
    const next = step(f, state, direction, bound);
    if (next === undefined) {
      if (inverse === undefined) break;
      inverse = undefined;
      continue;
    }
    const before = free;
    free = freeOf(next, bound);
    const isSameFace = free.length === before.length && free.every((at, k) => at === before[k]);
    inverse = isSameFace ? updated(inverse, state, next) : undefined;
    const gain = state.value - next.value;
    state = next;
    if (gain <= noGain * Math.abs(state.value)) break;
  }
  const { point, value } = state;
  return {
    point,
    value,
    atBound: point.flatMap((_, at) => (free.includes(at) ? [] : [at])),
  };
}

function clamp(coordinate: number, bound: number): number {
  return Math.min(bound, Math.max(-bound, coordinate));
}

/** The coordinates that may move: not those on the bound with the descent pointing outward. */
function freeOf({ point, gradient }: State, bound: number): number[] {
  return point.flatMap((at, i) => (Math.abs(at) >= bound && at * gradient[i]! < 0 ? [] : [i]));
}

function descent(
  gradient: readonly number[],
  inverse: Matrix | undefined,
  free: readonly number[],
): number[] {
  const direction = gradient.map(() => 0);
  for (const i of free)
    direction[i] = -free.reduce(
      (sum, j) => sum + (inverse === undefined ? Number(i === j) : inverse[i]![j]!) * gradient[j]!,
      0,
    );
  if (inverse === undefined || dot(direction, gradient) < 0) return direction;
  return descent(gradient, undefined, free);
}

function step(f: Objective, state: State, direction: readonly number[], bound: number): State | undefined {
  let length = Math.min(1, longestStep / Math.max(...direction.map(Math.abs)));
  for (let i = 0; i < halvings; i++, length /= 2) {
    const point = state.point.map((at, k) => clamp(at + length * direction[k]!, bound));
    const next = f(point);
    const promised = 1e-4 * dot(state.gradient, minus(point, state.point));
    if (next.value < state.value && next.value <= state.value + promised) return { point, ...next };
  }
  return undefined;
}

/** The next approximation of the inverse Hessian; unchanged where the function is not convex along the step. */
function updated(inverse: Matrix | undefined, from: State, to: State): Matrix | undefined {
  const s = minus(to.point, from.point);
  const y = minus(to.gradient, from.gradient);
  const sy = dot(s, y);
  if (!(sy > 1e-300)) return inverse;
  const scale = sy / dot(y, y);
  const h = inverse ?? s.map((_, i) => s.map((_, j) => (i === j ? scale : 0)));
  const hy = h.map((row) => dot(row, y));
  const yhy = dot(y, hy);
  return h.map((row, i) =>
    row.map(
      (value, j) => value + ((1 + yhy / sy) * s[i]! * s[j]!) / sy - (hy[i]! * s[j]! + s[i]! * hy[j]!) / sy,
    ),
  );
}

function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function minus(a: readonly number[], b: readonly number[]): number[] {
  return a.map((value, i) => value - b[i]!);
}
