// Bundles the program into dist/ (see bundles.mjs): start.cjs that loads it, a code cache that spares compiling it at
// each start, and the first help page as a text, so that asking for it loads nothing.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import Module from "node:module";
import { build } from "esbuild";
import { buildProgram, buildVendors, shared } from "./bundles.mjs";

rmSync("dist", { recursive: true, force: true });
await buildVendors();
if (existsSync("node_modules/better-sqlite3/build/Release/better_sqlite3.node")) {
  await build({
    ...shared,
    stdin: {
      contents: `module.exports = { Database: require("better-sqlite3"), version: require("better-sqlite3/package.json").version };`,
      resolveDir: ".",
    },
    outfile: "dist/vendor/sqlite.cjs",
    external: ["bindings"],
  });
}
await buildProgram();
const { version } = JSON.parse(readFileSync("package.json", "utf8"));
await build({
  ...shared,
  bundle: false,
  entryPoints: ["src/start.ts"],
  outfile: "dist/start.cjs",
  define: { crmVersion: JSON.stringify(version) },
});
// Wrapped here once and not at each start.
writeFileSync("dist/crm.cjs", Module.wrap(readFileSync("dist/crm.cjs", "utf8")));

function run(args, stdout) {
  const ran = spawnSync(process.execPath, args, { stdio: ["ignore", stdout, "inherit"], encoding: "utf8" });
  if (ran.status !== 0) throw new Error(args.join(" ") + " failed");
  return ran.stdout;
}

run(["scripts/code-cache.cjs"], "ignore");
writeFileSync("dist/help.txt", run(["bin/crm", "--no-input", "--help"], "pipe"));
