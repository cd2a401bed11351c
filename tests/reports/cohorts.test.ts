import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CohortScope, cohortReport, longForm } from "../../src/reports/cohorts.ts";
import { dayNumber, dayText, periodAt } from "../../src/reports/periods.ts";
import type { Db } from "../../src/store/db.ts";
import { addOrder, berlin, cdnowDb, dbOf, freshDb, hasCdnow } from "./orders.ts";

const april: CohortScope = { ...berlin, asOf: "2026-04-15", by: "month", variant: "classic" };

/** Two of January, none of February, one of March; nobody of January bought in March. */
function threeCustomers(): Db {
  return dbOf(
    ["2026-01-05 100", "2026-02-03 50", "2026-04-01 10"],
    ["2026-01-20 200"],
    ["2026-03-01 30", "2026-03-09 20", "2026-04-10 5"],
  );
}

describe("cohorts", () => {
  it("keep zero, still running and not yet observed apart", () => {
    const { rows } = cohortReport(threeCustomers(), april);
    expect(rows).toEqual([
      {
        ...{ cohort: "2026-01", size: 2, counts: [2, 1, 0, 1], rates: [1, 0.5, 0, 0.5] },
        status: ["ok", "ok", "ok", "partial"],
      },
      {
        ...{ cohort: "2026-02", size: 0, counts: [0, 0, 0, null], rates: [null, null, null, null] },
        status: ["ok", "ok", "partial", "unobserved"],
      },
      {
        ...{ cohort: "2026-03", size: 1, counts: [1, 1, null, null], rates: [1, 1, null, null] },
        status: ["ok", "partial", "unobserved", "unobserved"],
      },
    ]);
  });

  it("average by size over complete cells, zeros included, null where no cell is complete", () => {
    const { average } = cohortReport(threeCustomers(), april);
    expect(average).toEqual([1, 0.5, 0, null]);
    // On the last day of the month it is complete: (1 + 0) of January and February, 1 of March; then 1 of 2.
    const complete = cohortReport(threeCustomers(), { ...april, asOf: "2026-04-30" });
    expect(complete.average).toEqual([1, 2 / 3, 0, 0.5]);
  });

  it("count in the unbounded variant who came in that period or later", () => {
    const { rows } = cohortReport(threeCustomers(), { ...april, variant: "unbounded" });
    expect(rows.map((row) => row.counts)).toEqual([
      [2, 1, 1, 1],
      [0, 0, 0, null],
      [1, 1, null, null],
    ]);
  });

  it("give revenue as a share of the first period's", () => {
    const { rows, average } = cohortReport(threeCustomers(), { ...april, variant: "revenue" });
    expect(rows[0]).toMatchObject({ counts: [2, 1, 0, 1], revenueMinor: [300, 50, 0, 10] });
    expect(rows[0]?.rates).toEqual([1, 50 / 300, 0, 10 / 300]);
    expect(rows[2]).toMatchObject({ revenueMinor: [50, 5, null, null] });
    expect(average).toEqual([1, 50 / 300, 0, null]);
  });

  it("have no rows without purchases, and one row and cell for one customer of this month", () => {
    expect(cohortReport(freshDb(), april)).toMatchObject({ n: 0, rows: [], average: [], periods: [] });
    const one = cohortReport(dbOf(["2026-04-10 5"]), april);
    expect(one.rows).toMatchObject([{ cohort: "2026-04", size: 1, counts: [1], status: ["partial"] }]);
    expect(one.average).toEqual([null]);
  });

  it("show those of from and to alone", () => {
    const report = cohortReport(threeCustomers(), { ...april, from: "2026-02-10", to: "2026-03-10" });
    expect(report.rows.map((row) => row.cohort)).toEqual(["2026-03"]);
    expect([report.n, report.total.size]).toEqual([1, 1]);
  });

  it("name a week over the turn of the year by its ISO year", () => {
    const db = dbOf(["2021-01-02 1", "2021-01-04 1"]);
    const report = cohortReport(db, { ...april, asOf: "2021-01-10", by: "week" });
    expect(report.periods).toEqual(["2020-W53", "2021-W01"]);
    expect(report.rows[0]?.counts).toEqual([1, 1]);
  });

  it("begin with the first order that counts", () => {
    const db = dbOf(["2026-03-02 5"]);
    addOrder(db, 1, { date: "2026-01-02", amount: 9, refunded: 9 });
    addOrder(db, 1, { date: "2026-02-02", amount: 9, currency: "USD" });
    expect(cohortReport(db, april).rows.map((row) => row.cohort)).toEqual(["2026-03"]);
  });

  it("have a long form of a row a cell, with the period that it stands for", () => {
    const cells = longForm(cohortReport(threeCustomers(), april));
    expect(cells.length).toBe(12);
    expect(cells[3]).toEqual({
      ...{ cohort: "2026-01", size: 2, k: 3, period: "2026-04", active: 1, rate: 0.5, status: "partial" },
    });
    expect(cells[10]).toMatchObject({ k: 2, period: "2026-05", active: null, status: "unobserved" });
  });

  it("count each customer once a period, whatever was bought", () => {
    const first = dayNumber("2025-11-20");
    const days = fc.array(fc.integer({ min: first, max: first + 100 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.array(days, { minLength: 1, maxLength: 8 }), (customers) => {
        const db = dbOf(...customers.map((bought) => bought.map((day) => dayText(day) + " 10")));
        const { rows, total } = cohortReport(db, { ...april, asOf: "2026-12-31" });
        db.close();
        const active = customers.map((bought) => new Set(bought.map((day) => periodAt("month", day))).size);
        const sum = (counts: readonly (number | null)[]) =>
          counts.reduce<number>((all, one) => all + (one ?? 0), 0);
        expect(sum(rows.map((row) => sum(row.counts)))).toBe(sum(active));
        expect(total.size).toBe(customers.length);
      }),
      { numRuns: 40 },
    );
  });
});

describe("cohorts of the CDNOW sample", () => {
  it.skipIf(!hasCdnow)("come out as published, by month up to June 1998", () => {
    const scope = { ...april, currency: "USD", asOf: "1998-06-30" };
    const report = cohortReport(cdnowDb(), scope);
    const lines = report.rows.map((row) => row.counts.filter((count) => count !== null).join(" "));
    expect(report.rows.map((row) => row.cohort)).toEqual(["1997-01", "1997-02", "1997-03"]);
    expect(lines).toEqual([
      "781 124 95 70 65 77 65 53 52 45 62 59 45 47 63 37 37 33",
      "857 134 110 75 77 75 61 61 74 70 59 57 59 70 56 59 60",
      "719 87 84 78 63 64 55 57 73 65 47 51 78 32 38 45",
    ]);
    expect(report.average[1]).toBeCloseTo((124 + 134 + 87) / 2357, 12);
    expect(report.average[17]).toBeCloseTo(33 / 781, 12);
  });
});
