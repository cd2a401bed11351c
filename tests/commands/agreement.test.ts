import { describe, expect, it } from "vitest";
import { type Crm, type Setup, setupCrm } from "../support/crm.ts";

async function sales(setup: Setup = {}): Promise<Crm> {
  const crm = setupCrm(setup);
  await crm("contact", "add", "Jane Roe", "--company", "Acme", "--tag", "vip");
  await crm("segment", "save", "best", "tag = vip");
  await crm("product", "add", "Workshop", "--sku", "WS1", "--price", "1200");
  return crm;
}

describe("crm agreement", () => {
  it("names whom it is with by the phone where neither name nor email is known", async () => {
    const crm = await sales();
    await crm("contact", "add", "--phone", "+49 30 901820");
    const made = await crm.json("agreement", "add", "--contact", "2", "--perk", "free delivery");
    expect(made).toMatchObject({ whose: "+49 30 901820" });
  });

  it("prices a line at the best terms that hold, and says why", async () => {
    const crm = await sales();
    await crm("agreement", "add", "--company", "acme", "--product", "WS1", "--price", "1100");
    await crm("agreement", "add", "--segment", "best", "--discount", "10", "--until", "2026-11-30");
    // 10 % off 1200 is 1080, less than 1100; from December on only the price is left.
    const november = await crm.json<{ lines: unknown[] }>("quote", "add", "jane", "--line", "WS1 x 2");
    expect(november.lines).toMatchObject([
      { unitMinor: 120_000, discountBp: 1000, reason: "agreement 2 with segment best, until 2026-11-30" },
    ]);
    const december = ["quote", "add", "jane", "--line", "ws1 x 2", "--now", "2026-12-01"];
    expect(await crm.json(...december)).toMatchObject({
      lines: [{ unitMinor: 110_000, discountBp: 0, reason: "agreement 1 with Acme" }],
    });
  });

  it("leaves a price that was typed, and everybody else", async () => {
    const crm = await sales();
    await crm("agreement", "add", "--segment", "best", "--discount", "10");
    expect(await crm.json("quote", "add", "jane", "--line", "WS1 @ 1000")).toMatchObject({
      netMinor: 100_000,
    });
    await crm("contact", "add", "Tom Okafor");
    expect(await crm.json("quote", "add", "tom", "--line", "WS1")).toMatchObject({ netMinor: 120_000 });
  });

  it("is on the card of the contact and, a perk, on the quote", async () => {
    const crm = await sales({ terminal: 80, env: { NO_COLOR: "1" } });
    await crm("agreement", "add", "--contact", "jane", "--perk", "free delivery");
    await crm(
      "agreement",
      "add",
      "--company",
      "acme",
      "--product",
      "WS1",
      "--price",
      "1100",
      "--from",
      "2026-01-01",
    );
    await crm("agreement", "add", "--company", "acme", "--discount", "5", "--from", "2027-01-01");
    const { out } = await crm("contact", "show", "jane");
    expect(out).toContain("Agreed     free delivery (#1, Jane Roe)\n");
    expect(out).toContain("WS1 at 1,100.00 EUR, from 2026-01-01 (#2, Acme)\n");
    expect(out).not.toContain("5 % off");
    expect((await crm("brief", "jane")).out).toContain("Agreed     free delivery (#1, Jane Roe)");
    await crm("quote", "add", "jane", "--line", "WS1");
    expect((await crm("quote", "show", "1")).out).toContain("Agreed     free delivery");
  });

  it.each([
    [["--contact", "jane"], "what was agreed?"],
    [["--discount", "5"], "with whom?"],
    [["--contact", "jane", "--company", "acme", "--discount", "5"], "with whom?"],
    [["--contact", "jane", "--price", "5"], "--price: of which product?"],
    [["--contact", "jane", "--discount", "900"], "is no rate"],
    [["--contact", "jane", "--discount", "5", "--perk", "tea"], "what was agreed?"],
    [["--contact", "jane", "--discount", "5", "--from", "fri", "--until", "today"], "before it begins"],
  ])("refuses %j with the reason", async (options, reason) => {
    const crm = await sales();
    const { code, err } = await crm("agreement", "add", ...options);
    expect(code).toBe(2);
    expect(err).toContain(reason);
  });

  it("changes its kind and its days, is filtered and deleted; what it names stays until then", async () => {
    const crm = await sales();
    await crm("agreement", "add", "--segment", "best", "--product", "WS1", "--price", "1100");
    await crm("agreement", "edit", "1", "--discount", "5", "--until", "2026-12-31");
    expect(await crm.json("agreement", "show", "1")).toMatchObject({ priceMinor: null, discount: 0.05 });
    expect((await crm("agreement", "list", "until >= today and with ~ best", "-q")).out).toBe("1\n");
    expect((await crm("segment", "delete", "best", "--yes")).err).toContain("is named by agreement 1");
    expect((await crm("product", "delete", "WS1", "--yes")).err).toContain("is named by 1 agreement");
    await crm("agreement", "delete", "1", "--yes");
    expect((await crm("product", "delete", "WS1", "--yes")).code).toBe(0);
    await crm("undo", "2");
    expect(await crm.json("agreement", "list")).toHaveLength(1);
  });
});
