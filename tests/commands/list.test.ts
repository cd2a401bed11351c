import { describe, expect, it } from "vitest";
import { setupCrm } from "../support/crm.ts";

describe("a list", () => {
  it("shows an amount in its own currency, and names the currency beside raw amounts", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Jane Roe");
    await crm("deal", "add", "Website", "--contact", "jane", "--amount", "5 USD");
    expect((await crm("deal", "list")).out).toContain("5.00 USD");
    expect((await crm("deal", "list", "--fields", "amountMinor")).out).toContain("5.00 USD");
    const [header, row] = (await crm("deal", "list", "--format", "csv")).out
      .trim()
      .split("\n")
      .map((line) => line.split(","));
    expect(row![header!.indexOf("currency")]).toBe("USD");
  });

  it("takes the filter as words, with --where and with --segment, all at once", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Jane Roe", "--city", "Berlin", "--tag", "vip");
    await crm("contact", "add", "Tom Okafor", "--city", "Berlin");
    await crm("contact", "add", "Lena Vogt", "--city", "Köln", "--tag", "vip");
    await crm("segment", "save", "key", "tag = vip");
    expect((await crm("contact", "list", "city = berlin", "-q")).out).toBe("1\n2\n");
    expect((await crm("contact", "list", "--where", "city = KÖLN", "-q")).out).toBe("3\n");
    expect((await crm("contact", "list", "city = berlin", "--segment", "key", "-q")).out).toBe("1\n");
  });

  it("sorts by any field, missing values last, and stops at the limit", async () => {
    const crm = setupCrm();
    for (const name of ["Tom Okafor", "Ida Lind", "Zoë Müller"]) await crm("contact", "add", name);
    await crm("order", "add", "1", "--amount", "10");
    await crm("order", "add", "3", "--amount", "20");
    expect((await crm("contact", "list", "--sort", "name", "-q")).out).toBe("2\n1\n3\n");
    expect((await crm("contact", "list", "--sort", "-spent,name", "--limit", "2", "-q")).out).toBe("3\n1\n");
    expect((await crm("contact", "list", "--sort", "-last_order", "-q")).out.endsWith("2\n")).toBe(true);
  });

  it("names what is wrong with a filter and where, and ends with 2", async () => {
    const { code, out, err } = await setupCrm()("contact", "list", "citty = Berlin");
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain('Did you mean "city"?');
  });
});
