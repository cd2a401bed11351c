// Bundles the program into dist/: crm.cjs with all of our own code, vendor/ with the libraries that few runs need,
// start.cjs that loads crm.cjs, and a code cache that spares compiling it at each start.
import { spawnSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { build } from "esbuild";

/** Loaded only when they are used: by name the package, by value its file in dist/vendor. */
const vendors = {
  "@inquirer/prompts": "prompts",
  chalk: "chalk",
  "cli-table3": "table",
  "libphonenumber-js/min": "phone",
  "rrule-temporal": "rrule",
  "rrule-temporal/totext": "rrule-words",
  "smol-toml": "toml",
  mustache: "mustache",
  jmespath: "jmespath",
};

const shared = {
  bundle: true,
  platform: "node",
  format: "cjs",
  // A bundle that starts from a code cache cannot import; what is loaded late is required.
  supported: { "dynamic-import": false },
  target: "node20.19",
  minify: true,
  keepNames: true,
  legalComments: "none",
  logLevel: "warning",
};

const asVendor = {
  name: "vendors stay outside",
  setup(bundle) {
    bundle.onResolve({ filter: /^[@a-z]/ }, ({ path }) =>
      path in vendors ? { path: "./vendor/" + vendors[path] + ".cjs", external: true } : undefined,
    );
  },
};

/** commander loads child_process at once, for commands in files of their own, which crm does not have. */
const noChildProcess = {
  name: "commander without child_process",
  setup(bundle) {
    bundle.onResolve({ filter: /^(node:)?child_process$/ }, ({ path, importer }) =>
      importer.includes("commander") ? { path, namespace: "absent" } : undefined,
    );
    bundle.onLoad({ filter: /.*/, namespace: "absent" }, () => ({ contents: "module.exports = {};" }));
  },
};

rmSync("dist", { recursive: true, force: true });
const entryPoints = Object.entries(vendors).map(([from, out]) => ({ in: from, out }));
await build({ ...shared, entryPoints, outdir: "dist/vendor", outExtension: { ".js": ".cjs" } });
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
await build({
  ...shared,
  entryPoints: ["src/cli.ts"],
  outfile: "dist/crm.cjs",
  external: ["better-sqlite3"],
  loader: { ".sql": "text" },
  plugins: [asVendor, noChildProcess],
  define: { "import.meta.url": "moduleUrl" },
  banner: { js: 'const moduleUrl=require("node:url").pathToFileURL(__filename).href;' },
});
await build({
  ...shared,
  entryPoints: ["src/import/import-thread.ts"],
  outfile: "dist/import-thread.cjs",
  plugins: [asVendor],
});
await build({ ...shared, bundle: false, entryPoints: ["src/start.ts"], outfile: "dist/start.cjs" });

const cached = spawnSync(process.execPath, ["scripts/code-cache.cjs"], {
  stdio: ["ignore", "ignore", "inherit"],
});
if (cached.status !== 0) throw new Error("the code cache could not be made");
