import { describe, expect, it } from "vitest";
import { setupCrm } from "../support/crm.ts";

const refused = "crm: --idem k was the key of crm contact add: nothing was done (take another key)\n";

describe("a key of --idem that another command has had", () => {
  it.each([
    [["company", "add", "Acme"]],
    [["contact", "edit", "jane", "--city", "Wien"]],
    [["contact", "delete", "jane", "--yes"]],
    [["contact", "delete", "nobody", "--yes"]],
    [["contact", "merge", "1", "2", "--yes"]],
    [["contact", "erase", "jane", "--confirm", "Jane Roe"]],
    [["undo"]],
  ])("is refused, and nothing is written: %j", async (argv) => {
    const crm = setupCrm();
    await crm("contact", "add", "Jane Roe", "--idem", "k");
    await crm("contact", "add", "Tom Okafor");
    const before = (await crm("history", "-q")).out;
    expect(await crm(...argv, "--idem", "k")).toEqual({ code: 4, out: "", err: refused });
    expect((await crm("history", "-q")).out).toBe(before);
  });

  it("is refused to an import and to the rules of retention", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Jane Roe", "--now", "2019-01-01T09:00:00Z", "--idem", "k");
    await crm("retain", "--keep", "lead", "--months", "24");
    const taken = await crm.withInput("name\nIda Lind\n", "import", "contacts", "-", "--idem", "k");
    expect(taken).toMatchObject({ code: 4, out: "", err: expect.stringContaining(refused) });
    expect(await crm("retain", "--confirm", "erase", "--idem", "k")).toMatchObject({ code: 4, err: refused });
    expect((await crm("contact", "list", "-q")).out).toBe("1\n");
  });

  it("that named somebody who was erased since is refused in words too, also of what is not found", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Jane Roe", "--idem", "k");
    await crm("contact", "erase", "jane", "--confirm", "Jane Roe");
    expect(await crm("contact", "delete", "jane", "--yes", "--idem", "k")).toEqual({
      code: 4,
      out: "",
      err: refused,
    });
    expect((await crm("contact", "add", "Jane Roe", "--idem", "k")).err).toContain("has been erased since");
  });

  it("whose work was undone is answered as before, and the answer says that it is not there", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Jane Roe", "--idem", "k");
    expect((await crm("contact", "add", "Jane Roe", "--idem", "k")).err).not.toContain("undone");
    await crm("undo");
    const again = await crm("contact", "add", "Jane Roe", "--idem", "k");
    expect(again.code).toBe(0);
    expect(again.err).toContain("note: what --idem k wrote was undone since: nothing is written");
    expect((await crm("contact", "list", "-q")).out).toBe("");
  });
});
