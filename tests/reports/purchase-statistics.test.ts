import { describe, expect, it } from "vitest";
import { dayNumber } from "../../src/reports/periods.ts";
import { everyNth, purchaseTable } from "../../src/reports/purchase-statistics.ts";
import { addOrder, dbOf } from "./orders.ts";
import { buyersOf } from "./shoppers.ts";

/** The orders of CamDavidsonPilon/lifetimes tests/test_utils.py. */
function lifetimesOrders() {
  return dbOf(
    ["2015-02-01 1", "2015-02-06 2"],
    ["2015-01-01 2"],
    ["2015-01-01 3", "2015-01-02 1", "2015-01-05 5"],
  );
}

const xtT = (until: string, db = lifetimesOrders()) =>
  buyersOf(db, until).map(({ repeats, recency, age }) => [repeats, recency, age]);

describe("purchase statistics", () => {
  it("are x, t_x and T as lifetimes prints them", () => {
    expect(xtT("2015-02-07")).toEqual([
      [1, 5, 6],
      [0, 0, 37],
      [2, 4, 37],
    ]);
  });

  it("count two orders of one day once, however an order is split", () => {
    const db = lifetimesOrders();
    addOrder(db, 2, { date: "2015-01-01", amount: 7 });
    addOrder(db, 1, { date: "2015-02-06", amount: 7 });
    expect(xtT("2015-02-07", db)).toEqual(xtT("2015-02-07"));
  });

  it("do not see what comes after the day, nor customers whose first purchase does", () => {
    expect(xtT("2015-01-03")).toEqual([
      [0, 0, 2],
      [1, 1, 2],
    ]);
    expect(xtT("2014-12-31")).toEqual([]);
  });

  it("do not count an order refunded in full, and count a free one", () => {
    const db = lifetimesOrders();
    addOrder(db, 2, { date: "2015-01-11", amount: 9, refunded: 9 });
    expect(xtT("2015-02-07", db)[1]).toEqual([0, 0, 37]);
    addOrder(db, 2, { date: "2015-01-12", amount: 0 });
    expect(xtT("2015-02-07", db)[1]).toEqual([1, 11, 37]);
  });

  it("give the mean of the repeat purchases without the first, and the second day", () => {
    const [first, second, third] = buyersOf(lifetimesOrders(), "2015-02-07");
    expect([first?.repeatMean, second?.repeatMean, third?.repeatMean]).toEqual([2, 0, 3]);
    expect([first?.secondDay, second?.secondDay, third?.secondDay]).toEqual([
      dayNumber("2015-02-06"),
      null,
      dayNumber("2015-01-02"),
    ]);
  });
});

describe("the table of a model", () => {
  const a = { repeats: 1, recency: 5, age: 6 };
  const b = { repeats: 0, recency: 0, age: 37 };

  it("holds equal customers once with their number, in an order of its own", () => {
    const table = purchaseTable([a, b, a]);
    expect([...table.repeats]).toEqual([0, 1]);
    expect([...table.recency]).toEqual([0, 5]);
    expect([...table.age]).toEqual([37, 6]);
    expect([...table.weight]).toEqual([1, 2]);
    expect(table).toMatchObject({ customers: 3, totalRepeats: 2, totalAge: 49, maxRepeats: 1, maxAge: 37 });
    expect(purchaseTable([a, a, b])).toEqual(table);
  });

  it("gives every nth row with its weight as a sample", () => {
    const table = purchaseTable([b, a, a, { repeats: 2, recency: 5, age: 6 }]);
    const sample = everyNth(table, 3);
    expect([...sample.repeats]).toEqual([1]);
    expect(sample).toMatchObject({ size: 1, customers: 2, totalRepeats: 2, totalAge: 12 });
    expect(everyNth(table, 1)).toBe(table);
  });

  it("is empty without customers", () => {
    expect(purchaseTable([])).toMatchObject({ size: 0, customers: 0, totalRepeats: 0 });
  });
});
