import { describe, expect, it } from "vitest";
import { clvFormula } from "../../src/reports/clv/formula.ts";
import { type ClvReport, type ClvScope, clvReport } from "../../src/reports/clv.ts";
import type { Db } from "../../src/store/db.ts";
import { addFirm, addOrder, berlin, dbOf, freshDb, hasCdnow } from "./orders.ts";
import { sharedCdnow, shoppersDb } from "./shoppers.ts";

const scope: ClvScope = { ...berlin, asOf: "2025-12-31", model: "mbg-nbd", unit: "weeks", discount: 0.1 };
type Of<L extends ClvReport["level"]> = Extract<ClvReport, { level: L }>;

function asked<L extends ClvReport["level"]>(db: Db, level: L, more: Partial<ClvScope> = {}): Of<L> {
  const report = clvReport(db, { ...scope, ...more, level });
  if (report.level !== level) throw new Error("asked for " + level + ", not " + report.level);
  return report as Of<L>;
}

describe("the formula of lifetime value", () => {
  it.each([
    [0.8, 0.12, "2.50"],
    [0.9, 0.1, "4.50"],
    [0.6, 0.16, "1.07"],
  ])("with a retention of %d and a discount of %d is worth %s margins", (retention, discount, margins) => {
    expect(clvFormula(1, retention, discount)?.toFixed(2)).toBe(margins);
  });

  it("has no value where those who stay outgrow the discount", () => {
    expect(clvFormula(1, 1, 0)).toBeNull();
    expect(clvFormula(1, 1, 0.1)).toBeCloseTo(10, 10);
  });

  it("takes retention and margin from the last two years of 365 days", () => {
    // The last year begins on 1 January 2025. Of 1 and 2, who bought in 2024, 1 stays; 3 is new; 4 left before.
    const db = dbOf(
      ["2024-06-01 900", "2025-03-01 100", "2025-03-02 200"],
      ["2024-12-31 500"],
      ["2025-01-01 80"],
      ["2023-01-01 50"],
    );
    const { rows, retention, retained, total } = asked(db, "formula", { margin: 0.5 });
    expect([retention, retained?.customers, retained?.of]).toEqual([0.5, 1, 2]);
    // 0.5 / (1.1 - 0.5) = 0.8333 of 150 and of 40.
    expect(rows.map((row) => [row.id, row.purchases, row.yearMinor, row.clvMinor])).toEqual([
      [1, 2, 150, 125],
      [3, 1, 40, 33],
    ]);
    expect(total).toEqual({ customers: 2, yearMinor: 190, clvMinor: 158 });
  });

  it("asks for a retention where nobody bought a year ago, and takes one that is given", () => {
    const db = dbOf(["2025-06-01 100"]);
    expect(() => asked(db, "formula")).toThrow("nobody bought in the year before the last one");
    expect(asked(db, "formula", { retention: 0.8 }).definition).toContain("r = retention a year as given");
    expect(() => asked(db, "formula", { retention: 1, discount: 0 })).toThrow("no end of value");
    expect(asked(db, "formula", { retention: 0.8 }).rows[0]).toMatchObject({
      clvMinor: Math.round(80 / 0.3),
    });
  });
});

describe("the value so far", () => {
  it("is net revenue less known costs, in the order of value, a company that buys without a contact included", () => {
    const db = dbOf(["2025-01-01 300", "2025-02-01 100"], ["2025-01-01 900"]);
    addFirm(db, 1, { name: "Acme" });
    addOrder(db, null, { date: "2025-05-05", amount: 400, companyId: 1 });
    addOrder(db, 2, { date: "2025-03-01", amount: 500, refunded: 200 });
    db.run("UPDATE sales_order SET cost_minor = 750 WHERE amount_minor = 900");
    const { rows, total, refused } = asked(db, "historical");
    expect(
      rows.map((row) => [row.customer, row.purchases, row.revenueMinor, row.costMinor, row.clvMinor]),
    ).toEqual([
      ["Contact 2", 2, 1200, 750, 450],
      ["Contact 1", 2, 400, 0, 400],
      ["Acme", 1, 400, 0, 400],
    ]);
    expect(total).toEqual({ customers: 3, revenueMinor: 2000, costMinor: 750, clvMinor: 1250 });
    expect(refused).toBeNull();
  });

  it("is revenue times the margin where one is given", () => {
    const db = dbOf(["2025-01-01 300"]);
    db.run("UPDATE sales_order SET cost_minor = 10");
    expect(asked(db, "historical", { margin: 0.2 }).rows[0]?.clvMinor).toBe(60);
  });

  it("stands in, with the reason, where the level is open and customers are few; the model itself is refused", () => {
    const few = shoppersDb(199);
    expect(clvReport(few, scope)).toMatchObject({
      level: "historical",
      refused: expect.stringContaining("200 customers"),
    });
    expect(() => asked(few, "model")).toThrow(
      /200 customers and 100 repeat purchase days, here are 199 and \d+$/,
    );
    expect(clvReport(shoppersDb(200), scope)).toMatchObject({ level: "model", refused: null });
    expect(clvReport(freshDb(), scope)).toMatchObject({ level: "historical", n: 0, rows: [] });
  });
});

describe("the modelled value", () => {
  const db = shoppersDb(300);
  const whole = asked(db, "model");

  it("is P(alive) times expected purchases times mean purchase, the largest first, and adds up", () => {
    const { rows, total } = whole;
    expect(rows).toHaveLength(300);
    for (const row of rows) {
      expect(row.pAlive).toBeGreaterThanOrEqual(0);
      expect(row.pAlive).toBeLessThanOrEqual(1);
      expect(Math.abs(row.periodValueMinor! - row.expectedPurchases * row.meanSpendMinor!)).toBeLessThan(
        1 + row.expectedPurchases,
      );
      expect(row.clvMinor!).toBeLessThanOrEqual(row.periodValueMinor!);
    }
    expect(rows.map((row) => row.clvMinor)).toEqual(rows.map((row) => row.clvMinor).sort((a, b) => b! - a!));
    expect(total.clvMinor).toBe(rows.reduce((sum, row) => sum + row.clvMinor!, 0));
    expect([
      total.interval!.low < total.expectedPurchases,
      total.expectedPurchases < total.interval!.high,
    ]).toEqual([true, true]);
  });

  it("does not depend on the unit, which turns alpha, recency and age alone", () => {
    const days = asked(db, "model", { unit: "days" });
    expect(days.parameters.alpha).toBeCloseTo(whole.parameters.alpha * 7, 8);
    expect(days.intervals?.alpha.low).toBeCloseTo(whole.intervals!.alpha.low * 7, 8);
    expect(days.rows.map((row) => [row.id, row.clvMinor])).toEqual(
      whole.rows.map((row) => [row.id, row.clvMinor]),
    );
    expect(days.rows[0]?.age).toBeCloseTo(whole.rows[0]!.age * 7, 8);
  });

  it("is that of no discount and full margin cut down by both", () => {
    const plain = asked(db, "model", { discount: 0 });
    expect(plain.rows.map((row) => row.clvMinor)).toEqual(plain.rows.map((row) => row.periodValueMinor));
    const half = asked(db, "model", { discount: 0, margin: 0.5 });
    expect(Math.abs(half.total.clvMinor - plain.total.clvMinor / 2)).toBeLessThan(300);
  });

  it("is the same when the database is looked at later, as of the same day", () => {
    const earlier = asked(db, "model", { asOf: "2025-06-30" });
    const more = shoppersDb(300);
    addOrder(more, 5, { date: "2025-07-01", amount: 99_900 });
    expect(asked(more, "model", { asOf: "2025-06-30" })).toEqual(earlier);
    expect(earlier.logLikelihood).not.toBe(whole.logLikelihood);
  });

  it("is the same when an order is split into two of one day", () => {
    const split = shoppersDb(300);
    split.run("UPDATE sales_order SET amount_minor = amount_minor - 100 WHERE contact_id = 7");
    for (const { day } of split.all<{ day: string }>(
      "SELECT order_date AS day FROM sales_order WHERE contact_id = 7",
    ))
      addOrder(split, 7, { date: day, amount: 100 });
    expect(asked(split, "model")).toEqual(whole);
  });

  it("takes the customers with a first purchase in the days asked for", () => {
    const spring = asked(db, "model", { from: "2024-01-01", to: "2024-09-30" });
    expect(spring.n).toBeLessThan(300);
    const longest = Math.min(...spring.rows.map((row) => row.age));
    expect(longest).toBeGreaterThanOrEqual(457 / 7 - 1e-9);
  });
});

describe("the modelled value of a calibration period", () => {
  it("stands beside what came after it", () => {
    const db = shoppersDb(300);
    const { rows, total, horizonDays } = asked(db, "model", { calibrationEnd: "2025-06-30" });
    expect(horizonDays).toBe(184);
    expect(rows[0]).toMatchObject({ periodFirst: "2025-07-01", periodLast: "2025-12-31" });
    const later = db.all<{ n: number }>(
      "SELECT count(DISTINCT order_date) AS n FROM sales_order WHERE order_date > '2025-06-30' GROUP BY contact_id",
    );
    expect(total.actualPurchases).toBe(later.reduce((sum, { n }) => sum + n, 0));
    expect(Math.abs(total.expectedPurchases / total.actualPurchases! - 1)).toBeLessThan(0.2);
  });

  it("counts no further than the horizon, which ends with what is known", () => {
    const db = shoppersDb(300);
    const month = asked(db, "model", { calibrationEnd: "2025-06-30", horizonDays: 30 });
    const july = db.get<{ n: number }>(
      "SELECT count(*) AS n FROM sales_order WHERE order_date BETWEEN '2025-07-01' AND '2025-07-30'",
    );
    expect(month.total.actualPurchases).toBe(july?.n);
    const asks = (more: Partial<ClvScope>) => () => asked(db, "model", more);
    expect(asks({ calibrationEnd: "2025-06-30", horizonDays: 185 })).toThrow("--horizon reaches beyond");
    expect(asks({ calibrationEnd: "2026-06-30" })).toThrow("--calibration-end lies after");
  });

  it.skipIf(!hasCdnow)("of CDNOW forecasts 1653.41 (BG/NBD) and 1576.73 (MBG/NBD) of 1,882 purchases", () => {
    const cdnow = { currency: "USD", asOf: "1998-06-30", calibrationEnd: "1997-09-30" };
    const [bg, mbg] = (["bg-nbd", "mbg-nbd"] as const).map((model) =>
      asked(sharedCdnow(), "model", { ...cdnow, model }),
    );
    expect([bg!.total.actualPurchases, bg!.horizonDays, bg!.n]).toEqual([1882, 273, 2357]);
    expect(Math.abs(bg!.total.expectedPurchases - 1653.41)).toBeLessThan(0.1);
    expect(Math.abs(mbg!.total.expectedPurchases - 1576.73)).toBeLessThan(0.1);
    expect(bg!.spend).toMatchObject({ n: 946, p: expect.closeTo(6.25, 2), v: expect.closeTo(15.44, 2) });
    const tenth = bg!.rows.filter((row) => row.id <= 10).sort((a, b) => a.id - b.id);
    const means = tenth.map((row) => Math.round(row.meanSpendMinor! / 100));
    expect(means).toEqual([25, 19, 35, 35, 35, 71, 19, 35, 27, 35]);
  });
});
