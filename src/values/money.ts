import { UserError } from "../errors.ts";
import { currencyDigits, currencyOf } from "./currency.ts";

export type DecimalMark = "." | ",";

export interface Money {
  /** In the currency's minor unit: 1234 is 12.34 EUR, and 1,234 JPY. */
  readonly minor: number;
  readonly currency: string;
}

export interface MoneyContext {
  /** Used when the text names none, and decides what "$" or "kr" stand for. */
  readonly currency: string;
  /** The decimal mark of the file; undefined: worked out from the text. */
  readonly decimal?: DecimalMark | undefined;
}

interface Parts {
  readonly whole: string;
  readonly fraction: string;
}

const plain = /^(-?\d{1,12})(?:\.(\d\d?))?$/;
const around = /^(\D*?)((?:(?<!\p{L})[.,](?=\d))?\d(?:[\d.,' ]*\d)?)(\D*)$/u;
const threes = /^\d{1,3}([.,' ])\d{3}(?:\1\d{3})*$/;
const indian = /^\d{1,2}(?:,\d{2})*,\d{3}$/;

/**
 * Reads an amount in any common notation, exactly: more decimals than the currency has are refused, never rounded.
 * "1,234" and "1.234" are a thousand and more unless `decimal` says otherwise; in a currency of three decimals
 * (BHD) "1.234" is one and a bit. With "k" or "m" behind it ("1.234k") such an amount is refused.
 */
export function parseMoney(text: string, context: MoneyContext): Money {
  const fast = context.decimal === "," ? null : plain.exec(text);
  const digits = currencyDigits(context.currency);
  if (fast !== null && (fast[2]?.length ?? 0) <= digits) {
    const minor = Number(`${fast[1]}${(fast[2] ?? "").padEnd(digits, "0")}`);
    if (Number.isSafeInteger(minor)) return { minor: minor || 0, currency: context.currency };
  }
  return parseNotation(text, context);
}

/** The decimal mark that the amounts of one column use; undefined: none of them shows it, or they disagree. */
export function decimalOf(samples: readonly string[]): DecimalMark | undefined {
  let settled: DecimalMark | undefined;
  for (const text of samples) {
    const mark = shownMark(around.exec(tidy(text))?.[2] ?? "");
    if (mark === undefined) continue;
    if (settled !== undefined && settled !== mark) return undefined;
    settled = mark;
  }
  return settled;
}

function parseNotation(text: string, context: MoneyContext): Money {
  const found = around.exec(tidy(text));
  if (found === null) throw notMoney(text);
  const [, before = "", body = "", behind = ""] = found;
  const { negative, zeros, marks } = surroundings(text, before, behind);
  const currency = agreed(text, marks, context.currency);
  const mark = context.decimal ?? markOf(body, currencyDigits(currency), zeros);
  if (mark === "unclear") {
    const hint = "Write it in full, or with one digit after the mark: 1.2k.";
    throw new UserError("usage", `"${text}" can be read in two ways.`, hint);
  }
  const parts = partsOf(body, mark);
  if (parts === undefined) throw notMoney(text);
  const minor = exactMinor(text, parts, { currency, zeros });
  return { minor: negative ? 0 - minor : minor, currency };
}

/** Every blank becomes a space, every minus "-", every apostrophe "'". */
function tidy(text: string): string {
  return text
    .replace(/\s/g, " ")
    .replace(/[−﹣－]/g, "-")
    .replace(/[’ʼ]/g, "'")
    .trim();
}

/** What stands around the digits: a sign or parentheses, k or m, and up to two marks of a currency. */
function surroundings(text: string, before: string, behind: string) {
  const wrapped = before.includes("(") && behind.includes(")");
  const front = before.replace(wrapped ? "(" : "", "");
  const signed = /[-+]/.exec(front)?.[0];
  const back = behind.replace(wrapped ? ")" : "", "").replace(/^[.,][-–—]+/, "");
  const scale = /^ ?([km])(?!\p{L})/iu.exec(back);
  const rest = [front.replace(signed ?? "", ""), back.slice(scale?.[0].length ?? 0)];
  const marks = rest.map((part) => part.trim()).filter((part) => part !== "");
  if ((wrapped && signed !== undefined) || marks.some((mark) => /[-+()]/.test(mark))) throw notMoney(text);
  const zeros = scale === null ? 0 : scale[1]?.toLowerCase() === "k" ? 3 : 6;
  return { negative: wrapped || signed === "-", zeros, marks };
}

/** "$50 CAD": a code decides what a mark beside it stands for. */
function agreed(text: string, marks: readonly string[], own: string): string {
  const code = marks.find((mark) => /^[a-z]{3}$/i.test(mark)) ?? marks[0];
  if (code === undefined) return own;
  const currency = currencyOf(code, own);
  if (marks.every((mark) => currencyOf(mark, currency) === currency)) return currency;
  throw new UserError("usage", `"${text}" names two currencies.`, "Write one of them: 50 EUR.");
}

/** The decimal mark within the digits; undefined: there is none. */
function markOf(body: string, digits: number, zeros: number): DecimalMark | "unclear" | undefined {
  const shown = shownMark(body);
  if (shown !== undefined) return body.includes(shown) ? shown : undefined;
  if (!/^\d+[.,]\d+$/.test(body)) return undefined;
  if (zeros > 0) return "unclear";
  return digits === 3 && body.includes(".") ? "." : undefined;
}

/** The decimal mark that the digits show by themselves: "1.234,5", "1,50", "0.123", or "," after "1.234.567". */
function shownMark(body: string): DecimalMark | undefined {
  const last = Math.max(body.lastIndexOf("."), body.lastIndexOf(","));
  const mark = body[last];
  if (mark !== "." && mark !== ",") return undefined;
  const other = mark === "." ? "," : ".";
  if (body.indexOf(mark) !== last) return other;
  const couldGroup = /^[1-9]\d{0,2}[.,]\d{3}$/.test(body);
  return couldGroup ? undefined : mark;
}

function partsOf(body: string, mark: DecimalMark | undefined): Parts | undefined {
  const [grouped = "", fraction = "", ...more] = mark === undefined ? [body] : body.split(mark);
  const whole = /^\d*$/.test(grouped) || threes.test(grouped) || indian.test(grouped);
  if (!whole || more.length > 0 || !/^\d*$/.test(fraction)) return undefined;
  return { whole: grouped.replace(/\D/g, ""), fraction };
}

/** `zeros` are those of "k" and "m". */
function exactMinor(text: string, parts: Parts, unit: { currency: string; zeros: number }): number {
  const digits = currencyDigits(unit.currency);
  const shift = digits + unit.zeros;
  const fraction = parts.fraction.replace(/0+$/, "");
  if (fraction.length > shift) {
    const hint = digits === 0 ? "Write a whole number." : `Write at most ${digits} digits after the mark.`;
    throw new UserError("usage", `"${text}" has more decimals than ${unit.currency} (${digits}).`, hint);
  }
  const minor = Number(`${parts.whole}${fraction.padEnd(shift, "0")}`);
  if (Number.isSafeInteger(minor)) return minor;
  throw new UserError(
    "usage",
    `"${text}" is too large.`,
    `At most ${Number.MAX_SAFE_INTEGER} minor units are kept.`,
  );
}

function notMoney(text: string): UserError {
  return new UserError(
    "usage",
    `"${text}" is no amount.`,
    "Amounts: 1234.50, 1,234.50, 1.234,50 EUR, $5k, -50, (50.00)",
  );
}
