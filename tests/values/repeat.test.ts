import { describe, expect, test } from "vitest";
import { loadRuleDays } from "../../src/values/occurrence.ts";
import { anchored, parseEvery, repeatRule } from "../../src/values/repeat.ts";
import { repeatWords } from "../../src/values/repeat-words.ts";

const days = await loadRuleDays();

function series(text: string, start: string, count: number): string[] {
  const rule = repeatRule(anchored(parseEvery(text), start), {});
  const found = [days.from({ rule, start }, start)];
  while (found.length < count) found.push(days.after({ rule, start }, found.at(-1) ?? ""));
  return found.map(String);
}

describe("the days of a rule", () => {
  test.each([
    ["2 weeks", "2026-11-23", ["2026-11-23", "2026-12-07", "2026-12-21"]],
    ["month", "2027-01-31", ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31"]],
    ["month", "2027-12-30", ["2027-12-30", "2028-01-30", "2028-02-29", "2028-03-30"]],
    ["year", "2024-02-29", ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]],
    ["quarter", "2026-11-30", ["2026-11-30", "2027-02-28", "2027-05-30", "2027-08-30"]],
    ["month on the last friday", "2026-11-21", ["2026-11-27", "2026-12-25", "2027-01-29"]],
    ["2nd tue", "2026-11-21", ["2026-12-08", "2027-01-12", "2027-02-09"]],
    ["month on the last day", "2027-01-15", ["2027-01-31", "2027-02-28", "2027-03-31"]],
    ["last weekday", "2027-01-15", ["2027-01-29", "2027-02-26", "2027-03-31"]],
    ["weekday", "2026-11-20", ["2026-11-20", "2026-11-23", "2026-11-24"]],
    ["2 weeks on mon and thu", "2026-11-23", ["2026-11-23", "2026-11-26", "2026-12-07", "2026-12-10"]],
    ["other day", "2026-12-30", ["2026-12-30", "2027-01-01", "2027-01-03"]],
  ])("every %s from %s", (text, start, expected) => {
    expect(series(text, start, expected.length)).toEqual(expected);
  });

  test("a count and an end are those of the calendar", () => {
    const start = "2026-11-23";
    const rule = repeatRule(anchored(parseEvery("week"), start), { times: 2 });
    expect(days.after({ rule, start }, "2026-11-23")).toBe("2026-11-30");
    expect(days.after({ rule, start }, "2026-11-30")).toBeUndefined();
    const until = repeatRule(anchored(parseEvery("week"), start), { until: "2026-12-07" });
    expect(days.after({ rule: until, start }, "2026-11-30")).toBe("2026-12-07");
    expect(days.after({ rule: until, start }, "2026-12-07")).toBeUndefined();
  });
});

describe("a rule in words", () => {
  test.each([
    ["2 weeks", "2026-11-23", "every 2 weeks on Monday"],
    ["weekdays", "2026-11-23", "every weekday"],
    ["mon, wed and fri", "2026-11-23", "every week on Monday, Wednesday and Friday"],
    ["month", "2027-01-31", "every month on the 31st (or the last day)"],
    ["3 months on the 2nd", "2027-01-31", "every 3 months on the 2nd"],
    ["year", "2024-02-29", "every year on 29 February (or the 28th)"],
    ["month on the first monday", "2026-11-23", "every month on the 1st Monday"],
    ["fortnight", "2026-11-22", "every 2 weeks on Sunday"],
    ["3d", "2026-11-22", "every 3 days"],
  ])("every %s from %s", (text, start, words) => {
    expect(repeatWords(anchored(parseEvery(text), start), {})).toBe(words);
  });

  test("with how often and until when", () => {
    expect(repeatWords({ period: { count: 1, unit: "day" } }, { times: 5 })).toBe("every day, 5 times");
    const until = repeatWords({ period: { count: 2, unit: "day" } }, { until: "2027-01-01" });
    expect(until).toBe("every 2 days, until 2027-01-01");
  });
});

test.each([
  ["0 days", '--every: "0 days" is no time at all'],
  ["3 hours", '--every: "3 hours" is no repetition: days are the smallest unit'],
  ["2 weeeks", '--every: "2 weeeks" is no repetition. Did you mean "week"?'],
  ["month on mon", "a repetition by months takes a day of the month"],
  ["year on the 3rd", "the due date says the day"],
  ["", '--every: "" is no repetition'],
  ["32nd", "is no repetition"],
])("%j is refused", (text, message) => {
  expect(() => parseEvery(text)).toThrow(message);
});
