import type { Command } from "commander";
import type { App } from "../app.ts";
import { UserError } from "../errors.ts";
import { formatMoney } from "../output/format.ts";
import { setCustomValues } from "../store/custom.ts";
import type { Db } from "../store/db.ts";
import { invoiceFields, invoiceFieldsAt } from "../store/fields/invoice.ts";
import {
  addInvoice,
  deleteInvoice,
  editInvoice,
  getInvoice,
  type InvoiceDetail,
  type InvoiceRow,
  usualDays,
} from "../store/invoice.ts";
import { findNumbered } from "../store/numbered.ts";
import { addDays, parseWhen } from "../values/date.ts";
import { keptText } from "../values/kept-text.ts";
import { importFile } from "./import.ts";
import { invoiceCard } from "./invoice/card.ts";
import { listNoun } from "./list.ts";
import { customOf, type SetOptions, setOption } from "./options/custom.ts";
import { customerOption, newCustomer } from "./options/customer.ts";
import { amountOption, naming, pastDay } from "./options/money.ts";
import { examples, type ListOptions, listOptions } from "./options.ts";
import { confirm } from "./pick.ts";

interface InvoiceOptions extends SetOptions {
  readonly number?: string;
  readonly contact?: string;
  readonly company?: string;
  readonly amount?: string;
  readonly currency?: string;
  readonly issued?: string;
  readonly due?: string;
  readonly order?: string;
  readonly note?: string;
}

/** The commands of the noun invoice: what was billed, and what of it is open. */
export function invoice(noun: Command, app: App): void {
  examples(
    invoiceOptions(noun.command("add <number> [contact]").description("Note an invoice that was written")),
    "crm invoice add R-2026-017 jane --amount 1428 --issued yesterday --due +14d",
    "crm invoice add R-2026-018 --company acme --amount 90",
  ).action((number: string, contact: string | undefined, options: InvoiceOptions) =>
    add(app, { ...options, number, ...(contact === undefined ? {} : { contact }) }),
  );

  examples(
    listOptions(
      noun.command("list [filter...]").description("List invoices with what is open and how late it is"),
    ).option("--late", "only what is past its day and not paid in whole"),
    "crm invoice list --late",
    "crm invoice list 'status = overdue' --sort -daysLate",
    "crm invoice list 'open > 0' --format csv",
  ).action((words: string[], { late, ...options }: ListOptions & { late?: boolean }) =>
    listNoun(app, "invoice", words, late === true ? { ...options, where: lateToo(options.where) } : options),
  );

  examples(
    noun.command("show <invoice>").description("One invoice with its payments, by number or id"),
    "crm invoice show R-2026-041",
    "crm invoice show 1 --json",
  ).action((ref: string) => show(app, ref));

  examples(
    invoiceOptions(noun.command("edit <invoice>").description("Change an invoice"))
      .option("--number <number>", "its number")
      .option("--contact <contact>", "who is to pay"),
    "crm invoice edit R-2026-041 --due eom",
    "crm invoice edit 1 --note 'asked for two weeks more'",
  ).action((ref: string, options: InvoiceOptions) => edit(app, ref, options));

  examples(
    noun
      .command("import <csv>")
      .description(
        "Take in invoices, as crm import invoices does: number, email or contact or company, issued, due, amount, currency, order, note",
      )
      .option("--rejects <file>", "go on without rows that cannot be taken in, and write them there"),
    "crm invoice import invoices.csv",
    "crm invoice import invoices.csv --dry-run",
  ).action((file: string, options: { rejects?: string }) => importFile(app, "invoices", file, options));

  examples(
    noun.command("delete <invoice>").description("Delete an invoice that has no payments"),
    "crm invoice delete R-2026-042 --yes",
    "crm invoice delete 2 --dry-run",
  ).action((ref: string) => remove(app, ref));
}

function invoiceOptions(command: Command): Command {
  return setOption(command)
    .option("--company <company>", "which company is to pay; else where the contact works")
    .option("--amount <amount>", "what is to be paid, tax and all")
    .option("--currency <code>", "currency of the amount")
    .option("--issued <date>", "the day it bears, if not today")
    .option(
      "--due <date>",
      "by when it is to be paid; +14d counts from the day it bears; +" + usualDays + "d if not said",
    )
    .option("--order <order>", "the purchase it bills, by id or number")
    .option("--note <text>", "a lasting remark");
}

const lateToo = (where: string | undefined) =>
  (where === undefined ? "" : "(" + where + ") and ") + "status = overdue";

const fieldsNow = (app: App) => [...invoiceFields, ...invoiceFieldsAt(app.today())];

const current = (app: App, db: Db, ref: string) =>
  getInvoice(db, findNumbered(db, "invoice", ref), app.today());

async function add(app: App, options: InvoiceOptions): Promise<void> {
  const db = app.writer();
  const customer = await newCustomer(app, db, options);
  if ((customer.contactId ?? customer.companyId ?? null) === null) {
    throw new UserError(
      "usage",
      "who is to pay? Name a contact or --company",
      "crm invoice add R-17 jane --amount 120",
    );
  }
  if (options.amount === undefined) throw new UserError("usage", "an invoice needs --amount");
  const typed = plainRow(app, options, { currency: app.currency(), issuedDate: app.today() });
  const issuedDate = String(typed.issuedDate ?? app.today());
  const dueDate = String(typed.dueDate ?? addDays(issuedDate, usualDays));
  const row = { ...typed, issuedDate, dueDate, ...customer };
  refuseBackwards(row);
  const added = app.write((write, at) => {
    const id = addInvoice(write, row, at);
    setCustomValues(write, { noun: "invoice", id }, customOf(options));
    return getInvoice(write, id, app.today());
  });
  await app.wrote("Added invoice " + invoiceText(added), fieldsNow(app), added);
}

async function show(app: App, ref: string): Promise<void> {
  const db = app.read();
  const shown = current(app, db, ref);
  await app.show(fieldsNow(app), shown, (look) => invoiceCard(shown, look));
}

async function edit(app: App, ref: string, options: InvoiceOptions): Promise<void> {
  if (Object.keys(options).length === 0) {
    throw new UserError("usage", "nothing to change", "say what, such as --due eom");
  }
  const db = app.writer();
  const before = current(app, db, ref);
  if (options.currency !== undefined && options.amount === undefined) {
    throw new UserError(
      "usage",
      "--currency: invoice " + before.number + " has an amount",
      "give --amount as well",
    );
  }
  const patch = { ...plainRow(app, options, before), ...(await customerOption(app, db, options)) };
  refuseBackwards({ ...before, ...patch } as InvoiceRow);
  const { contactId, companyId } = { ...before, ...patch };
  if ((contactId ?? companyId ?? null) === null) {
    throw new UserError("refused", "invoice " + before.number + " needs a contact or a company");
  }
  const changed = app.write((write, at) => {
    editInvoice(write, before.id, { patch, at });
    setCustomValues(write, { noun: "invoice", id: before.id }, customOf(options));
    return getInvoice(write, before.id, app.today());
  });
  await app.wrote("Changed invoice " + invoiceText(changed), fieldsNow(app), changed);
}

/** An empty text empties, where there can be nothing. */
function plainRow(
  app: App,
  options: InvoiceOptions,
  before: Pick<InvoiceDetail, "currency" | "issuedDate">,
): InvoiceRow {
  const { number, amount, currency, issued, due, order, note } = options;
  const money =
    amount === undefined
      ? undefined
      : amountOption({ option: "--amount", text: amount, own: before.currency, currency });
  const issuedDate = issued === undefined ? before.issuedDate : pastDay(app, "--issued", issued);
  const name = number?.trim();
  if (name === "") throw new UserError("usage", "an invoice needs a number");
  return {
    ...(name === undefined ? {} : { number: name }),
    ...(money === undefined ? {} : { amountMinor: money.minor, currency: money.currency }),
    ...(issued === undefined ? {} : { issuedDate }),
    ...(due === undefined ? {} : { dueDate: dueDay(app, due, issuedDate) }),
    ...(order === undefined
      ? {}
      : { orderId: order === "" ? null : findNumbered(app.writer(), "order", order) }),
    ...(note === undefined ? {} : { note: keptText(note) }),
  };
}

/** "+14d" is counted from the day that the invoice bears, as everybody's terms of payment are. */
function dueDay(app: App, text: string, issuedDate: string): string {
  const from = { now: new Date(issuedDate + "T12:00:00Z"), zone: app.zone() };
  const isRelative = text.trim().startsWith("+");
  return naming("--due", () => (isRelative ? parseWhen(text, from) : app.when(text))).date;
}

function refuseBackwards({ issuedDate, dueDate }: InvoiceRow): void {
  if (String(dueDate) >= String(issuedDate)) return;
  throw new UserError("usage", "it is due on " + dueDate + ", before it was issued (" + issuedDate + ")");
}

async function remove(app: App, ref: string): Promise<void> {
  const gone = current(app, app.writer(), ref);
  await confirm(app, "Delete invoice " + invoiceText(gone));
  app.write((write) => {
    deleteInvoice(write, gone.id);
    return gone;
  });
  await app.wrote("Deleted invoice " + invoiceText(gone), fieldsNow(app), gone);
}

/** "R-2026-017, 1,428.00 EUR due 2026-12-05, Jane Roe" */
function invoiceText({ number, amountMinor, currency, dueDate, contact, company }: InvoiceDetail): string {
  const who = contact ?? company;
  return (
    number + ", " + formatMoney(amountMinor, currency) + " due " + dueDate + (who === null ? "" : ", " + who)
  );
}
