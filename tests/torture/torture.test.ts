import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";

/**
 * The short form of `npm run torture`; parts that need strace, a disk of their own or the package for encrypted files say
 * that they were skipped where those are absent.
 */
describe("the torture, in short", () => {
  it.each(["kill", "migrate", "full", "faults", "power", "damaged", "parallel", "reading", "encrypted"])(
    "%s loses nothing",
    (part) => {
      const ran = spawnSync(process.execPath, ["scripts/torture.mjs", "--short", part], { encoding: "utf8" });
      expect(ran.stdout + ran.stderr).toMatch(/^0 losses in/m);
      expect(ran.status).toBe(0);
    },
    600_000,
  );
});
