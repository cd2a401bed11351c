import { describe, expect, it } from "vitest";
import { parseLead, reminderAt } from "../../src/remind/lead.ts";
import { setupCrm } from "../support/crm.ts";

const timed = (dueAt: string) => ({ dueDate: dueAt.slice(0, 10), dueAt });

describe("a reminder's moment", () => {
  // Clocks go back in Berlin on 2026-10-25 and in New York on 2026-11-01, forward in Sydney on 2026-10-04.
  it.each([
    ["Europe/Berlin", "2026-10-25T08:00:00Z", "2026-10-24T07:00:00Z"],
    ["America/New_York", "2026-11-01T14:00:00Z", "2026-10-31T13:00:00Z"],
    ["Australia/Sydney", "2026-10-03T22:00:00Z", "2026-10-02T23:00:00Z"],
    // Forward in Berlin on 2026-03-29 and New York on 2026-03-08, back in Sydney on 2026-04-05.
    ["Europe/Berlin", "2026-03-29T07:00:00Z", "2026-03-28T08:00:00Z"],
    ["America/New_York", "2026-03-08T13:00:00Z", "2026-03-07T14:00:00Z"],
    ["Australia/Sydney", "2026-04-04T23:00:00Z", "2026-04-03T22:00:00Z"],
  ])("in %s a day before 09:00 is 09:00, also when the clocks change: %s", (zone, due, expected) => {
    expect(reminderAt(timed(due), parseLead("lead", "1 day"), zone)).toBe(expected);
  });

  it("hours are hours of the clock, over the change as well", () => {
    expect(reminderAt(timed("2026-10-25T08:00:00Z"), parseLead("lead", "24 hours"), "Europe/Berlin")).toBe(
      "2026-10-24T08:00:00Z",
    );
  });

  it("what is due all day begins at midnight, and hours before that are none", () => {
    const allDay = { dueDate: "2028-03-01", dueAt: null };
    const at = (lead: string) => reminderAt(allDay, parseLead("lead", lead), "Europe/Berlin");
    expect(at("0 minutes")).toBe("2028-02-29T23:00:00Z");
    expect(at("1 hour")).toBe("2028-02-29T23:00:00Z");
    // 2028 is a leap year.
    expect(at("1 day")).toBe("2028-02-28T23:00:00Z");
    expect(at("1 week")).toBe("2028-02-22T23:00:00Z");
  });
});

describe("over a year of days", () => {
  it.each(["Europe/Berlin", "America/New_York", "Australia/Sydney"])(
    "in %s a daily 09:00 is told of once a day, at 09:00",
    async (zone) => {
      const crm = setupCrm({ zone, now: "2028-01-01T00:00:00Z" });
      const days = [
        "2028-02-28",
        "2028-02-29",
        "2028-03-01",
        "2028-03-12",
        "2028-03-26",
        "2028-04-02",
        "2028-10-01",
        "2028-10-29",
        "2028-11-05",
      ];
      for (const day of days) await crm("followup", "add", "stand-up " + day, "--due", day + " 09:00");
      for (const day of days) {
        const told = async (time: string) =>
          (await crm("remind", "--now", day + "T" + time + ":00" + offset(day, time, zone))).out;
        expect(await told("08:59")).toBe("");
        expect(await told("09:00")).toContain("today 09:00  stand-up " + day);
        expect(await told("09:15")).toBe("");
      }
    },
  );
});

/** "+01:00": how far the wall of a zone is ahead, as Intl knows it. */
function offset(day: string, time: string, zone: string): string {
  const noon = new Date(day + "T" + time + ":00Z");
  const format = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
  const name = format.formatToParts(noon).find(({ type }) => type === "timeZoneName")?.value ?? "";
  return name.replace("GMT", "") || "Z";
}
