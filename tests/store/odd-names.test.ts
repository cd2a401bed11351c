import { expect, it } from "vitest";
import { scratch } from "../support/built.ts";
import { setupCrm } from "../support/crm.ts";

// What another program has added to the file: it may be called anything, and none of it is SQL of ours.

it("erases and looks for people in a table without a key whose names hold quotes and blanks", async () => {
  const crm = setupCrm();
  await crm("contact", "add", "Jane Roe", "--email", "jane@acme.example");
  crm.db.script(`CREATE TABLE "my ""notes""" ("the ""text""" TEXT)`);
  crm.db.run(`INSERT INTO "my ""notes""" VALUES ('jane@acme.example called')`);
  expect((await crm("contact", "access", "jane")).out).toContain("jane@acme.example called");
  expect(await crm("contact", "erase", "jane", "--confirm", "Jane Roe")).toMatchObject({ code: 0 });
  expect(crm.db.all(`SELECT * FROM "my ""notes"""`)).toEqual([{ 'the "text"': "erased called" }]);
});

it("takes an index away and makes it again, whatever it is called", async () => {
  const crm = setupCrm();
  crm.db.script(`CREATE INDEX "by ""note""" ON contact (note)`);
  const names = Array.from({ length: 1200 }, (_, n) => "Person " + n).join("\n");
  expect(await crm.withInput("Name\n" + names + "\n", "import", "contacts", "-")).toMatchObject({ code: 0 });
  const sql = `SELECT name FROM sqlite_schema WHERE name = 'by "note"'`;
  expect(crm.db.all(sql)).toEqual([{ name: 'by "note"' }]);
});

it("refuses to write where a table of ours has a column whose name could be SQL", async () => {
  const file = scratch() + "/odd.db";
  const crm = setupCrm({ file });
  crm.db.script(`ALTER TABLE contact ADD COLUMN "a'))); END; CREATE TABLE injected (x); --" TEXT`);
  const ran = await setupCrm({ file })("contact", "add", "Jane Roe");
  expect(ran).toMatchObject({ code: 1, err: expect.stringContaining("has a column that crm did not make") });
  expect(crm.db.all("SELECT name FROM sqlite_schema WHERE name = 'injected'")).toEqual([]);
});
