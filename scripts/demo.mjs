// The main job from end to end on the files of examples/, on a database that is thrown away afterwards.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import "./build.mjs";

const folder = mkdtempSync(join(tmpdir(), "crm-demo-"));
const env = {
  ...process.env,
  CRM_DB: join(folder, "crm.db"),
  CRM_NOW: "2026-11-21T09:00:00Z",
  CRM_FORMAT: "table",
};

const story = [
  ["A database of your own: one file.", "init --currency EUR --timezone Europe/Berlin --country DE"],
  [
    "Contacts and purchases come from CSV files. First a look at what would happen:",
    "import contacts examples/contacts.csv --dry-run",
  ],
  ["Then for real. The same file again would change nothing.", "import contacts examples/contacts.csv"],
  [undefined, "import orders examples/orders.csv"],
  [undefined, "import deals examples/deals.csv"],
  [
    "You have just called Jane: note it, and what you promised, in one step.",
    'log call jane@acme.example "Wants a quote for the relaunch, budget 5k" --minutes 12 --out --outcome interested --follow-up "in 3 days: send the quote"',
  ],
  ["Everything about her on one card:", "contact show jane@acme.example"],
  ["A deal moves through its stages:", "deal move 2 proposal"],
  [undefined, "deal win 2"],
  [undefined, "deal lose 5 --reason price --competitor Pixelwerk"],
  [undefined, "deal board"],
  [
    "What is on today?",
    'followup add "tomorrow 10:00: call about the photo day" --for zoe.mueller@mueller-soehne.example',
  ],
  [undefined, "today"],
  [
    "A question to all records:",
    "contact list 'city = Berlin and spent >= 1000' --sort -spent --fields id,name,company,spent,last_order",
  ],
  [undefined, "find nord"],
  ["Segments and retention:", "report segments --by city"],
  [undefined, "report retention --by quarter --from 2025-04-01"],
  [undefined, "report cohorts --by quarter"],
  ["Every command can be taken back, an import included:", "undo"],
  [undefined, "history --limit 5"],
];

let failed = 0;
for (const [said, line] of story) {
  if (said !== undefined) console.log("\n# " + said);
  console.log("\n$ crm " + line);
  const words = line.match(/'[^']*'|"[^"]*"|\S+/g).map((word) => word.replace(/^(['"])(.*)\1$/, "$2"));
  const ran = spawnSync(process.execPath, ["bin/crm", ...words], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
    encoding: "utf8",
  });
  process.stdout.write(ran.stderr + ran.stdout);
  if (ran.status !== 0) failed++;
}
rmSync(folder, { recursive: true, force: true });
console.log(
  "\nThe database of this demo is gone again. Yours is made by your first command: node bin/crm --help",
);
if (failed > 0) {
  console.error(failed + " of the commands failed");
  process.exitCode = 1;
}
