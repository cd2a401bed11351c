// How long the day at a glance takes on 100,000 contacts with 50,000 open follow-ups, against an empty node in the same
// run: with birthdays, 5,000 open deals, 300,000 orders, a cadence on two thirds of all contacts, and 100,000 talks.
import { spawnSync } from "node:child_process";
import Database from "better-sqlite3";
import { againstEmptyNode, contactsDatabase, env, inFolder } from "./measure.mjs";

const now = Date.parse("2026-11-21T09:00:00Z");
const moment = new Date(now).toISOString().slice(0, 19) + "Z";
const people = 100_000;

/** The day so many days away. */
const day = (away) => new Date(now + away * 86_400_000).toISOString().slice(0, 10);

function fill(file) {
  const db = new Database(file);
  const many = (sql, count, row) => {
    const insert = db.prepare(sql);
    db.transaction(() => {
      for (let i = 1; i <= count; i++) insert.run(...row(i));
    })();
  };
  const at = (i) => day(-(i % 400)) + "T10:00:00Z";
  many(
    "INSERT INTO follow_up (title, kind, contact_id, due_date, created_at, updated_at) VALUES (?, 'call', ?, ?, ?, ?)",
    50_000,
    (i) => ["call back " + i, i, day((i % 720) - 20), moment, moment],
  );
  many(
    "INSERT INTO activity (kind, happened_at, body, created_at, updated_at) VALUES ('call', ?, ?, ?, ?)",
    people,
    (i) => [at(i), "said this and that " + i, moment, moment],
  );
  many("INSERT INTO activity_contact (activity_id, contact_id) VALUES (?, ?)", people, (i) => [i, i]);
  many(
    "INSERT INTO sales_order (contact_id, order_date, amount_minor, currency, created_at, updated_at) VALUES (?, ?, ?, 'EUR', ?, ?)",
    300_000,
    (i) => [
      people - (i % 60_000),
      day(-30 * (1 + Math.floor(i / 60_000)) - (i % 60)),
      5000 + (i % 900),
      moment,
      moment,
    ],
  );
  many(
    "INSERT INTO deal (title, contact_id, stage_id, amount_minor, currency, close_date, created_at, updated_at) VALUES (?, ?, ?, ?, 'EUR', ?, ?, ?)",
    5000,
    (i) => ["Deal " + i, people - i, 1 + (i % 3), 100_000 + i, day((i % 90) - 5), at(i), at(i)],
  );
  many("INSERT INTO stage_change (deal_id, to_stage_id, changed_at) VALUES (?, ?, ?)", 5000, (i) => [
    i,
    1 + (i % 3),
    at(i),
  ]);
  db.prepare("INSERT INTO due_stale (id) VALUES (1) ON CONFLICT DO NOTHING").run();
  db.close();
}

function run(...argv) {
  const ran = spawnSync(process.execPath, ["bin/crm", ...argv], {
    env,
    encoding: "utf8",
    maxBuffer: 1 << 30,
  });
  if (ran.status !== 0) throw new Error(argv.join(" ") + ": " + ran.stderr);
  return ran.stdout;
}

inFolder((folder) => {
  const db = contactsDatabase(folder, people);
  fill(db);
  const begin = Date.now();
  run("--db", db, "--now", moment, "tag", "edit", "vip", "--every", "6 weeks");
  console.log("tag edit vip --every, with everything worked out anew: " + (Date.now() - begin) + " ms");
  const today = ["--db", db, "--now", moment, "today"];
  const counts = JSON.parse(run(...today, "--json")).reduce((n, { section }) => {
    n[section] = (n[section] ?? 0) + 1;
    return n;
  }, {});
  console.log("due: " + JSON.stringify(counts));
  againstEmptyNode("crm today, as on a terminal", [...today, "--format", "table"], { limit: 3 });
  againstEmptyNode("crm today, whole, in a pipe", today, { limit: 30 });
  againstEmptyNode(
    "crm agenda --days 30, as on a terminal",
    [...today.slice(0, -1), "agenda", "--days", "30", "--format", "table"],
    {
      limit: 3,
    },
  );
  againstEmptyNode("crm brief 1", ["--db", db, "--now", moment, "brief", "1"], { limit: 3 });
  againstEmptyNode("crm log call 1", ["--db", db, "--now", moment, "log", "call", "1", "again", "-n"], {
    limit: 4,
  });
});
