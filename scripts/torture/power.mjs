// Power cuts: what commands write is recorded with strace, and played back up to a random moment. Of what had not been
// synced by then a random part is lost, in any order and torn at any sector. Every command that had ended before the
// moment has to be in the database that comes back.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { contactsCsv, copyOf, environment, program, remove, report, root } from "./world.mjs";

const traced = "trace=pwrite64,ftruncate,fsync,fdatasync,unlink";

/** Commands with the question that answers 1 once they are done. */
function story(home) {
  writeFileSync(join(home, "power.csv"), contactsCsv(80, 5000));
  const add = (n) => [
    ["contact", "add", `Power ${n}`],
    `SELECT count(*) FROM contact WHERE name = 'Power ${n}'`,
  ];
  const count = (what, sql) => `SELECT (${sql}) = ${what}`;
  return [
    add(1),
    add(2),
    [
      ["import", "contacts", join(home, "power.csv")],
      count(80, "SELECT count(*) FROM contact WHERE name LIKE 'Person 50__ %'"),
    ],
    add(3),
    [["contact", "merge", "301", "302", "--yes"], count(0, "SELECT count(*) FROM contact WHERE id = 302")],
    [
      ["contact", "erase", "1", "--confirm", "1"],
      count(0, "SELECT count(*) FROM contact_email WHERE contact_id = 1"),
    ],
    add(4),
  ];
}

export function power(template, cuts) {
  if (spawnSync("strace", ["-V"]).status !== 0) {
    report("power cuts: skipped, there is no strace");
    return 0;
  }
  const home = copyOf(template);
  const start = { db: readFileSync(join(home, "crm.db")), "db-wal": Buffer.alloc(0) };
  const lines = story(home);
  const recorded = lines.flatMap(([argv], n) => [...record(home, argv, n), { kind: "acked", command: n }]);
  remove(home);
  let bad = 0;
  for (let n = 0; n < cuts; n++) {
    const at = Math.floor(Math.random() * (recorded.length + 1));
    const fault = cut(recorded.slice(0, at), { start, lines });
    if (fault === undefined) continue;
    bad++;
    report(`  LOST after ${at} of ${recorded.length} calls: ${fault}`);
  }
  report(
    `power cuts: ${cuts} moments tried among ${recorded.length} calls of ${lines.length} commands, ${bad} bad`,
  );
  return bad;
}

function record(home, argv, n) {
  const file = join(root, `trace-${n}`);
  const db = join(home, "crm.db");
  const paths = [db, `${db}-wal`].flatMap((path) => ["-P", path]);
  const line = ["-f", "-qq", "-y", "-xx", "-s", "100000000", "-o", file, ...paths, "-e", traced];
  const ran = spawnSync("strace", [...line, process.execPath, program, ...argv, "--db", db], {
    env: environment(home),
    encoding: "utf8",
  });
  if (ran.status !== 0) throw new Error(`${argv.join(" ")}: ${ran.stderr}`);
  return readFileSync(file, "latin1").split("\n").flatMap(parse);
}

/** One line of strace as a change of one of the two files. */
function parse(line) {
  const call = /^\d+ +(\w+)\((.*)\) += (-?\d+)/.exec(line);
  if (call === null || Number(call[3]) < 0) return [];
  const [, name, inside] = call;
  const path = /^unlink/.test(name) ? bytesOf(/"([^"]*)"/.exec(inside)[1]).toString() : nameOf(inside);
  const file = path.endsWith("-wal") ? "db-wal" : path.endsWith(".db") ? "db" : undefined;
  if (file === undefined) return [];
  if (name === "unlink") return [{ kind: "unlink", file }];
  if (name === "ftruncate") return [{ kind: "truncate", file, size: Number(/, (\d+)$/.exec(inside)[1]) }];
  if (name !== "pwrite64") return [{ kind: "sync", file }];
  const [, data, at] = /"([^"]*)", \d+, (\d+)$/.exec(inside);
  return [{ kind: "write", file, at: Number(at), data: bytesOf(data) }];
}

function nameOf(inside) {
  const name = /^\d+<([^>]*)>/.exec(inside)?.[1] ?? "";
  return name.includes("\\x") ? bytesOf(name).toString() : name;
}

function bytesOf(text) {
  return Buffer.from(text.replaceAll("\\x", ""), "hex");
}

/** The two files as a disk without power would give them back, judged. */
function cut(calls, { start, lines }) {
  const files = { ...start };
  for (const file of ["db", "db-wal"]) {
    const own = calls.filter((call) => call.file === file);
    const synced = own.findLastIndex(({ kind }) => kind === "sync");
    for (const [n, call] of own.entries()) {
      if (n <= synced) files[file] = apply(files[file], call);
      else if (Math.random() < 0.5) files[file] = apply(files[file], torn(call));
    }
  }
  const acked = calls.filter(({ kind }) => kind === "acked").map(({ command }) => command);
  return judge(
    files,
    acked.map((command) => lines[command]),
  );
}

function torn(call) {
  if (call.kind !== "write" || Math.random() < 0.7) return call;
  const sectors = Math.ceil(call.data.length / 512);
  return { ...call, data: call.data.subarray(0, 512 * Math.floor(Math.random() * sectors)) };
}

function apply(bytes, call) {
  if (call.kind === "unlink") return Buffer.alloc(0);
  if (call.kind === "truncate")
    return Buffer.concat([bytes, Buffer.alloc(Math.max(0, call.size - bytes.length))]).subarray(0, call.size);
  if (call.kind !== "write") return bytes;
  const size = Math.max(bytes.length, call.at + call.data.length);
  const grown =
    size === bytes.length ? Buffer.from(bytes) : Buffer.concat([bytes, Buffer.alloc(size - bytes.length)]);
  call.data.copy(grown, call.at);
  return grown;
}

let places = 0;

function judge(files, done) {
  const home = join(root, `power-${places++}`);
  mkdirSync(home);
  const path = join(home, "crm.db");
  writeFileSync(path, files.db);
  if (files["db-wal"].length > 0) writeFileSync(`${path}-wal`, files["db-wal"]);
  const db = new Database(path);
  try {
    const whole = db.pragma("integrity_check", { simple: true });
    if (whole !== "ok") return `integrity: ${whole}`;
    const missing = done.filter(([, sql]) => db.prepare(sql).pluck().get() !== 1);
    return missing.length === 0 ? undefined : `acknowledged, but not there: ${missing[0][0].join(" ")}`;
  } catch (error) {
    return String(error);
  } finally {
    db.close();
    remove(home);
  }
}
