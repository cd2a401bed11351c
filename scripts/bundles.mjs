// How the program is cut: crm.cjs with all that the commonest words need, one file for each other word, vendor/ with the
// libraries that few runs need. A word's file takes the modules that crm.cjs has from there, so that each exists once.
import { readFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { build } from "esbuild";

/** Loaded only when they are used: by name the package, by value its file in dist/vendor. */
export const vendors = {
  "@inquirer/prompts": "prompts",
  chalk: "chalk",
  "cli-table3": "table",
  "libphonenumber-js/min": "phone",
  "rrule-temporal": "rrule",
  "rrule-temporal/totext": "rrule-words",
  nodemailer: "nodemailer",
  "ical-generator": "ical-generator",
  "ical.js": "ical",
  vcf: "vcf",
  libqp: "libqp",
  "read-excel-file/node": "read-excel",
  "smol-toml": "toml",
  jmespath: "jmespath",
  mustache: "mustache",
};

/** The words whose commands are in crm.cjs itself, in their files' names. */
const common = ["contact", "followup", "find", "today"];

export const shared = {
  bundle: true,
  platform: "node",
  format: "cjs",
  // A bundle that starts from a code cache cannot import; what is loaded late is required.
  supported: { "dynamic-import": false },
  target: "node20.19",
  minify: true,
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

/**
 * Parts of Node that take milliseconds to load (crypto: nine) are loaded when something of them is first used, wherever
 * they are imported.
 */
const slow = /^node:(crypto|zlib|worker_threads|net|fs\/promises|timers\/promises)$/;

const slowNodeLater = {
  name: "slow parts of Node later",
  setup(bundle) {
    bundle.onResolve({ filter: slow }, ({ path, namespace }) =>
      namespace === "later" ? { path, external: true } : { path, namespace: "later" },
    );
    bundle.onLoad({ filter: /.*/, namespace: "later" }, async ({ path }) => {
      const names = Object.keys(await import(path)).filter((name) => name !== "default");
      const later = names.map((name) => `get ${name}() { return require("${path}").${name}; }`);
      return { contents: "module.exports = {" + later.join(",") + "};" };
    });
  },
};

/** "./commands/report.ts", loaded by main.ts, is the file word-report.cjs unless it is a common word. */
function wordsApart(found) {
  const late = new Set(readFileSync("src/main.ts", "utf8").match(/(?<=import\("\.\/commands\/)[\w-]+/g));
  return {
    name: "words in files of their own",
    setup(bundle) {
      bundle.onResolve({ filter: /^\.\/commands\/[\w-]+\.ts$/ }, ({ path, importer }) => {
        const name = /([\w-]+)\.ts$/.exec(path)[1];
        if (!importer.endsWith("main.ts") || !late.has(name) || common.includes(name)) return undefined;
        found.add(name);
        return { path: "./word-" + name + ".cjs", external: true };
      });
    },
  };
}

const ours = {
  ...shared,
  external: ["better-sqlite3"],
  loader: { ".sql": "text" },
  define: { "import.meta.url": "moduleUrl" },
  banner: { js: 'const moduleUrl=require("node:url").pathToFileURL(__filename).href;' },
};

const registry = "globalThis[Symbol.for('crm.modules')]";

/** crm.cjs; the modules in `kept` can be had from it by the path of their source. */
function program(kept, found) {
  const list = kept.map(
    (path) => JSON.stringify(path) + ": () => require(" + JSON.stringify("./" + path) + ")",
  );
  return build({
    ...ours,
    stdin: {
      contents: registry + " = {" + list.join(",") + "};\nrequire('./src/cli.ts');",
      resolveDir: ".",
    },
    outfile: "dist/crm.cjs",
    plugins: [wordsApart(found), asVendor, noChildProcess, slowNodeLater],
    metafile: true,
  });
}

function fromProgram(kept) {
  return {
    name: "modules that crm.cjs has",
    setup(bundle) {
      bundle.onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir }) => {
        const source = relative(".", resolve(resolveDir, path));
        return kept.includes(source) ? { path: source, namespace: "program" } : undefined;
      });
      bundle.onResolve({ filter: /^commander$/ }, () =>
        kept.includes("commander") ? { path: "commander", namespace: "program" } : undefined,
      );
      bundle.onLoad({ filter: /.*/, namespace: "program" }, ({ path }) => ({
        contents: "module.exports = " + registry + "[" + JSON.stringify(path) + "]();",
      }));
    },
  };
}

/** Gives the names of the words with files of their own. */
export async function buildProgram() {
  const found = new Set();
  const first = await program([], found);
  const kept = Object.keys(first.metafile.inputs).filter(
    (path) => path.startsWith("src/") && path.endsWith(".ts"),
  );
  await program(
    kept.filter((path) => path !== "src/cli.ts"),
    found,
  );
  const words = [...found];
  await build({
    ...ours,
    entryPoints: words.map((name) => ({ in: "src/commands/" + name + ".ts", out: "word-" + name })),
    outdir: "dist",
    outExtension: { ".js": ".cjs" },
    plugins: [fromProgram(kept), asVendor, noChildProcess, slowNodeLater],
  });
  await build({
    ...shared,
    entryPoints: ["src/import/import-thread.ts"],
    outfile: "dist/import-thread.cjs",
    plugins: [asVendor],
  });
  return words;
}

/**
 * To whom imports it, `default` of a CommonJS file is all that it exports. So of a library that has a default export that
 * is what the file exports, with the named exports on it.
 */
const defaultIsAll = `
{ const found = module.exports.__esModule ? module.exports.default : undefined;
  if (found !== undefined) module.exports = Object.assign(found, { ...module.exports }); }`;

export async function buildVendors() {
  const entryPoints = Object.entries(vendors).map(([from, out]) => ({ in: from, out }));
  const footer = { js: defaultIsAll };
  await build({ ...shared, entryPoints, outdir: "dist/vendor", outExtension: { ".js": ".cjs" }, footer });
}
