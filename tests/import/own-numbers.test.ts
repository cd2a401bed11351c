import { describe, expect, it } from "vitest";
import { type Crm, setupCrm } from "../support/crm.ts";

const same = (rows: number) => rows + " unchanged · nothing to change";

/** What an import says that it did. */
async function said(crm: Crm, noun: string, csv: string, ...more: readonly string[]): Promise<string> {
  const { err } = await crm.withInput(csv, "import", noun, "-", ...more);
  return err.split("\n")[1]?.trim() ?? "";
}

async function exported(crm: Crm, noun = "contacts"): Promise<string> {
  return (await crm("export", noun, "--sort", "id")).out;
}

function list(crm: Crm, fields: string): Promise<readonly Record<string, unknown>[]> {
  return crm.json("contact", "list", "--sort", "id", "--fields", fields);
}

/** The rows of a CSV without line ends in its cells, the columns of these names only. */
function columns(csv: string, names: readonly string[]): string {
  const rows = csv
    .trimEnd()
    .split("\n")
    .map((line) => line.split(","));
  const places = names.map((name) => rows[0]!.indexOf(name));
  return rows.map((cells) => places.map((at) => cells[at]).join(",")).join("\n") + "\n";
}

describe("rows of our own CSV with different numbers", () => {
  it("are different people, of whom nothing else need be known, and the same again the second time", async () => {
    const [crm, other] = [setupCrm(), setupCrm()];
    for (const name of ["Jo Bell", "Ann Lee", "Jo Bell", "Jo Bell"]) await crm("contact", "add", name);
    const short = (await crm("contact", "list", "--format", "csv", "--sort", "id")).out;
    for (const csv of [await exported(crm), short]) {
      const empty = setupCrm();
      expect(await said(empty, "contacts", csv)).toBe("4 new");
      expect(await said(empty, "contacts", csv)).toBe(same(4));
      expect(await said(crm, "contacts", csv)).toBe(same(4));
    }
    await other("contact", "add", "Jo Bell");
    expect(await said(other, "contacts", short)).toBe("3 new · 1 unchanged");
    expect(await said(other, "contacts", short)).toBe(same(4));
  });

  it("are different people at one company, behind one email and one phone, with and without a name", async () => {
    const [crm, other] = [setupCrm(), setupCrm()];
    await crm("contact", "add", "Ann Lee", "--email", "info@acme.example");
    await crm("contact", "add", "Bob Ito", "--email", "info@acme.example");
    for (const city of ["Leeds", "Bonn"]) await crm("contact", "add", "--company", "Acme", "--city", city);
    for (const city of ["Leeds", "Bonn"]) {
      await crm("contact", "add", "Jo Bell", "--phone", "+49 30 901820", "--city", city);
    }
    const csv = await exported(crm);
    expect(await said(crm, "contacts", csv)).toBe(same(6));
    expect(await said(other, "contacts", csv)).toBe("6 new");
    expect(await said(other, "contacts", csv)).toBe(same(6));
    const fields = "name,email,phone,company,city";
    expect(await list(other, fields)).toEqual(await list(crm, fields));
  });

  it("keep what is said of each where the numbers are others", async () => {
    const [crm, other] = [setupCrm(), setupCrm()];
    await crm("contact", "add", "Zoë Ng");
    for (const city of ["Leeds", "Bonn", "Cork"]) await crm("contact", "add", "Jo Bell", "--city", city);
    for (const firm of ["Acme", "Nord"]) await crm("contact", "add", "Jo Bell", "--company", firm);
    const csv = await exported(crm);
    const bells = csv.split("\n").filter((line) => !line.includes("Zoë"));
    expect(await said(other, "contacts", bells.join("\n"))).toBe("5 new");
    expect(await said(other, "contacts", bells.join("\n"))).toBe(same(5));
    const backwards = [bells[0], ...bells.slice(1).reverse()].join("\n");
    expect(await said(other, "contacts", backwards)).toBe(same(5));
    expect(await said(crm, "contacts", backwards)).toBe(same(5));
  });

  it("find those who were made one of since, and one number that stands there twice is one person", async () => {
    const [crm, other] = [setupCrm(), setupCrm()];
    await crm("contact", "add", "Jo Bell", "--email", "jo@acme.example");
    await crm("contact", "add", "Joe Bell", "--email", "joe@acme.example");
    await crm("contact", "add", "Jo Bell");
    const csv = await exported(crm);
    await other.withInput(csv, "import", "contacts", "-");
    for (const one of [crm, other]) {
      for (const drop of ["2", "3"]) await one("contact", "merge", "1", drop, "--yes");
      expect(await said(one, "contacts", csv)).toContain("nothing to change");
      expect(await list(one, "id")).toEqual([{ id: 1 }]);
    }
    const empty = setupCrm();
    const [head, first] = csv.split("\n");
    const twice = [head, first, first].join("\n");
    expect(await said(empty, "contacts", twice)).toBe("1 new · 1 the same person twice in the file");
  });

  it("are not those who have the number elsewhere and another name, though they share an email", async () => {
    const [crm, other] = [setupCrm(), setupCrm()];
    const shared = ["--email", "info@acme.example"];
    await crm("contact", "add", "Ann Lee");
    for (const name of ["Mary Roe", "Zoë Ng"]) await crm("contact", "add", name, ...shared);
    const csv = (await exported(crm)).replace(/^1,.*\n/m, "");
    await other("contact", "add", "Bob Ito");
    await other("contact", "add", "Zoë Ng");
    await other("contact", "add", "M. Roe", ...shared, "--company", "Acme");
    expect(await said(other, "contacts", csv)).toBe("2 changed");
    const people = await list(other, "name,email,company");
    expect(people.slice(1)).toEqual([
      { name: "Zoë Ng", email: "info@acme.example", company: null },
      { name: "Mary Roe", email: "info@acme.example", company: "Acme" },
    ]);
    expect(await said(other, "contacts", csv)).toBe(same(2));
    expect(await list(other, "name,email,company")).toEqual(people);
  });

  it("are nobody of that number and name who was noted at another time", async () => {
    const [crm, other] = [setupCrm(), setupCrm({ now: "2026-03-01T09:00:00Z" })];
    await crm("contact", "add", "Jo Bell", "--email", "jo@acme.example");
    await other("contact", "add", "Jo Bell", "--email", "jo@nord.example");
    const csv = await exported(crm);
    expect(await said(other, "contacts", csv)).toBe("1 new");
    expect(await said(other, "contacts", csv)).toBe(same(1));
    // A spreadsheet may leave out the zone, or the time of day.
    for (const cell of ["2026-11-21 09:00", "2026-11-21"]) {
      const edited = csv.replace("jo@acme.example", "new@acme.example").replace(/2026-11-21T09:00:00Z/, cell);
      expect(await said(crm, "contacts", edited)).not.toContain("new");
    }
  });

  it("are told apart in our own CSV only", async () => {
    const crm = setupCrm();
    const file = "Record ID,First Name,Last Name,Email,Lead Status,Create Date,Lifecycle Stage\n";
    const rows = "1,Jo,Bell,jo@acme.example,,,lead\n2,Jo,Bell,jo@acme.example,,,lead\n";
    await crm.withInput(file + rows, "import", "contacts", "-");
    expect(await list(crm, "name")).toEqual([{ name: "Jo Bell" }]);
  });
});

describe("our own CSV, changed by hand and taken in where it is from", () => {
  it("calls somebody by the new first or last name, unless the full name was changed as well", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Jane Roe");
    await crm("contact", "add", "Dr. Tom Okafor", "--first", "Tom", "--last", "Okafor");
    await crm("contact", "add", "Ann Lee", "--email", "ann@acme.example");
    await crm("contact", "add", "Jane Roe");
    const csv = columns(await exported(crm), [
      "id",
      "name",
      "email",
      "firstName",
      "lastName",
      "lifecycle",
      "createdAt",
      "updatedAt",
    ]);
    const edited = csv
      .replace("1,Jane Roe,,Jane,Roe", "1,Jane Roe,,Jane,Doe")
      .replace("Okafor,,Tom,Okafor", "Okafor,,Tim,Okafor")
      .replace("Ann Lee,ann@acme.example,Ann", "Anna B. Lee,ann@acme.example,Anna");
    const expected = [
      { name: "Jane Doe", firstName: "Jane", lastName: "Doe" },
      { name: "Dr. Tim Okafor", firstName: "Tim", lastName: "Okafor" },
      { name: "Anna B. Lee", firstName: "Anna", lastName: "Lee" },
      { name: "Jane Roe", firstName: "Jane", lastName: "Roe" },
    ];
    expect(await said(crm, "contacts", edited)).toBe("3 changed · 1 unchanged");
    expect(await list(crm, "name,firstName,lastName")).toEqual(expected);
    expect(await said(crm, "contacts", edited)).toBe(same(4));
    expect(await list(crm, "name,firstName,lastName")).toEqual(expected);
    const renamed = (await exported(crm)).replace("3,Anna B. Lee,", "3,Anna Lee,");
    expect(await said(crm, "contacts", renamed)).toBe("1 changed · 3 unchanged");
    expect((await list(crm, "name"))[2]).toEqual({ name: "Anna Lee" });
  });

  it("puts the new email and phone first and keeps the old ones behind them", async () => {
    const crm = setupCrm();
    const old = ["--email", "jane@old.example", "--phone", "+49 30 901820"];
    await crm("contact", "add", "Jane Roe", ...old, "--email", "jane@home.example");
    await crm("contact", "add", "Tom Okafor", "--email", "tom@acme.example");
    const csv = await exported(crm);
    const edited = csv.replace("jane@old.example", "jane@new.example").replace("901820", "901821");
    for (const outcome of ["1 changed · 1 unchanged", same(2)]) {
      expect(await said(crm, "contacts", edited)).toBe(outcome);
      expect(await crm.json("contact", "show", "1")).toMatchObject({
        emails: [
          { email: "jane@new.example" },
          { email: "jane@old.example" },
          { email: "jane@home.example" },
        ],
        phones: [{ phone: "+49 30 901821" }, { phone: "+49 30 901820" }],
      });
    }
    expect(await said(crm, "contacts", csv, "--on-match", "fill")).toBe(same(2));
    const given = csv.replace("tom@acme.example", "jane@old.example");
    await crm.withInput(given, "import", "contacts", "-");
    expect(await list(crm, "name,email")).toEqual([
      { name: "Jane Roe", email: "jane@old.example" },
      { name: "Tom Okafor", email: "jane@old.example" },
    ]);
  });

  it("leaves a name that is not taken apart as usual as it is", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Mary Ann Roe", "--email", "mary@acme.example");
    await crm("contact", "edit", "1", "--first", "Mary", "--last", "Ann Roe");
    const short = (await crm("contact", "list", "--format", "csv")).out;
    expect(await said(crm, "contacts", short)).toBe(same(1));
    await said(crm, "contacts", short.replace("Mary Ann Roe", "Mary Ann Doe"));
    expect(await list(crm, "name,firstName,lastName")).toEqual([
      { name: "Mary Ann Doe", firstName: "Mary Ann", lastName: "Doe" },
    ]);
  });
});

describe("companies that differ by their legal form, or by nothing, in our own CSV", () => {
  it("stay two, and so do those of the people and deals beside them", async () => {
    const crm = setupCrm();
    const firms = ["Acme GmbH", "Acme AG", "Nord", "South"];
    for (const [at, firm] of firms.entries()) await crm("company", "add", firm, "--city", "City " + at);
    const rows = firms.map((firm, at) => `person${at}@mail.example,${firm}\n`).join("");
    await crm.withInput("email,company\n" + rows, "import", "contacts", "-");
    await crm("company", "edit", "4", "--name", "Nord");
    for (const at of [1, 2, 3]) {
      await crm("deal", "add", "Deal " + at, "--company", String(at), "--amount", "5");
    }
    for (const noun of ["companies", "contacts", "deals"]) {
      const other = setupCrm();
      const csv = await exported(crm, noun);
      const count = noun === "deals" ? 3 : 4;
      expect(await said(crm, noun, csv)).toBe(same(count));
      expect(await said(other, noun, csv)).toBe(count + " new");
      expect(await said(other, noun, csv)).toBe(same(count));
      const names = (await exported(other, "companies")).match(/Acme GmbH|Acme AG|Nord/g);
      const nords = noun === "companies" ? ["Nord", "Nord"] : ["Nord"];
      expect(names).toEqual(["Acme GmbH", "Acme AG", ...nords]);
    }
    const short = (await crm("company", "list", "--format", "csv")).out;
    expect(await said(crm, "companies", short)).toBe(same(4));
  });

  it("are found by their exact name first in any file", async () => {
    const crm = setupCrm();
    for (const name of ["Acme GmbH", "Acme AG"]) await crm("company", "add", name);
    await crm.withInput("Name,City\nAcme AG,Bonn\n", "import", "companies", "-");
    expect(await crm.json("company", "list", "--fields", "name,city", "--sort", "id")).toEqual([
      { name: "Acme GmbH", city: null },
      { name: "Acme AG", city: "Bonn" },
    ]);
  });
});
