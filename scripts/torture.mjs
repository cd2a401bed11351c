// Tries to break the promises of docs/reliability.md with the built program:
// node scripts/torture.mjs [--short] [--only NAME] [part ...]; a name is one of a command (restore) or a story of power cuts.
// Prints what was tried and what was lost, and ends with 1 when anything was.
import { parseArgs } from "node:util";
import { cipherDirectory } from "./torture/cipher.mjs";
import { damaged } from "./torture/damaged.mjs";
import { faults } from "./torture/faults.mjs";
import { full } from "./torture/full.mjs";
import { kill } from "./torture/kill.mjs";
import { migrate } from "./torture/migrate.mjs";
import { parallel } from "./torture/parallel.mjs";
import { power } from "./torture/power.mjs";
import { reading } from "./torture/reading.mjs";
import { encryptedCopyOf, makeTemplate, report } from "./torture/world.mjs";

const { values, positionals: asked } = parseArgs({
  options: { short: { type: "boolean" }, only: { type: "string" } },
  allowPositionals: true,
});
const isShort = values.short === true;
const only = (names) => names.filter((name) => name.includes(values.only ?? ""));

const parts = {
  kill: (template) => kill(template, { only, moments: isShort ? 2 : 200 }),
  migrate: (template) => migrate(template, isShort ? 2 : 40),
  full: (template) => full(template, { only, steps: isShort ? 3 : 60 }),
  faults: (template) => faults(template, isShort ? { only, each: 1, every: 3 } : { only, each: 12 }),
  power: (template) => power(template, { only, cuts: isShort ? 8 : 300 }),
  damaged: (template) => damaged(template, isShort ? 6 : 400),
  parallel: (template) =>
    parallel(
      template,
      isShort ? { writers: 5, readers: 2, seconds: 3 } : { writers: 50, readers: 10, seconds: 60 },
    ),
  reading: (template) => reading(template, isShort ? { reads: 5, rows: 300 } : { reads: 500, rows: 20_000 }),
  encrypted,
};

/** The same with a database under a key; power cuts have stories of their own for it. */
async function encrypted(template) {
  if (cipherDirectory === undefined) {
    report("encrypted: skipped, CRM_TEST_SQLITE names no directory with better-sqlite3-multiple-ciphers");
    return 0;
  }
  const home = encryptedCopyOf(template);
  const killed = await kill(home, { only, moments: isShort ? 1 : 40 });
  const refused =
    full(home, { only, steps: isShort ? 2 : 20 }) + faults(home, { only, each: isShort ? 1 : 4 });
  const writers = isShort ? { writers: 3, readers: 1, seconds: 2 } : { writers: 10, readers: 3, seconds: 20 };
  return killed + refused + damaged(home, isShort ? 3 : 60) + (await parallel(home, writers));
}

const began = Date.now();
const template = makeTemplate(300);
let bad = 0;
for (const [name, run] of Object.entries(parts)) {
  if (asked.length === 0 || asked.includes(name)) bad += await run(template);
}
report(`${bad} losses in ${Math.round((Date.now() - began) / 1000)} s`);
process.exitCode = bad === 0 ? 0 : 1;
