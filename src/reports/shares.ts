/**
 * Ratios rounded to tenths of a percent so that they sum to what the exact ones sum to, rounded (100 % for parts of a
 * whole): each is cut off, then those with the largest remainders get one tenth more; of equal remainders the first.
 */
export function roundedShares(ratios: readonly number[]): number[] {
  const tenths = ratios.map((ratio) => Math.floor(ratio * 1000 + 1e-9));
  const whole = Math.round(ratios.reduce((sum, ratio) => sum + ratio * 1000, 0));
  let missing = whole - tenths.reduce((sum, part) => sum + part, 0);
  const byRemainder = ratios
    .map((ratio, at) => ({ at, remainder: ratio * 1000 - tenths[at]! }))
    .sort((a, b) => b.remainder - a.remainder || a.at - b.at);
  for (const { at } of byRemainder) {
    if (missing <= 0) break;
    tenths[at] = tenths[at]! + 1;
    missing--;
  }
  return tenths.map((part) => part / 1000);
}
