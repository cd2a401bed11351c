import { describe, expect, it } from "vitest";
import { type SurvivalScope, survivalReport } from "../../src/reports/survival.ts";
import { berlin, dbOf, freshDb, hasCdnow } from "./orders.ts";
import { sharedCdnow } from "./shoppers.ts";

const scope: SurvivalScope = { ...berlin, asOf: "2026-01-31", of: "second", window: 20 };

/** Bought again after 10 days; once; and twice, lately. */
const three = () =>
  dbOf(["2026-01-01 1", "2026-01-11 1"], ["2026-01-16 1"], ["2026-01-06 1", "2026-01-26 1", "2026-01-30 1"]);

describe("survival", () => {
  it("to the second purchase censors who has bought once, on the day of the report", () => {
    const { rows, n, events, censored, medianDays } = survivalReport(three(), scope);
    expect(rows.map(({ time, atRisk, events, censored }) => [time, atRisk, events, censored])).toEqual([
      [10, 3, 1, 0],
      [15, 2, 0, 1],
      [20, 1, 1, 0],
    ]);
    expect(rows.map((row) => row.survival)).toEqual(
      [2 / 3, 2 / 3, 0].map((share) => expect.closeTo(share, 12)),
    );
    expect([n, events, censored, medianDays.time]).toEqual([3, 2, 1, 20]);
  });

  it("of a lifetime ends with the last purchase of those silent for the window", () => {
    const { rows, windowDays } = survivalReport(three(), { ...scope, of: "lifetime" });
    // 1 is silent for 20 days, so gone after 10; 2 was seen 15 days and 3 25 days, both still there.
    expect(rows.map(({ time, events, censored }) => [time, events, censored])).toEqual([
      [10, 1, 0],
      [15, 0, 1],
      [25, 0, 1],
    ]);
    expect(windowDays).toBe(20);
    expect(survivalReport(three(), { ...scope, of: "lifetime", window: 21 }).events).toBe(0);
  });

  it("does not see what comes after the day, and no rows without purchases", () => {
    expect(survivalReport(three(), { ...scope, asOf: "2026-01-10" })).toMatchObject({ n: 2, events: 0 });
    expect(survivalReport(freshDb(), scope)).toMatchObject({ n: 0, rows: [], medianDays: { time: null } });
  });

  it("is carried on by the shifted beta-geometric model of the complete months", () => {
    // 40 customers of one day: 16 come back in the first month, 6 in the second, 3 in the third.
    const gaps = [...Array<number>(16).fill(20), ...Array<number>(6).fill(50), ...Array<number>(3).fill(80)];
    const days = (gap: number) => new Date(Date.UTC(2025, 0, 1 + gap)).toISOString().slice(0, 10) + " 5";
    const db = dbOf(...gaps.map((gap) => [days(0), days(gap)]), ...Array<string[]>(15).fill([days(0)]));
    const { projection } = survivalReport(db, { ...scope, asOf: "2025-04-03", project: 6 });
    expect(projection?.months.map(({ month }) => month)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    const left = projection!.months.map(({ survival }) => survival);
    expect(left[0]).toBe(1);
    for (const [month, share] of [
      [1, 24 / 40],
      [2, 18 / 40],
      [3, 15 / 40],
    ] as const)
      expect(Math.abs(left[month]! - share)).toBeLessThan(0.02);
    expect(survivalReport(db, scope).projection).toBeNull();
  });

  it.skipIf(!hasCdnow)(
    "of CDNOW censors the 1,411 customers that had not come back by the end of the calibration",
    () => {
      const asked = { ...scope, currency: "USD", asOf: "1997-09-30" };
      expect(survivalReport(sharedCdnow(), asked)).toMatchObject({ n: 2357, events: 946, censored: 1411 });
    },
  );
});
