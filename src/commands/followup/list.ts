import type { App } from "../../app.ts";
import { exitCodes } from "../../errors.ts";
import type { Filter } from "../../filter/parse.ts";
import { countRows } from "../../store/list.ts";
import { addDays, toInstant } from "../../values/date.ts";
import { filterText, listNoun, whereOf } from "../list.ts";
import type { ListOptions } from "../options.ts";

export interface FollowupListOptions extends ListOptions {
  readonly all?: boolean;
  readonly exitCode?: boolean;
}

/** Prints the open follow-ups that fit; those that are done too with --all, or when the filter speaks of it. */
export async function listFollowups(
  app: App,
  words: readonly string[],
  { all, exitCode, ...options }: FollowupListOptions,
): Promise<void> {
  const text = filterText(words, options);
  const { where: _where, segment: _segment, ...rest } = options;
  const where = all === true ? text : await openOnes(text);
  // Beside those that are open one wants to see which are done.
  const also = all === true ? ["doneAt"] : [];
  const query = { sort: "dueDate,dueAt", also, ...rest, ...(where === undefined ? {} : { where }) };
  await listNoun(app, "followup", [], query);
  if (exitCode === true && (await isAnyDue(app, where))) app.exitCode = exitCodes.due;
}

/** The filter, of the open ones only where it does not speak of that itself. */
export async function openOnes(text: string | undefined): Promise<string> {
  if (text === undefined) return "doneAt:empty";
  const { parseFilter } = await import("../../filter/parse.ts");
  return speaksOfStatus(parseFilter(text)) ? text : "(" + text + ") and doneAt:empty";
}

function speaksOfStatus(filter: Filter): boolean {
  switch (filter.kind) {
    case "and":
    case "or":
      return filter.parts.some(speaksOfStatus);
    case "not":
      return speaksOfStatus(filter.part);
    case "mine":
      return false;
    case "empty":
    case "in":
    case "compare":
      return /^(status|done[_-]?at|done)$/i.test(filter.field);
  }
}

/** Whether one of the follow-ups that fit is overdue or due today, at whatever time. */
async function isAnyDue(app: App, text: string | undefined): Promise<boolean> {
  const db = app.read();
  const fits = await whereOf(app, db, "followup", text);
  const today = app.today();
  const tomorrowAt = toInstant(addDays(today, 1), "00:00", app.zone());
  const due =
    "follow_up.done_at IS NULL AND (follow_up.due_at < ? OR (follow_up.due_at IS NULL AND follow_up.due_date <= ?))";
  const sql = fits === undefined ? due : due + " AND " + fits.sql;
  return countRows(db, "follow_up", { sql, params: [tomorrowAt, today, ...(fits?.params ?? [])] }) > 0;
}
