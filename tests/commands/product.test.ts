import { describe, expect, it } from "vitest";
import { type Crm, setupCrm } from "../support/crm.ts";

async function shop(): Promise<Crm> {
  const crm = setupCrm();
  await crm("product", "add", "Workshop", "--sku", "WS1", "--price", "1200", "--cost", "300", "--tax", "19");
  await crm("product", "add", "Workshop plus", "--sku", "WS2", "--price", "1500", "--upgrade-of", "ws1");
  await crm("product", "add", "Support", "--price", "90", "--recurring", "month", "--goes-with", "WS1,WS2");
  return crm;
}

describe("crm product", () => {
  it("keeps price, cost, tax and links, and shows the links from both ends", async () => {
    const crm = await shop();
    expect(await crm.json("product", "show", "ws1")).toMatchObject({
      ...{ id: 1, sku: "WS1", priceMinor: 120_000, costMinor: 30_000, marginMinor: 90_000, tax: 0.19 },
      ...{ goesWith: ["Support"], upgradeOf: [], upgrades: ["WS2"] },
    });
    expect(await crm.json("product", "show", "support")).toMatchObject({ goesWith: ["WS1", "WS2"] });
  });

  it("draws a card", async () => {
    const crm = await shop();
    const terminal = setupCrm({ terminal: 80 });
    await terminal(
      "product",
      "add",
      "Support",
      "--sku",
      "SUP",
      "--price",
      "90",
      "--cost",
      "60",
      "--unit",
      "hour",
    );
    expect((await terminal("product", "show", "sup")).out).toMatchInlineSnapshot(`
      "[1mSUP  Support[22m  [2m#1[22m
      [2mPrice      [22m90.00 EUR per hour
      [2mCost       [22m60.00 EUR, margin 33 %
      "
    `);
    expect((await crm("product", "list")).out).toMatchInlineSnapshot(`
      "id	sku	name	price	unit	recurring	tax	isActive
      1	WS1	Workshop	1,200.00 EUR			19.0 %	yes
      2	WS2	Workshop plus	1,500.00 EUR			–	yes
      3		Support	90.00 EUR		month	–	yes
      "
    `);
  });

  it("refuses an upgrade that leads back to itself, with the way", async () => {
    const crm = await shop();
    await crm("product", "add", "Workshop max", "--sku", "WS3", "--upgrade-of", "WS2");
    const { code, err } = await crm("product", "edit", "WS1", "--upgrade-of", "WS3");
    expect(code).toBe(1);
    expect(err).toContain("product WS1 would be an upgrade of itself: WS1 > WS3 > WS2 > WS1");
    expect((await crm("product", "edit", "WS1", "--upgrade-of", "WS1")).code).toBe(1);
    expect((await crm("product", "edit", "WS1", "--goes-with", "WS1")).err).toContain("goes with itself");
  });

  it("takes links away and puts them back with undo", async () => {
    const crm = await shop();
    await crm("product", "edit", "WS2", "--unlink", "WS1,Support");
    expect(await crm.json("product", "show", "WS2")).toMatchObject({ goesWith: [], upgradeOf: [] });
    await crm("undo");
    expect(await crm.json("product", "show", "WS2")).toMatchObject({
      goesWith: ["Support"],
      upgradeOf: ["WS1"],
    });
  });

  it.each([
    [["--price", "-5"], '--price: "-5" is below zero'],
    [["--tax", "900"], '--tax: "900" is no rate'],
    [["--recurring", "daily"], 'no "daily"'],
    [["--sku", "ws1"], 'sku "WS1" is product 1 Workshop'],
    [["--price", "5 USD", "--cost", "5 EUR"], "price and cost are in one currency"],
  ])("refuses %j with the reason", async (options, reason) => {
    const crm = await shop();
    const { code, err } = await crm("product", "add", "New", ...options);
    expect([1, 2, 4]).toContain(code);
    expect(err).toContain(reason);
    expect(await crm.json("product", "list")).toHaveLength(3);
  });

  it("keeps what it is not linked with from being taken away: it is refused, and nothing is written", async () => {
    const crm = await shop();
    await crm("product", "add", "Travel");
    const ran = await crm("product", "edit", "ws1", "--price", "1", "--unlink", "travel");
    const err = 'crm: --unlink: product 1 has no "travel" (see: crm product show 1)\n';
    expect(ran).toEqual({ code: 1, out: "", err });
    expect(await crm.json("product", "show", "ws1")).toMatchObject({ priceMinor: 120_000 });
    const all = ["product", "edit", "--where", "sku ~ WS", "--unlink"];
    expect((await crm(...all, "travel")).err).toContain('none of the 2 products has "travel"');
    expect((await crm(...all, "support")).code).toBe(0);
    expect(await crm.json("product", "show", "support")).toMatchObject({ goesWith: [] });
  });

  it("is found by sku, filtered by link, changed many at once and deleted", async () => {
    const crm = await shop();
    expect((await crm("find", "ws2")).out).toContain("Workshop plus");
    expect((await crm("product", "list", "goesWith = WS1", "-q")).out).toBe("3\n");
    await crm("product", "edit", "--where", "price > 1000", "--active", "no");
    expect((await crm("product", "list", "active = no", "-q")).out).toBe("1\n2\n");
    expect((await crm("product", "delete", "WS1", "--yes")).code).toBe(0);
    expect(await crm.json("product", "show", "WS2")).toMatchObject({ upgradeOf: [] });
  });
});
