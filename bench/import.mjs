// Importing contacts of ten columns against `sqlite-utils insert --csv --pk` (Debian: sqlite-utils) of the same file into
// one plain table, in turn: seconds, ratio, peak memory and the cost of a row as the file grows.
//   node bench/import.mjs [rows ...]        default: 10000 100000 1000000
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { env, inFolder, writeContacts } from "./measure.mjs";

const limit = 1;
const sizes = process.argv.slice(2).map(Number);

/** Seconds and peak megabytes of a whole process, by GNU time. */
function measured(argv, folder) {
  const report = join(folder, "time.txt");
  const ran = spawnSync("/usr/bin/time", ["-f", "%e %M", "-o", report, ...argv], { env, encoding: "utf8" });
  if (ran.error !== undefined) throw new Error("needs GNU time and sqlite-utils: " + ran.error.message);
  if (ran.status !== 0) throw new Error(argv.join(" ") + " ended with " + ran.status + ": " + ran.stderr);
  const [seconds, kilobytes] = readFileSync(report, "utf8").trim().split("\n").at(-1).split(" ").map(Number);
  return { seconds, megabytes: kilobytes / 1024 };
}

/** The better of two runs of each, taken in turn, each into a new file. */
function compare(rows, folder) {
  const csv = join(folder, "contacts.csv");
  const [ours, theirs] = [join(folder, "crm.db"), join(folder, "plain.db")];
  writeContacts(csv, rows);
  const runs = [0, 1].map(() => {
    for (const file of [ours, ours + "-wal", ours + "-shm", theirs]) rmSync(file, { force: true });
    const crm = measured([process.execPath, "bin/crm", "--db", ours, "import", "contacts", csv], folder);
    const plain = measured(["sqlite-utils", "insert", theirs, "contact", csv, "--csv", "--pk", "id"], folder);
    return { crm, plain };
  });
  const best = (which) => runs.map((run) => run[which]).sort((a, b) => a.seconds - b.seconds)[0];
  return { rows, crm: best("crm"), plain: best("plain") };
}

inFolder((folder) => {
  for (const rows of sizes.length > 0 ? sizes : [10_000, 100_000, 1_000_000]) {
    const { crm, plain } = compare(rows, folder);
    const ratio = crm.seconds / plain.seconds;
    console.log(
      `${rows} contacts: crm ${crm.seconds.toFixed(1)} s, ${((crm.seconds / rows) * 1e6).toFixed(0)} µs a row, ` +
        `${crm.megabytes.toFixed(0)} MB; sqlite-utils ${plain.seconds.toFixed(1)} s, ${plain.megabytes.toFixed(0)} MB; ` +
        `ratio ${ratio.toFixed(2)} (${ratio < limit ? "below" : "NOT BELOW"} ${limit})`,
    );
  }
});
