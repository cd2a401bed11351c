import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type RfmScope, rfmCustomers, rfmReport, rfmScores } from "../../src/reports/rfm.ts";
import type { Db } from "../../src/store/db.ts";
import { addFirm, addOrder, berlin, dbOf, freshDb, hasRfmOrders, rfmDb } from "./orders.ts";

const scope: RfmScope = {
  ...berlin,
  asOf: "2026-12-31",
  ...({ frequency: "days", monetary: "sum", cutRule: "exact" } as const),
};

/** "id: recency frequency amount -> score segment" in the order of the rows. */
function shown(db: Db, asked: RfmScope = scope): string[] {
  return rfmCustomers(db, asked).rows.map(
    (row) =>
      `${row.id}: ${row.recencyDays} ${row.transactionCount} ${row.amountMinor} -> ${row.rfmScore} ${row.segment}`,
  );
}

/** 1 bought once, long ago, for little; 5 five times, lately, for much. */
function staircase(): Db {
  return dbOf(
    ["2026-12-26 100"],
    ["2026-12-01 100", "2026-12-27 100"],
    ["2026-12-01 100", "2026-12-02 100", "2026-12-28 100"],
    ["2026-12-01 100", "2026-12-02 100", "2026-12-03 100", "2026-12-29 100"],
    ["2026-12-01 100", "2026-12-02 100", "2026-12-03 100", "2026-12-04 100", "2026-12-30 100"],
  );
}

describe("rfm", () => {
  it("gives five different customers the scores 1 to 5, cut at the quintiles", () => {
    const report = rfmReport(staircase(), scope);
    // Days 1 2 3 4 5: the quantiles lie at places 0.8, 1.6, 2.4 and 3.2 of 0 to 4.
    expect(report.cuts.recencyDays.map((cut) => cut.toFixed(6))).toEqual([
      "1.800000",
      "2.600000",
      "3.400000",
      "4.200000",
    ]);
    expect(report.cuts.amountMinor.map((cut) => cut.toFixed(6))).toEqual([
      "180.000000",
      "260.000000",
      "340.000000",
      "420.000000",
    ]);
    expect(shown(staircase())).toEqual([
      "5: 1 5 500 -> 555 Champions",
      "4: 2 4 400 -> 444 Potential Loyalist",
      "3: 3 3 300 -> 333 Potential Loyalist",
      "2: 4 2 200 -> 222 Loyal Customers",
      "1: 5 1 100 -> 111 Lost",
    ]);
  });

  it("asks with whole cut points for a whole day, purchase or euro above the cut", () => {
    // 2 days are no whole day above 1.8, 5 purchases none above 4.2, and 5.00 no euro above 4.20.
    const scores = shown(staircase(), { ...scope, cutRule: "whole" }).map((line) => line.split(" ")[5]);
    expect(scores).toEqual(["544", "533", "422", "311", "211"]);
  });

  it("has one score for all who are equal", () => {
    const same = ["2026-03-01 500", "2026-04-01 500"];
    expect(shown(dbOf(same, same, same))).toEqual([
      "1: 274 2 1000 -> 511 New Customers",
      "2: 274 2 1000 -> 511 New Customers",
      "3: 274 2 1000 -> 511 New Customers",
    ]);
  });

  it("keeps the segments as zeros when nobody bought, and knows one customer", () => {
    const none = rfmReport(freshDb(), scope);
    expect(none).toMatchObject({ n: 0, cuts: { recencyDays: [] }, total: { customers: 0, aovMinor: null } });
    expect(none.rows).toHaveLength(11);
    expect(none.rows[0]).toMatchObject({ segment: "Champions", customers: 0, share: null, aovMinor: null });
    expect(shown(dbOf(["2026-12-31 5"]))).toEqual(["1: 0 1 5 -> 511 New Customers"]);
  });

  it("counts purchase days or orders, and sums or averages, net of refunds and credits", () => {
    const db = dbOf(["2026-12-01 100", "2026-12-01 300", "2026-12-11 0"]);
    addOrder(db, 1, { date: "2026-12-11", amount: 200, refunded: 150 });
    addOrder(db, 1, { date: "2026-12-30", amount: 900, refunded: 900 });
    addOrder(db, 1, { date: "2026-12-31", amount: -150 });
    addOrder(db, 1, { date: "2026-12-31", amount: 70, currency: "USD" });
    const asked = (of: Partial<RfmScope>) => shown(db, { ...scope, ...of })[0]?.split(" ->")[0];
    expect(asked({})).toBe("1: 20 2 300");
    expect(asked({ frequency: "orders" })).toBe("1: 20 4 300");
    expect(asked({ frequency: "orders", monetary: "mean" })).toBe("1: 20 4 75");
    expect(asked({ monetary: "mean" })).toBe("1: 20 2 150");
    expect(rfmReport(db, scope).leftOut).toMatchObject({
      refundedInFull: 1,
      credits: 1,
      otherCurrencies: { USD: 1 },
    });
  });

  it("scores totals of zero and below like others", () => {
    const db = dbOf(["2026-12-01 0"], ["2026-12-01 100", "2026-12-02 -300"], ["2026-12-01 50"]);
    expect(shown(db).map((line) => line.split(" ").slice(0, 5).join(" "))).toEqual([
      "3: 30 1 50 ->",
      "1: 30 1 0 ->",
      "2: 30 1 -200 ->",
    ]);
    expect(rfmReport(db, scope).total).toMatchObject({ revenueMinor: -150, aovMinor: -50 });
  });

  it("sees purchases from and to a day, and counts recency to the day of asOf all the same", () => {
    const db = dbOf(["2026-01-01 100", "2026-02-01 200", "2026-03-01 400"], ["2026-01-05 7"]);
    expect(shown(db, { ...scope, from: "2026-01-15", to: "2026-02-28" })).toEqual([
      "1: 333 1 200 -> 511 New Customers",
    ]);
  });

  it("counts companies that buy without a contact, by name", () => {
    const db = dbOf(["2026-12-01 100"]);
    addFirm(db, 1, { name: "Acme" });
    addOrder(db, null, { date: "2026-12-02", amount: 100, companyId: 1 });
    expect(rfmCustomers(db, scope).rows.map((row) => row.noun + " " + row.customer)).toEqual([
      "company Acme",
      "contact Contact 1",
    ]);
  });

  it("puts every customer into one cell of the grid and one segment", () => {
    const report = rfmReport(staircase(), scope);
    const inGrid = report.grid.filter((cell) => cell.customers > 0);
    expect(inGrid.map((cell) => [cell.r, cell.f, cell.customers, cell.averageMinor])).toEqual([
      [5, 5, 1, 500],
      [4, 4, 1, 400],
      [3, 3, 1, 300],
      [2, 2, 1, 200],
      [1, 1, 1, 100],
    ]);
    expect(report.rows.reduce((sum, row) => sum + row.customers, 0)).toBe(5);
    expect(report.rows[1]).toMatchObject({
      ...{ segment: "Potential Loyalist", customers: 2, share: 0.4, orders: 7, revenueMinor: 700 },
      ...{ aovMinor: 100, medianRecencyDays: 2.5, medianTransactionCount: 3.5, medianAmountMinor: 350 },
    });
  });
});

describe("rfm scores of any customers", () => {
  const amounts = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 30 });

  it("are equal for equal values, rise with them, and do not depend on the order of entry", () => {
    fc.assert(
      fc.property(amounts, (values) => {
        const scored = rfmScores(dbOf(...values.map((value) => ["2026-01-01 " + value])), scope).scored;
        for (const a of scored)
          for (const b of scored) {
            if (a.monetary === b.monetary) expect(a.m).toBe(b.m);
            if (a.monetary < b.monetary) expect(a.m).toBeLessThanOrEqual(b.m);
          }
        const backwards = dbOf(...[...values].reverse().map((value) => ["2026-01-01 " + value]));
        expect(
          rfmScores(backwards, scope)
            .scored.map(({ m }) => m)
            .reverse(),
        ).toEqual(scored.map(({ m }) => m));
      }),
      { numRuns: 50 },
    );
  });
});

describe("rfm of the published orders", () => {
  const published = { ...scope, currency: "USD", asOf: "2006-12-31", frequency: "orders" } as const;
  const segments = (cutRule: RfmScope["cutRule"]) =>
    rfmReport(rfmDb(), { ...published, cutRule }).rows.map(
      ({ segment, customers }) => segment + " " + customers,
    );

  it.skipIf(!hasRfmOrders)("has the published cut points and totals", () => {
    const { n, cuts, total } = rfmReport(rfmDb(), published);
    expect([n, total.orders, total.revenueMinor]).toEqual([995, 4906, 46_415_800]);
    expect(cuts.recencyDays.map((cut) => Number(cut.toFixed(6)))).toEqual([114, 180, 296.4, 481]);
    expect(cuts.transactionCount).toEqual([3, 4, 5, 7]);
    expect(cuts.amountMinor.map((cut) => Number(cut.toFixed(6)))).toEqual([25_480, 38_100, 50_540, 66_500]);
  });

  it.skipIf(!hasRfmOrders)("has the published segments with the package's whole steps", () => {
    expect(segments("whole")).toEqual([
      ...[
        "Champions 35",
        "Potential Loyalist 342",
        "Loyal Customers 170",
        "Promising 9",
        "New Customers 104",
      ],
      ...[
        "Can't Lose Them 47",
        "At Risk 28",
        "Need Attention 10",
        "About To Sleep 102",
        "Lost 148",
        "Others 0",
      ],
    ]);
  });

  it.skipIf(!hasRfmOrders)(
    "moves the few between a cut point and the next whole number up, when exact",
    () => {
      // Amounts of 255 and 506 lie above the cuts 254.8 and 505.4, recencies of 297 days above 296.4.
      expect(segments("exact")).toEqual([
        ...[
          "Champions 35",
          "Potential Loyalist 341",
          "Loyal Customers 171",
          "Promising 9",
          "New Customers 104",
        ],
        ...[
          "Can't Lose Them 48",
          "At Risk 28",
          "Need Attention 10",
          "About To Sleep 101",
          "Lost 148",
          "Others 0",
        ],
      ]);
    },
  );
});
