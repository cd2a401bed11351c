import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cleanEnv, scratch } from "../support/built.ts";

describe("the demo", () => {
  it("tells its story to the end, in two minutes of reading, and leaves nothing behind", () => {
    const home = scratch();
    const tmp = join(home, "tmp");
    mkdirSync(tmp);
    const env = cleanEnv(home, { TMPDIR: tmp, CRM_NOW: "2031-01-01", CRM_FORMAT: "json", LANG: "C" });
    const ran = spawnSync(process.execPath, ["scripts/demo/story.mjs"], { env, encoding: "utf8" });
    expect(ran).toMatchObject({ status: 0, stderr: "" });
    const lines = ran.stdout.split("\n");
    expect(lines.length).toBeLessThan(320);
    expect(lines.filter((line) => line.startsWith("$ crm ")).length).toBeGreaterThan(30);
    expect(ran.stdout).toContain("Zoe Mueller");
    expect(ran.stdout).not.toContain(home);
    expect(readdirSync(tmp)).toEqual([]);
    expect(readdirSync(home)).toHaveLength(1);
  });
});
