// Duplicates among 30,000, 100,000 and 300,000 contacts: the time against `SELECT *` over them in JavaScript, how it
// grows, and what share of the known doubles is found (recall) and what share of the finds is right (precision).
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { env, inFolder, sizesOf } from "./measure.mjs";
import { csvOf, makePeople } from "./people.mjs";

function crm(db, argv) {
  const begin = process.hrtime.bigint();
  const ran = spawnSync(process.execPath, ["bin/crm", "--db", db, ...argv], {
    env,
    encoding: "utf8",
    maxBuffer: 1 << 30,
  });
  if (ran.status !== 0) throw new Error(argv.join(" ") + " ended with " + ran.status + ": " + ran.stderr);
  return { out: ran.stdout, seconds: Number(process.hrtime.bigint() - begin) / 1e9 };
}

/** `SELECT *` over the contacts and their parts, every row in JavaScript. */
function selectAll(path) {
  const db = new Database(path, { readonly: true });
  const begin = process.hrtime.bigint();
  let rows = 0;
  for (const table of ["contact", "contact_email", "contact_phone", "contact_address", "employment"]) {
    for (const row of db.prepare(`SELECT * FROM ${table}`).iterate()) rows += row === undefined ? 0 : 1;
  }
  const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
  db.close();
  return { seconds, rows };
}

function pairsOf(all) {
  const byPerson = new Map();
  for (const [at, { person }] of all.entries())
    byPerson.set(person, [...(byPerson.get(person) ?? []), at + 1]);
  const pairs = new Map();
  for (const ids of byPerson.values()) {
    for (let a = 0; a < ids.length; a++)
      for (let b = a + 1; b < ids.length; b++) pairs.set(ids[a] + "-" + ids[b], all[ids[b] - 1].kind);
  }
  return pairs;
}

const percent = (part, whole) => ((100 * part) / whole).toFixed(1) + " %";

function judge(all, found, { verbose }) {
  const truth = pairsOf(all);
  const isRight = ({ id, otherId }) => truth.has(`${id}-${otherId}`);
  const right = found.filter(isRight);
  for (const least of [50, 60, 75, 90]) {
    const shown = found.filter(({ score }) => score >= least);
    const hits = shown.filter(isRight).length;
    const rates = `precision ${percent(hits, shown.length)}, recall ${percent(hits, truth.size)}`;
    console.log(`  --min ${least}: ${rates} (${truth.size} doubles, ${shown.length} pairs shown)`);
  }
  if (!verbose) return;
  const hits = new Set(right.map(({ id, otherId }) => id + "-" + otherId));
  const kinds = new Map();
  for (const [pair, kind] of truth) {
    const [of, got] = kinds.get(kind) ?? [0, 0];
    kinds.set(kind, [of + 1, got + (hits.has(pair) ? 1 : 0)]);
  }
  for (const [kind, [of, got]] of kinds) console.log(`    ${kind}: ${percent(got, of)} of ${of}`);
  const wrong = new Map();
  for (const { id, otherId, reasons } of found) {
    if (truth.has(id + "-" + otherId)) continue;
    const why = reasons.join(" + ");
    wrong.set(why, (wrong.get(why) ?? 0) + 1);
  }
  const most = [...wrong].sort((a, b) => b[1] - a[1]).slice(0, 8);
  for (const [why, count] of most) console.log(`    wrong: ${count} by ${why}`);
}

const sizes = sizesOf(process.argv.slice(2), [30_000, 100_000, 300_000]);
let before;
for (const size of sizes) {
  inFolder((folder) => {
    const all = makePeople(size);
    const [csv, db] = [join(folder, "people.csv"), join(folder, "crm.db")];
    writeFileSync(csv, csvOf(all));
    crm(db, ["import", "contacts", csv, "--match", "external"]);
    selectAll(db);
    const plain = selectAll(db);
    const { out, seconds } = crm(db, ["contact", "duplicates", "--json"]);
    const limit = 10 * plain.seconds + 10;
    const verdict = seconds <= limit ? "within" : "ABOVE";
    console.log(
      `${size} contacts: ${seconds.toFixed(1)} s, SELECT * ${plain.seconds.toFixed(2)} s (${verdict} the limit of ${limit.toFixed(1)} s)`,
    );
    if (before !== undefined) {
      const growth = seconds / before.seconds;
      const plainGrowth = plain.seconds / before.plain;
      console.log(
        `  ${(size / before.size).toFixed(1)} times the contacts take ${growth.toFixed(1)} times as long, SELECT * ${plainGrowth.toFixed(1)} times`,
      );
    }
    before = { size, seconds, plain: plain.seconds };
    judge(all, JSON.parse(out), { verbose: size === sizes[0] });
  });
}
