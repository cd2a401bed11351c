import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { scratch, shell } from "../support/built.ts";

interface Step {
  readonly command: string;
  readonly shown: string;
}

/** The commands of the tour in the README with what it says they print. */
function tour(): Step[] {
  const text = readFileSync("README.md", "utf8").split("## Five minutes")[1]!.split("\n## ")[0]!;
  const blocks = [...text.matchAll(/```\n([\s\S]*?)```/g)].map((match) => match[1]!);
  return blocks.flatMap((block) =>
    block
      .split(/^\$ /m)
      .slice(1)
      .map((part) => {
        const end = part.indexOf("\n");
        return { command: part.slice(0, end), shown: part.slice(end + 1) };
      }),
  );
}

/** The commands of another part, which come after the tour. */
function linesOf(part: string): string[] {
  const text = readFileSync("README.md", "utf8")
    .split("## " + part + "\n")[1]!
    .split("\n## ")[0]!;
  return /```\n([\s\S]*?)```/.exec(text)![1]!.trim().split("\n");
}

describe("the tour of the README", () => {
  it("prints what it says, step by step, and what sells and serves can be typed after it", () => {
    const home = scratch();
    const steps = tour();
    expect(steps.length).toBeGreaterThan(10);
    for (const { command, shown } of steps) {
      const ran = shell("export CRM_FORMAT=table USER=me; " + command + " 2>&1", home);
      expect(ran.out.replaceAll(home, "~"), command).toBe(shown);
    }
    for (const command of linesOf("Sell, serve, reach out")) {
      const { code, err } = shell("export USER=me; " + command, home);
      expect({ code, err }, command).toMatchObject({ code: 0 });
    }
  }, 120_000);
});
