import { describe, expect, it } from "vitest";
import { type Crm, setupCrm } from "../support/crm.ts";

/** Somebody with everything that a card has, somebody without anything else, and who has no name. */
async function people(crm: Crm): Promise<void> {
  await crm(
    ...["contact", "add", "Jane Roe", "--email", "jane@acme.example", "--phone", "mobile:+49 170 1234567"],
    ...["--company", "Acme", "--role", "CTO", "--note", "one\ntwo; three, four", "--tag", "vip"],
    ...["--date", "Anniversary: 2010-05-04", "--date", "Office day: --06-24"],
    ...["--birthday", "1980-02-03", "--language", "de", "--link", "https://jane.example/a,b"],
    ...["--street", "Ufer 1", "--city", "Berlin", "--country", "DE"],
  );
  await crm("contact", "add", "Tom Okafor");
  await crm("contact", "add", "Tom Okafor");
  await crm("contact", "add", "--email", "only@acme.example");
  await crm("contact", "add", "--phone", "+49 30 123456");
  await crm("contact", "add", "--company", "Lonely");
}

describe("our own cards", () => {
  it.each(["4.0", "3.0"])(
    "of version %s change nothing where they were made, and nothing is kept",
    async (version) => {
      const crm = setupCrm();
      await people(crm);
      const { out } = await crm("export", "vcard", "--card-version", version);
      const { err } = await crm.withInput(out, "import", "contacts", "-");
      expect(err).toContain("  6 unchanged · nothing to change\n");
      expect(crm.db.get("SELECT count(*) AS n FROM external_id")).toEqual({ n: 0 });
    },
  );

  it("of one of several namesakes are about that one", async () => {
    const crm = setupCrm();
    await people(crm);
    const { out } = await crm("export", "vcard", "id = 3");
    await crm.withInput(
      out.replace("END:VCARD", "NOTE:the tall one\r\nEND:VCARD"),
      "import",
      "contacts",
      "-",
    );
    expect(await crm.json("contact", "show", "2")).toMatchObject({ note: null });
    expect(await crm.json("contact", "show", "3")).toMatchObject({ note: "the tall one" });
  });

  it("find the person when an address book gives them back under another name", async () => {
    const crm = setupCrm();
    await people(crm);
    const { out } = await crm("export", "vcard", "name = 'Jane Roe'", "--card-version", "3.0");
    const renamed = out.replace("FN:Jane Roe", "FN:Jane Doe").replace("N:Roe;", "N:Doe;");
    const moved = renamed
      .replace("jane@acme.example", "jane@doe.example")
      .replaceAll("\r\nREV:", "\r\nX-OTHER:1\r\nREV:");
    await crm.withInput(moved, "import", "contacts", "-");
    expect(await crm.json("contact", "list", "--fields", "id,name", "id = 1")).toEqual([
      { id: 1, name: "Jane Doe" },
    ]);
    expect(await crm.json("contact", "list")).toHaveLength(6);
  });

  it("of who was merged since find who they were merged into", async () => {
    const crm = setupCrm();
    await people(crm);
    const { out } = await crm("export", "vcard", "id = 3");
    await crm("contact", "merge", "2", "3", "--yes");
    expect((await crm.withInput(out, "import", "contacts", "-")).err).toContain("1 unchanged");
  });

  it("of another person in a copy of the database are about nobody who is there", async () => {
    const crm = setupCrm();
    await people(crm);
    const { out } = await crm("export", "vcard", "id = 2");
    const other = out.replace("FN:Tom Okafor", "FN:Ann Lee").replace("N:Okafor;Tom", "N:Lee;Ann");
    expect((await crm.withInput(other, "import", "contacts", "-")).err).toContain("1 new");
    expect((await crm.withInput(other, "import", "contacts", "-")).err).toContain("1 unchanged");
  });

  it("say whose they are as an id does: the email of somebody else contradicts it", async () => {
    const crm = setupCrm();
    await people(crm);
    const { out } = await crm("export", "vcard", "id = 2");
    const both = out.replace("END:VCARD", "EMAIL:jane@acme.example\r\nEND:VCARD");
    expect((await crm.withInput(both, "import", "contacts", "-")).err).toContain(
      "id says #2 Tom Okafor, email says #1 Jane Roe",
    );
  });
});
