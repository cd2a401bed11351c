import type { App } from "../../app.ts";
import { UserError } from "../../errors.ts";
import { followupFields } from "../../store/followup.ts";
import { listRows } from "../../store/list.ts";
import { filterText, whereOf } from "../list.ts";
import { confirm } from "../pick.ts";
import { idOf } from "../record-number.ts";
import { openOnes } from "./list.ts";

export interface FollowupFilter {
  readonly where?: string;
}

interface Choice {
  readonly ids: readonly string[];
  readonly options: FollowupFilter;
  /** What a change of three or more is asked about as ("Snooze 5 follow-ups?"); left out when the caller asks. */
  readonly action?: string;
}

export function followupId(text: string): number {
  return idOf("follow-up", text);
}

/** The follow-ups a write is for: those that are named, or all open ones that fit --where; never all by omission. */
export async function chooseFollowups(app: App, { ids, options, action }: Choice): Promise<number[]> {
  const text = filterText([], options);
  if ((ids.length === 0) === (text === undefined)) {
    throw new UserError("usage", "name a follow-up by its number, or choose several with --where");
  }
  if (text === undefined) return ids.map(followupId);
  const db = app.writer();
  const where = await whereOf(app, db, "followup", await openOnes(text));
  const rows = listRows(db, { table: "follow_up", fields: followupFields, keys: ["id"], where });
  const found = [...rows].map((row) => Number(row.id));
  if (found.length === 0) throw new UserError("not_found", "no open follow-up fits " + text);
  if (action !== undefined && found.length >= 3) {
    await confirm(app, action + " " + found.length + " follow-ups");
  }
  return found;
}
