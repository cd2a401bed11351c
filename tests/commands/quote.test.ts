import { describe, expect, it } from "vitest";
import { type Crm, type Setup, setupCrm } from "../support/crm.ts";

async function sales(setup: Setup = {}): Promise<Crm> {
  const crm = setupCrm(setup);
  await crm("contact", "add", "Jane Roe", "--company", "Acme");
  await crm("deal", "add", "Shop", "--contact", "jane", "--amount", "5000");
  await crm(
    "product",
    "add",
    "Workshop",
    "--sku",
    "WS1",
    "--price",
    "1200",
    "--cost",
    "300",
    "--unit",
    "day",
  );
  return crm;
}

const three = ["--line", "WS1 x 3", "--line", "Travel x 1.5 @ 120", "--line", "Setup x 1 @ 400 - 10%"];

async function quoted(setup: Setup = {}): Promise<Crm> {
  const crm = await sales(setup);
  const { code, err } = await crm(
    "quote",
    "add",
    "--deal",
    "shop",
    ...three,
    "--tax",
    "19",
    "--valid-until",
    "eom",
  );
  expect({ code, err }).toMatchObject({ code: 0 });
  return crm;
}

describe("crm quote add", () => {
  it("calls a customer by the phone where neither name nor email is known, as orders do", async () => {
    const crm = await sales();
    await crm("contact", "add", "--phone", "+49 30 901820");
    expect(await crm.json("quote", "add", "2", "--line", "Setup @ 400")).toMatchObject({
      contact: "+49 30 901820",
    });
    expect(await crm.json("order", "add", "2", "--amount", "10")).toMatchObject({ contact: "+49 30 901820" });
  });

  it("numbers by year, resolves products, and totals lines, discounts and tax", async () => {
    const crm = await quoted();
    // 3 x 1200 + 1.5 x 120 + 400 less 10 % = 3600 + 180 + 360 = 4140; 19 % of it is 786.60.
    expect(await crm.json("quote", "show", "1")).toMatchObject({
      ...{ number: "Q-2026-0001", status: "draft", contact: "Jane Roe", company: "Acme", deal: "Shop" },
      ...{ netMinor: 414_000, taxMinor: 78_660, totalMinor: 492_660, validUntilDate: "2026-11-30" },
      lines: [
        { sku: "WS1", title: "Workshop", unit: "day", quantityMilli: 3000, unitMinor: 120_000 },
        { productId: null, title: "Travel", quantityMilli: 1500, unitMinor: 12_000 },
        { title: "Setup", discountBp: 1000, taxBp: 1900 },
      ],
    });
    await crm("quote", "add", "jane", "--line", "workshop");
    expect((await crm("quote", "list", "--fields", "number,net", "--format", "csv")).out).toBe(
      "number,netMinor\nQ-2026-0001,414000\nQ-2026-0002,120000\n",
    );
    const later = ["quote", "add", "jane", "--line", "WS1", "--now", "2027-01-02"];
    expect(await crm.json(...later)).toMatchObject({ number: "Q-2027-0001" });
  });

  it("takes the tax of a line before --tax, and --tax before the product's", async () => {
    const crm = await sales();
    await crm("product", "add", "Book", "--price", "20", "--tax", "7");
    const lines = ["--line", "Book x 2", "--line", "WS1 tax 19%"];
    expect(await crm.json("quote", "add", "jane", ...lines)).toMatchObject({
      taxes: [
        { taxBp: 1900, baseMinor: 120_000, taxMinor: 22_800 },
        { taxBp: 700, baseMinor: 4000, taxMinor: 280 },
      ],
    });
    expect(await crm.json("quote", "add", "jane", ...lines, "--tax", "0")).toMatchObject({
      taxMinor: 22_800,
    });
  });

  it.each([
    [["--line", "WS1 x -2"], "has a quantity below zero"],
    [["--line", "WS1 x 0"], "has a quantity of nothing"],
    [["--line", "WS1 x 1.2345"], "at most three decimals"],
    [["--line", "WS1", "--tax", "900"], '--tax: "900" is no rate'],
    [["--line", "WS1 tax 900%"], '--line: tax: "900%" is no rate'],
    [["--line", "WS2"], '"WS2" is no product; did you mean "WS1"?'],
    [["--line", "Travel @ 12.3456"], "more decimals than EUR"],
    [["--line", "WS1 @ -5"], "less than nothing"],
    [["--line", "WS1 @ 5 USD"], "is in USD, the quote in EUR"],
    [["--line", "WS1", "--valid-until", "yesterday"], "which has passed"],
    [[], "a quote needs a line"],
  ])("refuses %j with the reason, and writes nothing", async (options, reason) => {
    const crm = await sales();
    const { code, err } = await crm("quote", "add", "jane", ...options);
    expect(code).toBe(2);
    expect(err).toContain(reason);
    expect(await crm.json("quote", "list")).toEqual([]);
  });
});

describe("a quote that was sent", () => {
  it("stays as it was: a change is version 2, and what changed can be seen", async () => {
    const crm = await quoted();
    await crm("quote", "edit", "1", "--terms", "14 days net");
    expect(await crm.json("quote", "show", "1")).toMatchObject({ version: 1, terms: "14 days net" });
    await crm("quote", "send", "1");
    const { err } = await crm("quote", "edit", "1", "--drop-line", "2", "--discount", "5");
    expect(err).toContain("version 2, a draft until it is sent");
    // 3600 + 360 = 3960 less 5 % = 3762.
    expect(await crm.json("quote", "show", "1")).toMatchObject({
      version: 2,
      status: "draft",
      netMinor: 376_200,
    });
    expect((await crm("quote", "show", "1", "--changes")).out).toMatchInlineSnapshot(`
      "version	what	before	after
      2	discount		5 %
      2	net	4,140.00 EUR	3,762.00 EUR
      2	total	4,926.60 EUR	4,476.78 EUR
      2	Travel	1.5 x 120.00 EUR, tax 19 %: 180.00 EUR	
      "
    `);
    expect((await crm("quote", "print", "1", "--revision", "1")).out).toContain("Travel");
    expect((await crm("quote", "delete", "1", "--yes")).err).toContain("was sent: it stays");
  });

  it("is shown as expired after its last day, cannot be accepted then but with --force", async () => {
    const crm = await quoted();
    await crm("quote", "send", "1");
    const later = ["--now", "2026-12-01T09:00:00Z"];
    expect((await crm("quote", "list", "status = expired", "-q", ...later)).out).toBe("1\n");
    expect((await crm("quote", "list", "status = expired", "-q")).out).toBe("");
    const { code, err } = await crm("quote", "accept", "1", ...later);
    expect(code).toBe(1);
    expect(err).toContain("quote Q-2026-0001 expired: it was valid until 2026-11-30");
    expect((await crm("quote", "accept", "1", "--date", "2026-11-29", ...later, "-n")).code).toBe(0);
    expect((await crm("quote", "accept", "1", "--force", ...later)).code).toBe(0);
  });

  it("is due three days before its end and after it, until somebody decides", async () => {
    const crm = await quoted();
    await crm("quote", "send", "1");
    const titles = async (now: string) => {
      const items = await crm.json<{ type: string; section: string; title: string }[]>("today", "--now", now);
      return items.filter(({ type }) => type === "quote").map(({ section, title }) => section + ": " + title);
    };
    expect(await titles("2026-11-26")).toEqual(["coming: Q-2026-0001 ends in 4 days"]);
    expect(await titles("2026-11-27")).toEqual(["quotes: Q-2026-0001 ends in 3 days"]);
    expect(await titles("2026-12-02")).toEqual(["quotes: Q-2026-0001 ended 2 days ago"]);
    await crm("quote", "expire", "1");
    expect(await titles("2026-11-27")).toEqual([]);
  });
});

describe("crm quote accept", () => {
  it("wins the deal for the net amount and records the order with its lines", async () => {
    const crm = await quoted();
    const { err } = await crm("quote", "accept", "Q-2026-0001");
    expect(err).toContain("deal 1 Shop is won; recorded as order 1");
    expect(await crm.json("deal", "show", "1")).toMatchObject({
      status: "won",
      amountMinor: 414_000,
      orderId: 1,
    });
    expect(await crm.json("order", "show", "1")).toMatchObject({
      ...{ amountMinor: 414_000, dealId: 1, contact: "Jane Roe", quantity: 5.5, note: "quote Q-2026-0001" },
      lines: [
        { product: "WS1", quantity: 3, unitMinor: 120_000, amountMinor: 360_000 },
        { product: "Travel", quantity: 1.5, amountMinor: 18_000 },
        { product: "Setup", quantity: 1, unitMinor: 40_000, amountMinor: 36_000 },
      ],
    });
    expect(await crm.json("quote", "show", "1")).toMatchObject({ status: "accepted", orderId: 1 });
    expect((await crm("quote", "edit", "1", "--discount", "5")).err).toContain("is accepted");
    await crm("undo");
    expect(await crm.json("deal", "show", "1")).toMatchObject({ status: "open", amountMinor: 500_000 });
    expect(await crm.json("order", "list")).toEqual([]);
  });

  it("divides the quote's discount among the lines so that they add up, and knows the cost", async () => {
    const crm = await sales();
    const lines = ["--line", "WS1 x 1 @ 10", "--line", "WS1 x 1 @ 10", "--line", "WS1 x 1 @ 10"];
    await crm("quote", "add", "jane", ...lines, "--discount", "0.5");
    // 30.00 less 0.15: each line loses five cents; three workshops cost 900.
    await crm("quote", "accept", "1");
    expect(await crm.json("order", "show", "1")).toMatchObject({
      ...{ amountMinor: 2985, costMinor: 90_000, dealId: null },
      lines: [{ amountMinor: 995 }, { amountMinor: 995 }, { amountMinor: 995 }],
    });
  });

  it("leaves the order when the order is deleted, and the quote when the deal is", async () => {
    const crm = await quoted();
    await crm("quote", "accept", "1");
    expect((await crm("order", "delete", "1", "--yes")).code).toBe(0);
    expect((await crm("deal", "delete", "1", "--yes")).code).toBe(0);
    expect(await crm.json("quote", "show", "1")).toMatchObject({
      orderId: null,
      dealId: null,
      contact: "Jane Roe",
    });
    expect((await crm("contact", "delete", "jane")).err).toContain("with 1 quote");
    expect((await crm("contact", "delete", "jane", "--yes")).code).toBe(0);
    expect(await crm.json("quote", "list")).toEqual([]);
  });

  it("says that the customer has not seen the version that is accepted", async () => {
    const crm = await quoted();
    const accept = async () => (await crm("quote", "accept", "1", "-n")).err;
    expect(await accept()).not.toContain("never sent");
    await crm("quote", "send", "1");
    expect(await accept()).not.toContain("never sent");
    await crm("quote", "edit", "1", "--discount", "5");
    expect(await accept()).toContain("; version 2 was never sent, the last that was is 1");
    await crm("quote", "send", "1");
    expect(await accept()).not.toContain("never sent");
  });

  it("says which other quotes of the deal are still open", async () => {
    const crm = await quoted();
    await crm("quote", "add", "--deal", "shop", "--line", "WS1");
    expect((await crm("quote", "accept", "1")).err).toContain("still open for this deal: Q-2026-0002");
  });
});

describe("crm quote decline", () => {
  it("needs a reason, keeps it, and is on the deal's card", async () => {
    const crm = await quoted({ terminal: 80, env: { NO_COLOR: "1" } });
    expect((await crm("quote", "decline", "1")).err).toContain("needs --reason");
    await crm("quote", "decline", "1", "--reason", "price");
    expect((await crm("quote", "accept", "1")).err).toContain("was declined: price");
    expect((await crm("deal", "show", "1")).out).toContain(
      "  Q-2026-0001  declined 2026-11-21: price  4,926.60 EUR",
    );
  });
});
