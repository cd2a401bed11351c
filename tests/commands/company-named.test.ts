import { describe, expect, it } from "vitest";
import { setupCrm } from "../support/crm.ts";

async function withTwins() {
  const crm = setupCrm();
  await crm("company", "add", "Acme GmbH");
  await crm("company", "add", "Acme AG");
  return crm;
}

describe("companies that differ by their legal form only", () => {
  it("are told apart by the whole name, in any case of letters", async () => {
    const crm = await withTwins();
    expect((await crm("company", "show", "acme ag", "-q")).out).toBe("2\n");
    await crm("deal", "add", "Website", "--company", "Acme GmbH");
    expect((await crm("deal", "list", "--fields", "company", "--no-header")).out).toBe("Acme GmbH\n");
  });

  it("are asked about where the form is not said", async () => {
    const crm = await withTwins();
    expect(await crm("company", "show", "Acme")).toMatchObject({
      code: 4,
      err: expect.stringContaining("Acme AG"),
    });
  });
});

describe("where a person works", () => {
  const employers = ["contact", "list", "--fields", "company", "--no-header", "--sort", "id"];

  it("can be said by the company's number", async () => {
    const crm = await withTwins();
    await crm("contact", "add", "Jane Roe", "--company", "2");
    await crm("contact", "add", "Jim Poe", "--company", "#1");
    expect((await crm(...employers)).out).toBe("Acme AG\nAcme GmbH\n");
    await crm("contact", "edit", "jim", "--company", "2");
    expect((await crm(...employers)).out).toBe("Acme AG\nAcme AG\n");
    expect((await crm("company", "list", "-q")).out).toBe("1\n2\n");
  });

  it("can be a company that is called by a number, and none that is gone", async () => {
    const crm = await withTwins();
    await crm("contact", "add", "Jane Roe", "--company", "1848");
    expect((await crm(...employers)).out).toBe("1848\n");
    await crm("company", "delete", "2", "--yes");
    expect(await crm("contact", "add", "Jim Poe", "--company", "2")).toMatchObject({
      code: 3,
      err: expect.stringContaining('no company "2" any more'),
    });
    expect((await crm("contact", "add", "Jim Poe", "--company", "#77")).code).toBe(3);
  });
});
