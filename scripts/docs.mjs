// Writes docs/commands.md, the pages of man/ and the list of them in package.json, from the program itself.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { build } from "esbuild";

const file = resolve("node_modules/.crm-docs.cjs");
await build({
  stdin: {
    contents: `
      export { manual } from "./src/commands/reference.ts";
      export { buildProgram } from "./src/program.ts";
      export { createApp } from "./src/app.ts";`,
    resolveDir: ".",
  },
  bundle: true,
  platform: "node",
  format: "cjs",
  outfile: file,
  loader: { ".sql": "text" },
  define: { "import.meta.url": "moduleUrl" },
  banner: { js: 'const moduleUrl=require("node:url").pathToFileURL(__filename).href;' },
  external: ["better-sqlite3"],
  logLevel: "error",
});
const { manual, buildProgram, createApp } = createRequire(import.meta.url)(file);
rmSync(file);
const nobody = { in: false, out: false, err: false };
const config = { dir: "", path: "", read: () => undefined, write: () => undefined };
const app = createApp({
  out: () => undefined,
  err: () => undefined,
  isTty: nobody,
  width: 80,
  env: {},
  config,
});
const files = manual(await buildProgram(app, "all"));
mkdirSync("man", { recursive: true });
for (const name of readdirSync("man")) if (!("man/" + name in files)) rmSync("man/" + name);
for (const [name, text] of Object.entries(files)) writeFileSync(name, text);
const manifest = JSON.parse(readFileSync("package.json", "utf8"));
manifest.man = Object.keys(files)
  .filter((name) => name.startsWith("man/"))
  .map((name) => "./" + name);
writeFileSync("package.json", JSON.stringify(manifest, null, 2) + "\n");
