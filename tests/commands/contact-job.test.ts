import { describe, expect, it } from "vitest";
import { setupCrm } from "../support/crm.ts";

describe("what somebody is at a company", () => {
  const job = ["--fields", "company,role,department", "--no-header", "--format", "csv"];

  it("is said with the company, and changed on its own", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Jane Roe", "--company", "Acme", "--role", "Buyer", "--department", "Sales");
    expect((await crm("contact", "list", ...job)).out).toBe("Acme,Buyer,Sales\n");
    await crm("contact", "edit", "jane", "--department", "Purchasing");
    expect((await crm("contact", "list", ...job)).out).toBe("Acme,Buyer,Purchasing\n");
    await crm("contact", "edit", "jane", "--role", "");
    expect((await crm("contact", "list", ...job)).out).toBe("Acme,,Purchasing\n");
    await crm("contact", "edit", "jane", "--company", "Acme", "--role", "Boss");
    expect((await crm("contact", "list", ...job)).out).toBe("Acme,Boss,Purchasing\n");
  });

  it.each(["--role", "--department"])("is not lost without a company: %s", async (option) => {
    const crm = setupCrm();
    expect(await crm("contact", "add", "Jane Roe", option, "Sales")).toMatchObject({
      code: 2,
      err: `crm: ${option} says what somebody is at a company (add --company)\n`,
    });
    await crm("contact", "add", "Jim Poe");
    expect(await crm("contact", "edit", "jim", option, "Sales")).toMatchObject({
      code: 1,
      err: `crm: ${option}: contact 1 works nowhere (add --company)\n`,
    });
  });
});
