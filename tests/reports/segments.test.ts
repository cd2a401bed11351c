import { describe, expect, it } from "vitest";
import { type SegmentScope, segmentReport } from "../../src/reports/segments.ts";
import { companyFields } from "../../src/store/company.ts";
import { customAsFields } from "../../src/store/custom.ts";
import type { Db } from "../../src/store/db.ts";
import { contactFields } from "../../src/store/fields/contact.ts";
import { addFirm, addOrder, addPerson, berlin, freshDb } from "./orders.ts";

const scope = { ...berlin, asOf: "2026-12-31" };

function by(...keys: readonly string[]): Pick<SegmentScope, "by"> {
  return { by: keys.map((key) => contactFields.find((field) => field.key === key)!) };
}

function ofCompanies(key: string): Pick<SegmentScope, "companyBy"> {
  return { companyBy: companyFields.filter((field) => field.key === key) };
}

/** Four contacts; 1, 2 and the firm bought in EUR, 4 in USD; a call with 1 late on 31 March in UTC. */
function smallBook(): Db {
  const db = freshDb();
  addFirm(db, 1, { name: "Acme", city: "Berlin", industry: "IT" });
  addPerson(db, 1, { city: "Berlin", tags: ["vip", "west"], companyId: 1, lifecycle: "client" });
  addPerson(db, 2, { city: "berlin", lifecycle: "client" });
  addPerson(db, 3, { city: "Köln", tags: ["vip"] });
  addPerson(db, 4);
  addOrder(db, 1, { date: "2026-01-05", amount: 1000, refunded: 200 });
  addOrder(db, 2, { date: "2026-02-05", amount: 301 });
  addOrder(db, 4, { date: "2026-02-06", amount: 5000, currency: "USD" });
  addOrder(db, null, { date: "2026-03-01", amount: 400, companyId: 1 });
  for (const [id, kind, at] of [
    [1, "call", "2026-03-31T22:30:00Z"],
    [2, "note", "2026-06-01T10:00:00Z"],
  ] as const) {
    db.run(
      "INSERT INTO activity (id, kind, happened_at, created_at, updated_at) VALUES (:id, :kind, :at, :at, :at)",
      { id, kind, at },
    );
    db.run("INSERT INTO activity_contact (activity_id, contact_id) VALUES (?, 1)", [id]);
  }
  return db;
}

/** "value: contacts customers revenue average" */
function lines(db: Db, asked: SegmentScope): string[] {
  const report = segmentReport(db, asked);
  return report.rows.map((row) => {
    const values = report.by.map((key) => row[key]).join("/");
    return values + ": " + [row.count, row.customers, row.revenueMinor, row.averageMinor].join(" ");
  });
}

describe("segments", () => {
  it("count no contact that came later; what it is known to have bought before counts", () => {
    const db = smallBook();
    db.run("UPDATE contact SET created_at = '2026-03-31T22:30:00Z' WHERE id IN (2, 3)");
    // At the end of 31 March the second and the third were not there; the second had bought for 301.
    expect(lines(db, { ...scope, asOf: "2026-03-31", ...by("city") })).toEqual([
      "Berlin: 1 2 1101 551",
      "(none): 1 0 0 ",
    ]);
    // They came half an hour after midnight in Berlin.
    expect(segmentReport(db, { ...scope, asOf: "2026-04-01", ...by("city") }).n).toBe(4);
  });

  it("count, add up and average by the value, letter case aside, with a row for no value", () => {
    expect(lines(smallBook(), { ...scope, ...by("city"), ...ofCompanies("city") })).toEqual([
      "Berlin: 2 3 1501 500",
      "Köln: 1 0 0 ",
      "(none): 1 0 0 ",
    ]);
  });

  it("give shares, the local day of the last contact that is no note, and the total", () => {
    const { rows, total } = segmentReport(smallBook(), { ...scope, ...by("city"), ...ofCompanies("city") });
    expect(rows[0]).toMatchObject({
      share: 0.5,
      revenueShare: 1,
      currency: "EUR",
      lastContactDate: "2026-04-01",
    });
    expect(rows[1]).toMatchObject({
      share: 0.25,
      revenueShare: 0,
      averageMinor: null,
      lastContactDate: null,
    });
    expect(total).toMatchObject({ count: 4, share: 1, customers: 3, revenueMinor: 1501, averageMinor: 500 });
  });

  it("count a contact with two tags in both rows and once in the total", () => {
    const report = segmentReport(smallBook(), { ...scope, ...by("tags") });
    expect(report.rows.map((row) => [row.tags, row.count])).toEqual([
      ["vip", 2],
      ["(none)", 2],
      ["west", 1],
    ]);
    expect(report.rowsOverlap).toBe(true);
    expect(report.total).toMatchObject({ count: 4, customers: 2, revenueMinor: 1101 });
  });

  it("leave out orders of companies alone where companies have no such field, and say so", () => {
    const report = segmentReport(smallBook(), { ...scope, ...by("lifecycle") });
    expect(report.rows.map((row) => [row.lifecycle, row.revenueMinor])).toEqual([
      ["client", 1101],
      ["lead", 0],
    ]);
    expect(report.leftOut).toMatchObject({ ofCompaniesOnly: 1, otherCurrencies: { USD: 1 } });
  });

  it("put a company that bought without a contact into its own row", () => {
    const companyBy = companyFields.filter((field) => field.key === "name");
    expect(lines(smallBook(), { ...scope, ...by("company"), companyBy })).toEqual([
      "(none): 3 1 301 301",
      "Acme: 1 2 1200 600",
    ]);
  });

  it("cross two fields", () => {
    expect(lines(smallBook(), { ...scope, ...by("city", "lifecycle") })).toEqual([
      "Berlin/client: 2 2 1101 551",
      "Köln/lead: 1 0 0 ",
      "(none)/lead: 1 0 0 ",
    ]);
  });

  it("see the purchases from and to a day, and those up to the day of asOf", () => {
    const city = { ...scope, ...by("city") };
    expect(lines(smallBook(), { ...city, from: "2026-02-01" })[0]).toBe("Berlin: 2 1 301 301");
    expect(lines(smallBook(), { ...city, to: "2026-01-31" })[0]).toBe("Berlin: 2 1 800 800");
    expect(lines(smallBook(), { ...city, asOf: "2026-01-04" })[0]).toBe("Berlin: 2 0 0 ");
    expect(segmentReport(smallBook(), { ...city, asOf: "2026-03-31" }).total.lastContactDate).toBeNull();
  });

  it("look at the contacts that fit alone", () => {
    const where = { sql: "contact.lifecycle = ?", params: ["lead"] };
    const report = segmentReport(smallBook(), { ...scope, ...by("city"), where });
    expect(report.rows.map((row) => row.city)).toEqual(["Köln", "(none)"]);
    expect(report).toMatchObject({ n: 2, total: { count: 2, customers: 0, averageMinor: null } });
  });

  it("group by a custom field, by the month of a day, and keep clear of their own keys", () => {
    const db = smallBook();
    db.run(
      "INSERT INTO custom_field (id, noun, name, name_key, type) VALUES (1, 'contact', 'count', 'count', 'flag')",
    );
    db.run("INSERT INTO custom_value (noun, record_id, field_id, value) VALUES ('contact', 3, 1, '0')");
    expect(lines(db, { ...scope, by: customAsFields(db, "contact") })).toEqual([
      "(none): 3 2 1101 551",
      "no: 1 0 0 ",
    ]);
    expect(lines(db, { ...scope, ...by("firstOrderDate") }).sort()).toEqual([
      "(none): 1 0 0 ",
      "2026-01: 1 1 800 800",
      "2026-02: 2 1 301 301",
    ]);
  });

  it("have no rows in an empty database", () => {
    const report = segmentReport(freshDb(), { ...scope, ...by("city") });
    expect(report).toMatchObject({ n: 0, rows: [], total: { count: 0, share: null, lastContactDate: null } });
  });
});
