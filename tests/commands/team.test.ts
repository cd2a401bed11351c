import { describe, expect, it } from "vitest";
import { setupCrm } from "../support/crm.ts";

describe("people of the team", () => {
  it("work on records beside the owner; mine is what one looks after or works on", async () => {
    const crm = setupCrm();
    await crm("config", "set", "user", "ben");
    await crm("contact", "add", "Jane Roe", "--owner", "ben");
    await crm("contact", "add", "Tom Okafor", "--owner", "ida", "--with", "Ben,max");
    await crm("contact", "add", "Lena Vogt", "--owner", "ida");
    await crm("order", "add", "jane", "--amount", "10", "--owner", "ida", "--with", "ben");
    expect((await crm("contact", "list", "mine", "-q")).out).toBe("1\n2\n");
    expect((await crm("contact", "list", "not mine", "-q")).out).toBe("3\n");
    expect((await crm("order", "list", "mine", "-q")).out).toBe("1\n");
    expect(await crm.json("contact", "show", "tom")).toMatchObject({ collaborators: ["Ben", "max"] });
    await crm("contact", "edit", "tom", "--without", "BEN");
    expect((await crm("contact", "list", "mine", "-q")).out).toBe("1\n");
  });

  it("work on quotes and campaigns too, also on a quote that is accepted", async () => {
    const crm = setupCrm();
    await crm("config", "set", "user", "ben");
    await crm("contact", "add", "Jane Roe");
    await crm("quote", "add", "jane", "--line", "Travel @ 120", "--owner", "ida", "--with", "ben");
    await crm("quote", "add", "jane", "--line", "Travel @ 120", "--owner", "ida");
    await crm("campaign", "add", "spring", "--with", "Ben,max");
    await crm("campaign", "add", "fair", "--owner", "ida");
    expect((await crm("quote", "list", "mine", "-q")).out).toBe("1\n");
    expect((await crm("campaign", "list", "mine", "-q")).out).toBe("1\n");
    expect(await crm.json("campaign", "show", "spring")).toMatchObject({ collaborators: ["Ben", "max"] });
    expect((await crm("quote", "show", "1", "--format", "table")).out).toMatch(/^With +ben$/m);
    await crm("quote", "accept", "1", "--force");
    expect(await crm("quote", "edit", "1", "--with", "max", "--without", "ben")).toMatchObject({ code: 0 });
    expect(await crm.json("quote", "show", "1")).toMatchObject({ collaborators: ["max"], version: 1 });
    await crm("campaign", "edit", "spring", "--without", "ben");
    expect((await crm("campaign", "list", "mine", "-q")).out).toBe("");
  });

  const made: readonly (readonly string[])[] = [
    ["contact", "edit", "jane"],
    ["company", "edit", "acme"],
    ["deal", "edit", "website"],
    ["order", "edit", "1"],
    ["ticket", "edit", "1"],
    ["campaign", "edit", "spring"],
    ["quote", "edit", "1"],
  ];
  it.each(made)(
    "who do not work on it are not taken from it, and nothing is written: %s %s",
    async (...argv) => {
      const crm = setupCrm();
      await crm("contact", "add", "Jane Roe", "--company", "Acme", "--with", "ben");
      await crm("deal", "add", "Website", "--with", "ben");
      await crm("order", "add", "jane", "--amount", "10", "--with", "ben");
      await crm("ticket", "add", "jane", "late", "--with", "ben");
      await crm("campaign", "add", "spring", "--with", "ben");
      await crm("quote", "add", "jane", "--line", "Travel @ 120", "--with", "ben");
      const before = (await crm("history", "-q")).out;
      const refused = await crm(...argv, "--note", "new", "--with", "ida", "--without", "bne");
      const hint = `(see: crm ${argv[0]} show 1)`;
      expect(refused).toEqual({
        code: 1,
        out: "",
        err: `crm: --without: ${argv[0]} 1 has no "bne" ${hint}\n`,
      });
      expect((await crm("history", "-q")).out).toBe(before);
    },
  );

  it("are taken from those of several that they work on", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Jane Roe", "--with", "ben");
    await crm("contact", "add", "Tom Okafor", "--with", "ida");
    const all = ["contact", "edit", "--where", "id > 0", "--without"];
    expect((await crm(...all, "ben")).code).toBe(0);
    expect((await crm("contact", "list", "--format", "csv", "--fields", "id,collaborators")).out).toBe(
      "id,collaborators\n1,\n2,ida\n",
    );
    expect((await crm(...all, "ben")).err).toContain('--without: none of the 2 contacts has "ben"');
  });

  it("work on a new lead, and nobody is taken from what is new", async () => {
    const crm = setupCrm();
    await crm("lead", "add", "Ida Lind", "--with", "ben");
    expect(await crm.json("contact", "show", "ida")).toMatchObject({ collaborators: ["ben"] });
    expect((await crm("contact", "add", "Tom", "--without", "ben")).code).toBe(2);
  });

  it("all have the name that is set in the database, which is said; --file is one's own", async () => {
    const crm = setupCrm();
    const note = "note: so are called all who open this database; with --file it is you alone";
    expect((await crm("config", "set", "user", "ben")).err).toContain(note);
    expect((await crm("config", "set", "locale", "de")).err).not.toContain("note:");
  });

  it("are counted as one counts them when several are handed over", async () => {
    const crm = setupCrm();
    for (const name of ["Jane Roe", "Lena Vogt"]) await crm("contact", "add", name, "--owner", "tom");
    expect((await crm("handover", "tom", "ben", "--yes")).err).toContain("Gave 2 contacts from tom to ben");
  });

  it("are handed over in one step that one undo takes back", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Jane Roe", "--owner", "tom");
    await crm("deal", "add", "Website", "--contact", "jane", "--owner", "Tom", "--with", "ben");
    await crm("deal", "add", "Shop", "--contact", "jane", "--owner", "ida", "--with", "tom,ben");
    await crm("followup", "add", "call", "--for", "jane", "--due", "tomorrow", "--owner", "tom");
    await crm("followup", "add", "done", "--for", "jane", "--due", "tomorrow", "--owner", "tom");
    await crm("followup", "done", "2");
    const dry = await crm("handover", "tom", "ben", "--dry-run");
    expect(dry).toMatchObject({ code: 0 });
    expect((await crm("contact", "list", "owner = ben", "-q")).out).toBe("");
    expect(dry.err).toContain("Gave 1 contact, 1 deal, 1 deal with others, 1 follow-up from tom to ben");
    expect(await crm.json("handover", "tom", "ben", "--yes")).toEqual([
      { noun: "contact", owned: 1, shared: 0 },
      { noun: "deal", owned: 1, shared: 1 },
      { noun: "followup", owned: 1, shared: 0 },
    ]);
    expect(await crm.json("deal", "show", "shop")).toMatchObject({ owner: "ida", collaborators: ["ben"] });
    await crm("undo");
    expect(await crm.json("deal", "show", "shop")).toMatchObject({ collaborators: ["ben", "tom"] });
    expect((await crm("deal", "list", "owner = tom", "-q")).out).toBe("1\n");
  });

  it("are the same in any letter case, letters beyond A to Z too", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Jane Roe", "--owner", "Özlem", "--with", "Émile");
    await crm("contact", "edit", "jane", "--without", "émile");
    expect(await crm.json("contact", "show", "jane")).toMatchObject({ collaborators: [] });
    await crm("contact", "edit", "jane", "--with", "özlem");
    const handed = await crm.json("handover", "ÖZLEM", "ben", "--yes");
    expect(handed).toEqual([{ noun: "contact", owned: 1, shared: 1 }]);
    expect(await crm.json("contact", "show", "jane")).toMatchObject({ owner: "ben", collaborators: ["ben"] });
  });

  it("are not handed over from a name that nobody has: who there is, is named", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Jane Roe", "--owner", "ben", "--with", "Ida");
    expect(await crm("handover", "bne", "ida")).toEqual({
      code: 3,
      out: "",
      err: 'crm: nobody called "bne" looks after anything. Did you mean "ben"? (Ida, ben)\n',
    });
    expect((await crm("handover", "IDA", "ben", "--yes")).code).toBe(0);
  });

  it("are not handed to themselves, nor without a yes where nobody can be asked", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Jane Roe", "--owner", "tom");
    expect((await crm("handover", "tom", "TOM", "--yes")).code).toBe(2);
    expect((await crm("handover", "tom", "ben")).code).toBe(2);
    expect((await crm("handover", "tom", "ben", "--noun", "dael", "--yes")).err).toContain("deal");
  });

  it("are counted in no report when the database says so, whatever a run or a file says", async () => {
    const crm = setupCrm({ env: { CRM_REPORTS_PEOPLE: "on" }, config: "reports.people = 'on'\n" });
    await crm("config", "set", "reports.people", "off");
    expect((await crm("report", "owners")).code).toBe(1);
    const laid = await crm("report", "owners", "--config", "reports.people=on");
    expect(laid).toMatchObject({ code: 2, out: "" });
    expect(laid.err).toContain("everybody");
  });
});
