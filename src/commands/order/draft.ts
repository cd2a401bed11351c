import type { Command } from "commander";
import type { App } from "../../app.ts";
import { UserError } from "../../errors.ts";
import type { Db } from "../../store/db.ts";
import { getOrder, type OrderDraft, type OrderLine, type OrderRow } from "../../store/order.ts";
import { keptText } from "../../values/kept-text.ts";
import { customOptions } from "../contact/draft.ts";
import { customerOption, newCustomer } from "../options/customer.ts";
import { amountOption, currencyOption, naming, pastDay } from "../options/money.ts";
import { type TeamOptions, teamOptions } from "../options/team.ts";
import { collectWhole } from "../options.ts";

export interface OrderOptions extends TeamOptions {
  readonly owner?: string;
  readonly contact?: string;
  readonly company?: string;
  readonly amount?: string;
  readonly currency?: string;
  readonly date?: string;
  readonly number?: string;
  readonly line?: readonly string[];
  readonly quantity?: string;
  readonly note?: string;
  readonly source?: string;
  readonly set?: readonly string[];
}

export function orderOptions(command: Command): Command {
  return teamOptions(
    command
      .option("--company <company>", "which company bought; else where the contact works")
      .option("--amount <amount>", "the total; the sum of the lines when left out")
      .option("--currency <code>", "currency of the amounts")
      .option("--date <date>", "when it was bought, if not today")
      .option("--number <number>", "your order or invoice number")
      .option("--line <line>", '"product x quantity @ price of one"; several times for several', collectWhole)
      .option("--quantity <n>", "how many; the sum of the lines when left out")
      .option("--source <source>", "where it came from")
      .option("--owner <user>", "who looks after it")
      .option("--note <text>", "a lasting remark")
      .option("--set <field=value>", "a custom field; several times for several", collectWhole),
  );
}

/** A new purchase as typed, checked and in the form in which it is stored. */
export async function orderDraft(app: App, options: OrderOptions): Promise<OrderDraft> {
  const db = app.writer();
  const customer = await newCustomer(app, db, options);
  if ((customer.contactId ?? customer.companyId ?? null) === null) {
    throw new UserError(
      "usage",
      "who bought it? Name a contact or --company",
      "crm order add jane --amount 120",
    );
  }
  const own = app.currency();
  const priced = amounts(options, own);
  if (priced.row.amountMinor === undefined) {
    throw new UserError("usage", "an order needs --amount, or lines with prices", '--line "Logo x 1 @ 450"');
  }
  const orderDate = app.today();
  const row = { orderDate, ...plainRow(app, options), ...priced.row, ...customer };
  return { row, lines: priced.lines, custom: customOptions(options.set ?? []) };
}

/** Checks what was typed and gives the function that makes of it the change of one order. */
export async function orderEdits(
  app: App,
  options: OrderOptions,
): Promise<(db: Db, id: number) => OrderDraft> {
  if (Object.keys(options).length === 0) {
    throw new UserError("usage", "nothing to change", "say what, such as --amount 130 or --date yesterday");
  }
  const row = { ...plainRow(app, options), ...(await customerOption(app, app.writer(), options)) };
  const custom = customOptions(options.set ?? []);
  return (db, id) => {
    const order = getOrder(db, id);
    const priced = amounts(options, order.currency);
    checkEdit(order, { ...row, ...priced.row }, options);
    return { row: { ...row, ...priced.row }, lines: priced.lines, custom };
  };
}

function checkEdit(order: ReturnType<typeof getOrder>, row: OrderRow, options: OrderOptions): void {
  const { id, refundedMinor } = order;
  if (options.currency !== undefined && row.amountMinor === undefined) {
    throw new UserError("usage", "--currency: order " + id + " has an amount", "give --amount as well");
  }
  if (row.amountMinor !== undefined && refundedMinor > 0 && Number(row.amountMinor) < refundedMinor) {
    throw new UserError("refused", "order " + id + " cannot be worth less than was refunded of it");
  }
  const after = { contactId: order.contactId, companyId: order.companyId, ...row };
  if (after.contactId !== null || after.companyId !== null) return;
  throw new UserError("refused", "order " + id + " needs a contact or a company");
}

/** The columns beside customer and amount; an empty text empties. */
function plainRow(app: App, { date, number, quantity, note, source, owner }: OrderOptions): OrderRow {
  const text = (key: keyof OrderRow, value: string | undefined): OrderRow =>
    value === undefined ? {} : { [key]: keptText(value) };
  return {
    ...(date === undefined ? {} : { orderDate: pastDay(app, "--date", date) }),
    ...text("number", number),
    ...(quantity === undefined
      ? {}
      : { quantity: quantity === "" ? null : quantityOf("--quantity", quantity) }),
    ...text("note", note),
    ...text("source", source),
    ...text("owner", owner),
  };
}

interface Priced {
  readonly row: OrderRow;
  readonly lines: readonly OrderLine[] | undefined;
}

/** Amount, currency, lines and, with lines, the quantity. Lines with all prices must add up to the amount. */
function amounts(options: OrderOptions, own: string): Priced {
  const asked = options.currency === undefined ? undefined : currencyOption(options.currency, own);
  const total =
    options.amount === undefined
      ? undefined
      : amountOption({ option: "--amount", text: options.amount, own, currency: asked });
  const currency = total?.currency ?? asked ?? own;
  const lines = options.line?.map((text) => orderLine(text, currency));
  const sum = lines === undefined ? undefined : sumOf(lines);
  if (total !== undefined && sum !== undefined && total.minor !== sum) {
    throw new UserError("usage", "--amount is not the sum of the lines", "leave one of them out, or mend it");
  }
  const amountMinor = total?.minor ?? sum;
  const quantity = lines?.reduce((count, line) => count + line.quantity, 0);
  const counted = quantity === undefined || options.quantity !== undefined ? {} : { quantity };
  return { row: { ...(amountMinor === undefined ? {} : { amountMinor, currency }), ...counted }, lines };
}

/** undefined when there is no line, or one without a price. */
function sumOf(lines: readonly OrderLine[]): number | undefined {
  if (lines.length === 0 || lines.some((line) => line.amountMinor === null)) return undefined;
  return lines.reduce((sum, line) => sum + (line.amountMinor ?? 0), 0);
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

function quantityOf(option: string, text: string): number {
  return naming(option, () => {
    const found = /^\d{1,9}([.,]\d{1,6})?$/.exec(text.trim());
    const quantity = Number(found?.[0].replace(",", "."));
    if (quantity > 0) return quantity;
    throw new UserError("usage", '"' + text + '" is no quantity', "write a number such as 3 or 1.5");
  });
}
