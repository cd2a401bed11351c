import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  dayNumber,
  dayText,
  isComplete,
  type PeriodUnit,
  periodAt,
  periodEnd,
  periodKey,
  periodReader,
  periodStart,
  periodsBetween,
  periodUnits,
} from "../../src/reports/periods.ts";

const keyOf = (unit: PeriodUnit, date: string) => periodKey(unit, periodAt(unit, dayNumber(date)));

describe("days", () => {
  it("counts from 1970, back and forth, leap days included", () => {
    expect(dayNumber("1970-01-01")).toBe(0);
    expect(dayNumber("1969-12-31")).toBe(-1);
    expect(dayNumber("2000-03-01") - dayNumber("2000-02-28")).toBe(2);
    expect(dayNumber("1900-03-01") - dayNumber("1900-02-28")).toBe(1);
    expect(dayNumber("xx2024-02-29", 2)).toBe(19_782);
  });

  it("is the inverse of its text for every day", () => {
    fc.assert(
      fc.property(fc.integer({ min: -300_000, max: 2_000_000 }), (day) => dayNumber(dayText(day)) === day),
    );
  });
});

describe("period keys", () => {
  it.each([
    ["day", "2026-11-21", "2026-11-21"],
    ["month", "2026-11-30", "2026-11"],
    ["quarter", "2026-03-31", "2026-Q1"],
    ["quarter", "2026-10-01", "2026-Q4"],
    ["year", "2026-12-31", "2026"],
  ] as const)("of a %s on %s is %s", (unit, date, key) => {
    expect(keyOf(unit, date)).toBe(key);
  });

  it.each([
    ["2021-01-01", "2020-W53"],
    ["2021-01-03", "2020-W53"],
    ["2021-01-04", "2021-W01"],
    ["2024-12-29", "2024-W52"],
    ["2024-12-30", "2025-W01"],
    ["2026-11-22", "2026-W47"],
  ])("of the week of %s carries the ISO year: %s", (date, key) => {
    expect(keyOf("week", date)).toBe(key);
  });

  // As the CDC numbers its MMWR weeks: 2020 and 2025 have 53.
  it.each([
    ["2021-01-02", "2020-W53"],
    ["2021-01-03", "2021-W01"],
    ["2024-12-28", "2024-W52"],
    ["2024-12-29", "2025-W01"],
    ["2026-01-03", "2025-W53"],
    ["2026-01-04", "2026-W01"],
  ])("of the week from Sunday of %s carries the year of its Wednesday: %s", (date, key) => {
    expect(keyOf("Sunday week", date)).toBe(key);
  });
});

describe("periods", () => {
  it("begin where the one before ends, and hold each of their days", () => {
    const anyDay = fc.integer({ min: dayNumber("1800-01-01"), max: dayNumber("2300-01-01") });
    fc.assert(
      fc.property(fc.constantFrom(...periodUnits, "Sunday week" as const), anyDay, (unit, day) => {
        const period = periodAt(unit, day);
        expect(periodStart(unit, period)).toBeLessThanOrEqual(day);
        expect(periodEnd(unit, period)).toBeGreaterThanOrEqual(day);
        expect(periodStart(unit, period + 1)).toBe(periodEnd(unit, period) + 1);
        expect(periodAt(unit, periodEnd(unit, period) + 1)).toBe(period + 1);
        expect(periodReader(unit)(day)).toBe(period);
      }),
    );
  });

  it("are complete at the end of their last day", () => {
    const june = periodAt("month", dayNumber("1998-06-01"));
    expect(isComplete("month", june, dayNumber("1998-06-29"))).toBe(false);
    expect(isComplete("month", june, dayNumber("1998-06-30"))).toBe(true);
  });

  it("are listed over a year's end, with none when the last lies before the first", () => {
    const [november, february] = ["2026-11-05", "2027-02-01"].map((date) =>
      periodAt("month", dayNumber(date)),
    );
    const keys = periodsBetween(november!, february!).map((period) => periodKey("month", period));
    expect(keys).toEqual(["2026-11", "2026-12", "2027-01", "2027-02"]);
    expect(periodsBetween(february!, november!)).toEqual([]);
  });
});
