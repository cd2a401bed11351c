import { describe, expect, it } from "vitest";
import { setupCrm } from "../support/crm.ts";

describe("contacts without a name", () => {
  it("are in a table what they are called elsewhere, and have an empty name for programs", async () => {
    const crm = setupCrm({ terminal: 80 });
    await crm("contact", "add", "--email", "only@acme.example");
    await crm("contact", "add", "--company", "Lonely");
    await crm("contact", "add", "Zoe Roe");
    const { out } = await crm("contact", "list", "--sort=-name", "--fields", "id,name", "--no-color");
    const names = out
      .trim()
      .split("\n")
      .map((line) => line.trim().replace(/ +/, " "));
    expect(names).toEqual(["Id Name", "3 Zoe Roe", "1 only@acme.example", "2 contact 2"]);
    expect((await crm("contact", "list", "name:empty", "-q")).out).toBe("1\n2\n");
    expect((await crm("contact", "list", "--format", "csv", "--fields", "id,name")).out).toBe(
      "id,name\n1,\n2,\n3,Zoe Roe\n",
    );
    expect(await crm.json("contact", "list", "id = 2", "--fields", "name")).toEqual([{ name: null }]);
  });
});

describe("a list", () => {
  it("is sorted downwards by what begins with a letter that is an option of its own", async () => {
    const crm = setupCrm();
    for (const name of ["Ida Lind", "Tom Okafor"]) await crm("contact", "add", name);
    expect(await crm("contact", "list", "--sort", "-name", "-q")).toMatchObject({ code: 0, out: "2\n1\n" });
    await crm("contact", "edit", "1", "--note", "-none yet");
    expect(await crm.json("contact", "show", "1")).toMatchObject({ note: "-none yet" });
  });

  it("shows an amount in its own currency, and names the currency beside raw amounts", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Jane Roe");
    await crm("deal", "add", "Website", "--contact", "jane", "--amount", "5 USD");
    expect((await crm("deal", "list")).out).toContain("5.00 USD");
    expect((await crm("deal", "list", "--fields", "amountMinor")).out).toContain("5.00 USD");
    const [header, row] = (await crm("deal", "list", "--format", "csv")).out
      .trim()
      .split("\n")
      .map((line) => line.split(","));
    expect(row![header!.indexOf("currency")]).toBe("USD");
  });

  it("takes the filter as words, with --where and with --segment, all at once", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Jane Roe", "--city", "Berlin", "--tag", "vip");
    await crm("contact", "add", "Tom Okafor", "--city", "Berlin");
    await crm("contact", "add", "Lena Vogt", "--city", "Köln", "--tag", "vip");
    await crm("segment", "save", "key", "tag = vip");
    expect((await crm("contact", "list", "city = berlin", "-q")).out).toBe("1\n2\n");
    expect((await crm("contact", "list", "--where", "city = KÖLN", "-q")).out).toBe("3\n");
    expect((await crm("contact", "list", "city = berlin", "--segment", "key", "-q")).out).toBe("1\n");
  });

  it("says on a terminal what there is none of, and nothing more in formats for programs", async () => {
    const crm = setupCrm({ terminal: 80 });
    expect(await crm("ticket", "list")).toEqual({ code: 0, out: "", err: "no tickets\n" });
    expect((await crm("ticket", "list", "kind = complaint")).err).toBe("no tickets fit\n");
    expect(await crm("company", "list")).toEqual({ code: 0, out: "", err: "no companies\n" });
    expect(await crm("company", "list", "--json")).toEqual({ code: 0, out: "[]\n", err: "" });
    expect((await setupCrm()("company", "list", "--format", "table")).err).toBe("");
  });

  it("keeps names and addresses whole on 80 columns and says what it left out", async () => {
    const crm = setupCrm({ terminal: 80 });
    const more = ["--phone", "+49 30 23125 201", "--company", "Acme Maschinenbau GmbH", "--city", "Berlin"];
    await crm("contact", "add", "Malik Kaya-Brandt", "--email", "malik.kaya-brandt@acme.example", ...more);
    const { out } = await crm("contact", "list", "--no-color");
    expect(out).toContain("Malik Kaya-Brandt  malik.kaya-brandt@acme.example  +49 30 23125 201\n");
    expect(out).toMatch(/\nno room for company, city, tags, lifecycle \(a wider terminal, or --fields\)\n$/);
    expect((await crm("contact", "list", "--fields", "name,company")).out).toContain(
      "Acme Maschinenbau GmbH",
    );
  });

  it("of a segment that gets another filter says which one it had", async () => {
    const crm = setupCrm();
    expect((await crm("segment", "save", "west", "city = Köln")).err).toBe(
      "Saved segment west (undo: crm undo)\n",
    );
    const again = await crm("segment", "save", "West", "city = Bonn");
    expect(again.err).toBe("Saved segment west, which was: city = Köln (undo: crm undo)\n");
  });

  it("calls amounts that it left out as people do, and --fields knows them so", async () => {
    const crm = setupCrm({ terminal: 60 });
    await crm("contact", "add", "Malik Kaya-Brandt", "--company", "Acme Maschinenbau GmbH");
    await crm("quote", "add", "malik", "--line", "Espresso x 2 @ 20", "--valid-until", "eom");
    expect((await crm("quote", "list", "--no-color")).out).toMatch(/\nno room for [^(]*\bnet, [^(]*\(/);
    expect((await crm("quote", "list", "--fields", "net", "--no-color")).out).toContain("40.00 EUR");
  });

  it("of tickets and invoices keeps a line a record on 80 columns", async () => {
    const crm = setupCrm({ terminal: 80 });
    await crm("contact", "add", "Malik Kaya-Brandt");
    await crm("ticket", "add", "malik", "late delivery", "--type", "complaint");
    await crm("invoice", "add", "2026-0017", "malik", "--amount", "1200");
    for (const noun of ["ticket", "invoice"]) {
      expect((await crm(noun, "list")).out.trim().split("\n")).toHaveLength(3);
    }
  });

  it("sorts by any field, missing values last, and stops at the limit", async () => {
    const crm = setupCrm();
    for (const name of ["Tom Okafor", "Ida Lind", "Zoë Müller"]) await crm("contact", "add", name);
    await crm("order", "add", "1", "--amount", "10");
    await crm("order", "add", "3", "--amount", "20");
    expect((await crm("contact", "list", "--sort", "name", "-q")).out).toBe("2\n1\n3\n");
    expect((await crm("contact", "list", "--sort", "-spent,name", "--limit", "2", "-q")).out).toBe("3\n1\n");
    expect((await crm("contact", "list", "--sort", "-last_order", "-q")).out.endsWith("2\n")).toBe(true);
  });

  it("names what is wrong with a filter and where, and ends with 2", async () => {
    const { code, out, err } = await setupCrm()("contact", "list", "citty = Berlin");
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain('Did you mean "city"?');
  });

  it.each([
    ["survey list", "no surveys"],
    ["company list", "no companies"],
    ["log list", "no activities"],
    ["followup list", "no follow-ups fit"],
    ["tag list", "no tags"],
    ["lead rule list", "no rules"],
    ["attach list", "no attachments"],
    ["contact list city=Berlin", "no contacts fit"],
    ["history", "nothing to show"],
    ["contact duplicates", "no duplicates found"],
  ])("%s says that there are none", async (line, none) => {
    const { code, out, err } = await setupCrm({ terminal: 80 })(...line.split(" "));
    expect({ code, out, err }).toEqual({ code: 0, out: "", err: none + "\n" });
  });

  it("of follow-ups with --all shows which are done", async () => {
    const crm = setupCrm({ env: { CRM_FORMAT: "plain" } });
    await crm("followup", "add", "call", "--due", "2026-11-24");
    await crm("followup", "add", "write", "--due", "2026-11-25");
    await crm("followup", "done", "1");
    expect((await crm("followup", "list", "--all", "--no-header")).out).toBe(
      "1\t2026-11-24\t\t\tcall\t\t2026-11-21 10:00\n2\t2026-11-25\t\t\twrite\t\t\n",
    );
    expect((await crm("followup", "list", "--no-header")).out).toBe("2\t2026-11-25\t\t\twrite\t\n");
  });

  it("is where a filter stands, which names no single record", async () => {
    const { code, err } = await setupCrm()("contact", "edit", "city = Berlin", "--tag", "x");
    expect({ code, err }).toEqual({
      code: 3,
      err: `crm: no contact "city = Berlin" (a filter stands behind --where: --where 'city = Berlin')\n`,
    });
  });
});
