import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  dayNumber,
  dayText,
  periodAt,
  periodEnd,
  periodStart,
  periodUnits,
} from "../../src/reports/periods.ts";
import { type RetentionRow, type RetentionScope, retentionReport } from "../../src/reports/retention.ts";
import type { Db } from "../../src/store/db.ts";
import { addFirm, addOrder, berlin, cdnowDb, dbOf, freshDb, hasCdnow } from "./orders.ts";

const march: RetentionScope = { ...berlin, asOf: "2026-03-31", by: "month" };

/** start - lost + new + reactivated = end (retained of them), for each period. */
function counts(rows: readonly RetentionRow[]): string[] {
  return rows.map(
    ({ period, startN, lostN, newN, reactivatedN, endN, retainedN }) =>
      `${period}: ${startN} - ${lostN} + ${newN} + ${reactivatedN} = ${endN} (${retainedN})`,
  );
}

/** 1 stays; 2 is away in February and comes back; 3 buys once. */
function threeCustomers(): Db {
  return dbOf(
    ["2026-01-05 100", "2026-02-05 50", "2026-03-10 80"],
    ["2026-01-20 200", "2026-03-02 300"],
    ["2026-02-27 10"],
  );
}

describe("retention", () => {
  it("keeps retained, lost, new and reactivated customers apart", () => {
    expect(counts(retentionReport(threeCustomers(), march).rows)).toEqual([
      "2026-01: 0 - 0 + 2 + 0 = 2 (0)",
      "2026-02: 2 - 1 + 1 + 0 = 2 (1)",
      "2026-03: 2 - 1 + 0 + 1 = 2 (1)",
    ]);
  });

  it("gives rates of those active at the start, with interval and revenue, and null where nobody was", () => {
    const [january, , last] = retentionReport(threeCustomers(), march).rows;
    expect(january).toMatchObject({ retention: null, attrition: null, low: null, netRevenueRetention: null });
    expect(last).toMatchObject({ retention: 0.5, attrition: 0.5, status: "ok" });
    expect(last?.low).toBeCloseTo(0.0945, 4);
    expect(last?.high).toBeCloseTo(0.9055, 4);
    expect(last?.netRevenueRetention).toBeCloseTo(80 / 60, 12);
    expect(last?.grossRevenueRetention).toBeCloseTo(50 / 60, 12);
  });

  it("adds up the complete periods and leaves out the running one", () => {
    const { rows, total } = retentionReport(threeCustomers(), { ...march, asOf: "2026-03-30" });
    expect(rows.map((row) => row.status)).toEqual(["ok", "ok", "partial"]);
    expect(total).toEqual({
      ...{ periods: 2, startN: 2, retainedN: 1, lostN: 1, newN: 3, reactivatedN: 0 },
      ...{ retention: 0.5, attrition: 0.5, grossRevenueRetention: 50 / 300, netRevenueRetention: 50 / 300 },
    });
  });

  it("has no rows before the first purchase, and one customer alone is new", () => {
    expect(retentionReport(freshDb(), march)).toMatchObject({
      n: 0,
      rows: [],
      total: { periods: 0, retention: null },
    });
    const one = dbOf(["2026-03-10 80"]);
    expect(retentionReport(one, { ...march, asOf: "2026-03-09" }).rows).toEqual([]);
    expect(counts(retentionReport(one, march).rows)).toEqual(["2026-03: 0 - 0 + 1 + 0 = 1 (0)"]);
  });

  it("is not moved by an order refunded in full, by another currency, or by a second order of a day", () => {
    const db = threeCustomers();
    const before = retentionReport(db, march).rows;
    addOrder(db, 3, { date: "2026-03-05", amount: 70, refunded: 70 });
    addOrder(db, 3, { date: "2026-03-05", amount: 70, currency: "USD" });
    addOrder(db, 2, { date: "2026-01-20", amount: 0 });
    const report = retentionReport(db, march);
    expect(report.rows).toEqual(before);
    expect(report.leftOut).toMatchObject({ refundedInFull: 1, otherCurrencies: { USD: 1 } });
  });

  it("counts a company that buys without a contact as a customer", () => {
    const db = dbOf();
    addFirm(db, 7, { name: "Acme" });
    addOrder(db, null, { date: "2026-01-31", amount: 5, companyId: 7 });
    addOrder(db, null, { date: "2026-02-01", amount: 5, companyId: 7 });
    expect(counts(retentionReport(db, { ...march, asOf: "2026-02-28" }).rows)[1]).toBe(
      "2026-02: 1 - 0 + 0 + 0 = 1 (1)",
    );
  });

  it("puts a week that crosses the year in its ISO year", () => {
    const db = dbOf(["2020-12-30 1", "2021-01-05 1"], ["2021-01-03 1"]);
    expect(counts(retentionReport(db, { ...march, asOf: "2021-01-10", by: "week" }).rows)).toEqual([
      "2020-W53: 0 - 0 + 2 + 0 = 2 (0)",
      "2021-W01: 2 - 1 + 0 + 0 = 1 (1)",
    ]);
  });

  it("looks with a window at the last days before the start and before the end", () => {
    // 45 days up to 28 February reach back to 15 January, up to 31 March to 15 February.
    const db = dbOf(["2026-01-14 100"], ["2026-01-15 70"], ["2026-02-15 30"]);
    expect(counts(retentionReport(db, { ...march, window: 45 }).rows)).toEqual([
      "2026-01: 0 - 0 + 2 + 0 = 2 (0)",
      "2026-02: 2 - 1 + 1 + 0 = 2 (1)",
      "2026-03: 2 - 1 + 0 + 0 = 1 (1)",
    ]);
  });

  it("shows from and to without forgetting what was before", () => {
    const all = retentionReport(threeCustomers(), march).rows;
    const some = retentionReport(threeCustomers(), { ...march, from: "2026-02-14", to: "2026-02-15" });
    expect(some.rows).toEqual([all[1]]);
  });
});

describe("retention of any customers", () => {
  const from = dayNumber("2025-11-20");
  const days = fc.array(fc.integer({ min: from, max: from + 150 }), { minLength: 1, maxLength: 6 });
  const scopes = fc.record({
    customers: fc.array(days, { minLength: 1, maxLength: 8 }),
    by: fc.constantFrom(...periodUnits),
    window: fc.option(fc.integer({ min: 1, max: 120 }), { nil: undefined }),
    asOfDay: fc.integer({ min: from + 60, max: from + 160 }),
  });

  it("is that of the sets of customers active at start and end", () => {
    fc.assert(
      fc.property(scopes, ({ customers, by, window, asOfDay }) => {
        const db = dbOf(...customers.map((bought) => bought.map((day) => dayText(day) + " 10")));
        const { rows } = retentionReport(db, { ...berlin, by, window, asOf: dayText(asOfDay) });
        db.close();
        const seen = customers.map((bought) => bought.filter((day) => day <= asOfDay));
        const last = periodAt(by, asOfDay);
        for (const [i, row] of rows.entries()) {
          const period = last - rows.length + 1 + i;
          expect(row).toMatchObject(bySets(seen, { by, window, asOfDay, period }));
          expect(row.startN - row.lostN + row.newN + row.reactivatedN).toBe(row.endN);
          expect(row.startN).toBe(rows[i - 1]?.endN ?? 0);
        }
      }),
      { numRuns: 60 },
    );
  });
});

interface Asked {
  readonly by: (typeof periodUnits)[number];
  readonly window: number | undefined;
  readonly asOfDay: number;
  readonly period: number;
}

/** The definition, word by word. */
function bySets(customers: readonly (readonly number[])[], { by, window, asOfDay, period }: Asked) {
  const activeAt = (at: number) => {
    const end = Math.min(periodEnd(by, at), asOfDay);
    const start = window === undefined ? periodStart(by, at) : end - window + 1;
    return new Set(customers.filter((days) => days.some((day) => day >= start && day <= end)));
  };
  const [start, end] = [activeAt(period - 1), activeAt(period)];
  const retained = [...start].filter((customer) => end.has(customer));
  const joined = [...end].filter((customer) => !start.has(customer));
  const fresh = joined.filter((days) => periodAt(by, Math.min(...days)) === period);
  return {
    ...{ startN: start.size, endN: end.size, retainedN: retained.length, newN: fresh.length },
    ...{ lostN: start.size - retained.length, reactivatedN: joined.length - fresh.length },
  };
}

describe("retention of the CDNOW sample", () => {
  it.skipIf(!hasCdnow)("starts with 2,357 new customers and holds the identity through every month", () => {
    const scope = { ...berlin, currency: "USD", asOf: "1998-06-30", by: "month" } as const;
    const { rows, total, n } = retentionReport(cdnowDb(), scope);
    expect([n, rows.length, total.newN]).toEqual([2357, 18, 2357]);
    for (const row of rows) expect(row.startN - row.lostN + row.newN + row.reactivatedN).toBe(row.endN);
  });
});
