import type { Command } from "commander";
import type { App } from "../../app.ts";
import { UserError } from "../../errors.ts";
import type { AgreementDetail, AgreementRow } from "../../store/agreement.ts";
import type { Db } from "../../store/db.ts";
import { getProduct } from "../../store/product.ts";
import { getSegment } from "../../store/segment.ts";
import { keptText } from "../../values/kept-text.ts";
import { type SetOptions, setOption } from "../options/custom.ts";
import { amountOption, naming } from "../options/money.ts";
import { rateOption } from "../options/rate.ts";
import { pick } from "../pick.ts";

export interface AgreementOptions extends SetOptions {
  readonly product?: string;
  readonly price?: string;
  readonly discount?: string;
  readonly perk?: string;
  readonly from?: string;
  readonly until?: string;
  readonly note?: string;
}

export interface NewAgreementOptions extends AgreementOptions {
  readonly contact?: string;
  readonly company?: string;
  readonly segment?: string;
}

export function agreementOptions(command: Command): Command {
  return setOption(command)
    .option("--product <product>", "for this product only; else for everything")
    .option("--price <amount>", "what one of the product costs them")
    .option("--discount <percent>", "off the usual price")
    .option("--perk <text>", "what they get besides, in words")
    .option("--from <date>", "the first day")
    .option("--until <date>", "the last day")
    .option("--note <text>", "a lasting remark");
}

export async function newAgreement(app: App, options: NewAgreementOptions): Promise<AgreementRow> {
  const whose = await whoseOf(app, app.writer(), options);
  const row = await rowOf(app, options);
  checkTerms({ priceMinor: null, discountBp: null, perk: null, productId: null, ...row });
  checkDates({ fromDate: null, untilDate: null, ...row });
  return { ...whose, ...row };
}

/** What was agreed is of one kind: a price that is changed to a discount stops being a price. */
export async function agreementChange(
  app: App,
  before: AgreementDetail,
  options: AgreementOptions,
): Promise<AgreementRow> {
  if (Object.keys(options).length === 0) {
    throw new UserError("usage", "nothing to change", "say what, such as --until eom");
  }
  const typed = await rowOf(app, options);
  const isOther = [options.price, options.discount, options.perk].some((text) => text !== undefined);
  const none = isOther ? { priceMinor: null, currency: null, discountBp: null, perk: null } : {};
  const row = { ...none, ...typed };
  checkTerms({ ...before, ...row });
  checkDates({ ...before, ...row });
  return row;
}

async function whoseOf(
  app: App,
  db: Db,
  { contact, company, segment }: NewAgreementOptions,
): Promise<AgreementRow> {
  const said = [contact, company, segment].filter((text) => text !== undefined);
  if (said.length !== 1) {
    throw new UserError("usage", "with whom? Name one of --contact, --company and --segment");
  }
  if (contact !== undefined) return { contactId: (await pick(app, db, "contact", contact)).id };
  if (company !== undefined) return { companyId: (await pick(app, db, "company", company)).id };
  const { id, name, noun } = getSegment(db, segment ?? "");
  if (noun === "contact" || noun === "company") return { segmentId: id };
  throw new UserError("usage", "--segment: " + name + " is one of " + noun + " records, not of customers");
}

/** An empty text takes away. */
async function rowOf(app: App, options: AgreementOptions): Promise<AgreementRow> {
  const { product, price, discount, perk, note } = options;
  const db = app.writer();
  const productId =
    product === undefined ? undefined : product === "" ? null : (await pick(app, db, "product", product)).id;
  const own = typeof productId === "number" ? getProduct(db, productId).currency : app.currency();
  return {
    ...(productId === undefined ? {} : { productId }),
    ...(price === undefined ? {} : priceRow(price, own)),
    ...(discount === undefined ? {} : { discountBp: rateOption("--discount", discount) }),
    ...(perk === undefined ? {} : { perk: keptText(perk) }),
    ...dayRow(app, "fromDate", options.from),
    ...dayRow(app, "untilDate", options.until),
    ...(note === undefined ? {} : { note: keptText(note) }),
  };
}

function priceRow(text: string, own: string): AgreementRow {
  const { minor, currency } = amountOption({ option: "--price", text, own });
  if (minor >= 0) return { priceMinor: minor, currency };
  throw new UserError("usage", '--price: "' + text + '" is below zero');
}

function dayRow(app: App, key: "fromDate" | "untilDate", text: string | undefined): AgreementRow {
  if (text === undefined) return {};
  const option = key === "fromDate" ? "--from" : "--until";
  return { [key]: text === "" ? null : naming(option, () => app.when(text)).date };
}

type Terms = Pick<AgreementRow, "priceMinor" | "discountBp" | "perk" | "productId">;

function checkTerms({ priceMinor, discountBp, perk, productId }: Terms): void {
  const kinds = [priceMinor, discountBp, perk].filter((term) => term !== null && term !== undefined);
  if (kinds.length !== 1) {
    throw new UserError("usage", "what was agreed? Name one of --price, --discount and --perk");
  }
  if (priceMinor === null || priceMinor === undefined || typeof productId === "number") return;
  throw new UserError(
    "usage",
    "--price: of which product?",
    "--product WEB; --discount can be off everything",
  );
}

function checkDates({ fromDate, untilDate }: Pick<AgreementRow, "fromDate" | "untilDate">): void {
  if (!fromDate || !untilDate || fromDate <= untilDate) return;
  throw new UserError("usage", "it would end on " + untilDate + ", before it begins on " + fromDate);
}
