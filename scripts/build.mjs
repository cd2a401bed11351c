// Bundles src/cli.ts into dist/: one small entry, and a chunk for each part that is loaded only when it is needed.
import { rmSync } from "node:fs";
import { build } from "esbuild";

rmSync("dist", { recursive: true, force: true });
await build({
  entryPoints: ["src/cli.ts"],
  outdir: "dist",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  minify: true,
  keepNames: true,
  legalComments: "none",
  external: ["better-sqlite3"],
  loader: { ".sql": "text" },
  // Bundled CommonJS packages call require() for Node's own modules.
  banner: {
    js: 'import{createRequire as makeRequire}from"node:module";const require=makeRequire(import.meta.url);',
  },
  logLevel: "warning",
});
