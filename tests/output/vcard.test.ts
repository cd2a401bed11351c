import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Card, cardText } from "../../src/output/vcard.ts";
import { setupCrm } from "../support/crm.ts";

const jane: Card = {
  uid: "contact-1@x.crm",
  shown: "Jane Roe",
  first: "Jane",
  last: "Roe",
  emails: [
    { value: "jane@acme.example", label: "work" },
    { value: "j@home.example", label: "yoga club" },
  ],
  phones: [{ value: "+4930901820", label: "mobile" }],
  addresses: [
    {
      label: "home",
      street: "Ufer 1; back",
      postalCode: "10115",
      city: "Berlin",
      region: null,
      country: "DE",
    },
  ],
  links: [{ value: "https://jane.example", label: null }],
  company: "Acme, Inc.",
  department: null,
  role: "CEO",
  birthday: "--03-04",
  dates: [
    { label: "Anniversary", value: "2010-05-04" },
    { label: "name day", value: "--06-24" },
  ],
  language: "de",
  tags: ["vip", "a,b"],
  note: "one\ntwo",
  changedAt: "2026-11-21T09:00:00Z",
};

describe("a vCard", () => {
  it("is as RFC 6350 has it", () => {
    expect(cardText(jane, "4.0").split("\r\n")).toEqual([
      "BEGIN:VCARD",
      "VERSION:4.0",
      "UID:contact-1@x.crm",
      "FN:Jane Roe",
      "N:Roe;Jane;;;",
      "EMAIL;TYPE=work;PREF=1:jane@acme.example",
      "item1.EMAIL:j@home.example",
      "item1.X-ABLabel:yoga club",
      "TEL;TYPE=cell;PREF=1:+4930901820",
      "ADR;TYPE=home;PREF=1:;;Ufer 1\\; back;Berlin;;10115;DE",
      "URL;PREF=1:https://jane.example",
      "ORG:Acme\\, Inc.",
      "TITLE:CEO",
      "BDAY:--0304",
      "ANNIVERSARY:20100504",
      "item2.X-ABDATE;X-APPLE-OMIT-YEAR=1604:1604-06-24",
      "item2.X-ABLabel:name day",
      "LANG:de",
      "CATEGORIES:vip,a\\,b",
      "NOTE:one\\ntwo",
      "REV:20261121T090000Z",
      "END:VCARD",
      "",
    ]);
  });

  it("is as RFC 2426 has it in 3.0, with a birthday without a year as others write it", () => {
    const lines = cardText(jane, "3.0").split("\r\n");
    expect(lines).toEqual(
      expect.arrayContaining([
        "VERSION:3.0",
        "EMAIL;TYPE=work;TYPE=pref:jane@acme.example",
        "BDAY;X-APPLE-OMIT-YEAR=1604:1604-03-04",
        "REV:2026-11-21T09:00:00Z",
      ]),
    );
    expect(lines).not.toContain("LANG:de");
  });

  it("never has a line longer than 75 bytes, nor half a character in one", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (note) => {
        const text = cardText({ ...jane, note: note === "" ? null : note }, "4.0");
        for (const line of text.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
        expect(Buffer.from(text).toString()).toBe(text);
      }),
      { numRuns: 200 },
    );
  });
});

describe("crm export vcard", () => {
  const shown = "id,name,firstName,lastName,email,phone,company,role,city,street,tags,birthday,note,language";

  it.each(["4.0", "3.0"])("in %s comes back with crm import contacts", async (version) => {
    const crm = setupCrm();
    const lines = [
      [
        "contact",
        "add",
        "Zoë Müller, PhD",
        "--email",
        "work:zoe@acme.example",
        "--email",
        "home:z@mail.example",
      ],
      [
        "contact",
        "edit",
        "1",
        "--phone",
        "mobile:+49 30 90182012",
        "--company",
        "Acme; Söhne",
        "--role",
        "CEO, CFO",
      ],
      [
        "contact",
        "edit",
        "1",
        "--street",
        "Ufer 1\\2",
        "--city",
        "Köln",
        "--tag",
        "vip",
        "--birthday",
        "1980-02-29",
      ],
      [
        "contact",
        "edit",
        "1",
        "--note",
        "a long note, with; all: kinds of \\ marks and\nlines ".repeat(3).trim(),
      ],
      ["contact", "add", "--email", "info@nord.example"],
      ["contact", "add", "李 小龙", "--birthday", "--12-24"],
    ];
    for (const line of lines) expect(await crm(...line), line.join(" ")).toMatchObject({ code: 0 });
    const { out } = await crm("export", "vcard", "--card-version", version);
    const other = setupCrm();
    expect(await other.withInput(out, "import", "contacts", "-")).toMatchObject({ code: 0 });
    const listed = async (from: typeof crm) => from.json("contact", "list", "--fields", shown);
    expect(await listed(other)).toEqual(await listed(crm));
    const again = await other.withInput(out, "import", "contacts", "-", "--json");
    expect(JSON.parse(again.out)).toMatchObject({ created: 0, updated: 0, unchanged: 3 });
  });

  it("takes a filter, leaves out what somebody refused, and refuses another version", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Jane Roe", "--email", "jane@acme.example", "--tag", "vip");
    await crm("contact", "add", "Tom Okafor", "--email", "tom@acme.example");
    await crm("consent", "withdraw", "1", "--channel", "email");
    const { out } = await crm("export", "vcard", "tag = vip");
    expect(out).toContain("FN:Jane Roe");
    expect(out).not.toContain("Tom");
    expect(out).not.toContain("EMAIL");
    expect(await crm("export", "vcard", "--card-version", "2.1")).toMatchObject({ code: 2, out: "" });
  });
});

describe("crm export ics", () => {
  it("holds the open follow-ups and birthdays of the next days", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Jane Roe", "--birthday", "1980-11-30");
    await crm("followup", "add", "send the quote", "--for", "1", "--due", "tomorrow 10:00");
    await crm("followup", "add", "ask again", "--for", "1", "--due", "+60d");
    const { out } = await crm("export", "ics", "--days", "30");
    expect(out.match(/BEGIN:VEVENT/g)).toHaveLength(2);
    expect(out).toContain("DTSTART:20261122T090000Z");
    expect(out).toContain("DTSTART;VALUE=DATE:20261130");
    expect(out).not.toContain("VALARM");
    expect(out).toMatch(/\r\nEND:VCALENDAR\r\n$/);
  });
});
