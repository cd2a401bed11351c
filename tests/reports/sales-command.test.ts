import { describe, expect, it } from "vitest";
import { type Crm, type Setup, setupCrm } from "../support/crm.ts";
import { addDeal } from "./deals.ts";
import { addOrder, addPerson } from "./orders.ts";
import { addFollowup, logActivity } from "./work.ts";

/** Six deals of three contacts; on 1 April. */
function seeded(setup: Setup = {}): Crm {
  const crm = setupCrm({ now: "2026-04-01T10:00:00Z", ...setup });
  const { db } = crm;
  for (const id of [1, 2, 3]) addPerson(db, id, { name: "Customer " + id, city: id > 1 ? "Berlin" : "Köln" });
  addDeal(db, ["lead 2026-01-05", "qualified 2026-01-12", "proposal 2026-02-03", "won 2026-02-20"], {
    ...{ title: "Website", contactId: 1, amount: 5500_00, source: "web", owner: "ana" },
  });
  addDeal(db, ["lead 2026-01-20", "lost 2026-02-10"], {
    ...{ title: "Shop", contactId: 2, amount: 12_000_00, reason: "price", competitor: "Nord" },
  });
  addDeal(db, ["lead 2026-02-10", "won 2026-03-02"], { title: "Relaunch", contactId: 2, amount: 3000_00 });
  addDeal(db, ["lead 2026-03-02"], { title: "Logo", contactId: 1, amount: 800_00, owner: "tom" });
  addDeal(db, ["lead 2026-03-02", "proposal 2026-03-10"], {
    ...{ title: "A very long title of a deal that will not fit", contactId: 3, amount: 1_234_567_89 },
    ...{ close: "2026-04-20", probability: 60 },
  });
  addDeal(db, ["lead 2026-03-02"], {
    title: "Dollars",
    amount: 1200_00,
    currency: "USD",
    close: "2026-03-10",
  });
  addOrder(db, 1, { date: "2026-02-20", amount: 5500_00 });
  addOrder(db, 2, { date: "2026-03-02", amount: 3000_00 });
  logActivity(db, 1, { at: "2026-03-02T09:00:00Z", kind: "email", direction: "in" });
  logActivity(db, 1, { at: "2026-03-02T11:00:00Z", kind: "email", direction: "out" });
  addFollowup(db, { due: "2026-03-10", created: "2026-03-01", done: "2026-03-12T08:00:00Z", contactId: 1 });
  return crm;
}

const everything = [
  ...[["pipeline"], ["forecast"], ["forecast", "--target", "20000"], ["funnel"], ["velocity"], ["winrate"]],
  ...[["winrate", "--basis", "created"], ["losses"], ["losses", "--by", "stage,competitor"], ["stale"]],
  ...[["stale", "--planned"], ["sources"], ["owners"], ["activity"], ["activity", "--by", "day,channel"]],
  ...[["response"], ["response", "--business-hours", "mon-fri 9-17", "--by", "week"], ["followups"], ["kpi"]],
  ...[
    ["pivot", "--rows", "city", "--cols", "month"],
    ["pivot", "--of", "deals", "--rows", "stage"],
  ],
  ...[
    ["abc", "--of", "products"],
    ["abc", "--of", "products", "--items", "--since", "2026-01-01"],
  ],
];

describe("the reports about sales and work", () => {
  it.each(everything.map((argv) => [argv.join(" "), argv] as const))(
    "%s: json is the value with its day, zone, definition and n; csv has a header",
    async (_, argv) => {
      const crm = seeded();
      const report = await crm.json("report", ...argv);
      expect(report).toMatchObject({ report: argv[0], asOf: "2026-04-01", zone: "Europe/Berlin" });
      expect(report.definition).toEqual(expect.stringMatching(/\w{4}/));
      expect(report.n).toEqual(expect.any(Number));
      const { out } = await crm("report", ...argv, "--format", "csv");
      expect(out.split("\n")[0]).toMatch(/^[a-z][A-Za-z]*(,[a-z0-9][A-Za-z0-9]*)+$/);
    },
  );

  it.each(everything.map((argv) => [argv.join(" "), argv] as const))(
    "%s: says in an empty database that there is nothing, and is the same twice",
    async (_, argv) => {
      const crm = setupCrm({ terminal: 80 });
      const { code, out, err } = await crm("--no-color", "report", ...argv);
      expect([code, err]).toEqual([0, ""]);
      expect(out).not.toMatch(/NaN|Infinity|undefined/);
      expect((await crm("--no-color", "report", ...argv)).out).toBe(out);
    },
  );

  it.each([60, 80, 120])("fit into %d columns", async (terminal) => {
    const crm = seeded({ terminal });
    for (const argv of everything) {
      const { code, out } = await crm("--no-color", "report", ...argv);
      expect([argv, code]).toEqual([argv, 0]);
      for (const line of out.split("\n"))
        expect([argv, line, line.length <= terminal]).toEqual([argv, line, true]);
    }
  });

  it("let no escape sequence out of the database", async () => {
    const crm = seeded({ terminal: 80 });
    const text = "\u001b]0;owned\u0007Bo\u001b[31mnn";
    crm.db.run("UPDATE deal SET title = ?, source = ?, owner = ?, lost_reason = ?, competitor = ?", [
      ...[text, text, text, text, text],
    ]);
    crm.db.run("UPDATE contact_address SET city = ?", [text]);
    crm.db.run("UPDATE contact SET name = ?", [text]);
    for (const argv of everything)
      expect((await crm("--no-color", "report", ...argv)).out).not.toContain("\u001b");
  });

  it("give filters of deals", async () => {
    const report = await seeded().json("report", "pipeline", "--where", "owner = tom");
    expect(report).toMatchObject({ n: 1, totals: [{ amountMinor: 800_00, currency: "EUR" }] });
  });

  it("about people can be switched off, and so can every grouping by owner", async () => {
    const crm = seeded();
    await crm("config", "set", "reports.people", "off");
    for (const argv of [
      ...[
        ["owners"],
        ["losses", "--by", "owner"],
        ["activity", "--by", "owner,month"],
        ["response", "--by", "owner"],
      ],
      ...[
        ["followups", "--by", "owner"],
        ["pivot", "--of", "deals", "--rows", "owner"],
      ],
    ]) {
      const { code, out, err } = await crm("report", ...argv);
      expect([argv, code, out]).toEqual([argv, 1, ""]);
      expect(err).toContain("reports about people are switched off");
    }
    expect((await crm("config", "set", "reports.people", "maybe")).code).toBe(2);
  });

  it.each([
    [["forecast", "--target", "1,2"], "Write an amount without thousands marks"],
    [["forecast", "--target", "much"], "--target: "],
    [["forecast", "--target", "2027-13=5"], '--target: no period "2027-13"'],
    [["pipeline", "--pipeline", "saels"], 'no pipeline "saels". Did you mean "sales"?'],
    [["losses", "--by", "raeson"], '--by: no "raeson". Did you mean "reason"?'],
    [["losses", "--by", "reason,stage,source"], "--by takes one word, or two different ones"],
    [["response", "--business-hours", "always"], '--business-hours: "always" is not understood'],
    [["abc", "--of", "products", "--by", "profit"], "the cost of single products is not known"],
    [["stale", "--days", "-3"], "Write a number of days"],
    [["forecast", "--target", "-5"], "--target: -5 is no target"],
    [
      ["velocity", "--as-of", "2026-01-31", "--from", "2026-02-01"],
      "--from 2026-02-01 lies after 2026-01-31",
    ],
    [["kpi", "--as-of", "2099-01-01"], "--as-of 2099-01-01 is still to come"],
  ])("refuse %j with exit code 2 and say what would do", async (argv, message) => {
    const { code, out, err } = await seeded()("report", ...argv);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(message);
  });
});

describe("on a terminal", () => {
  const shown = async (...argv: string[]) =>
    (await seeded({ terminal: 80 })("--no-color", "report", ...argv)).out;

  it("the forecast has what is overdue and undated apart", async () => {
    expect(await shown("forecast", "--target", "20000")).toMatchInlineSnapshot(`
      "Forecast by month · as of 1 Apr 2026 · Europe/Berlin · EUR · 2 deals
      forecast = won + weighted; weighted = amount x probability of open deals by
      expected close (the deal's own probability, else its stage's, else the rate won
      so far); lost deals never count; overdue and undated apart

      Period    Open     Amount  Weighted  Won  Forecast  Target     Gap  Open/gap
      2026-04*     1  1,234,568   740,741    0   740,741  20,000  20,000     61.73
      2026-05      0          0         0    0         0  20,000  20,000         0
      2026-06      0          0         0    0         0  20,000  20,000         0
      total        1  1,234,568   740,741    0   740,741  60,000  60,000     20.58

      not in the total: undated (no close date) 1 open, 800, weighted 80
      * up to 1 Apr 2026 won, then expected
      total: 95 % from 0 to 1,234,568 (deals independent); commit (80 % on) 0; best
      case (50 % on) 1,234,568
      bar, where it fits = forecast of the target; gap = target less won; open/gap =
      what is open for each unit of it
      left out: 1 deal in USD (--currency counts them)
      "
    `);
  });

  it("the funnel narrows", async () => {
    expect(await shown("funnel")).toMatchInlineSnapshot(`
      "Funnel of sales · as of 1 Apr 2026 · Europe/Berlin · EUR · 5 deals
      deals created; entered = reached the stage or skipped it; next = share of them
      that reached the next one

      Stage      Entered     Next  Of first  Lost  Here  Back  Days
      lead             5   60.0 %   100.0 %     1     1     0    14  █████████████████
      qualified        3  100.0 %    60.0 %     0     0     0    22     ██████████
      proposal         3   66.7 %    60.0 %     0     1     0    17     ██████████
      won              2        –    40.0 %     0           0     –       ███████

      won 2, lost 1, open 2
      lost, here, back = by the farthest stage: lost, still in it, put back to an
      earlier one; days = median in the stage
      left out: 1 deal in USD (--currency counts them)
      "
    `);
  });

  it("velocity names its four parts", async () => {
    expect(await shown("velocity")).toMatchInlineSnapshot(`
      "Sales velocity · as of 1 Apr 2026 · Europe/Berlin · EUR · 5 deals
      money a day = open deals x win rate x average won amount / mean cycle (days from
      creation to winning, at least 1); rate, average and cycle of the deals closed in
      the window

      closed from 2 Apr 2025 to 1 Apr 2026
      open deals                                 2
      win rate (2 deals won, 1 lost)        66.7 %
      average won                     4,250.00 EUR
      cycle, mean                          33 days
      cycle, median                        33 days
      to a decision, median                46 days
      velocity a day                    171.72 EUR
      velocity a month of 30.44 days  5,226.64 EUR
      won a day in the window            23.29 EUR

      Days by stage
      Stage      Deals  Median days  Mean  Longest  Of all days
      lead           3           20    16       21       55.2 %  ███████████▋
      qualified      1           22    22       22       25.3 %  █████▎
      proposal       1           17    17       17       19.5 %  ████▏

      a decision = won or lost; open deals count for as long as they were seen
      (Kaplan-Meier)
      days in a stage: of closed deals, all their visits together
      left out: 1 deal in USD (--currency counts them)
      "
    `);
  });

  it("losses show their course", async () => {
    expect(await shown("losses")).toMatchInlineSnapshot(`
      "Losses by reason · as of 1 Apr 2026 · Europe/Berlin · EUR · 1 lost deal
      deals lost, by the day of the loss; stage = the open one it stood in last; won
      back = the same customer had a deal won later

      Reason  Lost    Share  Amount    Share  Age  Back  Quarters
      price      1  100.0 %  12,000  100.0 %   21     1  ▁▁▁▁▁▁█▁  ███████████████████
      total      1  100.0 %  12,000  100.0 %   21     1  ▁▁▁▁▁▁█▁

      age = median days from creation to loss; back = the customer was won later
      quarters = from 2024-Q3 to 2026-Q2
      left out: 1 deal in USD (--currency counts them)
      "
    `);
  });

  it("the pivot is a table with its sums", async () => {
    expect(await shown("pivot", "--rows", "city", "--cols", "month")).toMatchInlineSnapshot(`
      "Orders: revenue by city, month
      as of 1 Apr 2026 · Europe/Berlin · EUR · 2 orders
      revenue (revenue net of refunds) of orders by city, month; every total from its
      own records

      City    2026-02  2026-03  total
      Berlin        .     3000   3000
      Köln       5500        .   5500
      total      5500     3000   8500
      "
    `);
  });
});
