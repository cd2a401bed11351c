import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { cleanEnv, scratch } from "../support/built.ts";

// From Node 22.14 on, the addon that a newer Node has installed runs.
it.skipIf(Number(process.versions.napi) >= 10)(
  "an addon that was installed for a newer Node is refused in words: this one would crash in it",
  () => {
    const home = scratch();
    for (const folder of ["bin", "dist"]) cpSync(folder, join(home, folder), { recursive: true });
    mkdirSync(join(home, "node_modules/better-sqlite3/prebuilds"), { recursive: true });
    const ran = spawnSync(process.execPath, [join(home, "bin/crm"), "contact", "list"], {
      env: cleanEnv(home),
      encoding: "utf8",
    });
    expect(ran.stderr).toBe(
      `crm was installed by a newer Node than ${process.versions.node}: install it again with this one\n`,
    );
    expect(ran.status).toBe(1);
  },
);
