// The whole story on the files of examples/, on a database that is thrown away afterwards. The clock stands still.
// It runs the program of dist/; scripts/demo.mjs builds that first.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "crm-demo-"));
const env = {
  ...process.env,
  HOME: folder,
  XDG_CONFIG_HOME: join(folder, "config"),
  CRM_DB: join(folder, "crm.db"),
  CRM_NOW: "2026-11-21T09:00:00Z",
  CRM_FORMAT: "table",
  CRM_TEMPLATE: "",
  USER: "mara",
};

/** Why, and what is typed. A number shows that many lines of the output only. */
const story = [
  ["Mara roasts coffee. Her CRM is one file; it should know her money and her clock."],
  ["init --currency EUR --timezone Europe/Berlin --country DE"],

  ["What she has: an address book at Google. It is recognised by its columns; -n only looks."],
  ["import contacts examples/google.csv -n"],
  ["import contacts examples/google.csv -q"],
  ["And two years of the shop, out of its old programs, as CSV; -q says nothing."],
  ["import companies examples/companies.csv --extra fields -q"],
  ["import contacts examples/contacts.csv --extra fields"],
  ["import orders examples/orders.csv"],
  ["import deals examples/deals.csv --extra fields"],
  ["import activities examples/activities.csv -q"],
  ["import followups examples/followups.csv -q"],
  ["The same file again changes nothing, so nobody has to remember whether it was done."],
  ["import contacts examples/contacts.csv --extra fields"],

  ["The phone rings. One command keeps the call and what was promised."],
  [
    'log call jane@acme.example "Wants a machine for the second floor" --minutes 12 --in --outcome interested --follow-up "in 3 days: send the quote"',
  ],
  ["Before the next call: who was that?"],
  ["brief jane@acme.example"],
  ["Deals move through stages. Winning one records the purchase, losing one asks why."],
  ["deal move 2 proposal"],
  ["deal win 2"],
  ["deal lose 3 --reason price --competitor Röstwerk"],
  ["deal list 'status = open' --sort -amount --limit 3 --fields id,title,company,stage,amount,close"],

  ["What is on today, what was forgotten, who has gone quiet?"],
  ["today", 20],
  ["The same by mail, desktop or webhook; cron runs it, each item goes out once. Here only a look."],
  ["remind --only followup --dry-run --format md --fields section,due,contact,title"],

  ["Any question in one line."],
  [
    "contact list 'tag = café and spent >= 1000' --sort -spent --limit 5 --fields id,name,company,spent,last_order",
  ],

  ["Who are the customers? By how recently, how often and how much."],
  ["report rfm", 18],
  ["A class is a field like any other, and a question worth keeping gets a name."],
  ["segment save win-back 'abc = A and last_order > 90d'"],
  ["contact list --segment win-back --fields name,company,rfm,spent,last_order"],
  ["Which few of them bring the most?"],
  ["report abc"],
  ["Do they stay? Each quarter's new customers, and how many still buy later."],
  ["report cohorts --by quarter"],
  ["report retention --by quarter --from 2026-01-01"],
  ["What will come in?"],
  ["report forecast"],
  ["All of it on one page that needs no network, to look at or to send."],
  ['report kpi --html "' + join(folder, "kpi.html") + '"', 14],

  ["Two entries are people twice. A merge loses nothing and can be taken back."],
  ["contact duplicates"],
  ['contact merge 17 3 --confirm "Zoë Müller"'],
  ["Every command can be undone, an import too."],
  ["undo"],
  ["history --limit 3"],
  ["A checked copy, and an examination."],
  ["backup"],
  ["doctor", 7],
];

function show(line, atMost) {
  console.log("\n$ crm " + line.replaceAll(folder, "~"));
  const words = line.match(/'[^']*'|"[^"]*"|\S+/g).map((word) => word.replace(/^(['"])(.*)\1$/, "$2"));
  const ran = spawnSync(process.execPath, ["bin/crm", ...words], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
    encoding: "utf8",
  });
  const lines = (ran.stderr + ran.stdout).replaceAll(folder, "~").trimEnd().split("\n");
  const shown = ran.status === 0 ? lines.slice(0, atMost) : lines;
  if (shown[0] !== "") console.log(shown.join("\n"));
  if (shown.length < lines.length) console.log("... " + (lines.length - shown.length) + " more lines");
  return ran.status === 0;
}

let failed = 0;
for (const [line, atMost] of story) {
  if (/^[A-Z]/.test(line)) console.log("\n# " + line);
  else if (!show(line, atMost)) failed++;
}
rmSync(folder, { recursive: true, force: true });
console.log(
  "\nThe database of this demo is gone again. Next: the five minutes in README.md, or node bin/crm --help",
);
if (failed > 0) {
  console.error(failed + " of the commands failed");
  process.exitCode = 1;
}
