import { describe, expect, it } from "vitest";
import { eachPair } from "../../src/store/duplicates/blocks.ts";
import { contactDuplicates } from "../../src/store/duplicates.ts";
import { setupCrm } from "../support/crm.ts";

interface Found {
  readonly id: number;
  readonly otherId: number;
  readonly score: number;
  readonly group: number;
  readonly reasons: readonly string[];
}

/** Imports rows as they are, each a contact of its own, and gives the likely pairs. */
async function pairsOf(csv: string, ...more: string[]): Promise<Found[]> {
  const crm = setupCrm();
  const { code, err } = await crm.withInput(csv, "import", "contacts", "-", "--match", "external");
  expect({ code, err: code === 0 ? "" : err }).toEqual({ code: 0, err: "" });
  return crm.json<Found[]>("contact", "duplicates", ...more);
}

describe("crm contact duplicates", () => {
  it.each([
    ["Jürgen Müller", "Juergen Mueller", "same name"],
    ["Zoë Muller", "Zoe Müller", "same name"],
    ["Дмитрий Иванов", "Dmitrii Ivanov", "same name"],
    ["William Zwergmann", "Bill Zwergmann", "nickname"],
    ["Hans Zwergmann", "Johannes Zwergmann", "nickname"],
    ["Jane Zwergmann", "Zwergmann Jane", "same name in another order"],
    ["Jane Zwergmann", "Jane Zwregmann", "name spelt differently"],
    ["Jane Zwergmann", "J. Zwergmann", "initials"],
  ])("takes %s and %s of one company for one: %s", async (one, other, reason) => {
    const found = await pairsOf(`id,name,company\n1,${one},Acme\n2,${other},Acme\n3,Tom Okafor,Acme\n`);
    expect(found).toMatchObject([{ id: 1, otherId: 2, reasons: expect.arrayContaining([reason]) }]);
  });

  it.each([
    ["a phone in another notation", "1,Jane Roe,,+49 30 90182012\n2,,,030 90182012\n", "same phone"],
    ["the same email", "1,Jane Roe,jane@acme.example,\n2,,JANE@acme.example,\n", "same email"],
    [
      "a typo in the email",
      "1,Jane Roe,jane.roe@acme.example,\n2,J Roe,jnae.roe@acme.example,\n",
      "typo in the email",
    ],
    ["a typo in the domain", "1,,sunny@acme.example,\n2,,sunny@acmee.example,\n", "typo in the email"],
    [
      "a name that is only in the email",
      "1,Jane Zwerg,,+49 30 5512012\n2,,jane.zwerg@mail.example,\n",
      "same name",
    ],
  ])("finds %s", async (_, rows, reason) => {
    const found = await pairsOf("id,name,email,phone\n" + rows);
    expect(found).toMatchObject([{ id: 1, otherId: 2, reasons: expect.arrayContaining([reason]) }]);
  });

  it("leaves a family at one address and phone alone", async () => {
    const home = "+49 89 1234567,Ufer 1,Bonn";
    const rows = ["Anna", "Peter", "Lena", "Paul"].map((first, at) => `${at + 1},${first} Zwerg,${home}\n`);
    expect(await pairsOf("id,name,phone,street,city\n" + rows.join(""))).toEqual([]);
  });

  it("leaves colleagues at one switchboard alone", async () => {
    const names = [
      "Jane Roe",
      "Tom Okafor",
      "Lena Vogt",
      "Mia Brandt",
      "Noah Silva",
      "Ida Lind",
      "Jane Weber",
    ];
    const rows = names.map((name, at) => `${at + 1},${name},+49 30 901820,Acme\n`);
    expect(await pairsOf("id,name,phone,company\n" + rows.join(""))).toEqual([]);
  });

  it("leaves father and son of one name alone when their birthdays differ", async () => {
    const rows = "1,Hans Zwerg,1950-03-01,Ufer 1,Bonn\n2,Hans Zwerg,1979-11-20,Ufer 1,Bonn\n";
    expect(await pairsOf("id,name,birthday,street,city\n" + rows)).toEqual([]);
  });

  it("puts pairs that hang together into one group, the likeliest group first", async () => {
    const rows = `1,Jane Roe,jane@acme.example,Acme
2,Jane Roe,,Acme
3,J. Roe,jane@acme.example,Acme
4,Tom Okafor,,Nord
5,Thomas Okafor,,Nord
6,Mia Brandt,mia@nord.example,Nord
`;
    const found = await pairsOf("id,name,email,company\n" + rows);
    const groups = found.map(({ group, id, otherId }) => [group, id, otherId]);
    expect(groups).toEqual(
      expect.arrayContaining([
        [1, 1, 2],
        [1, 1, 3],
        [2, 4, 5],
      ]),
    );
    expect(groups.flat()).not.toContain(6);
  });

  it("shows only pairs of which one fits the filter, and only likely ones", async () => {
    const rows = "1,Jane Roe,Bonn,Acme\n2,Jane Roe,,Acme\n3,Ida Lind,Köln,Acme\n4,Ida Lind,,Acme\n";
    const csv = "id,name,city,company\n" + rows;
    expect(await pairsOf(csv, "city = Bonn")).toMatchObject([{ id: 1, otherId: 2 }]);
    expect(await pairsOf(csv)).toHaveLength(2);
    expect(await pairsOf(csv, "--min", "100")).toEqual([]);
  });

  it("makes no more than a bounded number of pairs a person, whatever they have in common", () => {
    const pairs = (count: number) => {
      let made = 0;
      const items = Array.from({ length: count }, (_, at) => String(at % 50));
      eachPair(items, { kinds: [() => ["all"], (item) => [item]], order: (item) => item }, () => made++);
      return made;
    };
    expect(pairs(20_000) / pairs(2_000)).toBeLessThan(12);
  });

  it("is nothing in an empty database", () => {
    expect(contactDuplicates(setupCrm().db, { least: 0 })).toEqual([]);
  });
});

describe("adding a likely duplicate", () => {
  it.each([
    [["Jane Row", "--email", "JANE@acme.example"], "same email"],
    [["J. Roe", "--phone", "+49 30/901820"], "same phone"],
    [["jane  roe"], "same name"],
  ])("warns of %j by the %s, and adds it", async (words, reason) => {
    const crm = setupCrm();
    await crm("contact", "add", "Jane Roe", "--email", "jane@acme.example", "--phone", "+49 30 901820");
    const { code, out, err } = await crm("contact", "add", ...words, "--json");
    expect({ code, id: JSON.parse(out).id }).toEqual({ code: 0, id: 2 });
    expect(err).toContain(
      `Is it #1 Jane Roe (jane@acme.example)? ${reason} · crm contact merge 1 2, or distinct 1 2\n`,
    );
    expect((await crm("contact", "add", ...words, "-q")).err).toBe("");
  });

  it("does not take a colleague or a sister at the same number for one", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Jane Roe", "--phone", "+49 30 901820");
    for (const name of ["Lena Roe", "Tom Okafor"]) {
      const { err } = await crm("contact", "add", name, "--phone", "+49 30 901820");
      expect(err).not.toContain("Is it");
    }
  });

  it("warns of a company of the same name or domain", async () => {
    const crm = setupCrm();
    await crm("company", "add", "Acme GmbH", "--domain", "acme.example");
    expect((await crm("company", "add", "ACME")).err).toContain(
      "Is it #1 Acme GmbH (acme.example)? same name",
    );
    const second = await crm("company", "add", "Acme Holding", "--domain", "acme.example");
    expect(second.err).toContain("same domain · crm company merge 1 3");
  });
});

describe("crm company duplicates", () => {
  it("finds names without their legal forms, and misspelt ones; not firms with other domains", async () => {
    const crm = setupCrm();
    const firms = [
      ["Acme GmbH", "--city", "Berlin"],
      ["ACME Ltd.", "--domain", "acme.example"],
      ["Nordlicht AG", "--domain", "nordlicht.example"],
      ["Nordlciht", "--website", "https://www.nordlicht.example/"],
      ["Sonne", "--domain", "sonne.example", "--city", "Bonn"],
      ["Sonne", "--domain", "zonne.example", "--city", "Gent"],
    ];
    for (const firm of firms) await crm("company", "add", ...firm);
    const found = await crm.json<Found[]>("company", "duplicates");
    expect(found.map(({ id, otherId, reasons }) => [id, otherId, reasons])).toEqual([
      [3, 4, ["name spelt differently", "same domain"]],
      [1, 2, ["same name but for the legal form and marks"]],
    ]);
  });
});
