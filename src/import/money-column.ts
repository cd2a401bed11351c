import { currencyOf } from "../values/currency.ts";
import { type DecimalMark, decimalOf, parseMoney } from "../values/money.ts";
import { BadCell, type Col, cellOf, inCell, lineOf, quote, type Table } from "./columns.ts";

/** Reads one column of amounts into minor units of `currency`, or of the one that the cell names. */
type MoneyColumn = (
  cells: readonly string[],
  currency: string,
) => { readonly minor: number; readonly currency: string } | null;

export function moneyColumn(table: Table, col: Col | undefined): MoneyColumn {
  if (col === undefined) return () => null;
  const decimal: DecimalMark | undefined = decimalOf(table.sample.map((cells) => cellOf(cells, col)));
  return (cells, currency) => {
    const text = cellOf(cells, col);
    if (text === "") return null;
    if (!col.minor) return inCell(col, text, () => parseMoney(text, { currency, decimal }));
    if (/^-?\d{1,15}$/.test(text)) return { minor: Number(text), currency };
    throw new BadCell(col, text, quote(text) + " is no amount in cents", "is no amount in cents");
  };
}

/** The code that a cell names; null when it is empty. */
export function currencyIn(cells: readonly string[], col: Col | undefined): string | null {
  const text = lineOf(cells, col);
  if (text === null || col === undefined) return null;
  return inCell(col, text, () => currencyOf(text, text.toUpperCase()));
}
