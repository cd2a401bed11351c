import { describe, expect, it } from "vitest";
import { type Crm, setupCrm } from "../support/crm.ts";

/** What the import of our own CSV of each noun did with the database that it is from. */
async function again(crm: Crm, nouns: readonly string[]) {
  const done: Record<string, unknown> = {};
  for (const noun of nouns) {
    const { out } = await crm("export", noun);
    const ran = await crm.withInput(out, "import", noun, "-", "--extra", "fields");
    done[noun] = ran.err.split("\n")[1]?.trim();
  }
  return done;
}

describe("our own export, taken in where it is from", () => {
  it("says the same of its columns to a program and to a person: labels are read", async () => {
    const crm = setupCrm();
    await crm(
      "contact",
      "add",
      "Jane Roe",
      "--email",
      "work:jane@acme.example",
      "--phone",
      "home:+49 30 901820",
    );
    const { out } = await crm("export", "contacts");
    const other = setupCrm();
    const ran = await other.withInput(out, "import", "contacts", "-", "--json");
    const { mapped, ignored } = JSON.parse(ran.out) as { mapped: string[]; ignored: string[] };
    expect(ran.err).toContain(
      "columns  " +
        mapped.length +
        " of " +
        (mapped.length + ignored.length) +
        " used; not used: " +
        ignored[0],
    );
    expect(mapped).toEqual(expect.arrayContaining(["email", "emailLabel", "phoneLabel"]));
    expect(ignored).not.toContain("emailLabel");
    expect((await other.json<{ emails: unknown[] }>("contact", "show", "1")).emails).toEqual([
      { email: "jane@acme.example", label: "work" },
    ]);
  });

  it("finds whom everything is with: namesakes, people without a name, commas and semicolons in names", async () => {
    const crm = setupCrm();
    const email = ["--email", "no-name@mail.example"];
    const people = [["Jane Roe"], ["Jane Roe"], email, ["--phone", "+49 30 901820"], ["--company", "Acme"]];
    for (const person of people) await crm("contact", "add", ...person);
    await crm("contact", "add", "--first", "a, b", "--last", "c; d");
    for (const id of ["1", "2", "3", "4", "5", "6"]) {
      await crm("order", "add", id, "--amount", "10", "--owner", "eve");
      await crm("deal", "add", "Deal " + id, "--contact", id);
      await crm("log", "call", id, "said", "--with", "2");
      await crm("followup", "add", "Call " + id, "--for", id, "--due", "2026-12-01");
      await crm("ticket", "add", id, "Broken " + id);
      await crm("quote", "add", id, "--line", "Help x 1 @ 5");
      await crm("invoice", "add", "R-" + id, id, "--amount", "10");
      await crm("agreement", "add", "--contact", id, "--discount", "5");
    }
    const nouns = ["orders", "deals", "activities", "followups", "tickets", "quotes", "invoices"];
    const same = "6 unchanged · nothing to change";
    const expected = Object.fromEntries([...nouns, "agreements"].map((noun) => [noun, same]));
    expect(await again(crm, [...nouns, "agreements"])).toEqual(expected);
    expect(await crm.json("contact", "list", "--fields", "id")).toHaveLength(6);
  });

  it("keeps companies of one name apart, and a domain from being made of a web page", async () => {
    const crm = setupCrm();
    await crm("company", "add", "Acme GmbH");
    await crm("company", "add", "Acme Ltd", "--city", "Leeds");
    await crm("company", "add", "Nord", "--website", "https://nord.example/a");
    const before = (await crm("export", "companies")).out;
    expect(await again(crm, ["companies"])).toEqual({ companies: "3 unchanged · nothing to change" });
    expect((await crm("export", "companies")).out).toBe(before);
  });

  it("keeps an apostrophe before a formula, in CSV as in JSON, and a tax of 100 %", async () => {
    const crm = setupCrm();
    await crm(
      "product",
      "add",
      "All of it",
      "--unit",
      "'=x",
      "--note",
      "'-5",
      "--price",
      "5",
      "--tax",
      "100",
    );
    const before = await crm.json("product", "show", "1");
    for (const format of ["csv", "json", "ndjson"]) {
      const { out } = await crm("export", "products", "--format", format);
      const { err } = await crm.withInput(out, "import", "products", "-");
      expect({ format, said: err.split("\n")[1] }).toEqual({
        format,
        said: "  1 unchanged · nothing to change",
      });
      const other = setupCrm();
      await other.withInput(out, "import", "products", "-");
      expect(await other.json("product", "show", "1")).toMatchObject({
        unit: before.unit,
        tax: before.tax,
      });
    }
  });

  it("finds what is about a deal, though another one is called the same", async () => {
    const crm = setupCrm();
    await crm("company", "add", "Acme");
    for (const amount of ["5", "6"])
      await crm("deal", "add", "Beans", "--company", "Acme", "--amount", amount);
    await crm("followup", "add", "Call", "--deal", "2", "--due", "2026-12-01");
    await crm("contact", "add", "Jane Roe");
    await crm("log", "call", "1", "said", "--deal", "2");
    await crm("quote", "add", "--deal", "2", "--line", "Help x 1 @ 5");
    const same = "1 unchanged · nothing to change";
    expect(await again(crm, ["followups", "activities", "quotes"])).toEqual({
      ...{ followups: same, activities: same, quotes: same },
    });
  });

  it("brings the company of a follow-up that is for somebody as well", async () => {
    const [crm, other] = [setupCrm(), setupCrm()];
    await crm("contact", "add", "Jane Roe");
    await crm("company", "add", "Acme");
    await crm("followup", "add", "Call", "--for", "1", "--company", "Acme", "--due", "2026-12-01");
    await other.withInput((await crm("export", "followups")).out, "import", "followups", "-");
    expect(await other.json("followup", "list", "--fields", "contact,company")).toEqual([
      { contact: "Jane Roe", company: "Acme" },
    ]);
  });

  it("adds nothing: nobody for who has a number only, no job for whose purchase is a company's, no day on which a declined quote was sent", async () => {
    const [crm, other] = [setupCrm(), setupCrm()];
    await crm("contact", "add", "--email", "jane@acme.example");
    await crm("contact", "add", "--phone", "+49 30 901820");
    await crm("company", "add", "Nord");
    await crm("log", "call", "2", "said");
    await crm("ticket", "add", "2", "Broken");
    await crm("order", "add", "1", "--amount", "10", "--number", "A1", "--company", "Nord");
    await crm("quote", "add", "1", "--line", "Help x 1 @ 5");
    await crm("quote", "decline", "1", "--reason", "price");
    await other("contact", "add", "Kim Doe");
    for (const noun of ["contacts", "orders", "quotes", "activities", "tickets"])
      await other.withInput((await crm("export", noun)).out, "import", noun, "-");
    expect(await other.json("contact", "list", "--fields", "name,company")).toEqual([
      { name: "Kim Doe", company: null },
      { name: null, company: null },
      { name: null, company: null },
    ]);
    expect(await other.json("order", "list", "--fields", "company")).toEqual([{ company: "Nord" }]);
    expect(await other.json("quote", "list", "--fields", "status,sentAt")).toEqual([
      { status: "declined", sentAt: null },
    ]);
  });

  it("finds who bought for another company, where the ids are others: it is no second person", async () => {
    const [crm, other] = [setupCrm(), setupCrm()];
    await crm("contact", "add", "Jane Roe", "--company", "Acme", "--email", "jane@acme.example");
    await crm("order", "add", "1", "--amount", "10", "--number", "A1");
    await crm("contact", "edit", "1", "--company", "Nord", "--left", "Acme");
    await crm("deal", "add", "Beans", "--contact", "1");
    await other("contact", "add", "Kim Doe");
    for (const noun of ["contacts", "orders", "deals"])
      await other.withInput((await crm("export", noun)).out, "import", noun, "-");
    expect(await other.json("contact", "list", "--fields", "name,company,orders,openDeals")).toEqual([
      { name: "Kim Doe", company: null, orders: 0, openDeals: 0 },
      { name: "Jane Roe", company: "Nord", orders: 1, openDeals: 1 },
    ]);
  });

  it("keeps two agreements of one kind and day apart, here and elsewhere", async () => {
    const [crm, other] = [setupCrm(), setupCrm()];
    await crm("contact", "add", "Jane Roe");
    for (const note of ["once", "twice"])
      await crm("agreement", "add", "--contact", "1", "--discount", "5", "--note", note);
    expect(await again(crm, ["agreements"])).toEqual({ agreements: "2 unchanged · nothing to change" });
    await other.withInput((await crm("export", "agreements")).out, "import", "agreements", "-");
    expect(await again(other, ["agreements"])).toEqual({ agreements: "2 unchanged · nothing to change" });
  });

  it("keeps deals, tickets and products of one name apart, where the ids are others", async () => {
    const [crm, other] = [setupCrm(), setupCrm()];
    await crm("contact", "add", "Jane Roe");
    for (const day of ["2026-11-02", "2026-11-03"]) {
      await crm("deal", "add", "Beans", "--contact", "1", "--note", day);
      await crm("ticket", "add", "1", "Broken", "--at", day, "--note", day);
      await crm("product", "add", "Beans", "--price", "5", "--note", day);
    }
    for (const noun of ["contacts", "deals", "tickets", "products"])
      await other.withInput((await crm("export", noun, "--sort", "-id")).out, "import", noun, "-");
    const expected = [{ note: "2026-11-03" }, { note: "2026-11-02" }];
    for (const noun of ["deal", "ticket"])
      expect(await other.json(noun, "list", "--sort", "id", "--fields", "note")).toEqual(expected);
  });

  it("takes purchases of one day and amount for their customers', and no others, where the ids are others", async () => {
    const [crm, other] = [setupCrm(), setupCrm()];
    for (const name of ["Ann", "Bob", "Cid"]) await crm("contact", "add", name);
    for (const id of ["1", "2", "3"]) {
      const date = id === "3" ? "2026-01-03" : "2026-01-02";
      await crm("order", "add", id, "--amount", "10", "--date", date);
      await crm("invoice", "add", "R" + id, id, "--amount", "10", "--order", id);
      await crm("ticket", "add", id, "Broken", "--order", id);
    }
    // The newest first, so that their ids are others there.
    const orders = (await crm("export", "orders", "--sort", "-orderDate")).out;
    await other.withInput(orders, "import", "orders", "-");
    const again = await other.withInput(orders, "import", "orders", "-");
    expect(again.err).toContain("3 unchanged · nothing to change");
    for (const noun of ["invoices", "tickets"]) {
      const ran = await other.withInput((await crm("export", noun)).out, "import", noun, "-");
      expect(ran.err).toMatch(
        / {2}\d rows? with an order that is not there, or another customer's: taken in without \(crm import orders; of one that has no number crm export all keeps it\)\n/,
      );
      const linked = await other.json<{ orderId: number | null; contactId: number }[]>(
        ...[noun.slice(0, -1), "list", "--fields", "orderId,contactId"],
      );
      const [{ length }, wrong] = [linked, [] as object[]];
      for (const one of linked) {
        const order = one.orderId === null ? one : await other.json("order", "show", String(one.orderId));
        if (order.contactId !== one.contactId) wrong.push(one);
      }
      expect({ length, wrong }).toEqual({ length: 3, wrong: [] });
    }
  });

  it("takes no purchase that has a number for one that was named by id", async () => {
    const [crm, other] = [setupCrm(), setupCrm()];
    await crm("contact", "add", "Jane Roe");
    await crm("order", "add", "1", "--amount", "10");
    await crm("invoice", "add", "R1", "1", "--amount", "10", "--order", "1");
    await other("contact", "add", "Jane Roe");
    await other("order", "add", "1", "--amount", "99", "--number", "A7");
    await other.withInput((await crm("export", "invoices")).out, "import", "invoices", "-");
    expect(await other.json("invoice", "list", "--fields", "orderId")).toEqual([{ orderId: null }]);
  });

  it("finds a purchase by its number before its id", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Jane Roe");
    await crm("order", "add", "1", "--amount", "10");
    await crm("order", "add", "1", "--amount", "10", "--number", "1");
    const file = "Invoice number,Customer,Invoice date,Amount,Order\nR1,Jane Roe,2026-01-02,10,1\n";
    await crm.withInput(file, "import", "invoices", "-");
    expect(await crm.json("invoice", "list", "--fields", "orderId")).toEqual([{ orderId: 2 }]);
  });

  it("finds each of two people of one name again, also when the company of one has changed", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Jo Bell");
    await crm("contact", "add", "Jo Bell", "--city", "Berlin");
    const csv = (await crm("export", "contacts")).out;
    const again = await crm.withInput(csv, "import", "contacts", "-");
    expect(again).toMatchObject({ code: 0, err: expect.stringContaining("nothing to change") });
    expect(again.err).toContain("(crm export all keeps them)");
    const cities = ["contact", "list", "--fields", "city,company", "--sort", "id"];
    expect(await crm.json(...cities)).toEqual([
      { city: null, company: null },
      { city: "Berlin", company: null },
    ]);
    const moved =
      "id,name,firstName,lastName,lifecycle,createdAt,updatedAt,company\n2,Jo Bell,Jo,Bell,lead,,,Acme\n";
    expect((await crm.withInput(moved, "import", "contacts", "-", "--from", "crm")).err).toContain(
      "1 changed",
    );
    expect(await crm.json(...cities)).toEqual([
      { city: null, company: null },
      { city: "Berlin", company: "Acme" },
    ]);
  });

  it("finds a company as its name is written, before one of another legal form", async () => {
    const crm = setupCrm();
    for (const name of ["Acme GmbH", "Acme Ltd"]) await crm("company", "add", name);
    await crm("contact", "add", "Jane Roe", "--company", "Acme Ltd");
    const file = "Name,Company\nTom Okafor,Acme Ltd\nAnn Lee,Acme AG\n";
    await crm.withInput(file, "import", "contacts", "-");
    expect(await crm.json("contact", "list", "--fields", "company", "--sort", "id")).toEqual([
      ...[{ company: "Acme Ltd" }, { company: "Acme Ltd" }, { company: "Acme GmbH" }],
    ]);
  });

  it("takes nobody for the one whose number it is elsewhere, and an email for no name", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Tom Okafor");
    const file = `id,orderDate,contact,amountMinor,refundedMinor,netMinor,costMinor,contactId,dealId,updatedAt
7,2026-01-02,no-name@mail.example,1000,0,1000,,1,,
8,2026-01-02,"Roe, Jane",1000,0,1000,,1,,
`;
    await crm.withInput(file, "import", "orders", "-");
    expect(await crm.json("contact", "list", "--fields", "name,email", "--sort", "id")).toEqual([
      { name: "Tom Okafor", email: null },
      { name: null, email: "no-name@mail.example" },
      { name: "Roe, Jane", email: null },
    ]);
  });

  it("makes no custom field of what the records have already, and brings the owner of a purchase", async () => {
    const [crm, other] = [setupCrm(), setupCrm()];
    await crm("contact", "add", "Jane Roe", "--email", "jane@acme.example");
    await crm("consent", "refuse", "1", "--channel", "call");
    await crm("order", "add", "1", "--line", "Beans x 2 @ 5", "--owner", "eve");
    await crm("deal", "add", "Beans", "--contact", "1");
    await crm("followup", "add", "Call", "--for", "1", "--due", "2026-12-01", "--every", "2 weeks");
    for (const noun of ["contacts", "orders", "deals", "followups"]) {
      const { out } = await crm("export", noun);
      const ran = await other.withInput(out, "import", noun, "-", "--extra", "fields");
      expect({ noun, code: ran.code, made: /fields +made/.test(ran.err) }).toEqual({
        noun,
        code: 0,
        made: false,
      });
    }
    expect(await other.json("field", "list")).toEqual([]);
    expect(await other.json("order", "list", "--fields", "owner,contact")).toEqual([
      { owner: "eve", contact: "Jane Roe" },
    ]);
  });
});
