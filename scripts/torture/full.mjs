// No file may grow beyond a limit, as on a full disk: at every size between nothing and what the command needs.
import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { copyOf, endsOf, environment, faultOf, operationsOf, program, remove, report } from "./world.mjs";

export function full(template, { only, steps }) {
  const operations = operationsOf(template);
  let bad = 0;
  let refused = 0;
  let tried = 0;
  for (const name of only(Object.keys(operations))) {
    const { allowed, before } = endsOf(template, name);
    const top = Math.ceil(statSync(join(template, "crm.db")).size / 1024) * 2.5;
    for (let n = 0; n < steps; n++) {
      const home = copyOf(template);
      const ran = limited(home, operations[name](home), Math.floor((top * n) / steps));
      tried++;
      if (ran.status !== 0) refused++;
      const said = ran.stderr
        .trimEnd()
        .split("\n")
        .filter((line) => line.startsWith("crm: "));
      const fault =
        (ran.status !== 0 && (said.length !== 1 || /bug of crm/.test(ran.stderr))
          ? `it said: ${ran.stderr}`
          : undefined) ??
        faultOf(home, ran.status === 0 ? allowed.filter((state) => state !== before) : allowed);
      if (fault !== undefined) {
        bad++;
        report(`  LOST ${name} with ${Math.floor((top * n) / steps)} KB: exit ${ran.status}, ${fault}`);
      }
      remove(home);
    }
  }
  report(`disk full: ${tried} sizes tried, ${refused} refused, ${bad} bad`);
  return bad;
}

/** `ulimit -f` counts in KB; the signal that comes with it is ignored, so that the write itself fails. */
function limited(home, argv, kilobytes) {
  const line = `trap '' XFSZ; ulimit -f ${kilobytes}; exec "$@"`;
  return spawnSync(
    "bash",
    ["-c", line, "bash", process.execPath, program, ...argv, "--db", join(home, "crm.db")],
    {
      env: environment(home),
      encoding: "utf8",
    },
  );
}
