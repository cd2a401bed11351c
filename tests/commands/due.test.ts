import { describe, expect, test } from "vitest";
import { type Setup, setupCrm } from "../support/crm.ts";

type Crm = ReturnType<typeof setupCrm>;

interface Item {
  readonly key: string;
  readonly section: string;
  readonly dueDate: string;
  readonly title: string;
  readonly contact: string | null;
}

/** The keys of one section as of a day. */
async function keys(crm: Crm, section: string, now: string, ...options: string[]) {
  const items = await crm.json<Item[]>("today", "--only", section, "--now", now, ...options);
  return items.map(({ key }) => key);
}

async function withJane(setup: Setup = {}) {
  const crm = setupCrm(setup);
  await crm("contact", "add", "Jane Roe", "--tag", "vip", "--now", "2026-01-10");
  return crm;
}

describe("yearly dates", () => {
  test("come back each year, with how long it has been", async () => {
    const crm = await withJane();
    await crm("contact", "edit", "jane", "--date", "anniversary: 2019-05-04", "--date", "name day: 12 June");
    const items = await crm.json<Item[]>("today", "--now", "2027-05-03");
    expect(items).toMatchObject([
      { key: "date:1:anniversary:2027", dueDate: "2027-05-04", title: "anniversary, 8 years" },
    ]);
    expect((await crm.json<Item[]>("today", "--now", "2027-06-12"))[0]?.title).toBe("name day");
  });

  test("29 February is kept on the 28th, and on its own day in a leap year", async () => {
    const crm = await withJane();
    await crm("contact", "edit", "jane", "--date", "wedding: 29 Feb", "--birthday", "1988-02-29");
    expect(await keys(crm, "today", "2027-02-28")).toEqual(["birthday:1:2027", "date:1:wedding:2027"]);
    expect(await keys(crm, "today", "2028-02-28")).toEqual([]);
    expect(await keys(crm, "today", "2028-02-29")).toHaveLength(2);
    expect(await keys(crm, "today", "2100-02-28")).toHaveLength(2);
  });

  test("one of the same label is replaced, an empty one goes, and undo brings it back", async () => {
    const crm = await withJane();
    const dates = async () => (await crm.json("contact", "show", "jane")).dates;
    await crm("contact", "edit", "jane", "--date", "anniversary: 2019-05-04");
    await crm("contact", "edit", "jane", "--date", "Anniversary: 2020-06-01");
    expect(await dates()).toEqual(["Anniversary: 2020-06-01"]);
    await crm("contact", "edit", "jane", "--date", "anniversary:");
    expect(await dates()).toEqual([]);
    await crm("undo", "--yes");
    expect(await dates()).toEqual(["Anniversary: 2020-06-01"]);
  });

  test.each([
    [["--date", "2019-05-04"], '--date: "2019-05-04" has no label'],
    [["--date", "anniversary: 31 June"], '--date: "31 June" is no date'],
    [["--date", "anniversary: soon"], '--date: "soon" is no date'],
    [["--birthday", "1985-02-30"], '--birthday: "1985-02-30" is no date'],
  ])("%j is refused", async (options, message) => {
    const crm = await withJane();
    const { code, err } = await crm("contact", "edit", "jane", ...options);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(message) });
  });

  test("deleting a person takes the dates along", async () => {
    const crm = await withJane();
    await crm("contact", "edit", "jane", "--date", "anniversary: 2019-05-04", "--every", "week");
    await crm("contact", "delete", "jane", "--yes");
    expect(await crm.json("today", "--now", "2027-05-04")).toEqual([]);
  });
});

describe("staying in touch", () => {
  test("is counted from the last talk and begins anew at the next one", async () => {
    const crm = await withJane();
    await crm("log", "call", "jane", "hello", "--now", "2026-10-01");
    await crm("contact", "edit", "jane", "--every", "6 weeks", "--now", "2026-10-02");
    expect(await keys(crm, "touch", "2026-11-11")).toEqual([]);
    expect(await keys(crm, "touch", "2026-11-12")).toEqual(["touch:1:2026-10-01"]);
    expect(await keys(crm, "coming", "2026-11-10")).toEqual(["touch:1:2026-10-01"]);
    await crm("log", "email", "jane", "hello again", "--now", "2026-11-12");
    expect(await keys(crm, "touch", "2026-12-23")).toEqual([]);
    expect(await keys(crm, "touch", "2026-12-24")).toEqual(["touch:1:2026-11-12"]);
  });

  test("neither a note, nor an edit, nor an import is a talk; deleting the talk takes it back", async () => {
    const crm = await withJane();
    await crm("contact", "edit", "jane", "--every", "month", "--email", "jane@acme.example");
    const due = () => keys(crm, "touch", "2026-03-01");
    expect(await due()).toEqual(["touch:1:2026-01-10"]);
    await crm("log", "note", "jane", "likes tea", "--now", "2026-02-20");
    await crm("contact", "edit", "jane", "--city", "Berlin", "--now", "2026-02-20");
    const csv = "name,email,city\nJane Roe,jane@acme.example,Hamburg\n";
    const imported = await crm.withInput(csv, "import", "contacts", "-", "--now", "2026-02-20");
    expect(imported.code, imported.err).toBe(0);
    expect(await due()).toEqual(["touch:1:2026-01-10"]);
    await crm("log", "call", "jane", "hello", "--now", "2026-02-20");
    expect(await due()).toEqual([]);
    await crm("undo", "--yes");
    expect(await due()).toEqual(["touch:1:2026-01-10"]);
  });

  test("a tag's cadence holds for who carries it, a contact's own goes before, the shorter of two tags wins", async () => {
    const crm = await withJane();
    await crm("contact", "add", "Tom", "--tag", "vip,west", "--now", "2026-01-10");
    await crm("contact", "add", "Own", "--tag", "vip", "--every", "1 year", "--now", "2026-01-10");
    await crm("tag", "edit", "vip", "--every", "quarter");
    await crm("tag", "edit", "west", "--every", "2 weeks");
    expect(await keys(crm, "touch", "2026-01-24")).toEqual(["touch:2:2026-01-10"]);
    expect(await keys(crm, "touch", "2026-04-10")).toEqual(["touch:2:2026-01-10", "touch:1:2026-01-10"]);
    await crm("contact", "edit", "tom", "--untag", "west");
    expect(await keys(crm, "touch", "2026-01-24")).toEqual([]);
    await crm("tag", "edit", "vip", "--every", "");
    expect(await keys(crm, "touch", "2026-12-01")).toEqual([]);
  });

  test("a segment's cadence holds for who is in it that day", async () => {
    const crm = await withJane();
    await crm("segment", "save", "silent", "last_contact:empty or last_contact < -30d");
    await crm("segment", "edit", "silent", "--every", "10 days");
    await crm("log", "call", "jane", "hello", "--now", "2026-03-01");
    // After ten days she would be due, but she is not in the segment before 31 days have passed.
    expect(await keys(crm, "touch", "2026-03-12")).toEqual([]);
    expect(await keys(crm, "touch", "2026-04-02")).toEqual(["touch:1:2026-03-01"]);
  });

  test("days are those of the zone of the database", async () => {
    const crm = await withJane({ zone: "America/New_York" });
    await crm("config", "set", "timezone", "America/New_York");
    await crm("contact", "edit", "jane", "--every", "1 week");
    // 21:00 on 1 October in New York.
    await crm("log", "call", "jane", "hello", "--now", "2026-10-02T01:00:00Z");
    expect(await keys(crm, "touch", "2026-10-08T16:00:00Z")).toEqual(["touch:1:2026-10-01"]);
  });

  test.each([
    [["contact", "edit", "jane", "--every", "0 days"], '--every: "0 days" is no time at all'],
    [["tag", "edit", "vip", "--every", "often"], '--every: "often" is no period of days'],
    [["tag", "edit", "vipp", "--every", "week"], 'no tag "vipp". Did you mean "vip"?'],
    [["segment", "edit", "none", "--every", "week"], 'no segment "none"'],
    [["contact", "edit", "jane", "--every", "500 years"], "is more than 100 years"],
  ])("%j is refused", async (words, message) => {
    const crm = await withJane();
    const { code, err } = await crm(...words);
    expect(code).toBeGreaterThan(1);
    expect(err).toContain(message);
  });
});

describe("a deal that rots", () => {
  /** In proposal, which allows 7 days, since 1 November. */
  async function withDeal() {
    const crm = await withJane();
    const deal = ["deal", "add", "Website", "--contact", "jane", "--amount", "5000", "--stage", "proposal"];
    await crm(...deal, "--now", "2026-11-01");
    return crm;
  }

  test("does so when it has been in its stage for more days than that allows", async () => {
    const crm = await withDeal();
    expect(await keys(crm, "rotting", "2026-11-08")).toEqual([]);
    expect(await crm.json("today", "--now", "2026-11-09")).toMatchObject([
      { key: "rotting:1:2026-11-01", title: "8 days without move or talk (limit 7)", contact: "Jane Roe" },
    ]);
  });

  test("a plan stops it, for the deal or for its contact, until it is done", async () => {
    const crm = await withDeal();
    await crm("followup", "add", "ask", "--deal", "1", "--due", "2026-12-01", "--now", "2026-11-02");
    expect(await keys(crm, "rotting", "2026-11-20")).toEqual([]);
    await crm("followup", "done", "1", "--now", "2026-11-20");
    expect(await keys(crm, "rotting", "2026-11-20")).toEqual(["rotting:1:2026-11-01"]);
    await crm("followup", "add", "call", "--for", "jane", "--due", "2026-12-01", "--now", "2026-11-20");
    expect(await keys(crm, "rotting", "2026-11-20")).toEqual([]);
    await crm("followup", "delete", "2", "--yes");
    expect(await keys(crm, "rotting", "2026-11-20")).toHaveLength(1);
  });

  test("a move or a talk about it freshens it, an edit of many does not", async () => {
    const crm = await withDeal();
    await crm("deal", "edit", "--where", "title ~ web", "--owner", "tom", "--now", "2026-11-08");
    expect(await keys(crm, "rotting", "2026-11-09")).toEqual(["rotting:1:2026-11-01"]);
    await crm("log", "call", "jane", "soon", "--deal", "1", "--now", "2026-11-09");
    expect(await keys(crm, "rotting", "2026-11-16")).toEqual([]);
    expect(await keys(crm, "rotting", "2026-11-17")).toEqual(["rotting:1:2026-11-09"]);
    await crm("deal", "move", "1", "qualified", "--now", "2026-11-17");
    expect(await keys(crm, "rotting", "2026-12-01")).toEqual([]);
    expect(await keys(crm, "rotting", "2026-12-02")).toEqual(["rotting:1:2026-11-17"]);
  });

  test("follows the limit of its stage, and ends when it closes", async () => {
    const crm = await withDeal();
    await crm("stage", "edit", "proposal", "--rot", "30");
    expect(await keys(crm, "rotting", "2026-11-20")).toEqual([]);
    await crm("deal", "lose", "1", "--reason", "price", "--now", "2026-11-20");
    expect(await keys(crm, "rotting", "2027-11-20")).toEqual([]);
  });

  test("a deal past its close date is due whatever is planned", async () => {
    const crm = await withDeal();
    await crm("deal", "edit", "1", "--close", "2026-11-15");
    await crm("followup", "add", "ask", "--deal", "1", "--due", "2026-12-01");
    expect(await keys(crm, "closing", "2026-11-15")).toEqual([]);
    expect(await keys(crm, "closing", "2026-11-16")).toEqual(["closing:1:2026-11-15"]);
  });
});

describe("a customer who went quiet", () => {
  /** Bought on 1, 11 and 31 August: gaps of 10 and 20 days, 15 in the middle. */
  async function withPurchases() {
    const crm = await withJane();
    for (const date of ["2026-08-01", "2026-08-11", "2026-08-31"]) {
      await crm("order", "add", "jane", "--amount", "100", "--date", date, "--now", date);
    }
    return crm;
  }

  test("is silent for more than twice the usual gap", async () => {
    const crm = await withPurchases();
    // 30 days after 31 August is 30 September: not yet more.
    expect(await keys(crm, "quiet", "2026-09-30")).toEqual([]);
    expect(await crm.json("today", "--now", "2026-10-01")).toMatchObject([
      {
        ...{ key: "quiet:contact:1:2026-08-31", title: "silent for 31 days, bought every 15 days" },
        ...{ orders: 3, spentMinor: 30000 },
      },
    ]);
  });

  test("two purchases are no rhythm, and a refund in full is no purchase", async () => {
    const crm = await withPurchases();
    await crm("order", "refund", "3", "--amount", "100");
    expect(await keys(crm, "quiet", "2027-10-01")).toEqual([]);
  });

  test("a new purchase, a talk since or a plan with them ends it", async () => {
    const crm = await withPurchases();
    await crm("followup", "add", "offer", "--for", "jane", "--due", "2026-12-01", "--now", "2026-10-05");
    expect(await keys(crm, "quiet", "2026-10-05")).toEqual([]);
    await crm("followup", "delete", "1", "--yes");
    expect(await keys(crm, "quiet", "2026-10-05")).toHaveLength(1);
    await crm("log", "call", "jane", "hello", "--now", "2026-10-05");
    expect(await keys(crm, "quiet", "2026-12-05")).toEqual([]);
    await crm("undo", "--yes");
    await crm("order", "add", "jane", "--amount", "100", "--date", "2026-10-05", "--now", "2026-10-05");
    expect(await keys(crm, "quiet", "2026-10-30")).toEqual([]);
  });

  test("a company that buys without a person is one too", async () => {
    const crm = setupCrm();
    await crm("company", "add", "Nord");
    for (const date of ["2026-08-01", "2026-08-11", "2026-08-21"]) {
      await crm("order", "add", "--company", "nord", "--amount", "100", "--date", date, "--now", date);
    }
    expect(await keys(crm, "quiet", "2026-09-11")).toEqual(["quiet:company:1:2026-08-21"]);
  });

  test("orders that were imported count as others do", async () => {
    const crm = setupCrm();
    const rows = ["2026-08-01", "2026-08-11", "2026-08-21"].map(
      (date, i) => i + "," + date + ",100,ann@acme.example,Ann",
    );
    const csv = ["number,date,amount,email,name", ...rows, ""].join("\n");
    const { code, err } = await crm.withInput(csv, "import", "orders", "-");
    expect({ code, err }).toMatchObject({ code: 0 });
    expect(await keys(crm, "quiet", "2026-09-11")).toEqual(["quiet:contact:1:2026-08-21"]);
    await crm("undo", "--yes");
    expect(await keys(crm, "quiet", "2026-09-11")).toEqual([]);
  });
});

describe("crm today", () => {
  test("--exit-code is 10 for what is due by itself too, not for what is coming", async () => {
    const crm = await withJane();
    await crm("contact", "edit", "jane", "--every", "month");
    expect((await crm("today", "--exit-code", "--now", "2026-02-09")).code).toBe(0);
    expect((await crm("today", "--exit-code", "--now", "2026-02-10")).code).toBe(10);
    expect((await crm("today", "--exit-code", "--only", "overdue", "--now", "2026-02-10")).code).toBe(0);
  });

  test("--only names the sections", async () => {
    const { code, err } = await (await withJane())("today", "--only", "quite");
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('Did you mean "quiet"?') });
  });

  test("of what stands for long five of each are shown on a terminal", async () => {
    const crm = setupCrm({ terminal: 80, env: { NO_COLOR: "1" } });
    for (let i = 1; i <= 7; i++)
      await crm("contact", "add", "Person " + i, "--every", "1 day", "--now", "2026-11-01");
    const { out } = await crm("today", "--days", "0");
    expect(out).toContain("Person 5    stay in touch, every day\n   ... 2 more: crm today --only touch\n");
    expect((await crm("today", "--only", "touch", "--days", "0")).out).toContain("Person 7");
  });
});

describe("an invoice", () => {
  async function withInvoice() {
    const crm = await withJane({ terminal: 80, env: { NO_COLOR: "1" } });
    await crm("deal", "add", "Website", "--contact", "jane", "--amount", "5000", "--now", "2026-10-01");
    await crm(
      "invoice",
      "add",
      "R-1",
      "jane",
      "--amount",
      "308",
      "--due",
      "2026-10-20",
      "--now",
      "2026-10-01",
    );
    return crm;
  }

  test("is due from the day after its own until it is paid in whole, with what is open of it", async () => {
    const crm = await withInvoice();
    expect(await keys(crm, "invoices", "2026-10-20")).toEqual([]);
    await crm("payment", "add", "R-1", "--amount", "100", "--now", "2026-10-21");
    expect(await crm.json("today", "--only", "invoices", "--now", "2026-10-21")).toMatchObject([
      {
        ...{ key: "invoice:1:2026-10-20", title: "R-1 is 1 day late", contact: "Jane Roe" },
        ...{ amountMinor: 20800, currency: "EUR", deal: null },
      },
    ]);
    await crm("payment", "add", "R-1", "--now", "2026-10-22");
    expect(await keys(crm, "invoices", "2026-11-20")).toEqual([]);
  });

  test("stands in today and goes out as a reminder, once", async () => {
    const crm = await withInvoice();
    const { out } = await crm("today", "--only", "invoices", "--now", "2026-11-20");
    expect(out).toContain("INVOICES THAT ARE LATE\n ! -  20 Oct  invoice  Jane Roe    R-1 is 31 days late\n");
    expect(out).toContain("308.00 EUR open");
    const first = await crm("remind", "--only", "invoice", "--now", "2026-11-20");
    expect(first.out).toContain("Invoice Jane Roe: R-1 is 31 days late\n");
    expect((await crm("remind", "--only", "invoice", "--now", "2026-11-21")).out).toBe("");
  });
});
