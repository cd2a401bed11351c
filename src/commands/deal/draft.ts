import type { Command } from "commander";
import type { App } from "../../app.ts";
import { UserError } from "../../errors.ts";
import type { Db } from "../../store/db.ts";
import { type DealDraft, type DealRow, editDeal, getDeal, removeDealTag } from "../../store/deal.ts";
import { dropDealContact } from "../../store/deal-contact.ts";
import type { Moment } from "../../store/order.ts";
import { pipelineNamed } from "../../store/pipeline.ts";
import type { PurchaseOutcome } from "../../store/purchase.ts";
import { firstStage, stageNamed } from "../../store/stage.ts";
import { fold } from "../../values/fold.ts";
import { keptText } from "../../values/kept-text.ts";
import { customOptions } from "../contact/draft.ts";
import type { Away } from "../options/away.ts";
import { customerOption, newCustomer } from "../options/customer.ts";
import { amountOption, currencyOption, naming } from "../options/money.ts";
import { type TeamOptions, teamOptions } from "../options/team.ts";
import { collect, collectWhole } from "../options.ts";
import { pick } from "../pick.ts";

interface DealOptions extends TeamOptions {
  readonly contact?: string;
  readonly also?: readonly string[];
  readonly company?: string;
  readonly amount?: string;
  readonly currency?: string;
  readonly close?: string;
  readonly probability?: string;
  readonly source?: string;
  readonly owner?: string;
  readonly tag?: readonly string[];
  readonly note?: string;
  readonly set?: readonly string[];
}

export interface NewDealOptions extends DealOptions {
  readonly stage?: string;
  readonly pipeline?: string;
}

export interface DealEdits extends DealOptions {
  readonly title?: string;
  readonly untag?: readonly string[];
  readonly drop?: readonly string[];
  readonly lostReason?: string;
  readonly competitor?: string;
}

export function dealOptions(command: Command): Command {
  return teamOptions(
    command
      .option("--contact <contact>", "who it is with")
      .option("--also <contact>", "who else it is with; several times for several", collectWhole)
      .option("--company <company>", "which company it is with; else where the contact works")
      .option("--amount <amount>", "what it is worth, such as 5000 or 5k")
      .option("--currency <code>", "currency of the amount")
      .option("--close <date>", "when it is expected to close")
      .option("--probability <percent>", "0 to 100, in place of the stage's")
      .option("--source <source>", "where it came from")
      .option("--owner <user>", "who looks after it")
      .option("--tag <tag>", "tag; several times or with commas for several", collect)
      .option("--note <text>", "a lasting remark")
      .option("--set <field=value>", "a custom field; several times for several", collectWhole),
  );
}

/** A new deal as typed, checked and in the form in which it is stored. */
export async function dealDraft(app: App, title: string, options: NewDealOptions): Promise<DealDraft> {
  const db = app.writer();
  const pipeline = pipelineNamed(db, options.pipeline);
  const stage =
    options.stage === undefined
      ? firstStage(db, pipeline.id, "open")
      : stageNamed(db, pipeline, options.stage);
  if (stage.kind === "lost") {
    throw new UserError("usage", "--stage: a new deal cannot be lost", "add it, then crm deal lose");
  }
  const also = await contactsOf(app, options.also);
  const [first] = also;
  const own = app.currency();
  const currency = options.currency === undefined ? own : currencyOption(options.currency, own);
  const row = {
    ...{ title: titleOf(title), stageId: stage.id, currency },
    ...plainRow(app, options),
    ...amountRow(options, own),
    ...(await newCustomer(app, db, { ...options, contact: options.contact ?? first?.toString() })),
  };
  return { row, tags: options.tag ?? [], custom: customOptions(options.set ?? []), also };
}

async function contactsOf(app: App, refs: readonly string[] = []): Promise<number[]> {
  const ids: number[] = [];
  for (const ref of refs) ids.push((await pick(app, app.writer(), "contact", ref)).id);
  return ids;
}

/** Checks what was typed and gives the function that changes one deal accordingly. */
export async function dealEdits(
  app: App,
  edits: DealEdits,
  away: Away,
): Promise<(db: Db, id: number, moment: Moment) => PurchaseOutcome> {
  if (Object.keys(edits).every((key) => key === "where" || key === "segment")) {
    throw new UserError("usage", "nothing to change", "say what, such as --amount 5000 or --close fri");
  }
  const row = {
    ...(edits.title === undefined ? {} : { title: titleOf(edits.title) }),
    ...plainRow(app, edits),
    ...(await customerOption(app, app.writer(), edits)),
  };
  const [also, dropped] = [await contactsOf(app, edits.also), await contactsOf(app, edits.drop)];
  const draft = { row, tags: edits.tag ?? [], custom: customOptions(edits.set ?? []), also };
  return (db, id, moment) => {
    const changes = { ...amountEdit(db, id, edits), ...lossEdit(db, id, edits) };
    for (const tag of edits.untag ?? []) away.note("--untag", tag, removeDealTag(db, id, fold(tag)));
    for (const [at, contactId] of dropped.entries()) {
      refuseOwn(db, id, contactId);
      away.note("--drop", edits.drop?.[at] ?? "", dropDealContact(db, id, contactId));
    }
    return editDeal(db, id, { draft: { ...draft, row: { ...row, ...changes } }, ...moment });
  };
}

/** --drop is for those besides; whose deal it is without its own contact, somebody has to say. */
function refuseOwn(db: Db, id: number, contactId: number): void {
  const deal = getDeal(db, id);
  if (deal.contactId !== contactId) return;
  const hint = "crm deal edit " + id + ' --contact ... names another, --contact "" none';
  throw new UserError("refused", "--drop: " + deal.contact + " is the own contact of deal " + id, hint);
}

function titleOf(text: string): string {
  if (text.trim() === "") throw new UserError("usage", "the deal's title is empty");
  return text.trim();
}

/** The columns that do not depend on the deal; an empty text empties. */
function plainRow(app: App, options: DealOptions): DealRow {
  const { close, probability, source, owner, note } = options;
  const text = (key: keyof DealRow, value: string | undefined): DealRow =>
    value === undefined ? {} : { [key]: keptText(value) };
  return {
    ...(close === undefined
      ? {}
      : { closeDate: close === "" ? null : naming("--close", () => app.when(close).date) }),
    ...(probability === undefined
      ? {}
      : { probability: probability === "" ? null : percentOption(probability) }),
    ...text("source", source),
    ...text("owner", owner),
    ...text("note", note),
  };
}

/** A whole percentage, with or without its sign. */
export function percentOption(text: string): number {
  const found = /^(\d{1,3}) ?%?$/.exec(text.trim());
  const percent = Number(found?.[1] ?? Number.NaN);
  if (percent <= 100) return percent;
  throw new UserError(
    "usage",
    '--probability: "' + text + '" is no percentage',
    "write a whole number from 0 to 100",
  );
}

function amountRow({ amount, currency }: DealOptions, own: string): DealRow {
  if (amount === undefined) return {};
  if (amount === "") return { amountMinor: null };
  const money = amountOption({ option: "--amount", text: amount, own, currency });
  if (money.minor < 0) throw new UserError("usage", "--amount: a deal is not worth less than nothing");
  return { amountMinor: money.minor, currency: money.currency };
}

/** An amount without a currency is in the deal's own; a currency alone would change what the amount means. */
function amountEdit(db: Db, id: number, edits: DealEdits): DealRow {
  if (edits.amount === undefined && edits.currency === undefined) return {};
  const deal = getDeal(db, id);
  if (edits.currency === undefined) return amountRow(edits, deal.currency);
  if (edits.amount === undefined && deal.amountMinor !== null) {
    throw new UserError("usage", "--currency: deal " + id + " has an amount", "give --amount as well");
  }
  return { currency: currencyOption(edits.currency, deal.currency), ...amountRow(edits, deal.currency) };
}

function lossEdit(db: Db, id: number, { lostReason, competitor }: DealEdits): DealRow {
  if (lostReason === undefined && competitor === undefined) return {};
  if (getDeal(db, id).status !== "lost") {
    throw new UserError("refused", "deal " + id + " is not lost", "crm deal lose " + id + " --reason ...");
  }
  if (lostReason?.trim() === "") throw new UserError("usage", "--lost-reason is empty");
  return {
    ...(lostReason === undefined ? {} : { lostReason: lostReason.trim() }),
    ...(competitor === undefined ? {} : { competitor: keptText(competitor) }),
  };
}
