import { describe, expect, it } from "vitest";
import { type ChurnScope, churnReport } from "../../src/reports/churn.ts";
import { berlin, dbOf, freshDb, hasCdnow } from "./orders.ts";
import { sharedCdnow, shoppersDb } from "./shoppers.ts";

const scope: ChurnScope = { ...berlin, asOf: "2025-12-31", model: "mbg-nbd", unit: "weeks" };

describe("churn risk by the plain rule", () => {
  it("compares the days since the last purchase with the own median gap, from three purchase days on", () => {
    const db = dbOf(
      ["2025-10-01 100", "2025-10-11 200", "2025-10-31 600"],
      ["2025-12-01 100", "2025-12-11 100", "2025-12-21 100"],
      ["2025-01-01 900", "2025-02-01 900"],
    );
    const { rows, method, refused, total } = churnReport(db, scope);
    expect([method, refused]).toEqual(["rule", expect.stringContaining("here are 3 and 5")]);
    // Gaps 10 and 20, silent 61 days: 61/15 of the median. The year up to the last purchase: 100 + 200 + 600.
    expect(
      rows.map((row) => [row.id, row.medianGapDays, row.daysSince, row.yearMinor, row.atRiskMinor]),
    ).toEqual([
      [1, 15, 61, 900, 900],
      [2, 10, 10, 300, 0],
      [3, 31, 333, null, null],
    ]);
    expect(rows.map((row) => [row.gaps, row.pAlive])).toEqual([
      [61 / 15, null],
      [1, null],
      [null, null],
    ]);
    expect(total).toEqual({ customers: 3, alive: 1, interval: null, yearMinor: 1200, atRiskMinor: 900 });
  });

  it("counts of the purchases those of 365 days that end with the last one", () => {
    const db = dbOf(["2024-06-30 1000", "2024-07-01 100", "2025-01-01 30", "2025-06-30 7"]);
    // 1 July 2024 to 30 June 2025 are 365 days; gaps 1, 184 and 180, silent 184 days: just above one.
    expect(churnReport(db, scope).rows).toMatchObject([{ yearMinor: 137, atRiskMinor: 0 }]);
  });

  it("says nothing of nobody", () => {
    expect(churnReport(freshDb(), scope)).toMatchObject({
      n: 0,
      rows: [],
      method: "rule",
      total: { alive: 0 },
    });
  });
});

describe("churn risk by the model", () => {
  const report = churnReport(shoppersDb(250), scope);

  it("puts those with most at risk first: what a year is worth times 1 - P(alive)", () => {
    expect(report).toMatchObject({ method: "model", model: "mbg-nbd", refused: null, n: 250 });
    for (const row of report.rows) {
      expect(Math.abs(row.atRiskMinor! - (1 - row.pAlive!) * row.yearMinor!)).toBeLessThanOrEqual(1);
      expect([row.pAlive! >= 0, row.pAlive! <= 1]).toEqual([true, true]);
    }
    const risks = report.rows.map((row) => row.atRiskMinor!);
    expect(risks).toEqual([...risks].sort((a, b) => b - a));
  });

  it("adds P(alive) up to the customers still there, with an interval around", () => {
    const { alive, interval } = report.total;
    expect(alive).toBeCloseTo(
      report.rows.reduce((sum, row) => sum + row.pAlive!, 0),
      8,
    );
    expect([interval!.low < alive, alive < interval!.high]).toEqual([true, true]);
  });

  it("believes less in each customer the longer it is silent", () => {
    const later = churnReport(shoppersDb(250), { ...scope, asOf: "2026-03-31" });
    const before = new Map(report.rows.map((row) => [row.id, row.pAlive!]));
    const fell = later.rows.filter((row) => row.pAlive! < before.get(row.id)!).length;
    expect(fell).toBe(250);
  });

  it("takes BG/NBD when asked, which calls every one-time buyer alive", () => {
    const bg = churnReport(shoppersDb(250), { ...scope, model: "bg-nbd" });
    const once = bg.rows.filter((row) => row.purchases === 1);
    expect(once.length).toBeGreaterThan(10);
    expect(once.every((row) => row.pAlive === 1 && row.atRiskMinor === 0)).toBe(true);
    expect(report.rows.filter((row) => row.purchases === 1).every((row) => row.pAlive! < 1)).toBe(true);
  });

  it.skipIf(!hasCdnow)(
    "finds 44.9 % of the CDNOW customers alive on the day of the published comparison",
    () => {
      const { total, n } = churnReport(sharedCdnow(), { ...scope, currency: "USD", asOf: "1997-09-30" });
      expect((total.alive / n).toFixed(3)).toBe("0.449");
    },
  );
});
