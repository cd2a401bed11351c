import { afterEach, describe, expect, test } from "vitest";
import { UserError } from "../../src/errors.ts";
import { parseWhen, type WhenContext } from "../../src/values/date.ts";

/** Saturday 21 November 2026, 10:00 in Berlin. */
const context: WhenContext = { now: new Date("2026-11-21T09:00:00Z"), zone: "Europe/Berlin" };

function dateOf(text: string, more: Partial<WhenContext> = {}): string {
  const when = parseWhen(text, { ...context, ...more });
  expect([when.time, when.at]).toEqual([null, null]);
  return when.date;
}

function atOf(text: string, more: Partial<WhenContext> = {}): string {
  const when = parseWhen(text, { ...context, ...more });
  return `${when.date} ${when.time} ${when.at}`;
}

function errorOf(text: string, more: Partial<WhenContext> = {}): UserError {
  try {
    parseWhen(text, { ...context, ...more });
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error(`"${text}" was understood`);
}

describe("days", () => {
  test.each([
    ["2026-12-15", "2026-12-15"],
    ["2026/12/15", "2026-12-15"],
    [" Today ", "2026-11-21"],
    ["tomorrow", "2026-11-22"],
    ["yesterday", "2026-11-20"],
    ["the day after tomorrow", "2026-11-23"],
    ["in 2 weeks", "2026-12-05"],
    ["in a fortnight", "2026-12-05"],
    ["in three days", "2026-11-24"],
    ["+3d", "2026-11-24"],
    ["+2w", "2026-12-05"],
    ["+1m", "2026-12-21"],
    ["+1q", "2027-02-21"],
    ["+1y", "2027-11-21"],
    ["+ 3 days", "2026-11-24"],
    ["-3d", "2026-11-18"],
    ["−3d", "2026-11-18"],
    ["3d ago", "2026-11-18"],
    ["2 weeks ago", "2026-11-07"],
    ["a month ago", "2026-10-21"],
    ["next week", "2026-11-28"],
    ["next month", "2026-12-21"],
    ["next quarter", "2027-02-21"],
    ["next year", "2027-11-21"],
    ["last week", "2026-11-14"],
    ["last year", "2025-11-21"],
    ["31.12.", "2026-12-31"],
    ["3. 2.", "2027-02-03"],
  ])("%s is %s", (text, date) => expect(dateOf(text)).toBe(date));

  test.each([
    ["eow", "2026-11-22"],
    ["eom", "2026-11-30"],
    ["eoq", "2026-12-31"],
    ["eoy", "2026-12-31"],
    ["som", "2026-11-01"],
    ["sow", "2026-11-16"],
    ["end of month", "2026-11-30"],
    ["end of the year", "2026-12-31"],
    ["end of next month", "2026-12-31"],
    ["end of next quarter", "2027-03-31"],
    ["end of last month", "2026-10-31"],
    ["end of next week", "2026-11-29"],
    ["start of next quarter", "2027-01-01"],
  ])("%s is %s", (text, date) => expect(dateOf(text)).toBe(date));

  test.each([
    ["fri", "2026-11-27"],
    ["Friday", "2026-11-27"],
    ["on fri", "2026-11-27"],
    ["tues", "2026-11-24"],
    ["sun", "2026-11-22"],
    ["next tue", "2026-11-24"],
    ["last friday", "2026-11-20"],
    ["last sun", "2026-11-15"],
  ])("%s is %s", (text, date) => expect(dateOf(text)).toBe(date));

  test.each([
    ["2026-11-21", "start of week", "2026-11-15"],
    ["2026-11-22", "start of week", "2026-11-22"],
    ["2026-11-22", "eow", "2026-11-28"],
    ["2026-11-21", "end of next week", "2026-11-28"],
  ])("with weeks from Sunday, on %s %s is %s", (today, text, expected) => {
    const context = { now: new Date(today + "T12:00:00Z"), zone: "UTC", weekStart: () => "sunday" };
    expect(parseWhen(text, context).date).toBe(expected);
  });

  test("the weekday of today is never today", () => {
    expect(dateOf("sat")).toBe("2026-11-28");
    expect(dateOf("next saturday")).toBe("2026-11-28");
    expect(dateOf("last saturday")).toBe("2026-11-14");
  });

  test.each([
    ["15 Dec", "2026-12-15"],
    ["Dec 15", "2026-12-15"],
    ["15th of December", "2026-12-15"],
    ["15-dec-2027", "2027-12-15"],
    ["15 December 2026", "2026-12-15"],
    ["Sept. 3, 2027", "2027-09-03"],
    ["21 Nov", "2026-11-21"],
    ["20 Nov", "2027-11-20"],
    ["5 Jan", "2027-01-05"],
    ["29 feb", "2028-02-29"],
  ])("%s is %s", (text, date) => expect(dateOf(text)).toBe(date));

  test("toward the past, a weekday and a day without a year are the last ones", () => {
    expect(dateOf("fri", { toward: "past" })).toBe("2026-11-20");
    expect(dateOf("sat", { toward: "past" })).toBe("2026-11-14");
    expect(dateOf("9 Nov", { toward: "past" })).toBe("2026-11-09");
    expect(dateOf("15 Dec", { toward: "past" })).toBe("2025-12-15");
    expect(dateOf("29 feb", { toward: "past" })).toBe("2024-02-29");
    expect(dateOf("next fri", { toward: "past" })).toBe("2026-11-27");
  });

  test("a month from the 31st ends on the last day of February", () => {
    expect(dateOf("in 1 month", { now: new Date("2026-01-31T12:00:00Z") })).toBe("2026-02-28");
    expect(dateOf("+1m", { now: new Date("2024-01-31T12:00:00Z") })).toBe("2024-02-29");
    expect(dateOf("end of next month", { now: new Date("2026-01-31T12:00:00Z") })).toBe("2026-02-28");
  });

  test("today is the day on the wall of the zone", () => {
    const now = new Date("2026-11-21T23:30:00Z");
    expect(dateOf("today", { now })).toBe("2026-11-22");
    expect(dateOf("today", { now, zone: "America/New_York" })).toBe("2026-11-21");
    expect(dateOf("tomorrow", { now: new Date("2026-11-21T12:00:00Z"), zone: "Pacific/Auckland" })).toBe(
      "2026-11-23",
    );
  });
});

describe("day and month in numbers", () => {
  test("a part above 12 is the day", () => {
    expect(dateOf("31.12.2026")).toBe("2026-12-31");
    expect(dateOf("31/12/2026")).toBe("2026-12-31");
    expect(dateOf("12/31/2026")).toBe("2026-12-31");
    expect(dateOf("5-5-2027")).toBe("2027-05-05");
  });

  test("otherwise the country of the settings decides, where one order is usual there", () => {
    expect(dateOf("1/2/2027", { country: () => "AT" })).toBe("2027-02-01");
    expect(dateOf("1/2/2027", { country: () => "US" })).toBe("2027-01-02");
    expect(atOf("1.2.2027 10:00", { country: () => "DE" })).toBe("2027-02-01 10:00 2027-02-01T09:00:00Z");
    for (const country of ["", "CA", "PH", "JP"])
      expect(errorOf("1/2/2027", { country: () => country }).kind).toBe("usage");
    expect(errorOf("1/2/2027").message).toBe('"1/2/2027" can be 2027-02-01 or 2027-01-02.');
    expect(errorOf("1.2.2027").kind).toBe("usage");
  });
});

describe("times", () => {
  test.each([
    ["now", "2026-11-21 10:00 2026-11-21T09:00:00Z"],
    ["in 2 hours", "2026-11-21 12:00 2026-11-21T11:00:00Z"],
    ["+90min", "2026-11-21 11:30 2026-11-21T10:30:00Z"],
    ["12 hours ago", "2026-11-20 22:00 2026-11-20T21:00:00Z"],
    ["10:00", "2026-11-21 10:00 2026-11-21T09:00:00Z"],
    ["tomorrow 9am", "2026-11-22 09:00 2026-11-22T08:00:00Z"],
    ["9am tomorrow", "2026-11-22 09:00 2026-11-22T08:00:00Z"],
    ["fri at 2:30 pm", "2026-11-27 14:30 2026-11-27T13:30:00Z"],
    ["next tue 10:00", "2026-11-24 10:00 2026-11-24T09:00:00Z"],
    ["in 3 days at 12am", "2026-11-24 00:00 2026-11-23T23:00:00Z"],
    ["Dec 15, 2026 noon", "2026-12-15 12:00 2026-12-15T11:00:00Z"],
    ["15 Dec 12pm", "2026-12-15 12:00 2026-12-15T11:00:00Z"],
    ["2026-12-15 10:00", "2026-12-15 10:00 2026-12-15T09:00:00Z"],
    ["2026-12-15T10:00:30", "2026-12-15 10:00 2026-12-15T09:00:30Z"],
    ["2026-12-15T10:00:30.9Z", "2026-12-15 11:00 2026-12-15T10:00:30Z"],
    ["2026-12-15 10:00 +0900", "2026-12-15 02:00 2026-12-15T01:00:00Z"],
    ["2026-12-15T23:30:00-05:00", "2026-12-16 05:30 2026-12-16T04:30:00Z"],
  ])("%s is %s", (text, expected) => expect(atOf(text)).toBe(expected));

  test("tomorrow at nine is nine on the wall although the clocks change in the night", () => {
    const spring = { now: new Date("2026-03-28T12:00:00Z") };
    expect(atOf("tomorrow 9:00", spring)).toBe("2026-03-29 09:00 2026-03-29T07:00:00Z");
    const autumn = { now: new Date("2026-10-24T12:00:00Z") };
    expect(atOf("tomorrow 9:00", autumn)).toBe("2026-10-25 09:00 2026-10-25T08:00:00Z");
  });

  test("a time that is skipped is answered with the one that is meant", () => {
    expect(atOf("2026-03-29 02:30")).toBe("2026-03-29 03:30 2026-03-29T01:30:00Z");
    const zone = "America/New_York";
    expect(atOf("2026-03-08 02:30", { zone })).toBe("2026-03-08 03:30 2026-03-08T07:30:00Z");
    expect(atOf("2026-11-01 01:30", { zone })).toBe("2026-11-01 01:30 2026-11-01T05:30:00Z");
  });
});

describe("what is refused", () => {
  test.each([
    ["every monday", '"every monday" is no date: "every" is not understood.'],
    ["tomorow", '"tomorow" is no date. Did you mean "tomorrow"?'],
    [
      "next teusday 10:00",
      '"next teusday 10:00" is no date: "teusday" is not understood. Did you mean "tuesday"?',
    ],
    [
      "quarter past 3 tomorrow",
      '"quarter past 3 tomorrow" is no date: "past" is not understood. Did you mean "last"?',
    ],
    ["in 2 frogs", '"in 2 frogs" is no date: "frogs" is not understood.'],
    ["2026-02-30", '"2026-02-30" is no date: the month has 28 days.'],
    ["31/02/2026", '"31/02/2026" is no date: the month has 28 days.'],
    ["30 feb", '"30 feb" is no date: the month has 28 days.'],
    ["13/13/2026", '"13/13/2026" is no date: there is no month 13.'],
    ["2026-12-15 24:00", '"2026-12-15 24:00" has no such time of day.'],
    ["tomorrow 13pm", '"tomorrow 13pm" has no such time of day.'],
    ["+99999y", '"+99999y" lies outside the years 1000 to 9999.'],
  ])("%s: %s", (text, message) => {
    const error = errorOf(text);
    expect(error.message).toBe(message);
    expect(error.kind).toBe("usage");
    expect(error.hint).toMatch(/^(Dates|Times)/);
  });

  test.each([
    "",
    "at 10",
    "10",
    "3d",
    "in 2 constructor",
    "in 2 hours 10:00",
    "fri sat",
    "+123456d",
    "march",
    "tomorrow 10",
  ])("%j is no date as a whole", (text) => expect(errorOf(text).message).toContain(`"${text}" is no date`));

  test("a long text is refused at once", () => {
    expect(errorOf("a".repeat(100_000)).kind).toBe("usage");
  });
});

describe("the zone of the process", () => {
  const before = process.env.TZ;
  afterEach(() => {
    process.env.TZ = before;
  });

  test("changes nothing", () => {
    process.env.TZ = "America/Los_Angeles";
    expect(new Date(0).getTimezoneOffset()).toBe(480);
    expect(dateOf("fri")).toBe("2026-11-27");
    expect(dateOf("eom")).toBe("2026-11-30");
    expect(dateOf("31.12.2026")).toBe("2026-12-31");
    expect(atOf("tomorrow 9am")).toBe("2026-11-22 09:00 2026-11-22T08:00:00Z");
  });
});

test("a day and a month with dots are day first, also with a time", () => {
  expect(atOf("3.12. 10:00")).toBe("2026-12-03 10:00 2026-12-03T09:00:00Z");
  expect(errorOf("31.11.").message).toContain("31.11.");
  expect(errorOf("3.12").message).toContain("3.12");
});
