import type { Command } from "commander";
import type { App } from "../../app.ts";
import { UserError } from "../../errors.ts";
import type { OrderDetail, OrderDraft, OrderLine, OrderRow } from "../../store/order.ts";
import { keptText } from "../../values/kept-text.ts";
import { customOptions } from "../contact/draft.ts";
import { customerOption, newCustomer } from "../options/customer.ts";
import { amountOption, currencyOption, pastDay } from "../options/money.ts";
import { type TeamOptions, teamOptions } from "../options/team.ts";
import { collectWhole } from "../options.ts";
import { orderLines, quantityOf } from "./line.ts";

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
      .option(
        "--line <line>",
        '"product x quantity @ price of one", else its product\'s price; several times for several',
        collectWhole,
      )
      .option("--quantity <n>", "how many; the sum of the lines when left out")
      .option("--source <source>", "where it came from")
      .option("--owner <user>", "who looks after it")
      .option("--note <text>", "a lasting remark")
      .option("--set <field=value>", "a custom field; several times for several", collectWhole),
  );
}

/** An order as it is stored, and which lines took their product's price, for a person to read; "": none. */
interface TypedOrder extends OrderDraft {
  readonly said: string;
}

/** A new purchase as typed, checked and in the form in which it is stored. */
export async function orderDraft(app: App, options: OrderOptions): Promise<TypedOrder> {
  const db = app.writer();
  const customer = await newCustomer(app, db, options);
  if ((customer.contactId ?? customer.companyId ?? null) === null) {
    throw new UserError(
      "usage",
      "who bought it? Name a contact or --company",
      "crm order add jane --amount 120",
    );
  }
  const orderDate = dayOf(app, options) ?? app.today();
  const { contactId = null, companyId = null } = customer;
  const sale = { contactId, companyId, orderDate, own: app.currency(), hasAmount: false };
  const priced = await amounts(app, options, sale);
  if (priced.row.amountMinor === undefined) {
    throw new UserError("usage", "an order needs --amount, or lines with prices", '--line "Logo x 1 @ 450"');
  }
  const row = { orderDate, ...plainRow(options), ...priced.row, ...customer };
  return { row, lines: priced.lines, custom: customOptions(options.set ?? []), said: priced.said };
}

/** Checks what was typed and gives the change of an order. */
export async function orderEdits(app: App, order: OrderDetail, options: OrderOptions): Promise<TypedOrder> {
  if (Object.keys(options).length === 0) {
    throw new UserError("usage", "nothing to change", "say what, such as --amount 130 or --date yesterday");
  }
  const day = dayOf(app, options);
  const customer = await customerOption(app, app.writer(), options);
  const row = { orderDate: day, ...plainRow(options), ...customer };
  const { contactId, companyId } = { ...order, ...customer };
  const orderDate = day ?? order.orderDate;
  const sale = { contactId, companyId, orderDate, own: order.currency, hasAmount: true };
  const { row: priced, lines, said } = await amounts(app, options, sale);
  checkEdit(order, { ...row, ...priced }, options);
  return { row: { ...row, ...priced }, lines, custom: customOptions(options.set ?? []), said };
}

function checkEdit(order: OrderDetail, row: OrderRow, options: OrderOptions): void {
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

function dayOf(app: App, { date }: OrderOptions): string | undefined {
  return date === undefined ? undefined : pastDay(app, "--date", date);
}

/** The columns beside day, customer and amount; an empty text empties. */
function plainRow({ number, quantity, note, source, owner }: OrderOptions): OrderRow {
  const text = (key: keyof OrderRow, value: string | undefined): OrderRow =>
    value === undefined ? {} : { [key]: keptText(value) };
  return {
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
  /** Which lines took their product's price, for a person to read; "": none. */
  readonly said: string;
}

interface Sale {
  /** The currency of amounts that name none. */
  readonly own: string;
  readonly contactId: number | null;
  readonly companyId: number | null;
  readonly orderDate: string;
  /** The order has an amount already, so that lines need no prices. */
  readonly hasAmount: boolean;
}

/** Amount, currency, lines and, with lines, the quantity. Lines with all prices must add up to the amount. */
async function amounts(app: App, options: OrderOptions, { own, hasAmount, ...sale }: Sale): Promise<Priced> {
  const asked = options.currency === undefined ? undefined : currencyOption(options.currency, own);
  const total =
    options.amount === undefined
      ? undefined
      : amountOption({ option: "--amount", text: options.amount, own, currency: asked });
  const currency = total?.currency ?? asked ?? own;
  const terms = { currency, isLenient: hasAmount || total !== undefined, ...sale };
  const sold = options.line === undefined ? undefined : await orderLines(app, options.line, terms);
  const sum = sold === undefined ? undefined : sumOf(sold.lines);
  if (total !== undefined && sum !== undefined && total.minor !== sum) {
    const priced = sold === undefined || sold.said === "" ? "" : " (" + sold.said + ")";
    throw new UserError(
      "usage",
      "--amount is not the sum of the lines" + priced,
      "leave one of them out, or mend it",
    );
  }
  const amountMinor = total?.minor ?? sum;
  const quantity = sold?.lines.reduce((count, line) => count + line.quantity, 0);
  const counted = quantity === undefined || options.quantity !== undefined ? {} : { quantity };
  const row = { ...(amountMinor === undefined ? {} : { amountMinor, currency }), ...counted };
  return { row, lines: sold?.lines, said: sold?.said ?? "" };
}

/** undefined when there is no line, or one without a price. */
function sumOf(lines: readonly OrderLine[]): number | undefined {
  if (lines.length === 0 || lines.some((line) => line.amountMinor === null)) return undefined;
  return lines.reduce((sum, line) => sum + (line.amountMinor ?? 0), 0);
}
