import type { Command } from "commander";
import type { App } from "../app.ts";
import { UserError } from "../errors.ts";
import { formatMoney } from "../output/format.ts";
import type { Db } from "../store/db.ts";
import { getInvoice, type InvoiceDetail } from "../store/invoice.ts";
import type { Where } from "../store/list.ts";
import { findNumbered } from "../store/numbered.ts";
import { addPayment, deletePayment, getPayment, listPayments, paymentFields } from "../store/payment.ts";
import { keptText } from "../values/kept-text.ts";
import { importFile } from "./import.ts";
import { amountOption, naming, pastDay } from "./options/money.ts";
import { examples, wholeNumber } from "./options.ts";
import { confirm, pick } from "./pick.ts";

interface PaymentOptions {
  readonly amount?: string;
  readonly date?: string;
  readonly note?: string;
}

interface ListedOptions {
  readonly invoice?: string;
  readonly contact?: string;
  readonly from?: string;
  readonly to?: string;
  readonly limit?: number;
}

/** The commands of the noun payment: what came in for an invoice. */
export function payment(noun: Command, app: App): void {
  examples(
    noun
      .command("add <invoice>")
      .description("Note a payment: all that is open, or --amount of it")
      .option("--amount <amount>", "how much; below zero what was paid back")
      .option("--date <date>", "when it came, if not today")
      .option("--note <text>", "a remark, such as the reference"),
    "crm payment add R-2026-041",
    "crm payment add R-2026-041 --amount 50 --date yesterday --note 'first part'",
  ).action((ref: string, options: PaymentOptions) => add(app, ref, options));

  examples(
    noun
      .command("list")
      .description("List payments, the oldest first")
      .option("--invoice <invoice>", "only of this invoice")
      .option("--contact <contact>", "only of this contact's invoices")
      .option("--from <date>", "from this day on")
      .option("--to <date>", "up to this day")
      .option("--limit <n>", "at most so many", wholeNumber),
    "crm payment list --invoice R-2026-041",
    "crm payment list --contact jane --from 2026-01-01 --format csv",
  ).action((options: ListedOptions) => list(app, options));

  examples(
    noun
      .command("import <csv>")
      .description(
        "Take in payments, as crm import payments does: invoice, date, amount, note; what is known already is left out",
      )
      .option("--rejects <file>", "go on without rows that cannot be taken in, and write them there"),
    "crm payment import payments.csv",
    "crm payment import payments.csv --dry-run",
  ).action((file: string, options: { rejects?: string }) => importFile(app, "payments", file, options));

  examples(
    noun.command("delete <id>").description("Delete a payment that never came"),
    "crm payment delete 1 --yes",
    "crm payment delete 1 --dry-run",
  ).action((ref: string) => remove(app, wholeNumber(ref.replace("#", ""))));
}

async function add(app: App, ref: string, { amount, date, note }: PaymentOptions): Promise<void> {
  const paidDate = date === undefined ? app.today() : pastDay(app, "--date", date);
  const { id, after } = app.write((db, at) => {
    const invoice = getInvoice(db, findNumbered(db, "invoice", ref), app.today());
    const amountMinor = amount === undefined ? restOf(invoice) : minorOf(amount, invoice);
    const draft = { invoiceId: invoice.id, paidDate, amountMinor, note: keptText(note ?? "") };
    return { id: addPayment(db, draft, at), after: getInvoice(db, invoice.id, app.today()) };
  });
  const written = shownOf(app.writer(), id, after);
  await app.wrote(paidText(Number(written.amountMinor), after), paymentFields, written);
}

/** Of a dry run there is no row left to read. */
function shownOf(
  db: Db,
  id: number,
  { payments, number, contact, company, currency, id: invoiceId }: InvoiceDetail,
) {
  const row = payments.find((one) => one.id === id);
  return row === undefined
    ? getPayment(db, id)
    : { ...row, invoice: number, contact, company, currency, invoiceId };
}

function restOf({ number, openMinor }: InvoiceDetail): number {
  if (openMinor !== 0) return openMinor;
  throw new UserError(
    "refused",
    "nothing of invoice " + number + " is open",
    "--amount notes a payment all the same",
  );
}

function minorOf(text: string, { currency }: InvoiceDetail): number {
  const { minor } = amountOption({ option: "--amount", text, own: currency, currency });
  if (minor !== 0) return minor;
  throw new UserError("usage", '--amount: "' + text + '" is no payment', "write an amount other than zero");
}

/** What was paid and what is left; what is too much is said. */
function paidText(minor: number, { number, openMinor, currency, daysLate }: InvoiceDetail): string {
  const money = (amount: number) => formatMoney(amount, currency);
  const late = daysLate > 0 ? ", " + daysLate + (daysLate === 1 ? " day late" : " days late") : "";
  const left =
    openMinor === 0
      ? "it is paid" + late
      : openMinor > 0
        ? money(openMinor) + " is still open"
        : "that is " + money(-openMinor) + " too much";
  return "Noted " + money(minor) + " for invoice " + number + "; " + left;
}

async function list(app: App, options: ListedOptions): Promise<void> {
  const db = app.read();
  const rows = [...listPayments(db, await whereOf(app, db, options))];
  await app.print(paymentFields, rows.slice(0, options.limit), "no payments");
}

async function whereOf(app: App, db: Db, { invoice, contact, from, to }: ListedOptions): Promise<Where> {
  const day = (option: string, text: string) => naming(option, () => app.when(text)).date;
  const conditions: Where[] = [
    ...(invoice === undefined
      ? []
      : [{ sql: "payment.invoice_id = ?", params: [findNumbered(db, "invoice", invoice)] }]),
    ...(contact === undefined
      ? []
      : [{ sql: ofContact, params: [(await pick(app, db, "contact", contact)).id] }]),
    ...(from === undefined ? [] : [{ sql: "payment.paid_date >= ?", params: [day("--from", from)] }]),
    ...(to === undefined ? [] : [{ sql: "payment.paid_date <= ?", params: [day("--to", to)] }]),
  ];
  return {
    sql: ["1 = 1", ...conditions.map(({ sql }) => sql)].join(" AND "),
    params: conditions.flatMap(({ params }) => params),
  };
}

const ofContact = "payment.invoice_id IN (SELECT id FROM invoice WHERE contact_id = ?)";

async function remove(app: App, id: number): Promise<void> {
  const gone = getPayment(app.writer(), id);
  const what = formatMoney(Number(gone.amountMinor), String(gone.currency)) + " for invoice " + gone.invoice;
  await confirm(app, "Delete the payment of " + what);
  app.write((write) => {
    deletePayment(write, id);
    return gone;
  });
  await app.wrote("Deleted the payment of " + what, paymentFields, gone);
}
