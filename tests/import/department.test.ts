import { expect, it } from "vitest";
import { setupCrm } from "../support/crm.ts";

it("shows the department that a file names, in lists, filters, on the card, and in what goes out and comes back", async () => {
  const crm = setupCrm({ terminal: 100 });
  await crm.withInput("Name,Company,Abteilung,Role\nJane Roe,Acme,Sales,Boss\n", "import", "contacts", "-");
  expect(await crm.json("contact", "list", "department = sales", "--fields", "name,role,department")).toEqual(
    [{ name: "Jane Roe", role: "Boss", department: "Sales" }],
  );
  expect((await crm("contact", "show", "1", "--no-color")).out).toContain("Boss, Sales, Acme");
  const card = (await crm("export", "vcard")).out;
  expect(card).toContain("\r\nORG:Acme;Sales\r\n");
  const csv = (await crm("export", "contacts", "--format", "csv")).out;
  for (const text of [card, csv]) {
    expect((await crm.withInput(text, "import", "contacts", "-")).err).toContain("1 unchanged");
    const other = setupCrm();
    await other.withInput(text, "import", "contacts", "-");
    expect(await other.json("contact", "show", "1")).toMatchObject({ department: "Sales", role: "Boss" });
  }
});
