import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";

/** The short form of `npm run torture`; parts that need strace say that they were skipped where it is absent. */
describe("the torture, in short", () => {
  it.each(["kill", "migrate", "full", "faults", "power", "damaged", "parallel"])(
    "%s loses nothing",
    (part) => {
      const ran = spawnSync(process.execPath, ["scripts/torture.mjs", "--short", part], { encoding: "utf8" });
      expect(ran.stdout + ran.stderr).toMatch(/^0 losses in/m);
      expect(ran.status).toBe(0);
    },
    240_000,
  );
});
