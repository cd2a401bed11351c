// How long each report takes, as a multiple of one scan of the orders in the same process (limit 10, 25 with a fitted
// model), its memory (limit 400 MB), and how that grows. What reads order lines, of which there are two and a half times
// as many, is held to 20 scans of these, a limit of our own; the multiple of the orders is printed beside it.
//   node bench/reports.mjs [orders ...]        default: 200000 2000000, with 20 orders a customer
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { sizesOf } from "./measure.mjs";

const memoryLimit = 400;
const here = fileURLToPath(import.meta.url);
const root = join(dirname(here), "..");

/** What the program is made of, in one file beside the driver, so that it runs as it does there. */
async function bundle(outfile) {
  const reports = [
    ...[
      "abc",
      "activity",
      "channels",
      "churn",
      "clv",
      "cohorts",
      "crosssell",
      "followups",
      "forecast",
      "funnel",
    ],
    ...[
      "kpi",
      "losses",
      "next",
      "owners",
      "pipeline",
      "pivot",
      "product-abc",
      "response",
      "retention",
      "rfm",
    ],
    ...["segments", "sources", "stale", "survival", "velocity", "winrate"],
  ];
  const exported = {
    ...{ "store/db": "openDb", "store/fields/contact": "contactFields", "reports/abc": "abcReport" },
    ...{ "reports/cohorts": "cohortReport", "reports/product-abc": "productAbc" },
    ...{ "reports/channels": "channelReport", "reports/followups": "followupReport" },
    ...{
      "reports/losses": "lossReport",
      "reports/owners": "ownerReport",
      "reports/segments": "segmentReport",
    },
    "reports/sources": "sourceReport",
  };
  const files = ["store/db", "store/fields/contact", ...reports.map((name) => "reports/" + name)];
  const nameOf = (file) => exported[file] ?? file.split("/")[1] + "Report";
  const contents = files
    .map((file) => "export { " + nameOf(file) + ' } from "./src/' + file + '.ts";')
    .join("\n");
  await build({
    stdin: { contents, resolveDir: root },
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    external: ["better-sqlite3"],
    loader: { ".sql": "text" },
    logLevel: "warning",
  });
}

/** The same numbers in every run (Numerical Recipes' generator). */
function random() {
  let state = 12345;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function seed(db, orders) {
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
  const buyer = buyersOf(customers, draw);
  for (let i = 0; i < orders; i++) {
    const { id, day } = buyer();
    const amount = 100 + draw(50_000);
    order.run([id, day, amount, draw(100) === 0 ? amount : 0, at, at]);
    // One to four lines of 200 products, those of a low number more often.
    const lines = 1 + draw(4);
    for (let position = 1; position <= lines; position++)
      line.run([i + 1, position, "Product " + Math.floor(draw(200) ** 2 / 200)]);
  }
  logActivities(db, { customers, draw });
  addDeals(db, { customers, draw });
  db.script("COMMIT");
}

/**
 * Draws who buys next and when: customers come on any day, stay for 700 days on average (many have left by the end) and buy at rates of their own, so that the purchase models have something to find.
 */
function buyersOf(customers, draw) {
  const days = 1460;
  const part = () => (1 + draw(1_000_000)) / 1_000_001;
  const lives = [];
  let sum = 0;
  for (let id = 1; id <= customers; id++) {
    const first = draw(days);
    const length = Math.ceil(Math.min(days - first, -700 * Math.log(part())));
    // A gamma of shape two: the sum of two exponentials.
    sum += -Math.log(part() * part()) * length;
    lives.push({ first, length, upTo: sum });
  }
  return () => {
    const at = part() * sum;
    let [low, high] = [0, customers - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (lives[middle].upTo < at) low = middle + 1;
      else high = middle;
    }
    const { first, length } = lives[low];
    const day = new Date(Date.UTC(2022, 0, 1 + first + draw(length))).toISOString().slice(0, 10);
    return { id: low + 1, day };
  };
}

/** A deal for every fifth customer, and a follow-up for every second one. */
function addDeals(db, { customers, draw }) {
  const day = () => new Date(Date.UTC(2022, 0, 1 + draw(1400))).toISOString().slice(0, 10);
  const deal = db.prepare(
    `INSERT INTO deal (id, title, contact_id, stage_id, amount_minor, currency, close_date, closed_date, lost_reason, source,
      created_at, updated_at)
    VALUES (?, 'Deal', ?, ?, ?, 'EUR', ?, ?, ?, ?, ?, ?)`,
  );
  const move = db.prepare(
    "INSERT INTO stage_change (deal_id, from_stage_id, to_stage_id, changed_at) VALUES (?, ?, ?, ?)",
  );
  for (let id = 1; id <= customers / 5; id++) {
    const stages = [1, 2, 3, 4 + draw(2)].slice(0, 1 + draw(4));
    const first = Date.UTC(2022, 0, 1 + draw(1400));
    const at = stages.map((_, i) => new Date(first + i * 9 * 86_400_000).toISOString().slice(0, 19) + "Z");
    const last = stages.at(-1);
    const closed = last > 3 ? at.at(-1).slice(0, 10) : null;
    const reason = last === 5 ? ["price", "silent", "other"][draw(3)] : null;
    const source = ["web", "fair", null][draw(3)];
    deal.run([
      id,
      1 + draw(customers),
      last,
      draw(1_000_000),
      day(),
      closed,
      reason,
      source,
      at[0],
      at.at(-1),
    ]);
    for (const [i, stage] of stages.entries()) move.run([id, stages[i - 1] ?? null, stage, at[i]]);
  }
  const followup = db.prepare(
    `INSERT INTO follow_up (title, contact_id, due_date, done_at, created_at, updated_at)
    VALUES ('call', ?, ?, ?, '2022-01-01T08:00:00Z', '2022-01-01T08:00:00Z')`,
  );
  for (let id = 1; id <= customers / 2; id++)
    followup.run([1 + draw(customers), day(), draw(3) === 0 ? null : day() + "T08:00:00Z"]);
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

const rounds = 7;

function milliseconds(run) {
  const start = performance.now();
  run();
  return performance.now() - start;
}

/**
 * The middle one of some rounds, each between two scans: machines have faster and slower moments, and a report that was
 * measured in the one by a scan in the other would say nothing.
 */
function inScans(run, scan) {
  const found = Array.from({ length: rounds }, () => {
    const [before, ms, after] = [scan, run, scan].map(milliseconds);
    return { ms, scans: (2 * ms) / (before + after) };
  });
  return found.sort((a, b) => a.scans - b.scans)[(rounds - 1) / 2];
}

const scope = { asOf: "2025-12-31", currency: "EUR", zone: "Europe/Berlin" };
const abcScope = { ...scope, measure: "revenue", limits: { a: 80, b: 95 }, ties: "same" };
const model = { ...scope, model: "mbg-nbd", unit: "weeks", discount: 0.1 };
const rules = {
  basket: "order",
  minCount: 5,
  minSupport: 0.001,
  minConfidence: 0.2,
  maxItems: 3,
  all: false,
};
const period = (unit) => ({ key: unit, header: unit, from: { kind: "period", unit } });
const cityOf = ({ contactFields }) => contactFields.filter((field) => field.key === "city");
const cityIn = (crm) => ({ key: "city", header: "City", from: { kind: "contact", field: cityOf(crm)[0] } });

const scanOfOrders = "SELECT count(*) AS n, sum(amount_minor) AS total FROM sales_order";

/** By what one scan of it is the measure, with the limit of its reports. */
const groups = {
  "the orders": {
    scan: scanOfOrders,
    limit: 10,
    reports: {
      "segments by city": (crm, db) => crm.segmentReport(db, { ...scope, by: cityOf(crm) }),
      "retention by month": (crm, db) => crm.retentionReport(db, { ...scope, by: "month" }),
      "retention, window 90 days": (crm, db) =>
        crm.retentionReport(db, { ...scope, by: "month", window: 90 }),
      "cohorts by month": (crm, db) => crm.cohortReport(db, { ...scope, by: "month", variant: "classic" }),
      "cohorts by month, revenue": (crm, db) =>
        crm.cohortReport(db, { ...scope, by: "month", variant: "revenue" }),
      "cohorts by week, unbounded": (crm, db) =>
        crm.cohortReport(db, { ...scope, by: "week", variant: "unbounded" }),
      rfm: (crm, db) => crm.rfmReport(db, { ...scope, frequency: "days", monetary: "sum", cutRule: "exact" }),
      abc: (crm, db) => crm.abcReport(db, abcScope),
      "abc, computed, since a day": (crm, db) =>
        crm.abcReport(db, { ...abcScope, limits: "computed", since: "2024-12-31" }),
      "next purchase": (crm, db) => crm.nextReport(db, scope),
      "survival, second purchase": (crm, db) =>
        crm.survivalReport(db, { ...scope, of: "second", window: 365 }),
      sources: (crm, db) => crm.sourceReport(db, scope),
      kpi: (crm, db) => crm.kpiReport(db, { ...scope, by: "month" }),
      "pivot, city by month": (crm, db) =>
        crm.pivotReport(db, {
          ...{ ...scope, of: "orders", measure: "customers", rows: [cityIn(crm)], cols: [period("month")] },
        }),
      "pivot of contacts": (crm, db) =>
        crm.pivotReport(db, {
          ...scope,
          of: "contacts",
          measure: "conversion",
          rows: [cityIn(crm)],
          cols: [],
        }),
      pipeline: (crm, db) => crm.pipelineReport(db, scope),
      forecast: (crm, db) => crm.forecastReport(db, { ...scope, by: "month" }),
      funnel: (crm, db) => crm.funnelReport(db, { ...scope, pipelineId: 1 }),
      velocity: (crm, db) => crm.velocityReport(db, scope),
      winrate: (crm, db) => crm.winrateReport(db, { ...scope, by: "month", basis: "closed" }),
      losses: (crm, db) => crm.lossReport(db, { ...scope, by: ["reason"] }),
      stale: (crm, db) => crm.staleReport(db, { ...scope, limitDays: 30, planned: false }),
      owners: (crm, db) => crm.ownerReport(db, scope),
      followups: (crm, db) => crm.followupReport(db, { ...scope, by: "month" }),
      channels: (crm, db) => crm.channelReport(db, scope),
      activity: (crm, db) => crm.activityReport(db, { ...scope, by: ["kind"] }),
      response: (crm, db) => crm.responseReport(db, { ...scope, by: "kind" }),
    },
  },
  "the orders, with a fit": {
    scan: scanOfOrders,
    limit: 25,
    reports: {
      clv: (crm, db) => crm.clvReport(db, model),
      churn: (crm, db) => crm.churnReport(db, model),
    },
  },
  "the order lines": {
    scan: "SELECT count(*) AS n, sum(quantity) AS total FROM order_line",
    limit: 20,
    reports: {
      crosssell: (crm, db) => crm.crosssellReport(db, { ...scope, ...rules }),
      "abc of products": (crm, db) => crm.productAbc(db, abcScope),
    },
  },
};

/** One report in a process of its own: its time in scans, and what memory it took. */
async function one([file, path, group, name]) {
  const crm = await import(pathToFileURL(file).href);
  const db = crm.openDb({ path, mode: "read", busyMs: 0 });
  const { scan, reports } = groups[group];
  const run = () => reports[name](crm, db);
  const { ms, scans } = inScans(run, () => db.get(scan));
  const ofOrders = scan === scanOfOrders ? null : inScans(run, () => db.get(scanOfOrders)).scans;
  const mb = Math.round(process.resourceUsage().maxRSS / 1024);
  console.log(JSON.stringify({ ms, scans, ofOrders, mb }));
}

function measured(file, path, group, name) {
  const ran = spawnSync(process.execPath, [here, "--one", file, path, group, name], { encoding: "utf8" });
  if (ran.status !== 0) throw new Error(name + ": " + ran.stderr);
  return JSON.parse(ran.stdout);
}

async function all(sizes) {
  const work = mkdtempSync(join(tmpdir(), "crm-bench-"));
  // Beside the packages, where it finds the driver.
  const file = join(root, "node_modules", ".cache", "bench-reports-" + process.pid + ".mjs");
  process.on("exit", () => {
    rmSync(work, { recursive: true, force: true });
    rmSync(file, { force: true });
  });
  await bundle(file);
  const crm = await import(pathToFileURL(file).href);
  for (const orders of sizes) {
    const path = join(work, orders + ".db");
    const db = crm.openDb({ path, mode: "write", busyMs: 0 });
    seed(db, orders);
    db.close();
    for (const [group, { limit, reports }] of Object.entries(groups)) {
      console.log(orders + " orders, in scans of " + group + " (limit " + limit + "):");
      for (const name of Object.keys(reports)) {
        const { ms, scans, ofOrders, mb } = measured(file, path, group, name);
        const isSlow = scans > limit || mb > memoryLimit;
        if (isSlow) process.exitCode = 1;
        const figures = `${scans.toFixed(1).padStart(6)} scans  ${ms.toFixed(0).padStart(6)} ms  ${String(mb).padStart(4)} MB`;
        const also = ofOrders === null ? "" : `  (${ofOrders.toFixed(1)} scans of the orders)`;
        console.log("  " + name.padEnd(28) + figures + also + (isSlow ? "  ABOVE" : ""));
      }
    }
  }
}

const words = process.argv.slice(2);
if (words[0] === "--one") await one(words.slice(1));
else await all(sizesOf(words, [200_000, 2_000_000]));
