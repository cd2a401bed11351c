// How long each report takes, as a multiple of one scan of the orders in the same run (limit 10), and how that grows.
//   node bench/reports.mjs [orders ...]        default: 200000 2000000, with 20 orders a customer
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const limit = 10;
const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const sizes = process.argv.slice(2).map(Number);
const work = mkdtempSync(join(tmpdir(), "crm-bench-"));
process.on("exit", () => rmSync(work, { recursive: true, force: true }));

const {
  openDb,
  abcReport,
  channelReport,
  cohortReport,
  contactFields,
  crosssellReport,
  nextReport,
  retentionReport,
  rfmReport,
  segmentReport,
} = await load();

/** The TypeScript of the reports in one file beside the driver, so that they run as they do in the program. */
async function load() {
  const outfile = join(root, "node_modules", ".cache", "bench-reports-" + process.pid + ".mjs");
  process.on("exit", () => rmSync(outfile, { force: true }));
  await build({
    stdin: {
      contents: [
        'export * from "./src/store/db.ts"; export * from "./src/reports/cohorts.ts";',
        'export * from "./src/reports/retention.ts"; export { segmentReport } from "./src/reports/segments.ts";',
        'export { contactFields } from "./src/store/contact-fields.ts"; export * from "./src/reports/abc.ts";',
        'export * from "./src/reports/rfm.ts"; export * from "./src/reports/next.ts";',
        'export * from "./src/reports/crosssell.ts"; export * from "./src/reports/channels.ts";',
      ].join("\n"),
      resolveDir: root,
    },
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    external: ["better-sqlite3"],
    loader: { ".sql": "text" },
    logLevel: "warning",
  });
  return import(pathToFileURL(outfile).href);
}

/** The same numbers in every run (Numerical Recipes' generator). */
function random() {
  let state = 12345;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function seeded(orders) {
  const db = openDb({ path: join(work, orders + ".db"), mode: "write", busyMs: 0 });
  const at = "2026-01-01T00:00:00Z";
  const draw = random();
  const customers = Math.ceil(orders / 20);
  db.script("BEGIN");
  for (let id = 1; id <= customers; id++) {
    db.run("INSERT INTO contact (id, name, created_at, updated_at) VALUES (?, ?, ?, ?)", [
      id,
      "C" + id,
      at,
      at,
    ]);
    const city = "INSERT INTO contact_address (contact_id, position, city) VALUES (?, 1, ?)";
    db.run(city, [id, "City " + draw(50)]);
  }
  const order = db.prepare(
    `INSERT INTO sales_order (contact_id, order_date, amount_minor, refunded_minor, currency, created_at, updated_at)
    VALUES (?, ?, ?, ?, 'EUR', ?, ?)`,
  );
  const line = db.prepare(
    "INSERT INTO order_line (order_id, position, product, quantity) VALUES (?, ?, ?, 1)",
  );
  for (let i = 0; i < orders; i++) {
    const day = new Date(Date.UTC(2022, 0, 1 + draw(1460))).toISOString().slice(0, 10);
    const amount = 100 + draw(50_000);
    order.run([1 + draw(customers), day, amount, draw(100) === 0 ? amount : 0, at, at]);
    // One to four lines of 200 products, those of a low number more often.
    const lines = 1 + draw(4);
    for (let position = 1; position <= lines; position++)
      line.run([i + 1, position, "Product " + Math.floor(draw(200) ** 2 / 200)]);
  }
  logActivities(db, { customers, draw });
  db.script("COMMIT");
  return db;
}

/** Five activities a contact. */
function logActivities(db, { customers, draw }) {
  const activity = db.prepare(
    `INSERT INTO activity (id, kind, direction, happened_at, outcome, created_at, updated_at)
    VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const about = db.prepare("INSERT INTO activity_contact (activity_id, contact_id) VALUES (?, ?)");
  for (let id = 1; id <= customers * 5; id++) {
    const at = new Date(Date.UTC(2022, 0, 1 + draw(1460))).toISOString().slice(0, 10) + "T10:00:00Z";
    const outcome = draw(2) === 0 ? "no answer" : "interested";
    activity.run([id, ["call", "email", "chat"][draw(3)], draw(4) === 0 ? "in" : "out", at, outcome, at, at]);
    about.run([id, 1 + draw(customers)]);
  }
}

/** The best of three, in milliseconds: what else the machine does only ever adds. */
function best(run) {
  let least = Infinity;
  for (let i = 0; i < 3; i++) {
    const start = performance.now();
    run();
    least = Math.min(least, performance.now() - start);
  }
  return least;
}

const scope = { asOf: "2025-12-31", currency: "EUR", zone: "UTC" };
const city = contactFields.filter((field) => field.key === "city");
const abcScope = { ...scope, measure: "revenue", limits: { a: 80, b: 95 }, ties: "same" };
const rules = {
  basket: "order",
  minCount: 5,
  minSupport: 0.001,
  minConfidence: 0.2,
  maxItems: 3,
  all: false,
};
const reports = {
  "segments by city": (db) => segmentReport(db, { ...scope, by: city }),
  "retention by month": (db) => retentionReport(db, { ...scope, by: "month" }),
  "retention, window 90 days": (db) => retentionReport(db, { ...scope, by: "month", window: 90 }),
  "cohorts by month": (db) => cohortReport(db, { ...scope, by: "month", variant: "classic" }),
  "cohorts by week, unbounded": (db) => cohortReport(db, { ...scope, by: "week", variant: "unbounded" }),
  rfm: (db) => rfmReport(db, { ...scope, frequency: "days", monetary: "sum", cutRule: "exact" }),
  abc: (db) => abcReport(db, abcScope),
  "abc, computed, since a day": (db) =>
    abcReport(db, { ...abcScope, limits: "computed", since: "2024-12-31" }),
  "next purchase": (db) => nextReport(db, scope),
  channels: (db) => channelReport(db, scope),
  "cohorts by month, revenue": (db) => cohortReport(db, { ...scope, by: "month", variant: "revenue" }),
};

/** Over the order lines and their texts, so told in scans of these, with a limit of their own. */
const linesLimit = 25;
const ofLines = { crosssell: (db) => crosssellReport(db, { ...scope, ...rules }) };

let isSlow = false;

function tell(name, multiple, most) {
  isSlow ||= multiple > most;
  console.log(`  ${name.padEnd(28)} ${multiple.toFixed(1).padStart(5)} times (limit ${most})`);
}

for (const orders of sizes.length > 0 ? sizes : [200_000, 2_000_000]) {
  const db = seeded(orders);
  const scan = best(() => db.get("SELECT count(*) AS n, sum(amount_minor) AS total FROM sales_order"));
  console.log(`${orders} orders, one scan of them: ${scan.toFixed(1)} ms`);
  for (const [name, run] of Object.entries(reports)) tell(name, best(() => run(db)) / scan, limit);
  const lines = best(() => db.get("SELECT count(*) AS n, sum(quantity) AS total FROM order_line"));
  console.log(`${orders} orders, one scan of their lines: ${lines.toFixed(1)} ms`);
  for (const [name, run] of Object.entries(ofLines)) tell(name, best(() => run(db)) / lines, linesLimit);
  db.close();
}
console.log(`peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);
if (isSlow) process.exitCode = 1;
