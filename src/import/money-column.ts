import { currencyOf } from "../values/currency.ts";
import { type DecimalMark, decimalOf, parseMoney } from "../values/money.ts";
import { BadCell, type Col, cellOf, inCell, lineOf, numberOf, quote, type Table } from "./columns.ts";

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

/** "19", "19 %" and "0.19" are 1900, in hundredths of a percent; more than 100 % is what `wrong` says: "is no discount". */
export function shareIn(cells: readonly string[], col: Col | undefined, wrong: string): number | null {
  const text = cellOf(cells, col);
  if (text === "" || col === undefined) return null;
  const number = numberOf(text.replace(/ ?%$/, ""));
  const percent =
    number !== undefined && number > 0 && number < 1 && !text.endsWith("%") ? number * 100 : number;
  if (percent !== undefined && percent >= 0 && percent <= 100) return Math.round(percent * 100);
  throw new BadCell(col, text, quote(text) + " " + wrong + " from 0 to 100", wrong);
}
