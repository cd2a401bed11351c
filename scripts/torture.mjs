// Tries to break the promises of docs/reliability.md with the built program: node scripts/torture.mjs [--short] [part ...]
// Prints what was tried and what was lost, and ends with 1 when anything was.
import { damaged } from "./torture/damaged.mjs";
import { faults } from "./torture/faults.mjs";
import { full } from "./torture/full.mjs";
import { kill } from "./torture/kill.mjs";
import { migrate } from "./torture/migrate.mjs";
import { parallel } from "./torture/parallel.mjs";
import { power } from "./torture/power.mjs";
import { makeTemplate, report } from "./torture/world.mjs";

const words = process.argv.slice(2);
const isShort = words.includes("--short");
const asked = words.filter((word) => !word.startsWith("--"));

const parts = {
  kill: (template) => kill(template, isShort ? 2 : 200),
  migrate: () => migrate(isShort ? 2 : 40),
  full: (template) => full(template, isShort ? 3 : 60),
  faults: (template) => faults(template, isShort ? 1 : 12),
  power: (template) => power(template, isShort ? 20 : 1000),
  damaged: (template) => damaged(template, isShort ? 6 : 400),
  parallel: (template) =>
    parallel(
      template,
      isShort ? { writers: 5, readers: 2, seconds: 3 } : { writers: 50, readers: 10, seconds: 60 },
    ),
};

const began = Date.now();
const template = makeTemplate(300);
let bad = 0;
for (const [name, run] of Object.entries(parts)) {
  if (asked.length === 0 || asked.includes(name)) bad += await run(template);
}
report(`${bad} losses in ${Math.round((Date.now() - began) / 1000)} s`);
process.exitCode = bad === 0 ? 0 : 1;
