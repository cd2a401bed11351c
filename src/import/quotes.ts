import type { NamedParties } from "../store/import/parties.ts";
import type { ImportedQuote, QuoteStatus } from "../store/import/quotes.ts";
import type { TypedLine } from "../store/quote/pricing.ts";
import { splitParts } from "../values/parts.ts";
import {
  BadCell,
  BadRow,
  type Col,
  cellOf,
  columnsOf,
  dateColumn,
  inCell,
  lineOf,
  type Table,
  textOf,
} from "./columns.ts";
import { extraReader, type ReaderOptions } from "./contacts.ts";
import { needsPhones, type Reader } from "./drafts.ts";
import type { FieldOf, HeaderMap } from "./headers.ts";
import { wordOf } from "./kinds.ts";
import { currencyIn, moneyColumn, shareIn } from "./money-column.ts";
import { quantityIn } from "./orders.ts";
import { partiesReader } from "./parties.ts";
import { firstExtras, firstSaid, type NumberedRead, numberedRead } from "./row-groups.ts";

type Field = FieldOf<"quotes">;

/** One row of a file of quotes: a quote, or a line of one. Null: it does not say. */
export interface QuoteImportRow extends NamedParties, Omit<ImportedQuote, "lines"> {
  /** Lines in one cell, as they are typed. */
  readonly typed: readonly TypedLine[];
  readonly what: string | null;
  readonly quantityMilli: number | null;
  readonly unitMinor: number | null;
  readonly amountMinor: number | null;
  readonly lineDiscountBp: number | null;
  readonly taxBp: number | null;
}

interface QuoteOptions extends ReaderOptions {
  /** Reads "WS1 x 3 @ 1200 - 10% tax 19%". */
  readonly line: (text: string, currency: string) => TypedLine;
}

export function quoteReader(
  table: Table,
  map: HeaderMap<Field>,
  options: QuoteOptions,
): Reader<NumberedRead<QuoteImportRow>> {
  const columns = columnsOf(table, map);
  const reader = rowReader(table, map, options);
  const number = columns.first("number");
  return {
    dates: reader.dates,
    usePhones: reader.usePhones,
    read(cells) {
      const called = lineOf(cells, number);
      return numberedRead(called, () => {
        if (called === null) throw new BadRow("there is no number");
        return reader.read(cells, called);
      });
    },
  };
}

function rowReader(table: Table, map: HeaderMap<Field>, options: QuoteOptions) {
  const columns = columnsOf(table, map);
  const first = (field: Field) => columns.first(field);
  const date = (field: Field) => dateColumn(table, first(field), options.dateOrder);
  const dates = {
    until: date("validUntil"),
    sent: date("sent"),
    decided: date("decided"),
    made: date("created"),
  };
  const parties = partiesReader(columns, options.country);
  const money = { unit: moneyColumn(table, first("unitPrice")), amount: moneyColumn(table, first("amount")) };
  const extras = extraReader(options.extras ?? []);
  return {
    dates: Object.values(dates).flatMap(({ note }) => note ?? []),
    usePhones: parties.usePhones,
    read(cells: readonly string[], number: string) {
      const who = parties.read(cells);
      if (who === needsPhones) return needsPhones;
      const line = (field: Field) => lineOf(cells, first(field));
      const meant = currencyIn(cells, first("currency")) ?? options.currency;
      const amount = money.amount(cells, meant);
      const unit = money.unit(cells, amount?.currency ?? meant);
      const currency = unit?.currency ?? amount?.currency ?? meant;
      return {
        ...who,
        number,
        status: wordOf(cells, first("status"), statuses),
        currency,
        validUntilDate: dates.until.date(cells),
        sentAt: dates.sent.instant(cells, options.toInstant),
        decidedDate: dates.decided.date(cells),
        createdAt: dates.made.instant(cells, options.toInstant),
        declineReason: line("reason"),
        terms: textOf(cells, first("terms")),
        perks: textOf(cells, first("perks")),
        discountBp: shareIn(cells, first("discount"), "is no discount"),
        owner: line("owner"),
        note: textOf(cells, first("note")),
        typed: typedLines(cells, first("lines"), (text) => options.line(text, currency)),
        what: line("sku") ?? line("product"),
        quantityMilli: milliIn(cells, first("quantity")),
        unitMinor: unit?.minor ?? null,
        amountMinor: amount?.minor ?? null,
        lineDiscountBp: shareIn(cells, first("lineDiscount"), "is no discount"),
        taxBp: shareIn(cells, first("tax"), "is no tax rate"),
        extras: extras(cells),
      };
    },
  };
}

const statuses: Readonly<Record<QuoteStatus, RegExp>> = {
  draft: /^(?:draft|new|open|in review|approved|entwurf|neu|brouillon|borrador)$/i,
  sent: /^(?:sent|presented|delivered|published|pending|versendet|verschickt|gesendet|envoyé|enviad[ao])$/i,
  accepted: /^(?:accepted|won|signed|ordered|angenommen|beauftragt|accepté|aceptad[ao])$/i,
  declined: /^(?:declined|rejected|denied|lost|cancell?ed|abgelehnt|refusé|rechazad[ao])$/i,
  expired: /^(?:expired|lapsed|abgelaufen|expiré|caducad[ao]|vencid[ao])$/i,
};

/** Several lines in one cell have semicolons between them, or stand below each other, but for our own export. */
function typedLines(
  cells: readonly string[],
  col: Col | undefined,
  read: (text: string) => TypedLine,
): TypedLine[] {
  const parts = splitParts(cellOf(cells, col)).flatMap((part) =>
    col?.asItIs === true ? [part] : part.split("\n"),
  );
  return parts.flatMap((part) => {
    const text = part.trim();
    return text === "" || col === undefined ? [] : inCell(col, text, () => read(text));
  });
}

/** Thousandths, of which a quantity has to be a whole number above none. */
function milliIn(cells: readonly string[], col: Col | undefined): number | null {
  const quantity = quantityIn(cells, col);
  if (quantity === null || col === undefined) return null;
  const text = lineOf(cells, col) ?? "";
  if (quantity <= 0) throw new BadCell(col, text, "a quantity is above zero", "is not above zero");
  const milli = Math.round(quantity * 1000);
  if (Math.abs(milli - quantity * 1000) < 1e-6) return milli;
  throw new BadCell(col, text, "a quantity has at most three decimals", "has too many decimals");
}

/**
 * The quote that its rows make: the first one that says it gives status, days, terms and the rest. A row that names what
 * is sold is a line, a row with several in one cell is all of them, and an amount alone is a line of that amount.
 */
export function quoteOf(rows: readonly QuoteImportRow[]): ImportedQuote {
  const [first] = rows;
  if (first === undefined) throw new Error("a quote of no rows");
  const said = firstSaid(rows);
  const lines = rows.flatMap((row) => linesIn(row));
  const priced = rows.filter(
    (row) => row.typed.length + Number(row.what !== null) > 0 || row.amountMinor !== null,
  );
  if (priced.some(({ currency }) => currency !== priced[0]?.currency))
    throw new BadRow("the rows of the quote are in several currencies");
  return {
    ...first,
    contacts: rows.find(({ contacts }) => contacts.length > 0)?.contacts ?? [],
    ...{
      company: said("company"),
      companyKey: said("companyKey"),
      deal: said("deal"),
      dealKey: said("dealKey"),
    },
    ...{ status: said("status"), currency: priced[0]?.currency ?? first.currency },
    ...{ validUntilDate: said("validUntilDate"), sentAt: said("sentAt"), decidedDate: said("decidedDate") },
    ...{ createdAt: said("createdAt"), declineReason: said("declineReason"), terms: said("terms") },
    ...{ perks: said("perks"), discountBp: said("discountBp"), owner: said("owner"), note: said("note") },
    lines,
    extras: firstExtras(rows),
  };
}

function linesIn(row: QuoteImportRow): TypedLine[] {
  const { typed, what, taxBp, quantityMilli, amountMinor, lineDiscountBp } = row;
  if (typed.length > 0) return typed.map((line) => ({ ...line, taxBp: line.taxBp ?? taxBp ?? undefined }));
  if (what === null && amountMinor === null) return [];
  const quantity = quantityMilli ?? 1000;
  return [
    {
      what: what ?? "Quote " + row.number,
      quantityMilli: quantity,
      unitMinor: row.unitMinor ?? unitOf(amountMinor, quantity),
      discountBp: row.unitMinor === null && amountMinor !== null ? 0 : (lineDiscountBp ?? undefined),
      taxBp: taxBp ?? undefined,
    },
  ];
}

/** Of a line that says its amount only; one that cannot be told exactly is refused. */
function unitOf(amountMinor: number | null, quantityMilli: number): number | undefined {
  if (amountMinor === null) return undefined;
  const unit = (amountMinor * 1000) / quantityMilli;
  if (Number.isInteger(unit)) return unit;
  throw new BadRow("the price of one cannot be told from amount and quantity: add a column unit price");
}
