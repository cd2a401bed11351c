import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type DropoutParameters,
  type ModelName,
  modelNames,
  pAlive,
} from "../../src/reports/dropout-model.ts";
import { expectedTotal, expectedWhileAlive, makeAhead } from "../../src/reports/expected-purchases.ts";
import { fitPurchases } from "../../src/reports/purchase-fit.ts";
import { purchaseTable } from "../../src/reports/purchase-statistics.ts";
import { hasCdnow } from "./orders.ts";
import { cdnowBuyers } from "./shoppers.ts";

/** As CLVTools fits BG/NBD to CDNOW; alpha in weeks. */
const bg: DropoutParameters = { r: 0.2425945, alpha: 4.4136019, a: 0.7929199, b: 2.4258881 };
const newcomer = { repeats: 0, recency: 0, age: 0 };

/** x, t_x, T and the time ahead in weeks. */
function conditional(model: ModelName, parameters: DropoutParameters, numbers: readonly number[]): number {
  const [repeats = 0, recency = 0, age = 0, ahead = 0] = numbers.map((weeks, i) =>
    i === 0 ? weeks : weeks * 7,
  );
  const customer = { repeats, recency, age };
  return pAlive(model, parameters, customer) * expectedWhileAlive(model, parameters, { ...customer, ahead });
}

describe("expected purchases by BG/NBD on CDNOW", () => {
  it.each([
    [0.1429, 0.0078],
    [1, 0.0532],
    [3, 0.1506],
    [31.8571, 1.0405],
    [32, 1.0437],
    [78, 1.8576],
    [52, 1.444],
  ])("of a new customer in %d weeks are %d", (weeks, published) => {
    const expected = conditional("bg-nbd", bg, [0, 0, 0, weeks]);
    expect(Math.abs(expected - published)).toBeLessThan(4e-4);
  });

  it("of the customer of the paper (2, 30.43, 38.86) in 39 weeks are 1.226", () => {
    expect(conditional("bg-nbd", bg, [2, 30.43, 38.86, 39])).toBeCloseTo(1.226, 3);
  });

  it.each([
    [26, 30.857, 31, 25.75659],
    [10, 20, 39, 0.3474606],
    [15, 20, 39, 0.04283391],
    [20, 20, 39, 0.004158973],
    [25, 20, 39, 0.0003583685],
  ])("of x %d, t_x %d, T %d in 52 weeks are as BTYD has them", (x, recency, age, published) => {
    const expected = conditional("bg-nbd", bg, [x, recency, age, 52]);
    expect(Math.abs(expected / published - 1)).toBeLessThan(1e-4);
  });

  it("come with a P(alive) of .9688523 for customer 1516", () => {
    expect(pAlive("bg-nbd", bg, { repeats: 26, recency: 30.857 * 7, age: 31 * 7 })).toBeCloseTo(0.9688523, 5);
  });

  it.skipIf(!hasCdnow)("add up to the published forecasts of the next 39 weeks", () => {
    const table = purchaseTable(cdnowBuyers());
    const totals = (["bg-nbd", "mbg-nbd"] as const).map((model) => {
      const { parameters } = fitPurchases(model, table);
      return expectedTotal(model, parameters, { table, days: 273 });
    });
    expect(Math.abs(totals[0]! - 1653.41)).toBeLessThan(0.1);
    expect(Math.abs(totals[1]! - 1576.73)).toBeLessThan(0.1);
  });
});

describe("purchases expected of all customers", () => {
  it.each(modelNames)("by %s are those of each added up", (model) => {
    const customers = Array.from({ length: 300 }, (_, i) => {
      const repeats = i % 7;
      return { repeats, recency: repeats * (3 + (i % 5)), age: 60 + (i % 40) };
    });
    const ahead = makeAhead(model, bg, { days: 90, discount: 0 });
    const sum = customers.reduce((total, each) => total + pAlive(model, bg, each) * ahead(each).purchases, 0);
    const total = expectedTotal(model, bg, { table: purchaseTable(customers), days: 90 });
    expect(total / sum).toBeCloseTo(1, 12);
  });
});

/** The mean of (1 - E exp(-lambda p t)) / p over p ~ beta(a, b+j), by midpoints over the root of p. */
function byIntegral({ r, alpha, a, b }: DropoutParameters, [x, j, age, t]: readonly number[]): number {
  let [sum, weights] = [0, 0];
  for (let i = 0; i < 40_000; i++) {
    const root = (i + 0.5) / 40_000;
    const p = root * root;
    const weight = root ** (2 * a - 1) * (1 - p) ** (b + j! - 1);
    sum += (weight * -Math.expm1(-(r + x!) * Math.log1p((p * t!) / (alpha + age!)))) / p;
    weights += weight;
  }
  return sum / weights;
}

describe("the expectation while alive", () => {
  it.each([0.7, 0.99999, 1, 1.00001, 1.9, 2.1, 6])("agrees with the integral over p at a = %d", (a) => {
    const parameters = { r: 0.5, alpha: 6, a, b: 2 };
    for (const [x, age, t] of [
      [0, 0, 52],
      [3, 20, 60],
      [40, 200, 52],
    ] as const) {
      const found = expectedWhileAlive("mbg-nbd", parameters, { repeats: x, age: age * 7, ahead: t * 7 });
      expect(found / byIntegral(parameters, [x, x + 1, age, t])).toBeCloseTo(1, 5);
    }
  });

  it("is that of a Poisson process of known rate where rates are as good as equal and nobody leaves", () => {
    const same = { r: 22_000, alpha: 22_000, a: 1e-4, b: 20_000 };
    expect(expectedWhileAlive("bg-nbd", same, { repeats: 10, age: 70, ahead: 52 * 7 })).toBeCloseTo(52, 1);
  });

  it("is finite for a customer of a thousand purchases", () => {
    const value = expectedWhileAlive("mbg-nbd", { ...bg, a: 3 }, { repeats: 1000, age: 1100, ahead: 365 });
    expect(value).toBeGreaterThan(50);
    expect(value).toBeLessThan(365);
  });
});

const positive = (max: number) => fc.double({ min: 0.02, max, noNaN: true });
const anyParameters = fc.record({ r: positive(20), alpha: positive(100), a: positive(10), b: positive(50) });
const anyCustomer = fc
  .record({ repeats: fc.integer({ min: 0, max: 60 }), gap: fc.nat(20), rest: fc.nat(600) })
  .map(({ repeats, gap, rest }) => ({
    repeats,
    recency: repeats * (gap + 1),
    age: repeats * (gap + 1) + rest,
  }));

describe("for any customer and parameters", () => {
  it.each(modelNames)("%s has a P(alive) from 0 to 1 that falls while nothing is bought", (model) => {
    fc.assert(
      fc.property(anyParameters, anyCustomer, fc.nat(400), (parameters, customer, later) => {
        const [now, then] = [customer, { ...customer, age: customer.age + later }].map((each) =>
          pAlive(model, parameters, each),
        );
        expect(now).toBeGreaterThanOrEqual(0);
        expect(now).toBeLessThanOrEqual(1);
        expect(then).toBeLessThanOrEqual(now! + 1e-12);
      }),
    );
  });

  it.each(modelNames)("%s expects more in more time, and never more than without leaving", (model) => {
    fc.assert(
      fc.property(
        anyParameters,
        anyCustomer,
        fc.integer({ min: 1, max: 700 }),
        (parameters, customer, ahead) => {
          const expected = expectedWhileAlive(model, parameters, { ...customer, ahead });
          const longer = expectedWhileAlive(model, parameters, { ...customer, ahead: ahead * 2 });
          const pace = (parameters.r + customer.repeats) / (parameters.alpha + customer.age / 7);
          expect(expected).toBeGreaterThan(0);
          expect(expected).toBeLessThanOrEqual((pace * ahead * (1 + 1e-9)) / 7);
          expect(longer).toBeGreaterThanOrEqual(expected * (1 - 1e-9));
        },
      ),
    );
  });

  it("BG/NBD calls every one-time buyer alive, MBG/NBD none for sure", () => {
    const silent = { repeats: 0, recency: 0, age: 365 };
    expect(pAlive("bg-nbd", bg, silent)).toBe(1);
    expect(pAlive("mbg-nbd", bg, silent)).toBeLessThan(0.7);
    expect(pAlive("mbg-nbd", bg, newcomer)).toBeCloseTo(bg.b / (bg.a + bg.b), 12);
  });
});

describe("purchases discounted", () => {
  it("are the sum of each month's by the month's end", () => {
    const month = 365.25 / 12;
    const E = (days: number) => expectedWhileAlive("mbg-nbd", bg, { ...newcomer, ahead: days });
    const ahead = makeAhead("mbg-nbd", bg, { days: 2.5 * month, discount: 0.21 })(newcomer);
    const byHand =
      E(month) / 1.21 ** (1 / 12) +
      (E(2 * month) - E(month)) / 1.21 ** (2 / 12) +
      (E(2.5 * month) - E(2 * month)) / 1.21 ** (2.5 / 12);
    expect(ahead.discounted).toBeCloseTo(byHand, 12);
    expect(ahead.purchases).toBeCloseTo(E(2.5 * month), 12);
  });

  it("are the purchases themselves without discount", () => {
    const { purchases, discounted } = makeAhead("bg-nbd", bg, { days: 365.25, discount: 0 })(newcomer);
    expect(discounted).toBe(purchases);
  });
});
