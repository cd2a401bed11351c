import { spawnSync } from "node:child_process";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runBuilt, scratch, shell } from "../support/built.ts";

interface Recipe {
  readonly title: string;
  readonly blocks: readonly { readonly needs: string; readonly text: string }[];
}

const recipes: Recipe[] = readFileSync("docs/cookbook.md", "utf8")
  .split(/^## /m)
  .slice(1)
  .map((part) => ({
    title: part.slice(0, part.indexOf("\n")),
    blocks: [...part.matchAll(/^```sh ?(\w*)\n([\s\S]*?)^```/gm)].map(([, needs = "", text = ""]) => ({
      needs,
      text,
    })),
  }));

const isThere = (program: string) => program === "" || spawnSync("which", [program]).status === 0;

describe("the cookbook", () => {
  it("has ten recipes, each with something that runs", () => {
    expect(recipes).toHaveLength(10);
    for (const { title, blocks } of recipes) expect(blocks.length, title).toBeGreaterThan(0);
  });

  it.each(recipes.map((recipe) => [recipe.title, recipe] as const))(
    "%s works as written",
    (_, { blocks }) => {
      const home = scratch();
      cpSync("examples", join(home, "examples"), { recursive: true });
      for (const noun of ["contacts", "orders", "deals"]) {
        expect(runBuilt(["import", noun, "examples/" + noun + ".csv"], { home }).code).toBe(0);
      }
      for (const { needs, text } of blocks) {
        if (!isThere(needs)) continue;
        const { code, err } = shell('set -euo pipefail\ncd "$HOME"\n' + text, home);
        expect(code, text + err).toBe(0);
      }
    },
  );
});
