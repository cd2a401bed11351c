import type { App } from "../../app.ts";
import { formatMoney } from "../../output/format.ts";
import {
  type QuoteLanguage,
  type QuoteWords,
  quoteDate,
  quoteLanguage,
  quoteNumber,
  quoteWords,
} from "../../output/quote-words.ts";
import { textWidth, wrap } from "../../output/width.ts";
import { companyDetail } from "../../store/company.ts";
import { contactDetail } from "../../store/contact/detail.ts";
import type { Db } from "../../store/db.ts";
import type { QuoteDetail } from "../../store/quote.ts";
import { localDate } from "../../values/date.ts";
import { capital } from "../../values/day-name.ts";
import { rateText } from "../options/rate.ts";
import { lineTerms, quantityText } from "./line.ts";
import { quoteSums } from "./text.ts";

interface Sum {
  readonly label: string;
  readonly amount: string;
  /** The whole line, for text. */
  readonly row: string;
}

/** What a page of a quote can name. All is text; empty where there is nothing. */
interface QuoteView {
  /** Its code, such as de. */
  readonly language: string;
  /** The words of the language; of one at the beginning of a line the first letter is a capital. */
  readonly words: QuoteWords & { readonly validUntilFirst: string };
  readonly title: string;
  readonly number: string;
  readonly version: string;
  readonly date: string;
  readonly validUntil: string;
  readonly address: string;
  readonly contact: string;
  readonly company: string;
  readonly deal: string;
  readonly my: { readonly name: string; readonly email: string };
  readonly lines: readonly ViewLine[];
  readonly sums: readonly Sum[];
  readonly total: string;
  readonly perks: string;
  readonly terms: string;
}

interface ViewLine {
  readonly place: string;
  readonly title: string;
  readonly sku: string;
  readonly quantity: string;
  readonly unit: string;
  readonly price: string;
  readonly discount: string;
  readonly tax: string;
  readonly amount: string;
  readonly agreed: boolean;
  readonly row: string;
}

interface Look {
  /** Undefined: that of the contact, or else of the setting locale, where there are words in it. */
  readonly language: QuoteLanguage | undefined;
  /** Of lines of text, in columns; undefined: there are none. */
  readonly width: number | undefined;
}

export function quoteView(app: App, quote: QuoteDetail, { language: asked, width = 80 }: Look): QuoteView {
  const db = app.read();
  const locale = app.setting("locale");
  const spoken = quote.contactId === null ? "" : String(contactDetail(db, quote.contactId).language ?? "");
  const language = asked ?? quoteLanguage(spoken) ?? quoteLanguage(locale) ?? "en";
  const words: QuoteWords = quoteWords[language];
  const own = quoteLanguage(locale) === language ? locale : language;
  const money = (minor: number) => formatMoney(minor, quote.currency, own);
  const rate = (bp: number) => quoteNumber(rateText(bp), language);
  const version = quote.version === 1 ? "" : ", " + words.version + " " + quote.version;
  return {
    language,
    words: { ...words, validUntilFirst: capital(words.validUntil) },
    title: words.quote + " " + quote.number + version,
    number: quote.number,
    version: String(quote.version),
    date: quoteDate(localDate(quote.sentAt ?? quote.createdAt, app.zone()), language),
    validUntil: quote.validUntilDate === null ? "" : quoteDate(quote.validUntilDate, language),
    address: addressOf(db, quote),
    contact: quote.contact ?? "",
    company: quote.company ?? "",
    deal: quote.deal ?? "",
    my: { name: app.user(), email: app.setting("remind.email.from") },
    lines: quote.lines.map((_, at) => viewLine(quote, at, { money, rate, width, language })),
    sums: quoteSums(quote, { ...words, money, rate }).map(([label, minor]) => ({
      label,
      amount: money(minor),
      row: spread(label, money(minor), { width, mark: "" }),
    })),
    total: money(quote.totalMinor),
    perks: quote.perks ?? "",
    terms: quote.terms ?? "",
  };
}

interface LineLook {
  readonly money: (minor: number) => string;
  readonly rate: (bp: number) => string;
  readonly width: number;
  readonly language: QuoteLanguage;
}

function viewLine(
  { lines, lineMinors }: QuoteDetail,
  at: number,
  { money, rate, width, language }: LineLook,
): ViewLine {
  const words: QuoteWords = quoteWords[language];
  const line = lines[at]!;
  const { title, discountBp, taxBp, reason } = line;
  const quantity = quoteNumber(quantityText(line.quantityMilli), language);
  const unit = line.unit ?? "";
  const discount = discountBp === 0 ? "" : rate(discountBp);
  const amount = money(lineMinors[at] ?? 0);
  const agreed = reason !== null;
  const how =
    quantity +
    (unit === "" ? "" : " " + unit) +
    " x " +
    lineTerms(line, money, { less: words.less, tax: language === "en" ? "tax" : words.tax, rate });
  const head = spread(title, amount, { width, mark: String(at + 1).padStart(2) });
  const row = head + "\n    " + how + (agreed ? ", " + words.asAgreed : "");
  return {
    ...{ place: String(at + 1), title, sku: line.sku ?? "", quantity, unit, price: money(line.unitMinor) },
    ...{ discount, tax: taxBp === 0 ? "" : rate(taxBp), amount, agreed, row },
  };
}

/** A mark in the margin, text that wraps behind it, and an amount at the right end of its last line. */
function spread(text: string, amount: string, { width, mark }: { width: number; mark: string }): string {
  const lines = wrap(text, Math.max(20, width - textWidth(amount) - margin - 2));
  const indented = lines.map((line, at) => (at === 0 ? mark : "").padEnd(margin) + line);
  const end = indented.at(-1) ?? "";
  const gap = " ".repeat(Math.max(2, width - textWidth(end) - textWidth(amount)));
  return [...indented.slice(0, -1), end + gap + amount].join("\n");
}

const margin = 4;

/** Company, person and street, as on an envelope; what is not known is left out. */
function addressOf(db: Db, { contactId, companyId, contact, company }: QuoteDetail): string {
  const home = contactId === null ? undefined : contactDetail(db, contactId).addresses[0];
  const firm = companyId === null ? undefined : companyDetail(db, companyId);
  const at = firm !== undefined && (firm.street ?? firm.city) !== null ? firm : home;
  const place = [at?.postalCode, at?.city].filter((part) => part !== null && part !== undefined).join(" ");
  return [company, contact, at?.street, place, at?.country]
    .filter((part) => part !== null && part !== undefined && part !== "")
    .join("\n");
}
