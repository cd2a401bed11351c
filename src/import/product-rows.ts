import type { ImportedProduct } from "../store/import/products.ts";
import type { Recurrence } from "../store/product.ts";
import { fold } from "../values/fold.ts";
import { splitParts } from "../values/parts.ts";
import {
  BadCell,
  BadRow,
  type Col,
  cellOf,
  columnsOf,
  lineOf,
  quote,
  readCell,
  type Table,
  textOf,
} from "./columns.ts";
import { extraReader, type ReaderOptions } from "./contacts.ts";
import type { Reader } from "./drafts.ts";
import type { FieldOf, HeaderMap } from "./headers.ts";
import { currencyIn, moneyColumn, shareIn } from "./money-column.ts";
import { ownIn } from "./own-people.ts";

type Field = FieldOf<"products">;

export function productReader(
  table: Table,
  map: HeaderMap<Field>,
  options: Pick<ReaderOptions, "currency" | "extras">,
): Reader<ImportedProduct> {
  const { first } = columnsOf(table, map);
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
      ownId: ownIn(cells, first("name"))?.ids[0],
      name: called,
      sku,
      row: {
        priceMinor: sold?.minor ?? null,
        costMinor: paid?.minor ?? null,
        currency: sold?.currency ?? paid?.currency ?? null,
        unit: line("unit"),
        recurring: recurringIn(cells, first("recurring")),
        taxBp: shareIn(cells, first("tax"), "is no tax rate"),
        isActive: flagIn(cells, first("isActive")),
        note: textOf(cells, first("note")),
      },
      currency,
      goesWith: othersIn(cells, first("goesWith"), [sku, name]),
      upgradeOf: othersIn(cells, first("upgradeOf"), [sku, name]),
      extras: extras(cells),
    };
  };
  return { read, dates: [] };
}

/** The products that a cell names, by sku or name, as our own export quotes them; none is the row's own. */
function othersIn(cells: readonly string[], col: Col | undefined, own: readonly (string | null)[]): string[] {
  const text = lineOf(cells, col);
  if (text === null || col === undefined) return [];
  const parts = splitParts(text);
  const itself = parts.find((part) => own.some((key) => key !== null && fold(key) === fold(part)));
  if (itself === undefined) return parts.filter((part) => part !== "");
  throw new BadCell(col, text, quote(itself) + " is the product itself", "is the product itself");
}

const flags = new Map([
  ...["yes", "y", "true", "1", "x", "ja", "oui", "sí", "si"].map((word) => [word, 1] as const),
  ...["no", "n", "false", "0", "nein", "non"].map((word) => [word, 0] as const),
]);

/** 1 or 0; null: the file does not say. */
function flagIn(cells: readonly string[], col: Col | undefined): number | null {
  return readCell(cells, col, {
    wrong: "is neither yes nor no",
    read: (text) => flags.get(text.toLowerCase()),
  });
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
