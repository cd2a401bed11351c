import type { App } from "../app.ts";
import { UserError } from "../errors.ts";
import { pluralOf } from "../print.ts";
import { fieldsOf } from "../store/fields.ts";
import { listRows } from "../store/list.ts";
import type { Referable } from "../store/reference.ts";
import { filterText, whereOf } from "./list.ts";
import type { ListOptions } from "./options.ts";
import { confirm, pick } from "./pick.ts";

interface Choice {
  readonly noun: Referable;
  readonly ref: string | undefined;
  readonly options: Pick<ListOptions, "where" | "segment">;
  /** What a change of three or more is asked about as ("Change 5 contacts?"); left out when the caller asks. */
  readonly action?: string;
}

/** The records a write is for: the one that is named, or all that fit --where or --segment; never all by omission. */
export async function chooseMany(app: App, { noun, ref, options, action }: Choice): Promise<number[]> {
  const text = filterText([], options);
  const db = app.writer();
  if ((ref === undefined) === (text === undefined)) {
    throw new UserError("usage", "name one " + noun + ", or choose several with --where or --segment");
  }
  if (ref !== undefined) return [(await pick(app, db, noun, ref)).id];
  const { table, fields } = fieldsOf(db, noun);
  const rows = listRows(db, { table, fields, keys: ["id"], where: await whereOf(app, db, noun, text) });
  const ids = [...rows].map((row) => Number(row.id));
  if (ids.length === 0) throw new UserError("not_found", "no " + noun + " fits " + text);
  if (action !== undefined && ids.length >= 3)
    await confirm(app, action + " " + ids.length + " " + pluralOf(noun));
  return ids;
}

/** "Changed contact 12 Jane Roe", or "Changed 5 contacts". */
export function whatWasDone(
  verb: string,
  noun: Referable,
  records: readonly { id: number; name: string }[],
): string {
  const [first] = records;
  if (records.length !== 1 || first === undefined) return verb + " " + records.length + " " + pluralOf(noun);
  return verb + " " + noun + " " + first.id + " " + first.name;
}

/** What a write answers with: the record itself when it was one. The journal keeps the same for --idem. */
export function oneOrAll<T>(records: readonly T[]): T | readonly T[] {
  const [first] = records;
  return records.length === 1 && first !== undefined ? first : records;
}
