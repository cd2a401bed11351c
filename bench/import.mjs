// Importing contacts of ten columns against sqlite-utils (Debian: sqlite-utils), which puts the same file into one plain
// table; both into a database that is there: a first run against `insert --csv --pk`, then a file with the same ids and another country in every row, which
// changes every contact, against `upsert`. Prints seconds, ratios, peak memory, how the cost of a row grows with the
// file, and on what the time goes.
//   node bench/import.mjs [rows ...]        default: 10000 100000 1000000
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { env, inFolder, sizesOf, writeContacts } from "./measure.mjs";

const limits = { plain: 1, growth: 1.3, memory: 1.3, update: 2 };
const sizes = sizesOf(process.argv.slice(2), [10_000, 100_000, 1_000_000]);

/** Seconds, processor seconds and peak megabytes of a whole process, by GNU time. */
function measured(argv, folder) {
  const report = join(folder, "time.txt");
  const ran = spawnSync("/usr/bin/time", ["-f", "%e %U %S %M", "-o", report, ...argv], {
    env,
    encoding: "utf8",
  });
  if (ran.error !== undefined) throw new Error("needs GNU time and sqlite-utils: " + ran.error.message);
  if (ran.status !== 0) throw new Error(argv.join(" ") + " ended with " + ran.status + ": " + ran.stderr);
  const line = readFileSync(report, "utf8").trim().split("\n").at(-1);
  const [seconds, user, system, kilobytes] = line.split(" ").map(Number);
  return { seconds, processor: user + system, megabytes: kilobytes / 1024 };
}

/** The better of two rounds, each into new files: first run and update, ours and theirs in turn. */
function compare(rows, folder) {
  const files = { first: join(folder, "contacts.csv"), update: join(folder, "changed.csv") };
  writeContacts(files.first, rows);
  writeContacts(files.update, rows, { country: "AT" });
  const [ours, theirs] = [join(folder, "crm.db"), join(folder, "plain.db")];
  const crm = (file) =>
    measured([process.execPath, "bin/crm", "--db", ours, "import", "contacts", file], folder);
  const plain = (verb, file) =>
    measured(["sqlite-utils", verb, theirs, "contact", file, "--csv", "--pk", "id"], folder);
  const rounds = [0, 1].map(() => {
    for (const file of [ours, ours + "-wal", ours + "-shm", theirs]) rmSync(file, { force: true });
    measured([process.execPath, "bin/crm", "--db", ours, "init"], folder);
    measured(["sqlite-utils", "create-database", theirs], folder);
    const [first, insert] = [crm(files.first), plain("insert", files.first)];
    return { first, insert, update: crm(files.update), upsert: plain("upsert", files.update) };
  });
  const best = (which) => rounds.map((round) => round[which]).sort((a, b) => a.seconds - b.seconds)[0];
  return {
    rows,
    first: best("first"),
    insert: best("insert"),
    update: best("update"),
    upsert: best("upsert"),
  };
}

function verdict(name, value, limit) {
  return `  ${name} ${value.toFixed(2)} (${value <= limit ? "within" : "ABOVE"} the limit of ${limit})`;
}

function perRow({ seconds }, rows) {
  return (seconds / rows) * 1e6;
}

function shown(name, run, rows) {
  return (
    `  ${name.padEnd(20)} ${run.seconds.toFixed(1)} s, ${perRow(run, rows).toFixed(0)} µs a row, ` +
    `processor ${run.processor.toFixed(1)} s, ${run.megabytes.toFixed(0)} MB`
  );
}

/** What V8's profile calls the functions in which a thread waits for SQLite or for nothing. */
const stages = {
  run: "writing rows and the search index",
  exec: "making indexes, commit, checkpoint",
  get: "asking for one row",
  all: "asking for rows",
  "(garbage collector)": "collecting garbage",
  "(idle)": "waiting",
};

/** Microseconds a row by thread and stage, from a profile of one import; the rest is our own code. */
function stagesOf(rows, folder) {
  const [db, profiles] = [join(folder, "profiled.db"), join(folder, "profiles")];
  const profile = ["--cpu-prof", "--cpu-prof-dir=" + profiles, "--cpu-prof-interval=1000"];
  measured(
    [process.execPath, ...profile, "bin/crm", "--db", db, "import", "contacts", join(folder, "contacts.csv")],
    folder,
  );
  return readdirSync(profiles).map((name) => {
    const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(join(profiles, name), "utf8"));
    const calls = new Map(nodes.map(({ id, callFrame }) => [id, callFrame.functionName.split(".").at(-1)]));
    const sums = new Map();
    samples.forEach((id, at) => {
      const stage = stages[calls.get(id)] ?? "reading, checking, comparing";
      sums.set(stage, (sums.get(stage) ?? 0) + timeDeltas[at] / rows);
    });
    const parts = [...sums].sort((a, b) => b[1] - a[1]).map(([stage, µs]) => stage + " " + µs.toFixed(1));
    return "  a thread, µs a row: " + parts.join(", ");
  });
}

inFolder((folder) => {
  const results = [];
  for (const rows of sizes) {
    const result = compare(rows, folder);
    const { first, insert, update, upsert } = result;
    console.log(`${rows} contacts`);
    console.log(shown("first run", first, rows));
    console.log(shown("sqlite-utils insert", insert, rows));
    console.log(verdict("first run / insert", first.seconds / insert.seconds, limits.plain));
    console.log(shown("all changed", update, rows));
    console.log(shown("sqlite-utils upsert", upsert, rows));
    console.log(verdict("all changed / upsert", update.seconds / upsert.seconds, limits.plain));
    console.log(verdict("all changed / first run", update.seconds / first.seconds, limits.update));
    for (const line of stagesOf(rows, folder)) console.log(line);
    rmSync(join(folder, "profiles"), { recursive: true });
    rmSync(join(folder, "profiled.db"));
    results.push(result);
  }
  const [least, most] = [results[0], results.at(-1)];
  if (results.length > 1) {
    console.log(`${most.rows} against ${least.rows} contacts`);
    console.log(
      verdict(
        "cost of a row",
        perRow(most.first, most.rows) / perRow(least.first, least.rows),
        limits.growth,
      ),
    );
    const before = results.at(-2);
    console.log(verdict("memory", most.first.megabytes / before.first.megabytes, limits.memory));
  }
});
