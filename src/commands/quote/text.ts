import type { App } from "../../app.ts";
import { formatMoney } from "../../output/format.ts";
import type { QuoteWords } from "../../output/quote-words.ts";
import { besidesOf } from "../../store/besides.ts";
import type { Db } from "../../store/db.ts";
import { findNumbered } from "../../store/numbered.ts";
import { getQuote, type QuoteDetail } from "../../store/quote.ts";

/** The quote that a reference means, as it holds today. */
export function quoteOf(app: App, db: Db, ref: string): QuoteDetail {
  return getQuote(db, findNumbered(db, "quote", ref), app.today());
}

/** With who works on it, and what it is related to. */
export function wholeQuote(app: App, db: Db, id: number) {
  return { ...getQuote(db, id, app.today()), ...besidesOf(db, "quote", id) };
}

interface SumWords extends Pick<QuoteWords, "sum" | "discountOf" | "net" | "tax" | "of" | "total"> {
  readonly money: (minor: number) => string;
  readonly rate: (bp: number) => string;
}

/** What stands under the lines of a quote, the total at the end. */
export function quoteSums(
  quote: QuoteDetail,
  { money, rate, ...words }: SumWords,
): (readonly [label: string, minor: number])[] {
  const { linesMinor, discountBp, discountMinor, netMinor, taxes, totalMinor } = quote;
  const taxed = taxes.filter(({ taxBp }) => taxBp > 0);
  return [
    ...(discountBp === 0
      ? []
      : ([
          [words.sum, linesMinor],
          [words.discountOf + " " + rate(discountBp), -discountMinor],
        ] as const)),
    ...(taxed.length === 0 ? [] : [[words.net, netMinor] as const]),
    ...taxed.map(
      ({ taxBp, baseMinor, taxMinor }) =>
        [words.tax + " " + rate(taxBp) + " " + words.of + " " + money(baseMinor), taxMinor] as const,
    ),
    [words.total, totalMinor],
  ];
}

/** "Q-2026-0001, 4,200.00 EUR + 798.00 EUR tax" */
export function quoteText({ number, netMinor, taxMinor, currency }: QuoteDetail): string {
  const tax = taxMinor === 0 ? "" : " + " + formatMoney(taxMinor, currency) + " tax";
  return number + ", " + formatMoney(netMinor, currency) + tax;
}
