// kill -9 at a random moment of a command: the next one finds the old or the new state, and the same command once more
// does what it should have done.
import { join } from "node:path";
import { copyOf, crm, endsOf, faultOf, operationsOf, remove, report, start, stateOf } from "./world.mjs";

export async function kill(template, { only, moments }) {
  const operations = operationsOf(template);
  const names = only(Object.keys(operations));
  let bad = 0;
  let cut = 0;
  for (const name of names) {
    const { allowed, took } = endsOf(template, name);
    for (let n = 0; n < moments; n++) {
      const home = copyOf(template);
      const child = start(home, operations[name](home));
      const ended = new Promise((done) => child.on("close", (_, signal) => done(signal)));
      // Loading the program takes the first part of the time; writing is what is to be hit.
      setTimeout(() => child.kill("SIGKILL"), took * (0.25 + 0.85 * Math.random()));
      if ((await ended) === "SIGKILL") cut++;
      const fault = faultOf(home, allowed) ?? again(home, operations[name](home), allowed);
      if (fault !== undefined) {
        bad++;
        report(`  LOST ${name}: ${fault}`);
      }
      remove(home);
    }
  }
  report(`kill -9: ${names.length * moments} moments tried, ${cut} cut off, ${bad} bad`);
  return bad;
}

function again(home, argv, [before, after]) {
  const file = join(home, "crm.db");
  if (stateOf(file) !== before) return undefined;
  const ran = crm(home, argv);
  if (ran.code !== 0) return `the same command again: ${ran.err}`;
  return stateOf(file) === after ? undefined : "the same command again does something else";
}
