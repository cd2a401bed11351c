import type { App } from "../../app.ts";
import { UserError } from "../../errors.ts";
import { addFollowup, followupFields, getFollowup } from "../../store/followup.ts";
import { chooseMany } from "../choose.ts";
import { filterText } from "../list.ts";
import { dueText, notePast } from "../options/due.ts";
import type { ListOptions } from "../options.ts";
import { planOf } from "./change.ts";
import { type FollowupOptions, followupDraft } from "./draft.ts";
import type { RepeatOptions } from "./repeat.ts";

type AddOptions = FollowupOptions & RepeatOptions & Pick<ListOptions, "where" | "segment">;

/** `crm followup add`: one, or with a filter one for each contact that fits. */
export async function addFollowups(app: App, title: string, options: AddOptions): Promise<void> {
  const isForMany = options.where !== undefined || options.segment !== undefined;
  return isForMany ? addForMany(app, title, options) : addOne(app, title, options);
}

async function addOne(app: App, title: string, options: AddOptions): Promise<void> {
  const draft = await followupDraft(app, title, options);
  const added = app.write((db, at) => getFollowup(db, addFollowup(db, draft, at)));
  await app.wrote("Added " + planOf(app, added), followupFields, added);
  notePast(app, draft);
}

async function addForMany(app: App, title: string, options: AddOptions): Promise<void> {
  const { where, segment, ...plan } = options;
  const named = (["for", "contact", "company", "deal"] as const).find((key) => plan[key] !== undefined);
  if (named !== undefined) {
    throw new UserError("usage", "--" + named + " and a filter: a follow-up is for one or for all that fit");
  }
  const draft = await followupDraft(app, title, plan);
  const filter = { ...(where === undefined ? {} : { where }), ...(segment === undefined ? {} : { segment }) };
  if (filterText([], filter) === undefined) {
    throw new UserError("usage", "--where: the filter is empty", "say for whom, such as --where 'tag = vip'");
  }
  const action = 'Plan "' + draft.title + '" for';
  const contactIds = await chooseMany(app, { noun: "contact", ref: undefined, options: filter, action });
  const added = app.write((db, at) =>
    contactIds.map((contactId) => getFollowup(db, addFollowup(db, { ...draft, contactId }, at))),
  );
  const what = added.length === 1 ? "1 follow-up" : added.length + " follow-ups";
  await app.wrote(
    "Added " + what + " on " + dueText(draft, app.zone()) + ": " + draft.title,
    followupFields,
    added,
  );
  notePast(app, draft);
}
