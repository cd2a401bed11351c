import { type Command, Option } from "commander";
import type { App } from "../app.ts";
import { UserError } from "../errors.ts";
import type { ActivityDraft, ActivityKind, ActivityRow } from "../store/activity.ts";
import { dealParties } from "../store/followup.ts";
import { searchRecords } from "../store/search.ts";
import { instant, toInstant } from "../values/date.ts";
import { keptText } from "../values/kept-text.ts";
import { naming } from "./options/money.ts";
import { collectWhole, wholeNumber } from "./options.ts";
import { pick } from "./pick.ts";

/** What is said of an activity besides who it was with. */
export interface ActivityOptions {
  readonly at?: string;
  readonly minutes?: number;
  readonly in?: boolean;
  readonly out?: boolean;
  readonly outcome?: string;
  readonly deal?: string;
  readonly company?: string;
  readonly text?: string;
  readonly with?: readonly string[];
}

export function activityOptions(command: Command): Command {
  return command
    .option("--at <when>", "when it was, such as 'yesterday 15:00' (a day alone is its noon)")
    .option("--minutes <n>", "how long it took", wholeNumber)
    .addOption(new Option("--in", "it came from them").conflicts("out"))
    .addOption(new Option("--out", "it went to them").conflicts("in"))
    .option("--outcome <outcome>", "what came of it, such as interested or 'no answer'")
    .option("--deal <deal>", "the deal it was about")
    .option("--company <company>", "the company it was with, where that is not one person")
    .option("--text <text>", "what was said")
    .option("--with <contact>", "who took part; several times for several", collectWhole);
}

/** What was typed, checked; options that are absent leave their columns out, an empty text empties. */
export async function activityRow(app: App, options: ActivityOptions): Promise<ActivityRow> {
  const db = app.writer();
  const { deal, company } = options;
  return {
    ...(options.at === undefined ? {} : { happenedAt: pastMoment(app, options.at) }),
    ...(options.minutes === undefined ? {} : { minutes: options.minutes }),
    ...(options.in === true ? { direction: "in" } : options.out === true ? { direction: "out" } : {}),
    ...(options.outcome === undefined ? {} : { outcome: options.outcome.trim() || null }),
    ...(options.text === undefined ? {} : { body: keptText(options.text) }),
    ...(deal === undefined ? {} : { dealId: deal === "" ? null : (await pick(app, db, "deal", deal)).id }),
    ...(company === undefined
      ? {}
      : { companyId: company === "" ? null : (await pick(app, db, "company", company)).id }),
  };
}

/**
 * The words after `crm log call`: contacts, and of two or more words the last one as the text (with --text all of them
 * are contacts). Nobody named: a deal stands for its contact.
 */
export async function activityDraft(
  app: App,
  kind: ActivityKind,
  words: readonly string[],
  options: ActivityOptions,
): Promise<ActivityDraft> {
  const hasText = options.text === undefined && words.length > 1;
  const refs = [...(hasText ? words.slice(0, -1) : words), ...(options.with ?? [])];
  const text = hasText ? words.at(-1) : options.text;
  const row = await activityRow(app, { ...options, ...(text === undefined ? {} : { text }) });
  const named = await pickContacts(app, refs).catch((error: unknown) => {
    throw hasText && words.length > 2 ? unquoted(error, kind, words) : error;
  });
  const contactIds = named.length > 0 ? named : dealContact(app, row);
  if (contactIds.length === 0 && !row.companyId && !row.dealId) {
    throw new UserError("usage", "name a contact", "crm log " + kind + ' jane "what was said"');
  }
  if (hasText && text !== undefined) noteName(app, text);
  return { ...row, happenedAt: String(row.happenedAt ?? instant(app.now())), kind, contactIds };
}

/** `crm log call jane wants a quote` reads "wants" and "a" as names: nobody is called so, for the quotation marks are missing. */
function unquoted(error: unknown, kind: ActivityKind, [who = "", ...said]: readonly string[]): unknown {
  const isNobody = error instanceof UserError && error.kind === "not_found";
  if (!isNobody || error.message.includes('"' + who + '"')) return error;
  const hint = "what was said stands in quotes: crm log " + kind + " " + who + ' "' + said.join(" ") + '"';
  return new UserError("not_found", error.message, hint);
}

/** The contacts that the references mean, in their order, each once. */
export async function pickContacts(app: App, refs: readonly string[]): Promise<number[]> {
  const ids: number[] = [];
  for (const ref of refs) ids.push((await pick(app, app.writer(), "contact", ref)).id);
  return [...new Set(ids)];
}

function dealContact(app: App, row: ActivityRow): number[] {
  if (typeof row.dealId !== "number") return [];
  const { contactId } = dealParties(app.writer(), row.dealId);
  return contactId === null ? [] : [contactId];
}

/** `crm log meeting jane tom` reads "tom" as the text: said when there is somebody of that name. */
function noteName(app: App, text: string): void {
  if (/\s/.test(text.trim())) return;
  const query = { text, noun: "contact", nameOnly: true, limit: 1 } as const;
  if (searchRecords(app.writer(), query).length === 0) return;
  app.say('note: "' + text + '" is the text; to name a contact: --with ' + text);
}

/** When it happened. Words mean the past ("fri" is last Friday); a day without a time is noon there, today is now. */
export function pastMoment(app: App, text: string): string {
  const zone = app.zone();
  const now = instant(app.now());
  const { date, at } = naming("--at", () => app.when(text, "past"));
  if (at === null && date === app.today()) return now;
  const moment = at ?? toInstant(date, "12:00", zone);
  if (moment <= now) return moment;
  const hint = 'for what is to come: crm followup add "' + text + ': ..." --for <contact>';
  throw new UserError("usage", '--at: "' + text + '" is in the future (' + date + ")", hint);
}
