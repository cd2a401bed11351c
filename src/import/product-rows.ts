import type { ImportedProduct } from "../store/import/products.ts";
import type { Recurrence } from "../store/product.ts";
import {
  BadCell,
  BadRow,
  type Col,
  cellOf,
  columnsOf,
  lineOf,
  quote,
  type Table,
  textOf,
} from "./columns.ts";
import { extraReader, type ReaderOptions } from "./contacts.ts";
import type { Reader } from "./drafts.ts";
import type { FieldOf, HeaderMap } from "./headers.ts";
import { currencyIn, moneyColumn, shareIn } from "./money-column.ts";

type Field = FieldOf<"products">;

export function productReader(
  table: Table,
  map: HeaderMap<Field>,
  options: Pick<ReaderOptions, "currency" | "extras">,
): Reader<ImportedProduct> {
  const { first } = columnsOf(table.header, map);
  const price = moneyColumn(table, first("price"));
  const cost = moneyColumn(table, first("cost"));
  const extras = extraReader(options.extras ?? []);
  const read = (cells: readonly string[]): ImportedProduct => {
    const line = (field: Field) => lineOf(cells, first(field));
    const [sku, name] = [line("sku"), line("name")];
    const called = name ?? sku;
    if (called === null) throw new BadRow("there is no name and no sku");
    const currency = currencyIn(cells, first("currency")) ?? options.currency;
    const [sold, paid] = [price(cells, currency), cost(cells, currency)];
    if (sold !== null && paid !== null && sold.currency !== paid.currency) {
      throw new BadRow("price and cost are in different currencies");
    }
    for (const money of [sold, paid])
      if (money !== null && money.minor < 0) throw new BadRow("a price is below zero");
    return {
      externalId: line("externalId"),
      name: called,
      sku,
      row: {
        priceMinor: sold?.minor ?? null,
        costMinor: paid?.minor ?? null,
        currency: sold?.currency ?? paid?.currency ?? null,
        unit: line("unit"),
        recurring: recurringIn(cells, first("recurring")),
        taxBp: shareIn(cells, first("tax"), "is no tax rate"),
        note: textOf(cells, first("note")),
      },
      currency,
      extras: extras(cells),
    };
  };
  return { read, dates: [] };
}

const words: Readonly<Record<Recurrence, RegExp>> = {
  week: /^(week|weekly|woche|wöchentlich)$/i,
  month: /^(month|monthly|monat|monatlich|mensuel|mensual)$/i,
  quarter: /^(quarter|quarterly|quartal|vierteljährlich|trimestriel|trimestral)$/i,
  year: /^(year|yearly|annual|annually|jahr|jährlich|annuel|anual)$/i,
};

/** null: once, or the file does not say. */
function recurringIn(cells: readonly string[], col: Col | undefined): Recurrence | null {
  const text = cellOf(cells, col);
  if (text === "" || col === undefined || /^(once|no|one[ -]?time|einmalig)$/i.test(text)) return null;
  const periods = Object.keys(words) as Recurrence[];
  const found = periods.find((period) => words[period].test(text));
  if (found !== undefined) return found;
  throw new BadCell(col, text, quote(text) + " is none of " + periods.join(", "), "is no period");
}
