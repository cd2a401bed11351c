import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createApp } from "../../src/app.ts";
import { manual } from "../../src/commands/reference.ts";
import { buildProgram } from "../../src/program.ts";
import { testWorld } from "../support/crm.ts";

const files = manual(await buildProgram(createApp(testWorld()), "all"));
const pages = Object.keys(files).filter((name) => name.startsWith("man/"));

describe("the manual", () => {
  it.each(Object.keys(files))("%s is that of the program (npm run docs)", (name) => {
    expect(readFileSync(name, "utf8") === files[name], name + " is stale: npm run docs").toBe(true);
  });

  it("has no page of a word that is gone, and package.json names each", () => {
    expect(
      readdirSync("man")
        .map((name) => "man/" + name)
        .sort(),
    ).toEqual([...pages].sort());
    const { man } = JSON.parse(readFileSync("package.json", "utf8")) as { man: string[] };
    expect(man.sort()).toEqual(pages.map((name) => "./" + name).sort());
  });

  const hasGroff = spawnSync("groff", ["--version"]).status === 0;
  it.skipIf(!hasGroff)("is understood by troff without a warning, and shows what it says", () => {
    for (const page of pages) {
      const { stdout, stderr } = spawnSync("groff", ["-man", "-Tutf8", "-ww", page], { encoding: "utf8" });
      expect(stderr, page).toBe("");
      expect(stdout).toContain("crm");
    }
    const { stdout } = spawnSync("groff", ["-man", "-Tascii", "-P-cbou", "man/crm.1"], { encoding: "utf8" });
    expect(stdout).toContain("--json");
    expect(stdout).toContain('{"event":"deal.won"');
  });
});
