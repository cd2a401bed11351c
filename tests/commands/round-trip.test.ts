import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Crm, setupCrm } from "../support/crm.ts";

/** What a spreadsheet would run, what delimits cells, and what other scripts write. */
const marks = [
  "=1+1",
  "+49",
  "-x",
  "@a",
  "'",
  "''",
  "'=",
  '"',
  ";",
  ",",
  "a\nb",
  "é",
  "日本",
  "👩‍🚀",
  "＝",
  "x".repeat(40),
];

/** One line of text, not empty, without blanks around it, as every field but the note keeps it. */
const line = fc
  .array(
    fc.oneof(
      fc.constantFrom(...marks.filter((mark) => !mark.includes("\n"))),
      fc.stringMatching(/^[ -~]{1,8}$/),
    ),
    {
      minLength: 1,
      maxLength: 3,
    },
  )
  .map((parts) => parts.join("").replace(/\s+/g, " ").trim())
  .filter((text) => text !== "");

/** Words that are never taken for a list. */
const word = line
  .map((text) => text.replace(/[,;]/g, ""))
  .filter((text) => text.trim() === text && text !== "");
const text = fc
  .array(fc.constantFrom(...marks, "\n", " ", "\t"), { minLength: 1, maxLength: 6 })
  .map((parts) => parts.join("").trim())
  .filter((note) => note !== "");
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 2 });

const person = fc.record({
  name: line,
  city: maybe(line),
  street: maybe(line),
  role: maybe(line),
  company: maybe(word.filter((name) => /[a-z]/i.test(name))),
  source: maybe(line),
  owner: maybe(line),
  note: maybe(text),
  tags: fc.uniqueArray(
    word.map((tag) => tag.toLowerCase()),
    { maxLength: 3 },
  ),
  birthday: maybe(fc.constantFrom("1980-02-29", "--12-24", "2001-01-31")),
  every: maybe(fc.constantFrom("10 days", "6 weeks", "1 year")),
  prefers: maybe(fc.constantFrom("call", "letter")),
  // No colon in a label, for the first one ends it where it is typed.
  dates: fc.uniqueArray(
    fc.tuple(
      line.map((label) => label.replaceAll(":", "").trim()).filter((label) => label !== ""),
      fc.constantFrom("2019-05-04", "--02-29"),
    ),
    { maxLength: 2, selector: ([label]) => label.normalize("NFKC").toLowerCase() },
  ),
});

type Person = typeof person extends fc.Arbitrary<infer T> ? T : never;

async function withPeople(people: readonly Person[]): Promise<Crm> {
  const crm = setupCrm();
  for (const [at, one] of people.entries()) {
    const given = (
      [
        ...(["city", "street", "role", "company", "source"] as const),
        ...(["owner", "note", "birthday", "every", "prefers"] as const),
      ] as const
    )
      // Nobody has a role without a company.
      .filter((key) => key !== "role" || one.company !== null)
      .flatMap((key) => (one[key] === null ? [] : ["--" + key + "=" + one[key]]));
    const tags = [
      ...one.tags.map((tag) => "--tag=" + tag),
      ...one.dates.map((date) => "--date=" + date.join(": ")),
    ];
    const email = "--email=p" + at + "@mail.example";
    const { code, err } = await crm("contact", "add", "--first=" + one.name, email, ...given, ...tags);
    if (code !== 0) throw new Error(JSON.stringify(one) + ": " + err);
  }
  return crm;
}

const nowhere = { label: null, street: null, postalCode: null, city: null, region: null, country: null };
const label = fc.constantFrom(null, "work", "home", "other", "holiday home");
const address = fc.record({
  label,
  street: maybe(line),
  postalCode: maybe(fc.constantFrom("10115", "W1A 0AX")),
  city: line,
  region: maybe(word),
  country: maybe(fc.constantFrom("DE", "FR")),
});

/** Somebody of whom there is more than one of everything. */
const manifold = fc.record({
  emails: fc.array(label, { minLength: 1, maxLength: 4 }),
  phones: fc.array(fc.constantFrom(null, "work", "mobile", "fax"), { maxLength: 3 }),
  addresses: fc.uniqueArray(address, { maxLength: 4, selector: ({ city }) => city }),
  links: fc.uniqueArray(fc.constantFrom("https://a.example/?x=1;y=2", "b.example", "https://c.example/#1"), {
    maxLength: 3,
  }),
  companies: fc.uniqueArray(fc.constantFrom("Acme", "Nord, Sons", "=Sum Ltd"), { maxLength: 3 }),
});

type Manifold = typeof manifold extends fc.Arbitrary<infer T> ? T : never;
const plain: Manifold = { emails: [null], phones: [], addresses: [], links: [], companies: [] };

const labelled = (name: string | null, value: string) => (name === null ? "" : name + ":") + value;

async function withManifold(people: readonly Manifold[]): Promise<Crm> {
  const crm = setupCrm();
  const insert = `
    INSERT INTO contact_address (contact_id, position, label, street, postal_code, city, region, country)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;
  for (const [at, { emails, phones, addresses, links, companies }] of people.entries()) {
    const ways = [
      ...emails.map((name, nth) => "--email=" + labelled(name, "p" + at + "-" + nth + "@mail.example")),
      ...phones.map((name, nth) => "--phone=" + labelled(name, "+49 30 90" + (1000 + 10 * at + nth))),
      ...links.map((url) => "--link=" + url),
    ];
    expect(await crm("contact", "add", "Jane " + at, ...ways)).toMatchObject({ code: 0 });
    for (const company of companies.toReversed())
      await crm("contact", "edit", String(at + 1), "--company", company);
    for (const [nth, { label: called, street, postalCode, city, region, country }] of addresses.entries()) {
      crm.db.run(insert, [at + 1, nth + 1, called, street, postalCode, city, region, country]);
    }
  }
  return crm;
}

/** What there can be several of, in its order; of the phones a fax is the last one. */
async function partsOf(crm: Crm, id: number) {
  const shown = await crm.json<Record<string, { label?: string | null; name?: string }[]>>(
    "contact",
    "show",
    String(id),
  );
  return {
    emails: shown.emails,
    phones: shown.phones,
    addresses: shown.addresses,
    links: shown.links,
    companies: shown.companies?.map(({ name }) => name),
  };
}

const own =
  "name,firstName,lastName,email,company,city,street,role,tags,birthday,dates,cadence,preferredChannel,source,owner,note";

describe("what is exported and imported again", () => {
  it("is the same in csv, guards against spreadsheets and all, and exports to the same bytes", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(person, { minLength: 1, maxLength: 8 }), async (people) => {
        const crm = await withPeople(people);
        const { out } = await crm("export", "contacts", "--fields", own);
        const other = setupCrm();
        const { code, err } = await other.withInput(out, "import", "contacts", "-", "--match", "email");
        expect({ code, err: code === 0 ? "" : err }).toEqual({ code: 0, err: "" });
        expect((await other("export", "contacts", "--fields", own)).out).toBe(out);
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  it("keeps second emails and phones in csv, but not those of who refused", async () => {
    const crm = setupCrm();
    const ways = ["--email", "a@x.example,b@x.example,c@x.example", "--phone", "+49 30 901820,+49 30 901821"];
    await crm("contact", "add", "Jane Roe", ...ways);
    const { out } = await crm("export", "contacts");
    const other = setupCrm();
    expect(await other.withInput(out, "import", "contacts", "-")).toMatchObject({ code: 0 });
    expect((await other.json<Record<string, unknown>>("contact", "show", "1")).emails).toMatchObject([
      { email: "a@x.example" },
      { email: "b@x.example" },
      { email: "c@x.example" },
    ]);
    const fields = ["--fields", "email,otherEmails,phone,otherPhones"];
    expect((await other("export", "contacts", ...fields)).out).toBe(
      (await crm("export", "contacts", ...fields)).out,
    );
    await crm("consent", "withdraw", "1", "--channel", "email");
    expect((await crm("export", "contacts")).out).not.toContain("@x.example");
    await crm("contact", "edit", "1", "--street", "Ufer 1", "--city", "Berlin");
    await crm("consent", "withdraw", "1", "--channel", "letter");
    for (const format of ["csv", "json"])
      expect((await crm("export", "contacts", "--format", format)).out).not.toContain("Ufer 1");
  });

  it("says how to keep in touch, refuses a wrong cell with its column, and never erases", async () => {
    const crm = setupCrm();
    const how = ["--every", "6 weeks", "--prefers", "letter", "--date", "wedding: 2019-05-04"];
    await crm("contact", "add", "Jane Roe", "--email", "jane@acme.example", ...how);
    const { out } = await crm("export", "contacts");
    const other = setupCrm();
    expect(await other.withInput(out, "import", "contacts", "-")).toMatchObject({ code: 0 });
    const shown = { cadence: "6 weeks", preferredChannel: "letter", dates: ["wedding: 2019-05-04"] };
    expect(await other.json("contact", "show", "1")).toMatchObject(shown);
    // Six weeks after today, which is the day on which the contact was made elsewhere too.
    expect((await other("today", "--days", "60")).out).toContain("Jane Roe");
    const again = (text: string) => other.withInput(text, "import", "contacts", "-", "--json");
    expect(JSON.parse((await again(out)).out)).toMatchObject({ updated: 0, unchanged: 1 });
    const changed = out.replace("6 weeks", "quarterly").replace("letter", "Phone").replace("2019", "2020");
    expect(JSON.parse((await again(changed)).out)).toMatchObject({ updated: 1 });
    const now = { cadence: "3 months", preferredChannel: "call", dates: ["wedding: 2020-05-04"] };
    expect(await other.json("contact", "show", "1")).toMatchObject(now);
    await again("email,cadence,preferredChannel\njane@acme.example,,\n");
    expect(await other.json("contact", "show", "1")).toMatchObject(now);
    await other("undo");
    expect(await other.json("contact", "show", "1")).toMatchObject(shown);
    for (const [column, cell, wrong] of [
      ["cadence", "soon", "is no period of days"],
      ["lifecycle", "constructor", "is no step of the life cycle"],
      ["preferredChannel", "fax", "is none of call, email, meeting, letter, chat, visit"],
      ["dates", "wedding", "is no label with a date, such as anniversary: 2019-05-04"],
    ]) {
      const text = "name," + column + "\nJane," + cell + "\n";
      const { code, err } = await other.withInput(text, "import", "contacts", "-");
      expect({ code, err }).toMatchObject({ code: 1 });
      expect(err).toContain("line 2, column " + column + ': "' + cell + '" ' + wrong);
    }
  });

  it("keeps every email, phone, address, link and company in csv, each with its label", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(manifold, { minLength: 1, maxLength: 5 }), async (people) => {
        const crm = await withManifold(people);
        const { out } = await crm("export", "contacts");
        const other = setupCrm();
        expect(await other.withInput(out, "import", "contacts", "-")).toMatchObject({ code: 0 });
        for (const at of people.keys()) {
          expect(await partsOf(other, at + 1)).toEqual(await partsOf(crm, at + 1));
        }
        const again = await other.withInput(out, "import", "contacts", "-", "--json");
        expect(JSON.parse(again.out)).toMatchObject({ created: 0, updated: 0, unchanged: people.length });
      }),
      { numRuns: 20 },
    );
  }, 60_000);

  it("has as many addresses as the contact with the most of them, and no street of who refuses letters", async () => {
    const crm = await withManifold([
      {
        ...plain,
        addresses: ["Berlin", "Bonn", "Gent"].map((city) => ({ ...nowhere, city, street: "Ufer 1" })),
      },
    ]);
    const header = async (from: Crm) => (await from("export", "contacts")).out.split("\n")[0]!.split(",");
    expect(await header(crm)).toEqual(expect.arrayContaining(["address2City", "address3City"]));
    expect(await header(crm)).not.toContain("address4City");
    expect(await header(setupCrm())).toContain("address2City");
    await crm("consent", "withdraw", "1", "--channel", "letter");
    const { out } = await crm(
      "export",
      "contacts",
      "--fields",
      "city,address2City,address3City,address3Street",
    );
    expect(out).toBe("city,address2City,address3City,address3Street\nBerlin,Bonn,Gent,\n");
  });

  it("is the same as a whole document", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(person, { maxLength: 5 }), async (people) => {
        const { out } = await (await withPeople(people))("export", "all");
        const other = setupCrm();
        expect(await other.withInput(out, "import", "all", "-")).toMatchObject({ code: 0 });
        expect((await other("export", "all")).out).toBe(out);
      }),
      { numRuns: 10 },
    );
  }, 60_000);

  it("never holds a cell that a spreadsheet would run", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(person, { minLength: 1, maxLength: 8 }), async (people) => {
        const { out } = await (await withPeople(people))("export", "contacts", "--fields", own);
        const cells =
          out
            .split("\n")
            .slice(1)
            .join("\n")
            .match(/"(?:[^"]|"")*"|[^",\n]+/g) ?? [];
        for (const cell of cells) expect(cell.replace(/^"/, "")).not.toMatch(/^[=+\-@\t\r＝＋－＠]/);
      }),
      { numRuns: 15 },
    );
  }, 60_000);
});
