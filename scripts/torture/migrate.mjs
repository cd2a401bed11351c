// Files of every earlier schema, with data in them, are brought up to date, also when that is cut off.
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { copyOf, crm, faultOf, remove, report, root, start, stateOf } from "./world.mjs";

const steps = readdirSync("migrations")
  .filter((name) => name.endsWith(".sql"))
  .sort();

/** The schema of today. */
export const latest = steps.length;

export async function migrate(moments) {
  let bad = 0;
  for (let version = 1; version < latest; version++) {
    const template = oldDatabase(version);
    const done = copyOf(template);
    crm(done, ["contact", "list"]);
    const allowed = [stateOf(join(done, "crm.db"))];
    for (let n = 0; n < moments; n++) {
      const home = copyOf(template);
      const children = [start(home, ["contact", "list"]), start(home, ["tag", "list"])];
      const ended = children.map((child) => new Promise((over) => child.on("close", over)));
      setTimeout(() => children[0].kill("SIGKILL"), 40 + 120 * Math.random());
      await Promise.all(ended);
      const fault = faultOf(home, allowed);
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

export function oldDatabase(version) {
  const home = join(root, `schema-${version}`);
  if (existsSync(home)) return home;
  mkdirSync(home, { recursive: true });
  const db = new Database(join(home, "crm.db"));
  for (const step of steps.slice(0, version)) db.exec(readFileSync(join("migrations", step), "utf8"));
  const at = "2026-01-01T00:00:00Z";
  const insert = db.prepare(
    "INSERT INTO contact (name, name_key, created_at, updated_at) VALUES (?, lower(?), ?, ?)",
  );
  for (let n = 0; n < 200; n++) insert.run(`Person ${n}`, `Person ${n}`, at, at);
  db.exec(`INSERT INTO search (rowid, name) SELECT id * 16 + 1, name FROM contact`);
  db.pragma("application_id = 0x43524d31");
  db.pragma(`user_version = ${version}`);
  db.pragma("journal_mode = WAL");
  db.close();
  chmodSync(join(home, "crm.db"), 0o600);
  return home;
}
