import { describe, expect, test } from "vitest";
import { type Setup, setupCrm } from "../support/crm.ts";

interface Item {
  readonly section: string;
  readonly id: number | null;
  readonly dueDate: string;
  readonly title: string;
  readonly kind: string | null;
}

const sectionsOf = async (crm: ReturnType<typeof setupCrm>, ...options: string[]) =>
  (await crm.json<Item[]>("today", ...options)).map(({ section, title }) => section + " " + title);

/** Jane with a phone, a talk and an open deal; three follow-ups, one of them overdue; Saturday 21 November 2026, 10:00. */
async function withWork(setup: Setup = {}) {
  const crm = setupCrm({ env: { NO_COLOR: "1" }, ...setup });
  await crm("contact", "add", "Jane Roe", "--company", "Acme", "--phone", "+49 30 901820");
  await crm("contact", "add", "Müller & Söhne");
  await crm("deal", "add", "Website", "--contact", "jane", "--amount", "5000", "--stage", "proposal");
  await crm("log", "call", "jane", "wants a quote", "--at", "2026-11-09 15:00", "--out");
  await crm("log", "note", "jane", "likes tea", "--at", "2026-11-20");
  await crm("followup", "add", "send the quote", "--for", "jane", "--due", "2026-11-19", "--kind", "call");
  await crm("followup", "add", "kick-off", "--for", "müller", "--due", "16:00", "--kind", "meeting");
  await crm("followup", "add", "ask for the reference", "--for", "müller", "--due", "mon", "--kind", "email");
  return crm;
}

describe("what is due", () => {
  test("each item comes with who, phone, last talk and open deal; a note is no talk", async () => {
    const crm = await withWork();
    const [first, ...others] = await crm.json<Record<string, unknown>[]>("today");
    expect(first).toEqual({
      ...{
        section: "overdue",
        id: 1,
        dueDate: "2026-11-19",
        dueAt: null,
        kind: "call",
        title: "send the quote",
      },
      ...{ contact: "Jane Roe", company: "Acme", phone: "+49 30 901820", priority: "normal", contactId: 1 },
      ...{ lastContactAt: "2026-11-09T14:00:00Z", lastContactKind: "call", lastContact: "wants a quote" },
      ...{ dealId: 1, deal: "Website", amountMinor: 500000, currency: "EUR", stage: "proposal" },
      ...{ stageSinceAt: "2026-11-21T09:00:00Z", rotDays: 7, orders: null, spentMinor: null, spentIn: [] },
      ...{ key: "followup:1", type: "followup", owner: null, note: null, repeats: null },
      ...{ sinceDate: null, companyId: null },
    });
    expect(others.map(({ section, dueDate, dueAt }) => [section, dueDate, dueAt])).toEqual([
      ["today", "2026-11-21", "2026-11-21T15:00:00Z"],
      ["coming", "2026-11-23", null],
    ]);
  });

  test("the days are those of New York when it is still yesterday there", async () => {
    // 21:00 on 21 November in New York.
    const crm = setupCrm({ now: "2026-11-22T02:00:00Z", zone: "America/New_York" });
    const dues = { "day before": "2026-11-20", "this day": "2026-11-21", "day after": "2026-11-22" };
    for (const [title, due] of Object.entries(dues)) await crm("followup", "add", title, "--due", due);
    await crm("followup", "add", "an hour ago", "--due", "20:00");
    await crm("followup", "add", "in an hour", "--due", "22:00");
    await crm("followup", "add", "in two days", "--due", "2026-11-23");
    expect(await sectionsOf(crm, "--days", "1")).toEqual([
      ...[
        "overdue day before",
        "overdue an hour ago",
        "today in an hour",
        "today this day",
        "coming day after",
      ],
    ]);
  });

  test("a time is shown on the reader's day, whatever zone it was made in", async () => {
    const crm = setupCrm({ now: "2026-11-21T15:00:00Z", zone: "America/New_York" });
    await crm("followup", "add", "call Berlin", "--due", "2026-11-22 02:00", "--tz", "Europe/Berlin");
    // 02:00 in Berlin is 20:00 of the day before in New York, and 14:00 of the same day in Kiritimati.
    expect(await crm.json("today")).toMatchObject([{ section: "today", dueDate: "2026-11-21" }]);
    const inKiritimati = await crm.json("today", "--tz", "Pacific/Kiritimati");
    expect(inKiritimati).toMatchObject([{ section: "today", dueDate: "2026-11-22" }]);
  });

  test("birthdays come with the age, around the year's end, and 29 February on the 28th", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Leap", "--birthday", "1988-02-29");
    await crm("contact", "add", "Year", "--birthday", "1986-01-02");
    await crm("contact", "add", "Unknown", "--birthday", "--12-30");
    const at = async (now: string) =>
      (await crm.json<(Item & { contact: string })[]>("today", "--now", now)).map(
        ({ section, dueDate, contact, title }) => [section, dueDate, contact, title].join(" "),
      );
    expect(await at("2026-12-30")).toEqual([
      "today 2026-12-30 Unknown birthday",
      "coming 2027-01-02 Year turns 41",
    ]);
    expect(await at("2027-02-28")).toEqual(["today 2027-02-28 Leap turns 39"]);
    expect(await at("2028-02-28")).toEqual(["coming 2028-02-29 Leap turns 40"]);
    expect(await at("2027-03-01")).toEqual([]);
  });

  test("open deals past their close date are listed, closed ones are not", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Jane Roe");
    for (const [title, close] of [
      ["Late", "2026-11-20"],
      ["Today", "2026-11-21"],
      ["Lost", "2026-11-01"],
    ]) {
      await crm("deal", "add", title!, "--contact", "jane", "--amount", "100", "--close", close!);
    }
    await crm("deal", "lose", "lost", "--reason", "price");
    const items = await crm.json<Record<string, unknown>[]>("today");
    expect(items).toMatchObject([{ section: "closing", id: null, kind: "deal", deal: "Late" }]);
  });

  test("a follow-up for a company comes with its name and phone", async () => {
    const crm = setupCrm();
    await crm("company", "add", "Acme", "--phone", "+49 30 1234567");
    await crm("followup", "add", "today: ask", "--company", "acme");
    expect(await crm.json("today")).toMatchObject([
      { contact: null, company: "Acme", phone: "+49 30 1234567", lastContactAt: null, deal: null },
    ]);
  });
});

describe("on a terminal", () => {
  test("the day at a glance fits 80 columns", async () => {
    const crm = await withWork({ terminal: 80 });
    const { out, err } = await crm("today");
    expect(out).toMatchInlineSnapshot(`
      "Saturday 21 November 2026 · 1 overdue · 1 today
      pipeline 5,000 EUR (weighted 2,500)

      OVERDUE
       ! 1  Thu 19  call     Jane Roe, Acme  send the quote
            +49 30 901820 · deal 1 Website, 5,000.00 EUR, proposal
            last: call 12 days ago, "wants a quote"

      TODAY
         2  16:00   meeting  Müller & Söhne  kick-off

      COMING
         3  Mon 23  email    Müller & Söhne  ask for the reference

      crm followup done 1 · crm followup snooze 1 mon · crm brief 1
      "
    `);
    expect(err).toBe("");
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test("agenda goes day by day", async () => {
    const crm = await withWork({ terminal: 80 });
    const { out } = await crm("agenda", "--days", "3");
    expect(out).toContain("\nMONDAY 23 NOVEMBER\n");
    expect(out).not.toContain("COMING");
  });

  test("of a long section twenty are shown, all are counted", async () => {
    const crm = setupCrm({ terminal: 80, env: { NO_COLOR: "1" } });
    const insert =
      "INSERT INTO follow_up (title, due_date, created_at, updated_at) VALUES (?, '2026-11-01', ?, ?)";
    const at = "2026-11-01T00:00:00Z";
    for (let i = 1; i <= 23; i++) crm.db.run(insert, ["job " + i, at, at]);
    const { out } = await crm("today");
    expect(out).toContain("· 23 overdue · 0 today");
    expect(out).toContain("job 20\n   ... 3 more: crm followup list\n");
    expect(await crm.json<Item[]>("today")).toHaveLength(23);
  });

  test("nothing in a title, name or note can act on it", async () => {
    const crm = setupCrm({ terminal: 80, env: { NO_COLOR: "1" } });
    const acting = /[\u0000-\u001f\u007f-\u009f\u202e]/;
    const hostile = "\u001b]0;owned\u0007\u001b[2Jquote\u202e\r\n";
    await crm("contact", "add", "Eve" + hostile, "--company", "Acme" + hostile);
    await crm("deal", "add", "Deal" + hostile, "--contact", "1", "--amount", "1");
    await crm("log", "call", "1", "said" + hostile);
    const { err } = await crm("followup", "add", "title" + hostile, "--for", "1", "--due", "today");
    expect(err.replaceAll("\n", "")).not.toMatch(acting);
    for (const line of ["today", "agenda", "followup list", "log list"]) {
      const { out } = await crm(...line.split(" "));
      expect(out).toContain("quote");
      expect(out.replaceAll("\n", "")).not.toMatch(acting);
    }
  });

  test("amounts are summed in the currency of the database, weighted by the stage", async () => {
    const crm = await withWork({ terminal: 80 });
    await crm("deal", "add", "Shop", "--contact", "jane", "--amount", "1000", "--stage", "lead");
    await crm("deal", "add", "Abroad", "--contact", "jane", "--amount", "700 USD");
    // 5,000 at 50 % and 1,000 at 10 %.
    const pipeline = "pipeline 6,000 EUR (weighted 2,600) + 1 in other currencies";
    expect((await crm("today")).out).toContain("\n" + pipeline + "\n");
  });

  test("a stage without a probability weighs by how its deals ended so far, as in the reports", async () => {
    const crm = await withWork({ terminal: 80 });
    await crm("pipeline", "add", "service", "--stages", "talk,offer");
    const add = (title: string, stage: string) =>
      crm(
        "deal",
        "add",
        title,
        "--contact",
        "jane",
        "--amount",
        "1000",
        "--pipeline",
        "service",
        "--stage",
        stage,
      );
    await add("Alarm", "offer");
    await add("Boiler", "talk");
    await add("Cellar", "talk");
    await add("Door", "offer");
    await crm("deal", "win", "Alarm");
    await crm("deal", "lose", "Boiler", "--reason", "price");
    // Of the two closed deals one was won after "talk", the only one that came to "offer" was won: 500 + 1,000,
    // besides the 5,000 at 50 % of the other pipeline.
    expect((await crm("today")).out).toContain("\npipeline 7,000 EUR (weighted 4,000)\n");
    const { rows } = await crm.json<{ rows: { weightedMinor: number }[] }>("report", "pipeline");
    expect(rows.reduce((sum, { weightedMinor }) => sum + weightedMinor, 0)).toBe(400_000);
  });
});

describe("nothing due", () => {
  test("is said calmly on stderr, and the list is empty", async () => {
    const crm = setupCrm();
    expect(await crm("today", "--json")).toEqual({
      ...{ code: 0, out: "[]\n", err: "Nothing is due today or in the next 7 days.\n" },
    });
    expect(await crm("today", "-q", "--exit-code")).toEqual({ code: 0, out: "", err: "" });
  });
});

test("--exit-code is 10 when something is due by today, not when it is only coming", async () => {
  const crm = setupCrm();
  await crm("followup", "add", "tomorrow: ask");
  expect((await crm("today", "--exit-code")).code).toBe(0);
  await crm("followup", "add", "today: ask");
  expect((await crm("today", "--exit-code")).code).toBe(10);
  expect((await crm("today", "-q")).out).toBe("2\n1\n");
});

test.each(["-1", "x", "367", ""])("--days %j is refused", async (days) => {
  const crm = setupCrm();
  const { code, err } = await crm("agenda", "--days=" + days);
  expect(code).toBe(2);
  expect(err).toContain("Write a number of days from 0 to 366.");
});
