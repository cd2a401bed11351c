import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";

it.each(["import", "reports", "find", "duplicates"])(
  "bench/%s.mjs refuses what is no number of rows with one line, before it begins",
  (name) => {
    for (const words of [["--keep"], ["1000", "12k"], ["0"], ["1.5"]]) {
      const argv = ["bench/" + name + ".mjs", ...words];
      const { status, stdout, stderr } = spawnSync(process.execPath, argv, {
        encoding: "utf8",
        timeout: 20_000,
      });
      expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
      expect(stderr).toMatch(new RegExp("^usage: node bench/" + name + "\\.mjs \\[rows \\.\\.\\.\\].*\\n$"));
    }
  },
);
