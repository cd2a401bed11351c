// Errors of the disk, put into the system calls on the database's own files by strace.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { copyOf, endsOf, environment, faultOf, operationsOf, program, remove, report } from "./world.mjs";

const calls = [
  ["pwrite64", "EIO"],
  ["pwrite64", "ENOSPC"],
  ["pread64", "EIO"],
  ["fsync,fdatasync", "EIO"],
  ["ftruncate", "EIO"],
  ["openat", "EACCES"],
  ["openat", "EMFILE"],
  ["fcntl", "ENOLCK"],
  ["unlink", "EIO"],
  ["mmap", "ENOMEM"],
];

/** `every` 3: of each command every third fault, beginning with another one for each, so that all are among them. */
export function faults(template, { only, each, every = 1 }) {
  if (spawnSync("strace", ["-V"]).status !== 0) {
    report("faults: skipped, there is no strace");
    return 0;
  }
  const tally = { tried: 0, failed: 0, bad: 0 };
  const operations = operationsOf(template);
  for (const [place, name] of only(Object.keys(operations)).entries()) {
    const { allowed, before } = endsOf(template, name);
    for (const [call, error] of calls.filter((_, at) => (at + place) % every === 0)) {
      for (let n = 0; n < each; n++)
        one({ template, name, operation: operations[name], call, error, n, allowed, before, tally });
    }
  }
  report(`faults: ${tally.tried} injected, ${tally.failed} commands refused, ${tally.bad} bad`);
  return tally.bad;
}

/** The database and whatever a command makes of it on its way. */
function filesOf(home) {
  const db = join(home, "crm.db");
  const aside = ["restore", "delete"].map((what) =>
    join(home, "backups", `crm-before-${what}-20261121-090000.db`),
  );
  const made = [`${db}.restoring`, `${db}.recrypting`, ...aside];
  return [
    db,
    ...["-wal", "-shm", "-journal"].map((end) => db + end),
    ...made,
    ...made.map((file) => `${file}.partial`),
  ];
}

/** Once, at the n-th such call; every second time from then on for ever. */
function one({ template, name, operation, call, error, n, allowed, before, tally }) {
  const home = copyOf(template);
  const db = join(home, "crm.db");
  const paths = filesOf(home).flatMap((path) => ["-P", path]);
  const at = 1 + Math.floor(n * 1.7);
  const inject = `${call}:error=${error}:when=${at}${n % 2 === 1 ? "+" : ""}`;
  const argv = ["-f", "-qq", "-o", "/dev/null", ...paths, "-e", `trace=${call}`, "-e", `inject=${inject}`];
  const line = [...argv, process.execPath, program, ...operation(home), "--db", db];
  const ran = spawnSync("strace", line, {
    env: environment(home, { CRM_BUSY_MS: "500" }),
    encoding: "utf8",
    timeout: 60_000,
  });
  tally.tried++;
  if (ran.status !== 0) tally.failed++;
  const said = ran.stderr.split("\n").filter((text) => text.startsWith("crm: "));
  const silent =
    ran.status !== 0 && (ran.signal !== null || said.length !== 1 || /bug of crm/.test(ran.stderr));
  const fault = silent
    ? `it ended with ${ran.status ?? ran.signal} and said: ${ran.stderr.slice(0, 300)}`
    : faultOf(home, ran.status === 0 ? allowed.filter((state) => state !== before) : allowed);
  if (fault !== undefined) {
    tally.bad++;
    report(`  LOST ${name} with ${inject}: ${fault}`);
  }
  remove(home);
}
