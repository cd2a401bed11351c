import type { App } from "../../app.ts";
import { UserError } from "../../errors.ts";
import { type ActivityKind, activityKinds, addActivity } from "../../store/activity.ts";
import type { Db } from "../../store/db.ts";
import {
  addFollowup,
  type Due,
  doneFollowup,
  type Followup,
  followupFields,
  getFollowup,
} from "../../store/followup.ts";
import { draftOf, nextRepeat, repeatOf } from "../../store/followup-repeat.ts";
import { localDate } from "../../values/date.ts";
import type { RuleDays } from "../../values/occurrence.ts";
import { dueText, notePast, requireDueAndTitle } from "../options/due.ts";
import { oneOf } from "../options.ts";
import { chooseFollowups, type FollowupFilter } from "./choice.ts";

export interface DoneOptions extends FollowupFilter {
  readonly log?: string;
  readonly text?: string;
  readonly next?: string;
}

interface Logged {
  readonly kind: ActivityKind;
  /** undefined: the title says it. */
  readonly text: string | undefined;
}

interface Plan {
  readonly due: Due;
  readonly title: string;
}

/** A follow-up that is done, with the numbers of what came of it. */
type Done = Followup & {
  readonly activityId?: number;
  readonly nextId?: number;
  /** The next one of its series; null: it was the last. */
  readonly repeatId?: number | null;
  readonly repeatDueDate?: string;
  readonly repeatDueAt?: string | null;
};

/** `crm followup done`: the words are numbers, with --log the last one may be what was said. */
export async function done(app: App, words: readonly string[], options: DoneOptions): Promise<void> {
  const isNumber = (word: string) => /^#?\d+$/.test(word);
  const last = words.at(-1);
  const said = options.log !== undefined && last !== undefined && !isNumber(last) ? last : undefined;
  const logged = loggedOf(options, said);
  const next = options.next === undefined ? undefined : requireDueAndTitle(app, "--next", options.next);
  const named = said === undefined ? words : words.slice(0, -1);
  const ids = await chooseFollowups(app, { ids: named, options, action: "Done with" });
  const days = await daysFor(app, ids);
  const records = app.write((db, at) => ids.map((id) => finish(app, db, { id, at, logged, next, days })));
  const [first] = records;
  await app.wrote(
    saidOf(app, records, { logged, next }),
    followupFields,
    records.length === 1 && first !== undefined ? first : records,
  );
  if (next !== undefined) notePast(app, next.due);
}

/** --log holds the kind, and may go on with what was said. */
function loggedOf({ log, text }: DoneOptions, said: string | undefined): Logged | undefined {
  if (log === undefined) {
    if (text === undefined) return undefined;
    throw new UserError("usage", "--text is for --log", "add --log call");
  }
  const [, word = "", rest = ""] = /^\s*([^\s:]*):?\s*(.*)$/s.exec(log) ?? [];
  const kind = oneOf("--log", word, activityKinds);
  const texts = [rest, text, said].flatMap((part) => (part?.trim() ? [part.trim()] : []));
  if (texts.length > 1) throw new UserError("usage", "--log: what was said is given twice");
  return { kind, text: texts[0] };
}

/** The library of rules, where one of them repeats by the calendar. */
async function daysFor(app: App, ids: readonly number[]): Promise<RuleDays | undefined> {
  if (ids.every((id) => repeatOf(app.writer(), id)?.basis !== "calendar")) return undefined;
  const { loadRuleDays } = await import("../../values/occurrence.ts");
  return loadRuleDays();
}

interface Finish {
  readonly id: number;
  readonly at: string;
  readonly logged: Logged | undefined;
  readonly next: Plan | undefined;
  readonly days: RuleDays | undefined;
}

function finish(app: App, db: Db, { id, at, logged, next, days }: Finish): Done {
  doneFollowup(db, id, { at, zone: app.zone() });
  const finished = getFollowup(db, id);
  const { contactId, companyId, dealId, kind, priority, owner } = finished;
  if (logged !== undefined && contactId === null && companyId === null && dealId === null) {
    throw new UserError(
      "usage",
      "--log: follow-up " + id + " is for nobody",
      "leave out --log, or: crm log " + logged.kind + " <contact>",
    );
  }
  const activity = logged && {
    ...{ kind: logged.kind, body: logged.text ?? finished.title, happenedAt: at },
    ...{ contactIds: contactId === null ? [] : [contactId], companyId, dealId },
  };
  const plan = next && {
    contactId,
    companyId,
    dealId,
    kind,
    priority,
    owner,
    ...next.due,
    title: next.title,
  };
  const activityId = activity && addActivity(db, activity, at);
  const again = goOn(app, db, { id, at, days });
  const nextId = plan && addFollowup(db, plan, at);
  return {
    ...finished,
    ...(activityId === undefined ? {} : { activityId }),
    ...again,
    ...(nextId === undefined ? {} : { nextId }),
  };
}

/** Writes the next one of a series and says which and when; nothing where it does not repeat. */
function goOn(
  app: App,
  db: Db,
  { id, at, days }: Pick<Finish, "id" | "at" | "days">,
): Pick<Done, "repeatId" | "repeatDueDate" | "repeatDueAt"> {
  const repeat = repeatOf(db, id);
  if (repeat === undefined) return {};
  const next = nextRepeat(repeat, localDate(app.now(), repeat.zone), days);
  if (next === undefined) return { repeatId: null };
  const draft = draftOf(db, id, next);
  return { repeatId: addFollowup(db, draft, at), repeatDueDate: draft.dueDate, repeatDueAt: draft.dueAt };
}

function saidOf(
  app: App,
  records: readonly Done[],
  { logged, next }: { readonly logged: Logged | undefined; readonly next: Plan | undefined },
): string {
  const numbers = (key: "activityId" | "nextId") => records.map((record) => String(record[key])).join(", ");
  const when = (due: Due) => dueText(due, app.zone());
  const log = logged === undefined ? "" : "; logged as " + logged.kind + " " + numbers("activityId");
  const plan =
    next === undefined ? "" : "; next is " + numbers("nextId") + " on " + when(next.due) + ": " + next.title;
  const [first] = records;
  if (records.length !== 1 || first === undefined) {
    const again = records.filter(({ repeatId }) => typeof repeatId === "number").length;
    return (
      "Done: " +
      records.length +
      " follow-ups" +
      (again === 0 ? "" : "; " + again + " come again") +
      log +
      plan
    );
  }
  return "Done: follow-up " + first.id + " " + first.title + againText(app, first) + log + plan;
}

function againText(app: App, { repeatId, repeatDueDate = "", repeatDueAt = null, repeats }: Done): string {
  if (repeatId === undefined) return "";
  if (repeatId === null) return "; it was the last one (" + repeats + ")";
  const due = dueText({ dueDate: repeatDueDate, dueAt: repeatDueAt }, app.zone());
  return "; it comes again as " + repeatId + " on " + due + " (" + repeats + ")";
}
