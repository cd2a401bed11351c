// Runs the commonest commands as dist/start.cjs does, one after the other in one process. "modules": says which modules of
// the program ran. "caches": keeps the code that V8 compiled, for crm.cjs that of these commands, for every other file
// that of its beginning, which finds out its functions.
const { execFileSync } = require("node:child_process");
const { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const { tmpdir } = require("node:os");
const path = require("node:path");
const vm = require("node:vm");

const dist = path.resolve(__dirname, "../dist");
const outside = Module.createRequire(path.join(dist, "crm.cjs"));
const [asked, folder] = process.argv.slice(2);

/** Commands that read: making a database needs much that other commands never do. */
const common = [["contact", "show", "jane"], ["followup", "list"], ["find", "jane"], ["today"]];
if (folder === undefined) prepare();
else keep();

function prepare() {
  const made = mkdtempSync(path.join(tmpdir(), "crm-build-"));
  const env = {
    ...process.env,
    CRM_DB: path.join(made, "crm.db"),
    CRM_CONFIG: path.join(made, "none.toml"),
    NODE_EXTRA_CA_CERTS: "",
  };
  const start = path.join(dist, "start.cjs");
  execFileSync(
    process.execPath,
    [start, "contact", "add", "Jane", "--email", "jane@acme.example", "--phone", "+49 30 23125 120"],
    { env, stdio: "ignore" },
  );
  execFileSync(process.execPath, [__filename, asked, made], { env, stdio: "ignore" });
  if (asked === "modules") process.stdout.write(readFileSync(path.join(made, "modules.json")));
  rmSync(made, { recursive: true, force: true });
}

const scripts = new Map();
let loaded = new Map();

function load(id) {
  if (!/^\.\/[\w-]+\.cjs$/.test(id)) return outside(id);
  const known = loaded.get(id);
  if (known !== undefined) return known.exports;
  const module = { exports: {} };
  loaded.set(id, module);
  const file = path.join(dist, id);
  if (!scripts.has(id)) scripts.set(id, new vm.Script(readFileSync(file, "latin1"), { filename: file }));
  scripts.get(id).runInThisContext()(module.exports, load, module, file, dist);
  return module.exports;
}

function keep() {
  globalThis.crmModules = new Set();
  const runs = [...common];
  process.on("beforeExit", () => {
    const argv = runs.shift();
    if (argv === undefined) return;
    process.argv = [process.execPath, "crm", ...argv];
    loaded = new Map();
    load("./crm.cjs");
  });
  process.on("exit", () => {
    if (asked === "modules")
      writeFileSync(path.join(folder, "modules.json"), JSON.stringify([...globalThis.crmModules]));
    else writeCaches();
  });
}

function writeCaches() {
  const first = scripts.get("./crm.cjs").createCachedData();
  for (const name of readdirSync(dist)) {
    if (/^(rest|word-.*)\.cjs$/.test(name)) load("./" + name);
  }
  for (const [id, script] of scripts)
    writeFileSync(
      path.join(dist, id.slice(0, -3) + "cache"),
      id === "./crm.cjs" ? first : script.createCachedData(),
    );
}
