import { currencyDigits, isCurrency } from "../values/currency.ts";

/** An amount in minor units, and what it is in currencies that have another number of decimals. */
export interface Amount {
  readonly currency: string;
  readonly minor: number;
  /** The currency stood with the amount. */
  readonly isNamed: boolean;
}

export interface Scaled {
  readonly codes: readonly string[];
  readonly minor: number;
}

const pattern = /^(-?\d{1,12})(?:\.(\d{1,6}))? ?([a-z]{3})?$/i;

/** Reads `1000`, `1000.50` or `1000 EUR`; undefined when it is no amount, has too many decimals or an unknown currency. */
export function readAmount(text: string, currency: string): Amount | undefined {
  const [, units, decimals = "", word] = pattern.exec(text) ?? [];
  const code = word?.toUpperCase() ?? currency;
  if (units === undefined) return undefined;
  if (word !== undefined && !isCurrency(code)) return undefined;
  const digits = currencyDigits(code);
  if (decimals.length > digits) return undefined;
  return { currency: code, minor: Number(units + decimals.padEnd(digits, "0")), isNamed: word !== undefined };
}

/** The same number in the minor units of the currencies that have more or fewer decimals than its own. */
export function inOtherCurrencies({ currency, minor }: Amount): readonly Scaled[] {
  const own = currencyDigits(currency);
  const groups = new Map<number, string[]>();
  for (const code of Intl.supportedValuesOf("currency")) {
    const shift = currencyDigits(code) - own;
    if (shift !== 0) groups.set(shift, [...(groups.get(shift) ?? []), code]);
  }
  // Divided: a negative power of ten is not exact, and equal amounts must stay equal.
  const scale = (shift: number) => (shift < 0 ? minor / 10 ** -shift : minor * 10 ** shift);
  return Array.from(groups, ([shift, codes]) => ({ codes, minor: scale(shift) }));
}
