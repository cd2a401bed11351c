import { describe, expect, it } from "vitest";
import { must } from "../campaigns/people.ts";
import { type Crm, setupCrm } from "../support/crm.ts";
import { addDeal } from "./deals.ts";

/** A started campaign that was paid in dollars, an invoice in euros and one in dollars, an order of two products. */
async function shop(): Promise<Crm> {
  const crm = setupCrm({ now: "2026-06-30T10:00:00Z" });
  const lines = [
    ["contact", "add", "Jane Roe", "--email", "jane@acme.example"],
    ["campaign", "add", "spring", "--target", "name ~ Jane", "--cost", "100 USD"],
    ["campaign", "start", "spring", "--consent", "not-refused"],
    ["invoice", "add", "R-1", "jane", "--amount", "120"],
    ["invoice", "add", "R-2", "jane", "--amount", "90 USD"],
    ["order", "add", "jane", "--line", "Cup x 2 @ 10", "--line", "Plate x 1 @ 80"],
  ];
  for (const line of lines) await must(crm, ...line);
  addDeal(crm.db, ["lead 2026-05-05"], { owner: "ana" });
  return crm;
}

/** The page of a report without its style and script. */
async function page(crm: Crm, ...report: readonly string[]): Promise<string> {
  const { code, out, err } = await crm(...report, "--html", "-");
  expect([code, err]).toEqual([0, ""]);
  return out.replace(/<(style|script)>.*?<\/\1>/gs, "");
}

describe("a report as a page", () => {
  it("is the same under the noun of campaigns and of surveys", async () => {
    const crm = await shop();
    await must(crm, "survey", "add", "yearly");
    expect(await page(crm, "campaign", "report")).toBe(await page(crm, "report", "campaigns"));
    expect(await page(crm, "survey", "report", "yearly")).toBe(await page(crm, "report", "nps", "yearly"));
  });

  it.each([
    ["a shop", shop],
    ["an empty database", async () => setupCrm()],
  ])("exists of every report that takes --html, of %s", async (_, made) => {
    const crm = await made();
    const names = (await crm.json<{ report: string }[]>("report")).map(({ report }) => report);
    expect(names.length).toBeGreaterThan(25);
    for (const name of names) {
      const more = name === "pivot" ? ["--rows", "city"] : [];
      const text = await page(crm, "report", name, ...more);
      expect([name, text]).toEqual([name, expect.stringMatching(/<h1>[^<]{3}/)]);
      expect([name, text]).toEqual([name, expect.not.stringMatching(/undefined|NaN|null/)]);
    }
  });

  it("says of campaigns and payments what stands in another currency", async () => {
    const crm = await shop();
    expect(await page(crm, "report", "campaigns")).toContain(
      '<p class="note">left out: the cost of 1 in other currencies (--currency counts it)</p>',
    );
    expect(await page(crm, "report", "payments")).toContain(
      '<p class="note">left out: 1 invoice in USD (--currency counts them)</p>',
    );
  });

  it("names the products that the bars of abc are of", async () => {
    const crm = await shop();
    const items = await page(crm, "report", "abc", "--of", "products", "--items");
    expect(items).toContain("<figcaption>Value by product</figcaption>");
    expect(items).toContain('<span class="label">Plate</span>');
    expect(items).toContain(" 2 products</p>");
    expect(await page(crm, "report", "abc", "--of", "products")).toContain("<small>1 product</small>");
  });

  it("counts owners", async () => {
    expect(await page(await shop(), "report", "owners")).toMatch(/ 1 owners</);
  });
});
