import { expect, it } from "vitest";
import { setupCrm } from "../support/crm.ts";

it("undo and redo reach back over a schema step that added a column", async () => {
  const crm = setupCrm();
  await crm("contact", "add", "Jane Roe", "--email", "jane@acme.example");
  await crm("contact", "edit", "jane", "--city", "Berlin");
  await crm("contact", "delete", "jane", "--yes");
  crm.db.script("ALTER TABLE contact ADD COLUMN shoe_size INTEGER NOT NULL DEFAULT 40");
  for (let n = 0; n < 3; n++) expect(await crm("undo")).toMatchObject({ code: 0 });
  for (let n = 0; n < 3; n++) expect(await crm("redo")).toMatchObject({ code: 0 });
  expect((await crm("undo")).code).toBe(0);
  expect((await crm("contact", "list", "city = Berlin", "-q")).out).toBe("1\n");
});
