// Databases of every earlier schema are brought up to date, also when that is cut off. Nothing has been released yet, so
// they are made: the tables are those of their time, with what fits into them of a database of today.
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { copyOf, crm, faultOf, remove, report, root, start, stateOf } from "./world.mjs";

const steps = readdirSync("migrations")
  .filter((name) => name.endsWith(".sql"))
  .sort();

/** The schema of today. */
export const latest = steps.length;

/** Whether a step from this version on rewrites what is there, so that a copy is kept. */
export function changesData(version) {
  const text = readFileSync("src/store/migrations.ts", "utf8");
  const flags = [...text.matchAll(/step\(\(\) => \w+, (true|false)\)/g)].map(([, flag]) => flag === "true");
  return flags.slice(version).includes(true);
}

export async function migrate(template, moments) {
  let bad = 0;
  for (let version = 1; version < latest; version++) {
    const old = oldDatabase(template, version);
    const done = copyOf(old);
    crm(done, ["contact", "list"]);
    const allowed = [stateOf(join(done, "crm.db"))];
    for (let n = 0; n < moments; n++) {
      const home = copyOf(old);
      const children = [start(home, ["contact", "list"]), start(home, ["tag", "list"])];
      const ended = children.map((child) => new Promise((over) => child.on("close", over)));
      setTimeout(() => children[0].kill("SIGKILL"), 40 + 120 * Math.random());
      await Promise.all(ended);
      const fault = faultOf(home, allowed) ?? lostRows(old, join(home, "crm.db"));
      if (fault !== undefined) {
        bad++;
        report(`  LOST from schema ${version}: ${fault}`);
      }
      remove(home);
    }
    remove(done);
  }
  report(`migrate: ${(latest - 1) * moments} cut off, from ${latest - 1} schemas, ${bad} bad`);
  return bad;
}

export function oldDatabase(template, version) {
  const home = join(root, `schema-${version}`);
  if (existsSync(home)) return home;
  mkdirSync(home, { recursive: true });
  const db = new Database(join(home, "crm.db")).unsafeMode();
  db.pragma("foreign_keys = OFF");
  for (const step of steps.slice(0, version)) db.exec(readFileSync(join("migrations", step), "utf8"));
  db.prepare("ATTACH ? AS today").run(join(template, "crm.db"));
  for (const table of tablesOf(db)) {
    const columns = columnsOf(db, "main", table).filter((name) =>
      columnsOf(db, "today", table).includes(name),
    );
    if (columns.length === 0) continue;
    const list = columns.map((name) => `"${name}"`).join(", ");
    db.exec(
      `DELETE FROM main."${table}"; INSERT INTO main."${table}" (${list}) SELECT ${list} FROM today."${table}"`,
    );
  }
  db.exec("DETACH today");
  db.pragma("application_id = 0x43524d31");
  db.pragma(`user_version = ${version}`);
  db.pragma("journal_mode = WAL");
  db.close();
  chmodSync(join(home, "crm.db"), 0o600);
  return home;
}

/** Those of the search index, which is taken over as it is, included. */
function tablesOf(db) {
  const sql = "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'";
  return db.prepare(sql).pluck().all();
}

function columnsOf(db, schema, table) {
  return db.prepare("SELECT name FROM pragma_table_info(?, ?)").pluck().all(table, schema);
}

/** Worked out anew by each write. */
const derived = /^(due_|search_|sqlite_)/;

/** A table of an old database that has fewer rows in the new one; undefined: none. */
export function lostRows(old, file) {
  const [before, after] = [join(old, "crm.db"), file].map((path) => new Database(path, { readonly: true }));
  const rows = (db, table) => db.prepare(`SELECT count(*) FROM "${table}"`).pluck().get();
  try {
    const tables = tablesOf(before).filter((table) => !derived.test(table));
    const lacking = tables.find((table) => rows(after, table) < rows(before, table));
    return lacking && `${lacking} has ${rows(after, lacking)} rows of ${rows(before, lacking)}`;
  } finally {
    before.close();
    after.close();
  }
}
