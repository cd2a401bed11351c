// Bundles the program into dist/ (see bundles.mjs): start.cjs that loads it, a code cache that spares compiling it at
// each start, and the first help page as a text, so that asking for it loads nothing.
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import Module from "node:module";
import { build } from "esbuild";
import { buildNoting, buildProgram, buildVendors, shared } from "./bundles.mjs";

rmSync("dist", { recursive: true, force: true });
await buildVendors();
const { version } = JSON.parse(readFileSync("package.json", "utf8"));
await build({
  ...shared,
  bundle: false,
  entryPoints: ["src/start.ts"],
  outfile: "dist/start.cjs",
  define: { crmVersion: JSON.stringify(version) },
});
function run(args, stdout) {
  const ran = spawnSync(process.execPath, args, { stdio: ["ignore", stdout, "inherit"], encoding: "utf8" });
  if (ran.status !== 0) throw new Error(args.join(" ") + " failed");
  return ran.stdout;
}

/** What Node does with each file that it loads is done here, once. */
function wrap(names) {
  for (const name of names) {
    const file = "dist/" + name + ".cjs";
    writeFileSync(file, Module.wrap(readFileSync(file, "utf8")));
  }
}

const all = await buildNoting();
wrap(["crm"]);
const words = await buildProgram(all, JSON.parse(run(["scripts/code-cache.cjs", "modules"], "pipe")));
wrap(["crm", "rest", ...words.map((word) => "word-" + word)]);
run(["scripts/code-cache.cjs", "caches"], "ignore");
writeFileSync("dist/help.txt", run(["bin/crm", "--no-input", "--help"], "pipe"));
