import { describe, expect, it } from "vitest";
import { setupCrm } from "../support/crm.ts";

async function withThreeYears() {
  const crm = setupCrm();
  await crm("contact", "add", "Jane Roe", "--now", "2024-05-01", "--idem", "a");
  await crm("contact", "add", "Tom Okafor", "--now", "2025-05-01");
  await crm("contact", "add", "Ida Lind", "--now", "2026-05-01");
  return crm;
}

describe("crm journal trim", () => {
  it("cuts off what is older, and history and undo say where they end", async () => {
    const crm = await withThreeYears();
    const { code, err } = await crm("journal", "trim", "--before", "2026-01-01", "--yes");
    expect([code, err]).toEqual([0, expect.stringContaining("Cut off 2 commands")]);
    expect((await crm("history", "-q")).out).toBe("3\n");
    expect((await crm("history")).err).toContain("what was done before 2026-01-01 was cut off by me");
    expect((await crm("undo")).code).toBe(0);
    const refused = await crm("undo");
    expect(refused.code).toBe(1);
    expect(refused.err).toContain(
      "nothing to undo: what was done earlier was cut off the journal by me on 2026-11-21",
    );
  });

  it("is asked about, and shows with --dry-run what it would do", async () => {
    const crm = await withThreeYears();
    expect((await crm("journal", "trim", "--before", "2026-01-01")).code).toBe(2);
    const { err } = await crm("journal", "trim", "--before", "2026-01-01", "--dry-run");
    expect(err).toContain("would cut off 2 commands");
    expect((await crm("history", "-q")).out).toBe("3\n2\n1\n");
  });

  it("keeps an undone command as long as the undo that points to it", async () => {
    const crm = await withThreeYears();
    await crm("undo", "3");
    await crm("journal", "trim", "--before", "2026-06-01", "--yes");
    expect((await crm("redo", "3")).code).toBe(0);
    expect((await crm("contact", "list", "-q")).out).toBe("1\n2\n3\n");
  });

  it("leaves the records as they are", async () => {
    const crm = await withThreeYears();
    await crm("journal", "trim", "--before", "2027-01-01", "--yes");
    expect((await crm("contact", "list", "-q")).out).toBe("1\n2\n3\n");
    expect((await crm("doctor")).code).toBe(0);
  });
});

describe("--idem on a write that takes its record away", () => {
  it("answers a second call with 0: it was done", async () => {
    const crm = await withThreeYears();
    const line = ["contact", "delete", "jane", "--yes", "--idem", "k"];
    expect((await crm(...line)).code).toBe(0);
    const again = await crm(...line);
    expect([again.code, again.out]).toEqual([0, ""]);
    expect(again.err).toContain("done before");
    expect((await crm("contact", "list", "-q")).out).toBe("2\n3\n");
    expect((await crm("contact", "delete", "jane", "--yes", "--idem", "other")).code).toBe(3);
  });

  it.each([
    ["contact", ["contact", "delete", "jane"]],
    ["two contacts", ["contact", "delete", "--where", "id >= 2"]],
    ["deal", ["deal", "delete", "1"]],
    ["company", ["company", "delete", "acme"]],
    ["follow-up", ["followup", "delete", "1"]],
    ["order", ["order", "delete", "1"]],
    ["template", ["template", "delete", "hello"]],
  ])("answers a second delete (%s) with what the first one answered", async (_, words) => {
    const crm = await withThreeYears();
    await crm("company", "add", "Acme");
    await crm("deal", "add", "Website", "--contact", "jane");
    await crm("followup", "add", "call", "--due", "2027-01-01");
    await crm("order", "add", "jane", "--amount", "5");
    await crm("template", "add", "hello", "--subject", "Hello", "--body", "Hello");
    const line = [...words, "--yes", "--idem", "k", "--json"];
    const first = await crm(...line);
    const again = await crm(...line);
    expect(first.out).toContain('"id"');
    expect(again.code).toBe(0);
    expect(JSON.parse(again.out)).toMatchObject(JSON.parse(first.out));
  });
});
