import type { Db } from "../db.ts";
import { nouns, tableOf } from "../tables.ts";
import { reindexRange } from "./indexing.ts";

/** Makes the index anew, so that nothing is left in it of what is gone from the tables. */
export function rebuildSearch(db: Db): void {
  db.run("INSERT INTO search (search) VALUES ('delete-all')");
  for (const noun of nouns) {
    const last = db.get<{ id: number | null }>("SELECT max(id) AS id FROM " + tableOf[noun])?.id ?? 0;
    reindexRange(db, noun, { first: 1, last });
  }
}
