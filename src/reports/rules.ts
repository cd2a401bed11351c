import type { Baskets } from "./baskets.ts";
import { frequentSets, type SetLimits } from "./itemsets.ts";

export interface RuleLimits extends SetLimits {
  /** Between 0 and 1. */
  readonly minConfidence: number;
}

/** Who buys all of `from` buys `to` as well; products by number. */
export interface Rule {
  readonly from: readonly number[];
  readonly to: number;
  /** Baskets with all of them. */
  readonly count: number;
  readonly fromSupport: number;
  readonly toSupport: number;
  readonly support: number;
  /** count / baskets with `from`. */
  readonly confidence: number;
  /** confidence / toSupport; above 1: more often than by chance. */
  readonly lift: number;
  /** support - fromSupport * toSupport. */
  readonly leverage: number;
  /** (1 - toSupport) / (1 - confidence); Infinity: no basket with `from` lacks `to`. */
  readonly conviction: number;
  /** Zhang's metric, -1 to 1; null where one side is in every basket. */
  readonly zhang: number | null;
  /** Chance of so many baskets with both or more, were the sides independent (Fisher's exact test, one-sided). */
  readonly pValue: number;
}

/**
 * The rules with one product on the right, of two products or more. Source: arules (Hahsler et al.) for the measures,
 * mlxtend for Zhang's metric.
 */
export function associationRules(baskets: Baskets, limits: RuleLimits): Rule[] {
  const sets = frequentSets(baskets, limits);
  const counts = new Map(sets.map(({ items, count }) => [items.join(), count]));
  const chance = overlapChance(baskets.count);
  return sets.flatMap(({ items, count }) => {
    if (items.length < 2) return [];
    return items.flatMap((to) => {
      const from = items.filter((item) => item !== to);
      const fromCount = counts.get(from.join()) ?? 0;
      // A confidence of exactly the limit is enough, however it is rounded.
      if (count < limits.minConfidence * fromCount - 1e-9) return [];
      const toCount = counts.get(String(to)) ?? 0;
      const measured = measures({ count, fromCount, toCount, n: baskets.count });
      return [{ from, to, count, ...measured, pValue: chance(count, fromCount, toCount) }];
    });
  });
}

interface Counts {
  readonly count: number;
  readonly fromCount: number;
  readonly toCount: number;
  /** All baskets. */
  readonly n: number;
}

function measures({ count, fromCount, toCount, n }: Counts) {
  const [support, fromSupport, toSupport] = [count / n, fromCount / n, toCount / n];
  const confidence = count / fromCount;
  const leverage = support - fromSupport * toSupport;
  const widest = Math.max(support * (1 - fromSupport), fromSupport * (toSupport - support));
  return {
    ...{ fromSupport, toSupport, support, confidence, leverage },
    lift: confidence / toSupport,
    conviction: count === fromCount ? Infinity : (1 - toSupport) / (1 - confidence),
    zhang: widest === 0 ? null : leverage / widest,
  };
}

/** The upper tail of the hypergeometric distribution over n baskets. */
function overlapChance(n: number): (count: number, a: number, b: number) => number {
  const logs = logFactorials(n);
  const choose = (of: number, k: number) => logs[of]! - logs[k]! - logs[of - k]!;
  return (count, a, b) => {
    const all = choose(n, a);
    let [sum, k] = [0, Math.max(count, a + b - n)];
    for (; k <= Math.min(a, b); k++) {
      const term = Math.exp(choose(b, k) + choose(n - b, a - k) - all);
      sum += term;
      // Beyond the mean the terms fall ever faster.
      if (k > (a * b) / n && term < sum * 1e-12) break;
    }
    return Math.min(1, sum);
  };
}

function logFactorials(n: number): Float64Array {
  const logs = new Float64Array(n + 1);
  for (let i = 2; i <= n; i++) logs[i] = logs[i - 1]! + Math.log(i);
  return logs;
}
