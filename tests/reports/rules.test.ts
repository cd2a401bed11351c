import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Baskets, basketWriter } from "../../src/reports/baskets.ts";
import { frequentSets } from "../../src/reports/itemsets.ts";
import { associationRules, type Rule } from "../../src/reports/rules.ts";
import { groceries, hasGroceries } from "./orders.ts";

function basketsOf(lists: readonly (readonly string[])[]): Baskets {
  const writer = basketWriter();
  for (const list of lists) writer.add(list.map((name) => writer.item(name)));
  return writer.baskets();
}

/** "a + b -> c" */
function named(rule: Rule, { names }: Baskets): string {
  const from = rule.from.map((item) => names[item]).sort();
  return from.join(" + ") + " -> " + names[rule.to];
}

describe("frequent sets", () => {
  it("are those that a look at every subset finds", () => {
    const lists = fc.array(fc.uniqueArray(fc.constantFrom("a", "b", "c", "d", "e"), { maxLength: 5 }), {
      maxLength: 25,
    });
    fc.assert(
      fc.property(
        lists,
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 5 }),
        (all, minCount, maxItems) => {
          const baskets = basketsOf(all);
          const found = frequentSets(baskets, { minCount, maxItems });
          const spelled = found.map(
            ({ items, count }) =>
              items
                .map((item) => baskets.names[item])
                .sort()
                .join("") + count,
          );
          expect(spelled.sort()).toEqual(bySubsets(all, minCount, maxItems).sort());
        },
      ),
    );
  });

  it("are none without baskets, and refuse to grow without end", () => {
    expect(frequentSets(basketsOf([]), { minCount: 1, maxItems: 3 })).toEqual([]);
    const wide = [Array.from({ length: 30 }, (_, i) => "p" + i)];
    expect(() => frequentSets(basketsOf(wide), { minCount: 1, maxItems: 30 })).toThrow(/raise|combinations/);
  });
});

function bySubsets(lists: readonly (readonly string[])[], minCount: number, maxItems: number): string[] {
  const subsets = Array.from({ length: 31 }, (_, i) => [..."abcde"].filter((_, bit) => (i + 1) & (1 << bit)));
  return subsets.flatMap((subset) => {
    const count = lists.filter((list) => subset.every((item) => list.includes(item))).length;
    return count >= minCount && subset.length <= maxItems ? [subset.join("") + count] : [];
  });
}

describe("association rules", () => {
  it("have the measures worked out by hand", () => {
    // 10 baskets: 4 with bread, 5 with butter, 3 with both.
    const lists = [
      ...Array.from({ length: 3 }, () => ["bread", "butter"]),
      ...[["bread"], ["butter"], ["butter"], ["tea"], ["tea"], ["tea"], ["tea"]],
    ];
    const baskets = basketsOf(lists);
    const rules = associationRules(baskets, { minCount: 3, maxItems: 2, minConfidence: 0 });
    expect(rules.map((rule) => named(rule, baskets)).sort()).toEqual(["bread -> butter", "butter -> bread"]);
    const rule = rules.find(({ to }) => baskets.names[to] === "butter")!;
    expect(rule).toMatchObject({
      count: 3,
      support: 0.3,
      fromSupport: 0.4,
      toSupport: 0.5,
      confidence: 0.75,
    });
    expect(rule.lift).toBeCloseTo(1.5, 12);
    expect(rule.leverage).toBeCloseTo(0.1, 12);
    expect(rule.conviction).toBeCloseTo(2, 12);
    // 0.1 / max(0.3 * 0.6, 0.4 * 0.2)
    expect(rule.zhang).toBeCloseTo(0.1 / 0.18, 12);
    // (C(5,3) C(5,1) + C(5,4)) / C(10,4) = 55 / 210
    expect(rule.pValue).toBeCloseTo(55 / 210, 12);
  });

  it("have an infinite conviction without exception, and no Zhang's metric where all baskets have both", () => {
    const baskets = basketsOf([
      ["a", "b"],
      ["a", "b"],
      ["b", "c"],
    ]);
    const rules = associationRules(baskets, { minCount: 2, maxItems: 2, minConfidence: 1 });
    expect(rules.map((rule) => [named(rule, baskets), rule.conviction])).toEqual([["a -> b", Infinity]]);
    const same = associationRules(basketsOf([["a", "b"]]), { minCount: 1, maxItems: 2, minConfidence: 0 });
    expect(same.map((rule) => [rule.lift, rule.zhang, rule.pValue])).toEqual([
      [1, null, 1],
      [1, null, 1],
    ]);
  });

  it("count a product that a basket names twice once", () => {
    const baskets = basketsOf([
      ["a", "A", "b"],
      ["a", "b"],
    ]);
    expect(baskets.names).toEqual(["a", "b"]);
    expect(frequentSets(baskets, { minCount: 1, maxItems: 3 }).map(({ count }) => count)).toEqual([2, 2, 2]);
  });
});

describe("the rules of the published groceries", () => {
  const rules = (support: number, minConfidence: number) => {
    const baskets = groceries();
    const minCount = Math.ceil(support * baskets.count);
    return { baskets, found: associationRules(baskets, { minCount, maxItems: 10, minConfidence }) };
  };

  it.skipIf(!hasGroceries)("are 410 at .001 and .8, and 15 at .01 and .5", () => {
    const { baskets, found } = rules(0.001, 0.8);
    expect([baskets.count, found.length]).toEqual([9835, 410]);
    expect(rules(0.01, 0.5).found).toHaveLength(15);
    const liquor = found.find((rule) => named(rule, baskets) === "liquor + red/blush wine -> bottled beer")!;
    expect(liquor.count).toBe(19);
    expect(liquor.confidence).toBeCloseTo(0.9047619, 7);
    expect(liquor.lift).toBeCloseTo(11.235269, 6);
  });

  it.skipIf(!hasGroceries)(
    "are 463 at .006 and .25: 150 of two, 297 of three and 16 of four products",
    () => {
      const { baskets, found } = rules(0.006, 0.25);
      const ofSize = (size: number) => found.filter(({ from }) => from.length === size - 1).length;
      expect([found.length, ofSize(2), ofSize(3), ofSize(4)]).toEqual([463, 150, 297, 16]);
      const herbs = found.find((rule) => named(rule, baskets) === "herbs -> root vegetables")!;
      expect([herbs.count, herbs.confidence]).toEqual([69, 0.43125]);
      expect(herbs.lift).toBeCloseTo(3.956477, 6);
    },
  );
});
