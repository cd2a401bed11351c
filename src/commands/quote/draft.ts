import type { Command } from "commander";
import type { App } from "../../app.ts";
import { UserError } from "../../errors.ts";
import type { Agreement } from "../../store/agreement.ts";
import type { Db } from "../../store/db.ts";
import { getDeal } from "../../store/deal.ts";
import { type Pricing, pricedLine } from "../../store/quote/pricing.ts";
import type { QuoteLine } from "../../store/quote/total.ts";
import type { QuoteOffer } from "../../store/quote/version.ts";
import type { QuoteDetail, QuoteDraft, QuoteRow } from "../../store/quote.ts";
import { keptText } from "../../values/kept-text.ts";
import { termsOf } from "../customer-terms.ts";
import { type SetOptions, setOption } from "../options/custom.ts";
import { newCustomer } from "../options/customer.ts";
import { currencyOption, naming } from "../options/money.ts";
import { rateOption } from "../options/rate.ts";
import { type TeamOptions, teamOptions, withoutOption } from "../options/team.ts";
import { collectWhole, wholeNumber } from "../options.ts";
import { pick } from "../pick.ts";
import { quoteLine } from "./line.ts";

/** What an offer holds, as it is typed. */
interface OfferOptions extends TeamOptions, SetOptions {
  readonly line?: readonly string[];
  readonly tax?: string;
  readonly discount?: string;
  readonly validUntil?: string;
  readonly terms?: string;
  readonly owner?: string;
  readonly note?: string;
}

export interface NewQuoteOptions extends OfferOptions {
  readonly deal?: string;
  readonly contact?: string;
  readonly company?: string;
  readonly currency?: string;
}

export interface QuoteEdits extends OfferOptions {
  readonly addLine?: readonly string[];
  readonly dropLine?: number;
}

function offerOptions(command: Command): Command {
  return teamOptions(setOption(command))
    .option(
      "--line <line>",
      '"product x 3", "title x 1.5 @ price - 10% tax 7%"; several times for several',
      collectWhole,
    )
    .option("--tax <percent>", "tax rate of all lines that name none; else that of their products")
    .option("--discount <percent>", "off the whole quote")
    .option("--valid-until <date>", "the last day on which it holds")
    .option("--terms <text>", "payment, delivery and other terms")
    .option("--owner <user>", "who looks after it")
    .option("--note <text>", "a remark for yourself, not printed");
}

export function newQuoteOptions(command: Command): Command {
  return offerOptions(
    command
      .option("--deal <deal>", "the deal it is about; it is for that deal's customer")
      .option("--company <company>", "which company it is for; else where the contact works")
      .option("--currency <code>", "currency of the prices"),
  );
}

export function editOptions(command: Command): Command {
  return withoutOption(offerOptions(command))
    .option("--add-line <line>", "one more line; several times for several", collectWhole)
    .option("--drop-line <n>", "without the line of this place", wholeNumber);
}

interface Party {
  readonly dealId: number | null;
  readonly contactId: number | null;
  readonly companyId: number | null;
  readonly currency: string;
}

/** A new quote as typed, priced with what was agreed with the customer. */
export async function newQuote(app: App, options: NewQuoteOptions): Promise<QuoteDraft> {
  const db = app.writer();
  const party = await partyOf(app, db, options);
  const agreements = await termsOf(app, db, party);
  const pricing = { currency: party.currency, taxBp: rateOf("--tax", options.tax), agreements };
  const offer: QuoteOffer = {
    lines: pricedLines(db, options.line ?? [], pricing),
    discountBp: rateOf("--discount", options.discount) ?? 0,
    validUntilDate: null,
    terms: null,
    perks: perksOf(agreements),
    ...plainOffer(app, options),
  };
  return { row: { ...party, ...plainRow(options) }, offer };
}

async function partyOf(app: App, db: Db, options: NewQuoteOptions): Promise<Party> {
  const own = app.currency();
  const asked = options.currency === undefined ? undefined : currencyOption(options.currency, own);
  const typed = await newCustomer(app, db, options);
  const deal =
    options.deal === undefined ? undefined : getDeal(db, (await pick(app, db, "deal", options.deal)).id);
  const party = {
    dealId: deal?.id ?? null,
    contactId: typed.contactId ?? deal?.contactId ?? null,
    companyId: typed.companyId ?? deal?.companyId ?? null,
    currency: asked ?? deal?.currency ?? own,
  };
  if (party.dealId !== null || party.contactId !== null || party.companyId !== null) return party;
  throw new UserError(
    "usage",
    "who is it for? Name a contact, --deal or --company",
    "crm quote add --deal 3",
  );
}

/** Checks what was typed and gives what becomes of a quote. */
export async function quoteEdit(
  app: App,
  quote: QuoteDetail,
  edits: QuoteEdits,
): Promise<{ row: QuoteRow; offer: QuoteOffer | undefined }> {
  if (Object.keys(edits).length === 0) {
    throw new UserError("usage", "nothing to change", 'say what, such as --add-line "Travel @ 120"');
  }
  const row = plainRow(edits);
  const own = ["owner", "note", "set", "with", "without"];
  if (Object.keys(edits).every((key) => own.includes(key))) return { row, offer: undefined };
  const db = app.writer();
  const agreements = await termsOf(app, db, quote);
  const pricing = { currency: quote.currency, taxBp: rateOf("--tax", edits.tax), agreements };
  const { discountBp, validUntilDate, terms } = quote;
  const offer = {
    ...{
      lines: editedLines(db, { quote, edits, pricing }),
      validUntilDate,
      terms,
      perks: perksOf(agreements),
    },
    discountBp: edits.discount === "" ? 0 : (rateOf("--discount", edits.discount) ?? discountBp),
    ...plainOffer(app, edits),
  };
  return { row, offer };
}

interface LineEdit {
  readonly quote: QuoteDetail;
  readonly edits: QuoteEdits;
  readonly pricing: Pricing;
}

/** Lines that stay keep their prices, as they were offered; --tax holds for them too. */
function editedLines(db: Db, { quote, edits, pricing }: LineEdit): QuoteLine[] {
  const { line, addLine = [], dropLine } = edits;
  const { taxBp } = pricing;
  if (dropLine !== undefined && (line !== undefined || quote.lines[dropLine - 1] === undefined)) {
    throw new UserError("usage", "--drop-line: there is no line " + dropLine, "crm quote show " + quote.id);
  }
  const kept = quote.lines
    .filter((_, at) => at + 1 !== dropLine)
    .map((one) => (taxBp === undefined ? one : { ...one, taxBp }));
  return [
    ...(line === undefined ? kept : pricedLines(db, line, pricing)),
    ...pricedLines(db, addLine, pricing),
  ];
}

function pricedLines(db: Db, lines: readonly string[], pricing: Pricing): QuoteLine[] {
  return naming("--line", () =>
    lines.map((text) => pricedLine(db, quoteLine(text, pricing.currency), pricing)),
  );
}

function rateOf(option: string, text: string | undefined): number | undefined {
  return text === undefined || text === "" ? undefined : rateOption(option, text);
}

function perksOf(agreements: readonly Agreement[]): string | null {
  const perks = agreements.flatMap(({ perk }) => perk ?? []);
  return perks.length === 0 ? null : [...new Set(perks)].join("\n");
}

/** An empty text takes away. */
function plainOffer(
  app: App,
  { validUntil, terms }: OfferOptions,
): Partial<Pick<QuoteOffer, "validUntilDate" | "terms">> {
  return {
    ...(validUntil === undefined
      ? {}
      : { validUntilDate: validUntil === "" ? null : dayToCome(app, validUntil) }),
    ...(terms === undefined ? {} : { terms: keptText(terms) }),
  };
}

function dayToCome(app: App, text: string): string {
  const { date } = naming("--valid-until", () => app.when(text));
  if (date >= app.today()) return date;
  throw new UserError("usage", '--valid-until: "' + text + '" is ' + date + ", which has passed");
}

function plainRow({ owner, note }: OfferOptions): QuoteRow {
  return {
    ...(owner === undefined ? {} : { owner: owner.trim() || null }),
    ...(note === undefined ? {} : { note: keptText(note) }),
  };
}

/** What was agreed and made a price or came along, for a person to read. */
export function appliedText({ lines, perks }: QuoteOffer): string {
  const applied = lines.filter(({ reason }) => reason !== null).length;
  const parts = [
    ...(applied === 0 ? [] : [applied + (applied === 1 ? " line" : " lines") + " at agreed terms"]),
    ...(perks === null ? [] : ["with " + perks.replaceAll("\n", ", ")]),
  ];
  return parts.length === 0 ? "" : "; " + parts.join(", ");
}
