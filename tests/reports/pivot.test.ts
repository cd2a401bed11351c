import { describe, expect, it } from "vitest";
import { productAbc, productList } from "../../src/reports/product-abc.ts";
import type { Db } from "../../src/store/db.ts";
import { type Crm, setupCrm } from "../support/crm.ts";
import { addDeal } from "./deals.ts";
import { addOrder, addPerson, berlin, freshDb } from "./orders.ts";

interface Cube {
  readonly rows: readonly Record<string, unknown>[];
  readonly rowTotals: readonly Record<string, unknown>[];
  readonly colTotals: readonly Record<string, unknown>[];
  readonly subtotals: readonly Record<string, unknown>[];
  readonly total: { readonly value: number | null; readonly n: number };
}

function shop(): Crm {
  const crm = setupCrm({ now: "2026-04-15T10:00:00Z" });
  addPerson(crm.db, 1, { city: "Berlin", tags: ["vip", "west"] });
  addPerson(crm.db, 2, { city: "berlin" });
  addPerson(crm.db, 3, { city: "Köln", tags: ["vip"] });
  for (const [id, date, amount] of [
    [1, "2026-01-10", 100],
    [1, "2026-02-10", 300],
    [2, "2026-02-11", 800],
    [3, "2026-02-12", 20],
    [3, "2026-02-13", -5],
  ] as const)
    addOrder(crm.db, id, { date, amount });
  return crm;
}

const cells = (rows: readonly Record<string, unknown>[]) =>
  rows.map(({ currency: _, n: __, ...row }) => Object.values(row).join(" "));

describe("the pivot", () => {
  it("sums a measure by two sides, letter case aside, credits taken off", async () => {
    const cube = await shop().json<Cube>("report", "pivot", "--rows", "city", "--cols", "month");
    expect(cells(cube.rows)).toEqual(["Berlin 2026-01 100", "Berlin 2026-02 1100", "Köln 2026-02 15"]);
    expect(cells(cube.rowTotals)).toEqual(["Berlin 1200", "Köln 15"]);
    expect(cells(cube.colTotals)).toEqual(["2026-01 100", "2026-02 1115"]);
    expect(cube.total).toEqual({ value: 1215, n: 4 });
  });

  it("takes a credit off the purchase before it, in the month of that", async () => {
    const crm = shop();
    addOrder(crm.db, 1, { date: "2026-03-05", amount: -40 });
    addOrder(crm.db, 2, { date: "2026-01-05", amount: -7 });
    addPerson(crm.db, 4, { city: "Bonn" });
    addOrder(crm.db, 4, { date: "2026-02-05", amount: -9 });
    const months = await crm.json<Cube>("report", "pivot", "--rows", "month");
    // 300 - 40, 800 - 7, 20 - 5; who has credits alone is no customer.
    expect(cells(months.rows)).toEqual(["2026-01 100", "2026-02 1068"]);
    expect(months.total).toEqual({ value: 1168, n: 4 });
    const since = await crm.json<Cube>("report", "pivot", "--rows", "city", "--from", "2026-03-01");
    expect([since.rows, since.total.n]).toEqual([[], 0]);
    const until = await crm.json<Cube>("report", "pivot", "--rows", "city", "--to", "2026-02-28");
    expect(cells(until.rows)).toEqual(["Berlin 1193", "Köln 15"]);
  });

  it("works every level out from its own records: averages and customers are never added up", async () => {
    const by = ["--rows", "city", "--cols", "month", "--measure"];
    const average = await shop().json<Cube>("report", "pivot", ...by, "average");
    // Berlin: 1,200 of three orders, not the mean of 100 and 550.
    expect(cells(average.rowTotals)).toEqual(["Berlin 400", "Köln 15"]);
    // 303.75, in whole minor units.
    expect(average.total.value).toBe(304);
    const customers = await shop().json<Cube>("report", "pivot", ...by, "customers");
    expect(cells(customers.rows)).toEqual(["Berlin 2026-01 1", "Berlin 2026-02 2", "Köln 2026-02 1"]);
    expect(cells(customers.rowTotals)).toEqual(["Berlin 2", "Köln 1"]);
    expect(customers.total.value).toBe(3);
  });

  it("counts a contact with two tags in both and once in the total", async () => {
    const cube = await shop().json<Cube>(
      "report",
      "pivot",
      "--of",
      "contacts",
      "--rows",
      "tag",
      "--measure",
      "count",
    );
    expect(cells(cube.rows)).toEqual(["vip 2", "west 1", "(none) 1"]);
    expect(cube.total.value).toBe(3);
  });

  it("counts a customer once in every level, whatever periods and tags it comes in by", async () => {
    const by = ["--rows", "quarter,tag", "--cols", "month", "--measure", "customers"];
    const cube = await shop().json<Cube>("report", "pivot", ...by);
    expect(cells(cube.rows)).toEqual([
      "2026-Q1 vip 2026-01 1",
      "2026-Q1 vip 2026-02 2",
      "2026-Q1 west 2026-01 1",
      "2026-Q1 west 2026-02 1",
      "2026-Q1 (none) 2026-02 1",
    ]);
    expect(cells(cube.rowTotals)).toEqual(["2026-Q1 vip 2", "2026-Q1 west 1", "2026-Q1 (none) 1"]);
    expect(cells(cube.colTotals)).toEqual(["2026-01 1", "2026-02 3"]);
    expect(cells(cube.subtotals)).toEqual(["2026-Q1 3", "2026-Q1 2026-01 1", "2026-Q1 2026-02 3"]);
    expect(cube.total).toEqual({ value: 3, n: 4 });
  });

  it("has sums of the first of two row fields", async () => {
    const cube = await shop().json<Cube>("report", "pivot", "--rows", "city,quarter", "--measure", "count");
    expect(cells(cube.rows)).toEqual(["Berlin 2026-Q1 3", "Köln 2026-Q1 1"]);
    expect(cells(cube.subtotals)).toEqual(["Berlin 3", "Köln 1"]);
  });

  it("counts deals as they stood", async () => {
    const crm = shop();
    addDeal(crm.db, ["lead 2026-01-01", "won 2026-03-01"], { source: "web", amount: 500 });
    addDeal(crm.db, ["lead 2026-01-01", "lost 2026-03-01"], { source: "web", amount: 100 });
    addDeal(crm.db, ["lead 2026-01-01"], { amount: null });
    const of = ["report", "pivot", "--of", "deals", "--rows", "source"];
    const rate = await crm.json<Cube>(...of, "--measure", "winrate");
    expect(cells(rate.rows)).toEqual(["web 0.5", "(none) "]);
    expect(rate.total.value).toBe(0.5);
    const then = await crm.json<Cube>(
      ...of,
      "--cols",
      "status",
      "--as-of",
      "2026-02-01",
      "--measure",
      "count",
    );
    expect(cells(then.rows)).toEqual(["web open 2", "(none) open 1"]);
  });

  it.each([
    [["--rows", "cty"], 'no field "cty" for a side of the table. Did you mean "city"?'],
    [["--rows", "city,month,year"], "--rows takes one or two fields"],
    [["--rows", "city", "--cols", "city"], "all different"],
    [["--rows", "city", "--measure", "winrate"], '--measure: no "winrate"'],
  ])("refuses %j", async (argv, message) => {
    const { code, out, err } = await shop()("report", "pivot", ...argv);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(message);
  });
});

describe("ABC of products", () => {
  const scope = {
    ...berlin,
    asOf: "2026-12-31",
    measure: "revenue",
    limits: { a: 80, b: 95 },
    ties: "same",
  } as const;
  const addLine = (
    db: Db,
    orderId: number,
    product: string,
    amount: number | null,
    sku: string | null = null,
  ) =>
    db.run(
      "INSERT INTO order_line (order_id, position, product, sku, quantity, amount_minor) SELECT ?, count(*) + 1, ?, ?, 1, ? FROM order_line WHERE order_id = ?",
      [orderId, product, sku, amount, orderId],
    );

  function sold(): Db {
    const db = freshDb();
    addPerson(db, 1);
    addOrder(db, 1, { date: "2026-01-01", amount: 1000 });
    addOrder(db, 1, { date: "2026-01-02", amount: 200, refunded: 50 });
    addOrder(db, 1, { date: "2026-01-03", amount: 900, refunded: 900 });
    addLine(db, 1, "Camera", 800, "C1");
    addLine(db, 1, "Tea", 150);
    addLine(db, 1, "Bag", null);
    addLine(db, 2, "camera body", 160, "c1");
    addLine(db, 2, "TEA", 40);
    addLine(db, 3, "Lens", 900);
    return db;
  }

  it("goes by SKU, else by name, with refunds spread over the lines", () => {
    // 800 and three quarters of 160; 150 and three quarters of 40; the refunded order is none.
    const { rows, linesWithoutAmount } = productList(sold(), scope);
    expect(rows.map((row) => [row.rank, row.product, row.valueMinor, row.quantity, row.class])).toEqual([
      [1, "Camera", 920, 2, "A"],
      [2, "Tea", 180, 2, "B"],
      [3, "Bag", 0, 1, "none"],
    ]);
    expect(linesWithoutAmount).toBe(1);
  });

  it("takes off what a credit sent back", () => {
    const db = sold();
    addOrder(db, 1, { date: "2026-01-04", amount: -300 });
    addLine(db, 4, "Camera", -300, "C1");
    expect(productList(db, scope).rows[0]).toMatchObject({ product: "Camera", valueMinor: 620, class: "A" });
    expect(productList(db, { ...scope, asOf: "2026-01-03" }).rows[0]).toMatchObject({ valueMinor: 920 });
  });

  it("adds up the classes and tells who moved", () => {
    const report = productAbc(sold(), { ...scope, since: "2026-01-01" });
    expect(report.rows.map((row) => [row.class, row.products, row.valueMinor])).toEqual([
      ["A", 1, 920],
      ["B", 1, 180],
      ["C", 0, 0],
      ["none", 1, 0],
    ]);
    expect(report.total).toMatchObject({ products: 3, valueMinor: 1100 });
    // 800 and 150: Tea came after 84 %, and after 83.6 % since.
    expect(report.moves.filter(({ products }) => products > 0).map(({ from, to }) => from + to)).toEqual([
      "AA",
      "BB",
      "nonenone",
    ]);
    expect(productAbc(freshDb(), scope)).toMatchObject({
      n: 0,
      total: { valueMinor: 0, topFifthShare: null },
    });
  });
});
