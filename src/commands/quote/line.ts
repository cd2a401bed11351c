import { UserError } from "../../errors.ts";
import type { TypedLine } from "../../store/quote/pricing.ts";
import type { QuoteLine } from "../../store/quote/total.ts";
import { amountOption } from "../options/money.ts";
import { rateOption, rateText } from "../options/rate.ts";

const how = 'write "WS1 x 3", "Travel x 1.5 @ 120", "Setup - 10%" or "Book x 2 @ 20 tax 7%"';

/** What can stand at the end of a line, in any order; each once. */
const endings = [
  ["tax", /^(.*\S)\s+tax\s+([-–−]?\s*\d\S* ?%?)$/is],
  ["discount", /^(.*\S)\s+[-–−]\s*(\d\S* ?%)$/s],
  ["price", /^(.*\S)\s*@\s*(\S.*)$/s],
  ["quantity", /^(.*\S)\s+x\s*([-–−]?\s*\d\S*)$/is],
] as const;

type Ending = (typeof endings)[number][0];

/** Reads "WS1 x 3 @ 1200 - 10% tax 19%"; the quantity is 1 when left out. Messages do not name the option. */
export function quoteLine(text: string, currency: string): TypedLine {
  const said = new Map<Ending, string>();
  let rest = text.trim();
  for (let found = endingOf(rest, said); found !== undefined; found = endingOf(rest, said)) {
    said.set(found.ending, found.value);
    rest = found.rest;
  }
  if (rest === "" || rest.startsWith("@")) throw wrong(text, "names nothing");
  const [price, discount, tax] = [said.get("price"), said.get("discount"), said.get("tax")];
  return {
    what: rest,
    quantityMilli: quantityOf(text, said.get("quantity")),
    unitMinor: price === undefined ? undefined : priceOf(text, price, currency),
    discountBp: discount === undefined ? undefined : rateOption("discount", discount),
    taxBp: tax === undefined ? undefined : rateOption("tax", tax),
  };
}

function priceOf(line: string, text: string, currency: string): number {
  const money = amountOption({ option: "price", text, own: currency });
  if (money.currency === currency) return money.minor;
  throw wrong(line, "is in " + money.currency + ", the quote in " + currency);
}

function endingOf(
  text: string,
  said: ReadonlyMap<Ending, string>,
): { ending: Ending; value: string; rest: string } | undefined {
  for (const [ending, pattern] of endings) {
    const found = said.has(ending) ? null : pattern.exec(text);
    if (found !== null) return { ending, rest: found[1] ?? "", value: (found[2] ?? "").trim() };
  }
  return undefined;
}

/** Thousandths; more decimals than three are refused, for they could not be kept. */
function quantityOf(line: string, text: string | undefined): number {
  if (text === undefined) return 1000;
  if (/^[-–−]/.test(text)) throw wrong(line, "has a quantity below zero");
  const found = /^(\d{1,9})(?:[.,](\d{1,3}))?$/.exec(text);
  if (found === null) throw wrong(line, 'has no quantity in "' + text + '" (at most three decimals)');
  const milli = Number(found[1]) * 1000 + Number((found[2] ?? "").padEnd(3, "0"));
  if (milli === 0) throw wrong(line, "has a quantity of nothing");
  return milli;
}

function wrong(line: string, why: string): UserError {
  return new UserError("usage", '"' + line + '" ' + why, how);
}

/** 1500 as "1.5". */
export function quantityText(milli: number): string {
  return String(milli / 1000);
}

/** "120.00 EUR, less 10 %, tax 19 %": what one costs. */
export function lineTerms(
  { unitMinor, discountBp, taxBp }: Pick<QuoteLine, "unitMinor" | "discountBp" | "taxBp">,
  money: (minor: number) => string,
  { less, tax, rate }: { less: string; tax: string; rate: (bp: number) => string } = english,
): string {
  const off = discountBp === 0 ? "" : ", " + less + " " + rate(discountBp);
  return money(unitMinor) + off + (taxBp === 0 ? "" : ", " + tax + " " + rate(taxBp));
}

const english = { less: "less", tax: "tax", rate: rateText };
