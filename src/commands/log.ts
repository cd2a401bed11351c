import type { Command } from "commander";
import type { App } from "../app.ts";
import { UserError } from "../errors.ts";
import {
  type Activity,
  type ActivityKind,
  activityFields,
  activityKinds,
  addActivity,
  addActivityContacts,
  deleteActivity,
  editActivity,
  getActivity,
  removeActivityContact,
} from "../store/activity.ts";
import { addFollowup, dealParties, type FollowupDraft } from "../store/followup.ts";
import { editText } from "./edit-text.ts";
import { listNoun } from "./list.ts";
import {
  type ActivityOptions,
  activityDraft,
  activityOptions,
  activityRow,
  pickContacts,
} from "./log-draft.ts";
import { dueText, notePast, requireDueAndTitle } from "./options/due.ts";
import { collectWhole, examples, type ListOptions, listOptions, oneOf } from "./options.ts";
import { confirm } from "./pick.ts";
import { idOf } from "./record-number.ts";
import { textOf } from "./text-source.ts";

interface LogOptions extends ActivityOptions {
  readonly edit?: boolean;
  readonly followUp?: string;
}

interface LogEdits extends ActivityOptions {
  readonly kind?: string;
  readonly without?: readonly string[];
}

const abouts: Readonly<Record<ActivityKind, string>> = {
  call: "a phone call",
  email: "an email",
  meeting: "a meeting",
  note: "a remark; it does not count as a contact",
  letter: "a letter",
  chat: "a chat",
  visit: "a visit",
};

/** The commands of the word log. */
export function log(noun: Command, app: App): void {
  for (const kind of activityKinds) declareKind(noun, kind, app);

  examples(
    listOptions(noun.command("list [filter...]").description("List what was logged, newest first")),
    "crm log list 'kind = call and happened > -30d'",
    "crm log list 'contact ~ jane' --format csv",
  ).action((words: string[], options: ListOptions) =>
    listNoun(app, "activity", words, { sort: "-happenedAt", ...options }),
  );

  examples(
    activityOptions(noun.command("edit <id>").description("Change what was logged; an empty text empties"))
      .option("--kind <kind>", activityKinds.join(", "))
      .option("--without <contact>", "who did not take part after all", collectWhole),
    "crm log edit 1 --minutes 20 --outcome interested",
    "crm log edit 1 --at 'yesterday 15:00'",
  ).action((id: string, options: LogEdits) => edit(app, idOf("activity", id), options));

  examples(
    noun.command("delete <id>").description("Delete what was logged"),
    "crm log delete 1 --yes",
    "crm log delete 1 --dry-run",
  ).action((id: string) => remove(app, idOf("activity", id)));
}

function declareKind(noun: Command, kind: ActivityKind, app: App): void {
  examples(
    activityOptions(noun.command(kind + " [words...]").description("Log " + abouts[kind]))
      .usage("<contact>... [text] [options]")
      .option("--edit", "write the text in your editor")
      .option("--follow-up <when: what>", 'what is to be done next, such as "in 3 days: send the quote"')
      .addHelpText(
        "after",
        "\nOf two or more words the last one is the text: quote it, or write - to read standard input. With --text all are contacts.",
      ),
    "crm log " + kind + ' jane "wants a quote" --follow-up "in 3 days: send the quote"',
    "crm log " + kind + ' jane "talked about the relaunch" --at "yesterday 15:00" --minutes 12 --in',
  ).action((words: string[], options: LogOptions) => add(app, kind, words, options));
}

async function add(app: App, kind: ActivityKind, typed: readonly string[], given: LogOptions): Promise<void> {
  const { words, options } = await textRead(app, typed, given);
  const draft = await activityDraft(app, kind, words, options);
  const next =
    options.followUp === undefined ? undefined : requireDueAndTitle(app, "--follow-up", options.followUp);
  const { activity, followupId } = app.write((db, at) => {
    const id = addActivity(db, draft, at);
    const parties = typeof draft.dealId === "number" ? dealParties(db, draft.dealId) : undefined;
    const followup: FollowupDraft | undefined = next && {
      ...next.due,
      title: next.title,
      contactId: draft.contactIds[0] ?? null,
      companyId: draft.companyId ?? parties?.companyId ?? null,
      dealId: draft.dealId ?? null,
    };
    return {
      activity: getActivity(db, id),
      followupId: followup === undefined ? null : addFollowup(db, followup, at),
    };
  });
  const planned =
    next === undefined
      ? ""
      : "; follow-up " + followupId + " on " + dueText(next.due, app.zone()) + ": " + next.title;
  await app.wrote("Logged " + whatOf(activity) + planned, activityFields, {
    ...activity,
    ...(followupId === null ? {} : { followupId }),
  });
  if (next !== undefined) notePast(app, next.due);
}

/** The text of the editor with --edit, of standard input where "-" stands for it; else as typed. */
async function textRead(
  app: App,
  words: readonly string[],
  { edit: inEditor, ...options }: LogOptions,
): Promise<{ words: readonly string[]; options: Omit<LogOptions, "edit"> }> {
  const { text } = options;
  if (inEditor === true) return { words, options: { ...options, text: await editText(app, text ?? "") } };
  const isLast = text === undefined && words.length > 1 && words.at(-1) === "-";
  if (!isLast && text !== "-") return { words, options };
  const read = await textOf(app, "--text", "-");
  return { words: isLast ? words.slice(0, -1) : words, options: { ...options, text: read } };
}

async function edit(app: App, id: number, options: LogEdits): Promise<void> {
  if (Object.keys(options).length === 0) {
    throw new UserError("usage", "nothing to change", "say what, such as --minutes 20");
  }
  const row = await activityRow(app, options);
  const kind = options.kind === undefined ? {} : { kind: oneOf("--kind", options.kind, activityKinds) };
  const added = await pickContacts(app, options.with ?? []);
  const removed = await pickContacts(app, options.without ?? []);
  const activity = app.write((db, at) => {
    getActivity(db, id);
    editActivity(db, id, { patch: { ...row, ...kind }, at });
    addActivityContacts(db, id, added);
    for (const contactId of removed) {
      if (removeActivityContact(db, id, contactId)) continue;
      throw new UserError("refused", "--without: contact " + contactId + " took no part in activity " + id);
    }
    return getActivity(db, id);
  });
  await app.wrote("Changed " + whatOf(activity), activityFields, activity);
}

async function remove(app: App, id: number): Promise<void> {
  const activity = getActivity(app.writer(), id);
  await confirm(app, "Delete " + whatOf(activity));
  app.write((db) => {
    deleteActivity(db, id);
    return activity;
  });
  await app.wrote("Deleted " + whatOf(activity), activityFields, activity);
}

/** "call 5 with Jane Roe". */
function whatOf({ kind, id, contacts }: Activity): string {
  return kind + " " + id + (contacts.length === 0 ? "" : " with " + contacts.join(", "));
}
