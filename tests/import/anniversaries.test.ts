import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scratch } from "../support/built.ts";
import { setupCrm } from "../support/crm.ts";

const fileOf = (name: string) => readFileSync(new URL("files/" + name, import.meta.url), "latin1");

const card = (...lines: string[]) =>
  ["BEGIN:VCARD", "VERSION:3.0", "FN:Jane Roe", ...lines, "END:VCARD", ""].join("\r\n");

describe("the anniversaries of Outlook", () => {
  it("are yearly dates in the order of day and month that the file has; 0/0/00 is none", async () => {
    const crm = setupCrm();
    const file = fileOf("outlook-desktop.csv").replace('"0/0/00"', '"5/4/2010"');
    const { err } = await crm.withInput(file, "import", "contacts", "-");
    expect(err).not.toContain("Anniversary");
    expect(await crm.json("contact", "show", "1")).toMatchObject({ dates: ["anniversary: 2010-05-04"] });
    expect(await crm.json("contact", "show", "2")).toMatchObject({ dates: [] });
    const again = await crm.withInput(file, "import", "contacts", "-", "--json");
    expect(JSON.parse(again.out)).toMatchObject({ unchanged: 2, updated: 0 });
  });

  it("can be said of any column by a mapping, which gives its name", async () => {
    const crm = setupCrm();
    const map = join(scratch(), "people.toml");
    writeFileSync(map, 'noun = "contacts"\n[columns]\n"Hochzeitstag" = "yearlyDate"\n');
    await crm.withInput("Name,Hochzeitstag\nJane Roe,24.12.2010\n", "import", "contacts", "-", "--map", map);
    expect(await crm.json("contact", "show", "1")).toMatchObject({ dates: ["hochzeitstag: 2010-12-24"] });
  });
});

describe("the yearly dates of a card", () => {
  it.each([
    ["ANNIVERSARY:20100504", "anniversary: 2010-05-04"],
    ["ANNIVERSARY:--0504", "anniversary: --05-04"],
    ["X-ANNIVERSARY:2010-05-04", "anniversary: 2010-05-04"],
    ["item1.X-ABDATE;type=pref:2010-05-04\r\nitem1.X-ABLabel:_$!<Anniversary>!$_", "anniversary: 2010-05-04"],
    ["item2.X-ABDATE;X-APPLE-OMIT-YEAR=1604:1604-06-24\r\nitem2.X-ABLabel:Name day", "Name day: --06-24"],
    ["X-ABDATE:2010-05-04", "date: 2010-05-04"],
  ])("come in: %j", async (lines, date) => {
    const crm = setupCrm();
    const text = card(lines);
    const { err } = await crm.withInput(text, "import", "contacts", "-");
    expect(err).toContain("1 new");
    expect(await crm.json("contact", "show", "1")).toMatchObject({ dates: [date] });
    expect((await crm.withInput(text, "import", "contacts", "-")).err).toContain("1 unchanged");
  });

  it("are refused where they are no date, as a birthday is", async () => {
    const { err } = await setupCrm().withInput(card("ANNIVERSARY:soon"), "import", "contacts", "-");
    expect(err).toContain('the anniversary "soon" is no date');
  });
});
