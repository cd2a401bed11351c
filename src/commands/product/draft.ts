import type { Command } from "commander";
import type { App } from "../../app.ts";
import { UserError } from "../../errors.ts";
import {
  nameColumns,
  type ProductDraft,
  type ProductRow,
  recurrences,
  skuColumns,
} from "../../store/product.ts";
import { keptText } from "../../values/kept-text.ts";
import { type SetOptions, setOption } from "../options/custom.ts";
import { amountOption, currencyOption } from "../options/money.ts";
import { rateOption } from "../options/rate.ts";
import { collect, oneOf } from "../options.ts";
import { pick } from "../pick.ts";

export interface ProductOptions extends SetOptions {
  readonly name?: string;
  readonly sku?: string;
  readonly price?: string;
  readonly cost?: string;
  readonly currency?: string;
  readonly unit?: string;
  readonly recurring?: string;
  readonly tax?: string;
  readonly active?: string;
  readonly goesWith?: readonly string[];
  readonly upgradeOf?: readonly string[];
  readonly unlink?: readonly string[];
  readonly note?: string;
}

export function productOptions(command: Command): Command {
  return setOption(command)
    .option("--sku <sku>", "its short name on quotes and orders, such as WS1")
    .option("--price <amount>", "of one, without tax")
    .option("--cost <amount>", "what one costs you")
    .option("--currency <code>", "currency of price and cost")
    .option("--unit <unit>", "what one of it is: day, piece, kg")
    .option("--recurring <period>", "paid again every " + recurrences.join(", ") + "; '' for once")
    .option("--tax <percent>", "its tax rate, such as 19")
    .option("--active <yes|no>", "whether it is sold at present")
    .option("--goes-with <product>", "what is bought together with it; several times for several", collect)
    .option("--upgrade-of <product>", "what it is the better version of", collect)
    .option("--note <text>", "a lasting remark");
}

/** Checks what was typed; gives the draft of a product's change. An empty text empties. */
export async function productDraft(
  app: App,
  options: ProductOptions,
): Promise<(before: Priced) => ProductDraft> {
  const { name, sku, recurring, tax, active } = options;
  const row: ProductRow = {
    ...(name === undefined ? {} : nameColumns(name)),
    ...(sku === undefined ? {} : skuColumns(sku)),
    ...text("unit", options.unit),
    ...text("note", options.note),
    ...(recurring === undefined
      ? {}
      : { recurring: recurring === "" ? null : oneOf("--recurring", recurring, recurrences) }),
    ...(tax === undefined ? {} : { taxBp: tax === "" ? null : rateOption("--tax", tax) }),
    ...(active === undefined ? {} : { isActive: oneOf("--active", active, ["yes", "no"]) === "yes" ? 1 : 0 }),
  };
  const links = {
    goesWith: await productIds(app, options.goesWith),
    upgradeOf: await productIds(app, options.upgradeOf),
  };
  return (before) => ({ row: { ...row, ...prices(options, before) }, links });
}

function text(key: "unit" | "note", value: string | undefined): ProductRow {
  return value === undefined ? {} : { [key]: keptText(value) };
}

export async function productIds(app: App, refs: readonly string[] = []): Promise<number[]> {
  const ids: number[] = [];
  for (const ref of refs) ids.push((await pick(app, app.writer(), "product", ref)).id);
  return ids;
}

/** What a product costs before the change; null: not known. */
export interface Priced {
  readonly currency: string;
  readonly priceMinor: number | null;
  readonly costMinor: number | null;
}

/** Price and cost of one product are in one currency; another currency needs both anew. */
function prices({ price, cost, currency }: ProductOptions, before: Priced): ProductRow {
  const own = before.currency;
  const asked = currency === undefined ? undefined : currencyOption(currency, own);
  const sold = minorOf({ option: "--price", text: price, own, currency: asked });
  const paid = minorOf({ option: "--cost", text: cost, own, currency: asked });
  const [used = asked ?? own, other = used] = [sold, paid].flatMap((amount) => amount?.currency ?? []);
  const stays =
    used !== own &&
    ((before.priceMinor !== null && price === undefined) ||
      (before.costMinor !== null && cost === undefined));
  if (used !== other || stays) {
    throw new UserError("usage", "price and cost are in one currency", "give --price and --cost in " + used);
  }
  return {
    ...(price === undefined ? {} : { priceMinor: sold?.minor ?? null }),
    ...(cost === undefined ? {} : { costMinor: paid?.minor ?? null }),
    ...(used === own ? {} : { currency: used }),
  };
}

interface Amount {
  readonly option: string;
  readonly text: string | undefined;
  readonly own: string;
  readonly currency: string | undefined;
}

/** Undefined: not said, or emptied. */
function minorOf({ text: typed, ...option }: Amount): { minor: number; currency: string } | undefined {
  if (typed === undefined || typed === "") return undefined;
  const money = amountOption({ ...option, text: typed });
  if (money.minor >= 0) return money;
  throw new UserError("usage", option.option + ': "' + typed + '" is below zero');
}
