import { describe, expect, it } from "vitest";
import { type CrosssellScope, crosssellReport, offerReport } from "../../src/reports/crosssell.ts";
import type { Db } from "../../src/store/db.ts";
import { addOrder, addPerson, berlin, freshDb } from "./orders.ts";

const scope: CrosssellScope = {
  ...berlin,
  asOf: "2026-12-31",
  ...{ basket: "order", minCount: 1, minSupport: 0, minConfidence: 0.5, maxItems: 3, all: true },
};

interface Bought {
  readonly date?: string;
  readonly refunded?: number;
  readonly currency?: string;
}

/** An order with one line a product; "-tea" has a quantity of -1, "ART1:Tea" the SKU ART1. */
function buy(db: Db, contactId: number, products: readonly string[], order: Bought = {}): void {
  addOrder(db, contactId, { date: "2026-01-01", amount: 100, ...order });
  const id = db.get<{ id: number }>("SELECT max(id) AS id FROM sales_order")?.id ?? 0;
  for (const [i, text] of products.entries()) {
    const [sku, product] = text.includes(":") ? text.split(":") : [null, text.replace(/^-/, "")];
    const sql = "INSERT INTO order_line (order_id, position, product, sku, quantity) VALUES (?, ?, ?, ?, ?)";
    db.run(sql, [id, i + 1, product ?? "", sku ?? null, text.startsWith("-") ? -1 : 1]);
  }
}

function shop(contacts: number): Db {
  const db = freshDb();
  for (let id = 1; id <= contacts; id++) addPerson(db, id);
  return db;
}

/** "a + b -> c count confidence lift" */
function shown(db: Db, asked: CrosssellScope = scope): string[] {
  return crosssellReport(db, asked).rows.map((row) =>
    [
      row.antecedents.join(" + "),
      "->",
      row.consequents,
      row.count,
      row.confidence.toFixed(2),
      row.lift.toFixed(2),
    ].join(" "),
  );
}

describe("cross-selling rules", () => {
  it("come from the distinct products of an order, letter case aside, by lift", () => {
    const db = shop(1);
    buy(db, 1, ["Bread", "Butter", "bread"]);
    buy(db, 1, ["bread", "butter"]);
    buy(db, 1, ["Bread", "Tea"]);
    buy(db, 1, ["Tea"]);
    expect(shown(db)).toEqual([
      "Bread -> Butter 2 0.67 1.33",
      "Butter -> Bread 2 1.00 1.33",
      "Tea -> Bread 1 0.50 0.67",
    ]);
    expect(crosssellReport(db, scope)).toMatchObject({ n: 4, total: { baskets: 4, products: 3, rules: 3 } });
    expect(crosssellReport(db, scope).rows[1]).toMatchObject({
      conviction: null,
      support: 0.5,
      antecedentSupport: 0.5,
    });
  });

  it("do not see refunded orders, other currencies, later days, and products that left the order", () => {
    const db = shop(1);
    buy(db, 1, ["a", "b"], { refunded: 100 });
    buy(db, 1, ["a", "b"], { currency: "USD" });
    buy(db, 1, ["a", "b"], { date: "2027-01-01" });
    buy(db, 1, ["a", "b", "-b"]);
    const report = crosssellReport(db, scope);
    expect(report).toMatchObject({
      n: 1,
      rows: [],
      leftOut: { refundedInFull: 1, otherCurrencies: { USD: 1 } },
    });
    expect(shown(db, { ...scope, currency: "USD" })).toEqual(["a -> b 1 1.00 1.00", "b -> a 1 1.00 1.00"]);
  });

  it("take a SKU for the product, whatever its name", () => {
    const db = shop(1);
    buy(db, 1, ["ART1:Tea", "x"]);
    buy(db, 1, ["art1:Tea, green", "x"]);
    expect(shown(db)).toEqual(["Tea -> x 2 1.00 1.00", "x -> Tea 2 1.00 1.00"]);
  });

  it("can look at all orders of a customer as one basket", () => {
    const db = shop(2);
    buy(db, 1, ["a"]);
    buy(db, 1, ["b"]);
    buy(db, 2, ["a"]);
    expect(shown(db)).toEqual([]);
    expect(shown(db, { ...scope, basket: "customer" })).toEqual(["a -> b 1 0.50 1.00", "b -> a 1 1.00 1.00"]);
  });

  it("need their count and share of baskets, and more than chance unless all are asked for", () => {
    const db = shop(1);
    for (let i = 0; i < 6; i++) buy(db, 1, ["a", "b"]);
    for (let i = 0; i < 6; i++) buy(db, 1, ["c"]);
    buy(db, 1, ["c", "d"]);
    const careful = { ...scope, all: false };
    // Six times both of 13: chance 1 / C(13, 6) = 1 / 1716; once d with c of 7 in 13: 7 / 13.
    expect(shown(db, careful)).toEqual(["a -> b 6 1.00 2.17", "b -> a 6 1.00 2.17"]);
    expect(crosssellReport(db, careful).rows[0]?.pValue).toBeCloseTo(1 / 1716, 12);
    expect(shown(db)).toContain("d -> c 1 1.00 1.86");
    expect(shown(db, { ...scope, minCount: 7 })).toEqual([]);
    // A share of 46 % of 13 baskets is 5.98, so six; one of 47 % is seven.
    expect(shown(db, { ...scope, minSupport: 0.46 })).toHaveLength(2);
    expect(shown(db, { ...scope, minSupport: 0.47 })).toHaveLength(0);
  });

  it("are none without orders", () => {
    expect(crosssellReport(freshDb(), scope)).toMatchObject({ n: 0, rows: [], total: { products: 0 } });
  });
});

describe("offers for a contact", () => {
  it("are what speaks most for a product that it never had", () => {
    const db = shop(5);
    buy(db, 1, ["camera", "bag", "card"]);
    buy(db, 2, ["camera", "card"]);
    buy(db, 3, ["camera", "card"]);
    buy(db, 4, ["camera", "bag"]);
    buy(db, 5, ["camera"]);
    const report = offerReport(db, scope, 5);
    expect(report).toMatchObject({ contactId: 5, owned: ["camera"], n: 5 });
    // Three of the five with a camera have a card, two a bag: less than half.
    expect(report.rows).toEqual([
      { product: "card", because: ["camera"], confidence: 0.6, lift: 1, count: 3 },
    ]);
    expect(offerReport(db, scope, 2).rows.map((row) => row.product + " " + row.because.join())).toEqual([]);
    expect(offerReport(db, { ...scope, minConfidence: 0.3 }, 2).rows.map((row) => row.product)).toEqual([
      "bag",
    ]);
  });

  it("are not what was sent back, which speaks for nothing either", () => {
    const db = shop(3);
    buy(db, 1, ["a", "b"]);
    buy(db, 2, ["b", "c"]);
    buy(db, 3, ["a"]);
    buy(db, 3, ["b"], { refunded: 100 });
    expect(offerReport(db, scope, 3)).toMatchObject({ owned: ["a"], rows: [] });
    buy(db, 3, ["b"]);
    expect(offerReport(db, { ...scope, minConfidence: 0.3 }, 3)).toMatchObject({
      owned: ["a", "b"],
      rows: [{ product: "c", because: ["b"], count: 1 }],
    });
  });
});
