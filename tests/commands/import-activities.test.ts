import { describe, expect, it } from "vitest";
import { type Crm, setupCrm } from "../support/crm.ts";
import { dump } from "../support/dump.ts";

type Rows = Record<string, unknown>[];

async function took(
  crm: Crm,
  noun: string,
  text: string,
  ...options: string[]
): Promise<Record<string, unknown>> {
  const { code, out, err } = await crm.withInput(text, "import", noun, "-", "--json", ...options);
  expect({ code, err: code === 0 ? "" : err }).toEqual({ code: 0, err: "" });
  return JSON.parse(out);
}

describe("crm import activities", () => {
  const talks = `Typ,Datum,Uhrzeit,Kontakt,E-Mail,Telefon,Betreff,Notiz,Dauer,Richtung,Ergebnis
Anruf,21.11.2026,09:30,Jane Roe,jane@acme.example,,Quote,wants a quote,0:12,eingehend,interested
Besprechung,20.11.2026,,Tom Okafor,,+49 30 901820,Kick-off,,1 h,,
`;

  it("reads them by the names of their columns, in the zone of the person", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "J. Roe", "--email", "jane@acme.example");
    await crm("contact", "add", "Tom Okafor", "--phone", "+49 30 901820");
    expect(await took(crm, "activities", talks)).toMatchObject({
      created: 2,
      contactsCreated: 0,
      ignored: [],
    });
    expect(await crm.json<Rows>("log", "list", "--sort", "happenedAt")).toMatchObject([
      {
        kind: "meeting",
        happenedAt: "2026-11-19T23:00:00Z",
        minutes: 60,
        contacts: ["Tom Okafor"],
        body: "Kick-off",
      },
      {
        kind: "call",
        happenedAt: "2026-11-21T08:30:00Z",
        minutes: 12,
        direction: "in",
        outcome: "interested",
        contacts: ["J. Roe"],
        body: "Quote\nwants a quote",
      },
    ]);
  });

  it("makes who is not there, and changes nothing a second time", async () => {
    const crm = setupCrm();
    expect(await took(crm, "activities", talks)).toMatchObject({ created: 2, contactsCreated: 2 });
    const before = dump(crm.db);
    expect(await took(crm, "activities", talks)).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
    expect(dump(crm.db)).toEqual(before);
    expect(await crm("undo")).toMatchObject({ code: 0 });
    expect(await crm.json("log", "list")).toEqual([]);
  });

  it("keeps two equal calls of one file apart, and finds both again", async () => {
    const crm = setupCrm();
    const twice = "kind,date,contact\ncall,2026-11-20,Jane Roe\ncall,2026-11-20,Jane Roe\n";
    expect(await took(crm, "activities", twice)).toMatchObject({ created: 2 });
    expect(await took(crm, "activities", twice)).toMatchObject({ unchanged: 2 });
  });

  it("is found by its id when its text has changed", async () => {
    const crm = setupCrm();
    await took(crm, "activities", "id,kind,date,contact,note\n7,call,2026-11-20,Jane Roe,hello\n");
    const changed = "id,kind,date,contact,note\n7,call,2026-11-20,Jane Roe,hello again\n";
    expect(await took(crm, "activities", changed)).toMatchObject({ updated: 1 });
    expect(await crm.json("log", "list")).toMatchObject([{ body: "hello again" }]);
  });

  it("finds the deal, and says when it cannot", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Jane Roe");
    await crm("deal", "add", "Website", "--contact", "1", "--amount", "5");
    const text =
      "kind,date,contact,deal\ncall,2026-11-20,Jane Roe,website\ncall,2026-11-21,Jane Roe,Nothing\n";
    const { err } = await crm.withInput(text, "import", "activities", "-");
    expect(err).toContain("1 row names a deal that cannot be told");
    const deals = (await crm.json<Rows>("log", "list", "--sort", "happenedAt")).map(({ deal }) => deal);
    expect(deals).toEqual(["Website", null]);
  });

  it.each([
    ["kind,date,contact\ndance,2026-11-20,Jane\n", 'line 2, column kind: "dance" is none of call, email'],
    ["kind,date,contact\ncall,,Jane\n", "line 2: there is no date"],
    ["kind,date,contact\ncall,2026-11-20,\n", "line 2: there is no contact, company or deal"],
    ["kind,date,contact,duration\ncall,2026-11-20,Jane,long\n", '"long" is no number of minutes'],
    ["kind,contact\ncall,Jane\n", "has no column for date"],
  ])("refuses %j", async (text, reason) => {
    const crm = setupCrm();
    const before = dump(crm.db);
    const { code, err } = await crm.withInput(text, "import", "activities", "-");
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining(reason) });
    expect(dump(crm.db)).toEqual(before);
  });
});

describe("crm import followups", () => {
  it("takes the order of its dates from the column that shows it", async () => {
    const crm = setupCrm();
    const text = "Title,Due date,Completed at\nCall Jane,03/04/2026,\nCall Tom,05/04/2026,25/03/2026\n";
    await took(crm, "followups", text);
    const done = await crm.json<Rows>("followup", "list", "--all", "--sort", "dueDate");
    expect(done.map(({ dueDate }) => dueDate)).toEqual(["2026-04-03", "2026-04-05"]);
  });

  const tasks = `Task,Due date,Contact,Priority,Status,Description
Send the quote,2026-11-25 10:00,Jane Roe,High,Not started,by mail
Ask again,2026-11-26,Jane Roe,,Completed,
`;

  it("reads what is due and what is done, with a time in the zone of the person", async () => {
    const crm = setupCrm();
    expect(await took(crm, "followups", tasks)).toMatchObject({ created: 2, contactsCreated: 1 });
    expect(await crm.json<Rows>("followup", "list", "--sort", "dueDate", "--all")).toMatchObject([
      {
        title: "Send the quote",
        dueDate: "2026-11-25",
        dueAt: "2026-11-25T09:00:00Z",
        dueZone: "Europe/Berlin",
        priority: "high",
        status: "open",
        contact: "Jane Roe",
        note: "by mail",
      },
      {
        title: "Ask again",
        dueDate: "2026-11-26",
        dueAt: null,
        status: "done",
        doneAt: "2026-11-21T09:00:00Z",
      },
    ]);
  });

  it("changes nothing a second time, also on another day", async () => {
    const crm = setupCrm();
    await took(crm, "followups", tasks);
    const before = dump(crm.db);
    const again = await took(crm, "followups", tasks, "--now", "2026-12-01T09:00:00Z");
    expect(again).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
    expect(dump(crm.db)).toEqual(before);
  });

  it("takes over what was done or opened again elsewhere", async () => {
    const crm = setupCrm();
    await took(
      crm,
      "followups",
      "id,title,due,status\n1,call,2026-11-25,open\n"
        .replace("due,", "due,contact,")
        .replace("25,", "25,Jane,"),
    );
    const done = "id,title,due,contact,status\n1,call,2026-11-25,Jane,done\n";
    expect(await took(crm, "followups", done)).toMatchObject({ updated: 1 });
    expect(await took(crm, "followups", done.replace("done", "open"))).toMatchObject({ updated: 1 });
    expect(await crm.json("followup", "list")).toMatchObject([{ status: "open", doneAt: null }]);
  });

  it.each([
    ["title,due\n,2026-11-25\n", "there is no title"],
    ["title,due\ncall,\n", "there is no due date"],
    ["title,due,priority\ncall,2026-11-25,huge\n", '"huge" is not low, normal or high'],
    ["title,due,status\ncall,2026-11-25,perhaps\n", '"perhaps" is not open or done'],
  ])("refuses %j", async (text, reason) => {
    const { code, err } = await setupCrm().withInput(text, "import", "followups", "-");
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining(reason) });
  });
});

describe("our own exports of what was and will be done", () => {
  it("come back the same in another database", async () => {
    const crm = setupCrm();
    const lines = [
      ["contact", "add", "Jane Roe", "--email", "jane@acme.example"],
      ["contact", "add", "Tom Okafor"],
      ["log", "meeting", "jane", "tom", "=kick-off\n- one", "--minutes", "60", "--at", "2026-11-20 10:00"],
      ["log", "call", "jane", "'quoted", "--in", "--outcome", "interested"],
      ["followup", "add", "call", "--for", "jane", "--due", "tomorrow 10:00", "--priority", "high"],
      ["followup", "add", "write", "--for", "tom", "--due", "fri"],
    ];
    for (const line of lines) expect(await crm(...line), line.join(" ")).toMatchObject({ code: 0 });
    const other = setupCrm();
    for (const noun of ["activities", "followups"]) {
      const { out } = await crm("export", noun);
      expect(await took(other, noun, out)).toMatchObject({ created: 2, rejected: 0 });
      expect(await took(other, noun, out)).toMatchObject({ unchanged: 2 });
      expect(await took(crm, noun, out)).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
      const fields =
        noun === "activities"
          ? "happenedAt,kind,direction,contacts,minutes,outcome,body"
          : "dueDate,dueAt,dueZone,title,priority,contact,status";
      const listed = async (from: Crm) => (await from("export", noun, "--fields", fields, "--json")).out;
      expect(await listed(other)).toBe(await listed(crm));
    }
  });
});
