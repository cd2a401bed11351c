import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayNumber, dayText } from "../../src/reports/periods.ts";
import {
  leftOut,
  type PurchaseScope,
  purchaseDays,
  readPurchases,
  readSums,
} from "../../src/reports/purchases.ts";
import type { Db } from "../../src/store/db.ts";
import { addFirm, addOrder, addPerson, dbOf, freshDb } from "./orders.ts";

const scope: PurchaseScope = { asOf: "2026-12-31", currency: "EUR" };

/** "contact 1: 2026-01-02 500, ..." for each customer. */
function shown(db: Db, asked: PurchaseScope = scope): string[] {
  return [...purchaseDays(db, asked)].map(({ noun, id, days, values }) => {
    const bought = days.map((day, i) => dayText(day) + " " + values[i]);
    return noun + " " + id + ": " + bought.join(", ");
  });
}

describe("purchase days", () => {
  it("are none in an empty database", () => {
    expect(shown(freshDb())).toEqual([]);
  });

  it("join the orders of one day, in order, whatever the order of entry", () => {
    const db = dbOf(["2026-03-05 700", "2026-01-02 500", "2026-03-05 1"]);
    expect(shown(db)).toEqual(["contact 1: 2026-01-02 500, 2026-03-05 701"]);
  });

  it("are net of a part refunded, not there when all is refunded, and there with 0 when the order was free", () => {
    const db = dbOf([], []);
    addOrder(db, 1, { date: "2026-01-02", amount: 1000, refunded: 300 });
    addOrder(db, 1, { date: "2026-02-02", amount: 1000, refunded: 1000 });
    addOrder(db, 1, { date: "2026-03-02", amount: 0 });
    addOrder(db, 2, { date: "2026-02-02", amount: 50, refunded: 50 });
    expect(shown(db)).toEqual(["contact 1: 2026-01-02 700, 2026-03-02 0"]);
  });

  it("count their orders, credits not among them", () => {
    const db = dbOf(["2026-03-05 700", "2026-01-02 500", "2026-03-05 1", "2026-03-05 -20"]);
    expect([...purchaseDays(db, scope)][0]).toMatchObject({ values: [500, 681], orders: [1, 2] });
  });

  it("see nothing after the day of asOf, and only the currency", () => {
    const db = dbOf(["2026-01-02 500", "2026-01-03 600"]);
    addOrder(db, 1, { date: "2026-01-01", amount: 9, currency: "USD" });
    expect(shown(db, { ...scope, asOf: "2026-01-02" })).toEqual(["contact 1: 2026-01-02 500"]);
    expect(shown(db, { ...scope, currency: "USD" })).toEqual(["contact 1: 2026-01-01 9"]);
  });

  it("belong to the contact of an order, and to the company where it names none", () => {
    const db = dbOf([]);
    addFirm(db, 7, { name: "Acme" });
    addOrder(db, 1, { date: "2026-01-02", amount: 500, companyId: 7 });
    addOrder(db, null, { date: "2026-02-02", amount: 800, companyId: 7 });
    expect(shown(db)).toEqual(["contact 1: 2026-01-02 500", "company 7: 2026-02-02 800"]);
    expect(shown(db, { ...scope, contactsOnly: true })).toEqual(["contact 1: 2026-01-02 500"]);
  });

  it("take a credit off the purchase day before it, off the first when there is none before", () => {
    const db = dbOf(
      ["2026-01-02 500", "2026-03-02 900", "2026-02-02 -200"],
      ["2026-01-05 -50", "2026-02-01 80"],
    );
    addPerson(db, 3);
    addOrder(db, 3, { date: "2026-01-01", amount: -10 });
    expect(shown(db)).toEqual(["contact 1: 2026-01-02 300, 2026-03-02 900", "contact 2: 2026-02-01 30"]);
  });

  it("are those of the contacts that fit, without companies", () => {
    const db = dbOf(["2026-01-02 500"], ["2026-01-03 600"]);
    addFirm(db, 7, { name: "Acme" });
    addOrder(db, null, { date: "2026-02-02", amount: 800, companyId: 7 });
    const where = { sql: "contact.name = ?", params: ["Contact 2"] };
    expect(shown(db, { ...scope, where })).toEqual(["contact 2: 2026-01-03 600"]);
    expect(leftOut(db, { ...scope, where }).ofCompaniesOnly).toBe(1);
  });
});

/** The same, counted by itself and in the pass of the purchases. */
function leftOutTwice(db: Db, asked: PurchaseScope) {
  const { customers, leftOut: met } = readPurchases(db, asked);
  const n = [...customers].length;
  return { n, alone: leftOut(db, asked), met: met() };
}

describe("what is left out", () => {
  it("is counted by its reason, up to the day of asOf", () => {
    const db = dbOf(["2026-01-02 500", "2026-01-03 -100"]);
    addOrder(db, 1, { date: "2026-01-04", amount: 9, currency: "USD" });
    addOrder(db, 1, { date: "2026-01-05", amount: 9, currency: "USD", refunded: 9 });
    addOrder(db, 1, { date: "2026-01-05", amount: 9, currency: "CHF" });
    addOrder(db, 1, { date: "2026-01-06", amount: 70, refunded: 70 });
    addOrder(db, 1, { date: "2027-01-06", amount: 70, refunded: 70 });
    const expected = {
      otherCurrencies: { USD: 2, CHF: 1 },
      refundedInFull: 1,
      ofCompaniesOnly: 0,
      credits: 1,
    };
    expect(leftOutTwice(db, scope)).toEqual({ n: 1, alone: expected, met: expected });
    expect(Object.keys(leftOutTwice(db, scope).met.otherCurrencies)).toEqual(["USD", "CHF"]);
  });

  it("has the orders of companies where these are seen, and those of nobody who bought", () => {
    const db = dbOf([], ["2026-01-02 -40"]);
    addFirm(db, 7, { name: "Acme" });
    addOrder(db, null, { date: "2026-01-02", amount: 800, companyId: 7 });
    addOrder(db, null, { date: "2026-01-02", amount: 8, companyId: 7, currency: "USD" });
    addOrder(db, 1, { date: "2026-01-03", amount: 30, refunded: 30 });
    addOrder(db, 1, { date: "2026-01-04", amount: 9, currency: "CHF" });
    const all = { otherCurrencies: { CHF: 1, USD: 1 }, refundedInFull: 1, ofCompaniesOnly: 0, credits: 1 };
    expect(leftOutTwice(db, scope)).toEqual({ n: 1, alone: all, met: all });
    const contacts = { ...all, otherCurrencies: { CHF: 1 }, ofCompaniesOnly: 1 };
    const asked = { ...scope, contactsOnly: true };
    expect(leftOutTwice(db, asked)).toEqual({ n: 0, alone: contacts, met: contacts });
    const where = { sql: "contact.id = ?", params: [2] };
    const second = { ...contacts, otherCurrencies: {}, refundedInFull: 0 };
    expect(leftOutTwice(db, { ...scope, where })).toEqual({ n: 0, alone: second, met: second });
  });
});

describe("the sums by customer", () => {
  const order = fc.record({
    contact: fc.integer({ min: 1, max: 4 }),
    day: fc.integer({ min: dayNumber("2026-01-01"), max: dayNumber("2026-01-20") }),
    amount: fc.integer({ min: -50, max: 300 }),
    refund: fc.constantFrom(0, 0.5, 1),
    currency: fc.constantFrom("EUR", "EUR", "EUR", "USD"),
  });

  it("are those of the days, whatever was bought, refunded and credited, and leave out the same", () => {
    fc.assert(
      fc.property(fc.array(order, { maxLength: 30 }), (orders) => {
        const db = dbOf([], [], [], []);
        for (const { contact, day, amount, refund, currency } of orders) {
          const refunded = Math.max(0, Math.floor(amount * refund));
          addOrder(db, contact, { date: dayText(day), amount, refunded, currency });
        }
        const byDays = [...purchaseDays(db, scope)].map(
          ({ id, values }) => [id, values.reduce((sum, value) => sum + value, 0)] as const,
        );
        const { contact, leftOut: met } = readSums(db, scope);
        expect(contact).toEqual(new Map(byDays));
        expect(met).toEqual(leftOut(db, scope));
        db.close();
      }),
      { numRuns: 40 },
    );
  });
});
