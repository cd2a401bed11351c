import { describe, expect, test } from "vitest";
import { type Setup, setupCrm } from "../support/crm.ts";

interface Planned {
  readonly id: number;
  readonly title: string;
  readonly dueDate: string;
  readonly dueAt: string | null;
  readonly dueZone: string | null;
  readonly repeats: string | null;
  readonly contactId: number | null;
}

const open = (crm: ReturnType<typeof setupCrm>) => crm.json<Planned[]>("followup", "list");

/** Does each follow-up on the day it is due, so often; gives the due moments or days of all of them. */
async function course(setup: Setup & { readonly now: string }, add: readonly string[], times: number) {
  const crm = setupCrm(setup);
  const first = await crm("followup", "add", ...add);
  if (first.code !== 0) throw new Error(first.err);
  const found: string[] = [];
  for (let i = 0; i < times; i++) {
    const [next] = await open(crm);
    if (next === undefined) break;
    found.push(next.dueAt ?? next.dueDate);
    const now = next.dueAt ?? next.dueDate + "T12:00:00Z";
    const { code, err } = await crm("followup", "done", String(next.id), "--now", now);
    if (code !== 0) throw new Error(err);
  }
  return found;
}

describe("by the calendar", () => {
  test("a weekly nine o'clock stays nine o'clock when Berlin changes its clocks", async () => {
    const setup = { now: "2026-10-12T09:00:00Z", zone: "Europe/Berlin" };
    expect(await course(setup, ["x", "--due", "2026-10-18 9:00", "--every", "week"], 3)).toEqual([
      ...["2026-10-18T07:00:00Z", "2026-10-25T08:00:00Z", "2026-11-01T08:00:00Z"],
    ]);
  });

  test("nor is it moved in New York and Sydney", async () => {
    // New York goes back on 1 November 2026, Sydney forward on 4 October 2026.
    const york = { now: "2026-10-12T09:00:00Z", zone: "America/New_York" };
    expect(await course(york, ["x", "--due", "2026-10-25 9:00", "--every", "week"], 2)).toEqual([
      ...["2026-10-25T13:00:00Z", "2026-11-01T14:00:00Z"],
    ]);
    const sydney = { now: "2026-09-12T09:00:00Z", zone: "Australia/Sydney" };
    expect(await course(sydney, ["x", "--due", "2026-09-28 9:00", "--every", "week"], 2)).toEqual([
      ...["2026-09-27T23:00:00Z", "2026-10-04T22:00:00Z"],
    ]);
  });

  test("a time that the clocks skip moves forward once, and is back the next day", async () => {
    const setup = { now: "2027-03-20T09:00:00Z" };
    expect(await course(setup, ["x", "--due", "2027-03-27 2:30", "--every", "day"], 3)).toEqual([
      ...["2027-03-27T01:30:00Z", "2027-03-28T01:30:00Z", "2027-03-29T00:30:00Z"],
    ]);
  });

  test("the 31st does not drift, and February has its last day", async () => {
    const setup = { now: "2026-12-01T09:00:00Z" };
    expect(await course(setup, ["rent", "--due", "2026-12-31", "--every", "month"], 4)).toEqual([
      ...["2026-12-31", "2027-01-31", "2027-02-28", "2027-03-31"],
    ]);
  });

  test.each([
    ["eom", "month"],
    ["end of the month", "every month"],
  ])("the end of the month stays its last day, whatever month it began in: %s", async (due, every) => {
    const setup = { now: "2026-11-21T09:00:00Z" };
    expect(await course(setup, ["rent", "--due", due, "--every", every], 4)).toEqual([
      ...["2026-11-30", "2026-12-31", "2027-01-31", "2027-02-28"],
    ]);
    expect(await course(setup, [due + ": rent", "--every", "3 months"], 2)).toEqual([
      "2026-11-30",
      "2027-02-28",
    ]);
    expect(await course(setup, ["rent", "--due", "30 nov", "--every", "month"], 2)).toEqual([
      ...["2026-11-30", "2026-12-30"],
    ]);
  });

  test("29 February comes back in four years", async () => {
    const setup = { now: "2027-12-01T09:00:00Z" };
    expect(await course(setup, ["x", "--due", "2028-02-29", "--every", "year"], 5)).toEqual([
      ...["2028-02-29", "2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"],
    ]);
  });

  test("what was missed is passed over, and today's is done with it", async () => {
    const crm = setupCrm();
    await crm("followup", "add", "x", "--due", "2026-11-02", "--every", "week");
    // Three Mondays later.
    const { err } = await crm("followup", "done", "1", "--now", "2026-11-23T09:00:00Z");
    expect(err).toContain("it comes again as 2 on Mon 2026-11-30 (every week on Monday)");
    expect(await open(crm)).toHaveLength(1);
  });

  test("or comes one after another when that is asked for", async () => {
    const crm = setupCrm();
    await crm("followup", "add", "x", "--due", "2026-11-02", "--every", "week", "--keep-missed");
    await crm("followup", "done", "1", "--now", "2026-11-23T09:00:00Z");
    expect(await open(crm)).toMatchObject([{ id: 2, dueDate: "2026-11-09" }]);
  });

  test("one done early is not asked for again on its day", async () => {
    const crm = setupCrm();
    await crm("followup", "add", "x", "--due", "2026-11-30", "--every", "week");
    await crm("followup", "done", "1");
    expect(await open(crm)).toMatchObject([{ dueDate: "2026-12-07" }]);
  });

  test("a snooze moves this one and not those after it", async () => {
    const crm = setupCrm();
    await crm("followup", "add", "x", "--due", "mon 10:00", "--every", "week");
    await crm("followup", "snooze", "1", "wed 15:00");
    await crm("followup", "done", "1", "--now", "2026-11-25T15:00:00Z");
    expect(await open(crm)).toMatchObject([{ dueAt: "2026-11-30T09:00:00Z" }]);
  });

  test("ends after so many, or on a day", async () => {
    const setup = { now: "2026-11-21T09:00:00Z" };
    expect(await course(setup, ["x", "--due", "mon", "--every", "week", "--times", "2"], 9)).toEqual([
      ...["2026-11-23", "2026-11-30"],
    ]);
    const until = ["x", "--due", "mon", "--every", "week", "--until", "2026-12-07"];
    expect(await course(setup, until, 9)).toHaveLength(3);
  });

  test("the days can be named instead of a due date", async () => {
    const crm = setupCrm();
    const added = await crm.json<Planned>("followup", "add", "report", "--every", "last weekday");
    expect(added).toMatchObject({ dueDate: "2026-11-30", repeats: "every month on the last weekday" });
    const plain = await crm.json<Planned>("followup", "add", "check in", "--every", "2 weeks");
    expect(plain).toMatchObject({ dueDate: "2026-12-05", repeats: "every 2 weeks on Saturday" });
  });

  test("a rule of RFC 5545 is taken as it is", async () => {
    const crm = setupCrm();
    const rule = "RRULE:FREQ=MONTHLY;BYDAY=-1FR;COUNT=3";
    const added = await crm.json<Planned>("followup", "add", "x", "--due", "2026-11-21", "--every", rule);
    expect(added).toMatchObject({ dueDate: "2026-11-27", repeatRule: "FREQ=MONTHLY;BYDAY=-1FR;COUNT=3" });
    expect(added.repeats).toBe("every month on last Friday for 3 times");
  });
});

describe("from completion", () => {
  test("the next one is counted from the day on which this one was done", async () => {
    const crm = setupCrm();
    await crm("followup", "add", "x", "--due", "2026-11-23 9:00", "--after", "2 weeks");
    const { err } = await crm("followup", "done", "1", "--now", "2026-11-26T20:00:00Z");
    expect(err).toContain("it comes again as 2 on Thu 2026-12-10 09:00 (2 weeks after it is done)");
  });

  test("ends after so many", async () => {
    const crm = setupCrm();
    await crm("followup", "add", "x", "--due", "today", "--after", "day", "--times", "2");
    await crm("followup", "done", "1");
    const { err } = await crm("followup", "done", "2");
    expect(err).toContain("Done: follow-up 2 x; it was the last one (1 day after it is done, 2 times)");
  });
});

describe("a series", () => {
  test("takes contact, priority and note along, and one undo takes the successor back", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Jane Roe");
    const about = ["--for", "jane", "--kind", "call", "--priority", "high", "--note", "ask for Tom"];
    await crm("followup", "add", "x", "--due", "mon", "--every", "week", ...about);
    await crm("followup", "done", "1");
    const [next] = await open(crm);
    expect(next).toMatchObject({ id: 2, contactId: 1, kind: "call", priority: "high", note: "ask for Tom" });
    await crm("undo", "--yes");
    expect(await open(crm)).toMatchObject([{ id: 1 }]);
  });

  test("an edit begins it anew, an empty one ends it", async () => {
    const crm = setupCrm();
    await crm("followup", "add", "x", "--due", "mon");
    const edited = await crm.json<Planned>("followup", "edit", "1", "--every", "month");
    expect(edited.repeats).toBe("every month on the 23rd");
    const moved = await crm("followup", "edit", "1", "--due", "tue");
    expect(moved.err).toContain("note: only this one is moved");
    expect((await crm.json<Planned>("followup", "edit", "1", "--every", "")).repeats).toBeNull();
  });

  test("a dry run of done says what would come", async () => {
    const crm = setupCrm();
    await crm("followup", "add", "x", "--due", "mon", "--every", "week");
    const { code, err } = await crm("followup", "done", "1", "--dry-run");
    expect({ code, err }).toMatchObject({ code: 0, err: expect.stringContaining("on Mon 2026-11-30") });
    expect(await open(crm)).toMatchObject([{ id: 1 }]);
  });
});

test.each([
  [["--every", "0 days"], '--every: "0 days" is no time at all (write 1 day or more)'],
  [["--after", "0 weeks"], '--after: "0 weeks" is no time at all'],
  [["--every", "2 weeks", "--after", "2 weeks"], "cannot be used with option"],
  [["--every", "3 hours"], "days are the smallest unit"],
  [["--times", "3"], "--times goes with --every or --after"],
  [["--every", "week", "--times", "0"], "Write a whole number from 1 to 99999."],
  [["--every", "week", "--until", "2026-11-01"], "--until: 2026-11-01 lies before the first one, 2026-11-23"],
  [["--every", "RRULE:FREQ=HOURLY"], 'has a bad FREQ: "HOURLY"'],
  [["--every", "RRULE:FREQ=DAILY;BYHOUR=9"], "holds BYHOUR; a follow-up takes FREQ"],
  [["--every", "RRULE:FREQ=DAILY;INTERVAL=0"], 'has a bad INTERVAL: "0"'],
  [["--every", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"], "the rule has no day"],
  [["--every", "week", "--tz", "Mars/Base"], '--tz: "Mars/Base" is no time zone'],
])("%j is refused in one line with 2, and nothing is planned", async (options, message) => {
  const crm = setupCrm();
  const { code, err } = await crm("followup", "add", "x", "--due", "mon", ...options);
  expect({ code, lines: err.trimEnd().split("\n").length }).toEqual({ code: 2, lines: 1 });
  expect(err).toContain(message);
  expect(await open(crm)).toEqual([]);
});
