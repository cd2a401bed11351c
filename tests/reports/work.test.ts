import { describe, expect, it } from "vitest";
import { type ActivityScope, activityReport } from "../../src/reports/activity.ts";
import { type FollowupScope, followupReport } from "../../src/reports/followups.ts";
import { dayNumber } from "../../src/reports/periods.ts";
import { type ResponseScope, responseReport } from "../../src/reports/response.ts";
import type { Db } from "../../src/store/db.ts";
import { businessMinutes, parseBusinessHours } from "../../src/values/business-hours.ts";
import { setupCrm } from "../support/crm.ts";
import { addPerson, freshDb } from "./orders.ts";
import { addFollowup, logActivity } from "./work.ts";

const scope = { asOf: "2026-03-31", zone: "Europe/Berlin" } as const;

function people(): Db {
  const db = freshDb();
  for (const id of [1, 2]) addPerson(db, id);
  return db;
}

describe("activity", () => {
  const shown = (db: Db, by: ActivityScope["by"], zone: string = scope.zone) =>
    activityReport(db, { ...scope, zone, by }).rows.map(
      (row) => by.map((key) => row[key]).join(" ") + " " + row.activities,
    );

  it("is counted by kind, channel and outcome, letter case aside", () => {
    const db = people();
    logActivity(db, 1, { at: "2026-03-02T09:00:00Z", direction: "out", outcome: "No Answer" });
    logActivity(db, 1, { at: "2026-03-02T10:00:00Z", direction: "in", outcome: "interested", minutes: 12 });
    logActivity(db, 2, { at: "2026-03-03T09:00:00Z", kind: "note" });
    expect(shown(db, ["kind"])).toEqual(["call 2", "note 1"]);
    expect(shown(db, ["channel"])).toEqual(["(none) 1", "call in 1", "call out 1"]);
    expect(shown(db, ["kind", "outcome"])).toEqual([
      "call interested 1",
      "call no answer 1",
      "note (none) 1",
    ]);
    const { total } = activityReport(db, { ...scope, by: ["kind"] });
    expect(total).toMatchObject({ activities: 3, inbound: 1, outbound: 1, answered: 1, minutes: 12 });
  });

  it("tells day, weekday and hour on the wall of the zone", () => {
    const db = people();
    // A Monday 02:30 in Berlin, and the Sunday evening before in New York.
    logActivity(db, 1, { at: "2026-03-02T01:30:00Z" });
    expect(shown(db, ["day", "hour"])).toEqual(["2026-03-02 02 1"]);
    expect(shown(db, ["day", "hour"], "America/New_York")).toEqual(["2026-03-01 20 1"]);
    const { hours } = activityReport(db, { ...scope, by: ["weekday"], zone: "America/New_York" });
    expect([hours[6]?.[20], hours.flat().reduce((sum, n) => sum + n, 0)]).toEqual([1, 1]);
  });

  it("keeps days and hours in their order, and weeks in the year they belong to", () => {
    const db = people();
    for (const at of ["2027-01-01T12:00:00Z", "2026-12-31T12:00:00Z", "2027-01-04T08:00:00Z"])
      logActivity(db, 1, { at });
    const rows = (by: ActivityScope["by"]) =>
      activityReport(db, { ...scope, asOf: "2027-01-31", by }).rows.map(
        (row) => row[by[0]!] + " " + row.activities,
      );
    expect(rows(["week"])).toEqual(["2026-W53 2", "2027-W01 1"]);
    expect(rows(["weekday"])).toEqual(["Mon 1", "Thu 1", "Fri 1"]);
  });

  it("sees nothing after the day, and nothing outside the window", () => {
    const db = people();
    for (const at of ["2026-03-31T21:59:59Z", "2026-03-31T22:00:00Z"]) logActivity(db, 1, { at });
    expect(activityReport(db, { ...scope, by: ["kind"] }).n).toBe(1);
    expect(activityReport(db, { ...scope, by: ["kind"], from: "2026-04-01" }).n).toBe(0);
  });
});

describe("business hours", () => {
  const minutes = (start: string, end: string, hours: string) => {
    const at = (text: string) => ({
      day: dayNumber(text),
      minute: Number(text.slice(11, 13)) * 60 + Number(text.slice(14)),
    });
    return businessMinutes(at(start), at(end), parseBusinessHours(hours));
  };

  it.each([
    ["2026-03-06 16:30", "2026-03-09 09:30", "mon-fri 9-17", 60],
    ["2026-03-06 18:00", "2026-03-08 12:00", "mon-fri 9-17", 0],
    ["2026-03-02 09:00", "2026-03-16 09:00", "mon-fri 9-17", 10 * 480],
    ["2026-03-02 10:00", "2026-03-02 10:25", "mon-fri 9-17", 25],
    ["2026-03-07 08:00", "2026-03-08 08:45", "fri-sun 8:30-12:00", 225],
    ["2026-03-02 10:00", "2026-03-02 09:00", "mon-fri 9-17", 0],
  ])("from %s to %s in %s are %d minutes", (start, end, hours, expected) => {
    expect(minutes(start, end, hours)).toBe(expected);
  });

  it.each(["mon-fri", "9-17", "mon-fri 17-9", "abc-fri 9-17", "mon 9-25"])("refuse %s", (text) => {
    expect(() => parseBusinessHours(text)).toThrow("--business-hours");
  });
});

describe("time to first answer", () => {
  const asked: ResponseScope = { ...scope, by: "kind" };

  it("runs from the first message to what went out or the next talk; what still waits is counted apart", () => {
    const db = people();
    for (const [at, direction, kind] of [
      ["2026-03-02T09:00:00Z", "in", "email"],
      ["2026-03-02T09:30:00Z", "in", "chat"],
      ["2026-03-02T10:00:00Z", "out", "email"],
      ["2026-03-03T09:00:00Z", "in", "email"],
      ["2026-03-03T09:20:00Z", "in", "call"],
      ["2026-03-31T20:00:00Z", "in", "email"],
    ] as const)
      logActivity(db, 1, { at, direction, kind });
    logActivity(db, 2, { at: "2026-03-02T09:05:00Z", direction: "out", kind: "email" });
    const { total, n } = responseReport(db, asked);
    expect(n).toBe(3);
    expect(total).toEqual({
      ...{ asked: 3, answered: 2, waiting: 1, medianMinutes: 40, meanMinutes: 40, p90Minutes: 56 },
      ...{ withinHour: 2 / 3, withinDay: 2 / 3, longestWaitMinutes: 120 },
    });
  });

  it("waits for a call back when nobody took the call", () => {
    const db = people();
    logActivity(db, 1, { at: "2026-03-02T09:00:00Z", direction: "in", outcome: "no answer" });
    logActivity(db, 1, { at: "2026-03-02T09:45:00Z", direction: "out" });
    expect(responseReport(db, asked).rows).toMatchObject([{ kind: "call", answered: 1, medianMinutes: 45 }]);
    expect(responseReport(db, { ...asked, asOf: "2026-03-01" }).total).toMatchObject({
      asked: 0,
      medianMinutes: null,
    });
  });

  it("takes what is not said to have come in for an answer, never for a question", () => {
    const db = people();
    logActivity(db, 1, { at: "2026-03-02T08:00:00Z", kind: "email" });
    logActivity(db, 1, { at: "2026-03-02T09:00:00Z", direction: "in", kind: "email" });
    logActivity(db, 1, { at: "2026-03-02T09:20:00Z", kind: "note" });
    logActivity(db, 1, { at: "2026-03-02T09:30:00Z", kind: "chat" });
    expect(responseReport(db, asked).total).toMatchObject({ asked: 1, answered: 1, medianMinutes: 30 });
  });

  it("counts minutes of business on the wall of the zone", () => {
    const db = people();
    // Friday 16:30 to Monday 09:30 in Berlin; in New York 10:30 to 03:30.
    logActivity(db, 1, { at: "2026-03-06T15:30:00Z", direction: "in", kind: "email" });
    logActivity(db, 1, { at: "2026-03-09T08:30:00Z", direction: "out", kind: "email" });
    const hours = parseBusinessHours("mon-fri 9-17");
    expect(responseReport(db, { ...asked, hours }).total.medianMinutes).toBe(60);
    expect(responseReport(db, { ...asked, hours, zone: "America/New_York" }).total.medianMinutes).toBe(390);
  });
});

describe("follow-ups", () => {
  const asked: FollowupScope = { ...scope, by: "month" };

  it("are kept by the end of their day, late after it, overdue when not done, and not due today", () => {
    const db = people();
    addFollowup(db, { due: "2026-03-10", created: "2026-03-01", done: "2026-03-10T22:30:00Z" });
    addFollowup(db, { due: "2026-03-10", created: "2026-03-01", done: "2026-03-10T23:30:00Z" });
    addFollowup(db, { due: "2026-03-20", created: "2026-03-01", done: "2026-03-05T08:00:00Z" });
    addFollowup(db, { due: "2026-03-30", created: "2026-03-01" });
    addFollowup(db, { due: "2026-03-31", created: "2026-03-01" });
    const { rows, total } = followupReport(db, asked);
    expect(rows).toMatchObject([
      { month: "2026-03", due: 4, kept: 2, late: 1, overdue: 1, open: 1, keptRate: 0.5 },
    ]);
    expect(total).toMatchObject({ medianLateDays: 1, longestOverdueDays: 1 });
    // On 10 March in New York the second was done that evening, and the first too.
    expect(followupReport(db, { ...asked, zone: "America/New_York" }).total).toMatchObject({
      kept: 3,
      late: 0,
    });
    expect(followupReport(db, { ...asked, asOf: "2026-03-10" }).total).toMatchObject({
      kept: 2,
      overdue: 0,
      open: 3,
    });
  });

  it("were due on the day that was set at that time", async () => {
    const crm = setupCrm();
    const on = (day: string, ...argv: string[]) => crm(...argv, "--now", day + "T09:00:00Z");
    await on("2026-03-01", "contact", "add", "Jane Roe");
    await on("2026-03-01", "followup", "add", "call", "--for", "1", "--due", "2026-03-05");
    await on("2026-03-08", "followup", "snooze", "1", "2026-03-20");
    const report = async (asOf: string) => (await crm.json("report", "followups", "--as-of", asOf)).total;
    expect(await report("2026-03-07")).toMatchObject({ due: 1, overdue: 1 });
    expect(await report("2026-03-08")).toMatchObject({ due: 0, open: 1 });
    const others = async (asOf: string) => {
      const kpi = await crm.json<{ rows: { kpi: string; value: number | null }[] }>(
        "report",
        "kpi",
        "--as-of",
        asOf,
      );
      const owners = await crm.json<{ total: object }>("report", "owners", "--as-of", asOf);
      const value = (name: string) => kpi.rows.find((row) => row.kpi === name)?.value;
      return [value("overdue"), value("followupsKept"), owners.total];
    };
    expect(await others("2026-03-07")).toMatchObject([1, 0, { followupsOpen: 1, followupsOverdue: 1 }]);
    expect(await others("2026-03-08")).toMatchObject([0, null, { followupsOpen: 1, followupsOverdue: 0 }]);
  });

  it("have no rate without any", () => {
    expect(followupReport(freshDb(), asked)).toMatchObject({
      n: 0,
      rows: [],
      total: { keptRate: null, low: null },
    });
  });
});

describe("weeks", () => {
  it("begin in every report as week.start says", async () => {
    const crm = setupCrm({ now: "2026-11-21T12:00:00Z" });
    await crm("contact", "add", "Jane Roe");
    for (const day of ["2026-11-15", "2026-11-16"]) {
      await crm("log", "note", "jane", "Hello", "--at", day);
      await crm("order", "add", "1", "--amount", "10", "--date", day);
      await crm("followup", "add", "Call", "--due", day);
    }
    const weeks = async (...words: string[]) => {
      const { rows } = await crm.json<{ rows: Record<string, string>[] }>("report", ...words);
      return rows.map((row) => row.week ?? row.period ?? row.cohort);
    };
    const all = async () => [
      await weeks("activity", "--by", "week"),
      await weeks("followups", "--by", "week"),
      await weeks("retention", "--by", "week"),
      await weeks("pivot", "--of", "orders", "--rows", "week"),
    ];
    const both = ["2026-W46", "2026-W47"];
    expect(await all()).toEqual([both, both, both, both]);
    await crm("config", "set", "week.start", "sunday");
    expect(await all()).toEqual([["2026-W46"], ["2026-W46"], ["2026-W46"], ["2026-W46"]]);
  });
});
