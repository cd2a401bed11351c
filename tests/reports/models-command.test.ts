import { describe, expect, it } from "vitest";
import { type Crm, type Setup, setupCrm } from "../support/crm.ts";
import { addOrder, addPerson, hasCdnow } from "./orders.ts";
import { sharedCdnow, shoppersDb } from "./shoppers.ts";

function withOrdersOf(source: ReturnType<typeof shoppersDb>, setup: Setup): Crm {
  const crm = setupCrm(setup);
  const sql =
    "SELECT contact_id AS id, order_date AS date, amount_minor AS amount, currency FROM sales_order";
  const seen = new Set<number>();
  crm.db.script("BEGIN");
  for (const { id, ...order } of source.all<{ id: number; date: string; amount: number; currency: string }>(
    sql,
  )) {
    if (!seen.has(id)) addPerson(crm.db, id, { name: "Customer " + id, city: "Berlin" });
    seen.add(id);
    addOrder(crm.db, id, order);
  }
  crm.db.script("COMMIT");
  return crm;
}

const shoppers = (setup: Setup = {}) =>
  withOrdersOf(shoppersDb(220), { now: "2025-12-31T10:00:00Z", ...setup });

/** Three purchases of one contact, one of another. */
function few(setup: Setup = {}): Crm {
  const crm = setupCrm({ now: "2026-03-31T10:00:00Z", ...setup });
  addPerson(crm.db, 1, { name: "Jane Roe" });
  addPerson(crm.db, 2, { name: "Tom Okafor" });
  for (const date of ["2026-01-01", "2026-01-11", "2026-01-21"]) addOrder(crm.db, 1, { date, amount: 5000 });
  addOrder(crm.db, 2, { date: "2026-03-01", amount: 20_000 });
  return crm;
}

describe("crm report clv and churn as json", () => {
  it("tell what was fitted, under the names of the contract", async () => {
    for (const name of ["clv", "churn"]) {
      const report = await shoppers().json("report", name);
      expect(report).toMatchObject({
        report: name,
        model: "mbg-nbd",
        unit: "weeks",
        n: 220,
        currency: "EUR",
      });
      expect(Object.keys(report.parameters as object)).toEqual(["r", "alpha", "a", "b"]);
      expect(report.logLikelihood).toBeTypeOf("number");
      expect(report.spend).toMatchObject({
        ...{ p: expect.any(Number), q: expect.any(Number), v: expect.any(Number) },
        logLikelihood: expect.any(Number),
      });
    }
  });

  it.skipIf(!hasCdnow)("give the published BG/NBD fit of CDNOW, in weeks and in days", async () => {
    const crm = withOrdersOf(sharedCdnow(), { now: "1998-07-01T10:00:00Z" });
    const argv = ["report", "clv", "--currency", "USD", "--as-of", "1997-09-30", "--model", "bg-nbd"];
    const weeks = await crm.json<{ parameters: Record<string, number>; logLikelihood: number }>(...argv);
    expect(weeks.parameters.alpha).toBeCloseTo(4.414, 3);
    expect(weeks.parameters.b).toBeCloseTo(2.426, 3);
    expect(weeks.logLikelihood).toBeCloseTo(-9582.429, 3);
    const days = await crm.json<{ parameters: Record<string, number> }>(...argv, "--unit", "days");
    expect(days.parameters.alpha! / 7).toBeCloseTo(weeks.parameters.alpha!, 9);
    const spend = (await crm.json(...argv)).spend as Record<string, number>;
    expect(spend.logLikelihood).toBeCloseTo(-4055.918, 3);
  });

  it("cut the rows, not the total, with --limit", async () => {
    const report = await shoppers().json<{ rows: unknown[]; total: { customers: number } }>(
      ...["report", "churn", "--limit", "3"],
    );
    expect([report.rows.length, report.total.customers]).toEqual([3, 220]);
  });
});

describe("crm report clv, churn and survival", () => {
  it.each([
    [["clv", "--horizon", "12"], "Write a length of time such as 12m, 52w or 365d."],
    [["clv", "--horizon", "0m"], "Write a length of time"],
    [["clv", "--discount", "10"], "Write a share from 0 to 1 such as 40% or 0.4."],
    [["clv", "--level", "best"], "Allowed choices are historical, formula, model."],
    [["clv", "--calibration-end", "2026-04-01", "--as-of", "2026-03-01"], "--calibration-end lies after"],
    [["churn", "--model", "pareto"], "Allowed choices are mbg-nbd, bg-nbd."],
    [["churn", "--unit", "months"], "Allowed choices are days, weeks."],
    [["survival", "--project", "0"], "Write a number of months such as 24."],
    [["survival", "--window", "90"], "--window says when a lifetime is over (add --of lifetime)"],
  ])("refuse %j with exit code 2 and say what would do", async (argv, message) => {
    const { code, out, err } = await few()("report", ...argv);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(message);
  });

  it("refuse the model to few customers with exit code 1 and the way out", async () => {
    for (const argv of [
      ["--level", "model"],
      ["--model", "bg-nbd"],
    ]) {
      const { code, out, err } = await few()("report", "clv", ...argv);
      expect([code, out]).toEqual([1, ""]);
      expect(err).toContain("200 customers and 100 repeat purchase days, here are 2 and 2");
      expect(err).toContain("--level historical");
    }
  });

  it("give a row a customer in csv, and the header line alone without any", async () => {
    const { out } = await few()("report", "clv", "--format", "csv");
    expect(out).toBe(
      "id,customer,firstDate,lastDate,purchases,revenueMinor,costMinor,clvMinor,currency\n" +
        "2,Tom Okafor,2026-03-01,2026-03-01,1,20000,0,20000,EUR\n" +
        "1,Jane Roe,2026-01-01,2026-01-21,3,15000,0,15000,EUR\n",
    );
    const none = await setupCrm()("report", "survival", "--format", "csv");
    expect(none.out).toBe("time,atRisk,events,censored,survival,low,high\n");
  });

  it("understand lengths of time and shares", async () => {
    const crm = shoppers();
    const days = async (text: string) => (await crm.json("report", "clv", "--horizon", text)).horizonDays;
    expect([await days("12m"), await days("1 year"), await days("2w"), await days("10 days")]).toEqual([
      ...[365.25, 365.25, 14, 10],
    ]);
    expect(await crm.json("report", "clv", "--margin", "40%", "--discount", "0.05")).toMatchObject({
      ...{ margin: 0.4, discount: 0.05 },
    });
  });
});

describe("on a terminal", () => {
  it("churn of few customers shows the plain rule and says so", async () => {
    const { out } = await few({ terminal: 80 })("--no-color", "report", "churn");
    expect(out).toMatchInlineSnapshot(`
      "Churn risk · as of 31 Mar 2026 · Europe/Berlin · EUR · 2 customers
      gaps = days since the last purchase / median of the own gaps, from 3 purchase
      days on; at risk = the year up to the last purchase, after more than 3 gaps

      Id  Customer    Bought  Silent  Gap  Gaps  A year  At risk
       1  Jane Roe         3      69   10  6.90     150      150
       2  Tom Okafor       1      30          –
          total                                     150      150

      the plain rule: a purchase model needs 200 customers and 100 repeat purchase
      days, here are 2 and 2
      "
    `);
  });

  it("clv of few customers shows the value so far and says why", async () => {
    const { out } = await few({ terminal: 80 })("--no-color", "report", "clv");
    expect(out).toMatchInlineSnapshot(`
      "Customer value so far · as of 31 Mar 2026 · Europe/Berlin · EUR · 2 customers
      value so far = revenue net of refunds, less the costs of orders that carry them

      Id  Customer    Purchases  Last        Revenue  Cost  Value
       2  Tom Okafor          1  2026-03-01      200     0    200
       1  Jane Roe            3  2026-01-21      150     0    150
          total                                  350     0    350

      no forecast: a purchase model needs 200 customers and 100 repeat purchase days,
      here are 2 and 2
      "
    `);
  });

  it("survival shows the curve as bars with the median", async () => {
    const { out } = await few({ terminal: 80 })("--no-color", "report", "survival");
    expect(out).toMatchInlineSnapshot(`
      "Time to the second purchase
      as of 31 Mar 2026 · Europe/Berlin · EUR · 2 customers
      Kaplan-Meier: share of customers without a second purchase so many days after
      the first; who has not bought again is censored on the day of the report

      days  at risk      %         95 %
      0           2  100.0  100.0–100.0  ████████████████████████
      2           2  100.0  100.0–100.0  ████████████████████████
      4           2  100.0  100.0–100.0  ████████████████████████
      6           2  100.0  100.0–100.0  ████████████████████████
      8           2  100.0  100.0–100.0  ████████████████████████
      10          2   50.0     0.6–91.0  ████████████
      12          1   50.0     0.6–91.0  ████████████
      14          1   50.0     0.6–91.0  ████████████
      16          1   50.0     0.6–91.0  ████████████
      18          1   50.0     0.6–91.0  ████████████
      20          1   50.0     0.6–91.0  ████████████
      22          1   50.0     0.6–91.0  ████████████
      24          1   50.0     0.6–91.0  ████████████
      26          1   50.0     0.6–91.0  ████████████
      28          1   50.0     0.6–91.0  ████████████
      30          1   50.0     0.6–91.0  ████████████

      median 10 days (95 %: from 10); events 1, censored 1
      "
    `);
  });

  it.each([60, 80, 120])("all fit into %d columns", async (terminal) => {
    const crm = shoppers({ terminal });
    for (const argv of [
      ...[["clv"], ["clv", "--calibration-end", "2025-06-30"], ["clv", "--level", "formula"]],
      ...[["churn"], ["survival"], ["survival", "--of", "lifetime", "--window", "90", "--project", "24"]],
    ]) {
      const { out } = await crm("--no-color", "report", ...argv);
      expect(out.length).toBeGreaterThan(300);
      for (const line of out.split("\n")) expect([line, line.length <= terminal]).toEqual([line, true]);
    }
  });

  it("the model shows twenty customers, the rest on request, and what was fitted", async () => {
    const { out } = await shoppers({ terminal: 80 })("--no-color", "report", "clv");
    expect(out.match(/Customer \d+/g)).toHaveLength(20);
    expect(out).toContain("200 more customers: --limit 220, or --format csv");
    const few = await shoppers({ terminal: 80 })("report", "churn", "--limit", "219");
    expect(few.out).toContain("1 more customer: --limit 220, or --format csv");
    expect(out).toMatch(/^MBG-NBD, weeks, 95 %: r \d/m);
    expect(out).toMatch(/^Gamma-Gamma, \d+ customers: p \d/m);
  });
});
