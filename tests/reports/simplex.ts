/** So many times the simplex is changed at most. */
const changes = 4000;

type Point = readonly number[];

/**
 * The lowest value that a simplex finds which begins at the point: needs no derivatives, and so knows nothing of ours.
 * Source: Nelder & Mead 1965, with the coefficients 1, 2, 1/2, 1/2.
 */
export function lowestBySimplex(f: (point: Point) => number, start: Point): number {
  const corner = (point: Point) => ({ point, value: f(point) });
  const corners = [
    corner(start),
    ...start.map((_, i) => corner(start.map((at, k) => (i === k ? at + 0.5 : at)))),
  ];
  for (let i = 0; i < changes; i++) {
    corners.sort((a, b) => a.value - b.value);
    const [best, worst] = [corners[0]!, corners.at(-1)!];
    if (worst.value - best.value < 1e-13 * (1 + Math.abs(best.value))) break;
    const others = corners.slice(0, -1);
    const middle = start.map((_, k) => others.reduce((sum, { point }) => sum + point[k]!, 0) / others.length);
    const along = (by: number) => corner(middle.map((at, k) => at + by * (at - worst.point[k]!)));
    const mirrored = along(1);
    if (mirrored.value < best.value) {
      const further = along(2);
      corners[corners.length - 1] = further.value < mirrored.value ? further : mirrored;
    } else if (mirrored.value < others.at(-1)!.value) corners[corners.length - 1] = mirrored;
    else {
      const nearer = mirrored.value < worst.value ? along(0.5) : along(-0.5);
      if (nearer.value < Math.min(mirrored.value, worst.value)) corners[corners.length - 1] = nearer;
      else
        for (const [at, { point }] of corners.entries())
          if (at > 0) corners[at] = corner(point.map((value, k) => (value + best.point[k]!) / 2));
    }
  }
  return Math.min(...corners.map(({ value }) => value));
}
