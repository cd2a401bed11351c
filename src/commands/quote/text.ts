import type { App } from "../../app.ts";
import { formatMoney } from "../../output/format.ts";
import type { Db } from "../../store/db.ts";
import { findQuote, getQuote, type QuoteDetail } from "../../store/quote.ts";
import { rateText } from "../options/rate.ts";

/** The quote that a reference means, as it holds today. */
export function quoteOf(app: App, db: Db, ref: string): QuoteDetail {
  return getQuote(db, findQuote(db, ref), app.today());
}

/** What stands under the lines of a quote, the total at the end; `off` names the discount on the whole: "Less ". */
export function quoteSums(
  quote: QuoteDetail,
  { off, money }: { off: string; money: (minor: number) => string },
): (readonly [label: string, minor: number])[] {
  const { linesMinor, discountBp, discountMinor, netMinor, taxes, totalMinor } = quote;
  const taxed = taxes.filter(({ taxBp }) => taxBp > 0);
  return [
    ...(discountBp === 0
      ? []
      : ([
          ["Sum of the lines", linesMinor],
          [off + rateText(discountBp), -discountMinor],
        ] as const)),
    ...(taxed.length === 0 ? [] : [["Net", netMinor] as const]),
    ...taxed.map(
      ({ taxBp, baseMinor, taxMinor }) =>
        ["Tax " + rateText(taxBp) + " of " + money(baseMinor), taxMinor] as const,
    ),
    ["Total", totalMinor],
  ];
}

/** "Q-2026-0001, 4,200.00 EUR + 798.00 EUR tax" */
export function quoteText({ number, netMinor, taxMinor, currency }: QuoteDetail): string {
  const tax = taxMinor === 0 ? "" : " + " + formatMoney(taxMinor, currency) + " tax";
  return number + ", " + formatMoney(netMinor, currency) + tax;
}
