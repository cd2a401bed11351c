import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { cleanEnv, program, runBuilt, scratch } from "../support/built.ts";

// strace is in the packages that .ci/run installs.
const hasStrace = spawnSync("strace", ["--version"]).status === 0;

it.skipIf(!hasStrace)("no command goes on the network by itself", () => {
  const home = scratch();
  runBuilt(["contact", "add", "Jane Roe", "--email", "jane@acme.example", "--phone", "+49 30 901820"], {
    home,
  });
  const log = join(home, "calls");
  const calls = ["-f", "-e", "trace=socket,connect,sendto", "-o", log];
  for (const argv of [
    ["contact", "show", "1"],
    ["contact", "add", "Tom Okafor", "--email", "tom@nord.example"],
    ["import", "contacts", "examples/contacts.csv"],
    ["today"],
    ["remind"],
    ["report", "kpi"],
    ["doctor"],
    ["version"],
  ]) {
    const ran = spawnSync("strace", [...calls, ...program, ...argv], {
      env: cleanEnv(home),
      encoding: "utf8",
    });
    expect(ran.status, argv.join(" ") + ran.stderr).toBe(0);
    expect(readFileSync(log, "utf8"), argv.join(" ")).not.toMatch(/AF_INET/);
  }
});
