import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openDb } from "../../src/store/db.ts";
import { claimReminders, markSent, releaseClaim } from "../../src/store/reminder.ts";
import { scratch } from "../support/built.ts";

const one = { itemKey: "followup:1", due: "2026-11-19", lead: "0 minutes", timesSent: 0 };

/** Two runs of crm remind at the same time, each with a connection of its own. */
function twoRuns() {
  const path = join(scratch(), "crm.db");
  const claim = (name: string) => {
    const db = openDb({ path, mode: "write", busyMs: 0 });
    const take = (minute: string, reminder = one) =>
      claimReminders(db, [reminder], {
        channel: "email",
        claim: name,
        messageKey: "k-" + name,
        clock: new Date("2026-11-21T09:" + minute + ":00Z"),
      }).length;
    return { db, take };
  };
  return [claim("first"), claim("second")] as const;
}

describe("a reminder", () => {
  it("that one run has claimed is not claimed by another until the claim expires, after ten minutes", () => {
    const [first, second] = twoRuns();
    expect(first.take("00")).toBe(1);
    expect(second.take("01")).toBe(0);
    expect(second.take("10")).toBe(0);
    expect(second.take("11")).toBe(1);
  });

  it("that another run has sent since it was looked at is not claimed again", () => {
    const [first, second] = twoRuns();
    first.take("00");
    markSent(first.db, "first", "2026-11-21T09:00:30Z");
    expect(second.take("01")).toBe(0);
    expect(second.take("01", { ...one, timesSent: 1 })).toBe(1);
  });

  it("whose delivery failed is there for the next run at once", () => {
    const [first, second] = twoRuns();
    first.take("00");
    releaseClaim(first.db, "first", { uncertain: false });
    expect(second.take("01")).toBe(1);
  });
});
