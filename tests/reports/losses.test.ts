import { describe, expect, it } from "vitest";
import { type LossScope, lossReport } from "../../src/reports/losses.ts";
import { ownerReport } from "../../src/reports/owners.ts";
import { sourceReport } from "../../src/reports/sources.ts";
import { type StaleScope, staleReport } from "../../src/reports/stale.ts";
import type { Db } from "../../src/store/db.ts";
import { addDeal } from "./deals.ts";
import { addOrder, addPerson, berlin, freshDb } from "./orders.ts";
import { addFollowup, logActivity } from "./work.ts";

const scope: LossScope = { ...berlin, asOf: "2026-06-30", by: ["reason"] };

function lost(db: Db): Db {
  addPerson(db, 1);
  addDeal(db, ["lead 2026-01-01", "lost 2026-01-11"], {
    contactId: 1,
    amount: 100_00,
    reason: "price",
    competitor: "Nord",
  });
  addDeal(db, ["lead 2026-01-01", "proposal 2026-01-02", "lost 2026-04-01"], {
    amount: 700_00,
    reason: "price",
  });
  addDeal(db, ["lead 2026-01-01", "lost 2026-05-01"], { amount: null, source: "web" });
  addDeal(db, ["lead 2026-01-01", "lost 2026-02-01", "lead 2026-02-05"], { reason: "silent" });
  addDeal(db, ["lead 2026-02-01", "won 2026-03-01"], { contactId: 1 });
  return db;
}

describe("losses", () => {
  it("have the source of the contact where the deal says none, as in the report of sources", () => {
    const db = lost(freshDb());
    db.run("UPDATE contact SET source = 'fair' WHERE id = 1");
    const { rows } = lossReport(db, { ...scope, by: ["source"] });
    expect(rows.map((row) => row.source + " " + row.lostN).sort()).toEqual(["(none) 1", "fair 1", "web 1"]);
    const known = sourceReport(db, { ...berlin, asOf: "2026-06-30" }).rows;
    expect(known.map((row) => row.source + " " + row.lost).sort()).toEqual(["(none) 1", "fair 1", "web 1"]);
  });

  it("are counted by reason, with the unknown ones shown, and those that were won back", () => {
    const { rows, total, leftOut } = lossReport(lost(freshDb()), scope);
    expect(rows).toEqual([
      {
        ...{ reason: "price", lostN: 2, lostMinor: 800_00, currency: "EUR", medianAgeDays: 50, wonBackN: 1 },
        ...{ trend: [0, 0, 0, 0, 0, 0, 1, 1], share: 2 / 3, amountShare: 1 },
      },
      {
        ...{ reason: "(none)", lostN: 1, lostMinor: 0, currency: "EUR", medianAgeDays: 120, wonBackN: 0 },
        ...{ trend: [0, 0, 0, 0, 0, 0, 0, 1], share: 1 / 3, amountShare: 0 },
      },
    ]);
    expect([total.lostN, total.wonBackN, leftOut.withoutAmount]).toEqual([3, 1, 1]);
  });

  it.each([
    [["stage"], ["lead 2", "proposal 1"]],
    [["amount"], ["100 to 500 1", "500 to 1,000 1", "(none) 1"]],
    [["competitor"], ["(none) 2", "Nord 1"]],
    [["quarter"], ["2026-Q1 1", "2026-Q2 2"]],
    [
      ["reason", "stage"],
      ["price proposal 1", "price lead 1", "(none) lead 1"],
    ],
  ] as const)("are counted by %j", (by, expected) => {
    const { rows } = lossReport(lost(freshDb()), { ...scope, by });
    const shown = rows.map((row) => [...by.map((key) => row[key]), row.lostN].join(" "));
    expect([...shown].sort()).toEqual([...expected].sort());
  });

  it("are of the day of the loss, up to the day that is asked for", () => {
    const db = lost(freshDb());
    expect(lossReport(db, { ...scope, from: "2026-02-01" }).n).toBe(2);
    expect(lossReport(db, { ...scope, asOf: "2026-02-03" }).rows.map(({ reason }) => reason)).toEqual([
      "price",
      "silent",
    ]);
    expect(lossReport(freshDb(), scope)).toMatchObject({ n: 0, rows: [] });
  });
});

describe("stale deals", () => {
  const asked: StaleScope = { ...berlin, asOf: "2026-03-15", limitDays: 30, planned: false };
  const ids = (db: Db, more: Partial<StaleScope> = {}) =>
    staleReport(db, { ...asked, ...more }).rows.map(({ id, overDays }) => id + " +" + overDays);

  it("stand for longer than the stage allows, with nothing planned for the deal or its contact", () => {
    const db = freshDb();
    addPerson(db, 1);
    addPerson(db, 2);
    addDeal(db, ["lead 2026-03-01"]);
    addDeal(db, ["lead 2026-02-28"]);
    addDeal(db, ["proposal 2026-03-01"], { contactId: 1 });
    addDeal(db, ["proposal 2026-03-01"], { contactId: 2 });
    addDeal(db, ["proposal 2026-01-01", "lost 2026-02-01"]);
    addFollowup(db, { contactId: 1, due: "2026-04-01", created: "2026-03-10" });
    expect(ids(db)).toEqual(["4 +7", "2 +1"]);
    expect(ids(db, { planned: true })).toEqual(["3 +7", "4 +7", "2 +1"]);
    // Before it was planned.
    expect(ids(db, { asOf: "2026-03-09" })).toEqual(["3 +1", "4 +1"]);
  });

  it("go by the limit of the question where the stage has none", () => {
    const db = freshDb();
    db.run("UPDATE stage SET rot_days = NULL");
    addDeal(db, ["lead 2026-02-12"]);
    addDeal(db, ["lead 2026-02-13"]);
    expect(ids(db)).toEqual(["1 +1"]);
    expect(ids(db, { limitDays: 40 })).toEqual([]);
  });
});

describe("sources", () => {
  it("show what became of the contacts and deals of each", () => {
    const db = freshDb();
    for (const [id, source] of [
      [1, "web"],
      [2, "Web"],
      [3, null],
    ] as const) {
      addPerson(db, id);
      db.run("UPDATE contact SET source = ? WHERE id = ?", [source, id]);
    }
    addOrder(db, 1, { date: "2026-02-01", amount: 900, refunded: 100 });
    addOrder(db, 3, { date: "2026-02-01", amount: 200 });
    addDeal(db, ["lead 2026-01-01", "won 2026-01-21"], { contactId: 2, amount: 500 });
    addDeal(db, ["lead 2026-01-01", "lost 2026-01-05"], { contactId: 2, source: "fair" });
    const { rows, total } = sourceReport(db, { ...berlin, asOf: "2026-03-31" });
    expect(
      rows.map((row) => [row.source, row.contacts, row.customers, row.revenueMinor, row.won, row.lost]),
    ).toEqual([
      ["web", 2, 1, 800, 1, 0],
      ["(none)", 1, 1, 200, 0, 0],
      ["fair", 0, 0, 0, 0, 1],
    ]);
    expect(rows[0]).toMatchObject({
      conversion: 0.5,
      perContactMinor: 400,
      winRate: 1,
      medianCycleDays: 20,
      share: 0.8,
    });
    expect(total).toMatchObject({ contacts: 3, revenueMinor: 1000, deals: 2, winRate: 0.5 });
  });
});

describe("owners", () => {
  it("have their amounts of work in order of the names, nobody last", () => {
    const db = freshDb();
    addPerson(db, 1);
    addDeal(db, ["lead 2026-01-01"], { owner: "tom", amount: 1000 });
    addDeal(db, ["lead 2026-01-01", "won 2026-02-01"], { owner: "ana", amount: 300 });
    addDeal(db, ["lead 2026-01-01", "lost 2026-02-01"], { amount: 900 });
    logActivity(db, 1, { at: "2026-02-03T10:00:00Z", owner: "tom", minutes: 15 });
    logActivity(db, 1, { at: "2026-04-03T10:00:00Z", owner: "tom", minutes: 15 });
    addFollowup(db, { due: "2026-03-01", created: "2026-02-01", owner: "tom" });
    const { rows } = ownerReport(db, { ...berlin, asOf: "2026-03-31" });
    expect(rows.map(({ owner }) => owner)).toEqual(["ana", "tom", "(none)"]);
    expect(rows[1]).toMatchObject({
      ...{ openDeals: 1, openMinor: 1000, weightedMinor: 100, activities: 1, minutes: 15 },
      ...{ followupsOpen: 1, followupsOverdue: 1, winRate: null },
    });
    expect([rows[0]?.winRate, rows[2]?.winRate]).toEqual([1, 0]);
  });
});
