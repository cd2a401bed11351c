import type { App } from "../../app.ts";
import { UserError } from "../../errors.ts";
import type { Db } from "../../store/db.ts";
import {
  type Due,
  deleteFollowup,
  editFollowup,
  type Followup,
  followupFields,
  getFollowup,
  snoozeFollowup,
} from "../../store/followup.ts";
import { repeatOf, repeatRow } from "../../store/followup-repeat.ts";
import { backUpBeforeMany } from "../backup.ts";
import { oneOrAll } from "../choose.ts";
import { dueOf, dueText, notePast } from "../options/due.ts";
import { confirm } from "../pick.ts";
import { chooseFollowups, type FollowupFilter } from "./choice.ts";
import { type FollowupOptions, followupRow, snoozedTo } from "./draft.ts";
import { type RepeatOptions, refuseLoneEnd, repeatingOf } from "./repeat.ts";

export interface FollowupEdits extends FollowupOptions, RepeatOptions {
  readonly title?: string;
  readonly reopen?: boolean;
}

/** `crm followup snooze`: a number and when; with a filter all words say when. */
export async function snoozeFollowups(
  app: App,
  words: readonly string[],
  options: FollowupFilter,
): Promise<void> {
  const hasFilter = options.where !== undefined;
  const when = words.slice(hasFilter ? 0 : 1).join(" ");
  if (when === "")
    throw new UserError("usage", "snooze: say until when", "such as crm followup snooze 14 mon");
  const action = "Put off to " + when + ":";
  const ids = await chooseFollowups(app, { ids: hasFilter ? [] : words.slice(0, 1), options, action });
  const dues = ids.map((id) => ({ id, due: snoozedTo(app, getFollowup(app.writer(), id), when) }));
  const snoozed = app.write((db, at) =>
    dues.map(({ id, due }) => {
      snoozeFollowup(db, id, { due, at, zone: app.zone() });
      return getFollowup(db, id);
    }),
  );
  const [first] = snoozed;
  if (first === undefined) return;
  const isOne = snoozed.length === 1;
  const what = isOne ? planOf(app, first) : snoozed.length + " follow-ups to " + dueText(first, app.zone());
  await app.wrote("Snoozed " + what, followupFields, isOne ? first : snoozed);
  notePast(app, first);
}

export async function editOne(app: App, id: number, options: FollowupEdits): Promise<void> {
  const { title, reopen } = options;
  if (Object.keys(options).length === 0) {
    throw new UserError("usage", "nothing to change", "say what, such as --due fri");
  }
  if (title?.trim() === "") throw new UserError("usage", "--title: the title is empty");
  const before = getFollowup(app.writer(), id);
  const row = await followupRow(app, options);
  const patch = {
    ...row,
    ...(title === undefined ? {} : { title: title.trim() }),
    ...(reopen === true ? { doneAt: null, ...endOfSeries(app.writer(), before) } : {}),
    ...(await repeatEdits(
      app,
      options.due === undefined ? before : dueOf(app, "--due", options.due),
      options,
    )),
  };
  const changed = app.write((db, at) => {
    getFollowup(db, id);
    editFollowup(db, id, { patch, at });
    return getFollowup(db, id);
  });
  await app.wrote("Changed " + planOf(app, changed), followupFields, changed);
  if (options.due === undefined) return;
  notePast(app, changed);
  const isOneOfMany = changed.repeats !== null && options.every === undefined && options.after === undefined;
  if (isOneOfMany) app.say("note: only this one is moved; with --every as well those after it go with it");
}

/** One that was done has its successor already: opened again, it is one by itself. */
function endOfSeries(db: Db, { id, doneAt }: Followup) {
  return doneAt === null || repeatOf(db, id) === undefined ? {} : repeatRow(null);
}

/** An empty --every or --after ends the repetition; the due date that holds is the first day of a new one. */
async function repeatEdits(app: App, { dueDate, dueAt, dueZone }: Due, options: RepeatOptions) {
  refuseLoneEnd(options);
  if (options.every === "" || options.after === "") return repeatRow(null);
  const made = await repeatingOf(app, options, { dueDate, dueAt, dueZone });
  return made === undefined ? {} : { ...made.due, ...repeatRow(made.repeat) };
}

export async function deleteFollowups(
  app: App,
  ids: readonly string[],
  options: FollowupFilter,
): Promise<void> {
  const chosen = await chooseFollowups(app, { ids, options });
  const found = chosen.map((id) => getFollowup(app.writer(), id));
  await confirm(app, whatWasDone("Delete", found));
  backUpBeforeMany(app, "delete", chosen.length);
  app.write((db) => {
    for (const id of chosen) deleteFollowup(db, id);
    return oneOrAll(found);
  });
  await app.wrote(whatWasDone("Deleted", found), followupFields, oneOrAll(found));
}

/** "follow-up 14 for Jane Roe on Fri 2026-11-27: send the quote (every week on Friday)". */
export function planOf(app: App, plan: Followup): string {
  const who = plan.contact === null ? "" : " for " + plan.contact;
  const again = plan.repeats === null ? "" : " (" + plan.repeats + ")";
  return "follow-up " + plan.id + who + " on " + dueText(plan, app.zone()) + ": " + plan.title + again;
}

/** A follow-up that repeats is gone with all that would have come after it: said, since it is not seen. */
function whatWasDone(verb: string, records: readonly Followup[]): string {
  const [first] = records;
  if (records.length !== 1 || first === undefined) return verb + " " + records.length + " follow-ups";
  const again =
    first.repeats === null || first.doneAt !== null ? "" : " and its repetition (" + first.repeats + ")";
  return verb + " follow-up " + first.id + " " + first.title + again;
}
