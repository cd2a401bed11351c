import { longDate } from "../values/day-name.ts";

/** What stands on a quote beside what is offered, in one language. */
export interface QuoteWords {
  readonly quote: string;
  readonly version: string;
  readonly validUntil: string;
  readonly what: string;
  readonly quantity: string;
  readonly price: string;
  readonly tax: string;
  readonly amount: string;
  /** Before what is taken off a line: "less 10 %". */
  readonly less: string;
  readonly asAgreed: string;
  readonly priceAsAgreed: string;
  readonly sum: string;
  /** Before what is taken off the whole: "Discount of 2 %". */
  readonly discountOf: string;
  readonly net: string;
  /** Between a rate and what is taxed at it: "Tax 19 % of 100.00 EUR". */
  readonly of: string;
  readonly total: string;
}

export const quoteWords = {
  en: {
    ...{ quote: "Quote", version: "version", validUntil: "valid until", what: "What", quantity: "Quantity" },
    ...{ price: "Price", tax: "Tax", amount: "Amount", less: "less", asAgreed: "as agreed" },
    ...{ priceAsAgreed: "price as agreed", sum: "Sum of the lines", discountOf: "Discount of", net: "Net" },
    ...{ of: "of", total: "Total" },
  },
  de: {
    ...{
      quote: "Angebot",
      version: "Fassung",
      validUntil: "gültig bis",
      what: "Leistung",
      quantity: "Menge",
    },
    ...{ price: "Preis", tax: "MwSt.", amount: "Betrag", less: "abzüglich", asAgreed: "wie vereinbart" },
    ...{ priceAsAgreed: "Preis wie vereinbart", sum: "Summe der Positionen", discountOf: "Rabatt von" },
    ...{ net: "Netto", of: "auf", total: "Gesamtbetrag" },
  },
  fr: {
    ...{ quote: "Devis", version: "version", validUntil: "valable jusqu'au", what: "Désignation" },
    ...{ quantity: "Quantité", price: "Prix", tax: "TVA", amount: "Montant", less: "moins" },
    ...{ asAgreed: "comme convenu", priceAsAgreed: "prix convenu", sum: "Total des lignes" },
    ...{ discountOf: "Remise de", net: "Total HT", of: "sur", total: "Total TTC" },
  },
  es: {
    ...{ quote: "Presupuesto", version: "versión", validUntil: "válido hasta el", what: "Concepto" },
    ...{ quantity: "Cantidad", price: "Precio", tax: "IVA", amount: "Importe", less: "menos" },
    ...{ asAgreed: "según lo acordado", priceAsAgreed: "precio acordado", sum: "Suma de las líneas" },
    ...{ discountOf: "Descuento del", net: "Base imponible", of: "sobre", total: "Total" },
  },
} as const satisfies Readonly<Record<string, QuoteWords>>;

export type QuoteLanguage = keyof typeof quoteWords;
export const quoteLanguages = Object.keys(quoteWords) as readonly QuoteLanguage[];

/** The language that a code such as "de" or "de-AT" stands for; undefined: there are no words in it. */
export function quoteLanguage(code: string): QuoteLanguage | undefined {
  const short = code.trim().toLowerCase().split(/[-_]/)[0];
  return quoteLanguages.find((language) => language === short);
}

/** "Saturday 21 November 2026" in the language. */
export function quoteDate(date: string, language: QuoteLanguage): string {
  if (language === "en") return longDate(date);
  const format = new Intl.DateTimeFormat(language, { dateStyle: "full", timeZone: "UTC" });
  return format.format(new Date(date + "T00:00:00Z"));
}

/** A number that is written with a point, with the comma of the language. */
export function quoteNumber(text: string, language: QuoteLanguage): string {
  return language === "en" ? text : text.replace(".", ",");
}
