// Makes each module of ours a function that runs when something of the module is first used: an import of a name becomes
// a `require` at each place of the name's use. A command then runs only the modules that it needs, however many a file
// imports, and the code cache holds no more than those.
import { readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { transform } from "esbuild";

/** Without `supported` an expression with \p{...} becomes a new RegExp(...), made each time that it is used. */
export const syntax = {
  target: "node20.19",
  supported: { "regexp-unicode-property-escapes": true, "regexp-lookbehind-assertions": true },
};

/**
 * `import_x.name` is (require("./x.ts")).name wherever it stands, in brackets for the sake of `new`; a default import is of
 * a text or of JSON.
 */
function ofOurs(code, [line, variable, path]) {
  const used = new RegExp("\\b" + variable + (path.endsWith(".ts") ? "(?=\\.)" : "\\.default\\b"), "g");
  return code.replace(line, "").replace(used, () => '(require("' + path + '"))');
}

/** The default export of a package, taken when it is first used; once, since the bundler makes a copy at each require. */
function ofPackage(code, [line, variable, path]) {
  const taken =
    "let " +
    variable +
    "_all; const " +
    variable +
    " = () => " +
    variable +
    '_all ??= require("' +
    path +
    '");';
  const used = new RegExp("\\b" + variable + "\\.default\\b", "g");
  return code
    .replace(used, () => "(" + variable + "().default ?? " + variable + "())")
    .replace(line, () => taken);
}

/** Functions can be had before the rest of the module has run, as in any module: two may need each other. */
function withExports(code, path) {
  const [, names] = /__export\(\w+, \{\n([\s\S]*?)\n\}\);/.exec(code) ?? [];
  const start = "module.exports = __toCommonJS(";
  const body = code.slice(code.indexOf("\n", code.indexOf(start)));
  if (names === undefined) return code.includes(start) ? body : code;
  const functions = [];
  const others = [];
  for (const line of names.split(",\n")) {
    const [, name, value] = /^\s*(\w+): \(\) => (.+)$/.exec(line) ?? [];
    if (name === undefined) throw new Error(path + ": no export that can be read: " + line);
    const isFunction = new RegExp("^(async )?function\\*? " + name + "\\(", "m").test(body);
    (isFunction ? functions : others).push("exports." + name + " = " + value + ";");
  }
  return functions.join("\n") + body + others.join("\n");
}

async function lazily(path) {
  const { code } = await transform(readFileSync(path, "utf8"), {
    loader: "ts",
    format: "cjs",
    ...syntax,
    sourcefile: path,
  });
  let made = withExports(code, path);
  for (const found of made.matchAll(/^var (import_\w+) = (?:__toESM\()?require\("(\.[^"]+)"\)\)?;\n/gm))
    made = ofOurs(made, found);
  for (const found of made.matchAll(/^var (import_\w+) = __toESM\(require\("([^."][^"]*)"\)\);\n/gm))
    made = ofPackage(made, found);
  if (made.includes("__toESM") || made.includes("__reExport"))
    throw new Error(path + ": an import of no known kind");
  return made
    .replaceAll("createRequire)(import_meta.url)", "createRequire)(__filename)")
    .replaceAll('load("./vendor/sqlite.cjs")', 'require("./vendor/sqlite.cjs")')
    .replaceAll("import_meta.url", 'require("node:url").pathToFileURL(__filename).href');
}

/** `note` writes down, at run time, which modules run. */
export function lazyModules({ note = false } = {}) {
  return {
    name: "modules that run when they are first used",
    setup(bundle) {
      // In a namespace of their own, since a file under a package.json with "type": "module" is taken for no CommonJS.
      bundle.onResolve({ filter: /^\.\.?\/.*\.ts$/ }, ({ path, resolveDir }) => ({
        path: relative(".", resolve(resolveDir, path)),
        namespace: "ours",
      }));
      bundle.onLoad({ filter: /.*/, namespace: "ours" }, async ({ path }) => {
        const noted = note ? "globalThis.crmModules?.add(" + JSON.stringify(path) + ");" : "";
        return { contents: noted + (await lazily(path)), loader: "js", resolveDir: dirname(path) };
      });
    },
  };
}
