// Damaged copies: no signal, no hang, no stack; and doctor finds what SQLite's own check finds.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { connect } from "./cipher.mjs";
import { copyOf, environment, program, remove, report } from "./world.mjs";

const ways = [
  (bytes, at) => bytes.fill(0, at, at + 512),
  (bytes, at) => bytes.fill(0xff, at, at + 64),
  (bytes, at) => {
    bytes[at] = (bytes[at] + 1) % 256;
    return bytes;
  },
  (bytes, at) => bytes.subarray(0, at),
  (bytes, at) => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]),
  (bytes, at) => {
    for (let n = 0; n < 4096 && at + n < bytes.length; n++) bytes[at + n] = Math.floor(Math.random() * 256);
    return bytes;
  },
];

const commands = [
  ["contact", "list", "-q"],
  ["contact", "show", "1"],
  ["contact", "add", "Tom Okafor"],
];

export function damaged(template, copies) {
  const tally = { bad: 0, refused: 0, harmful: 0, found: 0 };
  for (let n = 0; n < copies; n++) {
    const home = copyOf(template);
    const file = join(home, "crm.db");
    const bytes = readFileSync(file);
    const at = Math.floor(Math.random() * (bytes.length - 1));
    writeFileSync(file, ways[n % ways.length](bytes, at));
    judge(home, { where: `way ${n % ways.length} at ${at}`, harmful: isHarmful(file), tally });
    remove(home);
  }
  report(
    `damaged: ${copies} copies, ${tally.refused} commands refused, ${tally.bad} bad; doctor found ${tally.found} of ${tally.harmful}`,
  );
  return tally.bad + (tally.found < tally.harmful * 0.95 ? 1 : 0);
}

function judge(home, { where, harmful, tally }) {
  if (harmful) {
    tally.harmful++;
    if (bounded(home, ["doctor", "--json"]).status === 1) tally.found++;
  }
  for (const argv of [["doctor"], ...commands]) {
    const ran = bounded(home, argv);
    if (ran.status !== 0) tally.refused++;
    if (ran.signal === null && !/bug of crm|\n\s+at /.test(ran.stderr)) continue;
    tally.bad++;
    report(`  BAD ${argv.join(" ")}, ${where}: ${ran.signal ?? ran.stderr.slice(0, 200)}`);
  }
}

/** In processor time, which does not grow with what else the machine does: the shell ends it after three seconds. */
function bounded(home, argv) {
  const line = ["-c", 'ulimit -t 3; exec "$@"', "bash", process.execPath, program, ...argv];
  return spawnSync("bash", [...line, "--db", join(home, "crm.db")], {
    env: environment(home),
    encoding: "utf8",
    timeout: 60_000,
  });
}

function isHarmful(file) {
  let db;
  try {
    db = connect(file, { readonly: true });
    return db.pragma("integrity_check(1)", { simple: true }) !== "ok";
  } catch {
    return true;
  } finally {
    db?.close();
  }
}
