// A full disk, at every size between nothing and what the command needs: no file may grow beyond a limit, and, where
// this may be mounted, a disk in memory that has so much room.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import {
  copyOf,
  endsOf,
  environment,
  faultOf,
  operationsOf,
  program,
  remove,
  report,
  root,
} from "./world.mjs";

export function full(template, { only, steps }) {
  const operations = operationsOf(template);
  const tally = { tried: 0, refused: 0, bad: 0 };
  const ways = canMount() ? { limit: limited, disk: onSmallDisk } : { limit: limited };
  for (const name of only(Object.keys(operations))) {
    const { allowed, before } = endsOf(template, name);
    const top = Math.ceil(statSync(join(template, "crm.db")).size / 1024) * 2.5;
    for (const [way, run] of Object.entries(ways)) {
      for (let n = 0; n < steps; n++) {
        const kilobytes = Math.floor((top * n) / steps);
        const { home, ran } = run(template, operations[name], kilobytes);
        tally.tried++;
        if (ran.status !== 0) tally.refused++;
        const states = ran.status === 0 ? allowed.filter((state) => state !== before) : allowed;
        const fault = saidWrong(ran, way) ?? faultOf(home, states);
        if (fault !== undefined) {
          tally.bad++;
          report(`  LOST ${name} with ${kilobytes} KB (${way}): exit ${ran.status}, ${fault}`);
        }
        remove(home);
      }
    }
  }
  const { tried, refused, bad } = tally;
  report(`disk full: ${tried} sizes tried (${Object.keys(ways).join(", ")}), ${refused} refused, ${bad} bad`);
  return bad;
}

/** One line that is no bug; on a disk that is full it says so, with an exit code of its own. */
function saidWrong({ status, stderr }, way) {
  if (status === 0) return undefined;
  const said = stderr.split("\n").filter((line) => line.startsWith("crm: "));
  const isWrong = said.length !== 1 || /bug of crm/.test(stderr);
  const isOther = way === "disk" && (status !== 74 || !/disk is full/.test(stderr));
  return isWrong || isOther ? `it said: ${stderr}` : undefined;
}

/** `ulimit -f` counts in KB; the signal that comes with it is ignored, so that the write itself fails. */
function limited(template, operation, kilobytes) {
  const home = copyOf(template);
  const line = ["-c", `trap '' XFSZ; ulimit -f ${kilobytes}; exec "$@"`, "bash", process.execPath, program];
  const argv = [...line, ...operation(home), "--db", join(home, "crm.db")];
  return { home, ran: spawnSync("bash", argv, { env: environment(home), encoding: "utf8" }) };
}

let disks = 0;

/** The directory lies on the disk while the command runs, and is copied away to be judged. */
function onSmallDisk(template, operation, kilobytes) {
  const disk = join(root, `disk-${disks++}`);
  mkdirSync(disk);
  mount(disk, kilobytesOf(template) + kilobytes);
  try {
    cpSync(template, disk, { recursive: true });
    const argv = [program, ...operation(disk), "--db", join(disk, "crm.db")];
    const ran = spawnSync(process.execPath, argv, { env: environment(disk), encoding: "utf8" });
    return { home: copyOf(disk), ran };
  } finally {
    spawnSync("umount", [disk]);
    remove(disk);
  }
}

function kilobytesOf(directory) {
  return Number(/^\d+/.exec(spawnSync("du", ["-sk", directory], { encoding: "utf8" }).stdout)[0]);
}

function mount(disk, kilobytes) {
  return spawnSync("mount", ["-t", "tmpfs", "-o", `size=${kilobytes}k`, "tmpfs", disk]).status === 0;
}

function canMount() {
  const disk = join(root, "try");
  mkdirSync(disk, { recursive: true });
  const can = mount(disk, 64);
  if (can) spawnSync("umount", [disk]);
  return can;
}
