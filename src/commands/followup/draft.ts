import type { Command } from "commander";
import type { App } from "../../app.ts";
import { UserError } from "../../errors.ts";
import { parseLead } from "../../remind/lead.ts";
import { activityKinds } from "../../store/activity.ts";
import {
  type Due,
  dealParties,
  type Followup,
  type FollowupDraft,
  type FollowupRow,
  priorities,
} from "../../store/followup.ts";
import { type Repeat, repeatRow } from "../../store/followup-repeat.ts";
import { localTime, toInstant } from "../../values/date.ts";
import { keptText } from "../../values/kept-text.ts";
import { dueAndTitle, dueOf } from "../options/due.ts";
import { collectWhole, oneOf } from "../options.ts";
import { pick } from "../pick.ts";
import { type RepeatOptions, repeatingOf } from "./repeat.ts";

/** The options of followup add; edit takes the same and --title. */
export interface FollowupOptions {
  readonly for?: string;
  readonly contact?: string;
  readonly company?: string;
  readonly deal?: string;
  readonly due?: string;
  readonly kind?: string;
  readonly priority?: string;
  readonly owner?: string;
  readonly note?: string;
  readonly remind?: readonly string[];
}

export function followupOptions(command: Command): Command {
  return command
    .option("--for <contact>", "who it is for")
    .option("--contact <contact>", "the same as --for")
    .option("--company <company>", "the company it is for")
    .option("--deal <deal>", "the deal it is about")
    .option("--due <when>", "a day, or a day and time: fri, 'tue 10:00', 'in 2 weeks'")
    .option("--kind <kind>", activityKinds.join(", "))
    .option("--priority <priority>", priorities.join(", "))
    .option("--owner <user>", "who does it")
    .option("--note <text>", "a remark")
    .option(
      "--remind <lead>",
      'how long before crm remind tells of it: "1 day"; can be repeated',
      collectWhole,
    );
}

/** What was typed, checked; options that are absent leave their columns out, an empty text empties. */
export async function followupRow(app: App, options: FollowupOptions): Promise<FollowupRow> {
  const db = app.writer();
  const refId = async (noun: "contact" | "company" | "deal", ref: string) =>
    ref === "" ? null : (await pick(app, db, noun, ref)).id;
  const { company, deal, due, kind, priority, owner, note, remind } = options;
  const contact = options.for ?? options.contact;
  return {
    ...(contact === undefined ? {} : { contactId: await refId("contact", contact) }),
    ...(company === undefined ? {} : { companyId: await refId("company", company) }),
    ...(deal === undefined ? {} : { dealId: await refId("deal", deal) }),
    ...(due === undefined ? {} : dueOf(app, "--due", due)),
    ...(kind === undefined ? {} : { kind: kind === "" ? null : oneOf("--kind", kind, activityKinds) }),
    ...(priority === undefined ? {} : { priority: oneOf("--priority", priority, priorities) }),
    ...(owner === undefined ? {} : { owner: owner.trim() || null }),
    ...(note === undefined ? {} : { note: keptText(note) }),
    ...(remind === undefined ? {} : { remind: leadTexts(remind) }),
  };
}

/** Lead times as they are kept; an empty one empties: then those of crm remind hold. */
function leadTexts(texts: readonly string[]): string | null {
  const keys = texts.filter((text) => text.trim() !== "").map((text) => parseLead("--remind", text).key);
  return [...new Set(keys)].join(", ") || null;
}

/** A new follow-up: due as --due says, or as its title begins, or as it repeats. One about a deal is for who the deal is with. */
export async function followupDraft(
  app: App,
  text: string,
  options: FollowupOptions & RepeatOptions,
): Promise<FollowupDraft & Due> {
  const { title, due, repeat } = await plannedAs(app, text, options);
  const row = await followupRow(app, options);
  const parties = typeof row.dealId === "number" ? dealParties(app.writer(), row.dealId) : {};
  return { ...parties, ...row, ...due, title, ...(repeat === undefined ? {} : repeatRow(repeat)) };
}

interface PlannedAs {
  readonly title: string;
  readonly due: Due;
  readonly repeat?: Repeat;
}

async function plannedAs(
  app: App,
  text: string,
  options: FollowupOptions & RepeatOptions,
): Promise<PlannedAs> {
  if (text.trim() === "") throw new UserError("usage", "the title is empty");
  const said = whenAndWhat(app, text, options.due);
  const repeating = await repeatingOf(app, atMonthEnd(options, options.due ?? text), said?.due);
  const title = said?.title ?? text.trim();
  const due = repeating?.due ?? said?.due;
  if (due === undefined) throw new UserError("usage", "the follow-up needs a due date", hintOf(text));
  return { title, due, ...(repeating === undefined ? {} : { repeat: repeating.repeat }) };
}

/** The end of the month, every month, is the last day of each: not the 30th because it began in November. */
function atMonthEnd(options: RepeatOptions, said: string): RepeatOptions {
  const every = options.every?.trim() ?? "";
  const isEnd = /^\s*(eom|end of (the )?((this|next) )?month)\b/i.test(said);
  return isEnd && /^(every )?(\d+ )?months?$/i.test(every)
    ? { ...options, every: every + " on the last day" }
    : options;
}

/** undefined: neither --due nor the title says when. */
function whenAndWhat(app: App, text: string, due: string | undefined) {
  if (due !== undefined) return { due: dueOf(app, "--due", due), title: text.trim() };
  try {
    return dueAndTitle(app, "the title", text);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError("usage", "the follow-up needs a due date; " + error.message, hintOf(text));
  }
}

function hintOf(text: string): string {
  return 'add --due fri, or begin the title with it: "fri: ' + text.trim() + '"';
}

/** A follow-up at a time keeps its time of day when only a day is said. */
export function snoozedTo(app: App, followup: Followup, text: string): Due {
  const due = dueOf(app, "snooze", text);
  const { dueAt, dueZone } = followup;
  if (due.dueAt !== null || dueAt === null || dueZone === null) return due;
  return { ...due, dueAt: toInstant(due.dueDate, localTime(dueAt, dueZone), dueZone), dueZone };
}
