import { describe, expect, test } from "vitest";
import { type Crm, setupCrm } from "../support/crm.ts";

async function withJane(): Promise<Crm> {
  const crm = setupCrm();
  await crm("contact", "add", "Jane Roe", "--company", "Acme");
  return crm;
}

describe("order add", () => {
  test("shows the name of the product whose sku a line names", async () => {
    const crm = setupCrm({ terminal: 80, env: { NO_COLOR: "1" } });
    await crm("contact", "add", "Jane Roe");
    await crm("product", "add", "Workshop", "--sku", "WS1");
    await crm("order", "add", "jane", "--line", "ws1 x 2 @ 100");
    expect((await crm("order", "show", "1")).out).toContain("2 x ws1 Workshop at 100.00 EUR: 200.00 EUR");
  });

  test("records a purchase of today, for the company where the contact works", async () => {
    const crm = await withJane();
    const added = await crm("order", "add", "jane", "--amount", "120");
    expect(added.err).toBe("Added order 1, 120.00 EUR on 2026-11-21, Jane Roe (undo: crm undo)\n");
    const order = { contact: "Jane Roe", company: "Acme", netMinor: 12000, dealId: null, lines: [] };
    expect(await crm.json("order", "show", "1")).toMatchObject(order);
  });

  test("adds up its lines, each rounded to the minor unit", async () => {
    const crm = await withJane();
    const lines = ["--line", "Logo x 2 @ 450", "--line", "Hours x 1.5 @ 33.33", "--line", "Box x large"];
    const priceless = await crm("order", "add", "jane", ...lines);
    expect(priceless.code).toBe(2);
    const order = await crm.json("order", "add", "jane", ...lines.slice(0, 4));
    expect(order).toMatchObject({ amountMinor: 90000 + 5000, quantity: 3.5, products: ["Logo", "Hours"] });
    expect(order.lines).toMatchObject([
      { product: "Logo", quantity: 2, unitMinor: 45000, amountMinor: 90000 },
      { product: "Hours", quantity: 1.5, unitMinor: 3333, amountMinor: 5000 },
    ]);
  });

  test("takes lines without prices beside an amount", async () => {
    const crm = await withJane();
    const order = await crm.json("order", "add", "jane", "--amount", "80", "--line", "Box x large x 2");
    expect(order).toMatchObject({ amountMinor: 8000, quantity: 2 });
    expect(order.lines).toMatchObject([
      { product: "Box x large", quantity: 2, unitMinor: null, amountMinor: null },
    ]);
  });

  test("takes the product's price where a line names none, and says so", async () => {
    const crm = await withJane();
    await crm("product", "add", "Cane", "--sku", "CAN-1", "--price", "60");
    const added = await crm("order", "add", "jane", "--line", "can-1 x 2", "--line", "Travel @ 5");
    expect(added.err).toContain("125.00 EUR on 2026-11-21, Jane Roe; CAN-1 at 60.00 EUR, its price (undo");
    expect(await crm.json("order", "show", "1")).toMatchObject({
      lines: [
        { product: "CAN-1", quantity: 2, unitMinor: 6000, amountMinor: 12_000 },
        { product: "Travel", amountMinor: 500 },
      ],
    });
    const edited = await crm("order", "edit", "1", "--line", "Cane x 1.5");
    expect(edited.err).toContain("90.00 EUR on 2026-11-21, Jane Roe; CAN-1 at 60.00 EUR, its price");
  });

  test("takes what was agreed with the customer and held on the order's day", async () => {
    const crm = await withJane();
    await crm("product", "add", "Cane", "--sku", "CAN-1", "--price", "60");
    const agreed = ["--company", "acme", "--product", "CAN-1"];
    await crm("agreement", "add", ...agreed, "--price", "50", "--until", "2026-11-20");
    await crm("agreement", "add", "--contact", "jane", "--discount", "10");
    const today = await crm("order", "add", "jane", "--line", "CAN-1 x 2");
    expect(today.err).toContain(
      "108.00 EUR on 2026-11-21, Jane Roe; CAN-1 at 60.00 EUR, less 10 %, agreement 2",
    );
    const yesterday = await crm.json("order", "add", "jane", "--line", "CAN-1 x 2", "--date", "yesterday");
    expect(yesterday).toMatchObject({ amountMinor: 10_000, lines: [{ unitMinor: 5000 }] });
  });

  test("holds a product's price to the amount, and names who is no product where there is none", async () => {
    const crm = await withJane();
    await crm("product", "add", "Cane", "--sku", "CAN-1", "--price", "60");
    const amount = await crm("order", "add", "jane", "--line", "CAN-1 x 2", "--amount", "100");
    expect(amount).toMatchObject({ code: 2 });
    expect(amount.err).toContain("--amount is not the sum of the lines (CAN-1 at 60.00 EUR, its price)");
    const wrong = await crm("order", "add", "jane", "--line", "CAN-2 x 2");
    expect(wrong.err).toContain('--line: "CAN-2" is no product; did you mean "CAN-1"?');
    const dollars = await crm.json("order", "add", "jane", "--line", "CAN-1 x 2", "--amount", "130 USD");
    expect(dollars).toMatchObject({ amountMinor: 13_000, currency: "USD", lines: [{ unitMinor: null }] });
  });

  test.each([
    [["jane"], "an order needs --amount, or lines with prices"],
    [["--amount", "10"], "who bought it?"],
    [["jane", "--amount", "12", "--line", "X x 2 @ 7"], "--amount is not the sum of the lines"],
    [["jane", "--amount", "12", "--line", "X @ 7 USD"], '--line: "7 USD" is not in EUR'],
    [["jane", "--line", "@ 7"], '--line: "@ 7" names no product'],
    [["jane", "--amount", "12", "--quantity", "many"], '--quantity: "many" is no quantity'],
    [["jane", "--amount", "12", "--date", "fri"], '--date: "fri" is 2026-11-27, which is still to come'],
  ])("refuses %j as a usage error and writes nothing", async (options, message) => {
    const crm = await withJane();
    const ran = await crm("order", "add", ...options);
    expect(ran.code).toBe(2);
    expect(ran.err).toContain(message);
    expect(await crm.json("order", "list")).toEqual([]);
  });
});

describe("a reference to an order", () => {
  test("is an id, or a number in any letter case", async () => {
    const crm = await withJane();
    await crm("order", "add", "jane", "--amount", "1", "--number", "1");
    await crm("order", "add", "jane", "--amount", "2", "--number", "R-7");
    expect(await crm.json("order", "show", "1")).toMatchObject({ id: 1 });
    expect(await crm.json("order", "show", "2")).toMatchObject({ id: 2 });
    expect(await crm.json("order", "show", "r-7")).toMatchObject({ id: 2 });
    expect(await crm("order", "show", "R-8")).toMatchObject({ code: 3 });
  });

  test("that fits two numbers names both", async () => {
    const crm = await withJane();
    for (const amount of ["1", "2"]) await crm("order", "add", "jane", "--amount", amount, "--number", "R-7");
    const ran = await crm("order", "show", "R-7");
    expect(ran).toMatchObject({ code: 4, err: 'crm: "R-7" could be order #1 or #2 (say the id)\n' });
  });

  test("may be the number that it was imported by, though it has another now", async () => {
    const crm = await withJane();
    const file = "Order Number,Name,Date,Amount\ngid-55,Jane Roe,2026-11-02,40\n";
    await crm.withInput(file, "import", "orders", "-");
    await crm("order", "edit", "1", "--number", "R-7");
    expect(await crm.json("order", "show", "gid-55")).toMatchObject({ number: "R-7", amountMinor: 4000 });
    expect((await crm("order", "show", "gid-56")).code).toBe(3);
  });
});

describe("order refund", () => {
  test("gives back a part and then the rest, never more", async () => {
    const crm = await withJane();
    await crm("order", "add", "jane", "--amount", "120");
    const part = await crm("order", "refund", "1", "--amount", "40");
    expect(part.err).toContain("Refunded 40.00 EUR of order 1; 80.00 EUR is left");
    expect(await crm("order", "refund", "1", "--amount", "80.01")).toMatchObject({ code: 1 });
    expect((await crm("order", "refund", "1")).err).toContain(
      "Refunded 80.00 EUR of order 1; nothing is left",
    );
    expect(await crm.json("order", "show", "1")).toMatchObject({ refundedMinor: 12000, netMinor: 0 });
    expect(await crm("order", "refund", "1")).toMatchObject({ code: 1 });
  });

  test("in full takes the contact's step in the life cycle back", async () => {
    const crm = await withJane();
    await crm("order", "add", "jane", "--amount", "120");
    expect(await crm.json("contact", "show", "jane")).toMatchObject({ lifecycle: "customer" });
    await crm("order", "refund", "1");
    expect(await crm.json("contact", "show", "jane")).toMatchObject({ lifecycle: "lead" });
  });
});

describe("order edit", () => {
  test("replaces the lines and with them the amount", async () => {
    const crm = await withJane();
    await crm("order", "add", "jane", "--line", "Logo @ 450", "--line", "Cards x 2 @ 10");
    const order = await crm.json("order", "edit", "1", "--line", "Logo x 2 @ 400");
    expect(order).toMatchObject({ amountMinor: 80000, quantity: 2, products: ["Logo"] });
  });

  test("moves a purchase to another contact, and both life cycles with it", async () => {
    const crm = await withJane();
    await crm("contact", "add", "Lena Vogt");
    await crm("order", "add", "jane", "--amount", "120");
    await crm("order", "edit", "1", "--contact", "lena");
    expect(await crm.json("contact", "show", "jane")).toMatchObject({ lifecycle: "lead" });
    expect(await crm.json("contact", "show", "lena")).toMatchObject({ lifecycle: "customer" });
  });

  test("refuses an amount below what was refunded, and an order without a customer", async () => {
    const crm = await withJane();
    await crm("order", "add", "jane", "--amount", "120");
    await crm("order", "refund", "1", "--amount", "50");
    expect(await crm("order", "edit", "1", "--amount", "40")).toMatchObject({ code: 1 });
    expect(await crm("order", "edit", "1", "--contact", "", "--company", "")).toMatchObject({ code: 1 });
    expect(await crm.json("order", "show", "1")).toMatchObject({ amountMinor: 12000, contact: "Jane Roe" });
  });
});

test("a filter finds orders by product, net amount and day", async () => {
  const crm = await withJane();
  await crm("order", "add", "jane", "--line", "Logo @ 450", "--date", "2026-10-01");
  await crm("order", "add", "jane", "--line", "Cards x 200 @ 0.35");
  const found = async (filter: string) =>
    (await crm.json<{ id: number }[]>("order", "list", filter)).map((order) => order.id);
  expect(await found("product = logo")).toEqual([1]);
  expect(await found("net <= 70")).toEqual([2]);
  expect(await found("date < 2026-11-01")).toEqual([1]);
});

test("an order that a shop numbers #1001 is found by that number, with the sign and without", async () => {
  const crm = await withJane();
  for (const number of ["#1001", "#2", "7"])
    await crm("order", "add", "jane", "--amount", "1", "--number", number);
  const idOf = async (ref: string) => (await crm("order", "show", ref, "-q")).out;
  expect(await idOf("#1001")).toBe("1\n");
  expect(await idOf("1001")).toBe("1\n");
  expect([await idOf("#2"), await idOf("2")]).toEqual(["2\n", "2\n"]);
  expect([await idOf("#1"), await idOf("#3"), await idOf("7")]).toEqual(["1\n", "3\n", "3\n"]);
  await crm("order", "add", "jane", "--amount", "1", "--number", "#1");
  expect([await idOf("#1"), await idOf("1")]).toEqual(["4\n", "1\n"]);
  await crm("invoice", "add", "#55", "jane", "--amount", "1", "--order", "#1001");
  expect(await crm.json("invoice", "show", "#55")).toMatchObject({ number: "#55", order: "#1001" });
});
