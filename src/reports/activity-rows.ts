import type { Db } from "../store/db.ts";

/** Activities that one statement packs into one text: a row each would take several times as long. */
const chunk = 1_000;
const rowEnd = "\u001e";

/** One text an activity and contact, notes aside, in order of the activities; `row` is SQL over both tables. */
export function* packedActivities(db: Db, row: string): IterableIterator<string> {
  const last = db.get<{ id: number | null }>("SELECT max(id) AS id FROM activity")?.id ?? 0;
  const sql = [
    "SELECT string_agg(" + row + ", '" + rowEnd + "') AS packed",
    "FROM activity",
    "JOIN activity_contact ON activity_contact.activity_id = activity.id",
    "WHERE activity.id > ? AND activity.id <= ? AND activity.kind <> 'note'",
  ].join("\n");
  const statement = db.prepare(sql);
  for (let id = 0; id < last; id += chunk) {
    const packed = statement.get<{ packed: string | null }>([id, id + chunk])?.packed ?? "";
    if (packed !== "") yield* packed.split(rowEnd);
  }
}
