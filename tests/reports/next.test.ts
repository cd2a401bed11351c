import { describe, expect, it } from "vitest";
import { nextReport } from "../../src/reports/next.ts";
import type { ReportScope } from "../../src/reports/scope.ts";
import type { Db } from "../../src/store/db.ts";
import { addFirm, addOrder, berlin, dbOf, freshDb } from "./orders.ts";

const scope: ReportScope = { ...berlin, asOf: "2026-03-31" };

/** "id: last +gap -> expected (late) status" */
function shown(db: Db, asked: ReportScope = scope): string[] {
  return nextReport(db, asked).rows.map(
    (row) =>
      `${row.id}: ${row.lastDate} +${row.medianGapDays} -> ${row.expectedDate} (${row.lateDays}) ${row.status}`,
  );
}

describe("the next purchase", () => {
  it("is expected after the median of the customer's own gaps", () => {
    // Gaps of 10, 10 and 80 days: the median is 10, the mean would be 33.
    const db = dbOf(["2025-12-11 1", "2025-12-21 1", "2025-12-31 1", "2026-03-21 1"]);
    expect(shown(db)).toEqual(["1: 2026-03-21 +10 -> 2026-03-31 (0) expected"]);
    expect(shown(db, { ...scope, asOf: "2026-04-02" })).toEqual(["1: 2026-03-21 +10 -> 2026-03-31 (2) late"]);
  });

  it("rounds half a day up", () => {
    const db = dbOf(["2026-03-01 1", "2026-03-03 1", "2026-03-08 1"]);
    expect(shown(db, { ...scope, asOf: "2026-03-10" })).toEqual([
      "1: 2026-03-08 +3.5 -> 2026-03-12 (-2) expected",
    ]);
  });

  it("counts days by the calendar over the change to summer time", () => {
    const db = dbOf(["2026-03-14 1", "2026-03-21 1", "2026-03-28 1"]);
    expect(shown(db)).toEqual(["1: 2026-03-28 +7 -> 2026-04-04 (-4) expected"]);
  });

  it("puts the late first, then the expected, then those silent for more than three gaps", () => {
    const every = (...days: readonly string[]) => days.map((day) => day + " 500");
    const db = dbOf(
      every("2025-01-01", "2025-01-11", "2025-01-21"),
      every("2026-03-10", "2026-03-20", "2026-03-30"),
      every("2026-03-01", "2026-03-11", "2026-03-21"),
      every("2026-02-18", "2026-02-24", "2026-03-02"),
      every("2026-02-09", "2026-02-19", "2026-03-01"),
    );
    // 4 is silent for 29 days, 4.8 gaps; 5 for 30 days, three gaps and no more.
    expect(nextReport(db, scope).rows.map((row) => [row.id, row.status, row.lateDays])).toEqual([
      [5, "late", 20],
      [3, "expected", 0],
      [2, "expected", -9],
      [1, "quiet", 424],
      [4, "quiet", 23],
    ]);
    expect(nextReport(db, scope).total).toEqual({ customers: 5, late: 1, expected: 2, quiet: 2 });
  });

  it("needs three purchase days: refunds, other currencies and a second order of a day are none", () => {
    const db = dbOf(["2026-01-01 100", "2026-02-01 100"], ["2026-01-05 1"]);
    addOrder(db, 1, { date: "2026-02-01", amount: 100 });
    addOrder(db, 1, { date: "2026-03-01", amount: 100, refunded: 100 });
    addOrder(db, 1, { date: "2026-03-02", amount: 100, currency: "USD" });
    addOrder(db, 1, { date: "2026-03-03", amount: -40 });
    expect(nextReport(db, scope)).toMatchObject({ n: 0, rows: [], tooFew: 2, total: { customers: 0 } });
    addOrder(db, 1, { date: "2026-03-04", amount: 0 });
    expect(nextReport(db, scope).rows).toMatchObject([
      // 100, then 200 less the credit of 40, then a free order: 260 on three days.
      { purchases: 3, averageMinor: 87, medianGapDays: 31, expectedDate: "2026-04-04" },
    ]);
  });

  it("shows the expected days from and to a day, and companies by name", () => {
    const db = dbOf(["2026-03-01 1", "2026-03-11 1", "2026-03-21 1"]);
    addFirm(db, 1, { name: "Acme" });
    for (const date of ["2026-03-08", "2026-03-18", "2026-03-28"])
      addOrder(db, null, { date, amount: 100, companyId: 1 });
    const { rows, n } = nextReport(db, { ...scope, from: "2026-04-01", to: "2026-04-30" });
    expect([n, rows.map((row) => row.customer + " " + row.expectedDate)]).toEqual([2, ["Acme 2026-04-07"]]);
  });

  it("is expected of nobody in an empty database", () => {
    expect(nextReport(freshDb(), scope)).toMatchObject({ n: 0, rows: [], tooFew: 0 });
  });
});
