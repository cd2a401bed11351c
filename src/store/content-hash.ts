import { createHash } from "node:crypto";
import { tablesOf } from "./backup/copy.ts";
import type { Db } from "./db.ts";
import { quoted } from "./quoted.ts";

/** SHA-256 of the schema and of every row in the order of the file; the same for copies of the same content. */
export function contentHash(db: Db): string {
  const hash = createHash("sha256");
  for (const row of db.all("SELECT name, sql FROM sqlite_schema ORDER BY name"))
    hash.update(JSON.stringify(row));
  for (const table of tablesOf(db)) {
    hash.update("\n" + table);
    // A statement of its own each: rows are taken one by one.
    for (const row of db.prepare("SELECT * FROM " + quoted(table)).iterate())
      hash.update(JSON.stringify(row));
  }
  return hash.digest("hex");
}
