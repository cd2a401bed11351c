import { readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [
    {
      name: "sql-as-text",
      enforce: "pre",
      load(id) {
        if (id.endsWith(".sql")) return `export default ${JSON.stringify(readFileSync(id, "utf8"))};`;
        return undefined;
      },
    },
  ],
  test: {
    include: ["tests/**/*.test.ts"],
    env: { TZ: "Europe/Berlin", NO_COLOR: "", FORCE_COLOR: "" },
    testTimeout: 30_000,
    // Most tests wait for programs that they have started: one worker a core keeps every core busy.
    maxWorkers: "100%",
  },
});
