import { formatMoney, type Look } from "../output/format.ts";
import { parseMoney } from "../values/money.ts";

/** "8,000.00 CHF + 50.00 EUR" of the field `spentIn`: every currency by itself, since nothing is converted. */
export function spentText(spentIn: unknown, { currency, locale }: Look): string {
  const amounts = Array.isArray(spentIn) ? spentIn.map(String) : [];
  return amounts
    .map((text) => parseMoney(text, { currency, decimal: "." }))
    .map((money) => formatMoney(money.minor, money.currency, locale))
    .join(" + ");
}
