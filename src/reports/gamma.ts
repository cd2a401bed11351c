/** From here on the asymptotic series are exact to rounding. */
const far = 12;

/** ln of the gamma function for x > 0, to rounding. Source: DLMF 5.5.1 upward, then 5.11.1. */
export function lnGamma(x: number): number {
  let [at, product] = [x, 1];
  for (; at < far; at++) product *= at;
  const s = 1 / (at * at);
  const tail = 1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s * (1 / 1188 - (s * 691) / 360360))));
  return (at - 0.5) * Math.log(at) - at + Math.log(2 * Math.PI) / 2 + tail / at - Math.log(product);
}

/** The derivative of `lnGamma` for x > 0. Source: DLMF 5.5.2 upward, then 5.11.2. */
export function digamma(x: number): number {
  let [at, below] = [x, 0];
  for (; at < far; at++) below += 1 / at;
  const s = 1 / (at * at);
  const tail =
    s * (1 / 12 - s * (1 / 120 - s * (1 / 252 - s * (1 / 240 - s * (1 / 132 - (s * 691) / 32760)))));
  return Math.log(at) - 1 / (2 * at) - tail - below;
}

/** The derivative of `digamma` for x > 0. Source: DLMF 5.15.5 upward, then 5.15.8. */
export function trigamma(x: number): number {
  let [at, below] = [x, 0];
  for (; at < far; at++) below += 1 / (at * at);
  const s = 1 / (at * at);
  const tail = s * (1 / 6 - s * (1 / 30 - s * (1 / 42 - s * (1 / 30 - s * (5 / 66 - (s * 691) / 2730)))));
  return (1 + tail) / at + s / 2 + below;
}
