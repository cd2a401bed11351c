import { describe, expect, it } from "vitest";
import { setupCrm } from "../support/crm.ts";

/** Saturday 21 November 2026, 10:00 in Berlin; business is mon-fri 9-17. */
async function withTickets() {
  const crm = setupCrm({ zone: "Europe/Berlin" });
  await crm("contact", "add", "Jane Roe", "--email", "jane@acme.example", "--company", "Acme");
  await crm("product", "add", "Workshop", "--sku", "WS1", "--price", "1200");
  await crm("order", "add", "jane", "--amount", "1200", "--number", "2026-041");
  return crm;
}

describe("a ticket", () => {
  it("is opened with its kind, severity, product and order, and the targets of its severity", async () => {
    const crm = await withTickets();
    // Friday 15:00 in Berlin: 2 hours to answer end at 17:00, 8 hours to solve on Monday at 15:00.
    const added = await crm.json(
      ...["ticket", "add", "jane", "late delivery", "--type", "complaint", "--severity", "high"],
      ...["--channel", "email", "--order", "2026-041", "--product", "ws1", "--at", "2026-11-20 15:00"],
    );
    expect(added).toMatchObject({
      ...{ id: 1, title: "late delivery", kind: "complaint", severity: "high", channel: "email" },
      ...{ contact: "Jane Roe", company: "Acme", product: "WS1", order: "2026-041", status: "open" },
      ...{ openedAt: "2026-11-20T14:00:00Z", replyDueAt: "2026-11-20T16:00:00Z" },
      ...{ solveDueAt: "2026-11-23T14:00:00Z", overdue: true, late: true },
    });
  });

  it("counts its first reply and its solution, and opens again", async () => {
    const crm = await withTickets();
    await crm("ticket", "add", "jane", "Which plan?", "--at", "2026-11-19 10:00");
    await crm("ticket", "reply", "1", "the small one", "--at", "2026-11-19 11:00");
    await crm("ticket", "reply", "1", "or the large one", "--at", "2026-11-19 12:00");
    const solved = await crm.json("ticket", "solve", "#1", "--at", "2026-11-20 10:00");
    expect(solved).toMatchObject({
      ...{
        status: "solved",
        firstReplyAt: "2026-11-19T10:00:00Z",
        solvedAt: "2026-11-20T09:00:00Z",
        late: false,
      },
    });
    expect(await crm("ticket", "solve", "1")).toMatchObject({ code: 1 });
    expect(await crm.json("ticket", "reopen", "1")).toMatchObject({
      status: "open",
      solvedAt: null,
      reopened: 1,
    });
  });

  it("that is solved before anybody answered is answered by that", async () => {
    const crm = await withTickets();
    await crm("ticket", "add", "jane", "Which plan?", "--at", "2026-11-19 10:00");
    const solved = await crm.json("ticket", "solve", "1", "--at", "2026-11-19 16:00");
    expect(solved.firstReplyAt).toBe("2026-11-19T15:00:00Z");
  });

  it("cannot be answered before it was opened, nor opened after it was answered", async () => {
    const crm = await withTickets();
    await crm("ticket", "add", "jane", "Which plan?", "--at", "2026-11-19 10:00");
    const early = await crm("ticket", "reply", "1", "--at", "2026-11-18 10:00");
    expect(early).toMatchObject({ code: 1, out: "" });
    expect(early.err).toContain("before it was opened (it was opened at 2026-11-19 10:00;");
    await crm("ticket", "reply", "1", "--at", "2026-11-19 11:00");
    const moved = await crm("ticket", "edit", "1", "--at", "2026-11-19 12:00");
    expect(moved.code).toBe(1);
    expect(moved.err).toContain("ticket 1 was answered at 2026-11-19 11:00, before it was opened");
    expect((await crm("ticket", "reply", "1", "--at", "2026-12-24 10:00")).code).toBe(2);
  });

  it("is listed as late from the moment that a target has passed", async () => {
    const crm = await withTickets();
    await crm("ticket", "add", "jane", "now", "--severity", "high");
    await crm("ticket", "add", "jane", "long ago", "--at", "2026-11-02 10:00");
    await crm("ticket", "add", "jane", "done", "--at", "2026-11-02 10:00");
    await crm("ticket", "solve", "3");
    expect((await crm("ticket", "list", "--late", "-q")).out).toBe("2\n");
    expect((await crm("ticket", "list", "--open", "-q")).out).toBe("1\n2\n");
    expect((await crm("ticket", "list", "late = yes", "-q")).out).toBe("2\n3\n");
    expect((await crm("ticket", "list", "--late", "title ~ done", "-q")).out).toBe("");
  });

  it("keeps to the hours and targets of the settings; off is no target", async () => {
    const crm = await withTickets();
    await crm("config", "set", "ticket.hours", "mon-sun 0-24");
    await crm("config", "set", "ticket.reply.normal", "0.5");
    await crm("config", "set", "ticket.solve.normal", "off");
    const added = await crm.json("ticket", "add", "jane", "help", "--at", "2026-11-21 09:00");
    expect(added).toMatchObject({ replyDueAt: "2026-11-21T08:30:00Z", solveDueAt: null, overdue: true });
    expect((await crm("config", "set", "ticket.hours", "always")).code).toBe(2);
    expect((await crm("config", "set", "ticket.solve.low", "-3")).code).toBe(2);
  });

  it("is found by its words and those of its replies, and undone like everything", async () => {
    const crm = await withTickets();
    await crm("ticket", "add", "jane", "late delivery");
    await crm("ticket", "reply", "1", "the carrier apologises");
    expect((await crm("find", "carrier")).out).toContain("late delivery");
    await crm("ticket", "delete", "1", "--yes");
    expect((await crm("find", "carrier")).out).not.toContain("late");
    await crm("undo");
    expect(await crm.json("ticket", "show", "1")).toMatchObject({
      events: [{ kind: "reply", body: "the carrier apologises" }],
    });
    expect((await crm("history", "ticket", "1")).out).toContain("late delivery");
  });

  it("is drawn with its course for a person", async () => {
    const crm = setupCrm({ zone: "Europe/Berlin", terminal: 80 });
    await crm("contact", "add", "Jane Roe");
    await crm(
      "ticket",
      "add",
      "jane",
      "late delivery",
      "--type",
      "complaint",
      "--with",
      "ben",
      "--at",
      "2026-11-19 10:00",
    );
    await crm("ticket", "reply", "1", "on its way", "--at", "2026-11-20 16:00", "--by", "tom");
    expect((await crm("ticket", "show", "1")).out).toMatchInlineSnapshot(`
      "[1mlate delivery[22m  [2m#1[22m   complaint · open
      [2mFrom       [22mJane Roe
      [2mOpened     [22m2026-11-19 10:00
      [2mAnswer     [22m2026-11-20 16:00, late (was due 2026-11-20 10:00)
      [2mSolution   [22mdue 2026-11-26 10:00
      [2mWith       [22mben

      [2m2026-11-20 16:00  replied by tom[22m
          on its way
      "
    `);
  });

  it("that waits stands in crm today: every complaint, others from the day of their target on", async () => {
    const crm = await withTickets();
    await crm("ticket", "add", "jane", "no hurry", "--type", "question");
    await crm("ticket", "add", "jane", "broken", "--type", "complaint", "--severity", "high");
    await crm("ticket", "add", "jane", "long ago", "--at", "2026-11-09 10:00");
    const due = await crm.json<{ type: string; title: string; dueDate: string }[]>("today");
    expect(due.filter(({ type }) => type === "ticket")).toMatchObject([
      { title: "late: ticket 3 long ago", dueDate: "2026-11-10", section: "tickets" },
      { title: "ticket 2 broken", dueDate: "2026-11-23", kind: "complaint", priority: "high" },
    ]);
    await crm("ticket", "solve", "2");
    expect((await crm("today")).out).not.toContain("broken");
    expect((await crm("today", "--format", "table")).out).toContain("TICKETS THAT WAIT");
  });
});
