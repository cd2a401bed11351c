import { describe, expect, it } from "vitest";
import { setupCrm } from "../support/crm.ts";

async function withThree() {
  const crm = setupCrm();
  for (const name of ["jane", "tom", "ida"]) {
    await crm("contact", "add", name, "--email", `${name}@x.example`, "--phone", "+49 30 23125120");
  }
  await crm("consent", "withdraw", "jane", "--channel", "email");
  await crm("consent", "give", "tom", "--channel", "email");
  return crm;
}

describe("an export of contacts", () => {
  it("leaves out the way to who refused it, and says so; the rest of the row stays", async () => {
    const crm = await withThree();
    const { out, err } = await crm("export", "contacts", "--fields", "id,email,phone");
    expect(out).toBe(
      "id,email,phone\n1,,'+49 30 23125120\n2,tom@x.example,'+49 30 23125120\n3,ida@x.example,'+49 30 23125120\n",
    );
    expect(err).toContain(
      "1 contact refuses email: that way to reach them is left empty (--ignore-consent fills it)",
    );
  });

  it("takes it along only when --ignore-consent is typed", async () => {
    const crm = await withThree();
    const { out, err } = await crm("export", "contacts", "--fields", "email", "--ignore-consent");
    expect(out).toBe("email\njane@x.example\ntom@x.example\nida@x.example\n");
    expect(err).toBe("");
  });

  it("--for a channel leaves the contact out, with --agreed all who have not agreed", async () => {
    const crm = await withThree();
    const ids = async (...more: string[]) =>
      (await crm("export", "contacts", "--for", "email", "--fields", "id", ...more)).out;
    expect(await ids()).toBe("id\n2\n3\n");
    expect(await ids("--agreed")).toBe("id\n2\n");
    expect(await ids("--agreed", "id = 3")).toBe("id\n");
    expect(await ids("--purpose", "newsletter", "--agreed")).toBe("id\n");
  });

  it("heeds refusals as vCards too", async () => {
    const crm = await withThree();
    const { out } = await crm("export", "vcard");
    expect(out).not.toContain("jane@x.example");
    expect(out).toContain("tom@x.example");
  });

  it("says nothing where nobody has refused", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "jane", "--email", "jane@x.example");
    const { out, err } = await crm("export", "contacts", "--fields", "email");
    expect([out, err]).toEqual(["email\njane@x.example\n", ""]);
  });
});

describe("an import of orders", () => {
  it("does not bring an erased customer back", async () => {
    const crm = await withThree();
    await crm("contact", "erase", "jane", "--confirm", "1");
    const file = "order,date,amount,email,name\nA1,2026-11-01,10,jane@x.example,jane\n";
    const { code, err } = await crm.withInput(file, "import", "orders", "-");
    expect([code, err]).toEqual([1, expect.stringContaining("erased on 2026-11-21")]);
  });
});
