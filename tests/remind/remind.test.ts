import { describe, expect, it } from "vitest";
import { setupCrm } from "../support/crm.ts";
import { oneDue, sentOf } from "./due.ts";

describe("crm remind", () => {
  it("tells of what is due, once", async () => {
    const crm = await oneDue();
    const first = await crm("remind");
    expect(first).toMatchObject({ code: 0, err: "" });
    expect(first.out).toMatchInlineSnapshot(`
      "Saturday 21 November 2026

      OVERDUE
       ! Thu 19 Nov  Call Jane Roe: send the quote (1)
                     +49 30 901820

      crm followup done 1 · crm followup snooze 1 mon
      "
    `);
    expect(await crm("remind")).toEqual({ code: 0, out: "", err: "" });
  });

  it("names a deal, and says once what is the same of two things about a person", async () => {
    const crm = await oneDue();
    await crm("deal", "add", "Website", "--contact", "jane", "--amount", "5000", "--close", "2026-11-10");
    await crm("followup", "add", "ask again", "--for", "jane", "--due", "2026-11-20");
    const { out } = await crm("remind");
    expect(out).toContain(" ! Tue 10 Nov  Deal 1 Website, Jane Roe: close date has passed\n");
    const overdue = out.slice(out.indexOf("OVERDUE"), out.indexOf("PAST"));
    expect(overdue.match(/901820/g)).toHaveLength(1);
  });

  it("says nothing and ends with 0 when nothing is due; only a person at a terminal is told so", async () => {
    expect(await setupCrm()("remind")).toEqual({ code: 0, out: "", err: "" });
    const onTerminal = await setupCrm({ terminal: 80 })("remind", "--exit-code");
    expect(onTerminal).toEqual({ code: 0, out: "", err: "Nothing to send. What is due: crm today\n" });
    expect(await setupCrm()("remind", "--json")).toEqual({ code: 0, out: "[]\n", err: "" });
  });

  it("ends with 10 where --exit-code asks and something was sent", async () => {
    const crm = await oneDue();
    expect(await crm("remind", "--exit-code", "-q")).toMatchObject({ code: 10, out: "1\n" });
    expect(await crm("remind", "--exit-code")).toMatchObject({ code: 0 });
  });

  it("remembers each channel by itself", async () => {
    const crm = await oneDue();
    await crm("remind");
    crm.db.run("UPDATE reminder SET channel = 'desktop'");
    expect((await crm("remind")).out).toContain("send the quote");
  });

  it("a dry run prints the message and marks nothing", async () => {
    const crm = await oneDue();
    const { code, out } = await crm("remind", "--dry-run");
    expect(code).toBe(0);
    expect(out).toContain("To stdout: Call Jane Roe: send the quote (Thu 19 Nov)");
    expect(sentOf(crm)).toEqual([]);
  });

  it("a dry run as a table is the message too, and as csv its rows", async () => {
    const crm = await oneDue();
    const message = (await crm("remind", "--dry-run")).out;
    expect((await crm("remind", "--dry-run", "--format", "table")).out).toBe(message);
    expect((await crm("remind", "--dry-run", "--format", "csv")).out).toMatch(/^channel,section,id,/);
  });

  it("one message each where --each asks", async () => {
    const crm = await oneDue();
    await crm("followup", "add", "kick-off", "--due", "2026-11-20");
    const { out } = await crm("remind", "--each");
    expect(out.match(/Saturday 21 November 2026/g)).toHaveLength(2);
    expect(sentOf(crm)).toHaveLength(2);
  });

  it("leaves neither an entry in the journal nor something to undo", async () => {
    const crm = await oneDue();
    const before = crm.db.get("SELECT count(*) AS n FROM journal_entry");
    await crm("remind");
    expect(crm.db.get("SELECT count(*) AS n FROM journal_entry")).toEqual(before);
    expect((await crm("undo")).out).toContain("followup add");
    await crm("redo");
    expect(await crm("remind")).toMatchObject({ out: "" });
  });

  it("does not stand in the way of undoing what was done to a follow-up", async () => {
    const crm = await oneDue();
    await crm("remind");
    await crm("followup", "done", "1");
    expect(await crm("undo")).toMatchObject({ code: 0 });
    expect(await crm("remind")).toMatchObject({ out: "" });
  });

  it("tells again of a follow-up that was snoozed, when it is due again", async () => {
    const crm = await oneDue();
    await crm("remind");
    await crm("followup", "snooze", "1", "mon");
    expect(await crm("remind")).toMatchObject({ out: "" });
    expect((await crm("remind", "--now", "2026-11-23T08:00:00Z")).out).toContain("today  Call Jane Roe");
  });

  it("never tells again when the clock is set back, nor of an earlier lead after a later one", async () => {
    const crm = await oneDue();
    await crm("remind", "--now", "2026-11-25T08:00:00Z");
    expect(await crm("remind", "--now", "2026-11-20T08:00:00Z")).toMatchObject({ out: "" });
    expect(await crm("remind", "--now", "2026-11-20T08:00:00Z", "--remind", "1 week")).toMatchObject({
      out: "",
    });
    expect(await crm("remind", "--now", "2026-11-20T08:00:00Z", "--repeat", "1 hour")).toMatchObject({
      out: "",
    });
  });
});

describe("lead times", () => {
  const at = (time: string) => "2026-11-2" + time + ":00Z";

  it("each is one reminder, at its time", async () => {
    const crm = setupCrm();
    await crm("followup", "add", "kick-off", "--due", "2026-11-24 10:00");
    const told: string[] = [];
    // 10:00 in Berlin is 09:00Z.
    for (const time of ["3T08:59", "3T09:00", "3T12:00", "4T07:59", "4T08:00", "4T08:30", "4T09:00"]) {
      const { out } = await crm("remind", "--remind", "1 day", "--remind", "1 hour", "--now", at(time));
      if (out !== "") told.push(time);
    }
    expect(told).toEqual(["3T09:00", "4T08:00"]);
  });

  it("that passed while nobody ran it go out as one", async () => {
    const crm = setupCrm();
    await crm("followup", "add", "kick-off", "--due", "2026-11-24 10:00");
    const options = ["--remind", "1 day", "--remind", "1 hour"];
    expect((await crm("remind", ...options, "--now", at("4T08:30"))).out.match(/kick-off/g)).toHaveLength(1);
    expect(await crm("remind", ...options, "--now", at("4T08:45"))).toMatchObject({ out: "" });
  });

  it("of a follow-up's own go before those of the command", async () => {
    const crm = setupCrm();
    await crm("followup", "add", "passport", "--due", "2026-12-05", "--remind", "2 weeks");
    await crm("followup", "add", "flowers", "--due", "2026-12-05");
    const { out } = await crm("remind", "--now", "2026-11-21T08:00:00Z");
    expect(out).toContain("passport");
    expect(out).not.toContain("flowers");
  });

  it.each(["0 lights", "soon", "1 month", "-1 day"])("%j is no lead time", async (lead) => {
    const { code, err } = await setupCrm()("remind", "--remind=" + lead);
    expect({ code, lines: err.split("\n").length }).toEqual({ code: 2, lines: 2 });
    expect(err).toContain("--remind: ");
  });
});

describe("--repeat", () => {
  it("tells again until the follow-up is done", async () => {
    const crm = await oneDue();
    const told: string[] = [];
    const run = async (time: string) => {
      const { out } = await crm("remind", "--repeat", "2 hours", "--now", "2026-11-21T" + time + ":00Z");
      if (out !== "") told.push(time);
    };
    for (const time of ["08:00", "09:00", "09:59", "10:00", "11:30", "12:05"]) await run(time);
    await crm("followup", "done", "1");
    await run("15:00");
    expect(told).toEqual(["08:00", "10:00", "12:05"]);
    expect(sentOf(crm)).toEqual([{ channel: "stdout", itemKey: "followup:1", timesSent: 3 }]);
  });

  it("does not nag about a birthday, which nobody can do", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Tom Okafor", "--birthday", "1986-11-21");
    expect((await crm("remind", "--repeat", "1 hour")).out).toContain("Birthday Tom Okafor: turns 40");
    expect(await crm("remind", "--repeat", "1 hour", "--now", "2026-11-21T15:00:00Z")).toMatchObject({
      out: "",
    });
  });

  it('"0 hours" is refused', async () => {
    expect(await setupCrm()("remind", "--repeat", "0 hours")).toMatchObject({ code: 2, out: "" });
  });
});

describe("claims", () => {
  const claim = (at: string) =>
    `INSERT INTO reminder (channel, item_key, due, lead, message_key, claim, claimed_at)
     VALUES ('stdout', 'followup:1', '2026-11-19', '0 minutes', 'k1', 'another run', '${at}')`;

  it("what another run is delivering is left to it", async () => {
    const crm = await oneDue();
    crm.db.run(claim("2026-11-21T08:55:00Z"));
    expect(await crm("remind")).toEqual({ code: 0, out: "", err: "" });
  });

  it.each([
    ["of a run that died eleven minutes ago", "2026-11-21T08:49:00Z"],
    ["from a clock that has been set back since", "2027-01-01T00:00:00Z"],
  ])("%s have expired: it is sent under the same key", async (_, at) => {
    const crm = await oneDue();
    crm.db.run(claim(at));
    await crm("followup", "add", "kick-off", "--due", "2026-11-20");
    const { out } = await crm("remind");
    // The message that was cut off goes out again, what is new in one of its own.
    expect(out.match(/Saturday 21 November 2026/g)).toHaveLength(2);
    expect(sentOf(crm)).toHaveLength(2);
  });
});
