import { describe, expect, it } from "vitest";
import { setupCrm } from "../support/crm.ts";

async function withOldLeads() {
  const crm = setupCrm();
  for (const [name, now] of [
    ["Old Lead", "2024-01-10"],
    ["Old But Called", "2024-01-10"],
    ["Old With Deal", "2024-01-10"],
    ["New Lead", "2026-10-01"],
  ] as const) {
    await crm("contact", "add", name, "--now", now);
  }
  await crm("log", "call", "2", "hello", "--at", "2026-06-01");
  await crm("deal", "add", "Shop", "--contact", "3");
  await crm("contact", "edit", "3", "--lifecycle", "lead");
  return crm;
}

describe("crm retain", () => {
  it("says that there is no rule before one is set", async () => {
    const { code, err } = await setupCrm()("retain");
    expect(code).toBe(1);
    expect(err).toContain("crm retain --keep lead --months 24");
  });

  it("lists who was not heard of since, but for those with something open, and erases nobody", async () => {
    const crm = await withOldLeads();
    await crm("retain", "--keep", "lead", "--months", "24");
    const { out, err } = await crm("retain", "--dry-run", "--json");
    expect(JSON.parse(out)).toMatchObject([{ id: 1, name: "Old Lead", lastDate: "2024-01-10" }]);
    expect(err).toContain("nothing was erased");
    expect((await crm("contact", "list", "-q")).out).toBe("1\n2\n3\n4\n");
  });

  it("erases them when the word is typed", async () => {
    const crm = await withOldLeads();
    await crm("retain", "--keep", "lead", "--months", "24");
    expect((await crm("retain", "--confirm", "yes")).code).toBe(2);
    expect((await crm("retain", "--confirm", "erase")).code).toBe(0);
    expect((await crm("contact", "list", "-q")).out).toBe("2\n3\n4\n");
  });
});
