import { describe, expect, test } from "vitest";
import { setupCrm } from "../support/crm.ts";

/** Saturday 21 November 2026, 10:00 in Berlin, with Jane and Tom. */
async function withPeople(setup: Parameters<typeof setupCrm>[0] = {}) {
  const crm = setupCrm(setup);
  await crm("contact", "add", "Jane Roe", "--company", "Acme");
  await crm("contact", "add", "Tom Okafor");
  return crm;
}

const count = (crm: ReturnType<typeof setupCrm>, table: string) =>
  crm.db.get<{ n: number }>("SELECT count(*) AS n FROM " + table)?.n;

describe("log with --follow-up", () => {
  test("writes both in one journal entry, and one undo takes both", async () => {
    const crm = await withPeople();
    const ran = await crm("log", "call", "jane", "wants a quote", "--follow-up", "in 3 days: send the quote");
    expect(ran.code).toBe(0);
    expect(count(crm, "journal_entry")).toBe(3);
    expect([count(crm, "activity"), count(crm, "follow_up")]).toEqual([1, 1]);
    expect((await crm("undo", "--yes")).code).toBe(0);
    expect([count(crm, "activity"), count(crm, "follow_up")]).toEqual([0, 0]);
    expect(count(crm, "contact")).toBe(2);
  });

  test("counts from --now and says the date that it understood", async () => {
    const crm = await withPeople();
    const line = ["log", "call", "jane", "wants a quote", "--follow-up", "in 3 days: send the quote"];
    const { err } = await crm(...line, "--now", "2026-12-30");
    expect(err).toContain(
      "Logged call 1 with Jane Roe; follow-up 1 on Sat 2027-01-02: send the quote (undo: crm undo)",
    );
  });

  test("takes the longest date on the left of a colon, so that a time may hold one", async () => {
    const crm = await withPeople();
    await crm("log", "call", "jane", "x", "--follow-up", "fri 10:30: call back: urgent");
    const [planned] = await crm.json<{ title: string; dueAt: string }[]>("followup", "list");
    expect(planned).toMatchObject({ title: "call back: urgent", dueAt: "2026-11-27T09:30:00Z" });
  });

  test("gives the follow-up the first contact and the deal", async () => {
    const crm = await withPeople();
    await crm("deal", "add", "Website", "--contact", "jane", "--amount", "5000");
    const line = ["log", "meeting", "tom", "jane", "kick-off", "--deal", "website"];
    const logged = await crm.json("log", ...line.slice(1), "--follow-up", "mon: minutes");
    expect(logged).toMatchObject({ contacts: ["Jane Roe", "Tom Okafor"], deal: "Website", followupId: 1 });
    const [planned] = await crm.json<Record<string, unknown>[]>("followup", "list");
    expect(planned).toMatchObject({ contact: "Tom Okafor", deal: "Website", dueDate: "2026-11-23" });
  });

  test.each([
    ["frday: send", '--follow-up: "frday" is no date. Did you mean "friday"?'],
    ["send the quote", '--follow-up: "send the quote" does not say when'],
    ["fri 10:00:", '--follow-up: "fri 10:00:" says when, but not what'],
  ])("refuses %j and writes nothing", async (text, message) => {
    const crm = await withPeople();
    const { code, err } = await crm("log", "call", "jane", "x", "--follow-up", text);
    expect([code, count(crm, "activity")]).toEqual([2, 0]);
    expect(err).toContain(message);
  });

  test("says so when the follow-up is overdue from the start", async () => {
    const crm = await withPeople();
    const { code, err } = await crm("log", "call", "jane", "x", "--follow-up", "yesterday: send it");
    expect(code).toBe(0);
    expect(err).toContain("note: Fri 2026-11-20 is in the past");
  });
});

describe("the words of log", () => {
  test("the last of several is the text, those before it are contacts", async () => {
    const crm = await withPeople();
    const logged = await crm.json("log", "meeting", "jane", "tom", "kick-off");
    expect(logged).toMatchObject({ contacts: ["Jane Roe", "Tom Okafor"], body: "kick-off" });
  });

  test("with --text all are contacts, and --with adds more", async () => {
    const crm = await withPeople();
    const logged = await crm.json("log", "visit", "jane", "--with", "tom", "--text", "saw the shop");
    expect(logged).toMatchObject({ contacts: ["Jane Roe", "Tom Okafor"], body: "saw the shop" });
    expect(await crm.json("log", "call", "jane")).toMatchObject({ contacts: ["Jane Roe"], body: null });
  });

  test("a name in the place of the text is taken as the text, and said", async () => {
    const crm = await withPeople();
    const { code, err } = await crm("log", "meeting", "jane", "tom");
    expect(code).toBe(0);
    expect(err).toContain('note: "tom" is the text; to name a contact: --with tom');
  });

  test("a deal alone stands for its contact; nobody at all is an error", async () => {
    const crm = await withPeople();
    await crm("deal", "add", "Website", "--contact", "jane", "--amount", "5000");
    const logged = await crm.json("log", "note", "--deal", "website", "--text", "budget is 5k");
    expect(logged).toMatchObject({ contacts: ["Jane Roe"], dealId: 1 });
    const { code, err } = await crm("log", "call", "--text", "hello");
    expect([code, err]).toEqual([2, 'crm: name a contact (crm log call jane "what was said")\n']);
  });

  test("an unknown contact is not found and nothing is written", async () => {
    const crm = await withPeople();
    const { code } = await crm("log", "call", "nobody", "hello");
    expect([code, count(crm, "activity")]).toEqual([3, 0]);
  });
});

describe("log --at", () => {
  test.each([
    ["fri", "2026-11-20T11:00:00Z"],
    ["yesterday 15:00", "2026-11-20T14:00:00Z"],
    ["today", "2026-11-21T09:00:00Z"],
    ["2026-07-01", "2026-07-01T10:00:00Z"],
  ])("%s is %s: words mean the past, a day alone its noon", async (text, happenedAt) => {
    const crm = await withPeople();
    expect(await crm.json("log", "call", "jane", "hello", "--at", text)).toMatchObject({ happenedAt });
  });

  test("what is still to come is refused with the command for it", async () => {
    const crm = await withPeople();
    const { code, err } = await crm("log", "call", "jane", "hello", "--at", "tomorrow");
    expect([code, count(crm, "activity")]).toEqual([2, 0]);
    expect(err).toBe(
      'crm: --at: "tomorrow" is in the future (2026-11-22) (for what is to come: crm followup add "tomorrow: ..." --for <contact>)\n',
    );
  });
});

test("--in and --out exclude each other", async () => {
  const crm = await withPeople();
  const { code, err } = await crm("log", "call", "jane", "hello", "--in", "--out");
  expect(code).toBe(2);
  expect(err).toContain("'--in' cannot be used with option '--out'");
});

test("the list is filtered by contact and day, the newest first", async () => {
  const crm = await withPeople();
  await crm("log", "call", "jane", "first", "--at", "2026-10-01");
  await crm("log", "call", "tom", "second", "--at", "2026-11-01");
  await crm("log", "email", "jane", "third", "--at", "2026-11-02");
  const bodies = async (filter: string) =>
    (await crm.json<{ body: string }[]>("log", "list", filter)).map(({ body }) => body);
  expect(await bodies("contact ~ jane")).toEqual(["third", "first"]);
  expect(await bodies("happened >= 2026-11-01")).toEqual(["third", "second"]);
  expect(await bodies("contact_id = 2")).toEqual(["second"]);
});

test("edit changes what was logged, delete needs --yes off a terminal", async () => {
  const crm = await withPeople();
  await crm("log", "call", "jane", "hello", "--minutes", "5", "--out");
  const line = [
    "log",
    "edit",
    "1",
    "--kind",
    "meeting",
    "--with",
    "tom",
    "--without",
    "jane",
    "--minutes",
    "7",
  ];
  expect(await crm.json(...line)).toMatchObject({ kind: "meeting", contacts: ["Tom Okafor"], minutes: 7 });
  expect((await crm("log", "delete", "1")).code).toBe(2);
  expect((await crm("log", "delete", "1", "--yes")).code).toBe(0);
  expect([count(crm, "activity"), count(crm, "activity_contact")]).toEqual([0, 0]);
  expect((await crm("log", "edit", "1", "--minutes", "3")).code).toBe(3);
});

describe("text of standard input", () => {
  test('stands where "-" is typed, as the last word or with --text', async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Jane Roe");
    await crm("contact", "add", "Tom Okafor");
    await crm.withInput("Dear Jane,\nas promised.\n", "log", "email", "jane", "-");
    await crm.withInput("came by", "log", "visit", "jane", "tom", "--text", "-");
    const logged = await crm.json<{ body: string; contacts: string[] }[]>("log", "list", "--sort", "id");
    expect(logged.map(({ body, contacts }) => [body, contacts])).toEqual([
      ["Dear Jane,\nas promised.", ["Jane Roe"]],
      ["came by", ["Jane Roe", "Tom Okafor"]],
    ]);
  });

  test.each([
    ["contact", "contacts"],
    ["company", "companies"],
    ["deal", "deals"],
  ])("is no name of a %s: the import that reads it is named", async (noun, what) => {
    const crm = setupCrm();
    const { code, err } = await crm.withInput('{"name":"Jane"}', noun, "add", "-");
    expect({ code, err }).toEqual({
      code: 2,
      err: 'crm: "-" is no name (records from standard input: crm import ' + what + " -)\n",
    });
  });
});

test("words without quotation marks around them: who reads them as names says so", async () => {
  const crm = await withPeople();
  expect(await crm("log", "call", "jane", "wants", "a", "quote")).toEqual({
    code: 3,
    out: "",
    err: 'crm: no contact "wants" (what was said stands in quotes: crm log call jane "wants a quote")\n',
  });
  const mistyped = await crm("log", "call", "jna", "wants", "a quote");
  expect(mistyped.err).toContain("crm find jna searches everything");
});
