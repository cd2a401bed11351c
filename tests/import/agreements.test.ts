import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scratch } from "../support/built.ts";
import { type Crm, setupCrm } from "../support/crm.ts";

async function seller(): Promise<Crm> {
  const crm = setupCrm();
  await crm("product", "add", "Workstation", "--sku", "WS1", "--price", "1200");
  await crm("contact", "add", "Jane Roe", "--email", "jane@acme.example");
  await crm("segment", "save", "west", "city = Bonn");
  return crm;
}

async function taken(crm: Crm, noun: string, text: string) {
  const ran = await crm.withInput(text, "import", noun, "-", "--json");
  if (ran.out === "") throw new Error(ran.err);
  return JSON.parse(ran.out) as Record<string, unknown>;
}

const agreements =
  "Ansprechpartner;E-Mail;Firma;Kundengruppe;Artikelnummer;Preis;Rabatt;Zugabe;Gültig ab;Gültig bis\n" +
  "Jane Roe;jane@acme.example;;;WS1;1.100,50;;;01.01.2026;31.12.2026\n;;Nord;;WS1;;7,5 %;;;\n" +
  ";;;west;;;5;;;31.12.2026\nJane Roe;;;;;;;Lieferung frei;;\n";

describe("crm import agreements", () => {
  it("takes prices, discounts and perks with contacts, companies and segments, once", async () => {
    const crm = await seller();
    expect(await taken(crm, "agreements", agreements)).toMatchObject({ created: 4, companiesCreated: 1 });
    expect(await crm.json("agreement", "list", "--sort", "id")).toMatchObject([
      {
        whose: "Jane Roe",
        product: "WS1",
        priceMinor: 110_050,
        fromDate: "2026-01-01",
        untilDate: "2026-12-31",
      },
      { whose: "Nord", product: "WS1", discount: 0.075 },
      { whose: "segment west", product: null, discount: 0.05, untilDate: "2026-12-31" },
      { whose: "Jane Roe", perk: "Lieferung frei" },
    ]);
    expect(await taken(crm, "agreements", agreements)).toMatchObject({ created: 0, unchanged: 4 });
    const dearer = agreements.replace("1.100,50", "1.150");
    expect(await taken(crm, "agreements", dearer)).toMatchObject({ updated: 1, unchanged: 3 });
    expect(await crm.json("agreement", "show", "1")).toMatchObject({ priceMinor: 115_000 });
  });

  it("takes our own export in again, here and elsewhere", async () => {
    const crm = await seller();
    await taken(crm, "agreements", agreements);
    const { out } = await crm("export", "agreements");
    expect(await taken(crm, "agreements", out)).toMatchObject({ product: "crm", unchanged: 4 });
    const other = await seller();
    expect(await taken(other, "agreements", out)).toMatchObject({ created: 4 });
    expect((await other("export", "agreements")).out).toBe(out);
  });

  it("refuses what is no agreement, and makes nobody for it", async () => {
    const crm = await seller();
    const rejects = join(scratch(), "rejects.csv");
    const bad =
      "contact,company,product,price,discount,until,from\nJo,,WS9,5,,,\nJo,,,5,,,\nJo,,WS1,-5,,,\nJo,,WS1,5,5,,\n" +
      "Jo,,WS1,,900,,\n,,WS1,5,,,\nJo,,WS1,5,,2026-01-01,2026-02-01\n";
    const { code } = await crm.withInput(bad, "import", "agreements", "-", "--rejects", rejects);
    expect(code).toBe(5);
    const lines = readFileSync(rejects, "utf8").trimEnd().split("\n").slice(1);
    expect(lines.map((line) => line.split(",").slice(7).join(","))).toEqual([
      '2,"there is no product ""WS9"": crm import products comes first"',
      "3,a price of which product? A discount can be off everything",
      "4,price: the price is below zero",
      '5,"what was agreed is one of price, discount and perk"',
      '6,"discount: ""900"" is no discount from 0 to 100"',
      '7,"with whom? One of contact, company and segment"',
      '8,"it ends on 2026-01-01, before it begins on 2026-02-01"',
    ]);
    expect(await crm.json("contact", "list", "name = Jo")).toEqual([]);
  });
});

describe("crm import surveys", () => {
  it("takes them in by name, once, and our own export again", async () => {
    const crm = setupCrm();
    const surveys = "Umfrage;Art;Frage\nyearly;NPS;Would you recommend us?\ndelivery;Zufriedenheit;\n";
    expect(await taken(crm, "surveys", surveys)).toMatchObject({ created: 2 });
    expect(await crm.json("survey", "show", "delivery")).toMatchObject({ kind: "csat" });
    expect(await taken(crm, "surveys", surveys)).toMatchObject({ unchanged: 2 });
    const { out } = await crm("export", "surveys");
    expect(await taken(crm, "surveys", out)).toMatchObject({ product: "crm", unchanged: 2 });
    const wrong = await crm.withInput("name,kind\nx,stars\n", "import", "surveys", "-");
    expect(wrong).toMatchObject({ code: 1, err: expect.stringContaining('"stars" is none of nps, csat') });
  });
});
