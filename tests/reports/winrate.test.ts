import { describe, expect, it } from "vitest";
import { type Deal, dealsThen } from "../../src/reports/deals.ts";
import { dayNumber } from "../../src/reports/periods.ts";
import { velocityOf, velocityReport } from "../../src/reports/velocity.ts";
import { type WinrateScope, winrateReport, wonWithin } from "../../src/reports/winrate.ts";
import type { Db } from "../../src/store/db.ts";
import { addDeal } from "./deals.ts";
import { berlin, freshDb } from "./orders.ts";

const scope: WinrateScope = { ...berlin, asOf: "2026-03-31", by: "month", basis: "closed" };

/** "period won/lost/open rate" */
function lines(db: Db, asked: Partial<WinrateScope> = {}): string[] {
  return winrateReport(db, { ...scope, ...asked }).rows.map(
    (row) => row.period + " " + row.won + "/" + row.lost + "/" + row.open + " " + row.winRate,
  );
}

function three(): Db {
  const db = freshDb();
  addDeal(db, ["lead 2026-01-01", "won 2026-01-31"], { amount: 300 });
  addDeal(db, ["lead 2026-01-01", "lost 2026-03-02"], { amount: 900 });
  addDeal(db, ["lead 2026-02-01"], { amount: 700 });
  return db;
}

describe("the win rate", () => {
  it("by closing is won of won and lost in the period, periods without deals included", () => {
    expect(lines(three())).toEqual(["2026-01 1/0/0 1", "2026-02 0/0/0 null", "2026-03 0/1/0 0"]);
    expect(winrateReport(three(), scope).total).toMatchObject({
      ...{ deals: 2, winRate: 0.5, wonMinor: 300, lostMinor: 900, amountRate: 0.25 },
    });
  });

  it("by creation shows the open ones apart, and what is won of all", () => {
    const asked = { basis: "created", asOf: "2026-03-15" } as const;
    expect(lines(three(), asked)).toEqual(["2026-01 1/1/0 0.5", "2026-02 0/0/1 null", "2026-03 0/0/0 null"]);
    const report = winrateReport(three(), { ...scope, ...asked });
    expect(report.total.wonOfAll).toBeCloseTo(1 / 3, 12);
    expect(report.rows.map(({ status }) => status)).toEqual(["ok", "ok", "partial"]);
  });

  it("takes the periods of --from and --to whole, and says so", () => {
    const report = winrateReport(three(), { ...scope, from: "2026-01-31", to: "2026-03-01" });
    expect(report.rows.map((row) => row.period + " " + row.deals)).toEqual([
      "2026-01 1",
      "2026-02 0",
      "2026-03 1",
    ]);
    expect(report.definition).toContain(" from 2026-01-01 to 2026-03-31;");
    const created = winrateReport(three(), {
      ...scope,
      basis: "created",
      from: "2026-01-15",
      to: "2026-01-20",
    });
    expect([created.total.deals, created.n]).toEqual([2, 2]);
  });

  it("has the Wilson interval of 81 of 263 (Newcombe 1998)", () => {
    const db = freshDb();
    db.script("BEGIN");
    for (let i = 0; i < 263; i++) addDeal(db, ["lead 2026-01-01", (i < 81 ? "won" : "lost") + " 2026-02-01"]);
    db.script("COMMIT");
    const { low, high } = winrateReport(db, scope).total;
    expect([low?.toFixed(4), high?.toFixed(4)]).toEqual(["0.2553", "0.3662"]);
  });

  it("counts a deal that was opened again as what it is", () => {
    const db = freshDb();
    addDeal(db, ["lead 2026-01-01", "lost 2026-01-10", "lead 2026-01-20", "won 2026-02-02"]);
    expect(lines(db, { asOf: "2026-01-15" })).toEqual(["2026-01 0/1/0 0"]);
    expect(lines(db, { asOf: "2026-01-31" })).toEqual([]);
    expect(lines(db, { asOf: "2026-02-28" })).toEqual(["2026-02 1/0/0 1"]);
  });

  it("draws it of any number of deals", () => {
    const [deal] = dealsThen(three(), { ...berlin, asOf: "2026-03-31" }).deals;
    const many = Array<Deal>(200_000).fill(deal!);
    // All created on 1 January and won 30 days later.
    expect(wonWithin(many, dayNumber("2026-03-31"), [29, 30])).toEqual([
      { days: 29, share: 0 },
      { days: 30, share: 1 },
    ]);
  });

  it("draws the share won within days, losing being another end and open deals seen so far", () => {
    // Won on day 30 of 3 at risk: 1/3. The lost one of day 60 leaves, the open one is seen for 58 days.
    const within = winrateReport(three(), scope).wonWithin;
    expect(within.map(({ days, share }) => [days, share?.toFixed(3)])).toEqual([
      ...[
        [30, "0.333"],
        [60, "0.333"],
      ],
      ...[
        [90, undefined],
        [180, undefined],
        [365, undefined],
      ],
    ]);
  });
});

describe("sales velocity", () => {
  it.each([
    [40, 25_000, 0.25, 90, 2777.78],
    [50, 12_000, 0.25, 90, 1666.67],
    [18, 42_000, 0.24, 78, 2326.15],
  ])(
    "of %d deals of %d won at %d in %d days is the published %d a day",
    (opportunities, average, winRate, cycleDays, expected) => {
      expect(velocityOf({ opportunities, average, winRate, cycleDays })).toBeCloseTo(expected, 2);
    },
  );

  it("takes open deals, rate, average and cycle of one window", () => {
    const db = three();
    addDeal(db, ["lead 2025-01-01", "won 2025-01-02"], { amount: 99_999 });
    const { total, rows, from } = velocityReport(db, scope);
    // 1 open x 300 x 1/2 / 30 days.
    expect(from).toBe("2025-04-01");
    expect(total).toMatchObject({
      ...{
        opportunities: 1,
        won: 1,
        lost: 1,
        winRate: 0.5,
        averageMinor: 300,
        meanCycleDays: 30,
        perDayMinor: 5,
      },
    });
    // 5 x 30.4375 is 152.19.
    expect(total.perMonthMinor).toBe(152);
    expect(rows[0]).toMatchObject({
      stage: "lead",
      deals: 2,
      medianDays: 45,
      meanDays: 45,
      longestDays: 60,
      share: 1,
    });
  });

  it("divides by one day at least, and by nothing that is not known", () => {
    const db = freshDb();
    expect(velocityReport(db, scope).total).toMatchObject({
      winRate: null,
      perDayMinor: null,
      wonPerDayMinor: 0,
    });
    addDeal(db, ["lead 2026-03-01", "won 2026-03-01"], { amount: 500 });
    addDeal(db, ["lead 2026-03-01"]);
    expect(velocityReport(db, scope).total).toMatchObject({ meanCycleDays: 0, perDayMinor: 500 });
  });
});
