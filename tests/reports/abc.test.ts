import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { classesOf, computedClasses, computedLimits } from "../../src/reports/abc/classes.ts";
import { type AbcScope, abcCustomers, abcReport } from "../../src/reports/abc.ts";
import type { Db } from "../../src/store/db.ts";
import { addFirm, addOrder, addPerson, berlin, cdnowDb, dbOf, freshDb, hasCdnow } from "./orders.ts";

const scope: AbcScope = {
  ...berlin,
  asOf: "2026-12-31",
  measure: "revenue",
  limits: { a: 80, b: 95 },
  ties: "same",
};

const standard = { a: 80, b: 95 };

/** "rank. id value class" for each customer. */
function shown(db: Db, asked: AbcScope = scope): string[] {
  return abcCustomers(db, asked).rows.map(
    (row) => row.rank + ". " + row.id + " " + row.valueMinor + " " + row.class,
  );
}

describe("abc classes", () => {
  it("look at the share before an item, so that the one that crosses a limit is in the better class", () => {
    // Before each: 0, 70, 85, 95, 99 percent.
    expect(classesOf([70, 15, 10, 4, 1], standard).join("")).toBe("AABCC");
    expect(classesOf([97, 2, 1], standard).join("")).toBe("ACC");
    expect(classesOf([5], standard)).toEqual(["A"]);
  });

  it("take a share of exactly the limit as reached", () => {
    expect(classesOf([80, 15, 5], standard).join("")).toBe("ABC");
    expect(classesOf([29, 28, 43], { a: 57, b: 60 }).join("")).toBe("AAB");
  });

  it("are one for equal values, and none for zero and below", () => {
    expect(classesOf([50, 30, 10, 10, 0, -40], standard)).toEqual(["A", "A", "B", "B", "none", "none"]);
    expect(classesOf([10, 10, 10], standard).join("")).toBe("AAA");
    expect(classesOf([50, 30, 10, 10], { a: 80, b: 85 }, "split").join("")).toBe("AABC");
    expect(classesOf([], standard)).toEqual([]);
    expect(classesOf([0, -1], standard)).toEqual(["none", "none"]);
  });

  it("are computed from the bends of the curve", () => {
    // 101 in 11 items, mean 9.2. Distance to (0, 1): after three items .209, four .180, five .232. Four are not below the
    // mean. Distance to (4/11, 1): after four items .048, five .033, six .045.
    const values = [25, 22, 17, 15, 6, 5, 3, 3, 2, 2, 1];
    expect(computedClasses(values).join("")).toBe("AAAABCCCCCC");
    expect(computedLimits(values)).toEqual({
      pareto: { effort: 4 / 11, yield: 79 / 101 },
      breakEven: { effort: 4 / 11, yield: 79 / 101 },
      submarginal: { effort: 5 / 11, yield: 85 / 101 },
    });
  });

  it("are computed for one item, for equal ones and for none", () => {
    expect(computedClasses([7])).toEqual(["A"]);
    expect(computedClasses([3, 3, 3, 0]).join("")).toBe("AAAnone");
    expect([computedClasses([]), computedLimits([]), computedLimits([0, -2])]).toEqual([[], null, null]);
  });

  it("never get worse with more value, and are equal for equal values", () => {
    const values = fc.array(fc.integer({ min: -5, max: 60 }), { maxLength: 40 });
    fc.assert(
      fc.property(values, fc.boolean(), (unsorted, isComputed) => {
        const sorted = [...unsorted].sort((a, b) => b - a);
        const classes = isComputed ? computedClasses(sorted) : classesOf(sorted, standard);
        expect(classes.join(" ")).toMatch(/^(A ?)*(B ?)*(C ?)*(none ?)*$/);
        for (const [i, value] of sorted.entries())
          if (value === sorted[i - 1]) expect(classes[i]).toBe(classes[i - 1]);
        if ((sorted[0] ?? 0) > 0) expect(classes[0]).toBe("A");
      }),
    );
  });
});

describe("the abc report", () => {
  it("sorts by value, then by id, with shares of what is above zero", () => {
    const db = dbOf(["2026-01-01 100"], ["2026-01-01 300"], ["2026-01-01 100"], ["2026-01-01 0"]);
    expect(shown(db)).toEqual(["1. 2 300 A", "2. 1 100 A", "3. 3 100 A", "4. 4 0 none"]);
    const { rows, total } = abcCustomers(db, scope);
    expect(rows.map((row) => [row.share, row.cumulativeShare])).toEqual([
      [0.6, 0.6],
      [0.2, 0.8],
      [0.2, 1],
      [null, null],
    ]);
    // A fifth of three customers above zero, rounded, is one.
    expect(total).toEqual({ customers: 4, valueMinor: 500, currency: "EUR", topFifthShare: 0.6 });
  });

  it("adds up the classes, those of nobody too", () => {
    const db = dbOf(
      ["2026-01-01 900"],
      ["2026-01-01 60"],
      ["2026-01-01 40"],
      ["2026-01-01 100", "2026-01-02 -300"],
    );
    expect(abcReport(db, scope).rows).toEqual([
      {
        class: "A",
        customers: 1,
        share: 0.25,
        valueMinor: 900,
        valueShare: 0.9,
        fromMinor: 900,
        currency: "EUR",
      },
      {
        class: "B",
        customers: 1,
        share: 0.25,
        valueMinor: 60,
        valueShare: 0.06,
        fromMinor: 60,
        currency: "EUR",
      },
      {
        class: "C",
        customers: 1,
        share: 0.25,
        valueMinor: 40,
        valueShare: 0.04,
        fromMinor: 40,
        currency: "EUR",
      },
      {
        class: "none",
        customers: 1,
        share: 0.25,
        valueMinor: -200,
        valueShare: null,
        fromMinor: -200,
        currency: "EUR",
      },
    ]);
  });

  it("is empty without purchases, and has no shares where all is zero", () => {
    const none = abcReport(freshDb(), scope);
    expect(none).toMatchObject({ n: 0, total: { valueMinor: 0, topFifthShare: null }, moves: [] });
    expect(none.rows.map((row) => [row.class, row.customers, row.share])).toEqual([
      ...[
        ["A", 0, null],
        ["B", 0, null],
        ["C", 0, null],
        ["none", 0, null],
      ],
    ]);
    expect(shown(dbOf(["2026-01-01 0"]))).toEqual(["1. 1 0 none"]);
  });

  it("leaves out refunded orders and other currencies, and counts companies", () => {
    const db = dbOf(["2026-01-01 500"], []);
    addOrder(db, 1, { date: "2026-01-02", amount: 300, refunded: 100 });
    addOrder(db, 2, { date: "2026-01-02", amount: 300, refunded: 300 });
    addOrder(db, 2, { date: "2026-01-02", amount: 9000, currency: "USD" });
    addFirm(db, 1, { name: "Acme" });
    addOrder(db, null, { date: "2026-01-03", amount: 800, companyId: 1 });
    const { rows, leftOut } = abcCustomers(db, scope);
    expect(rows.map((row) => row.noun + " " + row.customer + " " + row.valueMinor)).toEqual([
      "company Acme 800",
      "contact Contact 1 700",
    ]);
    expect(leftOut).toMatchObject({ refundedInFull: 1, otherCurrencies: { USD: 1 } });
    expect(shown(db, { ...scope, currency: "USD" })).toEqual(["1. 2 9000 A"]);
  });

  it("sees purchases from and to a day", () => {
    const db = dbOf(["2026-01-01 500", "2026-03-01 10"], ["2026-02-01 70"], ["2026-04-01 900"]);
    const window = { ...scope, from: "2026-01-15", to: "2026-03-31" };
    expect(shown(db, window)).toEqual(["1. 2 70 A", "2. 1 10 B"]);
    expect(shown(db, { ...window, measure: "profit" })).toEqual([]);
  });

  it("goes by profit on the orders with a known cost, and counts the others", () => {
    const db = freshDb();
    for (const [id, amount, cost] of [
      [1, 1000, 990],
      [2, 500, 100],
      [3, 400, null],
      [4, 100, 160],
    ] as const) {
      addPerson(db, id);
      addOrder(db, id, { date: "2026-01-01", amount });
      db.run("UPDATE sales_order SET cost_minor = ? WHERE contact_id = ?", [cost, id]);
    }
    addOrder(db, 2, { date: "2026-01-05", amount: -150 });
    expect(shown(db, { ...scope, measure: "profit" })).toEqual(["1. 2 250 A", "2. 1 10 C", "3. 4 -60 none"]);
    expect(abcReport(db, { ...scope, measure: "profit" })).toMatchObject({ n: 3, ordersWithoutCost: 1 });
    expect(abcReport(db, scope).ordersWithoutCost).toBe(0);
  });

  it("tells the moves since a day, each class as the report of that day has it", () => {
    const db = dbOf(
      ["2026-01-01 900", "2026-06-01 50"],
      ["2026-01-01 60", "2026-06-01 5000"],
      ["2026-01-01 40"],
      ["2026-06-01 900"],
    );
    const moved = { ...scope, since: "2026-03-31" };
    // Now 5060 950 900 40 of 6950: before each 0, 72.8, 86.5 and 99.4 percent.
    expect(abcCustomers(db, moved).rows.map((row) => [row.id, row.before, row.class])).toEqual([
      ...[
        [2, "B", "A"],
        [1, "A", "A"],
        [4, "new", "B"],
        [3, "C", "C"],
      ],
    ]);
    const { moves } = abcReport(db, moved);
    expect(moves.filter((move) => move.customers > 0)).toEqual([
      { from: "A", to: "A", customers: 1, valueMinor: 950 },
      { from: "B", to: "A", customers: 1, valueMinor: 5060 },
      { from: "C", to: "C", customers: 1, valueMinor: 40 },
      { from: "new", to: "B", customers: 1, valueMinor: 900 },
    ]);
    expect(moves).toHaveLength(20);
  });
});

describe("the class before", () => {
  const order = fc.record({
    customer: fc.integer({ min: 1, max: 5 }),
    month: fc.integer({ min: 1, max: 6 }),
    amount: fc.integer({ min: -50, max: 300 }),
    refund: fc.constantFrom(0, 0.5, 1),
  });

  it("is that of the report of the day, whatever was bought, refunded and credited", () => {
    fc.assert(
      fc.property(fc.array(order, { maxLength: 25 }), (orders) => {
        const db = dbOf([], [], [], []);
        addFirm(db, 5, { name: "Acme" });
        for (const { customer, month, amount, refund } of orders) {
          const refunded = Math.max(0, Math.floor(amount * refund));
          const bought = { date: "2026-0" + month + "-01", amount, refunded };
          if (customer === 5) addOrder(db, null, { ...bought, companyId: 5 });
          else addOrder(db, customer, bought);
        }
        const thatDay = abcCustomers(db, { ...scope, asOf: "2026-03-31" }).rows;
        const known = new Map(thatDay.map((row) => [row.id, row.class]));
        const { rows } = abcCustomers(db, { ...scope, since: "2026-03-31" });
        expect(rows.map((row) => row.before)).toEqual(rows.map((row) => known.get(row.id) ?? "new"));
        expect(shown(db, { ...scope, since: "2026-03-31" })).toEqual(shown(db));
        db.close();
      }),
      { numRuns: 40 },
    );
  });
});

describe("abc of the CDNOW sample", () => {
  const cdnow = { ...scope, currency: "USD", asOf: "1998-06-30" };
  const classes = (ties: AbcScope["ties"]) =>
    abcReport(cdnowDb(), { ...cdnow, ties }).rows.map((row) => [row.class, row.customers, row.valueMinor]);

  it.skipIf(!hasCdnow)("has the known total and share of the best fifth", () => {
    const { total, n } = abcReport(cdnowDb(), cdnow);
    expect([n, total.valueMinor]).toEqual([2357, 24_409_194]);
    expect(total.topFifthShare).toBeCloseTo(0.6735, 4);
  });

  it.skipIf(!hasCdnow)("has the known classes when the limit splits equal values", () => {
    expect(classes("split")).toEqual([
      ["A", 777, 19_530_259],
      ["B", 801, 3_660_027],
      ["C", 771, 1_218_908],
      ["none", 8, 0],
    ]);
  });

  it.skipIf(!hasCdnow)("keeps the eight customers of 26.73 at the second limit together otherwise", () => {
    // Five of them begin below 95 %, three above.
    expect(classes("same")).toEqual([
      ["A", 777, 19_530_259],
      ["B", 804, 3_660_027 + 3 * 2673],
      ["C", 768, 1_218_908 - 3 * 2673],
      ["none", 8, 0],
    ]);
  });
});
