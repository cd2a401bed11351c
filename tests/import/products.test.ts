import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { layoutFrom, layouts, products, recognise } from "../../src/import/products.ts";
import { type Crm, setupCrm } from "../support/crm.ts";
import { dump } from "../support/dump.ts";

const folder = resolve("tests/import/files");
const path = (name: string) => join(folder, name);

interface Done {
  readonly layout: string | null;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly merged: number;
  readonly skipped: number;
  readonly leftOut: Record<string, number>;
}

/** A made-up export of each product: what it is, what is told, and what of the first record came in. */
const files: readonly {
  readonly file: string;
  readonly noun: "contacts" | "companies" | "deals" | "orders";
  readonly layout: string;
  readonly counts?: Partial<Done>;
  readonly first: object;
}[] = [
  {
    file: "hubspot-contacts.csv",
    noun: "contacts",
    layout: "HubSpot contacts",
    counts: { created: 3 },
    first: {
      name: "Jane Roe",
      lifecycle: "lead",
      owner: "Sam Lee",
      source: "Organic Search",
      createdAt: "2024-03-12T08:14:00Z",
      companies: [{ name: "Acme GmbH", role: "Head of Marketing" }, { name: "Globex" }],
      consents: [],
    },
  },
  {
    file: "hubspot-contacts-old.csv",
    noun: "contacts",
    layout: "HubSpot contacts",
    counts: { created: 2 },
    first: {
      name: "Jane Roe",
      lifecycle: "customer",
      owner: "Ann",
      createdAt: "2024-03-12T08:14:00Z",
      companies: [{ name: "Acme" }, { name: "Nord" }],
    },
  },
  {
    file: "salesforce-leads.csv",
    noun: "contacts",
    layout: "Salesforce report of leads",
    counts: { created: 2, skipped: 3 },
    first: {
      name: "Jane Roe",
      companies: [{ name: "Acme GmbH", role: "CEO" }],
      addresses: [{ street: "Ufer 1", postalCode: "10115", city: "Berlin" }],
      consents: [{ channel: "email", state: "withdrawn" }],
    },
  },
  {
    file: "salesforce-accounts.csv",
    noun: "companies",
    layout: "Salesforce report of accounts",
    counts: { created: 2, skipped: 1 },
    first: { name: "Acme GmbH", industry: "Retail", employees: 50, website: "https://acme.example" },
  },
  {
    file: "stripe-payments-old.csv",
    noun: "orders",
    layout: "Stripe payments",
    counts: { created: 2, skipped: 1 },
    first: { amountMinor: 1250, currency: "EUR", orderDate: "2024-06-07" },
  },
  {
    file: "shopify-customers-old.csv",
    noun: "contacts",
    layout: "Shopify customers",
    counts: { created: 1 },
    first: {
      name: "Jane Roe",
      phones: [{ e164: "+4930901820" }],
      addresses: [{ street: "Ufer 1, 2nd", postalCode: "10115" }],
      tags: ["horeca", "vip"],
      consents: [{ channel: "email", state: "withdrawn" }],
    },
  },
  {
    file: "suitecrm-accounts.csv",
    noun: "companies",
    layout: "SuiteCRM accounts",
    counts: { created: 1 },
    first: { name: "Acme", phone: "+49 30 901820", employees: 50, note: "x" },
  },
  {
    file: "suitecrm-opportunities.csv",
    noun: "deals",
    layout: "SuiteCRM opportunities",
    counts: { created: 2 },
    first: { title: "Website", amountMinor: 500_000, stage: "Prospecting", closeDate: "2026-03-15" },
  },
  {
    file: "espocrm-accounts.csv",
    noun: "companies",
    layout: "EspoCRM accounts",
    counts: { created: 1 },
    first: { name: "Acme", phone: "+4930901820", city: "Berlin", note: "x" },
  },
  {
    file: "zoho-contacts-renamed.csv",
    noun: "contacts",
    layout: "Zoho CRM contacts",
    counts: { created: 1 },
    first: {
      name: "Jane Roe",
      companies: [{ name: "Acme" }],
      tags: ["vip", "west"],
      addresses: [{ city: "Berlin" }, { city: "Bonn" }],
      consents: [{ channel: "email", state: "withdrawn" }],
    },
  },
  {
    file: "hubspot-companies.csv",
    noun: "companies",
    layout: "HubSpot companies",
    counts: { created: 2 },
    first: { name: "Acme GmbH", domain: "acme.example", employees: 51, industry: "COMPUTER_SOFTWARE" },
  },
  {
    file: "hubspot-deals.csv",
    noun: "deals",
    layout: "HubSpot deals",
    counts: { created: 3 },
    first: {
      title: "Website relaunch",
      stage: "Qualified To Buy",
      pipeline: "Sales Pipeline",
      amountMinor: 500_000,
      closeDate: "2026-03-15",
      contact: "Jane Roe",
      company: "Acme GmbH",
    },
  },
  {
    file: "pipedrive-people.csv",
    noun: "contacts",
    layout: "Pipedrive people",
    counts: { created: 2 },
    first: {
      name: "Jane Roe",
      tags: ["Hot lead", "VIP"],
      emails: [
        { email: "jane@acme.example", label: "work" },
        { email: "jane.roe@mail.example", label: "home" },
      ],
      phones: [
        { phone: "+49 30 901820", label: "work" },
        { phone: "+49 171 2345678", label: "mobile" },
      ],
      consents: [{ channel: "email", state: "withdrawn" }],
    },
  },
  {
    file: "pipedrive-organizations.csv",
    noun: "companies",
    layout: "Pipedrive organizations",
    first: {
      name: "Acme GmbH",
      street: "Torstraße, 1",
      postalCode: "10119",
      city: "Berlin",
      tags: ["Customer"],
    },
  },
  {
    file: "pipedrive-deals.csv",
    noun: "deals",
    layout: "Pipedrive deals",
    counts: { created: 3, skipped: 1, leftOut: { "deleted deals": 1 } },
    first: {
      title: "Website relaunch",
      stage: "Proposal Made",
      pipeline: "Agency",
      amountMinor: 500_000,
      currency: "EUR",
      closeDate: "2026-12-15",
      tags: ["Hot"],
    },
  },
  {
    file: "salesforce-report.csv",
    noun: "contacts",
    layout: "Salesforce report of contacts",
    counts: { created: 2, skipped: 3, leftOut: { "lines below the table": 3 } },
    first: {
      name: "Jane Roe",
      role: "Head of Marketing",
      birthday: "1986-03-04",
      addresses: [{ street: "Torstraße 1, Hinterhaus", city: "Berlin", postalCode: "10119" }],
      consents: [{ channel: "email", state: "withdrawn" }],
    },
  },
  {
    file: "salesforce-dataloader-contact.csv",
    noun: "contacts",
    layout: "Salesforce Data Loader (Contact)",
    counts: { created: 1, skipped: 1, leftOut: { "deleted records": 1 } },
    first: { name: "Jane Roe", createdAt: "2024-03-12T09:14:00Z", consents: [{ channel: "email" }] },
  },
  {
    file: "salesforce-dataloader-account.csv",
    noun: "companies",
    layout: "Salesforce Data Loader (Account)",
    first: { name: "Acme GmbH", domain: "acme.example", employees: 120, city: "Berlin" },
  },
  {
    file: "salesforce-opportunities.csv",
    noun: "deals",
    layout: "Salesforce report of opportunities",
    counts: { created: 2, skipped: 2, leftOut: { "lines below the table": 2 } },
    first: {
      title: "Website relaunch",
      stage: "Needs Analysis",
      amountMinor: 500_000,
      closeDate: "2026-12-15",
    },
  },
  {
    file: "zoho-contacts.csv",
    noun: "contacts",
    layout: "Zoho CRM contacts",
    counts: { created: 2 },
    first: {
      name: "Jane Roe",
      tags: ["vip", "west"],
      company: "Acme GmbH",
      owner: "Sam Lee",
      consents: [{ channel: "email", state: "withdrawn" }],
    },
  },
  {
    file: "zoho-contacts-old.csv",
    noun: "contacts",
    layout: "Zoho CRM contacts (old)",
    first: {
      emails: [{ email: "jane@acme.example" }, { email: "jane.roe@mail.example", label: "other" }],
      phones: [{ label: null }, { label: "home" }, { label: "mobile" }],
      addresses: [{ city: "Berlin" }, { city: "Hamburg", label: "other" }],
      note: 'met at the fair, "very nice"',
      consents: [],
    },
  },
  {
    file: "google-2024.csv",
    noun: "contacts",
    layout: "Google Contacts (2024)",
    counts: { created: 3 },
    first: {
      name: "Jane Roe",
      birthday: "--12-09",
      tags: ["coworkers", "vip"],
      note: "likes\ntea ::: and cake",
      emails: [
        { email: "jane@acme.example", label: "work" },
        { email: "j.roe@acme.example", label: "work" },
        { email: "jane.roe@mail.example", label: "home" },
      ],
      phones: [{ phone: "+49 171 2345678" }, { phone: "+49 30 901820" }],
      addresses: [{ label: "home", street: "Torstraße 1", city: "Berlin" }],
    },
  },
  {
    file: "google-old.csv",
    noun: "contacts",
    layout: "Google Contacts (to 2023)",
    first: {
      name: "Jane Roe",
      tags: ["Friends"],
      company: "Acme GmbH",
      role: "Head of Marketing",
      emails: [{ label: "work" }, { label: "home" }],
    },
  },
  {
    file: "outlook-desktop.csv",
    noun: "contacts",
    layout: "Outlook",
    counts: { created: 2 },
    first: {
      name: "Jürgen Müller",
      role: "Geschäftsführer",
      birthday: "1970-12-31",
      tags: ["VIP", "West"],
      phones: [{ label: "work" }, { label: "mobile" }, { phone: "+49 221 4710486", label: "fax" }],
      addresses: [
        { label: "work", street: "Domstr. 1, Hof", city: "Köln" },
        { label: "home", city: "Bonn" },
      ],
    },
  },
  {
    file: "outlook-com.csv",
    noun: "contacts",
    layout: "Outlook.com",
    first: {
      name: "Jane Roe",
      birthday: "1986-03-04",
      links: [{ url: "https://jane.example" }],
      note: "tea",
    },
  },
  {
    file: "linkedin.csv",
    noun: "contacts",
    layout: "LinkedIn connections",
    counts: { created: 2, skipped: 1, leftOut: { "rows without a name": 1 } },
    first: {
      name: "Jane 🌟 Roe, MBA",
      company: "Acme GmbH",
      links: [{ url: "https://www.linkedin.com/in/jane-roe-example" }],
      createdAt: "2024-10-08T22:00:00Z",
    },
  },
  {
    file: "linkedin-old.csv",
    noun: "contacts",
    layout: "LinkedIn connections",
    counts: { created: 2 },
    first: { name: "Jane Roe", createdAt: "2024-03-04T23:00:00Z" },
  },
  {
    file: "stripe-payments.csv",
    noun: "orders",
    layout: "Stripe payments",
    counts: { created: 3, skipped: 1, leftOut: { "payments that failed": 1 } },
    first: {
      number: "ch_1",
      orderDate: "2024-06-07",
      amountMinor: 4990,
      currency: "EUR",
      contact: "Jane Roe",
    },
  },
  {
    file: "stripe-customers.csv",
    noun: "contacts",
    layout: "Stripe customers",
    counts: { created: 2, merged: 1 },
    first: { name: "Jane Roe", email: "jane@acme.example", city: "Berlin" },
  },
  {
    file: "shopify-customers.csv",
    noun: "contacts",
    layout: "Shopify customers",
    counts: { created: 2 },
    first: {
      name: "Jan de Vries",
      phones: [{ phone: "+31612345678" }],
      postalCode: "1234AB",
      tags: ["horeca", "vip"],
      consents: [{ channel: "chat" }, { channel: "email" }],
    },
  },
  {
    file: "shopify-orders.csv",
    noun: "orders",
    layout: "Shopify orders",
    counts: { created: 2, merged: 1, skipped: 2, leftOut: { "lines of orders that were voided": 2 } },
    first: {
      number: "#1001",
      orderDate: "2026-05-14",
      amountMinor: 6000,
      refundedMinor: 1000,
      contact: "Jan de Vries",
      company: "De Vries BV",
      lines: [
        { product: "Coffee", quantity: 2, unitMinor: 2000 },
        { product: "Cup", quantity: 1, unitMinor: 1500 },
      ],
    },
  },
  {
    file: "mailchimp-subscribed.csv",
    noun: "contacts",
    layout: "Mailchimp audience",
    first: { name: "Jane Roe", country: "DE", tags: ["Blog", "VIP"], consents: [] },
  },
  {
    file: "mailchimp-unsubscribed.csv",
    noun: "contacts",
    layout: "Mailchimp audience",
    first: { name: "Tom", consents: [{ channel: "email", state: "withdrawn" }] },
  },
  {
    file: "mailchimp-cleaned.csv",
    noun: "contacts",
    layout: "Mailchimp audience",
    first: { email: "old@nord.example", consents: [{ channel: "email", state: "withdrawn" }] },
  },
  {
    file: "espocrm-contacts.csv",
    noun: "contacts",
    layout: "EspoCRM contacts",
    first: {
      name: "Jane Roe",
      phones: [{ phone: "+4930901820" }],
      note: "=good",
      owner: "Sam Lee",
      consents: [{ channel: "call", state: "withdrawn" }],
    },
  },
  {
    file: "espocrm-opportunities.csv",
    noun: "deals",
    layout: "EspoCRM opportunities",
    counts: { created: 2 },
    first: { title: "Website relaunch", stage: "Prospecting", amountMinor: 500_000, currency: "EUR" },
  },
  {
    file: "suitecrm-contacts.csv",
    noun: "contacts",
    layout: "SuiteCRM contacts",
    counts: { created: 1, skipped: 1, leftOut: { "deleted records": 1 } },
    first: {
      name: "Jane Roe",
      postalCode: "10119",
      emails: [{ label: null }, { email: "jane.roe@mail.example" }, { email: "j@mail.example" }],
      phones: [{ phone: "+49 171 2345678" }, { phone: "+49 30 901820" }],
      birthday: "1979-12-31",
      consents: [{ channel: "call" }],
    },
  },
  {
    file: "thunderbird.csv",
    noun: "contacts",
    layout: "Thunderbird",
    counts: { created: 2 },
    first: {
      name: "Jane Roe",
      birthday: "1986-03-04",
      addresses: [
        { label: "home", city: "Berlin" },
        { label: "work", city: "Potsdam" },
      ],
    },
  },
  {
    file: "apple.vcf",
    noun: "contacts",
    layout: "",
    counts: { created: 2 },
    first: {
      name: "Jane Ann Roe",
      firstName: "Jane Ann",
      birthday: "--03-04",
      note: "likes tea, cake\nand rain",
      tags: ["vip", "west"],
      emails: [
        { email: "jane@acme.example", label: "work" },
        { email: "jane.roe@mail.example", label: "home" },
      ],
      phones: [{ label: "mobile" }, { phone: "+49 30 901820", label: "studio" }],
      addresses: [{ label: "home", street: "Torstraße 1, Hinterhaus", postalCode: "10119" }],
    },
  },
  {
    file: "outlook-2.1.vcf",
    noun: "contacts",
    layout: "",
    counts: { created: 2 },
    first: {
      name: "Jürgen Müller",
      company: "Müller & Söhne",
      birthday: "1980-03-22",
      note: "Erste Zeile\nzweite Zeile mit =",
      phones: [
        { phone: "+49 171 2345678", label: "mobile" },
        { phone: "+49 221 4710485", label: "work" },
      ],
      addresses: [{ street: "Domstr. 1, Hof", city: "Koeln" }],
    },
  },
  {
    file: "four.vcf",
    noun: "contacts",
    layout: "",
    counts: { created: 2 },
    first: {
      name: "Jane Roe",
      birthday: "--03-04",
      language: "de",
      phones: [{ e164: "+491712345678", label: "mobile" }],
      emails: [{ email: "jane@acme.example", label: "work" }, { email: "jane.roe@mail.example" }],
    },
  },
  {
    file: "people.json",
    noun: "contacts",
    layout: null as unknown as string,
    counts: { created: 2 },
    first: { name: "Jane Roe", tags: ["vip", "west"], city: "Berlin" },
  },
  {
    file: "people.ndjson",
    noun: "contacts",
    layout: null as unknown as string,
    counts: { created: 2 },
    first: { emails: [{ email: "jane@acme.example" }, { email: "jane.roe@mail.example" }] },
  },
];

const singular = { contacts: "contact", companies: "company", deals: "deal", orders: "order" } as const;

async function took(crm: Crm, noun: string, file: string): Promise<Done> {
  const { code, out, err } = await crm("import", noun, path(file), "--json");
  if (code !== 0) throw new Error(file + " ended with " + code + ": " + err);
  return JSON.parse(out) as Done;
}

describe("a product's export", () => {
  it.each(files.map((one) => [one.file, one] as const))(
    "%s is recognised, comes in, comes in again without a change, and is taken back",
    async (_, { file, noun, layout, counts = {}, first }) => {
      const crm = setupCrm();
      const before = dump(crm.db);
      const done = await took(crm, noun, file);
      expect(done).toMatchObject({ layout, created: 1, ...counts });
      expect(await crm.json(singular[noun], "show", "1")).toMatchObject(first);
      const after = dump(crm.db);
      const again = await took(crm, noun, file);
      expect(again).toMatchObject({ created: 0, updated: 0, skipped: done.skipped });
      expect(dump(crm.db)).toEqual(after);
      expect(crm.db.all("PRAGMA foreign_key_check")).toEqual([]);
      expect(await crm("undo")).toMatchObject({ code: 0 });
      expect(dump(crm.db)).toEqual(before);
    },
  );

  it("has a file for every layout that is told from others by its columns", () => {
    const there = new Set(files.map(({ file }) => file));
    expect(readdirSync(folder).filter((name) => !there.has(name))).toEqual([]);
    const products = new Set(files.map(({ file }) => file.split(/[-.]/)[0]));
    expect(
      layouts.map(({ product }) => product).filter((name) => !products.has(name) && name !== "crm"),
    ).toEqual([]);
  });
});

describe("an order of Shopify", () => {
  it("refuses mail for who did not accept marketing, once and without a word against who did", async () => {
    const header =
      "Name,Email,Financial Status,Fulfillment Status,Accepts Marketing,Currency,Total,Created at," +
      "Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Billing Name\n";
    const order = (name: string, email: string, accepts: string) =>
      [name, email, "paid", "", accepts, "EUR", "15.00", "2026-05-14 11:23:45 +0100", "1", "Cup"].join() +
      ",15.00,C-2,Jane Roe\n";
    const orders =
      header +
      order("#1", "jane@acme.example", "yes") +
      order("#2", "jane@acme.example", "no") +
      order("#3", "tom@okafor.example", "yes");
    const crm = setupCrm();
    await crm("contact", "add", "Jane Roe", "--email", "jane@acme.example");
    const take = () => crm.withInput(orders, "import", "orders", "-", "--json");
    expect(JSON.parse((await take()).out)).toMatchObject({ created: 3, contactsCreated: 1 });
    expect(await crm.json("contact", "show", "1")).toMatchObject({
      consents: [{ channel: "email", state: "withdrawn", source: "import shopify" }],
    });
    expect(await crm.json("contact", "show", "2")).toMatchObject({ consents: [] });
    // What was agreed since stands, whatever the same file says again.
    await crm("consent", "give", "1", "--channel", "email");
    expect(JSON.parse((await take()).out)).toMatchObject({ created: 0, updated: 0, unchanged: 3 });
    expect(await crm.json("contact", "show", "1")).toMatchObject({
      consents: [{ channel: "email", state: "given" }],
    });
    const wrong = header + order("#4", "ida@lind.example", "perhaps");
    expect((await crm.withInput(wrong, "import", "orders", "-")).err).toContain(
      'line 2, column Accepts Marketing: "perhaps" is neither yes nor no',
    );
  });
});

describe("recognition", () => {
  it("does not depend on the order of the columns, their letter case or columns that are added", () => {
    const [header = ""] = readFileSync(path("hubspot-contacts.csv"), "utf8").split("\n");
    const names = header
      .split(",")
      .toReversed()
      .map((name) => name.toUpperCase());
    expect(recognise([...names, "Shoe size"], "contacts")?.title).toBe("HubSpot contacts");
  });

  it("takes a view of HubSpot's contacts with the company's name for contacts", () => {
    const view = "Record ID,First Name,Last Name,Email,Company Name,Lifecycle Stage,Create Date".split(",");
    expect(recognise(view, "contacts")?.title).toBe("HubSpot contacts");
  });

  it("never goes by one column", () => {
    for (const layout of layouts) {
      for (const name of layout.signature) expect(recognise([name], layout.noun)).toBeNull();
    }
  });

  it("takes a plain table for none of them", () => {
    const plain = [
      "Name",
      "First name",
      "Last name",
      "Email",
      "Phone",
      "Company",
      "City",
      "Country",
      "Notes",
      "Tags",
    ];
    expect(recognise(plain, "contacts")).toBeNull();
    expect(recognise(["Order", "Date", "Amount", "Currency", "Customer"], "orders")).toBeNull();
    expect(recognise(["Title", "Stage", "Amount", "Close date", "Company", "Contact"], "deals")).toBeNull();
  });

  it("says what a file is when it was named as something else, and writes nothing", async () => {
    const crm = setupCrm();
    const { code, err } = await crm("import", "contacts", path("hubspot-deals.csv"));
    expect({ code, err: err.replaceAll(folder + "/", "") }).toEqual({
      code: 1,
      err: "crm: hubspot-deals.csv is an export of HubSpot deals: deals, not contacts (crm import deals hubspot-deals.csv, or say which product it is from: --from)\n",
    });
  });

  it("is overruled by --from, which is a product", async () => {
    const crm = setupCrm();
    expect(layoutFrom("stripe", ["id"], "contacts")?.title).toBe("Stripe customers");
    const text = "id,Email,Name\ncus_7,jane@acme.example,Jane Roe\n";
    const ran = await crm.withInput(text, "import", "contacts", "-", "--from", "stripe");
    expect(ran).toMatchObject({ code: 0 });
    expect(crm.db.get("SELECT source, key FROM external_id")).toEqual({ source: "stripe", key: "cus_7" });
    const wrong = await crm("import", "contacts", "x.csv", "--from", "hubpsot");
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain('Did you mean "hubspot"?');
    expect(products).toContain("pipedrive");
  });
});

describe("files of one product", () => {
  it("link to each other by their ids: contacts, companies and deals of HubSpot", async () => {
    const crm = setupCrm();
    await took(crm, "contacts", "hubspot-contacts.csv");
    expect(await took(crm, "companies", "hubspot-companies.csv")).toMatchObject({ created: 0, updated: 2 });
    expect(await took(crm, "deals", "hubspot-deals.csv")).toMatchObject({ created: 3 });
    expect(await crm.json("company", "list")).toMatchObject([
      { name: "Globex Corporation" },
      { name: "Acme GmbH" },
    ]);
    expect(await crm.json("contact", "list")).toHaveLength(3);
    expect(await crm.json("deal", "show", "2")).toMatchObject({ contact: "Tom Okafor", stage: "won" });
    expect(await crm.json("deal", "show", "3")).toMatchObject({ stage: "lost", amountMinor: null });
  });

  it("find a company of which only the id is known, and of 15 characters as of 18", async () => {
    const crm = setupCrm();
    await took(crm, "companies", "salesforce-dataloader-account.csv");
    await took(crm, "contacts", "salesforce-dataloader-contact.csv");
    expect(await crm.json("contact", "show", "1")).toMatchObject({ company: "Acme GmbH" });
    await took(crm, "contacts", "salesforce-report.csv");
    expect(await crm.json("contact", "list")).toHaveLength(2);
  });

  it("of Stripe: several customers with one email are one contact with several ids", async () => {
    const crm = setupCrm();
    await took(crm, "contacts", "stripe-customers.csv");
    await took(crm, "orders", "stripe-payments.csv");
    expect(await crm.json("contact", "list")).toHaveLength(2);
    const list = await crm.json<object[]>("order", "list", "contact = 'Jane Roe'");
    expect(list).toHaveLength(2);
    expect(crm.db.get("SELECT count(*) AS n FROM external_id WHERE noun = 'contact'")).toEqual({ n: 2 });
  });

  it("never turn a refusal into consent: who has agreed since stays as they are", async () => {
    const crm = setupCrm();
    await took(crm, "contacts", "mailchimp-unsubscribed.csv");
    expect(await crm("consent", "give", "1", "--channel", "email")).toMatchObject({ code: 0 });
    const before = dump(crm.db);
    await took(crm, "contacts", "mailchimp-unsubscribed.csv");
    expect(dump(crm.db)).toEqual(before);
    await took(crm, "contacts", "mailchimp-subscribed.csv");
    expect(crm.db.get("SELECT count(*) AS n FROM consent WHERE state = 'given'")).toEqual({ n: 1 });
  });
});

describe("our own export", () => {
  const start = async () => {
    const crm = setupCrm();
    const lines = [
      ["contact", "add", "Jane Roe", "--email", "jane@acme.example", "--company", "Acme", "--tag", "vip"],
      ["contact", "add", "Tom Okafor", "--phone", "+44 20 7946 0557"],
      ["deal", "add", "Website", "--contact", "jane", "--amount", "5000", "--stage", "proposal"],
      ["deal", "add", "Logo", "--contact", "tom", "--amount", "12.50 USD"],
      ["deal", "win", "2"],
      ["order", "add", "jane", "--amount", "100", "--number", "R1"],
      ["order", "add", "tom", "--amount", "7.25"],
    ];
    for (const line of lines) expect(await crm(...line), line.join(" ")).toMatchObject({ code: 0 });
    return crm;
  };

  it.each(["contacts", "companies", "deals", "orders"] as const)(
    "of %s changes nothing where it is from, and makes the same records elsewhere, once",
    async (noun) => {
      const crm = await start();
      const { out } = await crm("export", noun);
      const before = dump(crm.db);
      const back = await crm.withInput(out, "import", noun, "-", "--json");
      expect(back).toMatchObject({ code: 0 });
      expect(JSON.parse(back.out)).toMatchObject({ product: "crm", created: 0, updated: 0 });
      expect(dump(crm.db)).toEqual(before);
      const other = setupCrm();
      await other("deal", "add", "Something else");
      await other.withInput(out, "import", noun, "-");
      const made = dump(other.db);
      await other.withInput(out, "import", noun, "-");
      expect(dump(other.db)).toEqual(made);
      const fields = {
        contacts: "name,email,phone,company,tags",
        companies: "name",
        deals: "title,amountMinor,currency,stage",
        orders: "number,orderDate,amountMinor,currency,contact",
      };
      const list = (of: Crm) =>
        of.json(singular[noun], "list", "--sort", fields[noun].split(",")[0]!, "--fields", fields[noun]);
      const extra = noun === "deals" ? [expect.objectContaining({ title: "Something else" })] : [];
      expect(await list(other)).toEqual(
        expect.arrayContaining([...((await list(crm)) as unknown as object[]), ...extra]),
      );
    },
  );
});
