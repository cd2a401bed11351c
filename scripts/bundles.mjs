// How the program is cut: crm.cjs with all that the commonest words need, one file for each other word, vendor/ with the
// libraries that few runs need. A word's file takes the modules that crm.cjs has from there, so that each exists once.
import { existsSync, readFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { build } from "esbuild";
import { lazyModules, syntax } from "./lazy-modules.mjs";

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
  ...syntax,
  // A bundle that starts from a code cache cannot import; what is loaded late is required.
  supported: { ...syntax.supported, "dynamic-import": false },
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
const slow = /^node:(crypto|os|zlib|worker_threads|net|fs\/promises|timers\/promises)$/;

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

/** "./commands/report.ts", loaded by words.ts, is the file word-report.cjs unless it is a common word. */
function wordsApart(found) {
  const late = new Set(readFileSync("src/words.ts", "utf8").match(/(?<=import\("\.\/commands\/)[\w-]+/g));
  return {
    name: "words in files of their own",
    setup(bundle) {
      bundle.onResolve({ filter: /^\.\/commands\/[\w-]+\.ts$/ }, ({ path, importer }) => {
        const name = /([\w-]+)\.ts$/.exec(path)[1];
        if (!importer.endsWith("words.ts") || !late.has(name) || common.includes(name)) return undefined;
        found.add(name);
        return { path: "./word-" + name + ".cjs", external: true };
      });
    },
  };
}

/** The driver's own JavaScript as part of the program (see store/driver.ts). */
const sqliteInside = {
  name: "the driver inside",
  setup(bundle) {
    bundle.onResolve({ filter: /^\.\/vendor\/sqlite\.cjs$/ }, ({ path }) => ({ path, namespace: "driver" }));
    bundle.onLoad({ filter: /.*/, namespace: "driver" }, () => ({
      contents: existsSync("node_modules/better-sqlite3/build/Release/better_sqlite3.node")
        ? 'module.exports = { Database: require("better-sqlite3"), version: require("better-sqlite3/package.json").version };'
        : "module.exports = undefined;",
      resolveDir: ".",
    }));
    bundle.onResolve({ filter: /^better-sqlite3/ }, ({ importer, namespace, path }) =>
      namespace === "driver" || importer.includes("better-sqlite3") ? undefined : { path, external: true },
    );
  },
};

/** Of package.json the program needs its version only. */
const onlyVersion = {
  name: "the version only",
  setup(bundle) {
    const own = resolve("package.json");
    bundle.onLoad({ filter: /package\.json$/ }, ({ path }) => {
      const { version } = JSON.parse(readFileSync(path, "utf8"));
      return path === own || path.includes("better-sqlite3")
        ? { contents: JSON.stringify({ version }), loader: "json" }
        : undefined;
    });
  },
};

const ours = {
  ...shared,
  external: ["bindings"],
  loader: { ".sql": "text" },
};

const plugins = [asVendor, sqliteInside, onlyVersion, noChildProcess, slowNodeLater];

const registry = "globalThis[Symbol.for('crm.modules')]";

/** Modules of ours that another file has are taken from there, by the path of their source. */
function from(paths, place) {
  return {
    name: "modules of " + place,
    setup(bundle) {
      const there = (source) => (paths.includes(source) ? { path: source, namespace: place } : undefined);
      bundle.onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir, namespace }) =>
        namespace === "file" || namespace === "ours"
          ? there(relative(".", resolve(resolveDir, path)))
          : undefined,
      );
      bundle.onResolve({ filter: /^commander$/ }, () => there("commander"));
      bundle.onLoad({ filter: /.*/, namespace: place }, ({ path }) => ({
        contents: "module.exports = " + registry + "[" + JSON.stringify(path) + "]();",
      }));
    },
  };
}

/** A file that lists modules in the registry, each to run when it is asked for. */
function listing(paths) {
  const list = paths.map(
    (path) =>
      JSON.stringify(path) +
      ": () => require(" +
      JSON.stringify(path === "commander" ? path : "./" + path) +
      ")",
  );
  return "{" + list.join(",") + "}";
}

function bundled(name, contents, more) {
  return build({
    ...ours,
    stdin: { contents, resolveDir: "." },
    outfile: "dist/" + name + ".cjs",
    metafile: true,
    plugins: [...more, ...plugins],
  });
}

const main = "require('./src/cli.ts');";

/** All of the program but the words in files of their own, in one file that notes which modules run; gives their paths. */
export async function buildNoting() {
  const { metafile } = await bundled("crm", main, [wordsApart(new Set()), lazyModules({ note: true })]);
  const all = Object.keys(metafile.inputs).filter((path) => path.startsWith("ours:"));
  return all.map((path) => path.slice("ours:".length));
}

/**
 * crm.cjs with the modules that the commonest commands run (`common`), rest.cjs with the others of `all`, and a file
 * for each other word. Gives the names of the words with files of their own.
 */
export async function buildProgram(all, common) {
  const found = new Set();
  const first = [...all.filter((path) => common.includes(path) && path !== "src/cli.ts"), "commander"];
  const rest = all.filter((path) => !common.includes(path));
  const late = rest.map((path) => JSON.stringify(path) + ": () => rest()[" + JSON.stringify(path) + "]()");
  const known =
    "const rest = () => require('./rest.cjs');" + registry + " = {..." + listing(first) + "," + late + "};";
  const outside = {
    name: "rest",
    setup: (bundle) =>
      bundle.onResolve({ filter: /^\.\/rest\.cjs$/ }, ({ path }) => ({ path, external: true })),
  };
  await bundled("crm", known + main, [outside, wordsApart(found), from(rest, "rest"), lazyModules()]);
  await bundled("rest", "module.exports = " + listing(rest) + ";", [
    wordsApart(found),
    from(first, "program"),
    lazyModules(),
  ]);
  const words = [...found];
  await build({
    ...ours,
    entryPoints: words.map((name) => ({ in: "./src/commands/" + name + ".ts", out: "word-" + name })),
    outdir: "dist",
    outExtension: { ".js": ".cjs" },
    plugins: [from([...first, ...rest], "program"), lazyModules(), ...plugins],
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
