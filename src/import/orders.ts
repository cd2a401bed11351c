import type { ImportedContact } from "../store/import/contacts.ts";
import type { ImportedLine, ImportedOrder } from "../store/import/orders.ts";
import {
  BadCell,
  BadRow,
  type Col,
  cellOf,
  columnsOf,
  dateColumn,
  lineOf,
  numberOf,
  quote,
  type Table,
  textOf,
} from "./columns.ts";
import { extraReader, type ReaderOptions } from "./contacts.ts";
import { customerOf } from "./customers.ts";
import type { Reader } from "./drafts.ts";
import type { FieldOf, HeaderMap } from "./headers.ts";
import { currencyIn, moneyColumn } from "./money-column.ts";
import { refusalReader } from "./refusals.ts";
import { firstExtras, firstSaid, type NumberedRead, numberedRead } from "./row-groups.ts";

/** One row of a file of purchases: an order, or a line of one. */
export interface OrderRow {
  readonly number: string | null;
  /** Of our own export. */
  readonly ownId: string | null;
  readonly customer: ImportedContact | null;
  readonly company: string | null;
  readonly date: string | null;
  readonly amount: Amount | null;
  /** Price of one. */
  readonly unit: Amount | null;
  readonly refunded: Amount | null;
  readonly currency: string;
  readonly quantity: number | null;
  readonly product: string | null;
  readonly sku: string | null;
  readonly source: string | null;
  readonly owner: string | null;
  readonly note: string | null;
  readonly extras: readonly string[];
}

interface Amount {
  readonly minor: number;
  readonly currency: string;
}

type Field = FieldOf<"orders">;

export function orderReader(
  table: Table,
  map: HeaderMap<Field>,
  options: ReaderOptions,
): Reader<NumberedRead<OrderRow>> {
  const reader = rowReader(table, map, options);
  return {
    dates: reader.dates,
    read: (cells) => numberedRead(reader.number(cells), () => reader.read(cells)),
  };
}

function rowReader(table: Table, map: HeaderMap<Field>, options: ReaderOptions) {
  const columns = columnsOf(table, map);
  const first = (field: Field) => columns.first(field);
  const dates = dateColumn(table, first("date"), options.dateOrder);
  const amount = moneyColumn(table, first("amount"));
  const unit = moneyColumn(table, first("unitPrice"));
  const refunded = moneyColumn(table, first("refunded"));
  const who = {
    id: first("customer"),
    name: first("name"),
    email: first("email"),
    company: first("company"),
  };
  const [number, quantity, product, sku] = [
    first("number"),
    first("quantity"),
    first("product"),
    first("sku"),
  ];
  const [currencies, note] = [first("currency"), first("note")];
  const [source, owner] = [first("source"), first("owner")];
  const refusals = refusalReader((field) => (field === "acceptEmail" ? columns.all(field) : []), []);
  const extras = extraReader(options.extras ?? []);
  const ownId = first("ownId");
  return {
    dates: dates.note === null ? [] : [dates.note],
    number: (cells: readonly string[]) => lineOf(cells, number),
    read(cells: readonly string[]): OrderRow {
      const meant = currencyIn(cells, currencies) ?? options.currency;
      const total = amount(cells, meant);
      const customer = customerOf(cells, who);
      const row = {
        number: lineOf(cells, number),
        ownId: lineOf(cells, ownId),
        customer: customer === null ? null : { ...customer, refuses: refusals(cells) },
        company: lineOf(cells, who.company),
        date: dates.date(cells),
        amount: total,
        unit: unit(cells, total?.currency ?? meant),
        refunded: refunded(cells, total?.currency ?? meant),
        quantity: quantityIn(cells, quantity),
        product: lineOf(cells, product),
        sku: lineOf(cells, sku),
        source: lineOf(cells, source),
        owner: lineOf(cells, owner),
        note: textOf(cells, note),
        extras: extras(cells),
      };
      return { ...row, currency: total?.currency ?? row.unit?.currency ?? meant };
    },
  };
}

export function quantityIn(cells: readonly string[], col: Col | undefined): number | null {
  const text = cellOf(cells, col);
  if (text === "" || col === undefined) return null;
  const quantity = numberOf(text);
  if (quantity !== undefined) return quantity;
  throw new BadCell(col, text, quote(text) + " is no quantity", "is no quantity");
}

/**
 * The order that its rows make. The first one that says it gives date, customer and the rest; amounts, quantities and
 * refunds are added up. Where each row repeats the total of the whole order, which the prices show, it counts once.
 */
export function orderOf(rows: readonly OrderRow[]): ImportedOrder {
  const said = firstSaid(rows);
  const date = said("date");
  if (date === null) throw new BadRow("there is no date");
  const contact = said("customer");
  const company = said("company");
  if (contact === null && company === null) throw new BadRow("there is no customer");
  const currency = rows[0]?.currency ?? "";
  if (rows.some((row) => row.currency !== currency && (row.amount ?? row.unit) !== null)) {
    throw new BadRow("the rows of the order are in several currencies");
  }
  const amountMinor = totalOf(rows);
  const refundedMinor = Math.abs(sum(rows.map((row) => row.refunded?.minor ?? 0)));
  if (refundedMinor > 0 && refundedMinor > amountMinor) throw new BadRow("more was refunded than paid");
  const counted = rows.filter((row) => row.quantity !== null);
  return {
    number: said("number"),
    ownId: said("ownId"),
    contact,
    company,
    date,
    amountMinor,
    refundedMinor,
    currency,
    quantity: counted.length === 0 ? null : sum(counted.map((row) => row.quantity ?? 0)),
    source: said("source"),
    owner: said("owner"),
    note: said("note"),
    lines: rows.flatMap((row) => lineOfOrder(row)),
    extras: firstExtras(rows),
  };
}

function totalOf(rows: readonly OrderRow[]): number {
  const priced = rows.flatMap((row) => (row.unit === null ? [] : times(row.unit.minor, row.quantity ?? 1)));
  const amounts = rows.flatMap((row) => row.amount?.minor ?? []);
  const [first] = amounts;
  if (first === undefined && priced.length === 0) throw new BadRow("there is no amount");
  if (first === undefined) return sum(priced);
  const repeats = rows.length > 1 && amounts.length === rows.length && amounts.every((one) => one === first);
  return repeats && priced.length === rows.length && sum(priced) === first ? first : sum(amounts);
}

function lineOfOrder({ product, sku, quantity, unit, amount }: OrderRow): ImportedLine[] {
  const name = product ?? sku;
  if (name === null) return [];
  const count = quantity ?? 1;
  const amountMinor = unit === null ? (amount?.minor ?? null) : times(unit.minor, count);
  return [{ product: name, sku, quantity: count, unitMinor: unit?.minor ?? null, amountMinor }];
}

/** To the nearest minor unit, half away from zero. */
function times(minor: number, quantity: number): number {
  const exact = minor * quantity;
  return Math.sign(exact) * Math.round(Math.abs(exact));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
