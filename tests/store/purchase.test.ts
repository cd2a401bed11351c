import { describe, expect, test } from "vitest";
import { addContact } from "../../src/store/contact.ts";
import { type Db, openDb } from "../../src/store/db.ts";
import { addDeal, deleteDeal, getDeal } from "../../src/store/deal.ts";
import { moveDeal, reopenDeal, winDeal } from "../../src/store/deal-stage.ts";
import { write } from "../../src/store/journal.ts";
import { editOrder, getOrder } from "../../src/store/order.ts";
import { redo, undo } from "../../src/store/undo.ts";

const moment = { at: "2026-11-21T09:00:00Z", today: "2026-11-21" };
const entry = { at: moment.at, user: "me", command: "test", commandLine: "crm test" };

/** A database with contact 1 and deal 1 of 50.00 EUR in the first stage. */
function withDeal(): Db {
  const db = openDb({ path: ":memory:", mode: "write", busyMs: 0 });
  const parts = { emails: [], phones: [], addresses: [], links: [], employments: [], tags: [], custom: {} };
  write(db, entry, () => addContact(db, { name: "Jane Roe", nameKey: "jane roe", ...parts }, moment));
  const row = { title: "Website", stageId: 1, contactId: 1, amountMinor: 5000, currency: "EUR" };
  write(db, entry, () => addDeal(db, { row, tags: ["vip"], custom: {} }, moment));
  return db;
}

/** Every row of the tables that winning touches. */
function everything(db: Db): unknown {
  const tables = ["deal", "stage_change", "sales_order", "contact", "lifecycle_change"];
  return tables.map((table) => db.all("SELECT * FROM " + table + " ORDER BY id"));
}

describe("the purchase of a won deal", () => {
  test("is written, taken back and written again, one at a time", () => {
    const db = withDeal();
    const outcomes = [1, 2].map(() =>
      write(db, entry, () => [
        winDeal(db, 1, { ...moment, date: "2026-11-18" }).purchase.kind,
        reopenDeal(db, 1, moment).purchase.kind,
        winDeal(db, 1, moment).purchase.kind,
        reopenDeal(db, 1, moment).purchase.kind,
      ]),
    );
    const once = ["recorded", "takenBack", "recorded", "takenBack"];
    expect(outcomes).toEqual([once, once]);
    expect(db.all("SELECT id FROM sales_order")).toEqual([]);
  });

  test.each([
    ["its amount", { amountMinor: 4999 }],
    ["its day", { orderDate: "2026-11-01" }],
    ["its customer", { contactId: null, companyId: 1 }],
    ["its number", { number: "R-7" }],
    ["what it cost", { costMinor: 100 }],
    ["a refund", { refundedMinor: 1 }],
  ])("stays when %s was changed", (_, row) => {
    const db = withDeal();
    db.run("INSERT INTO company (name, name_key, created_at, updated_at) VALUES ('Acme', 'acme', :at, :at)", {
      at: moment.at,
    });
    write(db, entry, () => winDeal(db, 1, moment));
    write(db, entry, () => editOrder(db, 1, { draft: { row, custom: {} }, ...moment }));
    const reopened = write(db, entry, () => reopenDeal(db, 1, moment));
    expect(reopened.purchase).toEqual({ kind: "kept", orderId: 1 });
    expect(getOrder(db, 1)).toMatchObject(row);
  });

  test("and all that winning did is taken back by undo and done again by redo", () => {
    const db = withDeal();
    const before = everything(db);
    write(db, entry, () => winDeal(db, 1, moment));
    const after = everything(db);
    expect(after).not.toEqual(before);
    undo(db, entry, { count: 1, zone: "UTC" });
    expect(everything(db)).toEqual(before);
    redo(db, entry, 1);
    expect(everything(db)).toEqual(after);
  });

  test("outlives the deal", () => {
    const db = withDeal();
    write(db, entry, () => winDeal(db, 1, moment));
    write(db, entry, () => deleteDeal(db, 1, moment.today));
    expect(getOrder(db, 1)).toMatchObject({ dealId: null, amountMinor: 5000, source: "deal" });
    expect(db.all("SELECT id FROM stage_change")).toEqual([]);
    expect(db.all("SELECT tag_id FROM deal_tag")).toEqual([]);
  });
});

test("a deal that is reopened goes back to the open stage it was in last", () => {
  const db = withDeal();
  write(db, entry, () => moveDeal(db, 1, { stage: "proposal", ...moment }));
  write(db, entry, () => moveDeal(db, 1, { stage: "qualified", ...moment }));
  write(db, entry, () => winDeal(db, 1, moment));
  write(db, entry, () => reopenDeal(db, 1, moment));
  const way = getDeal(db, 1).stages.map((stage) => stage.to);
  expect(way).toEqual(["lead", "proposal", "qualified", "won", "qualified"]);
});
