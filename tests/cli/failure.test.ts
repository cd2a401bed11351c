import { describe, expect, it } from "vitest";
import { setupCrm } from "../support/crm.ts";

/** C1's CSI and a mark that turns the direction of what follows. */
const acting = "\u009b31m\u202e";

describe("what is printed as JSON besides records", () => {
  it("an error names what was typed without acting on the terminal", async () => {
    const crm = setupCrm();
    const { code, err } = await crm("contact", "show", "x" + acting, "--json");
    expect(code).toBe(3);
    expect(err).not.toMatch(/[\u009b\u202e]/);
    expect(JSON.parse(err).error.message).toContain(acting);
  });

  it("the answer that --idem keeps reads as it did the first time, byte by byte", async () => {
    const crm = setupCrm();
    await crm("template", "add", "hello", "--subject", "Hi", "--body", "a" + acting);
    const line = ["template", "delete", "hello", "--yes", "--idem", "k", "--json"];
    const first = await crm(...line);
    expect(first.out).not.toMatch(/[\u009b\u202e]/);
    expect(await crm(...line)).toMatchObject({ code: 0, out: first.out });
  });
});
