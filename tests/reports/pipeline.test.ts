import { describe, expect, it } from "vitest";
import { type ForecastScope, forecastReport } from "../../src/reports/forecast.ts";
import { pipelineReport } from "../../src/reports/pipeline.ts";
import type { Db } from "../../src/store/db.ts";
import { addDeal } from "./deals.ts";
import { berlin, freshDb } from "./orders.ts";

const scope = { ...berlin, asOf: "2026-03-15" };

describe("the pipeline", () => {
  it("is empty without open deals", () => {
    const db = freshDb();
    addDeal(db, ["lead 2026-01-01", "won 2026-02-01"]);
    expect(pipelineReport(db, scope)).toMatchObject({ n: 0, rows: [], totals: [] });
  });

  it("sums and weighs by stage, with the age in the stage and what stands for too long", () => {
    const db = freshDb();
    // Lead: 10 %, 14 days. On 15 March: 14 and 15 days in the stage.
    addDeal(db, ["lead 2026-03-01"], { amount: 1000 });
    addDeal(db, ["lead 2026-02-28"], { amount: 505, probability: 50 });
    addDeal(db, ["lead 2026-01-01", "proposal 2026-03-10"], { amount: null });
    const { rows, totals, leftOut, probabilities } = pipelineReport(db, scope);
    // 100 and 252.5, which is rounded up.
    expect(rows[0]).toMatchObject({
      ...{ stage: "lead", deals: 2, amountMinor: 1505, weightedMinor: 353, share: 1 },
      ...{ medianDays: 14.5, oldestDays: 15, rotDays: 14, rotting: 1 },
    });
    expect(rows[1]).toMatchObject({ stage: "qualified", deals: 0, amountMinor: 0, medianDays: null });
    expect(rows[2]).toMatchObject({
      stage: "proposal",
      deals: 1,
      amountMinor: 0,
      withoutAmount: 1,
      rotting: 0,
    });
    expect(totals).toEqual([
      {
        ...{ pipeline: "sales", deals: 3, amountMinor: 1505, weightedMinor: 353, currency: "EUR" },
        ...{ withoutAmount: 1, rotting: 1 },
      },
    ]);
    expect([leftOut.withoutAmount, probabilities]).toEqual([1, { deal: 1, stage: 2, measured: 0, none: 0 }]);
  });

  it("keeps currencies and pipelines apart, and amounts below zero as they are", () => {
    const db = freshDb();
    db.run("INSERT INTO pipeline (id, name) VALUES (2, 'service')");
    db.run("INSERT INTO stage (id, pipeline_id, name, kind, position) VALUES (9, 2, 'call', 'open', 1)");
    addDeal(db, ["lead 2026-03-01"], { amount: 1000 });
    addDeal(db, ["lead 2026-03-01"], { amount: 700, currency: "USD" });
    const moved = addDeal(db, ["lead 2026-03-01"], { amount: -300 });
    db.run("UPDATE deal SET stage_id = 9 WHERE id = ?", [moved]);
    db.run("UPDATE stage_change SET to_stage_id = 9 WHERE deal_id = ?", [moved]);
    const { totals } = pipelineReport(db, { ...scope, currency: undefined });
    expect(totals.map((total) => [total.pipeline, total.currency, total.amountMinor])).toEqual([
      ["sales", "EUR", 1000],
      ["sales", "USD", 700],
      ["service", "EUR", -300],
    ]);
  });

  it("takes the rate won so far where neither deal nor stage says a probability", () => {
    const db = freshDb();
    db.run("UPDATE stage SET probability = NULL WHERE name = 'proposal'");
    addDeal(db, ["lead 2026-01-01", "proposal 2026-01-05", "won 2026-01-09"]);
    addDeal(db, ["lead 2026-01-01", "won 2026-01-09"]);
    addDeal(db, ["lead 2026-01-01", "proposal 2026-01-05", "lost 2026-01-09"]);
    addDeal(db, ["lead 2026-01-01", "lost 2026-01-09"]);
    addDeal(db, ["proposal 2026-03-10"], { amount: 900 });
    // Three of the closed ones came to proposal or beyond, two were won: 2/3 of 900.
    expect(pipelineReport(db, scope)).toMatchObject({
      totals: [{ weightedMinor: 600 }],
      probabilities: { measured: 1 },
    });
  });
});

/** "period: open amount, weighted, won" of each line. */
function lines(db: Db, asked: Partial<ForecastScope> = {}): string[] {
  return forecastReport(db, { ...scope, by: "month", ...asked }).rows.map(
    (row) => row.period + ": " + row.openMinor + ", " + row.weightedMinor + ", " + row.wonMinor,
  );
}

describe("the forecast", () => {
  it("is of open deals by expected close, with overdue and undated apart and no lost ones", () => {
    const db = freshDb();
    addDeal(db, ["lead 2026-01-01"], { amount: 1000, close: "2026-03-15" });
    addDeal(db, ["lead 2026-01-01"], { amount: 2000, close: "2026-03-14" });
    addDeal(db, ["proposal 2026-01-01"], { amount: 4000, close: "2026-05-31" });
    addDeal(db, ["proposal 2026-01-01"], { amount: 600 });
    addDeal(db, ["proposal 2026-01-01", "lost 2026-03-01"], { amount: 9000, close: "2026-04-01" });
    addDeal(db, ["proposal 2026-01-01", "won 2026-03-02"], { amount: 500, close: "2026-06-01" });
    addDeal(db, ["proposal 2026-01-01", "won 2026-02-28"], { amount: 800 });
    expect(lines(db)).toEqual([
      ...["2026-03: 1000, 100, 500", "2026-04: 0, 0, 0", "2026-05: 4000, 2000, 0"],
      ...["overdue: 2000, 200, 0", "undated: 600, 300, 0"],
    ]);
    expect(forecastReport(db, { ...scope, by: "month" }).total).toMatchObject({
      ...{ openN: 2, openMinor: 5000, weightedMinor: 2100, wonMinor: 500, forecastMinor: 2600 },
      ...{ commitMinor: 500, bestCaseMinor: 4500, targetMinor: null },
    });
    expect(lines(db, { from: "2026-02-01", to: "2026-03-31" }).slice(0, 2)).toEqual([
      ...["2026-02: 0, 0, 800", "2026-03: 1000, 100, 500"],
    ]);
  });

  it("says what is missing to the target, and for how many times that is open", () => {
    const db = freshDb();
    addDeal(db, ["proposal 2026-01-01"], { amount: 3000, close: "2026-03-20" });
    addDeal(db, ["proposal 2026-01-01", "won 2026-03-02"], { amount: 500 });
    const { rows, total } = forecastReport(db, {
      ...{ ...scope, by: "month", target: 1000, targets: { "2026-03": 2000 } },
    });
    expect(rows[0]).toMatchObject({ targetMinor: 2000, gapMinor: 1500, coverage: 2 });
    expect(rows[1]).toMatchObject({ period: "2026-04", targetMinor: 1000, gapMinor: 1000, coverage: 0 });
    expect(total).toMatchObject({ targetMinor: 4000, gapMinor: 3500 });
    const reached = forecastReport(db, { ...scope, by: "month", target: 400 }).rows[0];
    expect(reached).toMatchObject({ gapMinor: 0, coverage: null });
  });

  it("has an interval from the variance of independent deals", () => {
    const db = freshDb();
    for (let i = 0; i < 100; i++) addDeal(db, ["proposal 2026-01-01"], { amount: 100, close: "2026-03-20" });
    // 100 deals of 50 %: 5000, variance 100 x .25 x 100^2, standard deviation 500, 1.96 times that is 980.
    expect(forecastReport(db, { ...scope, by: "month" }).rows[0]).toMatchObject({
      ...{ forecastMinor: 5000, lowMinor: 4020, highMinor: 5980 },
    });
  });

  it("labels weeks with the year of the week", () => {
    const db = freshDb();
    addDeal(db, ["lead 2026-01-01"], { close: "2027-01-01" });
    const { rows } = forecastReport(db, { ...berlin, asOf: "2026-12-31", by: "week" });
    expect(rows.map(({ period, openN }) => period + " " + openN)).toEqual([
      ...["2026-W53 1", "2027-W01 0", "2027-W02 0"],
    ]);
  });
});
