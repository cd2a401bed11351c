import {
  differenceInCalendarDays,
  getISOWeek,
  getISOWeekYear,
  addDays as libraryDays,
  addMonths as libraryMonths,
} from "date-fns";
import fc from "fast-check";
import { describe, it } from "vitest";
import { dayNumber, periodAt, periodKey } from "../../src/reports/periods.ts";
import { addDays, addMonths, daysBetween } from "../../src/values/date.ts";

/** Days as text here, as local noon there: no change of the clock comes near noon. */
const day = fc
  .integer({ min: -20_000, max: 40_000 })
  .map((n) => new Date(Date.UTC(1970, 0, 1 + n)).toISOString().slice(0, 10));
const noon = (text: string) => new Date(`${text}T12:00:00`);
const text = (at: Date) =>
  [
    String(at.getFullYear()).padStart(4, "0"),
    String(at.getMonth() + 1).padStart(2, "0"),
    String(at.getDate()).padStart(2, "0"),
  ].join("-");

describe("our arithmetic of days is that of date-fns", () => {
  it("for days and months added, also over the end of a month", () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -500, max: 500 }), (from, n) => {
        return (
          addDays(from, n) === text(libraryDays(noon(from), n)) &&
          addMonths(from, n) === text(libraryMonths(noon(from), n))
        );
      }),
    );
  });

  it("for the days between two days", () => {
    fc.assert(
      fc.property(day, day, (a, b) => daysBetween(a, b) === differenceInCalendarDays(noon(b), noon(a))),
    );
  });

  it("for the ISO week and its year", () => {
    fc.assert(
      fc.property(day, (date) => {
        const expected = `${getISOWeekYear(noon(date))}-W${String(getISOWeek(noon(date))).padStart(2, "0")}`;
        return periodKey("week", periodAt("week", dayNumber(date))) === expected;
      }),
    );
  });
});
