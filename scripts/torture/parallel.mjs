// Fifty that write and ten that read, all at once: nothing is lost, nobody fails.

import { spawn } from "node:child_process";
import { join } from "node:path";
import { connect } from "./cipher.mjs";
import { copyOf, environment, faultOf, program, remove, report } from "./world.mjs";

export async function parallel(template, { writers, readers, seconds }) {
  const home = copyOf(template);
  const until = Date.now() + seconds * 1000;
  const tally = { acked: 0, read: 0, failed: 0, longest: 0 };
  const before = talks(home);
  const loop = async (argv, count) => {
    while (Date.now() < until) {
      const began = Date.now();
      const { code, err } = await run(home, argv());
      const took = Date.now() - began;
      tally.longest = Math.max(tally.longest, took);
      if (code === 0) tally[count]++;
      else {
        tally.failed++;
        report(`  FAILED ${argv().join(" ")} after ${took} ms: ${err}`);
      }
    }
  };
  const write = (n) => loop(() => ["log", "call", "1", `from ${n}`, "-q"], "acked");
  const read = () => loop(() => ["contact", "list", "-q"], "read");
  await Promise.all([
    ...Array.from({ length: writers }, (_, n) => write(n)),
    ...Array.from({ length: readers }, () => read()),
  ]);
  const lost = tally.acked - (talks(home) - before);
  const fault = faultOf(home, undefined);
  remove(home);
  const rate = (tally.acked / seconds).toFixed(1);
  report(
    `parallel: ${writers} writers and ${readers} readers for ${seconds} s: ${tally.acked} writes (${rate} a second), ` +
      `${tally.read} reads, the longest took ${(tally.longest / 1000).toFixed(1)} s, ${tally.failed} failed, ${lost} lost${fault === undefined ? "" : `; ${fault}`}`,
  );
  return tally.failed + Math.abs(lost) + (fault === undefined ? 0 : 1);
}

function run(home, argv) {
  const child = spawn(process.execPath, [program, ...argv, "--db", join(home, "crm.db")], {
    env: environment(home),
    stdio: ["ignore", "ignore", "pipe"],
  });
  let err = "";
  child.stderr.on("data", (text) => {
    err += text;
  });
  return new Promise((done) => child.on("close", (code) => done({ code, err })));
}

function talks(home) {
  const db = connect(join(home, "crm.db"), { readonly: true });
  const n = db.prepare("SELECT count(*) FROM activity").pluck().get();
  db.close();
  return n;
}
