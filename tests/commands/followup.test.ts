import { describe, expect, test } from "vitest";
import { type Setup, setupCrm } from "../support/crm.ts";

async function withJane(setup: Setup = {}) {
  const crm = setupCrm(setup);
  await crm("contact", "add", "Jane Roe", "--company", "Acme");
  return crm;
}

interface Planned {
  readonly id: number;
  readonly title: string;
  readonly dueDate: string;
  readonly dueAt: string | null;
  readonly dueZone: string | null;
}

describe("followup add", () => {
  test("a day is kept without a time or zone", async () => {
    const crm = await withJane();
    const { err } = await crm("followup", "add", "send the quote", "--for", "jane", "--due", "fri");
    expect(err).toBe("Added follow-up 1 for Jane Roe on Fri 2026-11-27: send the quote (undo: crm undo)\n");
    const [planned] = await crm.json<Planned[]>("followup", "list");
    expect(planned).toMatchObject({ dueDate: "2026-11-27", dueAt: null, dueZone: null });
  });

  test("the title may begin with the date", async () => {
    const crm = await withJane();
    const planned = await crm.json("followup", "add", "tue 10:00: call back", "--for", "jane");
    expect(planned).toMatchObject({ title: "call back", dueAt: "2026-11-24T09:00:00Z" });
  });

  test("nine o'clock stays nine o'clock on both sides of a change of clocks", async () => {
    // Berlin goes from UTC+2 to UTC+1 on 25 October 2026 at 03:00, and back on 28 March 2027 at 02:00.
    const crm = await withJane({ now: "2026-10-20T09:00:00Z" });
    const add = (due: string) => crm.json<Planned>("followup", "add", "x", "--due", due);
    expect((await add("2026-10-24 9:00")).dueAt).toBe("2026-10-24T07:00:00Z");
    expect((await add("2026-10-25 9:00")).dueAt).toBe("2026-10-25T08:00:00Z");
    expect((await add("2027-03-28 9:00")).dueAt).toBe("2027-03-28T07:00:00Z");
    expect(await add("2027-03-28 2:30")).toMatchObject({
      ...{ dueDate: "2027-03-28", dueAt: "2027-03-28T01:30:00Z", dueZone: "Europe/Berlin" },
    });
  });

  test("one about a deal is for who the deal is with", async () => {
    const crm = await withJane();
    await crm("deal", "add", "Website", "--contact", "jane", "--amount", "5000");
    const planned = await crm.json("followup", "add", "mon: ask", "--deal", "website");
    expect(planned).toMatchObject({ contact: "Jane Roe", deal: "Website" });
  });

  test.each([
    [
      ["x", "--for", "jane"],
      'the follow-up needs a due date (add --due fri, or begin the title with it: "fri: x")',
    ],
    [["x", "--due", "wensday"], '--due: "wensday" is no date. Did you mean "wednesday"?'],
    [["x", "--due", "31/02/2027"], '--due: "31/02/2027" is no date: the month has 28 days.'],
    [["x", "--due", "fri", "--kind", "cal"], '--kind: no "cal". Did you mean "call"?'],
    [["x", "--due", "fri", "--priority", "urgent"], '--priority: no "urgent". (low, normal, high)'],
    [["  ", "--due", "fri"], "the title is empty"],
  ])("refuses %j with exit 2 and writes nothing", async (words, message) => {
    const crm = await withJane();
    const { code, err } = await crm("followup", "add", ...words);
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(await crm.json("followup", "list")).toEqual([]);
  });

  test("a date in the past is taken and said", async () => {
    const crm = await withJane();
    const { code, err } = await crm("followup", "add", "x", "--due", "2026-11-19");
    expect(code).toBe(0);
    expect(err).toContain("note: Thu 2026-11-19 is in the past: the follow-up is overdue\n");
  });
});

describe("followup snooze", () => {
  test("moves an all-day one, the words joined", async () => {
    const crm = await withJane();
    await crm("followup", "add", "x", "--due", "fri");
    const { err } = await crm("followup", "snooze", "1", "in", "2", "weeks");
    expect(err).toContain("Snoozed follow-up 1 on Sat 2026-12-05: x");
  });

  test("keeps the time of day, in its own zone, when only a day is said", async () => {
    const crm = await withJane({ now: "2026-10-20T09:00:00Z" });
    await crm("followup", "add", "x", "--due", "sat 9:00");
    const [planned] = await crm.json<Planned[]>("followup", "list");
    expect(planned?.dueAt).toBe("2026-10-24T07:00:00Z");
    const line = ["followup", "snooze", "1", "2026-10-26", "--tz", "America/New_York"];
    expect(await crm.json(...line)).toMatchObject({
      ...{ dueDate: "2026-10-26", dueAt: "2026-10-26T08:00:00Z", dueZone: "Europe/Berlin" },
    });
  });

  test("what is done is not put off", async () => {
    const crm = await withJane();
    await crm("followup", "add", "x", "--due", "fri");
    await crm("followup", "done", "1");
    const { code, err } = await crm("followup", "snooze", "1", "mon");
    expect(code).toBe(1);
    expect(err).toContain("follow-up 1 (x) is done since 2026-11-21");
    expect((await crm("followup", "edit", "1", "--reopen")).code).toBe(0);
    expect((await crm("followup", "snooze", "1", "mon")).code).toBe(0);
  });
});

describe("followup done", () => {
  test("logs what happened and plans the next step, and one undo takes all three back", async () => {
    const crm = await withJane();
    await crm(
      "followup",
      "add",
      "offer",
      "--for",
      "jane",
      "--due",
      "fri",
      "--kind",
      "call",
      "--priority",
      "high",
    );
    const line = ["followup", "done", "1", "--log", "call", "--text", "has the budget"];
    const { err } = await crm(...line, "--next", "in 2 weeks: ask again");
    expect(err).toBe(
      "Done: follow-up 1 offer; logged as call 1; next is 2 on Sat 2026-12-05: ask again (undo: crm undo)\n",
    );
    const [next] = await crm.json<Record<string, unknown>[]>("followup", "list");
    expect(next).toMatchObject({ title: "ask again", contact: "Jane Roe", kind: "call", priority: "high" });
    const [logged] = await crm.json<Record<string, unknown>[]>("log", "list");
    expect(logged).toMatchObject({ kind: "call", contacts: ["Jane Roe"], body: "has the budget" });
    await crm("undo", "--yes");
    expect(await crm.json("log", "list")).toEqual([]);
    expect((await crm.json<Planned[]>("followup", "list")).map(({ id }) => id)).toEqual([1]);
  });

  test("several at once, all or none", async () => {
    const crm = await withJane();
    for (const title of ["a", "b", "c"]) await crm("followup", "add", title, "--due", "fri");
    expect((await crm("followup", "done", "1", "2", "9")).code).toBe(3);
    expect((await crm("followup", "list", "-q")).out).toBe("1\n2\n3\n");
    const { err } = await crm("followup", "done", "1", "#2");
    expect(err).toBe("Done: 2 follow-ups (undo: crm undo)\n");
    expect((await crm("followup", "list", "-q")).out).toBe("3\n");
  });

  test("a bad --next leaves it open", async () => {
    const crm = await withJane();
    await crm("followup", "add", "a", "--due", "fri");
    expect((await crm("followup", "done", "1", "--next", "ask again")).code).toBe(2);
    expect((await crm("followup", "list", "-q")).out).toBe("1\n");
  });
});

describe("followup list", () => {
  async function withThree() {
    const crm = await withJane();
    await crm("followup", "add", "late", "--due", "2026-11-19", "--kind", "call");
    await crm("followup", "add", "next", "--due", "mon", "--kind", "email");
    await crm("followup", "add", "over", "--due", "2026-11-18", "--kind", "call");
    await crm("followup", "done", "3");
    return crm;
  }
  const ids = { args: ["followup", "list", "-q"] };

  test("shows what is open by due date, what is done with --all or when the filter asks for it", async () => {
    const crm = await withThree();
    expect((await crm(...ids.args)).out).toBe("1\n2\n");
    expect((await crm(...ids.args, "--all")).out).toBe("3\n1\n2\n");
    expect((await crm(...ids.args, "kind = call")).out).toBe("1\n");
    expect((await crm(...ids.args, "status = done")).out).toBe("3\n");
    expect((await crm(...ids.args, "kind = call or kind = email", "--sort", "-due")).out).toBe("2\n1\n");
  });

  test("--exit-code is 10 only when one of those that fit is due by today", async () => {
    const crm = await withThree();
    expect((await crm(...ids.args, "--exit-code")).code).toBe(10);
    expect((await crm(...ids.args, "kind = email", "--exit-code")).code).toBe(0);
    expect((await crm(...ids.args, "status = done", "--exit-code")).code).toBe(0);
    await crm("followup", "snooze", "1", "today", "23:00");
    expect((await crm(...ids.args, "--exit-code")).code).toBe(10);
    await crm("followup", "snooze", "1", "tomorrow", "0:30");
    expect((await crm(...ids.args, "--exit-code")).code).toBe(0);
    expect((await crm(...ids.args)).code).toBe(0);
  });
});

test("delete needs --yes off a terminal, and an unknown number is not found", async () => {
  const crm = await withJane();
  await crm("followup", "add", "a", "--due", "fri");
  const { code, err } = await crm("followup", "delete", "1");
  expect([code, err]).toEqual([
    2,
    "crm: Delete follow-up 1 a: this needs --yes (add --yes, or --dry-run to look first)\n",
  ]);
  expect((await crm("followup", "delete", "1", "--yes")).code).toBe(0);
  expect((await crm("followup", "delete", "1", "--yes")).code).toBe(3);
  expect((await crm("followup", "done", "jane")).code).toBe(2);
});

test("--dry-run answers as the real run and changes nothing", async () => {
  const crm = await withJane();
  const { code, err } = await crm("followup", "add", "fri: a", "--dry-run");
  expect(code).toBe(0);
  expect(err).toContain("(dry run: nothing was written)");
  expect(await crm.json("followup", "list")).toEqual([]);
});

describe("many at once", () => {
  async function withThree() {
    const crm = setupCrm();
    for (const name of ["Ann", "Ben", "Cid"]) await crm("contact", "add", name, "--tag", "vip");
    return crm;
  }

  test("one is planned for each contact that fits, and one undo takes all back", async () => {
    const crm = await withThree();
    const { err } = await crm("followup", "add", "fri: invite", "--where", "tag = vip", "--yes");
    expect(err).toBe("Added 3 follow-ups on Fri 2026-11-27: invite (undo: crm undo)\n");
    const planned = await crm.json<{ contact: string }[]>("followup", "list");
    expect(planned.map(({ contact }) => contact)).toEqual(["Ann", "Ben", "Cid"]);
    await crm("undo", "--yes");
    expect(await crm.json("followup", "list")).toEqual([]);
  });

  test.each([
    [["done", "--where", "title = x"], "Done with 3 follow-ups"],
    [["snooze", "--where", "title = x", "mon"], "Put off to mon: 3 follow-ups"],
    [["delete", "--where", "title = x"], "Delete 3 follow-ups"],
    [["add", "y", "--due", "fri", "--where", "tag = vip"], 'Plan "y" for 3 contacts'],
  ])("%j of three needs --yes where nobody can be asked", async (words, what) => {
    const crm = await withThree();
    for (const who of ["1", "2", "3"]) await crm("followup", "add", "x", "--for", who, "--due", "fri");
    const before = await crm.json("followup", "list");
    const { code, err } = await crm("followup", ...words);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(what + ": this needs --yes") });
    expect(await crm.json("followup", "list")).toEqual(before);
    expect((await crm("followup", ...words, "--yes")).code).toBe(0);
    expect(await crm.json("followup", "list")).not.toEqual(before);
  });

  test.each([
    [["done", "--where", ""], "name a follow-up by its number, or choose several with --where"],
    [["delete"], "name a follow-up by its number"],
    [["snooze", "--where", " ", "mon"], "the filter is empty"],
    [["add", "x", "--due", "fri", "--where", ""], "--where: the filter is empty"],
    [["add", "x", "--due", "fri", "--where", "tag = vip", "--for", "ann"], "--for and a filter"],
  ])("%j is refused with 2", async (words, message) => {
    const crm = await withThree();
    await crm("followup", "add", "x", "--due", "fri");
    const { code, err } = await crm("followup", ...words, "--yes");
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(message) });
  });

  test("a snooze by filter keeps each one's time of day", async () => {
    const crm = setupCrm();
    await crm("followup", "add", "a", "--due", "2026-11-20 10:00");
    await crm("followup", "add", "b", "--due", "2026-11-20");
    await crm("followup", "snooze", "--where", "due < today", "next", "mon");
    const moved = await crm.json<Planned[]>("followup", "list");
    expect(moved.map(({ dueDate, dueAt }) => [dueDate, dueAt])).toEqual([
      ["2026-11-23", "2026-11-23T09:00:00Z"],
      ["2026-11-23", null],
    ]);
  });

  test("what was said may follow the kind of the log", async () => {
    const crm = await withThree();
    await crm("followup", "add", "x", "--for", "ann", "--due", "fri");
    await crm("followup", "add", "y", "--for", "ann", "--due", "fri");
    await crm("followup", "done", "1", "--log", "call", "has the budget");
    await crm("followup", "done", "2", "--log", "email: sent it");
    expect(await crm.json("log", "list", "--sort", "id")).toMatchObject([
      { kind: "call", body: "has the budget" },
      { kind: "email", body: "sent it" },
    ]);
  });

  test("there is nobody to log a call with when it is for nobody", async () => {
    const crm = setupCrm();
    await crm("followup", "add", "x", "--due", "fri");
    const { code, err } = await crm("followup", "done", "1", "--log", "call");
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining("follow-up 1 is for nobody") });
    expect(await crm.json("followup", "list")).toHaveLength(1);
  });
});

test("the card of a contact says the day on which a follow-up is due for who reads it", async () => {
  const crm = setupCrm();
  await crm("contact", "add", "Jane Roe");
  await crm("followup", "add", "call", "--for", "jane", "--due", "2026-11-25 01:30");
  // Made in Tokyo, where it is the 25th already; in Berlin it is the 24th, 17:30.
  crm.db.run("UPDATE follow_up SET due_at = '2026-11-24T16:30:00Z', due_zone = 'Asia/Tokyo'");
  expect((await crm("contact", "show", "jane", "--format", "table")).out).toContain("2026-11-24 17:30: call");
});
