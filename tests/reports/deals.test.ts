import { describe, expect, it } from "vitest";
import { amountBand } from "../../src/reports/amount-band.ts";
import { dealsThen } from "../../src/reports/deals.ts";
import { dayText } from "../../src/reports/periods.ts";
import type { Db } from "../../src/store/db.ts";
import { setupCrm } from "../support/crm.ts";
import { addDeal } from "./deals.ts";
import { berlin, freshDb } from "./orders.ts";

/** "id stage since amount" of each deal on a day. */
function standing(db: Db, asOf: string, zone = "Europe/Berlin"): string[] {
  return dealsThen(db, { ...berlin, zone, asOf }).deals.map(
    ({ id, stage, since, amount }) => id + " " + stage.name + " " + dayText(since) + " " + amount,
  );
}

describe("deals as they stood", () => {
  it("are in the stage of their history, never in the present one", () => {
    const db = freshDb();
    addDeal(db, ["lead 2026-01-05", "proposal 2026-01-20", "lost 2026-02-10", "qualified 2026-03-01"]);
    expect(standing(db, "2026-01-04")).toEqual([]);
    expect(standing(db, "2026-01-19")).toEqual(["1 lead 2026-01-05 10000"]);
    expect(standing(db, "2026-01-20")).toEqual(["1 proposal 2026-01-20 10000"]);
    expect(standing(db, "2026-02-28")).toEqual(["1 lost 2026-02-10 10000"]);
    expect(standing(db, "2026-03-01")).toEqual(["1 qualified 2026-03-01 10000"]);
  });

  it("tell days on the wall of the zone", () => {
    const db = freshDb();
    addDeal(db, ["lead 2026-01-05T03:00:00Z", "proposal 2026-01-06T23:30:00Z"]);
    expect(standing(db, "2026-01-04", "America/New_York")).toEqual(["1 lead 2026-01-04 10000"]);
    expect(standing(db, "2026-01-06", "America/New_York")).toEqual(["1 proposal 2026-01-06 10000"]);
    expect(standing(db, "2026-01-06")).toEqual(["1 lead 2026-01-05 10000"]);
  });

  it("are closed from the day that was said, however late it was written down", () => {
    const db = freshDb();
    addDeal(db, ["lead 2026-01-05", "proposal 2026-01-20", "won 2026-02-01"], { closed: "2026-01-15" });
    expect(standing(db, "2026-01-14")).toEqual(["1 lead 2026-01-05 10000"]);
    expect(standing(db, "2026-01-15")).toEqual(["1 won 2026-01-15 10000"]);
  });

  it("are left out in other currencies, and counted there", () => {
    const db = freshDb();
    addDeal(db, ["lead 2026-01-05"]);
    addDeal(db, ["lead 2026-01-05"], { currency: "USD" });
    const asked = { ...berlin, asOf: "2026-02-01" };
    expect(dealsThen(db, asked)).toMatchObject({ deals: [{ id: 1 }], otherCurrencies: { USD: 1 } });
    expect(dealsThen(db, { ...asked, currency: undefined }).deals).toHaveLength(2);
  });

  it("have the amount and the dates of that day: a report of the past is printed again", async () => {
    const crm = setupCrm();
    const on = (day: string, ...argv: string[]) => crm(...argv, "--now", day + "T09:00:00Z");
    await on("2026-01-05", "contact", "add", "Jane Roe");
    await on(
      "2026-01-05",
      "deal",
      "add",
      "Shop",
      "--contact",
      "1",
      "--amount",
      "100",
      "--close",
      "2026-03-01",
    );
    await on(
      "2026-01-05",
      "deal",
      "add",
      "Logo",
      "--contact",
      "1",
      "--amount",
      "70",
      "--close",
      "2026-02-01",
    );
    const reports = ["pipeline", "forecast", "funnel", "winrate", "losses", "stale", "velocity"];
    const then = await Promise.all(
      reports.map((name) => on("2026-01-10", "report", name, "--as-of", "2026-01-10", "--json")),
    );
    await on(
      "2026-01-11",
      "deal",
      "edit",
      "1",
      "--amount",
      "900",
      "--close",
      "2026-05-01",
      "--probability",
      "90",
    );
    await on("2026-01-12", "deal", "win", "1", "--amount", "1000");
    await on("2026-01-13", "deal", "lose", "2", "--reason", "price");
    const again = await Promise.all(
      reports.map((name) => on("2026-02-10", "report", name, "--as-of", "2026-01-10", "--json")),
    );
    expect(then.map(({ code }) => code)).toEqual(reports.map(() => 0));
    expect(again).toEqual(then);
    expect(then[1]?.out).toContain('"openMinor": 10000');
  });
});

describe("an amount band", () => {
  it("is 1, 5, 10, 50 and so on from a hundred whole units on", () => {
    const bands = [null, -5, 0, 99_99, 100_00, 499_99, 500_00, 1_000_00, 7_500_00, 50_000_00];
    expect(bands.map((minor) => amountBand(minor, "EUR"))).toEqual([
      ...[null, "0 or less", "0 or less", "below 100", "100 to 500", "100 to 500"],
      ...["500 to 1,000", "1,000 to 5,000", "5,000 to 10,000", "50,000 to 100,000"],
    ]);
    expect(amountBand(1_500, "JPY")).toBe("1,000 to 5,000");
  });
});
