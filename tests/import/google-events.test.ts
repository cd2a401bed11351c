import { describe, expect, it } from "vitest";
import { setupCrm } from "../support/crm.ts";

const head =
  "First Name,Last Name,File As,Labels,Organization Name,E-mail 1 - Label,E-mail 1 - Value," +
  "Event 1 - Label,Event 1 - Value,Event 2 - Label,Event 2 - Value\n";
const file = (...events: string[]) =>
  head + "Jane,Roe,,* myContacts,,* ,jane@acme.example," + events.join() + "\n";

describe("the events of Google Contacts", () => {
  it("are yearly dates with their labels, and come up as those do; again without a change", async () => {
    const crm = setupCrm();
    const contacts = file("* Anniversary", "2010-11-24", "Name day", " --06-24");
    const { err } = await crm.withInput(contacts, "import", "contacts", "-");
    expect(err).toContain("Google Contacts (2024)");
    expect(err).not.toContain("Event");
    expect(await crm.json("contact", "show", "jane")).toMatchObject({
      dates: ["name day: --06-24", "anniversary: 2010-11-24"],
    });
    expect((await crm("today")).out).toContain("anniversary");
    const again = await crm.withInput(contacts, "import", "contacts", "-", "--json");
    expect(JSON.parse(again.out)).toMatchObject({ unchanged: 1, updated: 0 });
  });

  it("are refused with their column where they are no date, and left out where they are empty", async () => {
    const crm = setupCrm();
    const bad = await crm.withInput(file("Anniversary", "soon", "", ""), "import", "contacts", "-");
    expect(bad.err).toContain('column Event 1 - Value: "soon" is no date');
    await crm.withInput(file("Anniversary", "", "", "2001-02-03"), "import", "contacts", "-");
    expect(await crm.json("contact", "show", "jane")).toMatchObject({
      dates: ["date: 2001-02-03"],
    });
  });
});
