import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scratch } from "../support/built.ts";
import { type Crm, setupCrm } from "../support/crm.ts";

function fileOf(...lines: readonly string[]): string {
  const file = join(scratch(), "two.csv");
  writeFileSync(file, lines.join("\n") + "\n");
  return file;
}

const listed = (crm: Crm, noun: string, fields: string) =>
  crm.json(noun, "list", "--sort", "id", "--fields", fields);

describe("two columns for one field", () => {
  const view = "Record ID,First Name,Last Name,Lead Status,Lifecycle Stage,Create Date";

  it("of HubSpot's contacts: the linked company, and the name that was typed where none is linked", async () => {
    const crm = setupCrm();
    const file = fileOf(
      view + ",Company Name,Associated Company,Associated Company IDs",
      "1,Jane,Roe,OPEN,lead,2024-03-12 09:14,Acme,,",
      "2,Tom,Okafor,OPEN,lead,2024-03-12 09:14,Typed,Linked,8001",
      "3,Ann,Lee,OPEN,lead,2024-03-12 09:14,,,",
    );
    const { err } = await crm("import", "contacts", file, "--extra", "fields");
    expect(err).toContain("  3 new\n");
    expect(err).not.toMatch(/not used:.*Company|made .*Company/);
    expect(await listed(crm, "contact", "name,company")).toEqual([
      { name: "Jane Roe", company: "Acme" },
      { name: "Tom Okafor", company: "Linked" },
      { name: "Ann Lee", company: null },
    ]);
    expect(await crm.json("import", "contacts", file)).toMatchObject({ unchanged: 3 });
  });

  it("of Zoho's contacts, after an account was called company", async () => {
    const crm = setupCrm();
    const file = fileOf(
      "Record Id,Contact Owner.id,Lead Source,Email Opt Out,Salutation,Last Name,Account Name.id,Account Name,Company Name.id,Company Name",
      "z1,o1,,false,,Roe,,,z77,Acme",
      "z2,o1,,false,,Okafor,z78,Nord,,",
    );
    await crm("import", "contacts", file);
    expect(await listed(crm, "contact", "name,company")).toEqual([
      { name: "Roe", company: "Acme" },
      { name: "Okafor", company: "Nord" },
    ]);
    const keys = "SELECT key FROM external_id WHERE noun = 'company' ORDER BY key";
    expect(crm.db.all(keys)).toEqual([{ key: "z77" }, { key: "z78" }]);
  });

  it("of Pipedrive's people: the organization by either name", async () => {
    const crm = setupCrm();
    const file = fileOf(
      "Person - ID,Person - Name,Person - Owner,Person - Organization,Organization - Name",
      "1,Jane Roe,Sam,,Acme",
      "2,Tom Okafor,Sam,Nord,",
    );
    await crm("import", "contacts", file);
    expect(await listed(crm, "contact", "company")).toEqual([{ company: "Acme" }, { company: "Nord" }]);
  });

  it("of Stripe's payments and customers, dates and names", async () => {
    const crm = setupCrm();
    const paid = "Amount Refunded,Currency,Captured,PaymentIntent ID,Seller Message,Customer Email";
    const payments = fileOf(
      "id,Created date (UTC),Created (UTC),Amount," + paid,
      "ch_1,,2024-06-07 02:38:54,49.90,0.00,eur,true,,,jane@acme.example",
      "ch_2,2024-06-08 02:38:54,,10.00,0.00,eur,true,,,jane@acme.example",
    );
    await crm("import", "orders", payments);
    expect(await listed(crm, "order", "orderDate")).toEqual([
      { orderDate: "2024-06-07" },
      { orderDate: "2024-06-08" },
    ]);
    const spent = "Delinquent,Card Name,Total Spend,Payment Count,Average Order";
    const customers = fileOf(
      "id,Description,Email,Name,Created (UTC)," + spent,
      "cus_1,,jane@acme.example,,2024-06-01 10:00,false,Jane Roe,,,",
      "cus_2,,tom@nord.example,Tom Okafor,2024-06-01 10:00,false,T OKAFOR,,,",
    );
    await crm("import", "contacts", customers);
    expect(await listed(crm, "contact", "name")).toEqual([{ name: "Jane Roe" }, { name: "Tom Okafor" }]);
  });

  it("of a mapping: the one that stands there first, and the mapping before the product", async () => {
    const crm = setupCrm();
    const file = fileOf(
      view + ",Associated Company,Firm,Shop",
      "1,Jane,Roe,OPEN,lead,2024-03-12 09:14,Linked,,Corner",
      "2,Tom,Okafor,OPEN,lead,2024-03-12 09:14,Linked,Nord,Corner",
      "3,Ann,Lee,OPEN,lead,2024-03-12 09:14,Linked,,",
    );
    const map = join(scratch(), "m.toml");
    writeFileSync(map, '[columns]\n"Firm" = "company several"\n"Shop" = "company several"\n');
    await crm("import", "contacts", file, "--map", map, "--save-map", map + "2");
    const companies = [{ company: "Corner" }, { company: "Nord" }, { company: "Linked" }];
    expect(await listed(crm, "contact", "company")).toEqual(companies);
    const other = setupCrm();
    await other("import", "contacts", file, "--map", map + "2");
    expect(await listed(other, "contact", "company")).toEqual(companies);
  });

  it("that are only guessed from their names leave the farther one out, as ever", async () => {
    const crm = setupCrm();
    const { err } = await crm("import", "contacts", fileOf("Name,Company,Firma", "Jane Roe,,Acme"));
    expect(err).toContain("not used: Firma");
  });
});
