import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scratch } from "../support/built.ts";
import { setupCrm } from "../support/crm.ts";

/** Saturday 21 November 2026. */
async function withInvoices() {
  const crm = setupCrm();
  await crm("contact", "add", "Jane Roe", "--company", "Acme");
  await crm(
    "invoice",
    "add",
    "R-1",
    "jane",
    "--amount",
    "120",
    "--issued",
    "2026-10-01",
    "--due",
    "2026-10-31",
  );
  await crm("invoice", "add", "R-2", "jane", "--amount", "90");
  return crm;
}

describe("an invoice", () => {
  it("is due after 30 days when nobody says, and knows what is open and how late", async () => {
    const crm = await withInvoices();
    // 31 October to 21 November are 21 days.
    expect(await crm.json("invoice", "show", "r-1")).toMatchObject({
      ...{ number: "R-1", contact: "Jane Roe", company: "Acme", amountMinor: 12_000, openMinor: 12_000 },
      ...{ status: "overdue", daysLate: 21, payments: [] },
    });
    expect(await crm.json("invoice", "show", "R-2")).toMatchObject({
      ...{ issuedDate: "2026-11-21", dueDate: "2026-12-21", status: "open", daysLate: 0 },
    });
    expect((await crm("invoice", "list", "status = overdue and daysLate >= 21", "-q")).out).toBe("1\n");
    expect((await crm("invoice", "list", "daysLate >= 22", "-q")).out).toBe("");
  });

  it("is listed with --late while it is past its day, beside any filter", async () => {
    const crm = await withInvoices();
    expect((await crm("invoice", "list", "--late", "-q")).out).toBe("1\n");
    expect(
      (await crm("invoice", "list", "--late", "--where", "number = R-2 or number = R-1", "-q")).out,
    ).toBe("1\n");
    expect((await crm("invoice", "list", "number = R-2", "--late", "-q")).out).toBe("");
    await crm("payment", "add", "R-1");
    await crm("payment", "add", "R-2");
    expect((await crm("invoice", "list", "--late", "-q")).out).toBe("");
    expect((await crm("payment", "list", "--limit", "1", "-q")).out).toBe("1\n");
  });

  it("is paid in parts, late by its last payment, and says what is too much", async () => {
    const crm = await withInvoices();
    const part = await crm("payment", "add", "R-1", "--amount", "50", "--date", "2026-10-30");
    expect(part.err).toContain("70.00 EUR is still open");
    // The rest came two days after it was due.
    expect((await crm("payment", "add", "R-1", "--date", "2026-11-02")).err).toContain(
      "it is paid, 2 days late",
    );
    expect(await crm.json("invoice", "show", "R-1")).toMatchObject({
      status: "paid",
      openMinor: 0,
      daysLate: 2,
    });
    expect((await crm("payment", "add", "R-1")).code).toBe(1);
    expect((await crm("payment", "add", "R-1", "--amount", "5")).err).toContain("5.00 EUR too much");
    expect(await crm.json("invoice", "show", "R-1")).toMatchObject({ status: "overpaid", openMinor: -500 });
    expect((await crm("payment", "add", "R-1", "--amount", "-5")).err).toContain("it is paid");
    expect((await crm("payment", "list", "--invoice", "R-1", "-q")).out).toBe("1\n2\n3\n4\n");
  });

  it.each([
    [["invoice", "add", "r-1", "jane", "--amount", "1"], 4, "is there already"],
    [
      ["invoice", "add", "R-3", "jane", "--amount", "1", "--issued", "2026-11-01", "--due", "2026-10-01"],
      2,
      "before it was issued",
    ],
    [["invoice", "add", "R-3", "jane", "--amount", "1", "--issued", "2027-01-01"], 2, "still to come"],
    [["invoice", "add", "R-3", "--amount", "1"], 2, "who is to pay"],
    [["payment", "add", "R-1", "--amount", "1", "--date", "2026-09-30"], 1, "was issued on 2026-10-01"],
    [["payment", "add", "R-1", "--amount", "0"], 2, "no payment"],
    [["payment", "add", "R-1", "--amount", "5 USD"], 2, "not in EUR"],
    [["payment", "add", "R-9"], 3, "no invoice"],
    [["company", "delete", "acme", "--yes"], 0, ""],
  ] as const)("%j gives %d and says why", async (argv, code, why) => {
    const crm = await withInvoices();
    const ran = await crm(...argv);
    expect(ran.code).toBe(code);
    expect(ran.err).toContain(why);
  });

  it("with payments is not deleted; with its contact it goes and comes back", async () => {
    const crm = await withInvoices();
    await crm("payment", "add", "R-1");
    expect((await crm("invoice", "delete", "R-1", "--yes")).code).toBe(1);
    expect((await crm("contact", "delete", "jane", "--yes")).code).toBe(0);
    expect((await crm("invoice", "list", "-q")).out).toBe("");
    await crm("undo");
    expect(await crm.json("invoice", "show", "R-1")).toMatchObject({ status: "paid" });
  });

  it("that is open warns on the card and in the brief, as does a complaint", async () => {
    const crm = await withInvoices();
    await crm("ticket", "add", "jane", "late delivery", "--type", "complaint", "--at", "2026-11-19 10:00");
    for (const words of [
      ["contact", "show", "jane"],
      ["brief", "jane"],
      ["company", "show", "acme"],
    ]) {
      const { out } = await crm(...words, "--format", "table");
      expect(out).toContain("COMPLAINT");
      expect(out).toContain("120.00 EUR open: R-1, 21 days late");
      expect(out).toContain("90.00 EUR open: R-2, due 2026-12-21");
    }
  });

  it("comes from CSV with its payments, once however often the file is read, or not at all", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Jane Roe", "--email", "jane@acme.example");
    await crm("company", "add", "Nord");
    const invoices =
      "Invoice No;Email;Company;Invoice date;Due date;Amount\nR-1;jane@acme.example;;13.10.2026;;1.200,50 EUR\n" +
      "R-2;;Nord;03.10.2026;31.10.2026;90\n";
    expect((await crm.withInput(invoices, "invoice", "import", "-")).err).toContain("2 new");
    expect(await crm.json("invoice", "show", "R-1")).toMatchObject({
      ...{ contact: "Jane Roe", amountMinor: 120_050, issuedDate: "2026-10-13", dueDate: "2026-11-12" },
    });
    expect(await crm.json("invoice", "show", "R-2")).toMatchObject({
      company: "Nord",
      issuedDate: "2026-10-03",
    });
    const payments = "invoice,date,amount\nR-2,2026-10-20,40\nR-2,2026-10-20,40\n";
    expect((await crm.withInput(payments, "payment", "import", "-")).err).toContain("2 new");
    expect((await crm.withInput(payments, "payment", "import", "-")).err).toContain(
      "2 unchanged · nothing to change",
    );
    expect((await crm.withInput(invoices, "invoice", "import", "-")).err).toContain(
      "2 unchanged · nothing to change",
    );
    const bad = await crm.withInput(
      payments + "R-2,2026-10-21,5\nR-2,2026-09-01,1\n",
      "payment",
      "import",
      "-",
    );
    expect(bad).toMatchObject({ code: 1, out: "" });
    expect(bad.err).toContain("line 5");
    expect(await crm.json("invoice", "show", "R-2")).toMatchObject({ openMinor: 1000 });
  });

  it("goes on with --rejects, and what is mended there comes in", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Jane Roe", "--email", "jane@acme.example");
    const rejects = join(scratch(), "rejects.csv");
    const invoices =
      "number,email,issued,due,amount\nR-1,jane@acme.example,2026-10-13,,100\nR-2,,2026-10-13,,5\n" +
      "R-3,jo@acme.example,2026-10-13,2026-10-01,5\n,jane@acme.example,2026-10-13,,5\nR-5,jane@acme.example,,,5\n";
    const taken = await crm.withInput(invoices, "invoice", "import", "-", "--rejects", rejects);
    expect(taken).toMatchObject({ code: 5, err: expect.stringContaining("1 new · 4 refused") });
    expect(readFileSync(rejects, "utf8")).toBe(
      "number,email,issued,due,amount,line,reason\n" +
        "R-2,,2026-10-13,,5,3,there is no contact and no company\n" +
        'R-3,jo@acme.example,2026-10-13,2026-10-01,5,4,"it is due on 2026-10-01, before it was issued (2026-10-13)"\n' +
        ",jane@acme.example,2026-10-13,,5,5,there is no number\n" +
        "R-5,jane@acme.example,,,5,6,it does not say when it was issued\n",
    );
    expect(await crm.json("contact", "list")).toMatchObject([{ name: "Jane Roe" }]);
    const payments =
      "invoice,date,amount\nR-1,2026-10-01,40\nR-1,2026-10-20,40\nR-9,2026-10-20,1\nR-1,2026-10-20,0\nR-1,2026-10-20,1 USD\n";
    const paid = await crm.withInput(payments, "payment", "import", "-", "--rejects", rejects);
    expect(paid).toMatchObject({ code: 5, err: expect.stringContaining("1 new · 4 refused") });
    expect(readFileSync(rejects, "utf8")).toContain('1,4,"no invoice ""R-9"": see crm invoice list"\n');
    expect(readFileSync(rejects, "utf8")).toContain("R-1,2026-10-20,0,5,there is no amount\n");
    expect(readFileSync(rejects, "utf8")).toContain('1 USD,6,"the invoice is in EUR, the payment in USD"\n');
    expect(await crm.json("invoice", "show", "R-1")).toMatchObject({ openMinor: 6000 });
    const mended = "invoice,date,amount,line,reason\nR-1,2026-10-15,40,2,\nR-1,2026-10-20,1,4,\n";
    expect(await crm.withInput(mended, "payment", "import", "-")).toMatchObject({ code: 0 });
    expect(await crm.json("invoice", "show", "R-1")).toMatchObject({ openMinor: 1900 });
  });

  it("takes in what a change of the file says, makes who is not there, and undo takes all of it back", async () => {
    const crm = setupCrm();
    const invoices =
      "Rechnungsnummer;Kunde;Firma;Rechnungsdatum;Fällig am;Bruttobetrag\nR-1;Jo Bell;Nord;13.10.2026;;1.200,50\n";
    const first = await crm.withInput(invoices, "import", "invoices", "-", "--json");
    expect(JSON.parse(first.out)).toMatchObject({ created: 1, contactsCreated: 1, companiesCreated: 1 });
    const later = invoices.replace(";;", ";31.10.2026;");
    expect(JSON.parse((await crm.withInput(later, "import", "invoices", "-", "--json")).out)).toMatchObject({
      updated: 1,
    });
    expect(await crm.json("invoice", "show", "R-1")).toMatchObject({
      company: "Nord",
      dueDate: "2026-10-31",
    });
    await crm.withInput("Rechnung;Buchungstag;Betrag\nr-1;20.10.2026;200,50\n", "import", "payments", "-");
    expect(await crm.json("invoice", "show", "R-1")).toMatchObject({ openMinor: 100_000 });
    await crm("undo");
    expect(await crm.json("invoice", "show", "R-1")).toMatchObject({ openMinor: 120_050 });
    await crm("undo");
    await crm("undo");
    expect([await crm.json("invoice", "list"), await crm.json("contact", "list")]).toEqual([[], []]);
  });

  it("is paid on the day that a sheet of invoices names after the payment, not on the invoice's", async () => {
    const crm = setupCrm();
    const sheet =
      "Rechnungsnr;Datum;Kunde;Betrag;Bezahlt am\nR-1;13.10.2026;Jo Bell;120;20.10.2026\nR-2;14.10.2026;Jo Bell;90;\n";
    await crm.withInput(sheet, "import", "invoices", "-");
    const paid = await crm.withInput(
      sheet,
      "import",
      "payments",
      "-",
      "--rejects",
      join(scratch(), "rejects.csv"),
    );
    expect(paid.err).toContain("line 3: there is no date");
    expect(await crm.json("payment", "list")).toMatchObject([{ invoice: "R-1", paidDate: "2026-10-20" }]);
  });

  it("comes again from our own export, here and elsewhere, payments too", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Jane Roe", "--email", "jane@acme.example", "--company", "Acme");
    await crm("invoice", "add", "R-1", "jane", "--amount", "90", "--issued", "2026-10-13", "--note", "a, b");
    await crm("payment", "add", "R-1", "--amount", "50", "--date", "2026-10-20");
    const invoices = (await crm("export", "invoices")).out;
    const payments = (await crm("export", "payments")).out;
    for (const one of [crm, setupCrm()]) {
      await one.withInput(invoices, "import", "invoices", "-");
      await one.withInput(payments, "import", "payments", "-");
      expect((await one("export", "payments")).out).toBe(payments);
      expect(await one.json("invoice", "list")).toMatchObject([
        { number: "R-1", contact: "Jane Roe", company: "Acme", openMinor: 4000, dueDate: "2026-11-12" },
      ]);
    }
  });

  it("is due so many days after the day it bears, where +14d is said", async () => {
    const crm = setupCrm();
    await crm("company", "add", "Nord");
    await crm(
      "invoice",
      "add",
      "R-1",
      "--company",
      "nord",
      "--amount",
      "9",
      "--issued",
      "2026-10-01",
      "--due",
      "+14d",
    );
    expect(await crm.json("invoice", "show", "R-1")).toMatchObject({ dueDate: "2026-10-15" });
    await crm("invoice", "edit", "R-1", "--due", "+30d");
    expect(await crm.json("invoice", "show", "R-1")).toMatchObject({ dueDate: "2026-10-31" });
  });

  it("shows in a dry run all rows that it would refuse", async () => {
    const crm = setupCrm();
    await crm("company", "add", "Nord");
    const invoices =
      "number,company,issued,amount\nR-1,Nord,2026-10-13,x\n,Nord,2026-10-13,5\nR-3,Nord,2026-10-13,5\n";
    const { code, err } = await crm.withInput(invoices, "invoice", "import", "-", "--dry-run");
    expect({ code, err }).toMatchObject({ code: 1, err: expect.stringContaining("1 new · 2 refused") });
    expect(err).toContain("line 3: there is no number");
    expect(await crm.json("invoice", "list")).toEqual([]);
  });
});
