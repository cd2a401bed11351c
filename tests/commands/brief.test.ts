import { expect, test } from "vitest";
import { setupCrm } from "../support/crm.ts";

/** Jane, a customer with a late deal, something promised and a birthday; Saturday 21 November 2026, 10:00. */
async function withJane(terminal?: number) {
  const crm = setupCrm({ env: { NO_COLOR: "1" }, ...(terminal === undefined ? {} : { terminal }) });
  const job = ["--company", "Acme", "--role", "Head of Marketing", "--phone", "+49 30 901820"];
  const dates = ["--birthday", "1985-11-25", "--date", "anniversary: 2019-12-01", "--every", "6 weeks"];
  await crm("contact", "add", "Jane Roe", ...job, ...dates, "--tag", "vip", "--note", "likes tea");
  for (const date of ["2026-08-01", "2026-08-11", "2026-08-21"]) {
    await crm("order", "add", "jane", "--amount", "100", "--date", date);
  }
  const deal = ["deal", "add", "Website", "--contact", "jane", "--amount", "5000", "--stage", "proposal"];
  await crm(...deal, "--close", "2026-11-15", "--now", "2026-11-12");
  await crm(
    "log",
    "call",
    "jane",
    "wants a quote",
    "--at",
    "2026-11-09 15:00",
    "--out",
    "--outcome",
    "interested",
  );
  await crm("followup", "add", "send the quote", "--for", "jane", "--due", "2026-11-19", "--kind", "email");
  return crm;
}

test("all that one needs before a meeting fits one screen", async () => {
  const crm = await withJane(80);
  const { out, code } = await crm("brief", "jane");
  expect(code).toBe(0);
  expect(out).toMatchInlineSnapshot(`
    "Jane Roe  #1 · client · vip
    Head of Marketing, Acme
    +49 30 901820

    Worth      300.00 EUR in 3 orders since 1 Aug, last 21 Aug; buys every 10 days,
               last 92 days ago
    Deals      deal 1 Website, 5,000.00 EUR, proposal (50 %), 9 days in stage (limit
               7), should have closed Sun 15 Nov
    Promised   #1 email, Thu 19 Nov, overdue: send the quote
    In touch   last talk 12 days ago; every 6 weeks, due 21 Dec
    Dates      birthday Wed 25 Nov, in 4 days, turns 41
               anniversary 1 Dec, in 10 days, 7 years
    Note       likes tea

    LAST TALKS
      9 Nov        call out    interested: wants a quote
    "
  `);
  expect(out.split("\n").length).toBeLessThanOrEqual(24);
  expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
});

test("as json it is the whole record with the numbers behind it", async () => {
  const crm = await withJane();
  expect(await crm.json("brief", "jane")).toMatchObject({
    ...{ id: 1, name: "Jane Roe", silentDays: 12, usualGapDays: 10, daysSincePurchase: 92 },
    // Six weeks after 9 November.
    touchDate: "2026-12-21",
    openDealsOf: [{ id: 1, stageDays: 9, rotDays: 7, probability: 50, closeDate: "2026-11-15" }],
    nearDates: [
      { label: "birthday", date: "2026-11-25", inDays: 4, years: 41 },
      { label: "anniversary", date: "2026-12-01", inDays: 10, years: 7 },
    ],
    followups: [{ id: 1, title: "send the quote" }],
  });
});

test("of somebody of whom nothing is known it says so", async () => {
  const crm = setupCrm({ terminal: 80, env: { NO_COLOR: "1" } });
  await crm("contact", "add", "Tom");
  const { out } = await crm("brief", "tom");
  expect(out).toBe("Tom  #1 · lead\n\nWorth      no purchase yet\nIn touch   never talked\n");
});

test("nothing in a name, note or talk can act on it", async () => {
  const crm = setupCrm({ terminal: 80, env: { NO_COLOR: "1" } });
  const hostile = "\u001b]0;owned\u0007\u001b[2Jquote\u202e\r\n";
  await crm("contact", "add", "Eve" + hostile, "--note", hostile, "--date", "day" + hostile + ": 25 Nov");
  await crm("deal", "add", "Deal" + hostile, "--contact", "1", "--amount", "1");
  await crm("log", "call", "1", "said" + hostile, "--outcome", hostile);
  await crm("followup", "add", "title" + hostile, "--for", "1", "--due", "today");
  const { out } = await crm("brief", "1");
  expect(out).toContain("quote");
  expect(out.replaceAll("\n", "")).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
});

test("nobody of that name is 3", async () => {
  expect(await setupCrm()("brief", "nobody")).toMatchObject({ code: 3, out: "" });
});
