// kill -9 at a random moment of a command: the next one finds the old or the new state.
import { copyOf, endsOf, faultOf, operations, remove, report, start } from "./world.mjs";

export async function kill(template, moments) {
  let bad = 0;
  let cut = 0;
  for (const name of Object.keys(operations)) {
    const { allowed, took } = endsOf(template, name);
    for (let n = 0; n < moments; n++) {
      const home = copyOf(template);
      const child = start(home, operations[name](home));
      const ended = new Promise((done) => child.on("close", (_, signal) => done(signal)));
      // Loading the program takes the first part of the time; writing is what is to be hit.
      setTimeout(() => child.kill("SIGKILL"), took * (0.25 + 0.85 * Math.random()));
      if ((await ended) === "SIGKILL") cut++;
      const fault = faultOf(home, allowed);
      if (fault !== undefined) {
        bad++;
        report(`  LOST ${name}: ${fault}`);
      }
      remove(home);
    }
  }
  report(`kill -9: ${Object.keys(operations).length * moments} moments tried, ${cut} cut off, ${bad} bad`);
  return bad;
}
