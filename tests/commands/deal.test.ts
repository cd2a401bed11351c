import { describe, expect, test } from "vitest";
import { type Crm, setupCrm } from "../support/crm.ts";

async function withJane(terminal?: number): Promise<Crm> {
  const crm = setupCrm(terminal === undefined ? {} : { terminal });
  await crm("contact", "add", "Jane Roe", "--email", "jane@acme.example", "--company", "Acme");
  return crm;
}

describe("deal add", () => {
  test("puts a deal into the first stage, for the company where the contact works", async () => {
    const crm = await withJane();
    const ran = await crm("deal", "add", "Website", "--contact", "jane", "--amount", "5k", "--close", "eom");
    expect(ran.err).toBe("Added deal 1 Website, 5,000.00 EUR, lead, close 2026-11-30 (undo: crm undo)\n");
    const deal = await crm.json("deal", "show", "website");
    expect(deal).toMatchObject({
      contact: "Jane Roe",
      company: "Acme",
      amountMinor: 500000,
      currency: "EUR",
    });
    expect(deal).toMatchObject({ probability: 0.1, weightedMinor: 50000, status: "open", pipeline: "sales" });
    expect(deal.stages).toEqual([{ from: null, to: "lead", changedAt: "2026-11-21T09:00:00Z" }]);
  });

  test("takes the deal's own probability before the stage's, rounded to the minor unit", async () => {
    const crm = await withJane();
    const options = ["--amount", "0.25", "--probability", "50%", "--stage", "PROPOSAL"];
    const deal = await crm.json("deal", "add", "Small", ...options);
    expect(deal).toMatchObject({ stage: "proposal", probability: 0.5, amountMinor: 25, weightedMinor: 13 });
  });

  test.each([
    [["--stage", "propsal"], 'no stage "propsal" in pipeline "sales". Did you mean "proposal"?'],
    [["--stage", "lost"], "--stage: a new deal cannot be lost"],
    [["--amount", "much"], '--amount: "much" is no amount'],
    [["--amount", "-5"], "--amount: a deal is not worth less than nothing"],
    [["--amount", "5 USD", "--currency", "EUR"], '--amount: "5 USD" is not in EUR'],
    [["--probability", "120"], '--probability: "120" is no percentage'],
    [["--close", "someday"], "--close: "],
    [["--pipeline", "slaes"], 'no pipeline "slaes". Did you mean "sales"?'],
  ])("refuses %j as a usage error and writes nothing", async (options, message) => {
    const crm = await withJane();
    const ran = await crm("deal", "add", "Website", ...options);
    expect(ran.code).toBe(2);
    expect(ran.err).toContain(message);
    expect(await crm.json("deal", "list")).toEqual([]);
  });
});

describe("deal move", () => {
  test("keeps every stage change with its moment", async () => {
    const crm = await withJane();
    await crm("deal", "add", "Website");
    const moved = await crm("deal", "move", "1", "Proposal", "--now", "2026-11-25T10:00:00Z");
    expect(moved.err).toBe("Moved deal 1 Website to proposal (undo: crm undo)\n");
    const { stages } = await crm.json("deal", "show", "1");
    expect(stages).toEqual([
      { from: null, to: "lead", changedAt: "2026-11-21T09:00:00Z" },
      { from: "lead", to: "proposal", changedAt: "2026-11-25T10:00:00Z" },
    ]);
  });

  test("suggests the stage that a misspelt one means, and stays where it is", async () => {
    const crm = await withJane();
    await crm("deal", "add", "Website");
    const moved = await crm("deal", "move", "1", "propsal");
    expect(moved.code).toBe(2);
    expect(moved.err).toBe(
      'crm: no stage "propsal" in pipeline "sales". Did you mean "proposal"? (lead, qualified, proposal, won, lost)\n',
    );
    expect(await crm.json("deal", "show", "1")).toMatchObject({ stage: "lead" });
  });

  test("to a won stage wins, to a lost one needs a reason, from there to an open one reopens", async () => {
    const crm = await withJane();
    await crm("deal", "add", "Website", "--contact", "jane", "--amount", "100");
    expect((await crm("deal", "move", "1", "won")).err).toContain("Won deal 1 Website, 100.00 EUR");
    expect(await crm.json("order", "list")).toHaveLength(1);
    expect((await crm("deal", "move", "1", "qualified")).err).toContain(
      "Reopened deal 1 Website in qualified",
    );
    expect(await crm.json("order", "list")).toEqual([]);
    expect((await crm("deal", "move", "1", "lost")).code).toBe(2);
    const lost = await crm("deal", "move", "1", "lost", "--reason", "price");
    expect(lost.err).toBe("Lost deal 1 Website (price) (undo: crm undo)\n");
  });

  test("to another pipeline takes a stage of that one", async () => {
    const crm = await withJane();
    await crm("pipeline", "add", "renewals", "--stages", "due:60,offered:80");
    await crm("deal", "add", "Website");
    const moved = await crm("deal", "move", "1", "offered", "--pipeline", "renewals");
    expect(moved.err).toContain("Moved deal 1 Website to offered of renewals");
    expect((await crm("deal", "move", "1", "proposal")).err).toContain("(due, offered, won, lost)");
  });

  test("to the stage it is in is refused", async () => {
    const crm = await withJane();
    await crm("deal", "add", "Website");
    const moved = await crm("deal", "move", "1", "lead");
    expect(moved).toMatchObject({ code: 1, err: "crm: deal 1 is in lead already\n" });
  });
});

describe("deal win", () => {
  test("records the purchase once over win, reopen and win", async () => {
    const crm = await withJane();
    await crm("deal", "add", "Website", "--contact", "jane", "--amount", "5000", "--stage", "proposal");
    const won = await crm("deal", "win", "website", "--date", "2026-11-18");
    expect(won.err).toContain("Won deal 1 Website, 5,000.00 EUR; purchase recorded as order 1");
    expect((await crm("deal", "reopen", "1")).err).toContain("in proposal; order 1 taken back");
    await crm("deal", "win", "1", "--amount", "4800");
    const orders = await crm.json<Record<string, unknown>[]>("order", "list");
    expect(orders).toHaveLength(1);
    expect(orders[0]).toMatchObject({
      amountMinor: 480000,
      orderDate: "2026-11-21",
      dealId: 1,
      source: "deal",
    });
    expect(orders[0]).toMatchObject({ contact: "Jane Roe", company: "Acme" });
  });

  test("keeps an order that was changed by hand when the deal is reopened, and adds no second one", async () => {
    const crm = await withJane();
    await crm("deal", "add", "Website", "--contact", "jane", "--amount", "5000");
    await crm("deal", "win", "1");
    await crm("order", "edit", "1", "--number", "2026-7");
    expect((await crm("deal", "reopen", "1")).err).toContain("order 1 stays as it is");
    expect((await crm("deal", "win", "1")).err).toContain("its purchase is order 1 already");
    expect(await crm.json("order", "list")).toHaveLength(1);
  });

  test("of a won deal is refused", async () => {
    const crm = await withJane();
    await crm("deal", "add", "Website", "--contact", "jane", "--amount", "5000");
    await crm("deal", "win", "1");
    const again = await crm("deal", "win", "1");
    expect(again).toMatchObject({ code: 1, err: "crm: deal 1 is won already (crm deal reopen 1)\n" });
  });

  test("of a deal without an amount records nothing until the deal has one", async () => {
    const crm = await withJane();
    await crm("deal", "add", "Website", "--contact", "jane");
    expect((await crm("deal", "win", "1")).err).toContain("no purchase recorded: it has no amount");
    expect(await crm.json("order", "list")).toEqual([]);
    const edited = await crm("deal", "edit", "1", "--amount", "700");
    expect(edited.err).toContain("purchase recorded as order 1");
    expect(await crm.json("order", "list")).toMatchObject([{ amountMinor: 70000 }]);
  });

  test("of a deal without a customer says so", async () => {
    const crm = await withJane();
    await crm("deal", "add", "Website", "--amount", "100");
    expect((await crm("deal", "win", "1")).err).toContain(
      "no purchase recorded: it has no contact or company",
    );
  });

  test("on a day to come is refused", async () => {
    const crm = await withJane();
    await crm("deal", "add", "Website");
    const won = await crm("deal", "win", "1", "--date", "tomorrow");
    expect(won.code).toBe(2);
    expect(won.err).toContain('--date: "tomorrow" is 2026-11-22, which is still to come');
  });

  test("is taken back whole by undo: stage, history, purchase and life cycle", async () => {
    const crm = await withJane();
    await crm("deal", "add", "Website", "--contact", "jane", "--amount", "5000", "--stage", "proposal");
    const deal = await crm.json("deal", "show", "1");
    const jane = await crm.json("contact", "show", "jane");
    await crm("deal", "win", "1");
    expect(await crm.json("contact", "show", "jane")).toMatchObject({ lifecycle: "customer", orders: 1 });
    await crm("undo");
    expect(await crm.json("deal", "show", "1")).toEqual(deal);
    expect(await crm.json("contact", "show", "jane")).toEqual(jane);
    expect(await crm.json("order", "list")).toEqual([]);
  });
});

describe("deal lose", () => {
  test("without a reason is a usage error that writes nothing", async () => {
    const crm = await withJane();
    await crm("deal", "add", "Website");
    const before = crm.db.get("SELECT max(id) AS id FROM journal_entry");
    const lost = await crm("deal", "lose", "1", "--competitor", "Nord");
    expect(lost).toMatchObject({ code: 2, out: "" });
    expect(lost.err).toContain("deal lose needs --reason");
    expect(await crm.json("deal", "show", "1")).toMatchObject({ status: "open", competitor: null });
    expect(crm.db.get("SELECT max(id) AS id FROM journal_entry")).toEqual(before);
  });

  test("keeps reason, competitor and day, which reopening clears", async () => {
    const crm = await withJane();
    await crm("deal", "add", "Website", "--stage", "qualified");
    await crm("deal", "lose", "1", "--reason", "price", "--competitor", "Nord", "--date", "yesterday");
    const lost = { lostReason: "price", competitor: "Nord", closedDate: "2026-11-20", status: "lost" };
    expect(await crm.json("deal", "show", "1")).toMatchObject(lost);
    await crm("deal", "reopen", "1");
    const open = { lostReason: null, competitor: null, closedDate: null, stage: "qualified" };
    expect(await crm.json("deal", "show", "1")).toMatchObject(open);
  });
});

describe("deal edit", () => {
  test("lets the purchase of a won deal follow its amount", async () => {
    const crm = await withJane();
    await crm("deal", "add", "Website", "--contact", "jane", "--amount", "5000");
    await crm("deal", "win", "1");
    expect((await crm("deal", "edit", "1", "--amount", "6000")).err).toContain("; order 1 follows");
    expect(await crm.json("order", "show", "1")).toMatchObject({ amountMinor: 600000 });
  });

  test("reads an amount without a currency in the deal's own, and refuses a currency alone", async () => {
    const crm = await withJane();
    await crm("deal", "add", "Shop", "--amount", "6000", "--currency", "usd");
    await crm("deal", "edit", "1", "--amount", "7000");
    expect(await crm.json("deal", "show", "1")).toMatchObject({ amountMinor: 700000, currency: "USD" });
    expect(await crm("deal", "edit", "1", "--currency", "JPY")).toMatchObject({ code: 2 });
  });

  test("of three or more deals needs --yes off a terminal", async () => {
    const crm = await withJane();
    for (const title of ["A", "B", "C"]) await crm("deal", "add", title);
    const asked = await crm("deal", "edit", "--where", "status = open", "--owner", "tom");
    expect(asked.code).toBe(2);
    expect(asked.err).toContain("Change 3 deals: this needs --yes");
    await crm("deal", "edit", "--where", "status = open", "--owner", "tom", "--yes");
    expect(await crm.json("deal", "list", "owner = tom")).toHaveLength(3);
  });
});

test("deleting a won deal leaves its purchase and says so", async () => {
  const crm = await withJane();
  await crm("deal", "add", "Website", "--contact", "jane", "--amount", "5000");
  await crm("deal", "win", "1");
  const deleted = await crm("deal", "delete", "1", "--yes");
  expect(deleted.err).toContain("Deleted deal 1 Website; its purchase, order 1, stays");
  expect(await crm.json("order", "show", "1")).toMatchObject({ dealId: null, amountMinor: 500000 });
});

test("the life cycle follows deals and purchases, and steps back when a purchase is deleted", async () => {
  const crm = await withJane();
  const lifecycle = async () => (await crm.json("contact", "show", "jane")).lifecycle;
  expect(await lifecycle()).toBe("lead");
  await crm("deal", "add", "Website", "--contact", "jane", "--amount", "5000");
  expect(await lifecycle()).toBe("prospect");
  await crm("deal", "win", "1");
  expect(await lifecycle()).toBe("customer");
  await crm("order", "add", "jane", "--amount", "40");
  expect(await lifecycle()).toBe("client");
  await crm("order", "delete", "2", "--yes");
  expect(await lifecycle()).toBe("customer");
  await crm("order", "delete", "1", "--yes");
  expect(await lifecycle()).toBe("prospect");
});
