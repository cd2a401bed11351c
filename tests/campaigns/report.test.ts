import { describe, expect, it } from "vitest";
import type { CampaignReport } from "../../src/reports/campaign.ts";
import { type Crm, setupCrm } from "../support/crm.ts";
import { must } from "./people.ts";

/**
 * Two campaigns: "one" of 1 November for 200 EUR, "two" of 10 November for 50 EUR, both to Jane and Tom. Jane answers
 * both, on the 2nd and the 11th; she buys for 100 on the 5th and for 300 on the 12th. Tom answers nothing and buys for 40.
 */
async function story(setup: { terminal?: number } = {}): Promise<Crm> {
  const crm = setupCrm(setup);
  const lines = [
    ["contact", "add", "Jane Roe", "--email", "jane@acme.example"],
    ["contact", "add", "Tom Okafor", "--email", "tom@okafor.example"],
    ["campaign", "add", "one", "--purpose", "leads", "--cost", "200", "--target", "email ~ example"],
    ["campaign", "add", "two", "--purpose", "loyalty", "--cost", "50", "--target", "email ~ example"],
    ["campaign", "start", "one", "--consent", "not-refused", "--now", "2026-11-01"],
    ["campaign", "start", "two", "--consent", "not-refused", "--now", "2026-11-10"],
    ["campaign", "mark", "one", "--as", "sent", "--all", "--now", "2026-11-01"],
    ["campaign", "mark", "two", "--as", "sent", "--all", "--now", "2026-11-10"],
    ["campaign", "respond", "one", "jane", "--at", "2026-11-02"],
    ["campaign", "respond", "two", "jane", "--at", "2026-11-11"],
    ["order", "add", "jane", "--amount", "100", "--date", "2026-11-05"],
    ["order", "add", "jane", "--amount", "300", "--date", "2026-11-12"],
    ["order", "add", "tom", "--amount", "40", "--date", "2026-11-13"],
    ["deal", "add", "Website", "--contact", "jane", "--amount", "900"],
  ];
  for (const line of lines) await must(crm, ...line);
  return crm;
}

const report = (crm: Crm, ...more: string[]) => crm.json<CampaignReport>("report", "campaigns", ...more);

describe("the report of campaigns", () => {
  it("credits each order to the first and to the last answer before it", async () => {
    const { rows, total } = await report(await story());
    expect(rows).toMatchObject([
      {
        campaign: "one",
        sent: 2,
        responded: 1,
        responseRate: 0.5,
        leads: 1,
        revenueMinor: 10_000,
        revenueFirstMinor: 40_000,
      },
      {
        campaign: "two",
        sent: 2,
        responded: 1,
        responseRate: 0.5,
        leads: 0,
        revenueMinor: 30_000,
        revenueFirstMinor: 0,
      },
    ]);
    expect(total).toMatchObject({
      revenueMinor: 40_000,
      revenueFirstMinor: 40_000,
      costMinor: 25_000,
      deals: 1,
    });
  });

  it("has the costs of each and the return: (100 - 200) / 200 and (300 - 50) / 50", async () => {
    const { rows } = await report(await story());
    expect(rows).toMatchObject([
      {
        costPerSentMinor: 10_000,
        costPerResponseMinor: 20_000,
        costPerLeadMinor: 20_000,
        costPerDealMinor: null,
        roi: -0.5,
        roiFirst: 1,
      },
      {
        costPerSentMinor: 2_500,
        costPerResponseMinor: 5_000,
        costPerLeadMinor: null,
        costPerDealMinor: 5_000,
        roi: 5,
        roiFirst: -1,
      },
    ]);
  });

  it("counts being reached as a touch when asked: then Tom's order counts as well", async () => {
    const { rows } = await report(await story(), "--count-sent");
    expect(rows).toMatchObject([{ revenueMinor: 10_000 }, { revenueMinor: 34_000 }]);
  });

  it("forgets an answer after the days that it counts", async () => {
    const { rows } = await report(await story(), "--touch-days", "1");
    expect(rows).toMatchObject([{ revenueMinor: 0 }, { revenueMinor: 30_000, revenueFirstMinor: 30_000 }]);
  });

  it("compares purposes, and looks back to a day", async () => {
    const crm = await story();
    const { rows } = await report(crm, "--by", "purpose");
    expect(rows.map(({ campaign, revenueMinor }) => [campaign, revenueMinor])).toEqual([
      ["leads", 10_000],
      ["loyalty", 30_000],
    ]);
    const then = await report(crm, "--as-of", "2026-11-04");
    expect(then.rows).toMatchObject([{ campaign: "one", sent: 2, responded: 1, revenueMinor: 0 }]);
  });

  it("takes a credit off the purchase before it, and makes no lead of who bought in another currency", async () => {
    const crm = await story();
    // 100 - 30 to "one", although Jane answered "two" before the credit.
    await must(crm, "order", "add", "jane", "--amount", "-30", "--date", "2026-11-11");
    await must(crm, "order", "add", "tom", "--amount", "7 USD", "--date", "2026-11-01");
    await must(crm, "campaign", "respond", "two", "tom", "--at", "2026-11-12");
    const { rows, leftOut } = await report(crm);
    expect(rows).toMatchObject([
      { revenueMinor: 7_000, leads: 1 },
      { revenueMinor: 34_000, leads: 0 },
    ]);
    expect(leftOut).toMatchObject({ otherCurrencies: { USD: 1 }, credits: 1 });
  });

  it("leaves out a cost in another currency and says so", async () => {
    const crm = await story();
    await must(crm, "campaign", "edit", "two", "--cost", "50 USD");
    const { rows, leftOut } = await report(crm);
    expect(rows[1]).toMatchObject({ costMinor: null, roi: null });
    const nothing = { otherCurrencies: {}, refundedInFull: 0, ofCompaniesOnly: 0, credits: 0 };
    expect(leftOut).toEqual({ ...nothing, costsInOtherCurrencies: 1 });
  });

  it("compares the letters of a split with interval and p", async () => {
    const crm = setupCrm();
    for (let i = 1; i <= 20; i++)
      await must(crm, "contact", "add", "P" + i, "--tag", "x", "--phone", "+49 30 9018" + (10 + i));
    await must(crm, "campaign", "add", "test", "--channel", "visit", "--target", "tag = x");
    await must(crm, "campaign", "start", "test", "--split", "A,B");
    const members = await crm.json<{ contactId: number; variant: string }[]>("campaign", "members", "test");
    const of = (letter: string) =>
      members.filter(({ variant }) => variant === letter).map(({ contactId }) => String(contactId));
    await must(crm, "campaign", "respond", "test", ...of("A").slice(0, 9));
    await must(crm, "campaign", "respond", "test", ...of("B").slice(0, 3));
    const { variants, comparisons } = await report(crm, "test");
    expect(variants).toMatchObject([
      { variant: "A", n: 10, responded: 9 },
      { variant: "B", n: 10, responded: 3 },
    ]);
    expect(comparisons).toMatchObject([
      { a: "A", b: "B", low: expect.closeTo(0.1705, 4), high: expect.closeTo(0.809, 4) },
    ]);
    const { out } = await crm("campaign", "report", "test", "--format", "table");
    expect(out.replace(/\s+/g, " ")).toContain(
      "A against B: +60.0 points (95 % +17.1 to +80.9), p = 0.006; few answers, so p is rough; the two differ",
    );
  });

  it("reads well on a terminal", async () => {
    const { out } = await (await story({ terminal: 80 }))("report", "campaigns", "--no-color");
    expect(out).toMatchInlineSnapshot(`
      "Campaigns · as of 21 Nov 2026 · Europe/Berlin · EUR · 2 campaigns
      campaigns begun; deals and revenue to the last answer of the person within 90
      days before; leads = answered and had never bought

      Campaign  Sent  Answered    Rate  Leads  Deals  Revenue  Cost      ROI
      one          2         1  50.0 %      1      0      100   200  -50.0 %
      two          2         1  50.0 %      0      1      300    50  500.0 %
      total        4         2  50.0 %      1      1      400   250   60.0 %

      Cost per        Sent      Answer        Lead        Deal  First touch
      one       100.00 EUR  200.00 EUR  200.00 EUR               400.00 EUR
      two        25.00 EUR   50.00 EUR               50.00 EUR     0.00 EUR
      total      62.50 EUR  125.00 EUR  250.00 EUR  250.00 EUR   400.00 EUR

      ROI = (revenue - cost) / cost; rate = reached members who answered; first touch
      = credited to the first answer
      "
    `);
  });
});
