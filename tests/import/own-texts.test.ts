import { describe, expect, it } from "vitest";
import { type Crm, setupCrm } from "../support/crm.ts";

const formats = ["csv", "json", "ndjson"] as const;

/** What the import of our own files of a noun did where they are from, in each format. */
async function again(crm: Crm, noun: string): Promise<string[]> {
  const said: string[] = [];
  for (const format of formats) {
    const { out } = await crm("export", noun, "--format", format);
    const { err } = await crm.withInput(out, "import", noun, "-", "--dry-run");
    said.push(err.split("\n")[1]!.trim());
  }
  return said;
}

const unchanged = (n: number) => formats.map(() => n + " unchanged · nothing to change");

/** The nouns in an order in which each finds what it is about. */
async function moved(crm: Crm, format: string, nouns: readonly string[]): Promise<Crm> {
  const other = setupCrm();
  for (const noun of nouns) {
    const { out } = await crm("export", noun, "--format", format);
    expect(await other.withInput(out, "import", noun, "-")).toMatchObject({ code: 0 });
  }
  return other;
}

const poem = " \n  '- one\n    two \n\n";
const kept = "  '- one\n    two";

describe("texts in our own export", () => {
  it("have no blanks around them, but the first of several lines stays indented, whatever they are of", async () => {
    const crm = setupCrm();
    await crm("company", "add", "Acme", "--note", poem, "--city", " Bonn ");
    await crm(
      "contact",
      "add",
      "Jane Roe",
      "--company",
      "Acme",
      "--note",
      poem,
      "--city",
      " Bonn ",
      "--source",
      " fair ",
    );
    const note = ["--note", poem];
    await crm("deal", "add", "Relaunch", "--contact", "1", "--owner", " eve ", ...note);
    await crm("order", "add", "1", "--amount", "5", ...note);
    await crm("followup", "add", "Call", "--for", "1", "--due", "2026-12-01", ...note);
    await crm("product", "add", "Beans", "--price", "5", ...note);
    await crm("quote", "add", "1", "--line", "Help x 1 @ 5", "--terms", poem, ...note);
    await crm("campaign", "add", "Spring", "--target", "city = Bonn", ...note);
    await crm("ticket", "add", "1", "Broken", ...note);
    await crm("invoice", "add", "R1", "1", "--amount", "5", ...note);
    await crm("payment", "add", "R1", "--amount", "2", ...note);
    await crm("agreement", "add", "--contact", "1", "--perk", poem, ...note);
    await crm("survey", "add", "Year", "--question", poem, ...note);
    await crm("log", "call", "1", poem);
    const nouns = [
      ...["contacts", "companies", "deals", "orders", "followups", "products", "quotes", "campaigns"],
      ...["tickets", "invoices", "payments", "agreements", "surveys", "activities"],
    ];
    for (const noun of nouns) {
      const [shown] = JSON.parse((await crm("export", noun, "--json")).out) as Record<string, unknown>[];
      expect({ noun, note: noun === "activities" ? shown?.body : shown?.note }).toEqual({ noun, note: kept });
      expect({ noun, said: await again(crm, noun) }).toEqual({ noun, said: unchanged(1) });
    }
    const elsewhere = ["export", "contacts", "--fields", "note,city,source"];
    for (const format of formats) {
      const other = await moved(crm, format, ["companies", "contacts"]);
      expect((await other(...elsewhere)).out).toBe((await crm(...elsewhere)).out);
    }
    expect((await crm(...elsewhere)).out).toContain(",Bonn,fair");
  });

  it("of one line with tabs and line ends in them are found again", async () => {
    const crm = setupCrm();
    const odd = "a \t b\nc";
    await crm("contact", "add", "Jane Roe", "--email", "jane@acme.example");
    await crm("deal", "add", odd, "--contact", "1");
    await crm("order", "add", "1", "--amount", "5", "--number", odd);
    await crm("followup", "add", odd, "--for", "1", "--due", "2026-12-01");
    await crm("product", "add", odd, "--sku", odd, "--price", "5");
    await crm("quote", "add", "1", "--line", "1 x 2", "--line", "Help; more x 1 @ 5");
    await crm("campaign", "add", odd, "--target", "city = Bonn");
    await crm("ticket", "add", "1", odd);
    await crm("invoice", "add", odd, "1", "--amount", "5", "--order", odd);
    await crm("payment", "add", odd, "--amount", "2");
    const nouns = [
      "deals",
      "orders",
      "followups",
      "products",
      "campaigns",
      "tickets",
      "invoices",
      "payments",
    ];
    for (const noun of nouns)
      expect({ noun, said: await again(crm, noun) }).toEqual({ noun, said: unchanged(1) });
  });

  it("name the other contacts of a deal by number as well: namesakes, commas and what looks like an email", async () => {
    const crm = setupCrm();
    for (const name of ["Jane Roe", "Jane Roe", "x@y", "Kim Doe"]) await crm("contact", "add", name);
    await crm("contact", "add", "--first", "Doe, ", "--last", "Jo");
    const also = ["2", "3", "5"].flatMap((id) => ["--also", id]);
    await crm("deal", "add", "Relaunch", "--contact", "1", ...also);
    expect(await again(crm, "deals")).toEqual(unchanged(1));
    const fields = ["export", "deals", "--fields", "contact,otherContacts"];
    for (const format of formats) {
      const other = setupCrm();
      for (const name of ["Kim Doe", "x@y"]) await other("contact", "add", name);
      const { out } = await crm("export", "deals", "--format", format);
      expect(await other.withInput(out, "import", "deals", "-")).toMatchObject({ code: 0 });
      expect((await other(...fields)).out).toContain("Jane Roe,");
      const [deal] = await other.json<{ otherContacts: string[] }[]>(
        "deal",
        "list",
        "--fields",
        "otherContacts",
      );
      expect(deal?.otherContacts).toEqual(expect.arrayContaining(["x@y", "Doe, Jo"]));
    }
  });

  it("name people of talks, tickets and follow-ups as they are, where the ids are others", async () => {
    const crm = setupCrm();
    const names = ["x; y", 'the "Boss"', "Doe, Jo", "Jane Roe", "'= 1"];
    for (const name of names) await crm("contact", "add", "--first", name);
    await crm("company", "add", "Nord");
    for (const [at, name] of names.entries()) {
      await crm("log", "call", "--text", name, String(at + 1));
      await crm("log", "meeting", "--text", "and " + name, String(at + 1), String(((at + 1) % 5) + 1));
      await crm("ticket", "add", String(at + 1), "Broken");
      await crm(
        "followup",
        "add",
        "Call",
        "--for",
        String(at + 1),
        "--due",
        "2026-12-01",
        "--company",
        "Nord",
      );
    }
    const about = ["contacts,body", "contact,title", "contact,title"];
    for (const format of formats) {
      const other = setupCrm();
      for (const noun of ["contacts", "activities", "tickets", "followups"]) {
        const { out } = await crm("export", noun, "--format", format, "--sort", "-id");
        expect(await other.withInput(out, "import", noun, "-")).toMatchObject({ code: 0 });
      }
      expect(await other.json("contact", "list", "--fields", "name")).toHaveLength(5);
      for (const [at, noun] of ["activities", "tickets", "followups"].entries()) {
        const rows = async (from: Crm) => {
          const { out } = await from("export", noun, "--fields", about[at]!, "--json");
          const all = JSON.parse(out) as { contacts?: string[] }[];
          return all.map((row) => JSON.stringify({ ...row, contacts: row.contacts?.toSorted() })).toSorted();
        };
        expect({ noun, rows: await rows(other) }).toEqual({ noun, rows: await rows(crm) });
      }
    }
  });

  it("keep labels beside what they belong to, though one of several has none", async () => {
    const crm = setupCrm();
    const emails = ["a@x.example", "b@x.example", "work:c@x.example"].map((email) => "--email=" + email);
    await crm("contact", "add", "Jane Roe", ...emails);
    const { emails: expected } = await crm.json("contact", "show", "1");
    for (const format of formats) {
      const other = await moved(crm, format, ["contacts"]);
      expect((await other.json("contact", "show", "1")).emails).toEqual(expected);
    }
  });

  it("tell products of one name apart by number", async () => {
    const crm = setupCrm();
    for (const price of ["5", "6"]) await crm("product", "add", "Beans", "--price", price, "--note", price);
    expect(await again(crm, "products")).toEqual(unchanged(2));
  });

  it("keep the parts of a list apart where one holds a semicolon or a quote", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "--first", "Bob; Poe", "--last", 'the "2nd"', "--company", "Nord; Sons");
    await crm("contact", "edit", "1", "--company", 'A "B"; C');
    await crm("contact", "edit", "1", "--tag", "x;y", "--tag", 'the "z"', "--date", "a; b: 2001-02-03");
    await crm("contact", "edit", "1", "--link", "https://a.example/?x=1; y=2", "--link", "b.example/?x;y");
    await crm("contact", "add", "Jane Roe", "--email", "jane@acme.example");
    await crm("contact", "add", "Kim Doe", "--email", "kim@acme.example");
    await crm("deal", "add", "Relaunch", "--contact", "2", "--also", "1", "--also", "3", "--tag", "p;q");
    await crm("company", "edit", "1", "--tag", "r;s");
    await crm("log", "call", "--text", "said", "1", "2");
    await crm("product", "add", "Beans", "--sku", 'B;"1"', "--price", "5");
    await crm("product", "add", "Tea", "--price", "5", "--goes-with", "1");
    await crm("quote", "add", "2", "--line", "Help; more x 1 @ 5", "--line", "Beans x 1");
    const nouns = ["companies", "contacts", "deals", "activities", "products", "quotes"];
    const counts = [2, 3, 1, 1, 2, 1];
    for (const [at, noun] of nouns.entries())
      expect({ noun, said: await again(crm, noun) }).toEqual({ noun, said: unchanged(counts[at]!) });
    const lists = [
      ["contacts", "name,tags,dates,links,company,otherCompanies"],
      ["deals", "title,contact,otherContacts,tags"],
      ["activities", "contacts,body"],
      ["products", "name,goesWith"],
      ["quotes", "offered,products"],
      ["companies", "name,tags"],
    ] as const;
    for (const format of formats) {
      const other = await moved(crm, format, nouns);
      for (const [noun, fields] of lists) {
        const rows = async (from: Crm) => (await from("export", noun, "--fields", fields, "--json")).out;
        expect({ format, noun, rows: await rows(other) }).toEqual({ format, noun, rows: await rows(crm) });
      }
    }
  });
});
