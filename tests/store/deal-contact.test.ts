import { describe, expect, it } from "vitest";
import { setupCrm } from "../support/crm.ts";
import { dump } from "../support/dump.ts";

/** A deal with Jane, and with Tom and Ida besides. */
async function sharedDeal() {
  const crm = setupCrm();
  for (const name of ["Jane Roe", "Tom Okafor", "Ida Lind"]) await crm("contact", "add", name);
  const added = await crm("deal", "add", "Website", "--contact", "1", "--also", "tom", "--also", "ida");
  expect(added).toMatchObject({ code: 0 });
  return crm;
}

const deal = (crm: ReturnType<typeof setupCrm>) => crm.json<Record<string, unknown>>("deal", "show", "1");

describe("a deal with several contacts", () => {
  it("shows all of them, and each of them shows it", async () => {
    const crm = await sharedDeal();
    expect(await deal(crm)).toMatchObject({
      contact: "Jane Roe",
      otherContacts: ["Tom Okafor", "Ida Lind"],
      also: [
        { id: 2, name: "Tom Okafor" },
        { id: 3, name: "Ida Lind" },
      ],
    });
    expect((await crm("deal", "show", "1", "--format", "table")).out).toContain(
      "Also       Tom Okafor (#2), Ida Lind (#3)",
    );
    for (const ref of ["1", "2", "3"]) {
      expect(await crm.json("contact", "show", ref)).toMatchObject({ deals: [{ title: "Website" }] });
    }
  });

  it.each([
    ["contact = 'Jane Roe'", 1],
    ["contact = 'Ida Lind'", 1],
    ["contact ~ okafor", 1],
    ["contact = 'Max Weber'", 0],
    ["contact != 'Ida Lind'", 0],
    ["not contact:empty", 1],
    ["otherContacts = 'Jane Roe'", 0],
    ["otherContacts = 'Tom Okafor'", 1],
  ])("is found by %s: %i", async (filter, count) => {
    expect(await (await sharedDeal()).json("deal", "list", filter)).toHaveLength(count);
  });

  it("takes another one as its own, adds and drops", async () => {
    const crm = await sharedDeal();
    await crm("deal", "edit", "1", "--contact", "tom", "--also", "jane", "--drop", "ida");
    expect(await deal(crm)).toMatchObject({ contact: "Tom Okafor", also: [{ id: 1 }] });
    await crm("undo");
    expect(await deal(crm)).toMatchObject({ contact: "Jane Roe", also: [{ id: 2 }, { id: 3 }] });
  });

  it("refuses to drop who is not there or is its own contact, and writes nothing", async () => {
    const crm = await sharedDeal();
    await crm("contact", "add", "Max Weber");
    const before = dump(crm.db);
    for (const [who, said] of [
      ["max", '--drop: deal 1 has no "max" (see: crm deal show 1)'],
      ["jane", "--drop: Jane Roe is the own contact of deal 1"],
    ] as const) {
      const ran = await crm("deal", "edit", "1", "--drop", who);
      expect(ran).toMatchObject({ code: 1, out: "", err: expect.stringContaining(said) });
    }
    expect(dump(crm.db)).toEqual(before);
    expect((await crm("history", "--no-header")).out).not.toContain("--drop");
  });

  it("has the first of --also for its own when no other is named, new or later", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Jane Roe", "--company", "Acme");
    await crm("contact", "add", "Tom Okafor");
    await crm("deal", "add", "Website", "--also", "jane", "--also", "tom");
    expect(await deal(crm)).toMatchObject({ contact: "Jane Roe", company: "Acme", also: [{ id: 2 }] });
    await crm("deal", "add", "Shop");
    await crm("deal", "edit", "shop", "--also", "tom");
    expect(await crm.json("deal", "show", "shop")).toMatchObject({ contact: "Tom Okafor", also: [] });
    await crm.withInput("Title,Other contacts\nBooth,Ida Lind\n", "import", "deals", "-");
    expect(await crm.json("deal", "show", "booth")).toMatchObject({ contact: "Ida Lind", also: [] });
  });

  it("goes on with the next of them when its own contact is deleted", async () => {
    const crm = await sharedDeal();
    await crm("deal", "add", "Alone", "--contact", "1");
    const before = dump(crm.db);
    const { err } = await crm("contact", "delete", "1");
    expect(err).toContain("Delete Jane Roe with 1 deal:");
    expect(await crm("contact", "delete", "1", "--yes")).toMatchObject({ code: 0 });
    expect(await crm.json("deal", "list")).toMatchObject([
      { title: "Website", contact: "Tom Okafor", otherContacts: ["Ida Lind"] },
    ]);
    expect(crm.db.all("PRAGMA foreign_key_check")).toEqual([]);
    await crm("undo");
    expect(dump(crm.db)).toEqual(before);
    await crm("contact", "delete", "3", "--yes");
    expect(await deal(crm)).toMatchObject({ contact: "Jane Roe", also: [{ id: 2 }] });
  });

  it("names nobody twice when two of them are merged, and is undone", async () => {
    const crm = await sharedDeal();
    const before = dump(crm.db);
    await crm("contact", "merge", "1", "2", "--yes");
    expect(await deal(crm)).toMatchObject({ contact: "Jane Roe", also: [{ id: 3 }] });
    await crm("contact", "add", "I. Lind");
    await crm("contact", "merge", "4", "3", "--yes");
    expect(await deal(crm)).toMatchObject({ also: [{ id: 4, name: "I. Lind" }] });
    for (let n = 0; n < 3; n++) await crm("undo");
    expect(dump(crm.db)).toEqual(before);
  });

  it("goes with the deal, with an erasure and with a whole export", async () => {
    const crm = await sharedDeal();
    const other = setupCrm();
    await other.withInput((await crm("export", "all")).out, "import", "all", "-");
    expect(await deal(other)).toMatchObject({ also: [{ id: 2 }, { id: 3 }] });
    expect((await crm("contact", "access", "3")).out).toContain("DEAL CONTACT (1)");
    await crm("contact", "erase", "3", "--confirm", "Ida Lind");
    expect(await deal(crm)).toMatchObject({ title: "Website", also: [{ id: 2 }] });
    expect(await crm("deal", "delete", "1", "--yes")).toMatchObject({ code: 0 });
    expect(crm.db.all("SELECT * FROM deal_contact")).toEqual([]);
  });
});

describe("an import of deals", () => {
  const file = `Record ID,Deal Name,Deal Stage,Pipeline,Amount,Close Date,Deal owner,Associated Contact,Associated Contact IDs
9001,Website,Qualified To Buy,Sales Pipeline,5000,2026-03-15 14:30,,Jane Roe;Tom Okafor;Ida Lind,501;502;503;
9002,Logo,Qualified To Buy,Sales Pipeline,,2026-03-15 14:30,,Tom Okafor,502
`;

  it("keeps every contact that HubSpot names, and changes nothing a second time", async () => {
    const crm = setupCrm();
    expect(await crm.withInput(file, "import", "deals", "-")).toMatchObject({ code: 0 });
    expect(await deal(crm)).toMatchObject({
      contact: "Jane Roe",
      also: [{ name: "Tom Okafor" }, { name: "Ida Lind" }],
    });
    expect(await crm.json("contact", "list")).toHaveLength(3);
    const before = dump(crm.db);
    const again = await crm.withInput(file, "import", "deals", "-", "--json");
    expect(JSON.parse(again.out)).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
    expect(dump(crm.db)).toEqual(before);
    await crm("undo");
    expect(await crm.json("deal", "list")).toEqual([]);
  });

  it("brings the first back as the deal's own, and nobody is there twice or lost", async () => {
    const crm = setupCrm();
    await crm.withInput(file, "import", "deals", "-");
    await crm("deal", "edit", "1", "--contact", "Ida Lind");
    expect(await deal(crm)).toMatchObject({ contact: "Ida Lind", otherContacts: ["Tom Okafor"] });
    await crm.withInput(file, "import", "deals", "-");
    expect(await deal(crm)).toMatchObject({
      contact: "Jane Roe",
      otherContacts: ["Tom Okafor", "Ida Lind"],
    });
    const again = await crm.withInput(file, "import", "deals", "-", "--json");
    expect(JSON.parse(again.out)).toMatchObject({ updated: 0, unchanged: 2 });
  });

  it("has them from its own export, by name or, where they have none, by email", async () => {
    const crm = await sharedDeal();
    await crm("contact", "add", "--email", "info@nord.example");
    await crm("deal", "edit", "1", "--also", "info@nord.example");
    const { out } = await crm("export", "deals");
    const other = setupCrm();
    await other.withInput((await crm("export", "contacts")).out, "import", "contacts", "-");
    expect(await other.withInput(out, "import", "deals", "-")).toMatchObject({ code: 0 });
    expect(await other.json("contact", "list")).toHaveLength(4);
    expect((await other("export", "deals", "--fields", "title,contact,otherContacts")).out).toBe(
      (await crm("export", "deals", "--fields", "title,contact,otherContacts")).out,
    );
  });
});
