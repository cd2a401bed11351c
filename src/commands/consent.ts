import type { Command } from "commander";
import type { App } from "../app.ts";
import type { Column } from "../field.ts";
import {
  type ConsentAnswer,
  type ConsentDraft,
  type ConsentState,
  consentAnswers,
  isForAllElse,
  listConsents,
  recentConsents,
  recordConsent,
  usualPurpose,
} from "../store/consent.ts";
import { channels } from "../store/contact.ts";
import { instant } from "../values/date.ts";
import { collect, examples, oneOf, wholeNumber } from "./options.ts";
import { pick } from "./pick.ts";

const columns: readonly Column[] = [
  { key: "id", header: "Id", type: "id" },
  { key: "contactId", header: "Contact", type: "id" },
  { key: "contact", header: "Name", type: "text" },
  { key: "channel", header: "Channel", type: "text" },
  { key: "purpose", header: "Purpose", type: "text" },
  { key: "state", header: "State", type: "text" },
  { key: "statedAt", header: "Said", type: "instant" },
  { key: "source", header: "Source", type: "text" },
  { key: "wording", header: "Wording", type: "text", detail: true },
];

interface ConsentOptions {
  readonly channel?: readonly string[];
  readonly purpose?: string;
  readonly source?: string;
  readonly wording?: string;
  readonly at?: string;
}

/** The ledger of who agreed to be reached, and who refused. */
export function consent(noun: Command, app: App): void {
  examples(
    consentOptions(noun.command("give <contact>").description("Note that a person agreed to be reached")),
    'crm consent give jane --channel email --source "web form" --wording "Yes, send me the newsletter"',
    "crm consent give jane --channel call,letter --purpose newsletter --at 2026-11-20",
  ).action((ref: string, options: ConsentOptions) => note(app, "given", ref, options));

  examples(
    consentOptions(
      noun
        .command("withdraw <contact>")
        .description("Note that a person refused; every channel and purpose unless named"),
    ),
    "crm consent withdraw jane --channel email --source mail",
    "crm consent withdraw jane",
  ).action((ref: string, options: ConsentOptions) => note(app, "withdrawn", ref, options));

  examples(
    noun
      .command("list [contact]")
      .description("What was said, the latest first")
      .option("--limit <n>", "at most so many", wholeNumber),
    "crm consent list",
    "crm consent list jane --format csv",
  ).action(async (ref: string | undefined, { limit }: { limit?: number }) => {
    const db = app.read();
    const id = ref === undefined ? undefined : (await pick(app, db, "contact", ref)).id;
    await app.print(columns, recentConsents(db, { contactId: id, limit }));
  });
}

function consentOptions(command: Command): Command {
  return command
    .option("--channel <channel>", channels.join(", ") + " or any; several times or with commas", collect)
    .option("--purpose <text>", 'what for, if not "' + usualPurpose + '"; "any" for everything')
    .option("--source <text>", "where it was said: a form, a call, a letter")
    .option("--wording <text>", "the words that were agreed to")
    .option("--at <when>", "when it was said, if not now");
}

/** Agreeing is for one purpose unless told otherwise, refusing for all of them. */
async function note(app: App, state: ConsentState, ref: string, options: ConsentOptions): Promise<void> {
  const words = options.channel ?? ["any"];
  const chosen = words.map((word) => oneOf("--channel", word, [...channels, "any"] as const));
  const purpose = options.purpose?.trim() || (state === "given" ? usualPurpose : "any");
  const when = options.at === undefined ? undefined : app.when(options.at);
  const said = when === undefined ? app.now() : new Date(when.at ?? when.date + "T12:00:00Z");
  const { id: contactId, name } = await pick(app, app.writer(), "contact", ref);
  const drafts: ConsentDraft[] = chosen.map((channel) => ({
    contactId,
    channel,
    purpose,
    state,
    statedAt: instant(said),
    source: options.source?.trim() || null,
    wording: options.wording?.trim() || null,
  }));
  const rows = app.write((db, at) => {
    const ids = drafts.map((draft) => recordConsent(db, draft, at));
    return listConsents(db, contactId)
      .filter((row) => ids.includes(row.id))
      .map((row) => ({ ...row, contactId, contact: name }));
  });
  const what = chosen.join(", ") + (purpose === "any" ? "" : " for " + purpose);
  const verb = state === "given" ? " may be reached by: " : " refuses to be reached by: ";
  await app.wrote(name + verb + what, columns, rows);
  app.say("now: " + answersText(consentAnswers(app.writer(), contactId)));
}

/** "email given"; answers for several purposes each say for which: else the later and the earlier contradict each other. */
function answersText(answers: readonly ConsentAnswer[]): string {
  const isOne = new Set(answers.map(({ purpose }) => purpose)).size === 1;
  const forWhat = (purpose: string, at: number) =>
    isForAllElse(answers, at) ? " for all else" : " for " + (purpose === "any" ? "any purpose" : purpose);
  return answers
    .map(({ channel, state, purpose }, at) => channel + " " + state + (isOne ? "" : forWhat(purpose, at)))
    .join(", ");
}
