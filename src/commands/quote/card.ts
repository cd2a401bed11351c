import { clean } from "../../output/clean.ts";
import { formatMoney, type Look } from "../../output/format.ts";
import { quoteWords } from "../../output/quote-words.ts";
import { plainStyle } from "../../output/style.ts";
import { textWidth, truncate } from "../../output/width.ts";
import type { Besides } from "../../store/besides.ts";
import type { QuoteLine } from "../../store/quote/total.ts";
import type { QuoteDetail } from "../../store/quote.ts";
import { localDate } from "../../values/date.ts";
import { besidesLines } from "../besides.ts";
import { type CardLine, cardLines, knownLines } from "../card-lines.ts";
import { customLines } from "../options/custom.ts";
import { rateText } from "../options/rate.ts";
import { lineTerms, quantityText } from "./line.ts";
import { quoteSums } from "./text.ts";

/** One quote for a person at a terminal: who, the lines with their amounts, the totals, the versions. */
export function quoteCard(quote: QuoteDetail, besides: Besides, look: Look): string {
  const style = look.style ?? plainStyle;
  const version = quote.version === 1 ? "" : ", version " + quote.version;
  const head =
    style.bold("Quote " + quote.number) + "  " + style.dim("#" + quote.id) + "   " + quote.status + version;
  const parts = [
    [head, ...cardLines(about(quote, look), look)],
    amountLines(quote, look),
    cardLines([...behind(quote), ...customLines(quote.fields), ...besidesLines(besides)], look),
    quote.versions.length === 1 ? [] : ["Versions", ...versionLines(quote, look)],
  ];
  const text = parts.filter((lines) => lines.length > 0).map((lines) => lines.join("\n"));
  return text.map((part) => part + "\n").join("\n");
}

function about(quote: QuoteDetail, look: Look): CardLine[] {
  const { dealId, deal, validUntilDate, sentAt, orderId } = quote;
  const who = [quote.contact, quote.company].filter((name) => name !== null).join(", ");
  const order = orderId === null ? "" : ", order " + orderId;
  const why = quote.declineReason === null ? "" : ": " + quote.declineReason;
  return knownLines([
    ["For", who || null],
    ["Deal", dealId === null ? null : dealId + " " + (deal ?? "")],
    ["Sent", sentAt === null ? null : localDate(sentAt, look.zone)],
    ["Valid", validUntilDate === null ? null : "until " + validUntilDate],
    [decisionWord(quote), quote.decidedDate === null ? null : quote.decidedDate + order + why],
  ]);
}

function decisionWord({ status }: QuoteDetail): string {
  return status === "accepted" ? "Accepted" : status === "declined" ? "Declined" : "Ended";
}

function behind({ perks, terms, owner, note }: QuoteDetail): CardLine[] {
  return knownLines([
    ["Agreed", perks],
    ["Terms", terms],
    ["Owner", owner],
    ["Note", note],
  ]);
}

/** Texts to the left, amounts in a column to the right. */
function amountLines(quote: QuoteDetail, look: Look): string[] {
  const money = (minor: number) => formatMoney(minor, quote.currency, look.locale);
  const sums = quoteSums(quote, { ...quoteWords.en, discountOf: "Less", rate: rateText, money });
  const amounts = [...quote.lineMinors, ...sums.map(([, minor]) => minor)];
  const right = Math.max(...amounts.map((minor) => textWidth(money(minor))));
  const left = Math.max(20, Math.min(look.width ?? 80, 100) - right - 2);
  const { dim } = look.style ?? plainStyle;
  const beside = (text: string, amount: string) => {
    const cut = truncate(text, left, look.ascii ? "~" : "…");
    return cut + " ".repeat(left - textWidth(cut) + 2 + right - textWidth(amount)) + amount;
  };
  const lines = quote.lines.flatMap((line, at) => {
    const [what, how] = [String(at + 1).padStart(3) + "  " + titleText(line), howText(line, money)];
    const fits = textWidth(what) + textWidth(how) + 2 <= left;
    const head = beside(fits ? what + ": " + how : what, money(quote.lineMinors[at] ?? 0));
    const below = [...(fits ? [] : [how]), ...(line.reason === null ? [] : [clean(line.reason)])];
    return [head, ...below.map((text) => "     " + dim(text))];
  });
  return [...lines, ...sums.map(([label, minor]) => beside("     " + label, money(minor)))];
}

function titleText({ sku, title }: QuoteLine): string {
  return (sku === null ? "" : clean(sku) + " ") + clean(title);
}

/** "3 day x 1,100.00 EUR, less 10 %, tax 19 %" */
function howText(line: QuoteLine, money: (minor: number) => string): string {
  const many = quantityText(line.quantityMilli) + (line.unit === null ? "" : " " + clean(line.unit));
  return many + " x " + lineTerms(line, money);
}

function versionLines({ versions, currency, version: held }: QuoteDetail, look: Look): string[] {
  return versions.map(({ version, createdAt, sentAt, totalMinor }) => {
    const sent = sentAt === null ? "not sent" : "sent " + localDate(sentAt, look.zone);
    const made = "made " + localDate(createdAt, look.zone);
    const now = version === held ? " (holds)" : "";
    return (
      "  " + version + "  " + made + ", " + sent + ", " + formatMoney(totalMinor, currency, look.locale) + now
    );
  });
}
