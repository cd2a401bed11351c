import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scratch } from "../support/built.ts";
import { type Crm, setupCrm } from "../support/crm.ts";
import { dump } from "../support/dump.ts";

function fileOf(text: string): string {
  const file = join(scratch(), "products.csv");
  writeFileSync(file, text);
  return file;
}

const german = `Artikelnummer;Bezeichnung;Preis;Einkaufspreis;Einheit;MwSt;Abrechnung
WS1;Workshop;1.200,00;300,00;Tag;19;
SUP;Support;90,00;;;19 %;monatlich
BK;Buch;20,00;12,50;;7;
`;

describe("crm import products", () => {
  it("reads a price list, and the same one again changes nothing", async () => {
    const crm = setupCrm();
    const file = fileOf(german);
    expect(await crm.json("import", "products", file)).toMatchObject({ created: 3, rejected: 0 });
    expect(await crm.json("product", "show", "ws1")).toMatchObject({
      ...{
        name: "Workshop",
        priceMinor: 120_000,
        costMinor: 30_000,
        unit: "Tag",
        tax: 0.19,
        recurring: null,
      },
    });
    expect(await crm.json("product", "show", "sup")).toMatchObject({ recurring: "month", costMinor: null });
    expect(await crm.json("import", "products", file)).toMatchObject({ created: 0, unchanged: 3 });
    const raised = fileOf(german.replace("1.200,00", "1.300,00").replace("WS1", "ws1"));
    expect(await crm.json("import", "products", raised)).toMatchObject({ updated: 1, unchanged: 2 });
    expect(await crm.json("product", "show", "ws1")).toMatchObject({ priceMinor: 130_000 });
    await crm("undo", "3");
    expect(await crm.json("product", "list")).toEqual([]);
  });

  it("counts a product that only gets its id as changed, once", async () => {
    const crm = setupCrm();
    await crm("product", "add", "Workshop");
    const file = fileOf("product id,name\nP-9,Workshop\n");
    expect(await crm.json("import", "products", file)).toMatchObject({ updated: 1, unchanged: 0 });
    expect(await crm.json("import", "products", file)).toMatchObject({ updated: 0, unchanged: 1 });
  });

  it("takes back what is sold no longer and what goes with what, wherever that stands in the file", async () => {
    const crm = setupCrm();
    await crm("product", "add", "Support", "--sku", "SUP", "--active", "no");
    await crm("product", "add", "Workshop", "--goes-with", "SUP");
    await crm("product", "add", "Workshop XL", "--sku", "WX", "--upgrade-of", "Workshop");
    await crm("product", "edit", "SUP", "--upgrade-of", "WX");
    const shown = (from: Crm) =>
      from.json(
        "product",
        "list",
        "--sort",
        "id",
        "--fields",
        "sku,name,isActive,goesWith,upgradeOf,upgrades",
      );
    const file = fileOf((await crm("export", "products")).out);
    const other = setupCrm();
    const empty = dump(other.db);
    expect(await other.json("import", "products", file)).toMatchObject({ created: 3 });
    expect(await shown(other)).toEqual(await shown(crm));
    expect(await other.json("import", "products", file)).toMatchObject({ created: 0, unchanged: 3 });
    await other("undo");
    expect(dump(other.db)).toEqual(empty);
    // Two of three are there and have no links: the file brings them, and undo takes them away again.
    await other("product", "add", "Workshop");
    await other("product", "add", "Support", "--sku", "SUP", "--active", "no");
    const before = dump(other.db);
    expect(await other.json("import", "products", file)).toMatchObject({ created: 1, updated: 1 });
    expect(await shown(other)).toHaveLength(3);
    await other("undo");
    expect(dump(other.db)).toEqual(before);
  });

  it("takes back links with names that hold semicolons and quotes, each name as one", async () => {
    const crm = setupCrm();
    for (const name of ["Cup; blue", '27" screen', '"Cup"', "Cup", "blue"]) await crm("product", "add", name);
    await crm("product", "add", "Set", "--sku", "S;1");
    await crm("product", "edit", "6", "--goes-with", "1", "--goes-with", "2", "--goes-with", "3");
    await crm("product", "edit", "1", "--upgrade-of", "6", "--upgrade-of", "4");
    const links = (from: Crm) =>
      from.json("product", "list", "--sort", "id", "--fields", "name,goesWith,upgradeOf,upgrades");
    expect((await links(crm))[5]).toEqual({
      ...{ name: "Set", goesWith: ['"Cup"', '27" screen', "Cup; blue"], upgradeOf: [] },
      upgrades: ["Cup; blue"],
    });
    for (const format of ["csv", "tsv"]) {
      const other = setupCrm();
      const { out } = await crm("export", "products", "--format", format);
      const taken = await other("import", "products", fileOf(out));
      expect(taken).toMatchObject({ code: 0, err: expect.not.stringContaining("left out") });
      expect(await links(other)).toEqual(await links(crm));
    }
  });

  it("leaves out a link that cannot be, says so, and refuses a product that goes with itself", async () => {
    const crm = setupCrm();
    const rows = "sku,name,active,goes with,upgrade of\nA,Alpha,yes,Z9,B\nB,Beta,no,,C\nC,Gamma,,,A\n";
    const { code, err } = await crm("import", "products", fileOf(rows));
    expect(code).toBe(0);
    expect(err).toContain('A goes with "Z9", which is no product: left out');
    expect(err).toMatch(/product \w would be an upgrade of itself: .* > .* > .* > .*: left out/);
    const wrong = (text: string) => crm("import", "products", fileOf(text));
    expect((await wrong("sku,goesWith\nA,B; a\n")).err).toContain(
      'line 2, column goesWith: "a" is the product itself',
    );
    expect((await wrong("sku,isActive\nA,perhaps\n")).err).toContain(
      'line 2, column isActive: "perhaps" is neither yes nor no',
    );
  });

  it("takes its own export, and refuses a tax of 900 % with the line", async () => {
    const crm = setupCrm();
    await crm(
      "product",
      "add",
      "Workshop",
      "--sku",
      "WS1",
      "--price",
      "1200",
      "--tax",
      "7.7",
      "--recurring",
      "year",
    );
    const { out } = await crm("export", "products");
    const other = setupCrm();
    await other("import", "products", fileOf(out));
    expect(await other.json("product", "list")).toMatchObject([
      { sku: "WS1", priceMinor: 120_000, tax: 0.077, recurring: "year" },
    ]);
    const { code, err } = await other("import", "products", fileOf("sku,price,tax\nA,5,900\n"));
    expect(code).toBe(1);
    expect(err).toContain('line 2, column tax: "900" is no tax rate');
  });
});
