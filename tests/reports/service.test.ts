import { describe, expect, it } from "vitest";
import { setupCrm } from "../support/crm.ts";

describe("crm report tickets", () => {
  it("counts, and measures answers and solutions in hours of business", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Jane Roe");
    await crm("order", "add", "jane", "--line", "Logo x 1 @ 450", "--number", "R1");
    // Monday 10:00, answered 12:00 (2 h), solved Tuesday 10:00 (7 h to 17:00 + 1 h).
    await crm(
      "ticket",
      "add",
      "jane",
      "a",
      "--type",
      "complaint",
      "--order",
      "R1",
      "--at",
      "2026-11-09 10:00",
    );
    await crm("ticket", "reply", "1", "--at", "2026-11-09 12:00");
    await crm("ticket", "solve", "1", "--at", "2026-11-10 10:00");
    // Friday 16:00, answered Monday 10:00 (1 h + 1 h); a high one has 2 hours: in time. Never solved: late after 8 hours.
    await crm("ticket", "add", "jane", "b", "--severity", "high", "--at", "2026-11-06 16:00");
    await crm("ticket", "reply", "2", "--at", "2026-11-09 10:00");
    const report = await crm.json("report", "tickets", "--by", "bought");
    expect(report).toMatchObject({
      rows: [
        {
          bought: "Logo",
          tickets: 1,
          complaints: 1,
          solved: 1,
          answerHours: 2,
          solveHours: 8,
          late: 0,
          lateShare: 0,
        },
        {
          bought: "(none)",
          tickets: 1,
          complaints: 0,
          open: 1,
          answerHours: 2,
          solveHours: null,
          late: 1,
          lateShare: 1,
        },
      ],
      total: { tickets: 2, solved: 1, late: 1, lateShare: 0.5, reopened: 0 },
    });
    // At the end of the 9th the first was answered, but not solved, and nothing was late: 8 hours end on the 9th at 16:00.
    const then = await crm.json("report", "tickets", "--as-of", "2026-11-09", "--where", "type = complaint");
    expect(then).toMatchObject({ total: { tickets: 1, solved: 0, late: 0 } });
  });
});

describe("a ticket that was opened again", () => {
  it("was solved on the days before, for every report", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Jane Roe");
    await crm("order", "add", "jane", "--amount", "10", "--date", "2026-10-01");
    await crm("ticket", "add", "jane", "a", "--type", "complaint", "--at", "2026-11-09 10:00");
    await crm("ticket", "solve", "1", "--at", "2026-11-10 10:00");
    await crm("ticket", "reopen", "1", "--at", "2026-11-12 10:00");
    const then = async (day: string) => {
      const asked = ["--as-of", day];
      const tickets = await crm.json<{ total: object }>("report", "tickets", ...asked);
      const owners = await crm.json<{ total: object }>("report", "owners", ...asked);
      const churn = await crm.json<{ rows: object[] }>("report", "churn", ...asked);
      return [tickets.total, owners.total, churn.rows[0]];
    };
    const solved = [
      { tickets: 1, solved: 1, open: 0, reopened: 0 },
      { ticketsOpen: 0 },
      { openComplaints: 0 },
    ];
    const open = { tickets: 1, solved: 0, open: 1 };
    expect(await then("2026-11-08")).toMatchObject([
      { tickets: 0 },
      { ticketsOpen: 0 },
      { openComplaints: 0 },
    ]);
    expect(await then("2026-11-09")).toMatchObject([open, { ticketsOpen: 1 }, { openComplaints: 1 }]);
    expect(await then("2026-11-11")).toMatchObject(solved);
    expect(await then("2026-11-12")).toMatchObject([open, { ticketsOpen: 1 }, { openComplaints: 1 }]);
  });
});

describe("crm report payments", () => {
  it("says who owes how much, how late it is and how late they paid", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Jane Roe", "--company", "Acme");
    await crm("contact", "add", "Tom Okafor");
    const add = (number: string, who: string, amount: string, due: string) =>
      crm("invoice", "add", number, who, "--amount", amount, "--issued", "2026-09-01", "--due", due);
    await add("A", "jane", "100", "2026-10-01");
    await add("B", "jane", "50", "2026-11-11");
    await add("C", "tom", "80", "2026-09-30");
    await crm("invoice", "add", "D", "tom", "--amount", "7 USD");
    await crm("payment", "add", "A", "--date", "2026-10-05");
    await crm("payment", "add", "B", "--amount", "20");
    await crm("payment", "add", "C", "--amount", "85", "--date", "2026-09-30");
    expect(await crm.json("report", "payments")).toMatchObject({
      ...{ n: 3, leftOut: { USD: 1 } },
      rows: [
        {
          ...{ noun: "company", customer: "Acme", invoices: 2, billedMinor: 15_000, paidMinor: 12_000 },
          ...{ openMinor: 3000, overdueMinor: 3000, longestDaysLate: 10, medianDaysLate: 4, lateShare: 1 },
        },
        {
          ...{ noun: "contact", customer: "Tom Okafor", openMinor: 0, overpaidMinor: 500, medianDaysLate: 0 },
          ...{ lateShare: 0, longestDaysLate: null },
        },
      ],
      total: { openMinor: 3000, medianDaysLate: 2, lateShare: 0.5 },
    });
  });
});

describe("crm report churn", () => {
  it("tells of unsolved complaints beside P(alive), which they do not change", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Jane Roe");
    await crm("order", "add", "jane", "--amount", "10", "--date", "2026-10-01");
    const before = await crm.json<{ rows: object[] }>("report", "churn");
    await crm("ticket", "add", "jane", "broken", "--type", "complaint");
    const after = await crm.json<{ rows: object[] }>("report", "churn");
    expect(after.rows).toEqual(before.rows.map((row) => ({ ...row, openComplaints: 1 })));
    expect((await crm("report", "churn", "--format", "table")).out).toContain("unsolved complaint");
  });
});

describe("crm report referrals", () => {
  it("counts what the referred bought with who referred them, in the total each of them once", async () => {
    const crm = setupCrm();
    for (const name of ["Jane Roe", "Tom Okafor", "Lena Vogt", "Ida Lind"]) await crm("contact", "add", name);
    await crm("relation", "add", "jane", "referred by", "tom");
    await crm("relation", "add", "jane", "referred by", "lena");
    await crm("relation", "add", "tom", "referred", "ida");
    await crm("order", "add", "jane", "--amount", "100");
    await crm("order", "add", "jane", "--amount", "20", "--date", "2025-01-01");
    await crm("order", "add", "tom", "--amount", "7");
    expect(await crm.json("report", "referrals")).toMatchObject({
      n: 2,
      rows: [
        { customer: "Tom Okafor", referred: 2, bought: 1, revenueMinor: 12_000 },
        { customer: "Lena Vogt", referred: 1, bought: 1, revenueMinor: 12_000 },
      ],
      total: { referred: 2, bought: 1, revenueMinor: 12_000 },
    });
    const recent = await crm.json("report", "referrals", "--from", "2026-01-01");
    expect(recent).toMatchObject({ total: { revenueMinor: 10_000 } });
    // Of the two who were referred.
    const ida = await crm.json("report", "referrals", "--where", "name = 'Ida Lind'");
    expect(ida).toMatchObject({ n: 1, rows: [{ customer: "Tom Okafor", referred: 1, bought: 0 }] });
  });

  it("counts no order refunded in full and no credit as a purchase", async () => {
    const crm = setupCrm();
    for (const name of ["Jane Roe", "Tom Okafor", "Lena Vogt"]) await crm("contact", "add", name);
    await crm("relation", "add", "jane", "referred by", "lena");
    await crm("relation", "add", "tom", "referred by", "lena");
    await crm("order", "add", "jane", "--amount", "100", "--date", "2026-01-01");
    await crm("order", "refund", "1");
    await crm("order", "add", "tom", "--amount", "-9", "--date", "2026-01-01");
    expect(await crm.json("report", "referrals")).toMatchObject({
      leftOut: { refundedInFull: 1, credits: 1 },
      total: { referred: 2, bought: 0, revenueMinor: 0 },
    });
  });
});
