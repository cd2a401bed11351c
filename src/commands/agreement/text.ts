import { clean } from "../../output/clean.ts";
import { formatMoney, type Look } from "../../output/format.ts";
import { plainStyle } from "../../output/style.ts";
import type { Agreement, AgreementDetail } from "../../store/agreement.ts";
import { type CardLine, cardLines, knownLines } from "../card-lines.ts";
import { customLines } from "../options/custom.ts";
import { rateText } from "../options/rate.ts";

/** "WEB at 3,600.00 EUR, until 2026-12-31", "5 % off everything", "free delivery" */
export function termsText(agreement: Agreement, locale: string): string {
  const { fromDate, untilDate } = agreement;
  const from = fromDate === null ? "" : ", from " + fromDate;
  return whatText(agreement, locale) + from + (untilDate === null ? "" : ", until " + untilDate);
}

function whatText({ product, priceMinor, currency, discountBp, perk }: Agreement, locale: string): string {
  if (priceMinor !== null && currency !== null) {
    return (product ?? "") + " at " + formatMoney(priceMinor, currency, locale);
  }
  if (discountBp !== null) return rateText(discountBp) + " off " + (product ?? "everything");
  return (perk ?? "") + (product === null ? "" : " with " + product);
}

/** One agreement for a person at a terminal. */
export function agreementCard(agreement: AgreementDetail, look: Look): string {
  const style = look.style ?? plainStyle;
  const head = style.bold("Agreement with " + clean(agreement.whose)) + "  " + style.dim("#" + agreement.id);
  const lines = knownLines([
    ["Agreed", termsText(agreement, look.locale)],
    ["Note", agreement.note],
  ]);
  return [head, ...cardLines([...lines, ...customLines(agreement.fields)], look)].join("\n") + "\n";
}

/** For a card: what holds, each with whom it was agreed. */
export function agreedLines(agreements: readonly Agreement[], look: Look): CardLine[] {
  return agreements.map((agreement, index): CardLine => {
    const whose = " (#" + agreement.id + ", " + clean(agreement.whose) + ")";
    return [index === 0 ? "Agreed" : "", clean(termsText(agreement, look.locale)) + whose];
  });
}
