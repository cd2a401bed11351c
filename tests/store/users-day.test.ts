import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scratch } from "../support/built.ts";
import { type Crm, setupCrm } from "../support/crm.ts";

/** Half past midnight of the 22nd in Berlin, half past four in the afternoon of the 21st in Los Angeles: UTC says the other day. */
const places = [
  { zone: "Europe/Berlin", now: "2026-11-21T23:30:00Z", day: "2026-11-22", other: "2026-11-21" },
  { zone: "America/Los_Angeles", now: "2026-11-22T00:30:00Z", day: "2026-11-21", other: "2026-11-22" },
];

describe.each(places)("in $zone, where it is another day than in UTC", ({ zone, now, day, other }) => {
  async function jane(): Promise<Crm> {
    const crm = setupCrm({ zone, now, terminal: 100 });
    await crm("contact", "add", "Jane Roe", "--email", "jane@acme.example");
    return crm;
  }

  it("the card has the day on which somebody refused", async () => {
    const crm = await jane();
    await crm("consent", "withdraw", "jane", "--channel", "email");
    const { out } = await crm("contact", "show", "jane");
    expect(out).toContain("refuses email (" + day + ")");
    expect(out).not.toContain(other);
  });

  it("find has the day of a talk", async () => {
    const crm = await jane();
    await crm("log", "call", "jane", "about the quote");
    expect(await crm.json("find", "quote")).toMatchObject([{ noun: "activity", name: "call " + day }]);
  });

  it("a follow-up that is done says since when", async () => {
    const crm = await jane();
    await crm("followup", "add", "Ring her", "--for", "jane", "--due", "tomorrow");
    await crm("followup", "done", "1");
    expect((await crm("followup", "done", "1")).err).toContain("(Ring her) is done since " + day);
    expect((await crm("followup", "snooze", "1", "+3d")).err).toContain("is done since " + day);
  });

  it("a first deal makes a prospect on that day, and a file's deals on theirs", async () => {
    const crm = await jane();
    await crm("deal", "add", "Big one", "--contact", "jane");
    const file = "Title,Contact,Created Date\nOther one,Tom Okafor,2026-03-12\n";
    await crm.withInput(file, "import", "deals", "-");
    const steps =
      "SELECT changed_date AS day FROM lifecycle_change WHERE cause = 'first deal' ORDER BY contact_id";
    expect(crm.db.all(steps)).toEqual([{ day }, { day: "2026-03-12" }]);
  });

  it("a deal of a file that was lost today ended now, one that was lost before did not", async () => {
    const crm = await jane();
    const yesterday = day === "2026-11-22" ? "2026-11-21" : "2026-11-20";
    const rows = ["A," + day, "B," + yesterday].map((row) => row + ",Jane Roe,qualified,lost\n");
    const file = "Title,Close Date,Contact,Stage,Status\n" + rows.join("");
    await crm.withInput(file, "import", "deals", "-", "--date-order", "ymd");
    const ends = "SELECT changed_at AS at FROM stage_change WHERE from_stage_id IS NOT NULL ORDER BY deal_id";
    expect(crm.db.all(ends)).toEqual([{ at: now }, { at: yesterday + "T12:00:00Z" }]);
  });

  it("the journal says on which day it was cut off", async () => {
    const crm = setupCrm({ zone, now });
    await crm("contact", "add", "Jane Roe", "--now", "2024-03-01");
    await crm("journal", "trim", "--before", "2026-01-01", "--yes");
    expect((await crm("history")).err).toContain("was cut off by me on " + day);
    expect((await crm("undo")).err).toContain("by me on " + day);
  });

  it("who is not to be kept was last heard of on that day", async () => {
    const file = join(scratch(), "crm.db");
    const crm = setupCrm({ zone, now, file });
    await crm("contact", "add", "Jane Roe");
    await crm("retain", "--keep", "lead", "--months", "1");
    const later = setupCrm({ zone, now: "2027-03-01T12:00:00Z", file });
    expect(await later.json("retain")).toMatchObject([{ name: "Jane Roe", lastDate: day }]);
    expect(await setupCrm({ zone, now, file }).json("retain")).toEqual([]);
  });

  it("an erased person was erased on that day", async () => {
    const crm = await jane();
    await crm("contact", "erase", "1", "--confirm", "Jane Roe");
    expect(crm.db.all("SELECT DISTINCT erased_date AS day FROM erased_key")).toEqual([{ day }]);
  });
});
