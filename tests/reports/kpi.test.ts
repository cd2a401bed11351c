import { describe, expect, it } from "vitest";
import { windowsOf } from "../../src/reports/kpi/windows.ts";
import { kpiReport } from "../../src/reports/kpi.ts";
import { dayText } from "../../src/reports/periods.ts";
import type { Db } from "../../src/store/db.ts";
import { addDeal } from "./deals.ts";
import { addOrder, addPerson, berlin, dbOf, freshDb } from "./orders.ts";

/** "value, previous, change" of a number. */
function figure(db: Db, kpi: string, asOf = "2026-03-15"): (number | null)[] {
  const row = kpiReport(db, { ...berlin, asOf, by: "month" }).rows.find((each) => each.kpi === kpi)!;
  return [row.value, row.previous, row.change];
}

function previousOf(unit: "month" | "week" | "year", asOf: string): string {
  const { all } = windowsOf(unit, asOf);
  const equal = all.at(-1)!;
  return dayText(equal.first) + " to " + dayText(equal.last);
}

describe("the window before", () => {
  it("has as many days as the present one so far, or all of it when that is complete", () => {
    expect(previousOf("month", "2026-03-15")).toBe("2026-02-01 to 2026-02-15");
    expect(previousOf("month", "2026-03-30")).toBe("2026-02-01 to 2026-02-28");
    expect(previousOf("month", "2026-02-28")).toBe("2026-01-01 to 2026-01-31");
    expect(previousOf("week", "2027-01-01")).toBe("2026-12-21 to 2026-12-25");
    expect(previousOf("year", "2024-02-29")).toBe("2023-01-01 to 2023-03-01");
  });
});

describe("the dashboard", () => {
  const shop = () =>
    dbOf(
      ["2026-01-10 100", "2026-02-10 200", "2026-03-10 300"],
      ["2026-02-12 400", "2026-02-20 50"],
      ["2026-03-01 1000"],
      ["2025-01-01 10", "2025-01-02 10", "2026-03-14 20"],
    );

  it("compares the month so far with the same days of the month before", () => {
    const db = shop();
    // 1 to 15 March: 300, 1000, 20; 1 to 15 February: 200, 400.
    expect(figure(db, "netRevenue")).toEqual([1320, 600, 1.2]);
    expect(figure(db, "orders")).toEqual([3, 2, 0.5]);
    expect(figure(db, "averageOrder")).toEqual([440, 300, 140 / 300]);
    expect(figure(db, "activeCustomers")).toEqual([3, 2, 0.5]);
    expect(figure(db, "newCustomers")).toEqual([1, 1, 0]);
  });

  it("recomputes shares of each window: who came back, who bought twice", () => {
    const db = shop();
    // In February 1 and 2 bought, in March so far 1 again; in January 1 alone, who came back by 15 February.
    expect(figure(db, "retention")).toEqual([0.5, 1, -0.5]);
    expect(figure(db, "attrition")).toEqual([0.5, 0, 0.5]);
    // Of four customers 1, 2 and 4 bought on two days; by 15 February 1 and 4 of three.
    expect(figure(db, "repeatRate")[0]).toBe(0.75);
    expect(figure(db, "repeatRate")[1]).toBeCloseTo(2 / 3, 12);
    // 2,090 of four, 720 of three; in whole minor units.
    expect(figure(db, "valuePerCustomer").slice(0, 2)).toEqual([523, 240]);
  });

  it("has a course of twelve periods that ends in what the present one has so far", () => {
    const report = kpiReport(shop(), { ...berlin, asOf: "2026-03-15", by: "month" });
    const trend = report.rows.find(({ kpi }) => kpi === "netRevenue")?.trend;
    expect(trend).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 100, 650, 1320]);
    expect([report.period, report.isPartial, report.periods[0]]).toEqual(["2026-03", true, "2025-04"]);
  });

  it("gives money in whole minor units, in the course too, and its change from the exact ones", () => {
    // 1 to 15 March: 300 and 1,001 of two; 1 to 15 February: 200, 400 and 101 of three.
    const db = dbOf(
      ["2026-02-10 200", "2026-03-10 300"],
      ["2026-02-12 400"],
      ["2026-02-13 101", "2026-03-01 1001"],
    );
    const { rows } = kpiReport(db, { ...berlin, asOf: "2026-03-15", by: "month" });
    const { value, previous, change, trend } = rows.find(({ kpi }) => kpi === "averageOrder")!;
    expect([value, previous, trend.slice(-2)]).toEqual([651, 234, [234, 651]]);
    expect(change).toBeCloseTo((650.5 - 701 / 3) / (701 / 3), 12);
    // Of three customers 1 and 3 bought on two days.
    const repeat = rows.find(({ kpi }) => kpi === "repeatRate")!;
    expect([repeat.value, repeat.trend.at(-1)]).toEqual([2 / 3, 0.6667]);
  });

  it("has a retention in the first period of the course, too", () => {
    // The course begins in April 2025; of the two of March one came again. In February nobody bought.
    const db = dbOf(
      ["2025-03-31 10", "2025-04-01 10"],
      ["2025-03-01 10"],
      ["2025-02-28 10", "2025-04-02 10"],
    );
    const { rows } = kpiReport(db, { ...berlin, asOf: "2026-03-15", by: "month" });
    expect(rows.find(({ kpi }) => kpi === "retention")?.trend[0]).toBe(0.5);
  });

  it("takes refunds and credits off the revenue, and counts no order refunded in full", () => {
    const db = dbOf(["2026-03-01 1000"]);
    addOrder(db, 1, { date: "2026-03-02", amount: 500, refunded: 500 });
    addOrder(db, 1, { date: "2026-03-03", amount: 300, refunded: 100 });
    addOrder(db, 1, { date: "2026-03-04", amount: -50 });
    addOrder(db, 1, { date: "2026-03-05", amount: 9, currency: "USD" });
    expect([figure(db, "orders")[0], figure(db, "grossRevenue")[0], figure(db, "netRevenue")[0]]).toEqual([
      2, 1750, 1150,
    ]);
    const refunded = freshDb();
    addPerson(refunded, 1);
    addOrder(refunded, 1, { date: "2026-03-02", amount: 500, refunded: 500 });
    expect([figure(refunded, "newCustomers")[0], figure(refunded, "repeatRate")[0]]).toEqual([0, null]);
  });

  it("takes a credit off the purchase before it, as the other reports do", () => {
    const db = dbOf(["2024-12-20 700", "2026-02-10 1000", "2026-03-05 100"]);
    addOrder(db, 1, { date: "2026-03-02", amount: -300 });
    addOrder(db, 1, { date: "2025-01-03", amount: -200 });
    addPerson(db, 2);
    // Who has credits alone is no customer; a first purchase bears what was credited before it.
    addOrder(db, 2, { date: "2026-03-03", amount: -50 });
    addPerson(db, 3);
    addOrder(db, 3, { date: "2025-02-01", amount: -5 });
    addOrder(db, 3, { date: "2026-03-04", amount: 25 });
    // March: 100 and 25 - 5; 1 to 15 February: 1000 - 300. Before the course: 700 - 200.
    expect(figure(db, "netRevenue")).toEqual([120, 700, -580 / 700]);
    expect(figure(db, "grossRevenue").slice(0, 2)).toEqual([120, 700]);
    expect(figure(db, "valuePerCustomer").slice(0, 2)).toEqual([1320 / 2, 1200]);
  });

  it("looks at deals by their history", () => {
    const db = freshDb();
    addDeal(db, ["lead 2026-01-01", "proposal 2026-03-01"], { amount: 1000 });
    addDeal(db, ["lead 2026-02-01", "won 2026-03-03"], { amount: 600 });
    addDeal(db, ["lead 2026-02-01", "lost 2026-03-03"], { amount: 400 });
    expect(figure(db, "openPipeline")).toEqual([1000, 2000, -0.5]);
    // Half of 1,000 now; a tenth of 2,000 in the middle of February.
    expect(figure(db, "weightedPipeline").slice(0, 2)).toEqual([500, 200]);
    expect(figure(db, "winRate")).toEqual([0.5, null, null]);
    expect(figure(db, "salesCycle")[0]).toBe(30);
    // 1 open x 600 x 1/2 / 30 days.
    expect(figure(db, "velocity")[0]).toBe(10);
  });

  it("has nothing to say of nothing", () => {
    const { rows, n } = kpiReport(freshDb(), { ...berlin, asOf: "2026-03-15", by: "month" });
    expect(n).toBe(0);
    for (const row of rows) expect([row.kpi, row.value === 0 || row.value === null]).toEqual([row.kpi, true]);
  });

  it("is what it was: later orders change nothing", () => {
    const db = shop();
    const before = kpiReport(db, { ...berlin, asOf: "2026-02-15", by: "month" });
    addOrder(db, 1, { date: "2026-02-16", amount: 5000 });
    expect(kpiReport(db, { ...berlin, asOf: "2026-02-15", by: "month" })).toEqual(before);
  });
});
