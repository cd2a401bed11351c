// What every part of the torture needs: a template database, copies of it, the built program, and the judgement of a
// state: old or new, whole, and agreeing with its journal.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { cipherEnvironment, connect, isPlain, rawKey } from "./cipher.mjs";

export const program = resolve("bin/crm");
export const root = mkdtempSync(join(tmpdir(), "crm-torture-"));
process.on("exit", () => rmSync(root, { recursive: true, force: true }));

export function environment(home, more = {}) {
  return {
    PATH: process.env.PATH,
    HOME: home,
    TZ: "UTC",
    CRM_NOW: "2026-11-21T09:00:00Z",
    USER: "me",
    ...cipherEnvironment(home),
    ...more,
  };
}

export function crm(home, argv, options = {}) {
  const ran = spawnSync(process.execPath, [program, ...argv, "--db", options.file ?? join(home, "crm.db")], {
    env: environment(home, options.env),
    encoding: "utf8",
    timeout: options.timeout,
    input: options.input ?? "",
  });
  return { code: ran.status, signal: ran.signal, out: ran.stdout, err: ran.stderr };
}

export function start(home, argv) {
  return spawn(process.execPath, [program, ...argv, "--db", join(home, "crm.db")], {
    env: environment(home),
    stdio: "ignore",
  });
}

let copies = 0;

/** A copy of a prepared directory. */
export function copyOf(template) {
  const home = join(root, `copy-${copies++}`);
  cpSync(template, home, { recursive: true });
  return home;
}

export function remove(home) {
  rmSync(home, { recursive: true, force: true });
}

export function contactsCsv(count, from = 0) {
  const rows = Array.from({ length: count }, (_, n) => {
    const i = n + from;
    return `k${i},Person ${i} Example,p${i}@people.example,+49 30 ${23_000_000 + i},Firm ${i % 50},"note, ${i}"`;
  });
  return `id,name,email,phone,company,note\n${rows.join("\n")}\n`;
}

/** A database with people, deals, orders and talks, a file to import and a backup. */
export function makeTemplate(people = 300) {
  const home = join(root, "template");
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, "first.csv"), contactsCsv(people));
  writeFileSync(join(home, "more.csv"), contactsCsv(people * 4, people / 2));
  const lines = [
    ["import", "contacts", join(home, "first.csv")],
    ["contact", "add", "Jane Roe", "--email", "jane@acme.example", "--phone", "+49 30 23125120"],
    ["contact", "add", "Janet Roe", "--email", "janet@acme.example"],
    ["deal", "add", "Website", "--contact", "1", "--amount", "5000"],
    ["order", "add", "1", "--amount", "120"],
    ["log", "call", "1", "hello"],
    ["followup", "add", "call back", "--for", "1", "--due", "2026-12-01"],
    ["backup", join(home, "saved.db")],
    ["contact", "edit", "--where", "name ~ Person", "--tag", "all", "--yes"],
  ];
  for (const line of lines) {
    const ran = crm(home, line);
    if (ran.code !== 0) throw new Error(`${line.join(" ")}: ${ran.err}`);
  }
  return home;
}

/** The same database under a key; the backup in it stays plain. */
export function encryptedCopyOf(template) {
  const home = copyOf(template);
  writeFileSync(join(home, "pass"), `${rawKey}\n`, { mode: 0o600 });
  const ran = crm(home, ["encrypt"]);
  if (ran.code !== 0) throw new Error(ran.err);
  return home;
}

/** Commands whose end can be cut off, with what makes them ready. Paths are of the copy. */
const operations = {
  add: () => ["contact", "add", "Tom Okafor", "--email", "tom@okafor.example", "--company", "Nord"],
  import: (home) => ["import", "contacts", join(home, "more.csv")],
  merge: () => ["contact", "merge", "301", "302", "--yes"],
  undo: () => ["undo"],
  delete: () => ["contact", "delete", "--where", "tag = all", "--yes"],
  erase: () => ["contact", "erase", "1", "--confirm", "1"],
  restore: (home) => ["restore", join(home, "saved.db"), "--yes"],
  attach: (home) => ["attach", "1", join(home, "more.csv"), "--copy"],
};

/** An encrypted database can be decrypted besides. */
export function operationsOf(template) {
  return isPlain(join(template, "crm.db"))
    ? operations
    : { ...operations, decrypt: () => ["decrypt", "--yes"] };
}

/** Tables whose content differs from run to run without meaning: keys made by chance, bookkeeping. */
const random = ["erase_secret", "erased_key", "backup_place", "calendar_feed"];

/** The content of a database as one hash; entries and tables that are made by chance left out. */
export function stateOf(file) {
  const db = connect(file, { readonly: true });
  try {
    const hash = createHash("sha256").update(isPlain(file) ? "plain" : "encrypted");
    const tables = db
      .prepare(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'search%' ORDER BY name",
      )
      .pluck()
      .all();
    for (const table of tables) {
      if (random.includes(table)) continue;
      for (const row of db.prepare(`SELECT * FROM "${table}"`).all()) hash.update(textOf(table, row));
    }
    return hash.digest("hex");
  } finally {
    db.close();
  }
}

/** Paths of the copy stand in command lines, tokens made by chance beside them. */
function textOf(table, row) {
  if (table === "journal_entry" || table === "import_run") {
    const { command_line: _, idem_key: __, summary: ___, file: ____, ...rest } = row;
    return table + JSON.stringify(rest);
  }
  return table + JSON.stringify(row);
}

/** What is wrong with a database that was left behind; undefined: nothing. `allowed` are the states it may be in. */
export function faultOf(home, allowed) {
  const file = join(home, "crm.db");
  const first = crm(home, ["contact", "list", "-q"]);
  if (first.code !== 0) return `the next command failed: ${first.err}`;
  const db = connect(file);
  const whole = db.pragma("integrity_check", { simple: true });
  const broken = db.pragma("foreign_key_check").length;
  db.close();
  if (whole !== "ok") return `integrity: ${whole}`;
  if (broken > 0) return `${broken} broken references`;
  if (allowed !== undefined && !allowed.includes(stateOf(file))) return "neither the old nor the new state";
  const doctor = crm(home, ["doctor", "--json"]);
  const problems = JSON.parse(doctor.out).filter(
    ({ state, check }) => state === "problem" && check !== "erasure",
  );
  return problems.length === 0 ? undefined : `doctor: ${problems[0].check}: ${problems[0].found}`;
}

/** What is wrong with a file itself: its pages, its references, or a question that is not answered by 1. */
export function faultOfFile(path, questions) {
  const db = connect(path);
  try {
    const whole = db.pragma("integrity_check", { simple: true });
    if (whole !== "ok") return `integrity: ${whole}`;
    if (db.pragma("foreign_key_check").length > 0) return "broken references";
    const unanswered = questions.find((sql) => db.prepare(sql).pluck().get() !== 1);
    return unanswered && `not so: ${unanswered}`;
  } finally {
    db.close();
  }
}

/** The states before and after an operation, and how long it takes in milliseconds. */
export function endsOf(template, name) {
  const home = copyOf(template);
  const before = stateOf(join(home, "crm.db"));
  const began = Date.now();
  const ran = crm(home, operationsOf(template)[name](home));
  const took = Date.now() - began;
  if (ran.code !== 0) throw new Error(`${name}: ${ran.err}`);
  const after = stateOf(join(home, "crm.db"));
  remove(home);
  if (before === after) throw new Error(`${name} changes nothing`);
  return { allowed: [before, after], before, took };
}

export function report(line) {
  process.stdout.write(`${line}\n`);
}
