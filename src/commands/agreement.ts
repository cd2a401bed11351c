import type { Command } from "commander";
import type { App } from "../app.ts";
import { UserError } from "../errors.ts";
import {
  type AgreementDetail,
  addAgreement,
  deleteAgreement,
  editAgreement,
  getAgreement,
} from "../store/agreement.ts";
import { setCustomValues } from "../store/custom.ts";
import { agreementFields } from "../store/fields/agreement.ts";
import {
  type AgreementOptions,
  agreementChange,
  agreementOptions,
  type NewAgreementOptions,
  newAgreement,
} from "./agreement/draft.ts";
import { agreementCard, termsText } from "./agreement/text.ts";
import { listNoun } from "./list.ts";
import { customOf } from "./options/custom.ts";
import { examples, type ListOptions, listOptions } from "./options.ts";
import { confirm } from "./pick.ts";

/** The commands of the noun agreement: what a customer pays or gets that others do not. */
export function agreement(noun: Command, app: App): void {
  examples(
    agreementOptions(noun.command("add").description("Note what was agreed: a price, a discount or a perk"))
      .option("--contact <contact>", "with whom")
      .option("--company <company>", "with which company")
      .option("--segment <name>", "with everybody in a segment"),
    "crm agreement add --company acme --product WEB --price 3600 --until 2026-12-31",
    'crm agreement add --segment west --discount 5 --note "trade fair"',
    'crm agreement add --contact jane --perk "free delivery"',
  ).action((options: NewAgreementOptions) => add(app, options));

  examples(
    listOptions(
      noun.command("list [filter...]").description("List agreements, all or those that fit a filter"),
    ),
    "crm agreement list 'until:empty or until >= today'",
    "crm agreement list 'with ~ acme' --json",
  ).action((words: string[], options: ListOptions) => listNoun(app, "agreement", words, options));

  examples(
    noun.command("show <id>").description("One agreement"),
    "crm agreement show 1",
    "crm agreement show 1 --json",
  ).action((ref: string) => show(app, ref));

  examples(
    agreementOptions(noun.command("edit <id>").description("Change an agreement, such as its last day")),
    "crm agreement edit 1 --until eom",
    "crm agreement edit 1 --discount 7.5",
  ).action((ref: string, options: AgreementOptions) => edit(app, ref, options));

  examples(
    noun.command("delete <id>").description("Delete an agreement; quotes made by it stay as they are"),
    "crm agreement delete 1 --yes",
    "crm agreement delete 1 --dry-run",
  ).action((ref: string) => remove(app, ref));
}

async function add(app: App, options: NewAgreementOptions): Promise<void> {
  const row = await newAgreement(app, options);
  const added = app.write((db, at) => {
    const id = addAgreement(db, row, at);
    setCustomValues(db, { noun: "agreement", id }, customOf(options));
    return getAgreement(db, id);
  });
  await wrote(app, "Added", added);
}

async function show(app: App, ref: string): Promise<void> {
  const shown = getAgreement(app.read(), idOf(ref));
  await app.show(agreementFields, shown, (look) => agreementCard(shown, look));
}

async function edit(app: App, ref: string, options: AgreementOptions): Promise<void> {
  const before = getAgreement(app.writer(), idOf(ref));
  const row = await agreementChange(app, before, options);
  const changed = app.write((db, at) => {
    editAgreement(db, before.id, { row, at });
    setCustomValues(db, { noun: "agreement", id: before.id }, customOf(options));
    return getAgreement(db, before.id);
  });
  await wrote(app, "Changed", changed);
}

async function remove(app: App, ref: string): Promise<void> {
  const gone = getAgreement(app.writer(), idOf(ref));
  await confirm(app, "Delete agreement " + gone.id + " with " + gone.whose);
  app.write((db) => {
    deleteAgreement(db, gone.id);
    return gone;
  });
  await wrote(app, "Deleted", gone);
}

function idOf(ref: string): number {
  const number = /^#?(\d{1,15})$/.exec(ref.trim())?.[1];
  if (number !== undefined) return Number(number);
  throw new UserError("usage", '"' + ref + '" is no id of an agreement', "see: crm agreement list");
}

async function wrote(app: App, verb: string, one: AgreementDetail): Promise<void> {
  const said =
    verb + " agreement " + one.id + " with " + one.whose + ": " + termsText(one, app.setting("locale"));
  await app.wrote(said, agreementFields, one);
}
