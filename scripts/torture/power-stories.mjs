// What is going on when the power is cut: a template, command lines, each with the question that answers 1 once it is
// done, and what has to hold for a moment at which `acked` of them had ended and `begun` of them had begun.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cipherDirectory, connect, rawKey } from "./cipher.mjs";
import { changesData, latest, lostRows, oldDatabase } from "./migrate.mjs";
import { contactsCsv, crm, encryptedCopyOf, faultOfFile, root } from "./world.mjs";

export function storiesOf(template) {
  const plain = {
    writing: { template, lines: writing },
    restoring: { template, lines: restoring, judge: restored },
    "restoring beside a reader": { template, lines: restoring, judge: restored, meanwhile: reading },
    "rotating backups": { template, lines: rotating, judge: rotated },
    attaching: { template, lines: attaching, judge: attached },
    "a new database": { template: emptyHome(), file: "new/place/crm.db", lines: beginning, judge: begun },
  };
  const migrating = Array.from({ length: latest - 1 }, (_, n) => {
    const old = oldDatabase(template, n + 1);
    return [
      `migrating from schema ${n + 1}`,
      { template: old, lines: migrate, judge: migrated(old, changesData(n + 1)) },
    ];
  });
  return { ...plain, ...Object.fromEntries(migrating), ...(cipherDirectory && encryptedStories(template)) };
}

function encryptedStories(template) {
  const encrypted = encryptedCopyOf(template);
  return {
    encrypting: { template, lines: encrypting },
    "writing, encrypted": { template: encrypted, lines: writing },
    "restoring, encrypted": { template: encrypted, lines: restoring, judge: restored },
  };
}

/** All that was acknowledged is there; the key of an encrypted file is any of those of its story. */
export function missing({ home, lines, acked }, file = join(home, "crm.db")) {
  return faultOfFile(
    file,
    lines.slice(0, acked).flatMap(({ done }) => done ?? []),
  );
}

const has = (n) => `SELECT count(*) FROM contact WHERE name = 'Power ${n}'`;
const lacks = (n) => `SELECT (${has(n)}) = 0`;

const add = (n) => ({ argv: ["contact", "add", `Power ${n}`], done: has(n) });

const count = (what, sql) => `SELECT (${sql}) = ${what}`;

function writing(home) {
  writeFileSync(join(home, "power.csv"), contactsCsv(80, 5000));
  return [
    add(1),
    add(2),
    {
      argv: ["import", "contacts", join(home, "power.csv")],
      done: count(80, "SELECT count(*) FROM contact WHERE name LIKE 'Person 50__ %'"),
    },
    add(3),
    {
      argv: ["contact", "merge", "301", "302", "--yes"],
      done: count(0, "SELECT count(*) FROM contact WHERE id = 302"),
    },
    {
      argv: ["contact", "erase", "1", "--confirm", "1"],
      done: count(0, "SELECT count(*) FROM contact_email WHERE contact_id = 1"),
    },
    add(4),
  ];
}

function restoring(home) {
  return [add(1), { argv: ["restore", join(home, "saved.db"), "--yes"] }, add(2)];
}

/** The template's last command came after its backup. */
const isOld = "SELECT count(*) FROM tag WHERE name = 'all'";
const isRestored = `SELECT (${isOld}) = 0`;

/** The old or the new content, and what was there before is kept aside when it is the new one. */
function restored({ home, acked, begun }) {
  const file = join(home, "crm.db");
  const old = () => faultOfFile(file, [isOld, ...(acked >= 1 ? [has(1)] : [])]);
  const fresh = () =>
    faultOfFile(file, [isRestored, lacks(1), ...(acked >= 3 ? [has(2)] : [])]) ?? aside(home);
  if (acked >= 2) return fresh();
  if (begun < 2) return old();
  const fault = old();
  return fault === undefined ? undefined : fresh() && fault;
}

function aside(home) {
  const kept = backupsOf(home).find((name) => name.includes("-before-restore-"));
  if (kept === undefined) return "nothing was kept aside";
  return faultOfFile(join(home, "backups", kept), [isOld, has(1)]);
}

/** Whatever bears a backup's name. */
function backupsOf(home) {
  const directory = join(home, "backups");
  return existsSync(directory) ? readdirSync(directory).filter((name) => name.endsWith(".db")) : [];
}

/** Somebody reads from before the first command to after the last one. */
function reading(home) {
  const db = connect(join(home, "crm.db"), { readonly: true });
  db.exec("BEGIN; SELECT count(*) FROM contact");
  db.prepare("SELECT count(*) FROM contact").get();
  return () => db.close();
}

function rotating() {
  const backup = { argv: ["backup", "--keep", "2"] };
  return [add(1), backup, add(2), backup, add(3), backup, add(4), backup];
}

/** Every backup is whole, two stay, and the newest that was acknowledged holds what had been added. */
function rotated(moment) {
  const { home, acked, lines } = moment;
  const names = backupsOf(home);
  const files = names.map((name) => join(home, "backups", name));
  const done = lines.slice(0, acked).filter(({ argv }) => argv[0] === "backup").length;
  const broken = files.map((file) => faultOfFile(file, [])).find((fault) => fault !== undefined);
  if (broken !== undefined) return `a backup: ${broken}`;
  if (files.length < Math.min(done, 2)) return `${files.length} backups are left of ${done}`;
  if (done > 0 && files.every((file) => faultOfFile(file, [has(done)]) !== undefined))
    return `no backup holds what number ${done} was made of`;
  return missing(moment);
}

function attaching(home) {
  writeFileSync(join(home, "contract.pdf"), Buffer.alloc(20_000, "contract "));
  writeFileSync(join(home, "offer.pdf"), Buffer.alloc(9_000, "offer "));
  return [
    { argv: ["attach", "1", join(home, "contract.pdf"), "--copy"] },
    { argv: ["attach", "1", join(home, "offer.pdf"), "--copy"] },
    { argv: ["backup"] },
  ];
}

/** Doctor compares every document with its hash. What was cut off can be done again. */
function attached({ home, acked }) {
  const count = Math.min(acked, 2);
  const fault = faultOfFile(join(home, "crm.db"), [`SELECT count(*) >= ${count} FROM attachment`]);
  if (fault !== undefined) return fault;
  const lost = JSON.parse(crm(home, ["doctor", "--json"]).out).find(({ check }) => check === "documents");
  if (lost.state !== "ok") return lost.found;
  for (const { argv } of attaching(home).slice(0, 2)) {
    const again = crm(home, argv);
    if (again.code !== 0 && !again.err.includes("is attached already")) return `again: ${again.err}`;
  }
  return undefined;
}

function emptyHome() {
  const home = join(root, "nothing");
  mkdirSync(home, { recursive: true });
  return home;
}

function beginning() {
  return [{ argv: ["init"] }, add(1), add(2)];
}

function begun(moment) {
  const { home, acked } = moment;
  const file = join(home, "new/place/crm.db");
  if (acked === 0 && !existsSync(file)) return undefined;
  const next = crm(home, ["contact", "list", "-q"], { file });
  if (next.code !== 0) return `the next command failed: ${next.err}`;
  return missing(moment, file);
}

function migrate() {
  return [{ argv: ["contact", "list", "-q"] }, add(1)];
}

/** Whatever step it stopped at, the next command goes on, and all rows are there. */
function migrated(old, isCopied) {
  return (moment) => {
    const { home } = moment;
    const next = crm(home, ["contact", "list", "-q"]);
    if (next.code !== 0) return `the next command failed: ${next.err}`;
    const copies = readdirSync(home).filter((name) => /\.before-schema-\d+-[\d.-]+$/.test(name));
    if (isCopied && copies.length === 0) return "no copy was kept";
    const faults = [...copies, "crm.db"].flatMap((name) => {
      const file = join(home, name);
      return faultOfFile(file, []) ?? lostRows(old, file) ?? [];
    });
    return faults[0] ?? missing(moment);
  };
}

function encrypting(home) {
  writeFileSync(join(home, "pass"), `${rawKey}\n`, { mode: 0o600 });
  writeFileSync(join(home, "other"), `${rawKey.replaceAll("0f", "1e")}\n`, { mode: 0o600 });
  const other = { CRM_PASSPHRASE_FILE: join(home, "other") };
  return [
    add(1),
    { argv: ["encrypt"] },
    add(2),
    { argv: ["rekey", "--file", join(home, "other")] },
    { ...add(3), env: other },
    { argv: ["decrypt", "--yes"], env: other },
    add(4),
  ];
}
