import type { Command } from "commander";
import type { App } from "../app.ts";
import { besidesOf } from "../store/besides.ts";
import { setCustomValues } from "../store/custom.ts";
import type { Db } from "../store/db.ts";
import { quoteFields } from "../store/fields/quote.ts";
import { addQuote, deleteQuote, editQuote } from "../store/quote.ts";
import { momentOf } from "./deal/text.ts";
import { listNoun } from "./list.ts";
import { customOf } from "./options/custom.ts";
import { changeTeam } from "./options/team.ts";
import { examples, type ListOptions, listOptions } from "./options.ts";
import { confirm } from "./pick.ts";
import { quoteCard } from "./quote/card.ts";
import { changeColumns, quoteChanges } from "./quote/changes.ts";
import { quoteDecisions } from "./quote/decide.ts";
import {
  appliedText,
  editOptions,
  type NewQuoteOptions,
  newQuote,
  newQuoteOptions,
  type QuoteEdits,
  quoteEdit,
} from "./quote/draft.ts";
import { quotePrint } from "./quote/print.ts";
import { quoteOf, quoteText, wholeQuote } from "./quote/text.ts";

/** The commands of the noun quote. */
export function quote(noun: Command, app: App): void {
  examples(
    newQuoteOptions(noun.command("add [contact]").description("Offer something: a numbered draft of lines")),
    'crm quote add --deal shop --line "WEB x 1" --line "Travel x 1.5 @ 120" --tax 19 --valid-until eom',
    'crm quote add jane --line "Setup x 1 @ 400 - 10%" --terms "14 days net"',
  ).action((contact: string | undefined, options: NewQuoteOptions) => add(app, contact, options));

  examples(
    listOptions(noun.command("list [filter...]").description("List quotes, all or those that fit a filter")),
    "crm quote list 'status = sent and validUntil < 7d' --sort validUntil",
    "crm quote list 'company ~ acme' --format csv",
  ).action((words: string[], options: ListOptions) => listNoun(app, "quote", words, options));

  examples(
    noun
      .command("show <quote>")
      .description("One quote with its lines and totals, by id or number")
      .option("--changes", "what changed from one version to the next"),
    "crm quote show 1",
    "crm quote show Q-2026-0001 --changes",
  ).action((ref: string, options: { changes?: boolean }) => show(app, ref, options));

  examples(
    editOptions(
      noun
        .command("edit <quote>")
        .description("Change a quote; what was sent is kept, the change is a new version"),
    ),
    'crm quote edit 1 --add-line "Training x 2 @ 300" --valid-until "in 30 days"',
    "crm quote edit Q-2026-0001 --drop-line 2 --discount 5",
  ).action((ref: string, options: QuoteEdits) => edit(app, ref, options));

  quoteDecisions(noun, app);
  quotePrint(noun, app);

  examples(
    noun.command("delete <quote>").description("Delete a draft; a quote that was sent can only expire"),
    "crm quote delete 1 --yes",
    "crm quote delete Q-2026-0001 --dry-run",
  ).action((ref: string) => remove(app, ref));
}

async function add(app: App, contact: string | undefined, options: NewQuoteOptions): Promise<void> {
  const draft = await newQuote(app, contact === undefined ? options : { ...options, contact });
  const added = app.write((db, at) => {
    const id = addQuote(db, draft, momentOf(app, at));
    setBesides(db, id, options);
    return wholeQuote(app, db, id);
  });
  const until = added.validUntilDate === null ? "" : ", valid until " + added.validUntilDate;
  await app.wrote("Added quote " + quoteText(added) + until + appliedText(added), quoteFields, added);
}

async function show(app: App, ref: string, { changes }: { changes?: boolean }): Promise<void> {
  const db = app.read();
  const shown = quoteOf(app, db, ref);
  if (changes !== true) {
    const besides = besidesOf(db, "quote", shown.id);
    return app.show(quoteFields, { ...shown, ...besides }, (look) => quoteCard(shown, besides, look));
  }
  if (shown.versions.length === 1) app.say("Quote " + shown.number + " has one version.");
  await app.print(changeColumns, quoteChanges(db, shown, app.setting("locale")));
}

async function edit(app: App, ref: string, options: QuoteEdits): Promise<void> {
  const before = quoteOf(app, app.writer(), ref);
  const change = await quoteEdit(app, before, options);
  const changed = app.write((db, at) => {
    if (change.offer !== undefined || Object.keys(change.row).length > 0)
      editQuote(db, before, { ...change, at });
    setBesides(db, before.id, options);
    return wholeQuote(app, db, before.id);
  });
  const anew =
    changed.version === before.version ? "" : ", version " + changed.version + ", a draft until it is sent";
  await app.wrote("Changed quote " + quoteText(changed) + anew + appliedText(changed), quoteFields, changed);
}

/** Custom fields, and who works on it. */
function setBesides(db: Db, id: number, options: QuoteEdits): void {
  setCustomValues(db, { noun: "quote", id }, customOf(options));
  changeTeam(db, { noun: "quote", id }, options);
}

async function remove(app: App, ref: string): Promise<void> {
  const gone = quoteOf(app, app.writer(), ref);
  await confirm(app, "Delete quote " + quoteText(gone));
  app.write((db) => {
    deleteQuote(db, gone);
    return gone;
  });
  await app.wrote("Deleted quote " + quoteText(gone), quoteFields, gone);
}
