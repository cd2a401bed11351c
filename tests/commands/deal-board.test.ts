import { describe, expect, test } from "vitest";
import { type Crm, setupCrm } from "../support/crm.ts";

async function withDeals(terminal?: number): Promise<Crm> {
  const crm = setupCrm({ env: { NO_COLOR: "1" }, ...(terminal === undefined ? {} : { terminal }) });
  await crm("contact", "add", "Jane Roe", "--company", "Acme");
  await crm("deal", "add", "Shop", "--amount", "6000 USD");
  await crm("deal", "add", "Audit", "--contact", "jane", "--amount", "3000");
  await crm("deal", "add", "Flyer", "--amount", "1500.50");
  await crm("deal", "add", "Website", "--contact", "jane", "--amount", "5000", "--stage", "proposal");
  await crm("deal", "add", "Logo", "--amount", "3400");
  await crm("deal", "win", "5");
  return crm;
}

describe("deal board", () => {
  test("as json has one row a stage and currency, so that no sum mixes currencies", async () => {
    const crm = await withDeals();
    const rows = await crm.json<Record<string, unknown>[]>("deal", "board");
    const short = rows.map(({ stage, count, amountMinor, currency, deals }) => [
      stage,
      count,
      amountMinor,
      currency,
      deals,
    ]);
    expect(short).toEqual([
      ["lead", 2, 450050, "EUR", [2, 3]],
      ["lead", 1, 600000, "USD", [1]],
      ["qualified", 0, 0, "EUR", []],
      ["proposal", 1, 500000, "EUR", [4]],
      ["won", 1, 340000, "EUR", [5]],
      ["lost", 0, 0, "EUR", []],
    ]);
  });

  test("shows closed deals of this month only", async () => {
    const crm = await withDeals();
    const rows = await crm.json<Record<string, unknown>[]>("deal", "board", "--now", "2026-12-01");
    expect(rows.find((row) => row.stage === "won")).toMatchObject({ count: 0, deals: [] });
  });

  test("on a terminal sets the stages side by side and marks what has been there too long", async () => {
    const crm = await withDeals(80);
    const { out } = await crm("deal", "board", "--now", "2026-11-29");
    expect(out).toMatchInlineSnapshot(`
      "sales
      lead (3)        qualified (0)   proposal (1)    won this month  lost this
                                                      (1)             month (0)
      4,500.50 EUR                    5,000 EUR       3,400 EUR
      6,000 USD

      #1 Shop                         #4 Website,     #5 Logo
      6,000 USD  8 d                  Acme            3,400 EUR
                                      5,000 EUR
      #2 Audit, Acme                  8 d !
      3,000 EUR  8 d

      #3 Flyer
      1,500.50 EUR
      8 d
      "
    `);
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test("marks what crm today calls rotten, by the same rule: a plan stops the rot", async () => {
    const crm = await withDeals(80);
    const board = async () => (await crm("deal", "board", "--now", "2026-11-29")).out.match(/8 d !/g);
    const rotten = () => crm.json<unknown[]>("today", "--only", "rotting", "--now", "2026-11-29");
    expect([await board(), (await rotten()).length]).toEqual([["8 d !"], 1]);
    await crm("followup", "add", "ask again", "--for", "jane", "--due", "2026-12-10");
    expect([await board(), (await rotten()).length]).toEqual([null, 0]);
  });

  test("puts the stages one under the other where they do not fit beside each other", async () => {
    const crm = await withDeals(50);
    const { out } = await crm("deal", "board");
    expect(out).toContain("proposal (1)\n5,000 EUR\n\n#4 Website, Acme\n5,000 EUR  0 d\n");
  });

  test("of another pipeline shows that one", async () => {
    const crm = await withDeals();
    await crm("pipeline", "add", "renewals", "--stages", "due:60");
    const rows = await crm.json<Record<string, unknown>[]>("deal", "board", "--pipeline", "renewals");
    expect(rows.map((row) => row.stage)).toEqual(["due", "won", "lost"]);
  });

  test("names the pipelines that have the deals a person may miss", async () => {
    const crm = await withDeals(80);
    await crm("pipeline", "add", "My renewals", "--stages", "due:60");
    expect((await crm("deal", "board")).err).toBe("");
    await crm("deal", "add", "Care", "--pipeline", "My renewals");
    expect((await crm("deal", "board")).err.replace(/\n {2,}/g, " ")).toBe(
      "open in other pipelines: 1 in My renewals (crm deal board --pipeline 'My renewals')\n",
    );
    expect((await crm("deal", "board", "--pipeline", "My renewals")).err).toBe("");
  });
});
