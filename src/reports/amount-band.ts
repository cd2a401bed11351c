import { currencyDigits } from "../values/currency.ts";
import { thousands } from "../values/thousands.ts";

/** The lowest limit of a band, in whole units of the currency; each next one is 5 or 2 times as much. */
const lowest = 100;

/**
 * The band that an amount lies in, in whole units: "0 or less", "below 100", then from 100, 500, 1,000, 5,000 and so on
 * up to below the next: "1,000 to 5,000". null: not known.
 */
export function amountBand(minor: number | null, currency: string): string | null {
  if (minor === null) return null;
  if (minor <= 0) return "0 or less";
  const amount = minor / 10 ** currencyDigits(currency);
  if (amount < lowest) return "below " + lowest;
  let [from, factor] = [lowest, 5];
  while (amount >= from * factor) [from, factor] = [from * factor, factor === 5 ? 2 : 5];
  return thousands(from) + " to " + thousands(from * factor);
}

/** Bands in rising order; what is none of them behind. */
export function bandRank(band: string): number {
  if (band === "0 or less") return -1;
  if (band.startsWith("below")) return 0;
  const from = Number.parseInt(band.replaceAll(",", ""), 10);
  return Number.isNaN(from) ? Infinity : from;
}
