import type { Command } from "commander";
import type { App } from "../app.ts";
import { UserError } from "../errors.ts";
import { type ActivityKind, activityKinds, addActivity } from "../store/activity.ts";
import {
  addFollowup,
  deleteFollowup,
  doneFollowup,
  editFollowup,
  type Followup,
  followupFields,
  getFollowup,
  snoozeFollowup,
} from "../store/followup.ts";
import { dueText, notePast, requireDueAndTitle } from "./due-option.ts";
import {
  type FollowupOptions,
  followupDraft,
  followupOptions,
  followupRow,
  snoozedTo,
} from "./followup-draft.ts";
import { type FollowupListOptions, listFollowups } from "./followup-list.ts";
import { examples, listOptions, oneOf } from "./options.ts";
import { confirm } from "./pick.ts";
import { idOf } from "./record-number.ts";

interface FollowupEdits extends FollowupOptions {
  readonly title?: string;
  readonly reopen?: boolean;
}

interface DoneOptions {
  readonly log?: string;
  readonly text?: string;
  readonly next?: string;
}

/** The commands of the noun followup. */
export function followup(noun: Command, app: App): void {
  examples(
    followupOptions(noun.command("add <title>").description("Plan what is to be done, and when")),
    'crm followup add "send the quote" --for jane --due fri --kind email',
    'crm followup add "tue 10:00: call about the offer" --for jane --priority high',
  ).action((title: string, options: FollowupOptions) => add(app, title, options));

  examples(
    listOptions(noun.command("list [filter...]").description("List what is open, by due date"))
      .option("--all", "those that are done as well")
      .option("--exit-code", "end with 10 when one of them is overdue or due today"),
    "crm followup list 'due <= eow and kind = call'",
    "crm followup list --exit-code --quiet",
  ).action((words: string[], options: FollowupListOptions) => listFollowups(app, words, options));

  examples(
    noun.command("show <id>").description("One follow-up with everything about it"),
    "crm followup show 1",
    "crm followup show 1 --json",
  ).action((id: string) => app.show(followupFields, getFollowup(app.read(), followupId(id))));

  examples(
    noun
      .command("done <id...>")
      .description("It is done; log what happened and plan the next step in one go")
      .option("--log <kind>", "log it: " + activityKinds.join(", "))
      .option("--text <text>", "what was said, for --log (else the title)")
      .option("--next <when: what>", 'the next follow-up, such as "in 2 weeks: ask again"'),
    "crm followup done 1",
    'crm followup done 1 --log call --text "has the budget" --next "in 2 weeks: ask again"',
  ).action((ids: string[], options: DoneOptions) => done(app, ids.map(followupId), options));

  examples(
    noun
      .command("snooze <id> <when...>")
      .description("Put it off; one at a time of day keeps that time when only a day is said"),
    "crm followup snooze 1 mon",
    "crm followup snooze 1 in 2 weeks",
  ).action((id: string, when: string[]) => snooze(app, followupId(id), when.join(" ")));

  examples(
    followupOptions(noun.command("edit <id>").description("Change a follow-up; an empty text empties"))
      .option("--title <text>", "what is to be done")
      .option("--reopen", "it is not done after all"),
    "crm followup edit 1 --priority high --note 'ask for Tom'",
    "crm followup edit 1 --due 'tue 10:00' --kind meeting",
  ).action((id: string, options: FollowupEdits) => edit(app, followupId(id), options));

  examples(
    noun.command("delete <id...>").description("Delete follow-ups"),
    "crm followup delete 1 --yes",
    "crm followup delete 1 --dry-run",
  ).action((ids: string[]) => remove(app, ids.map(followupId)));
}

function followupId(text: string): number {
  return idOf("follow-up", text);
}

async function add(app: App, title: string, options: FollowupOptions): Promise<void> {
  const draft = await followupDraft(app, title, options);
  const added = app.write((db, at) => getFollowup(db, addFollowup(db, draft, at)));
  await app.wrote("Added " + planOf(app, added), followupFields, added);
  notePast(app, draft);
}

async function done(app: App, ids: readonly number[], options: DoneOptions): Promise<void> {
  if (options.text !== undefined && options.log === undefined) {
    throw new UserError("usage", "--text is for --log", "add --log call");
  }
  const kind = options.log === undefined ? undefined : oneOf("--log", options.log, activityKinds);
  const next = options.next === undefined ? undefined : requireDueAndTitle(app, "--next", options.next);
  const records = app.write((db, at) =>
    ids.map((id) => {
      doneFollowup(db, id, at);
      const finished = getFollowup(db, id);
      const body = options.text?.trim() || finished.title;
      const activityId =
        kind === undefined ? undefined : addActivity(db, loggedAs(finished, { kind, body, at }), at);
      const nextId = next && addFollowup(db, { ...inherited(finished), ...next.due, title: next.title }, at);
      return {
        ...finished,
        ...(activityId === undefined ? {} : { activityId }),
        ...(nextId === undefined ? {} : { nextId }),
      };
    }),
  );
  const [first] = records;
  const logged = kind === undefined ? "" : "; logged as " + kind + " " + numbers("activityId", records);
  const planned =
    next === undefined
      ? ""
      : "; next is " +
        numbers("nextId", records) +
        " on " +
        dueText(next.due, app.zone()) +
        ": " +
        next.title;
  await app.wrote(
    whatWasDone("Done:", records) + logged + planned,
    followupFields,
    records.length === 1 && first !== undefined ? first : records,
  );
  if (next !== undefined) notePast(app, next.due);
}

function numbers(key: "activityId" | "nextId", records: readonly Followup[]): string {
  return records.map((record) => String(record[key])).join(", ");
}

/** The activity that a finished follow-up stands for. */
function loggedAs(
  { contactId, companyId, dealId }: Followup,
  { kind, body, at }: { kind: ActivityKind; body: string; at: string },
) {
  const contactIds = contactId === null ? [] : [contactId];
  return { kind, body, happenedAt: at, contactIds, companyId, dealId };
}

/** What the next follow-up takes over from the one that is done. */
function inherited({ contactId, companyId, dealId, kind, priority, owner }: Followup) {
  return { contactId, companyId, dealId, kind, priority, owner };
}

async function snooze(app: App, id: number, when: string): Promise<void> {
  const due = snoozedTo(app, getFollowup(app.writer(), id), when);
  const snoozed = app.write((db, at) => {
    snoozeFollowup(db, id, { due, at });
    return getFollowup(db, id);
  });
  await app.wrote("Snoozed " + planOf(app, snoozed), followupFields, snoozed);
  notePast(app, due);
}

async function edit(app: App, id: number, options: FollowupEdits): Promise<void> {
  const { title, reopen } = options;
  if (Object.keys(options).length === 0) {
    throw new UserError("usage", "nothing to change", "say what, such as --due fri");
  }
  if (title?.trim() === "") throw new UserError("usage", "--title: the title is empty");
  const patch = {
    ...(await followupRow(app, options)),
    ...(title === undefined ? {} : { title: title.trim() }),
    ...(reopen === true ? { doneAt: null } : {}),
  };
  const changed = app.write((db, at) => {
    getFollowup(db, id);
    editFollowup(db, id, { patch, at });
    return getFollowup(db, id);
  });
  await app.wrote("Changed " + planOf(app, changed), followupFields, changed);
  if (options.due !== undefined) notePast(app, changed);
}

async function remove(app: App, ids: readonly number[]): Promise<void> {
  const found = ids.map((id) => getFollowup(app.writer(), id));
  await confirm(app, whatWasDone("Delete", found));
  app.write((db) => {
    for (const id of ids) deleteFollowup(db, id);
    return null;
  });
  const [first] = found;
  const records = found.length === 1 && first !== undefined ? first : found;
  await app.wrote(whatWasDone("Deleted", found), followupFields, records);
}

/** "follow-up 14 for Jane Roe on Fri 2026-11-27: send the quote". */
function planOf(app: App, plan: Followup): string {
  const who = plan.contact === null ? "" : " for " + plan.contact;
  return "follow-up " + plan.id + who + " on " + dueText(plan, app.zone()) + ": " + plan.title;
}

function whatWasDone(verb: string, records: readonly Pick<Followup, "id" | "title">[]): string {
  const [first] = records;
  if (records.length !== 1 || first === undefined) return verb + " " + records.length + " follow-ups";
  return verb + " follow-up " + first.id + " " + first.title;
}
