import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cleanEnv, program, runBuilt, scratch, shell } from "../support/built.ts";
import { onTerminal } from "../support/pty.ts";

function milliseconds(work: () => unknown): number {
  const begun = performance.now();
  work();
  return performance.now() - begun;
}

/** The least of several pairs, for whatever else the machine does only makes them longer: how often an empty node. */
function timesEmptyNode(argv: readonly string[], home: string): number {
  const [first, ...own] = program;
  const run = (words: readonly string[]) => () => spawnSync(first, [...words], { env: cleanEnv(home) });
  const empty = () => spawnSync(process.execPath, ["-e", "0"], { env: cleanEnv(home) });
  const runs = Array.from({ length: 9 }, () => [milliseconds(run([...own, ...argv])), milliseconds(empty)]);
  return Math.min(...runs.map(([crm]) => crm!)) / Math.min(...runs.map(([, node]) => node!));
}

function withContacts(count: number): string {
  const home = scratch();
  const csv = join(home, "people.csv");
  const lines = Array.from(
    { length: count },
    (_, i) => `Person ${i},p${i}@mail${i % 97}.example,Berlin,vip\n`,
  );
  writeFileSync(csv, "name,email,city,tags\n" + lines.join(""));
  expect(runBuilt(["import", "contacts", csv], { home }).code).toBe(0);
  return home;
}

// Each is the least of several; a machine that is overloaded for all of them gets another chance.
describe("how long it takes", { retry: 2 }, () => {
  it("the help page at most twice an empty node, a list of 200 three times", () => {
    const home = withContacts(200);
    expect(timesEmptyNode(["--help"], home)).toBeLessThan(2);
    expect(timesEmptyNode(["contact", "list"], home)).toBeLessThan(3);
  });

  it("10,000 rows are in the pipe within a second, as text and as json", () => {
    const home = withContacts(10_000);
    for (const format of ["plain", "json"]) {
      const list = () =>
        expect(shell("crm contact list --format " + format + " | wc -l", home).out).toMatch(/^1000/);
      expect(Math.min(...[1, 2, 3].map(() => milliseconds(list))), format).toBeLessThan(1000);
    }
  });

  it("the first screen of 10,000 rows is there within 300 ms", async () => {
    const home = withContacts(10_000);
    const runs: number[] = [];
    for (let i = 0; i < 5; i++) {
      const begun = performance.now();
      const session = onTerminal(["contact", "list"], { home, env: { CRM_PAGER: "cat" } });
      await session.until("Person 24");
      runs.push(performance.now() - begun);
      await session.ended;
    }
    expect(Math.min(...runs)).toBeLessThan(300);
  });
});
