import { describe, expect, it } from "vitest";
import { type Crm, type Setup, setupCrm } from "../support/crm.ts";
import { addOrder, addPerson } from "./orders.ts";

/** Two customers of January, one of March; on 15 April. */
function seeded(setup: Setup = {}): Crm {
  const crm = setupCrm({ now: "2026-04-15T10:00:00Z", ...setup });
  addPerson(crm.db, 1, { city: "Berlin", lifecycle: "client", tags: ["vip"] });
  addPerson(crm.db, 2, { city: "Berlin" });
  addPerson(crm.db, 3, { city: "Köln", tags: ["vip", "west"] });
  for (const [contact, date, amount] of [
    ...([
      [1, "2026-01-05", 100_00],
      [1, "2026-02-03", 50_00],
      [1, "2026-04-01", 1_234_567_89],
    ] as const),
    ...([
      [2, "2026-01-20", 200_00],
      [3, "2026-03-01", 30_00],
      [3, "2026-04-10", 5_00],
    ] as const),
  ]) {
    addOrder(crm.db, contact, { date, amount });
  }
  addOrder(crm.db, 3, { date: "2026-04-11", amount: 900, currency: "USD" });
  addOrder(crm.db, 3, { date: "2026-04-12", amount: 900, refunded: 900 });
  return crm;
}

describe("crm report", () => {
  it("alone lists the reports with one line each", async () => {
    const { code, out } = await seeded()("report");
    expect(code).toBe(0);
    const lines = out
      .trimEnd()
      .split("\n")
      .map((line) => line.split("\t"));
    expect(lines.map(([name]) => name).slice(0, 2)).toEqual(["report", "segments"]);
    expect(lines.map(([name]) => name)).toEqual(expect.arrayContaining(["rfm", "retention", "cohorts"]));
    for (const line of lines) expect(line).toHaveLength(2);
    expect((await seeded({ terminal: 80 })("report")).out).not.toContain("…");
  });

  it("refuses a word that is no report, with the nearest that is", async () => {
    const { code, err } = await seeded()("report", "retenton");
    expect(code).toBe(2);
    expect(err).toMatch(/^crm: no report "retenton"\. Did you mean "retention"\? \(segments, .*\)\n$/);
  });

  it("says which customers only it was asked of, in the view, as json and on a page", async () => {
    const asked = ["report", "segments", "--by", "tag", "--where", "city = Berlin"];
    const { out } = await seeded({ terminal: 80 })(...asked);
    expect(out.split("\n").at(-2)).toContain("only where city = Berlin");
    expect(await seeded().json(...asked)).toMatchObject({ n: 2, where: "city = Berlin" });
    expect((await seeded()(...asked, "--html", "-")).out).toContain("only where city = Berlin");
    expect(await seeded().json("report", "segments")).not.toHaveProperty("where");
  });

  it("has below a filtered dashboard what the same filter is one of", async () => {
    const crm = seeded();
    await crm("deal", "add", "Web site", "--contact", "1", "--amount", "100");
    const all = (await crm("report", "kpi", "--html", "-")).out;
    const some = (await crm("report", "kpi", "--html", "-", "--where", "city = Köln")).out;
    expect(all).toContain("<h2>Pipeline</h2>");
    expect(some).not.toContain("<h2>Pipeline</h2>");
    expect(some.match(/only where city = Köln/g)?.length).toBeGreaterThan(2);
  });

  it("gives json as the value, with what it is of and what was left out", async () => {
    const report = await seeded().json("report", "segments", "--by", "city");
    expect(report).toMatchObject({
      ...{
        report: "segments",
        asOf: "2026-04-15",
        zone: "Europe/Berlin",
        currency: "EUR",
        n: 3,
        by: ["city"],
      },
      leftOut: { otherCurrencies: { USD: 1 }, refundedInFull: 1, ofCompaniesOnly: 0, credits: 0 },
      total: { count: 3, customers: 3 },
    });
    expect(report.rows).toMatchObject([
      { city: "Berlin", count: 2, customers: 2 },
      { city: "Köln", count: 1, revenueMinor: 3500, averageMinor: 3500 },
    ]);
    expect(report.definition).toContain("city");
  });

  it("gives rows off a terminal, with the header line even when there are none", async () => {
    const { out } = await seeded()("report", "cohorts", "--format", "csv", "--as-of", "2025-12-31");
    expect(out).toBe("cohort,size,k,period,active,rate,status\n");
    const rows = (await seeded()("report", "cohorts", "--format", "csv")).out.split("\n");
    expect(rows[4]).toBe("2026-01,2,3,2026-04,1,0.5,partial");
    expect(rows[12]).toBe("2026-03,1,3,2026-06,,,unobserved");
    const plain = (await seeded()("report", "retention", "--to", "2026-01-01")).out.split("\n");
    expect(plain[1]).toBe("2026-01\t0\t0\t0\t2\t0\t2\t–\t–\t–\t–\t–\t–\tok");
  });

  it("looks back for a day without a year, at contacts that fit, and answers to attrition too", async () => {
    const report = await seeded().json(
      "report",
      "attrition",
      "--as-of",
      "31 march",
      "--where",
      "city = Berlin",
    );
    expect(report).toMatchObject({ report: "retention", asOf: "2026-03-31", n: 2 });
    expect(report.rows).toMatchObject([
      { period: "2026-01", newN: 2, retention: null },
      { period: "2026-02", startN: 2, retainedN: 1, attrition: 0.5 },
      { period: "2026-03", startN: 1, retainedN: 0, attrition: 1 },
    ]);
  });

  it("counts another currency when asked", async () => {
    const report = await seeded().json("report", "segments", "--by", "city", "--currency", "usd");
    expect(report).toMatchObject({ currency: "USD", total: { customers: 1, revenueMinor: 900 } });
  });

  it.each([
    [["segments", "--by", "cty"], '--by: no field "cty" to group by. Did you mean "city"?'],
    [["segments", "--by", "city,city"], "--by takes one field, or two different ones"],
    [["segments", "--by", "spent"], '--by: no field "spent" to group by'],
    [["retention", "--as-of", "soon"], "--as-of: "],
    [
      ["retention", "--from", "2026-03-01", "--to", "2026-02-01"],
      "--from 2026-03-01 lies after --to 2026-02-01",
    ],
    [["retention", "--window", "0"], "Write a number of days such as 90."],
    [["cohorts", "--by", "moon"], "Allowed choices are day, week, month, quarter, year."],
    [["cohorts", "--currency", "XXQ"], "--currency: "],
  ])("refuses %j with exit code 2 and says what would do", async (argv, message) => {
    const { code, out, err } = await seeded()("report", ...argv);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(message);
  });
});

describe("the reports on a terminal", () => {
  it("show segments with the total and what was left out", async () => {
    const { out } = await seeded({ terminal: 80 })("--no-color", "report", "segments", "--by", "city");
    expect(out).toMatchInlineSnapshot(`
      "Contacts by city · as of 15 Apr 2026 · Europe/Berlin · EUR · 3 contacts
      contacts by city; revenue net of refunds; customers have a purchase

      City    Contacts    Share  Customers    Revenue    Share  Average
      Berlin         2   66.7 %          2  1,234,918  100.0 %  617,459
      Köln           1   33.3 %          1         35    0.0 %       35
      total          3  100.0 %          3  1,234,953  100.0 %  411,651

      left out: 1 order in USD (--currency counts them)
      left out: 1 order refunded in full
      "
    `);
  });

  it("show tags with the reason why shares do not sum to 100 %", async () => {
    const { out } = await seeded({ terminal: 80 })("--no-color", "report", "segments", "--by", "tag");
    expect(out).toContain("a contact with several values counts in each");
    expect(out).toMatch(/^vip +2 +66\.7 %/m);
  });

  it("show retention with the running month marked", async () => {
    const { out } = await seeded({ terminal: 80 })("--no-color", "report", "retention");
    expect(out).toMatchInlineSnapshot(`
      "Retention by month · as of 15 Apr 2026 · Europe/Berlin · EUR · 3 customers
      active = a purchase in the month; retention = share of those active at the start
      that are active at the end too

      period   start kept lost new back end kept %       95 % lost % gross  net
      2026-01      0    0    0   2    0   2      –                 –     –    –
      2026-02      2    1    1   0    0   1   50.0   9.5–90.5   50.0  16.7 16.7
      2026-03      1    0    1   1    0   1    0.0   0.0–79.3  100.0   0.0  0.0
      2026-04*     1    1    0   0    1   2  100.0 20.7–100.0    0.0  16.7 16.7
      complete     3    1    2   3    0       33.3              66.7  14.3 14.3

      * still running, not in the last line
      kept = active at start and end; back = active again, not new; 95 % = of kept %
      gross, net = % of the revenue of those active at the start (gross: no gains)
      left out: 1 order in USD (--currency counts them)
      left out: 1 order refunded in full
      "
    `);
  });

  it("show the cohort triangle", async () => {
    const { out } = await seeded({ terminal: 80 })("--no-color", "report", "cohorts");
    expect(out).toMatchInlineSnapshot(`
      "Retention by month of first purchase
      as of 15 Apr 2026 · Europe/Berlin · EUR · 3 customers
      cohort = month of the first purchase; cell k = share that bought in the month k
      months after it

      cohort   size   1    2    3
      2026-01     2  50    0   50*  ▅▁▅
      2026-02     0   –    –*
      2026-03     1 100*            █
      average        50    0    –

      percent; average weighted by size, complete months only; blank = still to come
      * still running, not in the average
      left out: 1 order in USD (--currency counts them)
      left out: 1 order refunded in full
      "
    `);
  });

  it.each([60, 80, 120])("fit into %d columns", async (terminal) => {
    const crm = seeded({ terminal });
    for (let id = 10; id < 40; id++) {
      addPerson(crm.db, id);
      for (let month = 1; month <= 12; month++)
        addOrder(crm.db, id, { date: "2025-" + String(month).padStart(2, "0") + "-05", amount: id * 100 });
    }
    for (const argv of [
      ["cohorts"],
      ["cohorts", "--by", "week"],
      ["retention"],
      ["segments", "--by", "city"],
    ]) {
      const { out } = await crm("--no-color", "report", ...argv, "--from", "2025-01-01");
      for (const line of out.split("\n")) expect([line, line.length <= terminal]).toEqual([line, true]);
    }
  });

  it("say that there are no purchases yet", async () => {
    const crm = setupCrm({ terminal: 80 });
    for (const name of ["cohorts", "retention"])
      expect((await crm("--no-color", "report", name)).out).toContain("no purchases\n");
    expect((await crm("--no-color", "report", "segments")).out).toContain("no contacts\n");
  });

  it("let no escape sequence out of the database", async () => {
    const crm = seeded({ terminal: 80 });
    addPerson(crm.db, 9, { city: "\u001b]0;owned\u0007Bonn\u001b[31m" });
    const { out } = await crm("--no-color", "report", "segments", "--by", "city");
    expect(out).toContain("Bonn");
    expect(out).not.toContain("\u001b");
  });
});
