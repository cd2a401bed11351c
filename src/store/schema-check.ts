import { type Db, openDb } from "./db.ts";
import { triggersIn } from "./foreign.ts";

/** How the file's tables and indexes differ from those that crm makes; of what others have added only triggers, which act. */
export function schemaFaults(db: Db): string[] {
  const made = openDb({ path: ":memory:", mode: "write", busyMs: 0 });
  try {
    const found = definitionsOf(db);
    const differing = [...definitionsOf(made)]
      .filter(([name, sql]) => found.get(name) !== sql)
      .map(([name]) => name + (found.has(name) ? " is not as crm makes it" : " is missing"));
    return [...differing, ...triggersIn(db).map((name) => "trigger " + name + " is not of crm")];
  } finally {
    made.close();
  }
}

/** Type and name to what made it; how it is spaced and quoted depends on who changed the table last. */
function definitionsOf(db: Db): Map<string, string> {
  const sql = "SELECT type || ' ' || name AS name, sql FROM main.sqlite_schema WHERE sql IS NOT NULL";
  const rows = db.all<{ name: string; sql: string }>(sql);
  return new Map(rows.map(({ name, sql }) => [name, sql.replace(/["\s]+/g, "")]));
}
