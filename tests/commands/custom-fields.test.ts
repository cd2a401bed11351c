import { describe, expect, it } from "vitest";
import { type Crm, setupCrm } from "../support/crm.ts";

async function must(crm: Crm, ...argv: readonly string[]): Promise<string> {
  const { code, out, err } = await crm(...argv);
  if (code !== 0) throw new Error("crm " + argv.join(" ") + ": " + err);
  return out;
}

/** How a record of each noun is made; all of them have the number 1. */
const adds: Readonly<Record<string, readonly string[]>> = {
  product: ["Workstation", "--sku", "WS1", "--price", "1200"],
  quote: ["jane", "--line", "Travel @ 120"],
  agreement: ["--contact", "jane", "--perk", "free delivery"],
  campaign: ["spring"],
  survey: ["yearly"],
  ticket: ["jane", "late delivery"],
  invoice: ["R-1", "jane", "--amount", "90"],
};

async function withFields(noun: string): Promise<Crm> {
  const crm = setupCrm();
  await must(crm, "contact", "add", "Jane Roe", "--email", "jane@acme.example");
  await must(crm, "field", "add", noun, "region", "--type", "choice", "--choice", "north,south");
  await must(crm, "field", "add", noun, "weight", "--type", "number");
  return crm;
}

describe.each(Object.entries(adds))("custom fields of a %s", (noun, words) => {
  it("are set, shown, filtered, sorted by, changed and taken away", async () => {
    const crm = await withFields(noun);
    await must(crm, noun, "add", ...words, "--set", "region=South", "--set", "weight=12.5");
    expect(await crm.json(noun, "show", "1")).toMatchObject({ fields: { region: "south", weight: "12.5" } });
    expect(await must(crm, noun, "show", "1", "--format", "table")).toContain("region: south · weight: 12.5");
    expect(await must(crm, noun, "list", "region = south and weight > 12", "-q")).toBe("1\n");
    expect(
      await must(crm, noun, "list", "--sort", "-weight", "--fields", "id,weight", "--format", "csv"),
    ).toBe("id,weight\n1,12.5\n");
    await must(crm, noun, "edit", "1", "--set", "region=north", "--set", "weight=");
    expect(await crm.json(noun, "show", "1")).toMatchObject({ fields: { region: "north" } });
    await must(crm, "undo");
    expect(await crm.json(noun, "show", "1")).toMatchObject({ fields: { region: "south", weight: "12.5" } });
  });

  it("stay text in our own export where they were added as such, though all look like numbers", async () => {
    const [crm, other, third] = [setupCrm(), setupCrm(), setupCrm()];
    for (const one of [crm, other]) await must(one, "field", "add", "contact", "Plate", "--type", "text");
    for (const plate of ["45631", "1.50"])
      await must(crm, "contact", "add", plate, "--set", "Plate=" + plate);
    const { out } = await crm("export", "contacts");
    for (const one of [other, third])
      await one.withInput(out, "import", "contacts", "-", "--extra", "fields");
    const fields = ["contact", "list", "--fields", "Plate"];
    expect(await other.json(...fields)).toEqual([{ Plate: "45631" }, { Plate: "1.50" }]);
    expect(await third.json(...fields)).toEqual([{ Plate: 45631 }, { Plate: 1.5 }]);
  });

  it("may have quotes in their names, which are no SQL", async () => {
    const crm = setupCrm();
    const file = 'Name,"5"" disk","x"", (SELECT 1) AS ""y"\nJane,big,small\n';
    await crm.withInput(file, "import", "contacts", "-", "--extra", "fields");
    const fields = ["--fields", 'name,5" disk'];
    expect(await crm.json("contact", "list", ...fields)).toEqual([{ name: "Jane", '5" disk': "big" }]);
    expect((await crm("export", "contacts")).out).toContain('"5"" disk"');
  });

  it("are refused where they are not there or do not fit, and go with their record", async () => {
    const crm = await withFields(noun);
    const wrong = await crm(noun, "add", ...words, "--set", "region=east");
    expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('"east" is no choice') });
    const unknown = await crm(noun, "add", ...words, "--set", "size=3");
    expect(unknown).toMatchObject({ code: 2, err: expect.stringContaining(noun + ' has no field "size"') });
    await must(crm, noun, "add", ...words, "--set", "weight=3");
    await must(crm, noun, "delete", "1", "--yes");
    expect(crm.db.all("SELECT * FROM custom_value")).toEqual([]);
  });
});

describe("columns of a file that are custom fields", () => {
  it.each([
    ["products", "sku,name,weight\nB,Book,3\n", "product"],
    ["quotes", "number,customer,lines,weight\nN-1,Jo,Book @ 5,3\n", "quote"],
    ["campaigns", "name,weight\nFair,3\n", "campaign"],
    ["tickets", "subject,customer,created,weight\nLate,Jo,2026-11-02,3\n", "ticket"],
  ])("come in with %s", async (kind, text, noun) => {
    const crm = setupCrm();
    await must(crm, "field", "add", noun, "weight", "--type", "number");
    await crm.withInput(text, "import", kind, "-");
    expect(await crm.json(noun, "show", "1")).toMatchObject({ fields: { weight: "3" } });
    const again = await crm.withInput(text.replace(/3\n$/, "4\n"), "import", kind, "-", "--json");
    expect(JSON.parse(again.out)).toMatchObject({ updated: 1, created: 0 });
    expect(await crm.json(noun, "show", "1")).toMatchObject({ fields: { weight: "4" } });
    const heavy = await crm.withInput(text.replace(/3\n$/, "heavy\n"), "import", kind, "-");
    expect(heavy).toMatchObject({ code: 1, err: expect.stringContaining('"heavy" is no number') });
  });
});
