import { nearest, UserError } from "../errors.ts";

/**
 * Decimals by ISO 4217, where they are not 2. Not from Intl: its table changes with the version of Node
 * (HUF, COP, IDR have 0 in one and 2 in another), and stored minor units must mean the same in each.
 */
const withDecimals = new Map([
  [0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(" ")],
  [3, "BHD IQD JOD KWD LYD OMR TND".split(" ")],
  [4, "CLF UYW".split(" ")],
]);
const decimals: ReadonlyMap<string, number> = new Map(
  [...withDecimals].flatMap(([digits, codes]) => codes.map((code) => [code, digits])),
);

/** What a mark can stand for; the first one unless the default currency is among them. */
const marks: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    $: "USD AUD CAD NZD SGD HKD TWD MXN ARS CLP COP BBD BMD BSD BZD FJD JMD LRD NAD SRD TTD XCD".split(" "),
    "£": ["GBP", "EGP", "FKP", "GIP", "SHP"],
    "¥": ["JPY", "CNY"],
    ...{ "€": ["EUR"], EURO: ["EUR"], EUROS: ["EUR"], US$: ["USD"], R$: ["BRL"], "₹": ["INR"], "₽": ["RUB"] },
    ...{ C$: ["CAD"], CA$: ["CAD"], A$: ["AUD"], AU$: ["AUD"], NZ$: ["NZD"], HK$: ["HKD"], S$: ["SGD"] },
    ...{ ZŁ: ["PLN"], KČ: ["CZK"], FT: ["HUF"], LEI: ["RON"], FR: ["CHF"], SFR: ["CHF"], "₺": ["TRY"] },
    ...{ "₴": ["UAH"], "₩": ["KRW"], "₪": ["ILS"], "₫": ["VND"], "฿": ["THB"], "₱": ["PHP"], "₦": ["NGN"] },
  }),
);
const crowns = ["SEK", "NOK", "DKK", "ISK"];
const common = [
  "EUR",
  "USD",
  "GBP",
  "CHF",
  "JPY",
  "CAD",
  "AUD",
  ...crowns,
  "PLN",
  "CZK",
  "HUF",
  "INR",
  "BRL",
];

let codes: ReadonlySet<string> | undefined;

/** Decimals of the currency's minor unit: EUR 2, JPY 0, BHD 3. */
export function currencyDigits(code: string): number {
  return decimals.get(code) ?? 2;
}

/** The codes of the currencies with so many decimals, other than two. */
export function currenciesWith(digits: number): readonly string[] {
  return withDecimals.get(digits) ?? [];
}

/** An ISO 4217 code in capitals. */
export function isCurrency(code: string): boolean {
  if (common.includes(code) || decimals.has(code)) return true;
  codes ??= new Set(Intl.supportedValuesOf("currency"));
  return codes.has(code);
}

/** The currency of a code or mark beside an amount; `own` decides what "$", "£", "¥" and "kr" stand for. */
export function currencyOf(mark: string, own: string): string {
  const word = mark.toUpperCase().replace(/\.$/, "");
  if (/^[A-Z]{3}$/.test(word) && isCurrency(word)) return word;
  const candidates = word === "KR" ? crowns : marks.get(word);
  if (candidates?.includes(own)) return own;
  if (word === "KR") {
    throw new UserError("usage", `"${mark}" can be ${crowns.join(", ")}.`, "Write the code: 100 SEK.");
  }
  const first = candidates?.[0];
  if (first !== undefined) return first;
  const guess = nearest(word, [...common, ...Intl.supportedValuesOf("currency")]);
  const meant = guess === undefined ? "" : ` Did you mean "${guess}"?`;
  throw new UserError(
    "usage",
    `"${mark}" is no currency.${meant}`,
    "Currencies are ISO codes: EUR, USD, GBP, ...",
  );
}
