import type { App } from "../../app.ts";
import { UserError } from "../../errors.ts";
import { formatMoney } from "../../output/format.ts";
import type { Agreement } from "../../store/agreement.ts";
import type { Db } from "../../store/db.ts";
import type { OrderLine } from "../../store/order.ts";
import { pricedLine } from "../../store/quote/pricing.ts";
import type { QuoteLine } from "../../store/quote/total.ts";
import { divideRounded } from "../../values/exact.ts";
import { termsOf } from "../customer-terms.ts";
import { amountOption, naming } from "../options/money.ts";
import { lineTerms } from "../quote/line.ts";

interface Terms {
  readonly currency: string;
  readonly contactId: number | null;
  readonly companyId: number | null;
  readonly orderDate: string;
  /** A line whose price is not known may stay so. */
  readonly isLenient: boolean;
}

interface SoldLines {
  readonly lines: readonly OrderLine[];
  /** "WS1 at 1,200.00 EUR, its price": of the lines that named none; "": all did. */
  readonly said: string;
}

/** The lines as typed; one without a price has that which a quote for the customer takes on the day of the order. */
export async function orderLines(app: App, texts: readonly string[], terms: Terms): Promise<SoldLines> {
  const { contactId, companyId, orderDate, currency, isLenient } = terms;
  const typed = texts.map((text) => orderLine(text, currency));
  if (typed.every(({ unitMinor }) => unitMinor !== null)) return { lines: typed, said: "" };
  const db = app.writer();
  const agreements = await termsOf(app, db, { contactId, companyId, day: orderDate });
  const found = typed.map((line) =>
    line.unitMinor === null ? usualTerms(db, line, { currency, agreements, isLenient }) : undefined,
  );
  const lines = typed.map((line, at) => {
    const usual = found[at];
    return usual === undefined ? line : pricedAs(line, usual);
  });
  const said = found.flatMap((usual) => (usual === undefined ? [] : termsText(usual, currency)));
  return { lines, said: said.join("; ") };
}

/** undefined: it is no product with a price in this currency, and need not be. */
function usualTerms(
  db: Db,
  { product, quantity }: OrderLine,
  { isLenient, ...pricing }: { currency: string; agreements: readonly Agreement[]; isLenient: boolean },
): QuoteLine | undefined {
  const quantityMilli = Math.max(1, Math.round(quantity * 1000));
  const unsaid = { unitMinor: undefined, discountBp: undefined, taxBp: undefined };
  try {
    return naming("--line", () =>
      pricedLine(db, { what: product, quantityMilli, ...unsaid }, { ...pricing, taxBp: 0 }),
    );
  } catch (error) {
    if (isLenient && error instanceof UserError) return undefined;
    throw error;
  }
}

/** Amounts to the nearest minor unit; quantities have at most six decimals. */
function pricedAs({ quantity }: OrderLine, { sku, title, unitMinor, discountBp }: QuoteLine): OrderLine {
  const exact = BigInt(Math.round(quantity * 1e6)) * BigInt(unitMinor) * BigInt(10_000 - discountBp);
  return { product: sku ?? title, quantity, unitMinor, amountMinor: divideRounded(exact, 10n ** 10n) };
}

function termsText(line: QuoteLine, currency: string): string {
  const price = lineTerms(line, (minor) => formatMoney(minor, currency));
  return (line.sku ?? line.title) + " at " + price + ", " + (line.reason ?? "its price");
}

/** "WS1 x 3 @ 40": three of WS1 at 40 each; the quantity is 1 and the price not known when left out. */
function orderLine(text: string, currency: string): OrderLine {
  const priced = /^(.*\S)\s*@\s*(\S.*)$/.exec(text.trim());
  const head = priced?.[1] ?? text.trim();
  const counted = /^(.*\S)\s+x\s*(\d\S*)$/i.exec(head);
  const product = (counted?.[1] ?? head).trim();
  if (product === "" || product.startsWith("@")) {
    throw new UserError("usage", '--line: "' + text + '" names no product', 'write "Logo x 2 @ 450"');
  }
  const quantity = counted?.[2] === undefined ? 1 : quantityOf("--line", counted[2]);
  const price = priced?.[2];
  if (price === undefined) return { product, quantity, unitMinor: null, amountMinor: null };
  const { minor } = amountOption({ option: "--line", text: price, own: currency, currency });
  return { product, quantity, unitMinor: minor, amountMinor: timesQuantity(minor, quantity) };
}

/** To the nearest minor unit, half away from zero. */
function timesQuantity(minor: number, quantity: number): number {
  const exact = minor * quantity;
  return Math.sign(exact) * Math.round(Math.abs(exact));
}

export function quantityOf(option: string, text: string): number {
  return naming(option, () => {
    const found = /^\d{1,9}([.,]\d{1,6})?$/.exec(text.trim());
    const quantity = Number(found?.[0].replace(",", "."));
    if (quantity > 0) return quantity;
    throw new UserError("usage", '"' + text + '" is no quantity', "write a number such as 3 or 1.5");
  });
}
