import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ICAL from "ical.js";
import { describe, expect, it } from "vitest";
import { scratch } from "../support/built.ts";
import { type Crm, setupCrm } from "../support/crm.ts";

/** A feed with a follow-up at a time, one for all day, and a birthday. */
async function feed(options: readonly string[] = []): Promise<{ crm: Crm; file: string; text: string }> {
  const file = join(scratch(), "calendars", "crm.ics");
  const crm = setupCrm({ env: { CRM_REMIND_ICS_FILE: file } });
  await crm("contact", "add", 'Zoë "Zo" Müller', "--birthday", "1986-12-01");
  await crm(
    "followup",
    "add",
    "kick-off; bring cake, tea",
    "--due",
    "2026-11-24 10:00",
    "--for",
    "1",
    "--kind",
    "meeting",
    "--note",
    "line 1\nline 2",
  );
  await crm("followup", "add", "tax", "--due", "2026-11-30");
  expect(await crm("remind", "--to", "ics", ...options)).toEqual({ code: 0, out: "", err: "" });
  return { crm, file, text: readFileSync(file, "utf8") };
}

function eventsOf(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  return calendar
    .getAllSubcomponents("vevent")
    .map((component) => ({ component, event: new ICAL.Event(component) }));
}

describe("the calendar", () => {
  it("has what is due as events that ical.js reads, with alarms", async () => {
    const { text } = await feed(["--remind", "1 hour", "--remind", "1 day"]);
    const events = eventsOf(text);
    expect(events.map(({ event }) => [event.summary, event.startDate.toString()])).toEqual([
      ['Meeting Zoë "Zo" Müller: kick-off; bring cake, tea', "2026-11-24T09:00:00Z"],
      ["tax", "2026-11-30"],
      ['Birthday Zoë "Zo" Müller: turns 40', "2026-12-01"],
    ]);
    expect(events[0]?.event.description).toContain("line 1 line 2");
    const alarms = events[0]?.component
      .getAllSubcomponents("valarm")
      .map((alarm) => String(alarm.getFirstPropertyValue("trigger")));
    expect(alarms).toEqual(["-PT1H", "-P1D"]);
  });

  it("is for its owner only, and no line is longer than 75 bytes", async () => {
    const { file, text } = await feed();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(text.split("\r\n").every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
    expect(existsSync(file + ".new")).toBe(false);
  });

  it("keeps the names of events, and is written again only when something has changed", async () => {
    const { crm, file, text } = await feed();
    const uids = (content: string) => eventsOf(content).map(({ event }) => event.uid);
    const { ino } = statSync(file);
    await crm("remind", "--to", "ics", "--now", "2026-11-21T10:00:00Z");
    expect(statSync(file).ino).toBe(ino);
    await crm("followup", "snooze", "1", "2026-11-25 10:00");
    await crm("followup", "done", "2");
    await crm("remind", "--to", "ics");
    const changed = readFileSync(file, "utf8");
    expect(uids(changed)).toEqual([uids(text)[0], uids(text)[2]]);
    expect(eventsOf(changed)[0]?.event.startDate.toString()).toBe("2026-11-25T09:00:00Z");
  });

  it("that cannot be written is one line, and a dry run prints it", async () => {
    const file = join(scratch(), "no");
    writeFileSync(file, "");
    const crm = setupCrm({ env: { CRM_REMIND_ICS_FILE: join(file, "crm.ics") } });
    expect(await crm("remind", "--to", "ics")).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^crm: remind.ics.file: cannot write .*\n$/),
    });
    expect((await crm("remind", "--to", "ics", "-n")).out).toMatch(
      /^BEGIN:VCALENDAR\r\n[\s\S]*END:VCALENDAR\r\n$/,
    );
  });

  // khal is a calendar program that Debian has; where it is not installed there is nothing to ask.
  it.skipIf(spawnSync("khal", ["--version"]).error !== undefined)(
    "is read by khal, with the right events",
    async () => {
      const { text } = await feed();
      const folder = scratch();
      mkdirSync(join(folder, "calendar"));
      const config = join(folder, "khal.conf");
      const zone =
        "local_timezone = Europe/Berlin\ndefault_timezone = Europe/Berlin\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n";
      writeFileSync(
        config,
        "[calendars]\n[[crm]]\npath = " +
          join(folder, "calendar") +
          "\n[sqlite]\npath = " +
          join(folder, "khal.db") +
          "\n[locale]\n" +
          zone,
      );
      writeFileSync(join(folder, "crm.ics"), text);
      const khal = (...argv: string[]) => {
        const env = { ...process.env, HOME: folder, LC_ALL: "C.UTF-8" };
        const ran = spawnSync("khal", ["-c", config, ...argv], { encoding: "utf8", env });
        if (ran.status !== 0) throw new Error(ran.stderr);
        return ran.stdout;
      };
      khal("import", "--batch", "-a", "crm", join(folder, "crm.ics"));
      const listed = khal(
        "list",
        "--format",
        "{start-date} {start-time} {title}",
        "--day-format",
        "",
        "2026-11-21",
        "30d",
      );
      expect(
        listed
          .split("\n")
          .map((line) => line.trim())
          .filter((line) => line !== ""),
      ).toEqual([
        '2026-11-24 10:00 Meeting Zoë "Zo" Müller: kick-off; bring cake, tea',
        "2026-11-30  tax",
        '2026-12-01  Birthday Zoë "Zo" Müller: turns 40',
      ]);
    },
  );
});
