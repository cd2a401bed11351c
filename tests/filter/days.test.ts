import { describe, expect, it } from "vitest";
import { dayOfAge, secondsOf } from "../../src/filter/days.ts";

describe("an age is a day before today", () => {
  it.each([
    ["0d", "2026-03-31"],
    ["90d", "2025-12-31"],
    ["3w", "2026-03-10"],
    ["1m", "2026-02-28"],
    ["6M", "2025-09-30"],
    ["2y", "2024-03-31"],
    ["2 years", "2024-03-31"],
    ["10 days", "2026-03-21"],
    ["99999m", "1000-01-01"],
    ["99999y", "1000-01-01"],
    ["90", undefined],
    ["d", undefined],
    ["-3d", undefined],
    ["90d ago", undefined],
    ["999999d", undefined],
  ])("%s before 2026-03-31 is %s", (age, day) => {
    expect(dayOfAge(age, "2026-03-31")).toBe(day);
  });

  it("ends on 28 February a year before a leap day", () => {
    expect(dayOfAge("1y", "2024-02-29")).toBe("2023-02-28");
  });
});

describe("a local day begins and ends in UTC", () => {
  it.each([
    ["2026-01-05", "Europe/Berlin", "2026-01-04T23:00:00Z", "2026-01-05T22:59:59Z"],
    // The clock goes forward at 02:00: 23 hours.
    ["2026-03-29", "Europe/Berlin", "2026-03-28T23:00:00Z", "2026-03-29T21:59:59Z"],
    ["2026-01-05", "America/New_York", "2026-01-05T05:00:00Z", "2026-01-06T04:59:59Z"],
    // The clock goes forward at 00:00: the day begins at 01:00 local time.
    ["2026-03-08", "America/Havana", "2026-03-08T05:00:00Z", "2026-03-09T03:59:59Z"],
    ["2026-01-05", "UTC", "2026-01-05T00:00:00Z", "2026-01-05T23:59:59Z"],
    ["9999-12-31", "America/New_York", "9999-12-31T00:00:00Z", "9999-12-31T23:59:59Z"],
    ["1000-01-01", "America/New_York", "1000-01-01T00:00:00Z", "1000-01-01T23:59:59Z"],
  ])("%s in %s", (day, zone, first, last) => {
    expect(secondsOf(day, zone)).toEqual({ first, last });
  });
});
