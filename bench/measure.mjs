// What the benchmarks share: made-up contacts as a CSV file, a database of them, and whole commands timed in turn.
import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

const first = ["Jane", "Tom", "Lena", "Zoë", "Karl", "Ana", "Piotr", "Mia", "Noah", "Ida"];
const last = ["Roe", "Okafor", "Vogt", "Müller", "Brandt", "Silva", "Nowak", "Weber", "Costa", "Lind"];
const cities = ["Berlin", "Hamburg", "Köln", "München", "Wien", "Zürich", "Paris", "Lyon"];

/** Node reads the certificates that this names at each start; users do not have it. */
export const env = {
  ...process.env,
  NODE_EXTRA_CA_CERTS: undefined,
  CRM_NOW: undefined,
  CRM_FORMAT: undefined,
};

/** How many rows, as the words of the command line say: whole numbers. Without any those of `otherwise`. */
export function sizesOf(words, otherwise) {
  const sizes = words.length === 0 ? otherwise : words.map(Number);
  if (sizes.every((size) => Number.isSafeInteger(size) && size > 0)) return sizes;
  const file = relative("", process.argv[1]);
  console.error(
    `usage: node ${file} [rows ...], whole numbers above zero; by default ${otherwise.join(" ")}`,
  );
  process.exit(2);
}

/** Runs `work` with a folder that is gone afterwards. */
export function inFolder(work) {
  const folder = mkdtempSync(join(tmpdir(), "crm-bench-"));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A contact with ten columns; no two have a name, email or phone in common. */
function contactLine(i, country) {
  const name = `${first[i % 10]},${last[(i * 7) % 10]} ${i}`;
  const reach = `p${i}@mail${i % 997}.example,+49 30 ${1_000_000 + i}`;
  const birthday = `19${10 + (i % 80)}-0${1 + (i % 9)}-1${i % 10}`;
  return `C${i},${name},${reach},Firm ${i % 50_000},${cities[i % 8]},${country},${i % 3 ? "vip" : "west"},${birthday}\n`;
}

export function writeContacts(file, count, { country = "DE" } = {}) {
  const out = openSync(file, "w");
  let text = "id,first_name,last_name,email,phone,company,city,country,tags,birthday\n";
  for (let i = 1; i <= count; i++) {
    text += contactLine(i, country);
    if (text.length < 1_000_000 && i < count) continue;
    writeSync(out, text);
    text = "";
  }
  closeSync(out);
}

/** The path of a new database with so many contacts. */
export function contactsDatabase(folder, count) {
  const csv = join(folder, "contacts.csv");
  const db = join(folder, "crm.db");
  writeContacts(csv, count);
  const ran = spawnSync(process.execPath, ["bin/crm", "--db", db, "import", "contacts", csv], {
    env,
    encoding: "utf8",
  });
  if (ran.status !== 0) throw new Error("the import failed: " + ran.stderr);
  rmSync(csv);
  return db;
}

/** Milliseconds of a whole process; its output is read through a pipe and thrown away. */
function timeOf(argv) {
  const begin = process.hrtime.bigint();
  const ran = spawnSync(argv[0], argv.slice(1), {
    env,
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 1 << 30,
  });
  const ms = Number(process.hrtime.bigint() - begin) / 1e6;
  if (ran.status !== 0) throw new Error(argv.join(" ") + " ended with " + ran.status + ": " + ran.stderr);
  return ms;
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** Times a crm command and `node -e 0` in turn, and prints the medians and the median of the pairs' ratios. */
export function againstEmptyNode(name, argv, { runs = 21, limit }) {
  const crm = [process.execPath, "bin/crm", ...argv];
  const empty = [process.execPath, "-e", "0"];
  timeOf(crm);
  timeOf(empty);
  const pairs = Array.from({ length: runs }, () => [timeOf(crm), timeOf(empty)]);
  const ratio = median(pairs.map(([a, b]) => a / b));
  const [a, b] = [median(pairs.map((pair) => pair[0])), median(pairs.map((pair) => pair[1]))];
  const verdict = ratio <= limit ? "within" : "ABOVE";
  console.log(
    `${name}: ${a.toFixed(0)} ms, node -e 0 ${b.toFixed(0)} ms, ratio ${ratio.toFixed(2)} (${verdict} the limit of ${limit}; ${runs} pairs)`,
  );
}
