import type { ImportedInvoice } from "../store/import/invoices.ts";
import type { ImportedPayment } from "../store/import/payments.ts";
import { BadRow, columnsOf, dateColumn, lineOf, type Table, textOf } from "./columns.ts";
import { extraReader, type ReaderOptions } from "./contacts.ts";
import { customerOf } from "./customers.ts";
import type { Reader } from "./drafts.ts";
import type { FieldOf, HeaderMap } from "./headers.ts";
import { currencyIn, moneyColumn } from "./money-column.ts";

type Field = FieldOf<"invoices">;

export function invoiceReader(
  table: Table,
  map: HeaderMap<Field>,
  options: ReaderOptions,
): Reader<ImportedInvoice> {
  const { first } = columnsOf(table, map);
  const issued = dateColumn(table, first("issued"), options.dateOrder);
  const due = dateColumn(table, first("due"), options.dateOrder);
  const amount = moneyColumn(table, first("amount"));
  const who = {
    id: first("customer"),
    name: first("contact"),
    email: first("email"),
    company: first("company"),
  };
  const extras = extraReader(options.extras ?? []);
  const read = (cells: readonly string[]): ImportedInvoice => {
    const line = (field: Field) => lineOf(cells, first(field));
    const number = line("number");
    if (number === null) throw new BadRow("there is no number");
    const money = amount(cells, currencyIn(cells, first("currency")) ?? options.currency);
    const [issuedDate, dueDate] = [issued.date(cells), due.date(cells)];
    return {
      number,
      contact: customerOf(cells, who),
      company: lineOf(cells, who.company),
      issuedDate,
      dueDate,
      amountMinor: money?.minor ?? null,
      currency: money?.currency ?? null,
      order: line("order"),
      note: textOf(cells, first("note")),
      extras: extras(cells),
    };
  };
  return { read, dates: [issued.note, due.note].flatMap((note) => note ?? []) };
}

export function paymentReader(
  table: Table,
  map: HeaderMap<FieldOf<"payments">>,
  options: ReaderOptions,
): Reader<ImportedPayment> {
  const { first } = columnsOf(table, map);
  const paid = dateColumn(table, first("paidDate"), options.dateOrder);
  // In the invoice's currency, whatever is usual: which one that is says the amount or the column.
  const amount = moneyColumn(table, first("amount"));
  const read = (cells: readonly string[]): ImportedPayment => {
    const invoice = lineOf(cells, first("invoice"));
    if (invoice === null) throw new BadRow("it does not say of which invoice");
    const paidDate = paid.date(cells);
    if (paidDate === null) throw new BadRow("there is no date");
    const said = currencyIn(cells, first("currency"));
    return {
      invoice,
      paidDate,
      amountIn(currency) {
        const money = amount(cells, said ?? currency);
        if (money === null || money.minor === 0) throw new BadRow("there is no amount");
        if (money.currency === currency) return money.minor;
        throw new BadRow("the invoice is in " + currency + ", the payment in " + money.currency);
      },
      note: textOf(cells, first("note")),
    };
  };
  return { read, dates: paid.note === null ? [] : [paid.note] };
}
