import { describe, expect, it } from "vitest";
import { type Crm, setupCrm } from "../support/crm.ts";

async function offered(): Promise<Crm> {
  const crm = setupCrm();
  await crm("contact", "add", "Jane Roe", "--email", "jane@acme.example");
  await crm("product", "add", "Workshop", "--sku", "WS1", "--price", "1200");
  await crm("agreement", "add", "--contact", "jane", "--discount", "5");
  await crm(
    "quote",
    "add",
    "jane",
    "--line",
    "WS1",
    "--terms",
    "as told Jane Roe",
    "--note",
    "jane is in a hurry",
  );
  return crm;
}

describe("quotes and agreements of a person", () => {
  it("are in what is held about them", async () => {
    const held = JSON.stringify(await (await offered()).json("contact", "access", "jane"));
    for (const word of ["Q-2026-0001", "as told Jane Roe", "jane is in a hurry"])
      expect(held).toContain(word);
    expect(held).toContain('"agreement"');
  });

  it("keep numbers and amounts when the person is erased, and no words", async () => {
    const crm = await offered();
    expect((await crm("contact", "erase", "jane", "--confirm", "Jane Roe", "--yes")).code).toBe(0);
    const quote = await crm.json("quote", "show", "1");
    expect(quote).toMatchObject({ number: "Q-2026-0001", netMinor: 114_000, terms: null, note: null });
    expect(JSON.stringify(quote)).not.toContain("Jane");
    expect(await crm.json("agreement", "list")).toEqual([]);
  });

  it("go to the contact that stays when two are merged", async () => {
    const crm = await offered();
    await crm("contact", "add", "J. Roe");
    expect((await crm("contact", "merge", "2", "1", "--yes")).code).toBe(0);
    expect(await crm.json("quote", "show", "1")).toMatchObject({ contactId: 2 });
    expect(await crm.json("agreement", "list")).toMatchObject([{ contactId: 2 }]);
  });

  it("come back from an export of everything", async () => {
    const crm = await offered();
    const { out } = await crm("export", "all");
    const other = setupCrm();
    expect((await other.withInput(out, "import", "all", "-")).code).toBe(0);
    expect(await other.json("quote", "show", "1")).toMatchObject({
      netMinor: 114_000,
      lines: [{ sku: "WS1" }],
    });
  });
});
