// Readers beside writers: none fails, and none waits for them. How long a command takes is told beside a process that keeps
// the same share of the processor busy and touches no file, and beside one that writes all the time.
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { contactsCsv, copyOf, crm, environment, faultOf, program, remove, report } from "./world.mjs";

export async function reading(template, { reads, rows }) {
  const home = copyOf(template);
  writeFileSync(join(home, "many.csv"), contactsCsv(rows));
  const idle = await timesBeside(home, reads, "for (;;);");
  const logging = await timesBeside(home, reads, forever(home, ["log", "call", "1", "again", "-q"]));
  const importing = await timesBeside(
    home,
    reads,
    forever(home, ["import", "contacts", join(home, "many.csv")]),
  );
  const fault = faultOf(home, undefined);
  remove(home);
  const failed = idle.failed + logging.failed + importing.failed;
  report(
    `reading: ${reads} times contact show beside each; beside a busy processor ${told(idle)}, beside talks being logged ` +
      `${told(logging)}, beside imports of ${rows} rows ${told(importing)}; ${failed} failed${fault === undefined ? "" : `; ${fault}`}`,
  );
  return failed + (fault === undefined ? 0 : 1);
}

/** One command after the other, as a script would. */
function forever(home, argv) {
  const line = JSON.stringify([program, ...argv, "--db", join(home, "crm.db")]);
  return `for (;;) require("node:child_process").spawnSync(process.execPath, ${line}, { stdio: "ignore" });`;
}

async function timesBeside(home, reads, script) {
  const neighbour = spawn(process.execPath, ["-e", script], {
    env: environment(home),
    stdio: "ignore",
    detached: true,
  });
  const times = [];
  let failed = 0;
  try {
    // The neighbour has begun by then.
    await new Promise((done) => setTimeout(done, 300));
    for (let n = 0; n < reads; n++) {
      const began = performance.now();
      const { code, err } = crm(home, ["contact", "show", "1"]);
      times.push(performance.now() - began);
      if (code === 0) continue;
      failed++;
      report(`  FAILED contact show: ${err}`);
    }
  } finally {
    const ended = new Promise((done) => neighbour.on("close", done));
    process.kill(-neighbour.pid, "SIGKILL");
    await ended;
  }
  times.sort((a, b) => a - b);
  return { failed, times };
}

/** In milliseconds. */
function told({ times }) {
  const at = (share) => times[Math.ceil(times.length * share) - 1].toFixed(0);
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`;
}
