import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import {
  addDays,
  addMonths,
  daysBetween,
  instant,
  isIsoDate,
  isZone,
  localDate,
  localTime,
  toInstant,
} from "../../src/values/date.ts";

const berlin = "Europe/Berlin";
const newYork = "America/New_York";
const sydney = "Australia/Sydney";

describe("the calendar", () => {
  test("a date must exist to be one", () => {
    const dates = ["2026-11-21", "2024-02-29", "2000-02-29", "1000-01-01", "9999-12-31"];
    const others = [
      "2026-02-30",
      "2026-02-29",
      "1900-02-29",
      "2026-13-01",
      "2026-00-10",
      "2026-04-31",
      "0999-01-01",
    ];
    expect(dates.filter(isIsoDate)).toEqual(dates);
    expect(others.filter(isIsoDate)).toEqual([]);
    expect(["2026-1-1", " 2026-01-01", "2026-01-01\n", "20260101", ""].filter(isIsoDate)).toEqual([]);
  });

  test("days are counted over months, leap days and the nights when clocks change", () => {
    expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
    expect(addDays("2024-03-01", -1)).toBe("2024-02-29");
    expect(addDays("2026-03-28", 2)).toBe("2026-03-30");
    expect(daysBetween("2026-03-28", "2026-03-30")).toBe(2);
    expect(daysBetween("2024-03-01", "2024-02-28")).toBe(-2);
  });

  test("a month added to the 31st ends on the last day of a shorter one", () => {
    expect(addMonths("2026-01-31", 1)).toBe("2026-02-28");
    expect(addMonths("2024-01-31", 1)).toBe("2024-02-29");
    expect(addMonths("2026-12-31", 2)).toBe("2027-02-28");
    expect(addMonths("2026-03-31", -1)).toBe("2026-02-28");
    expect(addMonths("2026-01-15", -13)).toBe("2024-12-15");
    expect(addMonths("2024-02-29", 12)).toBe("2025-02-28");
  });

  test("adding days and counting them are each other's reverse", () => {
    const days = fc.integer({ min: -100_000, max: 100_000 });
    fc.assert(fc.property(days, (n) => daysBetween("2026-11-21", addDays("2026-11-21", n)) === n));
  });
});

describe("zones", () => {
  test("an instant is cut to whole seconds", () => {
    expect(instant(new Date("2026-11-21T09:00:59.999Z"))).toBe("2026-11-21T09:00:59Z");
  });

  test("one instant is shown on the wall of each zone", () => {
    const at = "2026-11-21T23:30:00Z";
    expect([localDate(at, "UTC"), localTime(at, "UTC")]).toEqual(["2026-11-21", "23:30"]);
    expect([localDate(at, berlin), localTime(at, berlin)]).toEqual(["2026-11-22", "00:30"]);
    expect([localDate(at, newYork), localTime(at, newYork)]).toEqual(["2026-11-21", "18:30"]);
    expect([localDate(new Date(at), sydney), localTime(at, sydney)]).toEqual(["2026-11-22", "10:30"]);
    expect(localTime(at, "Asia/Kathmandu")).toBe("05:15");
  });

  test("a time that daylight saving skips moves forward by the gap", () => {
    expect(toInstant("2026-03-29", "02:30", berlin)).toBe("2026-03-29T01:30:00Z");
    expect(toInstant("2026-03-08", "02:30", newYork)).toBe("2026-03-08T07:30:00Z");
    expect(toInstant("2026-10-04", "02:30", sydney)).toBe("2026-10-03T16:30:00Z");
  });

  test("of a time that occurs twice it is the first", () => {
    expect(toInstant("2026-10-25", "02:30", berlin)).toBe("2026-10-25T00:30:00Z");
    expect(toInstant("2026-11-01", "01:30", newYork)).toBe("2026-11-01T05:30:00Z");
    expect(toInstant("2026-04-05", "02:30", sydney)).toBe("2026-04-04T15:30:00Z");
  });

  test("the hours around a change of the clock are exact", () => {
    expect(toInstant("2026-03-29", "01:59:59", berlin)).toBe("2026-03-29T00:59:59Z");
    expect(toInstant("2026-03-29", "03:00", berlin)).toBe("2026-03-29T01:00:00Z");
    expect(toInstant("2026-10-25", "03:00", berlin)).toBe("2026-10-25T02:00:00Z");
    expect(toInstant("2026-11-01", "02:00", newYork)).toBe("2026-11-01T07:00:00Z");
    expect(localTime("2026-03-29T00:59:59Z", berlin)).toBe("01:59");
    expect(localTime("2026-03-29T01:00:00Z", berlin)).toBe("03:00");
    expect(localTime("2026-10-25T01:00:00Z", berlin)).toBe("02:00");
  });

  test("wall time and back gives the same instant, except in the hour that occurs twice", () => {
    const zone = fc.constantFrom(berlin, newYork, sydney, "America/Los_Angeles", "Asia/Kolkata", "UTC");
    const minute = fc.integer({ min: 0, max: 60 * 24 * 365 * 40 });
    fc.assert(
      fc.property(zone, minute, (name, minutes) => {
        const at = instant(new Date(Date.UTC(1990, 0, 1) + minutes * 60_000));
        const back = toInstant(localDate(at, name), localTime(at, name), name);
        const apart = Date.parse(at) - Date.parse(back);
        expect([0, 3_600_000]).toContain(apart);
        expect(localTime(back, name)).toBe(localTime(at, name));
      }),
    );
  });

  test("a zone is a name of the IANA list", () => {
    expect(["UTC", berlin, "america/new_york", "Asia/Kolkata"].every(isZone)).toBe(true);
    expect(["", "Berlin", "Mars/Olympus", "+02:00", "local", "constructor"].some(isZone)).toBe(false);
  });
});

describe("the zone of the process", () => {
  const before = process.env.TZ;
  afterEach(() => {
    process.env.TZ = before;
  });

  test("named zones do not depend on it, and the zone called local is it", () => {
    process.env.TZ = "America/Los_Angeles";
    expect(new Date(0).getTimezoneOffset()).toBe(480);
    expect(addDays("2026-01-31", 1)).toBe("2026-02-01");
    expect(daysBetween("2026-03-07", "2026-03-09")).toBe(2);
    expect(toInstant("2026-03-29", "02:30", berlin)).toBe("2026-03-29T01:30:00Z");
    expect(localDate("2026-11-21T03:00:00Z", "UTC")).toBe("2026-11-21");
    expect(localDate("2026-11-21T03:00:00Z", "local")).toBe("2026-11-20");
    expect(toInstant("2026-03-08", "02:30", "local")).toBe("2026-03-08T10:30:00Z");
    expect(toInstant("2026-11-01", "01:30", "local")).toBe("2026-11-01T08:30:00Z");
  });
});
