import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scratch } from "../support/built.ts";
import { type Crm, setupCrm } from "../support/crm.ts";

/** Takes a text in and gives what the import did. */
async function taken(crm: Crm, noun: string, text: string, ...more: readonly string[]) {
  const ran = await crm.withInput(text, "import", noun, "-", "--json", ...more);
  if (ran.out === "") throw new Error(ran.err);
  return JSON.parse(ran.out) as Record<string, unknown>;
}

/** What our own export holds of a noun, but for when it was written here. */
async function exported(crm: Crm, noun: string): Promise<string> {
  const fields = (await crm("export", noun)).out.split("\n")[0] ?? "";
  const lasting = fields.split(",").filter((name) => !["createdAt", "updatedAt"].includes(name));
  return (await crm("export", noun, "--fields", lasting.join(","))).out;
}

async function refusedWith(crm: Crm, noun: string, text: string): Promise<string[]> {
  const file = join(scratch(), "rejects.csv");
  expect(await crm.withInput(text, "import", noun, "-", "--rejects", file)).toMatchObject({ code: 5 });
  return readFileSync(file, "utf8").trimEnd().split("\n").slice(1);
}

const quotes =
  "Quote number;Customer;Email;Status;Product;Qty;Unit price;Tax;Valid until;Quote date\n" +
  "A-1;Jane Roe;jane@acme.example;Sent;WS1;3;;19%;31.12.2026;01.11.2026\n" +
  "A-1;;;;Travel x - sales tax, 10%;1,5;120;7;;\n" +
  "A-2;Tom Okafor;tom@okafor.example;Accepted;Audit;1;2.400,50;19;15.10.2026;01.10.2026\n";

async function seller(): Promise<Crm> {
  const crm = setupCrm();
  await crm("product", "add", "Workstation", "--sku", "WS1", "--price", "1200", "--tax", "19");
  await crm("contact", "add", "Jane Roe", "--email", "jane@acme.example", "--company", "Acme");
  return crm;
}

describe("crm import quotes", () => {
  it("makes one quote of the rows of a number, at the product's price where the row has none", async () => {
    const crm = await seller();
    expect(await taken(crm, "quotes", quotes)).toMatchObject({ created: 2, merged: 1, contactsCreated: 1 });
    // 3 x 1,200.00 and 1.5 x 120.00; tax 19 % of 3,600.00 and 7 % of 180.00.
    expect(await crm.json("quote", "show", "A-1")).toMatchObject({
      ...{ status: "sent", contact: "Jane Roe", company: "Acme", netMinor: 378_000, totalMinor: 447_660 },
      ...{ validUntilDate: "2026-12-31", sentAt: "2026-10-31T23:00:00Z" },
      lines: [
        { title: "Workstation", sku: "WS1", quantityMilli: 3000, unitMinor: 120_000, taxBp: 1900 },
        { title: "Travel x - sales tax, 10%", sku: null, quantityMilli: 1500, unitMinor: 12_000, taxBp: 700 },
      ],
    });
  });

  it("takes what other programs call a description for what is offered, and an amount alone for a line", async () => {
    const crm = setupCrm();
    await taken(crm, "quotes", "Quote,Customer,Description,Qty,Price\nQ-2,Jo Bell,Consulting,3,100\n");
    await taken(crm, "quotes", "Angebotsnummer;Kunde;Netto;MwSt\nQ-3;Jo Bell;1.250,00;19 %\n");
    expect(
      await crm.json("quote", "list", "--sort", "id", "--fields", "number,offered,netMinor,taxMinor"),
    ).toEqual([
      { number: "Q-2", offered: ["Consulting x 3 @ 100"], netMinor: 30_000, taxMinor: 0 },
      { number: "Q-3", offered: ["Quote Q-3 x 1 @ 1250 tax 19%"], netMinor: 125_000, taxMinor: 23_750 },
    ]);
  });

  it("changes nothing the second time, and records no purchase of what was accepted", async () => {
    const crm = await seller();
    await taken(crm, "quotes", quotes);
    expect(await taken(crm, "quotes", quotes)).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
    expect(await crm.json("order", "list")).toEqual([]);
    await crm("undo");
    expect(await crm.json("quote", "list")).toEqual([]);
  });

  it("takes our own export in again, here and elsewhere, with lines, discount and terms", async () => {
    const crm = await seller();
    await taken(crm, "quotes", quotes);
    const lines = ["--line", "Travel - 10% x 2.5 @ 12.05 - 5% tax 7%", "--line", "Sales tax help x 1 @ 3"];
    await crm("quote", "add", "jane", ...lines, "--discount", "100", "--terms", "14 days\nnet");
    const { out } = await crm("export", "quotes");
    expect(await taken(crm, "quotes", out)).toMatchObject({ product: "crm", unchanged: 3, rejected: 0 });
    const other = setupCrm();
    expect(await taken(other, "quotes", out)).toMatchObject({ created: 3 });
    const own = await exported(crm, "quotes");
    // There is no such product there: the line stands by what it is called.
    expect(await exported(other, "quotes")).toBe(own);
  });

  it("keeps what was sent and makes a new version of another offer, but leaves an accepted one alone", async () => {
    const crm = await seller();
    await taken(crm, "quotes", quotes);
    const dearer = "number,customer,lines,tax\nA-1,Jane Roe,WS1 x 3 @ 1100 - 10%; Travel @ 50,19\n";
    expect(await taken(crm, "quotes", dearer)).toMatchObject({ updated: 1 });
    expect(await crm.json("quote", "show", "A-1")).toMatchObject({
      ...{ version: 2, status: "draft", netMinor: 302_000 },
      versions: [{ totalMinor: 447_660 }, { totalMinor: 359_380 }],
    });
    const again = await crm.withInput(dearer.replace("A-1", "A-2"), "import", "quotes", "-");
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining("accepted with another offer") });
  });

  it("refuses a row with its line, column and reason, all rows of the quote, and makes nobody for it", async () => {
    const crm = setupCrm();
    const bad =
      "number,customer,product,quantity,price,tax\nN-1,Jo,Book,-2,5,7\nN-2,Jo,Book,1,5,900\nN-3,Jo,Nothing,1,,7\n" +
      "N-4,Jo,,,,\n,Jo,Book,1,5,7\nN-6,,Book,1,5,7\nN-7,Jo,Book,1,5,7\nN-7,Jo,Pen,x,5,7\n";
    expect(await refusedWith(crm, "quotes", bad)).toEqual([
      ",Jo,Book,1,5,7,6,there is no number",
      "N-1,Jo,Book,-2,5,7,2,quantity: a quantity is above zero",
      'N-2,Jo,Book,1,5,900,3,"tax: ""900"" is no tax rate from 0 to 100"',
      'N-3,Jo,Nothing,1,,7,4,"""Nothing"" is no product: name its price: ""Nothing @ 100"""',
      "N-4,Jo,,,,,5,there is no line: no product and no amount",
      'N-6,,Book,1,5,7,7,"there is no contact, no company and no deal that is known"',
      'N-7,Jo,Pen,x,5,7,9,"quantity: ""x"" is no quantity"',
      "N-7,Jo,Book,1,5,7,8,row 9 of the same quote was refused",
    ]);
    expect(await crm.json("contact", "list")).toEqual([]);
  });
});

const campaigns =
  "Campaign Name,Type,Start Date,End Date,Actual Cost,Target,Goal\n" +
  'Spring mailing,Newsletter,2026-03-01,2026-03-31,"1,250.00",city = Berlin,loyalty\n' +
  "Fair,Trade Show,2026-05-02,2026-05-04,2500,,lead generation\n";

describe("crm import campaigns", () => {
  it("understands other products' words, once however often the file is read, and undo takes it back", async () => {
    const crm = setupCrm();
    expect(await taken(crm, "campaigns", campaigns)).toMatchObject({ created: 2 });
    expect(await crm.json("campaign", "show", "spring mailing")).toMatchObject({
      ...{ purpose: "loyalty", channel: "email", costMinor: 125_000, target: "city = Berlin" },
      ...{ startDate: "2026-03-01", endDate: "2026-03-31", status: "planned" },
    });
    expect(await crm.json("campaign", "show", "Fair")).toMatchObject({
      purpose: "leads",
      channel: "meeting",
    });
    expect(await taken(crm, "campaigns", campaigns)).toMatchObject({ created: 0, unchanged: 2 });
    await crm("undo");
    expect(await crm.json("campaign", "list")).toEqual([]);
  });

  it("takes our own export in again, here and elsewhere", async () => {
    const crm = setupCrm();
    await taken(crm, "campaigns", campaigns);
    const { out } = await crm("export", "campaigns");
    expect(await taken(crm, "campaigns", out)).toMatchObject({ product: "crm", unchanged: 2 });
    const other = setupCrm();
    expect(await taken(other, "campaigns", out)).toMatchObject({ created: 2 });
    expect(await exported(other, "campaigns")).toBe(await exported(crm, "campaigns"));
  });

  it("refuses a channel that reaches nobody, a cost below zero, an end before the beginning, a target that cannot be", async () => {
    const bad =
      'name,type,cost,start,end,target\nX,Banner ads,5,,,\nY,email,-5,,,\nZ,email,5,2026-05-02,2026-04-01,\nW,email,1,,,"city ="\n';
    expect(await refusedWith(setupCrm(), "campaigns", bad)).toEqual([
      'X,Banner ads,5,,,,2,"type: ""Banner ads"" is none of call, email, meeting, letter, chat, visit"',
      "Y,email,-5,,,,3,cost: the cost is below zero",
      'Z,email,5,2026-05-02,2026-04-01,,4,"it ends on 2026-04-01, before it begins on 2026-05-02"',
      expect.stringMatching(/^W,email,1,,,city =,5,"""city ="": a value is missing/),
    ]);
  });
});

const tickets =
  "Ticket ID;Subject;Type;Priority;Requester;Email;Created;First response;Closed;Status;Product\n" +
  "17;Late delivery;Problem;Urgent;Jane Roe;jane@acme.example;02.11.2026 09:15;02.11.2026 11:00;03.11.2026 10:00;closed;WS1\n" +
  "18;How to install?;Question;low;Tom;tom@okafor.example;20.11.2026 16:00;;;open;WS9\n";

describe("crm import tickets", () => {
  it("takes in what was asked, answered and solved when, and says what it could not place", async () => {
    const crm = await seller();
    const { err } = await crm.withInput(tickets, "import", "tickets", "-");
    expect(err).toContain("1 row with a product that is not there");
    // 09:15 in Berlin is 08:15 UTC.
    expect(await crm.json("ticket", "show", "1")).toMatchObject({
      ...{
        title: "Late delivery",
        kind: "complaint",
        severity: "high",
        contact: "Jane Roe",
        company: "Acme",
      },
      ...{ openedAt: "2026-11-02T08:15:00Z", firstReplyAt: "2026-11-02T10:00:00Z", product: "WS1" },
      solvedAt: "2026-11-03T09:00:00Z",
    });
    expect(await crm.json("ticket", "list", "--open")).toMatchObject([{ id: 2, severity: "low" }]);
    expect(await taken(crm, "tickets", tickets)).toMatchObject({ created: 0, unchanged: 2 });
  });

  it("notes what was solved since the last file, and undo takes that back alone", async () => {
    const crm = await seller();
    await taken(crm, "tickets", tickets);
    const later = tickets.replace("16:00;;;open", "16:00;21.11.2026 09:00;21.11.2026 09:30;closed");
    expect(await taken(crm, "tickets", later)).toMatchObject({ updated: 1, unchanged: 1 });
    expect(await crm.json("ticket", "show", "2")).toMatchObject({ solvedAt: "2026-11-21T08:30:00Z" });
    await crm("undo");
    expect(await crm.json("ticket", "show", "2")).toMatchObject({ status: "open", firstReplyAt: null });
  });

  it("takes our own export in again, here and elsewhere", async () => {
    const crm = await seller();
    await taken(crm, "tickets", tickets);
    const { out } = await crm("export", "tickets");
    expect(await taken(crm, "tickets", out)).toMatchObject({ product: "crm", unchanged: 2 });
    const other = setupCrm();
    await other("product", "add", "Workstation", "--sku", "WS1");
    await other("contact", "add", "Jane Roe", "--email", "jane@acme.example", "--company", "Acme");
    expect(await taken(other, "tickets", out)).toMatchObject({ created: 2 });
    expect(await exported(other, "tickets")).toBe(await exported(crm, "tickets"));
  });

  it("refuses what was answered before it was asked, an unknown kind, no title and no day", async () => {
    const bad =
      "subject,customer,created,first response,type\nA,Jo,2026-11-02 10:00,2026-11-01 10:00,question\n" +
      "B,Jo,2026-11-02,,banana\n,Jo,2026-11-02,,\nC,Jo,,,\n";
    const crm = setupCrm();
    expect(await refusedWith(crm, "tickets", bad)).toEqual([
      'A,Jo,2026-11-02 10:00,2026-11-01 10:00,question,2,"it was answered at 2026-11-01 10:00, before it was opened at 2026-11-02 10:00"',
      'B,Jo,2026-11-02,,banana,3,"type: ""banana"" is none of complaint, question, request"',
      ",Jo,2026-11-02,,,4,there is no title",
      "C,Jo,,,,5,it does not say when it was opened",
    ]);
    expect(await crm.json("contact", "list")).toEqual([]);
  });

  it("is all or nothing, and a dry run writes nothing", async () => {
    const crm = setupCrm();
    const file = join(scratch(), "t.csv");
    writeFileSync(file, tickets + "19;;Question;low;Tom;;20.11.2026 16:00;;;open;\n");
    const { code, err } = await crm("import", "tickets", file);
    expect({ code, err }).toMatchObject({
      code: 1,
      err: expect.stringContaining("line 4: there is no title"),
    });
    await crm("import", "tickets", file, "--rejects", file + ".bad", "--dry-run");
    expect(await crm.json("ticket", "list")).toEqual([]);
    expect(await crm.json("contact", "list")).toEqual([]);
  });
});

describe("crm import invoices", () => {
  it("leaves nobody behind of a row that would turn an invoice's days round", async () => {
    const crm = setupCrm();
    const head = "number,contact,email,amount,issued,due\n";
    await taken(crm, "invoices", head + "R-1,Jane Roe,jane@acme.example,100,2026-11-01,2026-11-15\n");
    const [refused] = await refusedWith(
      crm,
      "invoices",
      head + "R-1,Tom New,tom@new.example,100,,2026-10-15\n",
    );
    expect(refused).toContain("it is due on 2026-10-15, before it was issued (2026-11-01)");
    expect(await crm.json("contact", "list", "--fields", "name")).toEqual([{ name: "Jane Roe" }]);
  });
});
