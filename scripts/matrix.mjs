// The tests of the built program on each Node that users have, as they have it: installed with npm from the packed
// package, so that each gets the better-sqlite3 that fits (12 on Node 20, 13 from 22.14 on). `--short`: the oldest and
// the newest only. The Nodes come from the registry's package `node`.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";

const all = ["20", "22", "24", "26"];
const asked = process.argv.slice(2).filter((word) => !word.startsWith("-"));
const chosen = asked.length > 0 ? asked : process.argv.includes("--short") ? [all[0], all.at(-1)] : all;
const folder = mkdtempSync(join(tmpdir(), "crm-matrix-"));

function run(program, args, env = {}) {
  const ran = spawnSync(program, args, {
    env: { ...process.env, npm_config_update_notifier: "false", ...env },
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  return { ok: ran.status === 0, out: (ran.stdout ?? "") + (ran.stderr ?? "") };
}

function must(program, args, env) {
  const { ok, out } = run(program, args, env);
  if (!ok) throw new Error(program + " " + args.join(" ") + "\n" + out);
  return out;
}

/** The directory of a Node of this major version. */
function nodeOf(version) {
  const dir = join(folder, "node" + version);
  mkdirSync(dir, { recursive: true });
  must("npm", ["install", "--no-save", "--no-audit", "--no-fund", "--prefix", dir, "node@" + version]);
  return join(dir, "node_modules/node/bin");
}

const pack = must("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder]);
const tarball = join(folder, pack.trim().split("\n").at(-1));
const vitest = resolve("node_modules/vitest/vitest.mjs");
let failed = 0;
for (const version of chosen) {
  const prefix = join(folder, "crm" + version);
  const env = { PATH: nodeOf(version) + delimiter + process.env.PATH };
  must("npm", ["install", "-g", "--prefix", prefix, "--no-audit", "--no-fund", tarball], env);
  const program = join(prefix, "bin/crm");
  const sqlite = join(prefix, "lib/node_modules/crm/node_modules/better-sqlite3/package.json");
  const node = must("node", ["--version"], env).trim();
  const { ok, out } = run(process.execPath, [vitest, "run", "tests/built"], {
    ...env,
    CRM_TEST_PROGRAM: program,
  });
  const counted = /Tests .*/.exec(out.replaceAll(/\u001b\[[0-9;]*m/g, ""))?.[0] ?? "no tests";
  console.log(node + ", better-sqlite3 " + JSON.parse(readFileSync(sqlite, "utf8")).version + ": " + counted);
  if (ok) continue;
  failed++;
  console.log(out);
}
rmSync(folder, { recursive: true, force: true });
if (failed > 0) process.exitCode = 1;
