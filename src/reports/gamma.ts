/** Lanczos' coefficients for g = 7 and nine terms. */
const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** ln of the gamma function for x > 0, to 1e-14 relative. Source: Lanczos 1964; Godfrey's coefficients. */
export function lnGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - lnGamma(1 - x);
  const [first = 0, ...rest] = lanczos;
  const sum = rest.reduce((total, factor, i) => total + factor / (x + i), first);
  const t = x + 6.5;
  return Math.log(2 * Math.PI) / 2 + (x - 0.5) * Math.log(t) - t + Math.log(sum);
}

/** The derivative of `lnGamma` for x > 0. Source: DLMF 5.5.2 upward, then 5.11.2. */
export function digamma(x: number): number {
  let below = 0;
  let at = x;
  for (; at < 8; at++) below += 1 / at;
  const square = 1 / (at * at);
  const tail = 1 / 12 - square * (1 / 120 - square * (1 / 252 - square * (1 / 240 - square / 132)));
  return Math.log(at) - 1 / (2 * at) - square * tail - below;
}
