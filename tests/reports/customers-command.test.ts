import { describe, expect, it } from "vitest";
import { type Crm, type Setup, setupCrm } from "../support/crm.ts";
import { addOrder, addPerson } from "./orders.ts";

/** Ten customers: the first bought once for 10, the last ten times for 100 each; on 31 March. */
function seeded(setup: Setup = {}): Crm {
  const crm = setupCrm({ now: "2026-03-31T10:00:00Z", ...setup });
  for (let id = 1; id <= 10; id++) {
    addPerson(crm.db, id, { name: "Customer " + id, city: id > 5 ? "Berlin" : "Köln" });
    for (let i = 0; i < id; i++)
      addOrder(crm.db, id, {
        date: "2026-0" + (1 + (i % 3)) + "-" + (10 + id + Math.floor(i / 3)),
        amount: id * 1000,
      });
  }
  addOrder(crm.db, 1, { date: "2026-02-01", amount: 900, currency: "USD" });
  return crm;
}

function addLine(crm: Crm, orderId: number, product: string): void {
  const sql = `
    INSERT INTO order_line (order_id, position, product, quantity)
    SELECT ?, count(*) + 1, ?, 1 FROM order_line WHERE order_id = ?`;
  crm.db.run(sql, [orderId, product, orderId]);
}

function logCall(crm: Crm, outcome: string): void {
  const at = "2026-03-01T10:00:00Z";
  crm.db.run(
    "INSERT INTO activity (kind, happened_at, outcome, created_at, updated_at) VALUES ('call', ?, ?, ?, ?)",
    [...[at, outcome, at, at]],
  );
  crm.db.run("INSERT INTO activity_contact (activity_id, contact_id) SELECT max(id), 1 FROM activity");
}

const everything = [
  ["rfm"],
  ["rfm", "--customers"],
  ["abc"],
  ["abc", "--customers", "--since", "2026-02-28"],
  ["abc", "--limits", "computed", "--since", "2026-02-28"],
  ["next"],
  ["crosssell", "--min-count", "1", "--all"],
  ["crosssell", "--for", "1"],
  ["channels"],
];

describe("the reports about customers", () => {
  it("give json as the value, with what it is of and what was left out", async () => {
    const rfm = await seeded().json("report", "rfm", "--where", "city = Berlin");
    expect(rfm).toMatchObject({
      ...{ report: "rfm", asOf: "2026-03-31", currency: "EUR", n: 5, frequency: "days", cutRule: "exact" },
      total: { customers: 5, orders: 40 },
    });
    const abc = await seeded().json("report", "abc", "--customers");
    expect(abc).toMatchObject({ report: "abc", ties: "same", leftOut: { otherCurrencies: { USD: 1 } } });
    expect((abc.rows as unknown[])[0]).toMatchObject({ rank: 1, id: 10, valueMinor: 100_000, class: "A" });
    expect(await seeded().json("report", "next")).toMatchObject({ report: "next", n: 8, tooFew: 2 });
    expect(await seeded().json("report", "crosssell")).toMatchObject({ report: "crosssell", n: 0, rows: [] });
    expect(await seeded().json("report", "channels")).toMatchObject({ report: "channels", n: 0, rows: [] });
  });

  it("give rows off a terminal, with the header line even when there are none", async () => {
    const csv = async (...argv: string[]) =>
      (await seeded()("report", ...argv, "--format", "csv")).out.split("\n");
    expect((await csv("rfm"))[0]).toMatch(/^segment,customers,share,orders,revenueMinor,/);
    expect((await csv("abc", "--by", "profit"))[1]).toBe("A,0,,0,,,EUR");
    expect(await csv("crosssell", "--for", "1")).toEqual(["product,because,confidence,lift,count", ""]);
    expect((await csv("channels"))[0]).toMatch(/^id,contact,channel,attempts,responses,/);
  });

  it.each([
    [["abc", "--limits", "95,80"], "Write two rising percents such as 80,95, or computed."],
    [["abc", "--limits", "80"], "Write two rising percents"],
    [["abc", "--since", "2026-03-31"], "--since 2026-03-31 does not lie before 2026-03-31"],
    [["rfm", "--frequency", "weeks"], "Allowed choices are days, orders."],
    [["crosssell", "--confidence", "120"], "Write a percent from 0 to 100."],
    [["crosssell", "--basket", "month"], "Allowed choices are order, customer."],
  ])("refuse %j with exit code 2 and say what would do", async (argv, message) => {
    const { code, out, err } = await seeded()("report", ...argv);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(message);
  });

  it("know no contact of that name", async () => {
    expect((await seeded()("report", "crosssell", "--for", "nobody")).code).toBe(3);
  });

  it.each([60, 80, 120])("fit into %d columns", async (terminal) => {
    const crm = seeded({ terminal });
    for (const order of [1, 2, 3])
      for (const product of ["A product with a long name", "Tea"]) addLine(crm, order, product);
    for (const outcome of ["interested", "no answer", "sold"]) logCall(crm, outcome);
    for (const argv of everything) {
      const { code, out, err } = await crm("--no-color", "report", ...argv);
      expect([argv, code, err]).toEqual([argv, 0, ""]);
      for (const line of out.split("\n"))
        expect([argv, line, line.length <= terminal]).toEqual([argv, line, true]);
    }
  });

  it("say in an empty database that there is nothing", async () => {
    const crm = setupCrm({ terminal: 80 });
    const said = [
      "no purchases",
      "no purchases",
      "nobody has a rhythm yet",
      "no orders with products",
      "nothing was logged yet",
    ];
    for (const [i, name] of ["rfm", "abc", "next", "crosssell", "channels"].entries())
      expect((await crm("--no-color", "report", name)).out).toContain("\n" + said[i] + "\n");
  });

  it("let no escape sequence out of the database", async () => {
    const crm = seeded({ terminal: 80 });
    crm.db.run("UPDATE contact SET name = ?", ["\u001b]0;owned\u0007Bo\u001b[31mnn"]);
    addLine(crm, 1, "\u001b[2JTea");
    logCall(crm, "sold");
    for (const argv of everything)
      expect((await crm("--no-color", "report", ...argv)).out).not.toContain("\u001b");
  });
});

describe("on a terminal", () => {
  const shown = async (crm: Crm, ...argv: string[]) => (await crm("--no-color", "report", ...argv)).out;

  it("rfm shows segments with their ranges, and the grid", async () => {
    expect(await shown(seeded({ terminal: 80 }), "rfm")).toMatchInlineSnapshot(`
      "RFM · as of 31 Mar 2026 · Europe/Berlin · EUR · 10 customers
      R = days since the last purchase, F = purchase days, M = net sum of purchases;
      score = 1 + number of cut points (20, 40, 60, 80 % quantiles) below the value, R
      reversed; segment = the first whose ranges hold

      segment               R    F    M  customers      %  revenue      %  days since
      Champions             5    5    5          2   20.0     1810   47.0         9.5
      Potential Loyalist  3–5  3–5  2–5          4   40.0     1740   45.2        13.5
      Loyal Customers     2–4  2–4  2–4          2   20.0      250    6.5        17.5
      Promising           3–4  1–3  3–5          0    0.0        0    0.0
      New Customers       4–5  1–3  1–5          0    0.0        0    0.0
      Can't Lose Them     1–2  3–4  4–5          0    0.0        0    0.0
      At Risk             1–2  2–5  4–5          0    0.0        0    0.0
      Need Attention      1–3  3–5  3–5          0    0.0        0    0.0
      About To Sleep      2–3  1–3  1–4          0    0.0        0    0.0
      Lost                  1  1–5  1–5          2   20.0       50    1.3          63
      Others                                     0    0.0        0    0.0
      total                                     10  100.0     3850  100.0

      customers by R and F; shade = their average M
            F1      F2      F3      F4      F5
      R5     .       .       .       .       2 █
      R4     .       .       .       2 █     .
      R3     .       .       2 ▓     .       .
      R2     .       2 ▒     .       .       .
      R1     2 ░     .       .       .       .

      cut points: R 11.6 13.6 16.4 23.8 days · F 2.8 4.6 6.4 8.2 · M 80.00 214.00
      412.00 674.00
      left out: 1 order in USD (--currency counts them)
      "
    `);
  });

  it("abc shows the classes as bars, and who moved", async () => {
    const crm = seeded({ terminal: 80 });
    expect(await shown(crm, "abc", "--since", "2026-02-28")).toMatchInlineSnapshot(`
      "ABC by revenue · as of 31 Mar 2026 · Europe/Berlin · EUR · 10 customers
      customers by net revenue; A while the share before the customer is below 80 %, B
      below 95 %, else C, equal values together; none = zero or below, not in the
      total

      class  customers      %  value      %  from
      A              5   50.0   3300   85.7   360  █████████████████▏
      B              2   20.0    410   10.6   160  ██▏
      C              3   30.0    140    3.6    10  ▊
      none           0    0.0      0
      total         10  100.0   3850  100.0

      class on 28 Feb 2026 (down) and now (across)
      then \\ now  A  B  C  none
      A           5  .  .     .
      B           .  2  .     .
      C           .  .  3     .
      none        .  .  .     .
      new         .  .  .     .

      the best fifth holds 47.0 %
      left out: 1 order in USD (--currency counts them)
      "
    `);
  });

  it("next shows the late, the expected and the quiet", async () => {
    expect(await shown(seeded({ terminal: 80 }), "next", "--where", "city = Köln")).toMatchInlineSnapshot(`
      "Next purchase · as of 31 Mar 2026 · Europe/Berlin · EUR · 3 customers
      expected = last purchase day + median of the customer's own gaps, from 3
      purchase days on; quiet = silent for more than 3 gaps

      LATE (1)
      Id  Customer    Expected                 Every  Last          Average
       5  Customer 5  2026-03-29  2 days late     14  2026-03-15  50.00 EUR

      EXPECTED (2)
      Id  Customer    Expected                Every  Last          Average
       4  Customer 4  2026-04-11  in 11 days     28  2026-03-14  40.00 EUR
       3  Customer 3  2026-04-12  in 12 days  29.50  2026-03-13  30.00 EUR

      2 customers have fewer than 3 purchase days
      left out: 1 order in USD (--currency counts them)
      only where city = Köln
      "
    `);
  });

  it("crosssell shows rules, and offers for a contact", async () => {
    const crm = seeded({ terminal: 80 });
    for (const order of [2, 3, 4, 5, 6, 7])
      for (const product of ["Camera", "Card"]) addLine(crm, order, product);
    for (const order of [1, 8, 9, 10, 11, 12]) addLine(crm, order, "Tea");
    addLine(crm, 1, "Camera");
    expect(await shown(crm, "crosssell")).toMatchInlineSnapshot(`
      "Bought together · as of 31 Mar 2026 · Europe/Berlin · EUR · 12 baskets
      basket = the products of an order; rules from 5 baskets and 20 % confidence on,
      lift above 1 and less than 5 % chance (Fisher)

      Who buys  buys    Confid.  Lift  Count  Support
      Camera    Card     85.7 %  1.71      6   50.0 %
      Card      Camera  100.0 %  1.71      6   50.0 %

      lift = how many times as often as by chance; count = baskets with all of them
      left out: 1 order in USD (--currency counts them)
      "
    `);
    expect(await shown(crm, "crosssell", "--for", "1")).toMatchInlineSnapshot(`
      "What Customer 1 may want next
      as of 31 Mar 2026 · Europe/Berlin · EUR · 12 baskets
      basket = the products of an order; rules from 5 baskets and 20 % confidence on,
      lift above 1 and less than 5 % chance (Fisher)

      has Camera, Tea

      Offer  because of  Confid.  Lift  Count
      Card   Camera       85.7 %  1.71      6

      left out: 1 order in USD (--currency counts them)
      "
    `);
  });

  it("channels shows a line a contact", async () => {
    const crm = seeded({ terminal: 80 });
    for (const outcome of ["interested", "no answer", "sold"]) logCall(crm, outcome);
    crm.db.run("UPDATE contact SET preferred_channel = 'email' WHERE id = 2");
    expect(await shown(crm, "channels")).toMatchInlineSnapshot(`
      "Channels · as of 31 Mar 2026 · Europe/Berlin · 2 contacts
      preferred = as asked, never one that was refused; else the best score of the
      channels with 3 attempts and a response; score = response rate, halved in weight
      every 180 days, drawn to the overall rate by 5 attempts

      Id  Contact     Prefers  Because          Other channels (answered of tried)
       1  Customer 1  call     2 of 3 answered
       2  Customer 2  email    as asked

      overall rate 66.7 %; prefer call 1, email 1
      "
    `);
  });
});
